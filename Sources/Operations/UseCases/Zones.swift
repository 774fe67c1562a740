import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Risk areas: set, raised, lowered, lifted, and what counts towards it (`domain.md` §4).
extension Filing {
    /// Sets a zone.
    ///
    /// - Throws: `OperationError.notAddressed` for a member outside of the territory that declares it, `unknown` for a level that the scheme
    ///   in force there does not have.
    @discardableResult
    public func setZone(_ zone: Zone, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Zone> {
        guard !zone.members.isEmpty else { throw OperationError.notAddressed(zone.territory) }
        for member in zone.members where !zone.territory.contains(member) { throw OperationError.notAddressed(member) }
        try requireLevel(zone.level, in: zone.territory, at: moment)
        return Reference(rawValue: try found(.zone(zone), at: moment, knownAt: knownAt).number)
    }

    /// Gives a zone another level from a moment on, or lifts it: a revision that carries the levels before along.
    ///
    /// - Parameter level: The new level; nil lifts the zone.
    @discardableResult
    public func turnZone(
        _ reference: Reference<Zone>, to level: ZoneLevel?, grounds: String? = nil, at moment: Instant, expected: FactID? = nil
    ) throws -> FactRecord {
        let (former, zone) = try zone(reference)
        guard zone.lifted == nil, level != zone.level else { throw OperationError.nothingToAnswer }
        guard moment >= former.happenedAt else { throw OperationError.wrongOrder(earlier: former.happenedAt, later: moment) }
        guard moment <= now else { throw OperationError.notYetHappened(moment) }
        var turned = zone
        turned.grounds = grounds
        guard let level else {
            turned.lifted = moment
            return try revise(former, to: .zone(turned), expected: expected ?? former.id, reason: grounds)
        }
        try requireLevel(level, in: zone.territory, at: moment)
        turned.earlier = (zone.earlier ?? []) + [Zone.Turn(level: zone.level, since: former.happenedAt)]
        turned.level = level
        return try revise(former, to: .zone(turned), at: moment, expected: expected ?? former.id, reason: grounds)
    }

    /// Records what counts towards the lifting of a zone.
    @discardableResult
    public func recordZoneEvent(
        _ reference: Reference<Zone>, _ kind: ZoneEvent.Kind, evidence: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let (former, zone) = try zone(reference)
        let declared = zone.earlier?.first?.since ?? former.happenedAt
        // An infection may have been found before the zone was set over it: it is why.
        guard moment >= declared || kind == .infection else { throw OperationError.wrongOrder(earlier: declared, later: moment) }
        return try file(.zoneEvent(ZoneEvent(kind: kind, evidence: evidence)), about: .zone(reference), at: moment, knownAt: knownAt)
    }

    private func zone(_ reference: Reference<Zone>) throws -> (record: FactRecord, zone: Zone) {
        let record = try current(reference.rawValue)
        guard let zone = Zone.value(in: record.fact) else { throw OperationError.notFound }
        guard writer.scope.covers(zone.territory) else { throw StoreError.territoryOutsideScope(zone.territory) }
        return (record, zone)
    }

    private func requireLevel(_ level: ZoneLevel, in territory: TerritoryCode, at moment: Instant) throws {
        let levels = try policies.edition(at: moment, in: territory).zones.levels
        guard levels[level] != nil else { throw OperationError.unknown(level.rawValue, accepted: levels.keys.map(\.rawValue).sorted()) }
    }
}
