import Register
import Vocabulary

/// Who did what: every write and every reveal, and whether the chain is whole.
struct AuditPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var entries: [Entry]
        var next: String?
        var verdict: Verdict
    }
    enum Verdict: Sendable {
        case whole(entries: Int, at: Instant)
        case broken(at: Int, LocalizedText)
        case notChecked
    }
    struct Entry: Sendable {
        var number: Int
        /// True time.
        var at: Instant
        var who: String
        var role: Role?
        var what: LocalizedText
        var person: PersonTag?
        var purpose: String?
        /// The beginning of its digest.
        var digest: String
    }
    struct Row: Sendable {
        let number: String
        let at: Moment
        let who: String
        let role: String
        let what: String
        let person: PersonLink?
        let purpose: String?
        let digest: String
    }

    let rows: [Row]
    let verdict: String
    let verdictTone: String
    let moreAddress: String?
    let verifyAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        rows = content.entries.map { entry in
            Row(
                number: words.figure(entry.number), at: moments.moment(entry.at), who: entry.who, role: entry.role.map(words.name) ?? "–",
                what: words(entry.what), person: entry.person.map { PersonLink($0, reading) }, purpose: entry.purpose, digest: entry.digest)
        }
        switch content.verdict {
        case .whole(let entries, let at):
            verdict = words.count("audit.whole", entries, ["time": moments.moment(at).text])
            verdictTone = "met"
        case .broken(let number, let reason):
            verdict = words("audit.broken", ["n": words.figure(number), "reason": words(reason)])
            verdictTone = "late"
        case .notChecked:
            verdict = words("audit.notChecked")
            verdictTone = "none"
        }
        moreAddress = content.next.map { reading.address("/audit", [("after", $0)]) }
        verifyAddress = reading.address("/audit/verify")
    }
}
