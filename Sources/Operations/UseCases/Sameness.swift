import Linkage
import Register
import Storage
import Vocabulary

/// Declaring records of people to be of one person, or of two, and taking that back.
extension Filing {
    /// Declares that two records are of one person. What follows from the facts of either is from now on derived of `standing`; no fact changes.
    ///
    /// - Parameters:
    ///   - other: The record that gives way; of one that gave way already, the one that stands for it.
    ///   - standing: The record that stands for the person.
    /// - Throws: `OperationError.samePersonAlready`, `.keptApart`, `.reasonMissing`, or `.notFound` where the author does not see both.
    @discardableResult
    public func declareSame(_ other: PersonID, as standing: PersonID, reason: String) throws -> FactRecord {
        guard !reason.allSatisfy(\.isWhitespace) else { throw OperationError.reasonMissing }
        let (other, standing) = (try writer.bearer(of: other), try writer.bearer(of: standing))
        guard try writer.canSee(other), try writer.canSee(standing) else { throw OperationError.notFound }
        var merges = try writer.merges(around: [other, standing])
        guard merges.person(of: other.rawValue) != merges.person(of: standing.rawValue) else { throw OperationError.samePersonAlready }
        do {
            try merges.merge(other.rawValue, standing.rawValue, as: .max)
        } catch {
            throw OperationError.keptApart
        }
        return try file(.sameness(Sameness(other: standing, isSame: true)), about: other, at: now, reason: reason)
    }

    /// Declares that two records are of different people: no search and no list of likely pairs proposes them again.
    ///
    /// - Throws: `OperationError.samePersonAlready` where they were merged, `.notFound` where the author does not see both.
    @discardableResult
    public func declareDifferent(_ one: PersonID, _ other: PersonID, reason: String) throws -> FactRecord {
        guard try writer.canSee(one), try writer.canSee(other) else { throw OperationError.notFound }
        var merges = try writer.merges(around: [one, other])
        do {
            try merges.keepApart(one.rawValue, other.rawValue)
        } catch {
            throw OperationError.samePersonAlready
        }
        let decision = Sameness(other: min(one, other), isSame: false)
        return try file(.sameness(decision), about: max(one, other), at: now, reason: reason)
    }

    /// Takes a decision about two records back. Records that were merged are again what they were: their facts never changed, and what follows
    /// from them is derived anew.
    ///
    /// - Parameter decision: The first entry of the decision.
    public func takeBackSameness(_ decision: FactID, reason: String) throws {
        guard let entry = try writer.records(ofEntity: decision.rawValue).last?.record, !entry.isWithdrawn, case .sameness(let value) = entry.fact,
            try writer.canSee(value.other)
        else { throw OperationError.notFound }
        try withdraw(entry, expected: entry.id, reason: reason)
    }
}

extension Reader {
    /// What was decided about the records of some persons and of those merged with them, as a value.
    func merges(around persons: [PersonID]) throws -> Merges {
        var merges = Merges()
        let records = try persons.flatMap { person in
            let bearer = try bearer(of: person)
            return try [bearer] + recordsMerged(into: bearer).map(\.person)
        }
        var apart: [(Int64, Int64)] = []
        for record in Set(records) {
            for decision in try samenessDecisions(about: record) {
                if decision.value.isSame {
                    try? merges.merge(record.rawValue, decision.value.other.rawValue, as: decision.fact.rawValue)
                } else {
                    apart.append((record.rawValue, decision.value.other.rawValue))
                }
            }
        }
        for (one, other) in apart { try? merges.keepApart(one, other) }
        return merges
    }

    /// The decisions in force that were filed about a record itself.
    func samenessDecisions(about record: PersonID) throws -> [Recorded<Sameness>] {
        try entries(about: .person(record)).map(\.record).inForce(asOf: .distantFuture).compactMap { entry in
            guard case .sameness(let value) = entry.fact else { return nil }
            return Recorded(id: Reference(rawValue: entry.entity), fact: entry.id, happenedAt: entry.happenedAt, knownAt: entry.knownAt, value: value)
        }
    }
}
