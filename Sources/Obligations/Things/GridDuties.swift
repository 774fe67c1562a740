import Policy
import Register
import Vocabulary

/// What a grid and its village owe (measure 9; `domain.md` §10.4): the grid a head on duty, the village every household in exactly one grid, and
/// calls on those who need looking after. Both are territories.
extension TerritoryDuties {
    /// The rules by which a headquarters, or the head of a grid, is on duty.
    public static func dutyRules(of code: TerritoryCode, _ policy: Policy) -> CommandRules.DutyRules? {
        code.level == .grid ? policy.community.gridDuty : policy.command.duty
    }

    /// The key of those rules.
    static func dutyKey(of code: TerritoryCode) -> String { code.level == .grid ? "gridDuty" : "duty" }

    /// The head of a grid is on duty from the day after it was laid out; a day's roster must be whole before the day begins.
    func addGridDuty(of code: TerritoryCode, _ duties: inout ThingDutyList) {
        guard code.level == .grid, let grid = duties.dossier.all(Grid.self).first else { return }
        addRoster(of: code, (since: grid.happenedAt, until: nil, fact: grid.fact), &duties)
    }

    /// One obligation a building until exactly one grid lists it, and one in every period for each household that needs looking after.
    func addVillage(_ code: TerritoryCode, _ duties: inout ThingDutyList) {
        let households = duties.dossier.all(Household.self)
        guard code.level == .village, !households.isEmpty else { return }
        let grids = duties.dossier.around(Grid.self).filter { code.contains($0.value.territory) }
        let map = GridMap(households: households, grids: grids.map(\.value))
        for building in map.buildings {
            addMapping(of: building, grids, code, &duties)
            for household in building.households { addCalls(on: household, in: building.isWhole ? building.grids[0] : code, code, &duties) }
        }
    }

    private func addMapping(
        of building: GridMap.Building, _ grids: [Recorded<Grid>], _ code: TerritoryCode, _ duties: inout ThingDutyList
    ) {
        guard let first = building.households.first else { return }
        let policy = duties.policy(at: first.happenedAt)
        guard let clock = policy.community.gridMap else { return }
        let only = building.isWhole ? grids.first { $0.value.territory == building.grids[0] } : nil
        duties.add(
            communityReason(code, policy, began: first.happenedAt, trigger: first.fact), .clock, rule: "gridMap", ordinal: Int(first.id.rawValue),
            role: clock.role, basis: .hours(clock.within.count), opens: first.happenedAt, due: first.happenedAt + clock.within.span,
            met: only.map { .init(at: max($0.happenedAt, first.happenedAt), evidence: $0.fact) })
    }

    /// Windows of the policy's days from the day after the household was recorded as one to be looked after; met by a call at which somebody
    /// was met.
    private func addCalls(on household: Recorded<Household>, in grid: TerritoryCode, _ code: TerritoryCode, _ duties: inout ThingDutyList) {
        let policy = duties.policy(at: household.happenedAt)
        let groups = Set(policy.community.vulnerable.map(\.rawValue))
        guard let days = policy.community.vulnerableEvery, let care = household.value.care, care.contains(where: groups.contains) else { return }
        let civil = policy.zone
        let calls = duties.dossier.all(HouseholdVisit.self).filter { $0.value.household == household.id && $0.value.outcome == .met }
        let reason = communityReason(code, policy, began: household.happenedAt, trigger: household.fact)
        var day = civil.date(of: household.happenedAt) + 1
        while civil.instant(day) <= duties.horizon {
            let (opens, closes) = (civil.instant(day), civil.instant(day + days))
            let call = calls.first { $0.happenedAt >= opens && $0.happenedAt < closes }
            duties.add(
                reason, .clock, rule: "vulnerableEvery", ordinal: Int(household.id.rawValue) * 100_000 + Int(day.daysSinceEpoch),
                role: .communityWorker, basis: .window(day, index: 1, of: 1), opens: opens, due: closes, closes: closes, territory: grid,
                met: call.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            day = day + days
        }
    }

    private func communityReason(_ code: TerritoryCode, _ policy: Policy, began: Instant, trigger: FactID?) -> DutyReason {
        DutyReason(
            policy: policy, reason: .territory, ordinal: 0, measure: .community, rule: "community", trigger: trigger, began: began,
            territory: code, entity: nil)
    }
}
