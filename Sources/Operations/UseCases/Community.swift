import Obligations
import Register
import Storage
import Vocabulary

/// Households, grids, rounds of calls at doors (measure 9).
extension Filing {
    /// Records the households of a village.
    ///
    /// - Throws: `OperationError.notAddressed` for a territory that is no village.
    @discardableResult
    public func registerHouseholds(_ households: [Household], at moment: Instant, knownAt: Instant? = nil) throws -> [FactRecord] {
        try households.map { household in
            guard household.territory.level == .village else { throw OperationError.notAddressed(household.territory) }
            return try file(.household(household), about: .territory(household.territory), at: moment, knownAt: knownAt)
        }
    }

    /// Lays a grid out, or lays it out anew: other buildings, another team.
    ///
    /// - Throws: `OperationError.notAddressed` for a code that is no grid's.
    @discardableResult
    public func layGrid(_ grid: Grid, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        guard grid.territory.level == .grid else { throw OperationError.notAddressed(grid.territory) }
        let subject = Subject.territory(grid.territory)
        let standing = try writer.entries(about: subject).map(\.record).inForce(asOf: now).last { Grid.value(in: $0.fact) != nil }
        guard let standing else { return try file(.grid(grid), about: subject, at: moment, knownAt: knownAt) }
        return try revise(standing, to: .grid(grid), at: moment, expected: standing.id, knownAt: knownAt)
    }

    /// Orders that every door of a grid be knocked at: those whose households lie in it now.
    ///
    /// - Throws: `OperationError.nothingToAnswer` where no household lies in the grid.
    @discardableResult
    public func orderDoorRound(
        _ title: String, in grid: TerritoryCode, due: Instant? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> Reference<DoorRound> {
        guard grid.level == .grid, let village = grid.parent else { throw OperationError.notAddressed(grid) }
        if let due, due <= moment { throw OperationError.wrongOrder(earlier: moment, later: due) }
        let doors = try writer.beyondScope(.derivation) { try writer.gridMap(of: village, asOf: now) }.households(of: grid).map(\.id)
        guard !doors.isEmpty else { throw OperationError.nothingToAnswer }
        return Reference(
            rawValue: try found(.doorRound(DoorRound(title: title, grid: grid, doors: doors, due: due)), at: moment, knownAt: knownAt).number)
    }

    /// Records what came of a call at a door of a round.
    ///
    /// - Throws: `OperationError.notFound` for a door that is none of the round's.
    @discardableResult
    public func callAtDoor(
        _ door: Reference<Household>, of round: Reference<DoorRound>, _ outcome: HouseholdVisit.Outcome, remark: String? = nil, at moment: Instant,
        knownAt: Instant? = nil
    ) throws -> FactRecord {
        let record = try current(round.rawValue)
        guard let value = DoorRound.value(in: record.fact), value.doors.contains(door), try writer.canSee(.doorRound(round)) else {
            throw OperationError.notFound
        }
        guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
        let visit = HouseholdVisit(household: door, territory: value.grid, outcome: outcome, remark: remark)
        return try file(.householdVisit(visit), about: .doorRound(round), at: moment, knownAt: knownAt)
    }

    /// Records a call on a household that needs looking after; the village answers for it.
    @discardableResult
    public func callOnHousehold(
        _ household: Reference<Household>, _ outcome: HouseholdVisit.Outcome, remark: String? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        let record = try current(household.rawValue)
        guard let value = Household.value(in: record.fact) else { throw OperationError.notFound }
        let visit = HouseholdVisit(household: household, territory: value.territory, outcome: outcome, remark: remark)
        return try file(.householdVisit(visit), about: .territory(value.territory), at: moment, knownAt: knownAt)
    }
}

extension Reader {
    /// Which households of a village lie in which grids, as known at a moment.
    public func gridMap(of village: TerritoryCode, asOf moment: Instant) throws -> GridMap {
        let (records, around) = try knowledge(of: .territory(village))
        let dossier = ThingDossier(subject: .territory(village), records: records, surroundings: around, asOf: moment)
        return GridMap(
            households: dossier.all(Household.self), grids: dossier.around(Grid.self).map(\.value).filter { village.contains($0.territory) })
    }
}
