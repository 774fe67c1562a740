import Operations
import Register
import Vocabulary

/// Two records side by side, with what agrees and what differs: the same person, or not?
struct SamePersonPage: Sendable {
    struct Row: Sendable {
        let label: String
        let left: String
        let right: String
        let verdict: String
        let tone: String
    }

    let left: PersonLink
    let right: PersonLink
    let rows: [Row]
    let match: MatchParts?
    let standings: [Option]
    let isMerged: Bool
    let isApart: Bool
    let apartFact: String?
    let action: String
    let takeBackAction: String
    let key: String
    let reason: String
    let problem: String?
    let cancelAddress: String
    /// Where the review stands; nil outside one.
    let review: ReviewLine?

    /// Where the page stands in a search for pairs.
    struct ReviewLine: Sendable {
        let text: String
        let nextAddress: String
        let previousAddress: String
        let listAddress: String
        let place: String
    }

    init(
        _ content: ComparisonContent, _ reading: Reading, action: String, review: ReviewLine? = nil, input: Query? = nil, problem: String? = nil
    ) {
        let words = reading.words
        let (one, other) = (content.comparison.sides[0], content.comparison.sides[1])
        left = PersonLink(content.tags[0], reading)
        right = PersonLink(content.tags[1], reading)
        let parts = content.comparison.explanation.map { MatchParts($0, words) }
        match = parts
        let agreements = Dictionary(
            (content.comparison.explanation?.parts ?? []).map { ($0.field.name, $0) }, uniquingKeysWith: { first, _ in first })
        func row(_ field: String, _ left: String?, _ right: String?) -> Row {
            let part = agreements[field]
            let bits = part.map { $0.weight + $0.rarity } ?? 0
            return Row(
                label: words("duplicateField.\(field)"), left: left ?? "–", right: right ?? "–", verdict: part.map { words($0.text) } ?? "",
                tone: part?.agreement == .missing ? "none" : bits > 0.05 ? "for" : bits < -0.05 ? "against" : "none")
        }
        // Beside the masked document the whole day would leave little to guess.
        func born(_ side: RecordComparison.Side) -> String? { side.description?.birthDate.map { "\($0.components.year)-··-··" } }
        rows = [
            row("name", one.identity.name, other.identity.name), row("document", one.identity.documentNumber, other.identity.documentNumber),
            row("phone", one.identity.phone, other.identity.phone), row("birthDate", born(one), born(other)),
            row("sex", one.description?.sex.map(words.name), other.description?.sex.map(words.name)),
            row("residence", content.residences[0].map { words($0) }, content.residences[1].map { words($0) }),
            Row(
                label: words("duplicate.entries"), left: words.figure(one.entries), right: words.figure(other.entries), verdict: "", tone: "none"),
        ]
        // The record with more to it stands for the person unless somebody says otherwise.
        let kept = input?["standing"].flatMap { Int64($0) } ?? (other.entries > one.entries ? other.person : one.person).rawValue
        standings = zip(content.comparison.sides, content.tags).map { side, tag in
            let label = words("duplicate.keep", ["name": tag.name, "n": words.figure(side.entries)])
            return Option("\(side.person.rawValue)", label, side.person.rawValue == kept)
        }
        isMerged = content.comparison.isMerged
        isApart = content.comparison.apart != nil
        apartFact = content.comparison.apart.map { "\($0.rawValue)" }
        self.action = action
        takeBackAction = reading.address("/people/\(one.person.rawValue)/separate")
        key = input?["key"] ?? Secret.token()
        reason = input?["reason"] ?? (review != nil ? words("duplicate.reviewed", ["percent": parts?.percent ?? "–"]) : "")
        self.problem = problem
        self.review = review
        cancelAddress = review?.listAddress ?? reading.address("/people/\(one.person.rawValue)")
    }
}

/// Choosing the other record: found by name, document or telephone.
struct SamePersonSearchPage: Sendable {
    struct Row: Sendable {
        let person: PersonLink
        let who: String
        let document: String
        let phone: String
        let compareAddress: String
    }

    let person: PersonLink
    let action: String
    let rows: [Row]
    let wasAsked: Bool
    let isEmpty: Bool
    let cancelAddress: String

    init(_ tag: PersonTag, found: SearchPage.Content?, _ reading: Reading) {
        let words = reading.words
        let path = "/people/\(tag.id.rawValue)"
        person = PersonLink(tag, reading)
        action = reading.address("\(path)/same")
        rows = (found?.rows ?? []).filter { $0.person.id != tag.id }.map { row in
            Row(
                person: PersonLink(row.person, reading),
                who: words.list([row.sex.map(words.name), row.age.map { words.count("person.age", $0) }, words(row.territory)].compactMap(\.self)),
                document: row.document ?? "–", phone: row.phone ?? "–",
                compareAddress: reading.address("\(path)/same/\(row.person.id.rawValue)"))
        }
        wasAsked = found != nil
        isEmpty = rows.isEmpty
        cancelAddress = reading.address(path)
    }
}

/// A record merged into the person's, on the person's page.
struct MergedRow: Sendable {
    let name: String
    let details: String
    let since: Moment
    let by: String
    let reason: String
    let fact: String
    let action: String
    let key: String

    init(_ merge: StandingMerge, of person: PersonID, residence: LocalizedText?, _ reading: Reading) {
        let words = reading.words
        name = merge.identity.name
        details = words.list(
            [
                merge.identity.documentNumber, merge.identity.phone, residence.map { words($0) },
                words.count("duplicate.entriesOf", merge.entries),
            ].compactMap(\.self))
        since = reading.moments.moment(merge.merge.since)
        by = merge.by.map { words.label($0) } ?? ""
        reason = merge.reason ?? ""
        fact = "\(merge.merge.fact.rawValue)"
        action = reading.address("/people/\(person.rawValue)/separate")
        key = Secret.token()
    }
}
