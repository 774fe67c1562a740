import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// The local cases of counties, read once for those whose posts are tested more often while there are any.
///
/// Nothing is read unless an adopted edition asks: then the duties of a post hang on the cases of its county, and a case of that county
/// makes the duties of its posts be derived anew by a durable job.
struct CountiesWithCases {
    private var known: [TerritoryCode: LocalCases] = [:]

    /// The local cases about the posts in a person's records.
    mutating func cases(for records: [FactRecord], _ policies: PolicyShelf, _ reader: Reader) throws -> LocalCases {
        guard records.contains(where: { $0.fact.postTerritory != nil }), policies.asksForLocalCases else { return LocalCases() }
        var found: [LocalCases.Case] = []
        for county in Set(records.compactMap { $0.fact.postTerritory.map { $0.ancestor(at: .county) ?? $0 } }) {
            found += try cases(in: county, reader).cases
        }
        return LocalCases(found)
    }

    private mutating func cases(in county: TerritoryCode, _ reader: Reader) throws -> LocalCases {
        if let cases = known[county] { return cases }
        let persons = try reader.persons(of: .caseReport) {
            if case .caseReport(let report) = $0 { county.contains(report.territory) } else { false }
        }
        let cases = LocalCases(of: try persons.map { try reader.records(of: $0) })
        known[county] = cases
        return cases
    }

    /// Everyone with a post in the counties that the cases in a person's records have or had.
    static func posts(hangingOn records: [FactRecord], _ reader: Reader) throws -> [PersonID] {
        let counties = Set(
            records.compactMap { record -> TerritoryCode? in
                if case .caseReport(let report) = record.fact { report.territory.ancestor(at: .county) } else { nil }
            })
        guard !counties.isEmpty else { return [] }
        return try reader.persons(of: .post) { fact in fact.postTerritory.map { post in counties.contains { $0.contains(post) } } ?? false }
    }
}

extension Fact {
    /// Where the work of a post is done.
    fileprivate var postTerritory: TerritoryCode? {
        if case .post(let holding) = self { holding.territory } else { nil }
    }
}

extension PolicyShelf {
    /// Whether an adopted edition tests posts more often while their county has local cases.
    var asksForLocalCases: Bool {
        book.adoptions.contains { $0.policy.testing.posts.values.contains { $0.frequencyWithCases != nil } }
    }
}

extension Reader {
    /// The persons with an entry of a kind that is as asked, by number.
    fileprivate func persons(of kind: FactKind, where isFit: (Fact) -> Bool) throws -> [PersonID] {
        var found: Set<PersonID> = []
        var query = FactsQuery(kind: kind)
        while true {
            let entries = try entries(query)
            for entry in entries where isFit(entry.record.fact) {
                if let person = entry.record.subject.person { found.insert(person) }
            }
            guard entries.count == query.limit, let last = entries.last else { return found.sorted() }
            query.after = last.record
        }
    }
}
