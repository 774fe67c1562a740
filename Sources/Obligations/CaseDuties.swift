import Policy
import Register
import Vocabulary

extension Duties {
    /// Measures 2 and 3 for a case: report, audit, isolate, admit, investigate, discharge, follow up.
    mutating func addCases(_ edition: (Instant) -> Policy) {
        for (ordinal, history) in cases.enumerated() {
            addInvestigation(edition, history, ordinal)
            for (index, period) in history.periods.enumerated() {
                let next = history.periods.dropFirst(index + 1).first?.from
                addPeriod(edition(period.from), history, period, until: next, ordinal)
            }
        }
    }

    private mutating func addInvestigation(_ edition: (Instant) -> Policy, _ history: CaseHistory, _ ordinal: Int) {
        guard let established = history.established else { return }
        let policy = edition(established.from)
        let reason = Reason(
            policy: policy, reason: .infection, ordinal: ordinal, measure: .tracing, rule: "tracing", trigger: established.fact,
            began: established.from, ended: history.excludedAt, territory: history.report.value.territory, entity: history.report.id.rawValue)
        for task in TracingRules.CaseTask.allCases {
            guard let clock = policy.tracing.caseClocks[task] else { continue }
            let met = evidence.deed(task.deed, from: .distantPast, concerning: reason.entity)
            addClock(reason, rule: "caseClocks." + task.rawValue, clock, from: established.from, met: met)
        }
    }

    private mutating func addPeriod(_ policy: Policy, _ history: CaseHistory, _ period: CaseHistory.Period, until next: Instant?, _ ordinal: Int) {
        guard let rules = policy.treatment.cases[period.kind] else { return }
        let reason = Reason(
            policy: policy, reason: .infection, ordinal: ordinal, measure: .treatment, rule: "treatment." + period.kind.rawValue,
            trigger: period.fact,
            began: period.from, ended: earliest(history.excludedAt, next, deathAt), territory: history.report.value.territory,
            entity: history.report.id.rawValue)
        addCaseClocks(reason, rules)
        addDischarge(reason, rules, history)
    }

    private mutating func addCaseClocks(_ reason: Reason, _ rules: TreatmentRules.CaseRules) {
        let reported = evidence.deed(.reported, from: reason.began, concerning: reason.entity)
        for task in TreatmentRules.Task.allCases {
            guard let clock = rules.clocks[task] else { continue }
            let rule = "clocks." + task.rawValue
            switch task {
            case .reported: addClock(reason, rule: rule, clock, from: reason.began, met: reported)
            case .audited:
                // The audit's clock starts with the report; while there is none it hangs on it.
                guard let start = reported?.at else {
                    add(
                        reason, .clock, rule: "clocks.audited", role: clock.role, basis: .hours(clock.within.count), opens: reason.began, due: nil)
                    continue
                }
                addClock(
                    reason, rule: rule, clock, from: start, met: evidence.deed(.audited, from: start, concerning: reason.entity))
            case .isolated:
                addClock(reason, rule: rule, clock, from: reason.began, met: evidence.stay(atLeast: .homeIsolation, from: reason.began))
            case .admitted:
                addClock(reason, rule: rule, clock, from: reason.began, met: evidence.stay(atLeast: rules.isolation, from: reason.began))
            }
        }
    }

    /// Release tests, the release itself, and what follows it.
    private mutating func addDischarge(_ reason: Reason, _ rules: TreatmentRules.CaseRules, _ history: CaseHistory) {
        let policy = reason.policy
        let discharge = rules.discharge
        let counted = history.onset ?? policy.zone.date(of: reason.began)
        let from = max(reason.began, discharge.earliestDay.map { policy.zone.instant(counted + $0) } ?? reason.began)
        let run = negatives(from: from, discharge)
        for index in 0..<discharge.negatives {
            let sample = run.indices.contains(index) ? run[index] : nil
            let opens = index == 0 ? from : run.indices.contains(index - 1) ? run[index - 1].taken + discharge.gap.span : from
            add(
                reason, .test, rule: "discharge.tests.\(index + 1)", role: .hospital, basis: .condition, opens: opens, due: nil,
                territory: territory(at: opens, otherwise: reason.territory), met: sample.map { .init(at: $0.taken, evidence: $0.fact) })
        }
        let daysOver = rules.isolationDays.map { policy.zone.instant(policy.zone.date(of: reason.began) + $0, hour: discharge.releaseHour) }
        if let daysOver {
            let kept = evidence.kept(
                rules.isolation, from: reason.began, until: daysOver, gap: (rules.clocks[.admitted] ?? rules.clocks[.isolated])?.within.span ?? .zero)
            add(
                reason, .stage, rule: "isolation", role: rules.isolation.keeper, basis: .dayOfStage(anchor: policy.zone.date(of: reason.began)),
                opens: reason.began, due: daysOver, closes: daysOver, stage: 1, met: kept.map { .init(at: daysOver, evidence: $0.fact) })
        }
        let isNegative = run.count >= discharge.negatives
        let clear: Instant? = isNegative ? max(run.last?.reported ?? from, daysOver ?? from) : nil
        let leaving =
            history.closed.map { Obligation.Fulfilment(at: $0.at, evidence: $0.fact) }
            ?? clear.flatMap { evidence.ended(rules.isolation, notBefore: $0) ?? evidence.deed(.released, from: $0, concerning: nil) }
        add(
            reason, .release, rule: "discharge", role: rules.isolation.keeper, basis: .condition, opens: clear ?? daysOver ?? from,
            due: clear.map { $0 + discharge.within.span }, territory: territory(at: from, otherwise: reason.territory), met: leaving)
        addFollowUp(reason, rules, history, leaving)
    }

    /// The consecutive negatives, far enough apart, that lead to discharge; a positive in between starts the count anew.
    private func negatives(from: Instant, _ discharge: TreatmentRules.DischargeRules) -> [Evidence.Sample] {
        var run: [Evidence.Sample] = []
        for sample in evidence.samples(from: from, until: nil, method: .nucleicAcid) where run.count < discharge.negatives {
            if !sample.result.isNegative(ctAtLeast: discharge.ctAtLeast) {
                run = []
            } else if let last = run.last {
                if sample.taken - last.taken >= discharge.gap.span { run.append(sample) }
            } else {
                run.append(sample)
            }
        }
        return run
    }

    private mutating func addFollowUp(
        _ reason: Reason, _ rules: TreatmentRules.CaseRules, _ history: CaseHistory, _ leaving: Obligation.Fulfilment?
    ) {
        guard let schedule = rules.followUp, let leaving, history.closed.map({ $0.outcome == .recovered }) ?? true else { return }
        let policy = reason.policy
        let after = Reason(
            policy: policy, reason: .discharge, ordinal: reason.ordinal, measure: .treatment, rule: reason.rule + ".followUp",
            trigger: leaving.evidence, began: leaving.at, ended: earliest(reason.ended, deathAt), territory: presentTerritory, entity: reason.entity)
        addControl(after, schedule, anchor: policy.zone.date(of: leaving.at), moveWithin: 24)
    }
}

extension TracingRules.CaseTask {
    /// The deed that shows the task was done.
    var deed: Act.Deed {
        switch self {
        case .investigationStarted: .investigationStarted
        case .coreInformation: .coreInformation
        case .firstReport: .firstReport
        case .contactsListed: .contactsListed
        }
    }
}
