import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Plans of inspection, the day's summary, leaders in charge of areas (measure 10).
extension Filing {
    /// Draws a plan among the territories below one by the policy's numbers: the worst indicators and the longest unseen first, with an element
    /// of chance.
    ///
    /// - Parameters:
    ///   - seed: What the chance is drawn from; kept with the plan.
    ///   - due: By when the targets must have been seen; nil: by the end of the day.
    /// - Throws: `OperationError.nothingToAnswer` where there is nobody to draw.
    @discardableResult
    public func drawInspectionPlan(
        for territory: TerritoryCode, theme: String, seed: Int64, due: Instant? = nil, at moment: Instant, knownAt: Instant? = nil
    ) throws -> Reference<InspectionPlan> {
        let policy = try policies.edition(at: moment, in: territory)
        let draw = try writer.inspectionDraw(for: territory, policy.supervision, seed: seed, at: moment)
        guard !draw.targets.isEmpty else { throw OperationError.nothingToAnswer }
        let end = due ?? policy.zone.instant(policy.zone.date(of: moment) + 1)
        guard end > moment else { throw OperationError.wrongOrder(earlier: moment, later: end) }
        let previous = try writer.things(ThingListQuery(kind: .inspectionPlan, territory: territory, isOwn: true, limit: 1)).rows.first
        let plan = InspectionPlan(
            territory: territory, theme: theme, seed: seed, targets: draw.targets, due: end,
            previous: previous.map { Reference(rawValue: $0.subject.number) })
        return Reference(rawValue: try found(.inspectionPlan(plan), at: moment, knownAt: knownAt).number)
    }

    /// Records that a target of a plan was seen.
    ///
    /// - Throws: `OperationError.notAddressed` for a territory that is none of its targets.
    @discardableResult
    public func inspect(
        _ territory: TerritoryCode, under plan: Reference<InspectionPlan>, inspectors: [String], at moment: Instant, knownAt: Instant? = nil
    ) throws -> Reference<Inspection> {
        let value = try self.plan(plan, at: moment)
        guard value.targets.contains(where: { $0.territory.contains(territory) }) else { throw OperationError.notAddressed(territory) }
        let inspection = Inspection(territory: territory, theme: value.theme, inspectors: inspectors, plan: plan)
        return try recordInspection(inspection, at: moment, knownAt: knownAt)
    }

    /// Hands in the summary of a plan's day.
    @discardableResult
    public func sumUp(
        _ summary: InspectionSummary, of plan: Reference<InspectionPlan>, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        _ = try self.plan(plan, at: moment)
        return try file(.inspectionSummary(summary), about: .inspectionPlan(plan), at: moment, knownAt: knownAt)
    }

    /// Puts a leader in charge of an area.
    @discardableResult
    public func assignArea(
        _ territory: TerritoryCode, to leader: AreaLeader, at moment: Instant, knownAt: Instant? = nil
    ) throws -> FactRecord {
        if let until = leader.until, until <= moment { throw OperationError.wrongOrder(earlier: moment, later: until) }
        return try file(.areaLeader(leader), about: .territory(territory), at: moment, knownAt: knownAt)
    }

    /// The territories a plan names, in the order of drawing.
    public func targets(of plan: Reference<InspectionPlan>) throws -> [TerritoryCode] {
        try self.plan(plan, at: now).targets.map(\.territory)
    }

    private func plan(_ reference: Reference<InspectionPlan>, at moment: Instant) throws -> InspectionPlan {
        let record = try current(reference.rawValue)
        guard let plan = InspectionPlan.value(in: record.fact), try writer.canSee(.inspectionPlan(reference)) else { throw OperationError.notFound }
        guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
        return plan
    }
}

extension Reader {
    /// The draw of a plan among the territories below one, from the sums of duties and the inspections as they are known.
    func inspectionDraw(for territory: TerritoryCode, _ rules: SupervisionRules, seed: Int64, at moment: Instant) throws -> InspectionDraw {
        // A province sends its inspectors to counties: a prefecture is too large to be looked at in a day.
        let level: TerritoryCode.Level = territory.level <= .prefecture ? .county : .township
        let sums = Dictionary(grouping: try tallies(at: level, in: territory, dueBefore: moment), by: \.territory)
        var seen: [TerritoryCode: Instant] = [:]
        for record in try entries(FactsQuery(kind: .inspection)).map(\.record).inForce(asOf: moment) {
            guard let place = Inspection.value(in: record.fact)?.territory.ancestor(at: level) else { continue }
            seen[place] = max(seen[place] ?? .distantPast, record.happenedAt)
        }
        let candidates = sums.map { place, tallies in
            let due = tallies.reduce(0) { $0 + $1.count }
            let late = tallies.reduce(0) { $0 + ($1.state == .metInTime ? 0 : $1.count) }
            return InspectionDraw.Candidate(
                territory: place, lateShare: due == 0 ? 0 : Double(late) / Double(due), lastSeen: seen[place])
        }
        return InspectionDraw(candidates, count: rules.planTargets, chanceShare: rules.chanceShare, seed: seed)
    }
}
