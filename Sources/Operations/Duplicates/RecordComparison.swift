import Linkage
import Register
import Storage
import Vocabulary

/// Two records of people side by side: what agrees, what differs, and what that says.
public struct RecordComparison: Sendable {
    /// One of the two.
    public struct Side: Sendable {
        /// Who.
        public let person: PersonID
        /// Masked.
        public let identity: MaskedIdentity
        /// What lists show; nil of a record that gave way.
        public let listing: Listing?
        /// The description in force.
        public let description: Person?
        /// How many entries there are about the person.
        public let entries: Int
    }

    /// The two, in the order asked for.
    public let sides: [Side]
    /// What their agreement says; nil where an identity was destroyed.
    public let explanation: MatchExplanation?
    /// A decision in force that they are different people, by its first entry.
    public let apart: FactID?
    /// Whether they are of one person already.
    public let isMerged: Bool
}

/// A record held to be of the same person as another, as the person's page shows it.
public struct StandingMerge: Sendable {
    /// The merge.
    public let merge: MergedRecord
    /// The record that gave way, masked.
    public let identity: MaskedIdentity
    /// Where it was registered.
    public let residence: TerritoryCode?
    /// How many entries were filed about it.
    public let entries: Int
    /// Who decided, when, and why.
    public let by: String?
    /// Why.
    public let reason: String?
}

extension Operations {
    /// Two records of people side by side; nil where the scope does not see both, or they are one record.
    public func comparison(of one: PersonID, with other: PersonID, scope: Scope) async throws -> RecordComparison? {
        try await store.read(scope) { reader in
            guard one != other, try reader.canSee(one), try reader.canSee(other) else { return nil }
            let records = try reader.personRecords(of: [one, other])
            var explanation: MatchExplanation?
            if let left = records[one], let right = records[other] { explanation = try reader.explanations(of: left, beside: [right]).first }
            return RecordComparison(
                sides: [try reader.side(one), try reader.side(other)], explanation: explanation, apart: try reader.decisionApart(one, other),
                isMerged: try reader.bearer(of: one) == reader.bearer(of: other))
        }
    }

    /// The records merged into a person's; empty where the scope does not see the person.
    public func merges(into person: PersonID, scope: Scope) async throws -> [StandingMerge] {
        try await store.read(scope) { reader in
            guard try reader.canSee(person) else { return [] }
            return try reader.recordsMerged(into: person).map { merge in
                let entry = try reader.entry(merge.fact)
                return StandingMerge(
                    merge: merge, identity: try reader.maskedIdentity(of: merge.person).identity,
                    residence: try reader.latestDescription(of: merge.person)?.residence,
                    entries: try reader.entries(about: .person(merge.person)).count - 1,
                    by: try entry.recorder.flatMap { try reader.user($0)?.display },
                    reason: entry.reason)
            }
        }
    }
}

extension Reader {
    fileprivate func side(_ person: PersonID) throws -> RecordComparison.Side {
        RecordComparison.Side(
            person: person, identity: try maskedIdentity(of: person).identity, listing: try listing(of: person),
            description: try latestDescription(of: person), entries: try entries(about: .person(person)).count)
    }

    /// The decision in force that two records are of different people; of merged ones, that of any of theirs.
    fileprivate func decisionApart(_ one: PersonID, _ other: PersonID) throws -> FactID? {
        func all(_ person: PersonID) throws -> Set<PersonID> { Set([person] + (try recordsMerged(into: person).map(\.person))) }
        let (left, right) = (try all(bearer(of: one)), try all(bearer(of: other)))
        for (records, others) in [(left, right), (right, left)] {
            for record in records.sorted() {
                let decisions = try samenessDecisions(about: record)
                if let found = decisions.first(where: { !$0.value.isSame && others.contains($0.value.other) }) {
                    return FactID(rawValue: found.id.rawValue)
                }
            }
        }
        return nil
    }
}
