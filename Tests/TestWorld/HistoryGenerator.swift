import Register
import Vocabulary

/// Makes histories that a register must survive: people linked by exposures, with everything recorded about them, late, corrected, withdrawn.
///
///     let generator = HistoryGenerator(seed: 7)
///     for operation in generator.operations() { … }      // in the order of knowledge
///     let records = generator.records()                  // by person
///
/// The same seed gives the same history. Moments of knowledge never go back; what happened may lie days before it was known. References
/// point to things of the same person that were recorded before, though these may be withdrawn later.
public struct HistoryGenerator: Sendable {
    /// What the dice are made from.
    public let seed: UInt64
    /// How many people there are.
    public let persons: Int
    /// How many things are written.
    public let length: Int
    /// When the first of them becomes known.
    public let start: Instant
    /// The zone in which people keep days.
    public let zone: CivilZone
    /// Classes of post that people hold.
    public let postClasses: [String]

    /// A generator; by default of a small world in March 2022.
    public init(
        seed: UInt64, persons: Int = 7, length: Int = 120, start: Instant = CivilZone.shanghai.instant(CivilDate(daysSinceEpoch: 19_060), hour: 8),
        zone: CivilZone = .shanghai, postClasses: [String] = ["fever_clinic", "express", "designated_hospital_other", "entrant_transport"]
    ) {
        self.seed = seed
        self.persons = persons
        self.length = length
        self.start = start
        self.zone = zone
        self.postClasses = postClasses
    }

    /// The people, from 1.
    public var everyone: [PersonID] { (1...max(1, persons)).map { PersonID(rawValue: Int64($0)) } }

    /// What was written, in the order in which it became known.
    public func operations() -> [Operation] {
        chronicle().entries.map { entry in
            if entry.isWithdrawn { return .withdraw(entry) }
            return entry.entity == entry.id.rawValue ? .record(entry) : .correct(entry)
        }
    }

    /// The same by person.
    public func records() -> [PersonID: [FactRecord]] { chronicle().records }

    /// The register that results.
    public func chronicle() -> Chronicle {
        var making = HistoryInTheMaking(self)
        return making.finished()
    }

    /// One thing that somebody writes into the register.
    public enum Operation: Hashable, Sendable {
        /// A new thing.
        case record(FactRecord)
        /// What a thing is now known to be.
        case correct(FactRecord)
        /// A thing that counts as never recorded.
        case withdraw(FactRecord)

        /// The entry.
        public var entry: FactRecord {
            switch self {
            case .record(let entry), .correct(let entry), .withdraw(let entry): entry
            }
        }
    }
}

extension Fact {
    /// The fact with its references to people and to things translated, for a register that gives out other numbers.
    public func translated(person: (PersonID) -> PersonID, entity: (Int64) -> Int64) -> Fact {
        switch self {
        case .caseChange(var change):
            change.of = Reference(rawValue: entity(change.of.rawValue))
            return .caseChange(change)
        case .exposure(var exposure):
            exposure.index = person(exposure.index)
            return .exposure(exposure)
        case .result(var result):
            result.specimen = Reference(rawValue: entity(result.specimen.rawValue))
            return .result(result)
        case .transferStep(var step):
            step.of = Reference(rawValue: entity(step.of.rawValue))
            return .transferStep(step)
        case .act(var act):
            act.concerning = act.concerning.map(entity)
            return .act(act)
        default: return self
        }
    }
}
