import Policy
import Register
import Vocabulary

extension Duties {
    /// Measures 2 and 3 for a case: report, audit, isolate, admit, investigate, discharge, follow up.
    mutating func addCases(_ edition: (Instant) -> Policy) {
        for (position, history) in cases.enumerated() {
            addInvestigation(edition, history)
            for (index, period) in history.periods.enumerated() {
                let next = history.periods.dropFirst(index + 1).first?.from
                addPeriod(edition(period.from), history, period, until: next, position)
            }
        }
    }

    private mutating func addInvestigation(_ edition: (Instant) -> Policy, _ history: CaseHistory) {
        guard let established = history.established else { return }
        let policy = edition(established.from)
        let entity = history.report.id.rawValue
        let reason = Reason(
            policy: policy, reason: .infection, ordinal: Int(entity), measure: .tracing, rule: "tracing", trigger: established.fact,
            began: established.from, ended: history.excludedAt, territory: history.report.value.territory, entity: entity)
        for task in TracingRules.CaseTask.allCases {
            guard let clock = policy.tracing.caseClocks[task] else { continue }
            let met = evidence.deed(task.deed, of: entity, orFrom: history.report.happenedAt)
            addClock(reason, rule: "caseClocks." + task.rawValue, clock, from: established.from, met: met)
        }
        guard let team = policy.tracing.team else { return }
        for line in InvestigationLine.allCases where team.lines.contains(line) {
            let named = dossier.team.first { $0.value.line == line && $0.happenedAt >= history.report.happenedAt }
            addClock(
                reason, rule: "team.named." + line.rawValue, team.named, from: established.from,
                met: named.map { .init(at: max($0.happenedAt, established.from), evidence: $0.fact) })
        }
    }

