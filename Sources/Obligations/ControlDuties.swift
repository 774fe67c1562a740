import Policy
import Register
import Vocabulary

/// A stage of control that a reason demands of a person.
struct HeldStage {
    let reason: Duties.Reason
    let rule: String
    let number: Int
    let mode: ControlMode
    let from: Instant
    /// When the stage's days are over.
    let end: Instant
    /// When its last required negative and its gate are there as well; nil while they are not.
    let clear: Instant?
    let releaseWithin: Hours

    /// Until when the stage demands its mode.
    var demandedUntil: Instant { clear ?? .distantFuture }
}

extension Duties {
    /// Adds the tests, stages and follow-ups of a control schedule; its releases are settled by `addReleases` when all reasons are known.
    ///
    /// - Parameters:
    ///   - rule: Path of the schedule below the reason's rule, with a trailing dot, or empty.
    ///   - anchor: The day counted from.
    ///   - moveWithin: How long moving a person may take: gaps between stays up to this are no breach.
    ///   - gate: When the last stage may end besides its own conditions; nil while it may not.
    mutating func addControl(
        _ reason: Reason, _ schedule: ControlSchedule, rule: String = "", anchor: CivilDate, moveWithin: Hours, gate: Instant? = .distantPast
    ) {
        let zone = reason.policy.zone
        let groups = dossier.person?.value.groups ?? []
        let entry = zone.date(of: reason.began)
        let plan = schedule.plan(anchor: anchor, entry: entry)
        let exits = addTests(reason, schedule, plan, rule: rule, anchor: anchor, entry: entry)
        var opens = reason.began
        for planned in plan.stages {
            let stage = schedule.stages[planned.index]
            let mode = stage.mode(for: groups)
            let end = max(zone.instant(planned.end, hour: schedule.releaseHour), reason.began)
            let isLast = planned.index == plan.stages.last?.index
            var clear: Instant? = end
            if let exit = exits[planned.index] { clear = exit.map { max(end, $0) } }
            if isLast { clear = clear.flatMap { moment in gate.map { max(moment, $0) } } }
            let stageRule = rule + "stages.\(planned.index + 1)"
            let from = opens
            addStage(reason, stageRule, number: planned.index + 1, mode: mode, from: from, end: end, anchor: planned.anchor, moveWithin: moveWithin)
            addFollowUps(reason, stageRule, stage, planned, number: planned.index + 1, until: min(end, reason.ended ?? end))
            held.append(
                HeldStage(
                    reason: reason, rule: rule + "release.\(planned.index + 1)", number: planned.index + 1, mode: mode, from: from, end: end,
                    clear: clear, releaseWithin: schedule.releaseWithin))
            opens = clear ?? end
        }
    }

    /// Adds the tests; gives for each stage with an exit test when its negative was reported (nil inside: not yet).
    private mutating func addTests(
        _ reason: Reason, _ schedule: ControlSchedule, _ plan: PlannedControl, rule: String, anchor: CivilDate, entry: CivilDate
    ) -> [Int: Instant?] {
        let zone = reason.policy.zone
        var tests = plan.tests
        // Passed days that happen to have been tested stand as met; one test at once replaces the others.
        let isLastPassedMet =
            tests.last(where: \.isPassed).map { passed in
                evidence.test(from: zone.instant(passed.date), until: reason.began, swabs: 1, method: passed.method) != nil
            } ?? true
        if !isLastPassedMet, let atOnce = schedule.testAtOnce(after: plan, entry: entry) {
            tests.insert(atOnce, at: tests.firstIndex { $0.date > entry } ?? tests.endIndex)
        }
        var exits: [Int: Instant?] = [:]
        var atOnce = 0
        for (position, test) in tests.enumerated() {
            if test.day == nil { atOnce += 1 }
            let midnight = zone.instant(test.date)
            let opens = test.isPassed ? midnight : max(midnight, reason.began)
            let dayEnd = zone.instant(test.date + 1)
            let due = test.date == entry && !test.isPassed ? max(dayEnd, reason.began + schedule.testAtOnceWithin.span) : dayEnd
            let next = tests.dropFirst(position + 1).first.map { max(zone.instant($0.date), due) }
            let closes = test.isExit ? nil : next
            let met = evidence.test(from: opens, until: closes, swabs: test.swabs, method: test.method)
            if test.isExit {
                let negative = met.flatMap { _ in lastNegative(from: opens, method: test.method) }
                exits[test.stage] = .some(negative)
            }
            if test.isPassed && met == nil { continue }
            add(
                reason, .test, rule: rule + "stages.\(test.stage + 1).tests." + (test.day.map(String.init) ?? "atOnce\(atOnce)"),
                role: schedule.stages[test.stage].mode(for: dossier.person?.value.groups ?? []).keeper,
                basis: test.day.map { .dayOfStage(anchor: test.date - Days($0)) } ?? .lateEntry(anchor: anchor), opens: opens, due: due,
                closes: closes, stage: test.stage + 1, day: test.day, territory: territory(at: opens, otherwise: reason.territory),
                met: met?.fulfilment)
        }
        // Stages already over when the duty began ask for no exit test.
        return exits.filter { stage, _ in plan.stages.contains { $0.index == stage } }
    }

