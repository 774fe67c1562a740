import Operations
import Register
import Vocabulary

/// Who was where a case was: chosen and judged in one gesture.
struct CandidatesPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var person: PersonTag
        var found: ContactCandidates
        /// Those the reader may see, with their tags.
        var rows: [Found]
    }
    /// Somebody found, as pages name one.
    struct Found: Sendable {
        var tag: PersonTag
        var candidate: ContactCandidates.Candidate
    }
    struct StayRow: Sendable {
        let place: String
        let address: String
        let from: Moment
        let until: Moment
        let note: String?
        let others: String
    }
    struct Row: Sendable {
        let number: String
        let person: PersonLink
        let place: String
        let first: Moment
        let minutes: String
        let judged: String
        let options: [Option]
        let isChosen: Bool
        let isRecorded: Bool
    }

    let person: PersonLink
    let window: String
    let isolated: Moment?
    let stays: [StayRow]
    let hasStays: Bool
    let rows: [Row]
    let hasRows: Bool
    let hidden: String?
    let key: String
    let action: String
    let reason: String
    let problem: String?
    let cancelAddress: String

    /// - Parameter input: What was sent and refused, to be shown again.
    init(_ content: Content, _ reading: Reading, input: Query? = nil, problem: String? = nil) {
        let (words, moments) = (reading.words, reading.moments)
        let path = "/people/\(content.person.id.rawValue)"
        person = PersonLink(content.person, reading)
        window =
            content.found.window.map {
                words("candidates.window", ["from": moments.day($0.lowerBound), "until": moments.day($0.upperBound)])
            } ?? words("candidates.noWindow")
        isolated = content.found.isolatedAt.map(moments.moment)
        stays = content.found.stays.map { stay in
            StayRow(
                place: stay.name, address: reading.address(of: .place(stay.place)), from: moments.moment(stay.from),
                until: moments.moment(stay.until),
                note: stay.isOpenEnded ? words("candidates.openEnded") : nil, others: words.figure(stay.others))
        }
        hasStays = !stays.isEmpty
        let sent = input.map { Set($0.all("person")) }
        rows = content.rows.map { row in
            let candidate = row.candidate
            let number = "\(candidate.person.rawValue)"
            let degree = input?["degree\(number)"].flatMap(ContactDegree.init(rawValue:)) ?? candidate.degree ?? .general
            return Row(
                number: number, person: PersonLink(row.tag, reading),
                place: candidate.aboard.map { words.list([words.name($0.vehicle) + " " + candidate.place, words($0.reason.text)]) }
                    ?? candidate.place,
                first: moments.moment(candidate.first),
                minutes: words.figure(candidate.minutes), judged: candidate.degree.map { words("degree.\($0.rawValue)") } ?? words("candidates.none"),
                options: [ContactDegree.close, .exposedAtPlace, .general].map {
                    Option($0.rawValue, words("degree.\($0.rawValue)"), $0 == degree)
                },
                isChosen: sent?.contains(number) ?? (candidate.degree != nil), isRecorded: candidate.isRecorded)
        }
        hasRows = !rows.isEmpty
        hidden = content.found.hidden > 0 ? words.count("candidates.hidden", content.found.hidden) : nil
        key = input?["key"] ?? Secret.token()
        action = reading.address("\(path)/candidates")
        reason = input?["reason"] ?? ""
        self.problem = problem
        cancelAddress = reading.address(path)
    }
}
