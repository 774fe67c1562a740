import Register
import Vocabulary

/// Which entries of the audit are asked for.
struct AuditFilter: Sendable {
    /// Whose.
    var actor: Int64?
    /// Upon whose identity.
    var person: PersonID?
    /// Those before this one.
    var after: Int64?
}

/// Who did what: every write and every reveal, and whether the chain is whole.
struct AuditPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var entries: [Entry]
        /// Whose entries may be asked for alone, and whose are; upon whose identity they are, where only those are shown.
        var users: [(id: Int64, name: String)] = []
        var actor: Int64?
        var person: PersonTag?
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
    let isEmpty: Bool
    let actors: [Option]
    let person: PersonLink?
    let personNumber: String?
    let allAddress: String
    let verdict: String
    let verdictTone: String
    let moreAddress: String?
    let verifyAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, moments) = (reading.words, reading.moments)
        rows = content.entries.map { entry in
            Row(
                number: words.figure(entry.number), at: moments.moment(entry.at), who: words.label(entry.who),
                role: entry.role.map(words.name) ?? "–", what: words(entry.what), person: entry.person.map { PersonLink($0, reading) },
                purpose: entry.purpose, digest: entry.digest)
        }
        isEmpty = rows.isEmpty
        actors =
            [Option("", words("audit.anyone"), content.actor == nil)]
            + content.users.map { Option("\($0.id)", words.label($0.name), $0.id == content.actor) }
        person = content.person.map { PersonLink($0, reading) }
        personNumber = content.person.map { "\($0.id.rawValue)" }
        allAddress = reading.address("/audit")
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
        moreAddress = content.next.map { next in
            let filters = [("by", content.actor.map { "\($0)" }), ("person", content.person.map { "\($0.id.rawValue)" })]
            return reading.address("/audit", filters.compactMap { name, value in value.map { (name, $0) } } + [("after", next)])
        }
        verifyAddress = reading.address("/audit/verify")
    }
}
