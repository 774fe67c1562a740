import Register
import Storage
import Vocabulary

/// A risk area as it stood at a moment.
public struct ZoneLine: Hashable, Sendable {
    /// Which one.
    public let reference: Reference<Zone>
    /// The area.
    public let zone: Zone
    /// Since when it has had its level.
    public let since: Instant

    /// Whether it lies in a territory or covers it, by its members or else by who declared it.
    public func touches(_ territory: TerritoryCode) -> Bool {
        let places = zone.members.isEmpty ? [zone.territory] : zone.members
        return places.contains { territory.contains($0) || $0.contains(territory) }
    }
}

extension Reader {
    /// The risk areas in force about a territory as they stood and were known at `moment`, the strictest first.
    func zones(about territory: TerritoryCode, asOf moment: Instant) throws -> [ZoneLine] {
        var inForce: [Int64: FactRecord] = [:]
        var query = FactsQuery(kind: .zone, before: moment + Span(milliseconds: 1))
        while true {
            let entries = try entries(query)
            for entry in entries where (inForce[entry.record.entity]?.id ?? FactID(rawValue: 0)) < entry.record.id {
                inForce[entry.record.entity] = entry.record
            }
            guard entries.count == query.limit, let last = entries.last else { break }
            query.after = last.record
        }
        let order = ZoneLevel.allCases
        return inForce.values.compactMap { record -> ZoneLine? in
            guard !record.isWithdrawn, case .zone(let zone) = record.fact, zone.lifted.map({ $0 > moment }) ?? true else { return nil }
            let line = ZoneLine(reference: Reference(rawValue: record.entity), zone: zone, since: record.happenedAt)
            return line.touches(territory) ? line : nil
        }.sorted {
            (order.firstIndex(of: $0.zone.level) ?? 0, $0.since, $0.zone.name) < (order.firstIndex(of: $1.zone.level) ?? 0, $1.since, $1.zone.name)
        }
    }
}
