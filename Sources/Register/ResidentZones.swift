import Vocabulary

/// The risk areas that cover where somebody lives, through time: what makes a person the resident of one.
public struct ResidentZones: Hashable, Sendable {
    /// Every entry about them, revisions and withdrawals included.
    public let records: [FactRecord]

    /// Those of the given entries.
    public init(_ records: [FactRecord] = []) {
        self.records = records
    }

    /// Those in force as known at `moment`.
    public func known(at moment: Instant) -> [Recorded<Zone>] {
        guard !records.isEmpty else { return [] }
        return records.inForce(asOf: moment).compactMap { record in
            if case .zone(let zone) = record.fact { record.recorded(zone) } else { nil }
        }
    }

    /// The moments at which something became known of them.
    public var moments: [Instant] { records.map(\.knownAt) }
}
