import Operations
import Vocabulary

/// Situations lately computed, by territory and moment of knowledge: they are asked for far more often than they change.
///
/// What is kept are counts of a territory, the same for everyone who may look at it; whether someone may is decided before asking.
actor LatestSituations {
    /// A situation with the numbers a page adds to it.
    struct Entry: Sendable {
        let situation: Situation
        let map: SituationMap
        /// The last entry of the audit before it was computed: any write makes it old.
        let version: Int64
        let computedAt: Instant
    }

    private struct Key: Hashable {
        let territory: TerritoryCode
        let asOf: Instant?
    }

    private var entries: [Key: Entry] = [:]
    private static let capacity = 300

    func find(_ territory: TerritoryCode, asOf: Instant?) -> Entry? { entries[Key(territory: territory, asOf: asOf)] }

    func keep(_ entry: Entry, _ territory: TerritoryCode, asOf: Instant?) {
        if entries.count >= LatestSituations.capacity { entries.removeAll() }
        entries[Key(territory: territory, asOf: asOf)] = entry
    }
}