    /// When a negative taken from `moment` on was reported; a later positive takes it back.
    private func lastNegative(from moment: Instant, method: TestMethod) -> Instant? {
        evidence.samples(from: moment, until: nil, method: method).first { $0.result.outcome == .negative }?.reported
    }

    private mutating func addStage(
        _ reason: Reason, _ rule: String, number: Int, mode: ControlMode, from: Instant, end: Instant, anchor: CivilDate, moveWithin: Hours
    ) {
        var met: Obligation.Fulfilment?
        if mode.isStay {
            met = evidence.kept(mode, from: from, until: end, gap: moveWithin.span).map { .init(at: end, evidence: $0.fact) }
        } else {
            met = evidence.deed(.notified, from: .distantPast, concerning: reason.entity)
            met = met.map { .init(at: min(max($0.at, from), end), evidence: $0.evidence) }
        }
        add(
            reason, .stage, rule: rule, role: mode.keeper, basis: .dayOfStage(anchor: anchor), opens: from, due: end, closes: end, stage: number,
            territory: territory(at: from + moveWithin.span, otherwise: reason.territory), met: met)
    }

    private mutating func addFollowUps(
        _ reason: Reason, _ rule: String, _ stage: ControlStage, _ planned: PlannedStage, number: Int, until end: Instant
    ) {
        guard stage.followUpsPerDay > 0 else { return }
        let zone = reason.policy.zone
        let part = Span(milliseconds: 86_400_000 / Int64(stage.followUpsPerDay))
        var date = max(planned.anchor + 1, zone.date(of: reason.began))
        while date <= planned.end {
            var opens = zone.instant(date)
            for turn in 0..<stage.followUpsPerDay {
                let due = turn == stage.followUpsPerDay - 1 ? zone.instant(date + 1) : opens + part
                if due > reason.began && opens < end {
                    let seen = evidence.acts.first {
                        $0.value.deed == .followedUp && $0.value.finding != .notSeen && $0.happenedAt >= opens && $0.happenedAt < due
                    }
                    add(
                        reason, .followUp, rule: rule + ".followUps.\((date - planned.anchor).count)", ordinal: reason.ordinal * 10 + turn,
                        role: stage.mode.keeper, basis: .window(date, index: turn + 1, of: stage.followUpsPerDay), opens: opens, due: due,
                        closes: due,
                        stage: number, day: (date - planned.anchor).count, territory: territory(at: opens, otherwise: reason.territory),
                        met: seen.map { .init(at: $0.happenedAt, evidence: $0.fact) })
                }
                opens = due
            }
            date = date + 1
        }
    }

    /// Adds one release for every end of a stage at which no other reason still demands a mode as strict (`domain.md` §2.3 rules 1 and 9).
    mutating func addReleases() {
        for (position, stage) in held.enumerated() where stage.mode.isStay {
            let moment = stage.clear ?? stage.end
            let isOvertaken = held.enumerated().contains { other, rival in
                guard other != position, rival.mode >= stage.mode, rival.reason.ended == nil, rival.from <= moment else { return false }
                return (rival.demandedUntil, rival.end, other) > (stage.demandedUntil, stage.end, position)
            }
            if isOvertaken { continue }
            let released = evidence.deed(.released, from: moment, concerning: nil) ?? evidence.ended(stage.mode, notBefore: moment)
            let hasLeftEarly =
                released == nil && evidence.stays.contains { $0.value.mode >= stage.mode } && stillHeld(stage.mode, at: moment) == false
            if hasLeftEarly && stage.clear != nil { continue }
            add(
                stage.reason, .release, rule: stage.rule, role: stage.mode.keeper,
                basis: .endOfControl(stage.reason.policy.zone.date(of: stage.end)), opens: moment,
                due: stage.clear.map { $0 + stage.releaseWithin.span }, stage: stage.number,
                territory: territory(at: moment, otherwise: stage.reason.territory), met: stage.clear == nil ? nil : released)
        }
    }

    private func stillHeld(_ mode: ControlMode, at moment: Instant) -> Bool {
        evidence.stays.contains { $0.value.mode >= mode && $0.happenedAt <= moment && ($0.value.until.map { $0 >= moment } ?? true) }
    }
}

extension ControlMode {
    /// Who sees to it that a person is held so.
    var keeper: Role {
        switch self {
        case .hospital: .hospital
        case .central: .isolationSite
        case .homeIsolation, .homeMonitoring, .workAndHome, .selfMonitoring: .communityWorker
        }
    }
}