    private mutating func addPeriod(
        _ policy: Policy, _ history: CaseHistory, _ period: CaseHistory.Period, until next: Instant?, _ position: Int
    ) {
        guard let rules = policy.treatment.cases[period.kind] else { return }
        // Somebody who died or left the territory is no longer to be isolated here; a discharge is judged by its own rules.
        let gone = history.closed.flatMap { $0.outcome == .recovered ? nil : $0.at }
        let reason = Reason(
            policy: policy, reason: .infection, ordinal: Int(period.entity), measure: .treatment, rule: "treatment." + period.kind.rawValue,
            trigger: period.fact, began: period.from, ended: earliest(history.excludedAt, next, earliest(deathAt, gone)),
            territory: history.report.value.territory, entity: history.report.id.rawValue, lifted: history.excludedAt)
        addCaseClocks(reason, rules)
        if let exclusion = rules.exclusion {
            addExclusion(reason, rules, exclusion, history, position, isLast: next == nil)
            return
        }
        addDischarge(reason, rules, history, position, isLast: next == nil)
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
    ///
    /// - Parameter isLast: Whether this is the class of the case now in force.
    private mutating func addDischarge(
        _ reason: Reason, _ rules: TreatmentRules.CaseRules, _ history: CaseHistory, _ position: Int, isLast: Bool
    ) {
        let zone = reason.policy.zone
        let discharge = rules.discharge
        let counted = history.onset ?? zone.date(of: reason.began)
        let from = max(reason.began, discharge.earliestDay.map { zone.instant(counted + $0) } ?? reason.began)
        let run = negatives(from: from, count: discharge.negatives, gap: discharge.gap, ctAtLeast: discharge.ctAtLeast)
        addDischargeTests(reason, discharge, run, from: from, closed: history.closed.flatMap { $0.outcome == .recovered ? $0.at : nil })
        let daysOver = rules.isolationDays.map { max(zone.instant(counted + $0, hour: discharge.releaseHour), reason.began) }
        if let daysOver { addIsolation(reason, rules, counted: counted, until: daysOver) }
        let isNegative = run.count >= discharge.negatives
        let clear: Instant? = isNegative ? max(run.map(\.reported).max() ?? from, daysOver ?? from) : nil
        let leaving = leaving(rules, history, clear: clear).flatMap { $0.at <= reason.ended ?? .distantFuture ? $0 : nil }
        if isLast { left[position] = leaving?.at }
        held.append(
            HeldStage(
                reason: reason, rule: "discharge", number: 1, mode: rules.isolation, from: reason.began, end: daysOver, clear: leaving?.at ?? clear,
                releaseWithin: discharge.within, hasOwnRelease: true))
        let opens = leaving.map { min($0.at, clear ?? $0.at) } ?? clear ?? daysOver ?? from
        add(
            reason, .release, rule: "discharge", role: rules.isolation.keeper, basis: .condition, opens: opens,
            due: clear.map { $0 + discharge.within.span } ?? leaving?.at, territory: territory(at: from, otherwise: reason.territory), met: leaving)
        addFollowUp(reason, rules, leaving)
    }

    /// The discharge: recorded as the end of the case, or shown by a stay that ended or a notice given once the conditions held.
    private func leaving(_ rules: TreatmentRules.CaseRules, _ history: CaseHistory, clear: Instant?) -> Obligation.Fulfilment? {
        if let closed = history.closed { return closed.outcome == .recovered ? .init(at: closed.at, evidence: closed.fact) : nil }
        return clear.flatMap { evidence.ended(rules.isolation, notBefore: $0) ?? evidence.deed(.released, from: $0, concerning: nil) }
    }

    /// The tests before discharge have no day of their own: they are due when somebody is let go, and then no longer possible.
    private mutating func addDischargeTests(
        _ reason: Reason, _ discharge: TreatmentRules.DischargeRules, _ run: [Evidence.Sample], from: Instant, closed: Instant?
    ) {
        var expected = from
        for index in 0..<discharge.negatives {
            let sample = run.indices.contains(index) ? run[index] : nil
            // The earliest a specimen can count: the gap after the one before, taken or still to be taken.
            let before = run.indices.contains(index - 1) ? run[index - 1].taken : nil
            let earliest = index == 0 ? from : (before ?? expected) + discharge.gap.span
            expected = earliest
            let opens = min(earliest, sample?.taken ?? closed ?? earliest)
            let isMissed = sample == nil && closed != nil
            add(
                reason, .test, rule: "discharge.tests.\(index + 1)", role: .hospital, basis: .condition, opens: opens,
                due: isMissed ? closed : nil, closes: isMissed ? closed : nil, territory: territory(at: opens, otherwise: reason.territory),
                met: sample.map { .init(at: $0.taken, evidence: $0.fact) })
        }
    }

    private mutating func addIsolation(_ reason: Reason, _ rules: TreatmentRules.CaseRules, counted: CivilDate, until end: Instant) {
        let moving = (rules.clocks[.admitted] ?? rules.clocks[.isolated])?.within.span ?? .zero
        // Days that are over before the person had to be moved ask for no stay.
        guard end > reason.began + moving else { return }
        let kept = evidence.kept(rules.isolation, from: reason.began, until: end, gap: moving, isContinued: false)
        add(
            reason, .stage, rule: "isolation", role: rules.isolation.keeper, basis: .dayOfStage(anchor: counted), opens: reason.began, due: end,
            closes: end, stage: 1, met: kept.map { .init(at: end, evidence: $0.fact) })
    }

    /// The consecutive negatives, far enough apart, that lead to discharge or rule a case out; a positive in between starts the count anew.
    func negatives(from: Instant, count: Int, gap: Hours, ctAtLeast: Double? = nil) -> [Evidence.Sample] {
        var run: [Evidence.Sample] = []
        for sample in evidence.samples(from: from, until: nil, method: .nucleicAcid) where run.count < count {
            if !sample.result.isNegative(ctAtLeast: ctAtLeast) {
                run = []
            } else if let last = run.last {
                if sample.taken - last.taken >= gap.span { run.append(sample) }
            } else {
                run.append(sample)
            }
        }
        return run
    }

    private mutating func addFollowUp(_ reason: Reason, _ rules: TreatmentRules.CaseRules, _ leaving: Obligation.Fulfilment?) {
        guard let schedule = rules.followUp, let leaving else { return }
        let zone = reason.policy.zone
        let after = Reason(
            policy: reason.policy, reason: .discharge, ordinal: reason.ordinal, measure: .treatment, rule: reason.rule + ".followUp",
            trigger: leaving.evidence, began: leaving.at, ended: earliest(reason.ended, deathAt, infection(endingReasonBegunAt: leaving.at)),
            territory: presentTerritory, entity: reason.entity)
        addControl(after, schedule, anchor: zone.date(of: leaving.at), moveWithin: schedule.moveWithin)
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
