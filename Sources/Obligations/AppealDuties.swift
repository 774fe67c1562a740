import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 4 for who objects to an entry decision: answered within the policy's hours, with a reason (九不准: nobody is held without appeal).
    mutating func addAppeals(_ edition: (Instant) -> Policy) {
        for appeal in dossier.appeals {
            let policy = edition(appeal.happenedAt)
            guard let clock = policy.arrivals.answerAppeal else { continue }
            let reason = Reason(
                policy: policy, reason: .appeal, ordinal: Int(appeal.id.rawValue), measure: .arrivals, rule: "arrivals", trigger: appeal.fact,
                began: appeal.happenedAt, ended: deathAt, territory: appeal.value.territory ?? dossier.person?.value.residence ?? presentTerritory,
                entity: appeal.id.rawValue)
            let answered = appeal.value.answered.map { Obligation.Fulfilment(at: max($0, appeal.happenedAt), evidence: appeal.fact) }
            addClock(reason, rule: "answerAppeal", clock, from: appeal.happenedAt, met: answered)
        }
    }

    /// Measure 4 for who is to be held at home after an arrival: somebody looks at the home within the policy's time, and before the stay begins
    /// (`domain.md` §2.5: a household of its own, a room of its own).
    mutating func addHomeCheck(_ arrival: Recorded<Arrival>, _ schedule: ControlSchedule, _ plan: PlannedControl, _ reason: Reason) {
        guard let clock = reason.policy.arrivals.homeCheck,
            let place = plan.stages.firstIndex(where: { schedule.stages[$0.index].mode(for: groups(reason.policy)) == .homeIsolation })
        else { return }
        let isFirst = place == 0
        let starts = isFirst ? reason.began : reason.policy.zone.instant(plan.stages[place - 1].end, hour: schedule.releaseHour)
        let own = Reason(
            policy: reason.policy, reason: .arrival, ordinal: reason.ordinal, measure: .arrivals, rule: "arrivals", trigger: arrival.fact,
            began: reason.began, ended: reason.ended, territory: reason.territory, entity: reason.entity)
        let due = max(reason.began + clock.within.span, starts)
        add(
            own, .clock, rule: "homeCheck", role: clock.role, basis: isFirst ? .hours(clock.within.count) : .condition,
            opens: isFirst ? reason.began : max(reason.began, due - clock.within.span), due: due,
            met: evidence.deed(.homeVerified, from: reason.began, concerning: nil))
    }
}
