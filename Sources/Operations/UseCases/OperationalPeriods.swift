import Obligations
import Register
import Storage
import Vocabulary

/// Operational periods and task forces of a headquarters (measure 8; `domain.md` §10.2, §15.3).
extension Filing {
    /// Records the plan of an operational period; the one before it is handed over with it.
    ///
    /// - Throws: `OperationError.wrongOrder` for one that ends before it begins or before it is approved, `periodTooLong` for one longer than the policy
    ///   allows, `handOverMissing` where a period went before and nothing is said of it, `nothingToAnswer` without an objective.
    @discardableResult
    public func plan(
        _ period: OperationalPeriod, of territory: TerritoryCode, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        guard period.begins < period.until else { throw OperationError.wrongOrder(earlier: period.begins, later: period.until) }
        guard moment < period.until else { throw OperationError.wrongOrder(earlier: moment, later: period.until) }
        guard !period.objectives.isEmpty else { throw OperationError.nothingToAnswer }
        let most = try policies.edition(at: moment, in: territory).command.period
        if let most, period.until - period.begins > most.span { throw OperationError.periodTooLong(most: most.count) }
        let former = try headquarters(of: territory).periods.last { $0.value.begins < period.begins }
        guard former == nil || !(period.handOver ?? "").isEmpty else { throw OperationError.handOverMissing }
        return try file(.period(period), about: .territory(territory), at: moment, knownAt: knownAt)
    }

    /// Says who a task force is, or that it is dissolved.
    ///
    /// - Throws: `OperationError.unknown` for a force that the policy in force there does not have; `nothingToAnswer` where nothing would change.
    @discardableResult
    public func set(_ force: TaskForce, of territory: TerritoryCode, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        try requireForces([force.force], in: territory, at: moment)
        let standing = try headquarters(of: territory).taskForces.first { $0.value.force == force.force }
        guard standing?.value != force, standing != nil || force.lead != nil else { throw OperationError.nothingToAnswer }
        return try file(.taskForce(force), about: .territory(territory), at: moment, knownAt: knownAt)
    }

    /// Refuses a task force that the policy does not have.
    func requireForces(_ forces: [String], in territory: TerritoryCode, at moment: Instant) throws {
        let known = try policies.edition(at: moment, in: territory).command.forces
        if let force = forces.first(where: { known[$0] == nil }) { throw OperationError.unknown(force, accepted: known.keys.sorted()) }
    }

    private func headquarters(of code: TerritoryCode) throws -> ThingDossier {
        ThingDossier(
            subject: .territory(code), records: try writer.entries(about: .territory(code)).map(\.record), surroundings: [], asOf: now)
    }
}
