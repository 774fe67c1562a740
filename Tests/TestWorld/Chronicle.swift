import Register
import Vocabulary

/// A register in the making: facts are recorded, corrected and withdrawn in the order of knowledge, as people would do it.
///
///     var chronicle = Chronicle()
///     let stay = chronicle.record(.stay(Stay(mode: .central, territory: site)), of: contact, at: moment)
///     chronicle.correct(stay, to: .stay(ended))
public struct Chronicle: Sendable {
    /// What was written, in that order.
    public private(set) var entries: [FactRecord] = []
    private var latest: [Int64: FactRecord] = [:]

    /// Nothing written yet.
    public init() {}

    /// Records a fact about a person; it is known at once unless said otherwise. Gives the number of the thing described.
    @discardableResult
    public mutating func record(_ fact: Fact, of person: PersonID, at moment: Instant, known: Instant? = nil) -> Int64 {
        let id = Int64(entries.count + 1)
        write(FactRecord(id: FactID(rawValue: id), subject: .person(person), happenedAt: moment, knownAt: known ?? moment, fact: fact))
        return id
    }

    /// Replaces what is known of a thing: its value, its moment, or both. Nothing happens to a thing unknown.
    public mutating func correct(_ entity: Int64, to fact: Fact? = nil, at moment: Instant? = nil, known: Instant) {
        guard let former = latest[entity] else { return }
        write(
            FactRecord(
                id: FactID(rawValue: Int64(entries.count + 1)), entity: entity, subject: former.subject, happenedAt: moment ?? former.happenedAt,
                knownAt: known, fact: fact ?? former.fact))
    }

    /// Withdraws a thing: from `known` on it counts as never recorded.
    public mutating func withdraw(_ entity: Int64, known: Instant) {
        guard let former = latest[entity] else { return }
        write(
            FactRecord(
                id: FactID(rawValue: Int64(entries.count + 1)), entity: entity, subject: former.subject, happenedAt: former.happenedAt,
                knownAt: known, isWithdrawn: true, fact: former.fact))
    }

    /// The entry in force about a thing.
    public func inForce(_ entity: Int64) -> FactRecord? { latest[entity] }

    /// The entries by person.
    public var records: [PersonID: [FactRecord]] {
        Dictionary(grouping: entries.filter { $0.subject.person != nil }) { $0.subject.person ?? PersonID(rawValue: 0) }
    }

    private mutating func write(_ record: FactRecord) {
        entries.append(record)
        latest[record.entity] = record
    }
}
