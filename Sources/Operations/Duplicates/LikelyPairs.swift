import Foundation
import Linkage
import Register
import Storage
import Vocabulary

/// Pairs of persons who may be one, found by linking everyone of a territory, or everyone whom an order to look back called, with each other.
public struct LikelyPairs: Sendable, Codable {
    /// A pair, by numbers, with what their agreement says. No identity stands in it.
    public struct Pair: Sendable, Codable, Hashable {
        /// The lesser number.
        public var one: PersonID
        /// The greater.
        public var other: PersonID
        /// The probability that they are one person.
        public var probability: Double
    }

    /// How many persons were compared.
    public var persons = 0
    /// How many pairs were compared.
    public var comparisons = 0
    /// Pairs at or above ``lower``, the most doubtful of those to be decided first, and then the sure ones.
    public var pairs: [Pair] = []
    /// How many of them are at or above ``sure``.
    public var sureCount = 0
    /// How many more there are than are kept.
    public var beyond = 0
    /// How many decisions of people were learnt from.
    public var learntFrom = 0

    /// Pairs below this are not worth a person's time.
    public static let lower = 0.2
    /// Pairs from here on are hardly ever wrong; a person confirms them all the same.
    public static let sure = 0.99
    /// The most that are kept.
    public static let most = 2000
    /// The most persons that one search compares.
    public static let mostPersons = 2_000_000
}

extension Operations {
    /// Finds the pairs, among persons whom the scope sees, that a person should decide upon.
    ///
    /// Identities are unsealed in portions and compared in memory; what is kept is numbers and probabilities, and a model of how records agree, by
    /// which new persons are held against the register from then on. What people decided before is learnt from, and those pairs do not come again.
    ///
    /// - Parameters:
    ///   - territory: Where the persons live or are.
    ///   - order: Only those called by this order to look back.
    ///   - compute: Runs what takes the processor for long, where that may be.
    ///   - progress: Told how many of how many persons have been read.
    public func likelyPairs(
        in territory: TerritoryCode, order: Reference<LookBackOrder>? = nil, as author: Author,
        compute: @escaping @Sendable (@escaping @Sendable () -> LikelyPairsResult) async throws -> LikelyPairsResult = { $0() },
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> LikelyPairs {
        let persons = try await persons(in: territory, order: order, scope: author.scope)
        var records: [(person: PersonID, record: PersonRecord)] = []
        records.reserveCapacity(persons.count)
        for start in stride(from: 0, to: persons.count, by: 1000) {
            try Task.checkCancellation()
            let portion = Array(persons[start..<min(start + 1000, persons.count)])
            records += try await store.read(author.scope) { reader in
                let identities = try reader.identitiesForComparing(of: portion.map(\.0))
                return portion.compactMap { person, description in identities[person].map { (person, PersonRecord($0, description)) } }
            }
            progress(records.count, persons.count)
        }
        let numbers = Dictionary(records.enumerated().map { ($1.person, $0) }, uniquingKeysWith: { first, _ in first })
        let reviews = try await decisions(among: numbers, scope: author.scope)
        let all = records
        let (pairs, model) = try await compute { LikelyPairs.found(among: all, reviews: reviews) }
        try await store.write(author) { try LearntModel.keep(model, $0) }
        return pairs
    }

    /// Persons who live or are in a territory, with their descriptions; records that gave way are left out.
    private func persons(in territory: TerritoryCode, order: Reference<LookBackOrder>?, scope: Scope) async throws -> [(PersonID, Person)] {
        var called: Set<PersonID>?
        if let order { called = try await store.read(scope) { try Set($0.called(by: order)) } }
        var found: [PersonID: Person] = [:]
        var query = FactsQuery(kind: .person)
        while true {
            let asked = query
            let (page, last) = try await store.read(scope) { reader in
                let entries = try reader.entries(asked)
                let persons = try entries.compactMap { entry -> (PersonID, Person?)? in
                    guard let person = entry.record.subject.person, case .person(let value) = entry.record.fact,
                        try reader.bearer(of: person) == person
                    else { return nil }
                    return (person, entry.record.isWithdrawn ? nil : value)
                }
                return (persons, entries.count == asked.limit ? entries.last?.record : nil)
            }
            for (person, value) in page { found[person] = value }
            guard let last, found.count < LikelyPairs.mostPersons else { break }
            query.after = last
        }
        let wanted = called
        return found.filter { person, value in
            (wanted?.contains(person) ?? true) && (territory.contains(value.residence) || value.location.map { territory.contains($0) } ?? false)
        }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What people decided about these persons, as `Linkage` learns from it.
    private func decisions(among numbers: [PersonID: Int], scope: Scope) async throws -> [Review] {
        try await store.read(scope) { reader in
            var decided: [FactRecord] = []
            var query = FactsQuery(kind: .sameness)
            while true {
                let page = try reader.entries(query).map(\.record)
                decided += page
                guard page.count == query.limit else { break }
                query.after = page.last
            }
            return decided.inForce(asOf: .distantFuture).compactMap { record in
                guard case .sameness(let value) = record.fact, let person = record.subject.person, let left = numbers[value.other],
                    let right = numbers[person]
                else { return nil }
                return Review(left: min(left, right), right: max(left, right), isSamePerson: value.isSame)
            }
        }
    }
}

/// Pairs with the model that found them.
public typealias LikelyPairsResult = (pairs: LikelyPairs, model: LinkageModel)

extension LikelyPairs {
    fileprivate static func found(among records: [(person: PersonID, record: PersonRecord)], reviews: [Review]) -> LikelyPairsResult {
        var encoder = RecordEncoder(fields: PersonRecord.fields)
        for one in records { encoder.append(one.record.values) }
        var list = Records(left: [encoder])
        let beforehand = LinkageModel.beforehand(
            fields: PersonRecord.fields, matchShare: LearntModel.knownShare / Double(max(1000, records.count)),
            householdShare: 2 / Double(max(1000, records.count)))
        let result = link(&list, options: LinkageOptions(threshold: lower), model: beforehand, reviews: reviews)
        let apart = Set(reviews.filter { !$0.isSamePerson }.map { [$0.left, $0.right] })
        let pairs = result.links.filter { !apart.contains([$0.left, $0.right]) }.map { link in
            Pair(
                one: min(records[link.left].person, records[link.right].person), other: max(records[link.left].person, records[link.right].person),
                probability: link.probability)
        }
        // What is most in doubt comes first: there a person's judgement says most.
        let ordered = pairs.sorted {
            let (left, right) = ($0.probability >= sure, $1.probability >= sure)
            return left != right ? right : (abs($0.probability - 0.6), $0.one, $0.other) < (abs($1.probability - 0.6), $1.one, $1.other)
        }
        let found = LikelyPairs(
            persons: records.count, comparisons: result.comparisons, pairs: Array(ordered.prefix(most)),
            sureCount: ordered.prefix(most).count { $0.probability >= sure }, beyond: max(0, ordered.count - most), learntFrom: reviews.count)
        return (found, result.model)
    }
}
