import Vocabulary

/// The facts in force about one thing (a place, an order, a finding) as known at one moment, with those about other subjects that bear on
/// it: the zones over its territory, the orders that pass it on.
///
/// Everything the rules say of a thing follows from its dossier, as everything they say of a person follows from a `Dossier`.
public struct ThingDossier: Hashable, Sendable {
    /// What the dossier is about.
    public let subject: Subject
    /// The moment of knowledge.
    public let asOf: Instant
    /// Facts in force about the thing, by time.
    public let facts: [FactRecord]
    /// Facts in force about other subjects that bear on the thing, by time.
    public let surroundings: [FactRecord]

    /// The dossier of `subject` as known at `moment`, from all entries about it and around it in any order. Complexity: O(n log n).
    public init(subject: Subject, records: some Sequence<FactRecord>, surroundings: some Sequence<FactRecord>, asOf moment: Instant) {
        self.subject = subject
        asOf = moment
        facts = records.inForce(asOf: moment)
        self.surroundings = surroundings.inForce(asOf: moment)
    }

    /// The facts in force about the thing that hold a value of this type, by time.
    @inlinable public func all<Value: FactValue>(_ type: Value.Type) -> [Recorded<Value>] { facts.compactMap { $0.recorded(as: type) } }

    /// What the thing is: the fact that founded it, as it now stands; nil once it was withdrawn.
    @inlinable public func founding<Value: FactValue>(_ type: Value.Type) -> Recorded<Value>? {
        facts.first { $0.entity == subject.number }.flatMap { $0.recorded(as: type) }
    }

    /// The facts in force around the thing that hold a value of this type, by time.
    @inlinable public func around<Value: FactValue>(_ type: Value.Type) -> [Recorded<Value>] { surroundings.compactMap { $0.recorded(as: type) } }
}

extension FactRecord {
    /// This entry as a fact in force, if it holds a value of this type.
    @inlinable public func recorded<Value: FactValue>(as type: Value.Type) -> Recorded<Value>? { Value.value(in: fact).map { recorded($0) } }
}

extension Sequence<FactRecord> {
    /// Of each thing the last entry known by `moment`, by the time it happened; a withdrawing entry leaves nothing.
    public func inForce(asOf moment: Instant) -> [FactRecord] {
        // Places rather than entries, which are long: this is done anew for every moment at which something became known.
        let records = Array(self)
        return records.withUnsafeBufferPointer { records in
            var inForce: [Int64: Int] = [:]
            for place in records.indices where records[place].knownAt <= moment {
                if let other = inForce[records[place].entity], records[other].id > records[place].id { continue }
                inForce[records[place].entity] = place
            }
            var places = inForce.values.filter { !records[$0].isWithdrawn }
            places.sort { (records[$0].happenedAt, records[$0].entity) < (records[$1].happenedAt, records[$1].entity) }
            return places.map { records[$0] }
        }
    }
}
