import Policy
import Register
import Vocabulary

/// What a headquarters at work owes beside its roster (measure 8; `domain.md` §10.1, §15.3): a plan for every operational period, the next before the
/// last has ended, and a named leader on the spot from the response level on that the policy names.
extension TerritoryDuties {
    /// The first plan is due a period after the headquarters went on duty; every other when the one before it ends, and what nobody planned for
    /// stays due until somebody does.
    func addPlans(of code: TerritoryCode, _ onDuty: (since: Instant, until: Instant?, fact: FactID), _ duties: inout ThingDutyList) {
        let policy = duties.policy(at: onDuty.since)
        guard let length = policy.command.period, policy.command.asksForHeadquarters(of: code) else { return }
        let end = onDuty.until ?? .distantFuture
        let plans = duties.dossier.periods.filter { $0.value.until > onDuty.since && $0.value.begins < end }
        let reason = reason(code, policy, began: onDuty.since, ended: onDuty.until, trigger: onDuty.fact)
        func add(ordinal: Int64, opens: Instant, due: Instant, met: Recorded<OperationalPeriod>?) {
            // Who is stood down before it was due plans no more.
            guard opens < end, opens <= duties.horizon, met != nil || due <= end else { return }
            duties.add(
                reason, .clock, rule: "period", ordinal: Int(ordinal), role: .commander, basis: .hours(length.count), opens: opens, due: due,
                met: met.map { .init(at: max($0.happenedAt, opens), evidence: $0.fact) })
        }
        add(ordinal: onDuty.fact.rawValue, opens: onDuty.since, due: onDuty.since + length.span, met: plans.first)
        for plan in plans {
            // Whatever reaches further is the next: a plan that was made over again for the same hours is none.
            let next = plans.first { $0.id != plan.id && $0.value.until > plan.value.until }
            add(ordinal: plan.id.rawValue, opens: max(plan.value.begins, onDuty.since), due: plan.value.until, met: next)
        }
    }

    /// One obligation for every time the response was raised to a level of such gravity.
    func addLeaderAtLevel(of code: TerritoryCode, _ duties: inout ThingDutyList) {
        var former: CommandRules.ResponseLevel?
        for step in duties.dossier.all(HeadquartersStep.self) {
            switch step.value.kind {
            case .stoodDown: former = nil
            case .leaderPresent, .leaderLeft: continue
            case .activated:
                let level = step.value.response.flatMap(CommandRules.ResponseLevel.init)
                let before = former
                former = level
                let policy = duties.policy(at: step.happenedAt)
                guard let level, let from = policy.command.leaderAtLevel, let clock = policy.command.leaderPresence, level.isAsGrave(as: from),
                    !(before?.isAsGrave(as: from) ?? false)
                else { continue }
                let came =
                    Headquarters(duties.dossier, at: step.happenedAt).leader
                    ?? duties.dossier.all(HeadquartersStep.self).first { $0.value.kind == .leaderPresent && $0.happenedAt >= step.happenedAt }
                duties.add(
                    reason(code, policy, began: step.happenedAt, trigger: step.fact), .clock, rule: "leaderAtLevel", ordinal: Int(step.id.rawValue),
                    role: clock.role, basis: .hours(clock.within.count), opens: step.happenedAt, due: step.happenedAt + clock.within.span,
                    met: came.map { .init(at: max($0.happenedAt, step.happenedAt), evidence: $0.fact) })
            }
        }
    }
}
