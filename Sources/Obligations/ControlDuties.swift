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
    /// When the stage's days are over; nil where it has none.
    let end: Instant?
    /// When its last required negative and its gate are there as well; nil while they are not.
    let clear: Instant?
    let releaseWithin: Hours
    /// Whether its ordinary release is an obligation of its own already: the discharge of a case.
    var hasOwnRelease = false

    /// Until when the stage demands its mode: until it is clear, or its reason has ceased.
    var demandedUntil: Instant { min(clear ?? .distantFuture, reason.ended ?? .distantFuture) }

    /// Its place among stages that end: the one that ends last is the one whose end releases.
    fileprivate func outlasts(_ other: HeldStage, isLater: Bool) -> Bool {
        let own = (demandedUntil, end ?? .distantFuture)
        let others = (other.demandedUntil, other.end ?? .distantFuture)
        return own == others ? isLater : own > others
    }
}

extension Duties {
    /// Adds the tests, stages and follow-ups of a control schedule; its releases are settled by `addReleases` when all reasons are known.
    ///
    /// - Parameters:
    ///   - rule: Path of the schedule below the reason's rule, with a trailing dot, or empty.
    ///   - anchor: The day counted from.
    ///   - first: The day of the first exposure, from which the beginning of holding is counted where the schedule says so.
    ///   - knownSince: From when what was told the person counts as told for this; by default since the reason began.
    ///   - moveWithin: How long moving a person may take: gaps between stays up to this are no breach.
    ///   - heldBy: The fact that holds everybody it concerns without a stay of their own: the declaration of a sealed area, which is lifted as one.
    ///   - gate: When the last stage may end besides its own conditions; nil while it may not.
    mutating func addControl(
        _ reason: Reason, _ schedule: ControlSchedule, rule: String = "", anchor: CivilDate, first: CivilDate? = nil, knownSince: Instant? = nil,
        moveWithin: Hours, heldBy: FactID? = nil, gate: Instant? = .distantPast
    ) {
        let zone = reason.policy.zone
        let entry = zone.date(of: reason.began)
        let plan = schedule.plan(anchor: anchor, entry: entry)
        let exits = addTests(reason, schedule, plan, rule: rule, anchor: anchor, entry: entry)
        var opens = holdingBegins(reason, schedule, first: first ?? anchor)
        for planned in plan.stages {
            let stage = schedule.stages[planned.index]
            let isLast = planned.index == plan.stages.last?.index
            let end = max(zone.instant(planned.end, hour: schedule.releaseHour), opens)
            var clear: Instant? = end
            if let exit = exits[planned.index] { clear = exit.map { max(end, $0) } }
            if isLast { clear = clear.flatMap { moment in gate.map { max(moment, $0) } } }
            if leavesRoom(planned, schedule, plan, reason) {
                let sampled = addEnvironment(reason, schedule, planned, rule: rule, opens: opens, end: end)
                clear = clear.flatMap { moment in sampled.map { max(moment, $0) } }
            }
            let held = HeldStage(
                reason: reason, rule: rule + "release.\(planned.index + 1)", number: planned.index + 1, mode: stage.mode(for: groups(reason.policy)),
                from: opens, end: end, clear: clear, releaseWithin: schedule.releaseWithin, hasOwnRelease: heldBy != nil)
            let stageRule = rule + "stages.\(planned.index + 1)"
            addStage(
                held, rule: stageRule, anchor: planned.anchor, moveWithin: moveWithin, knownSince: knownSince ?? reason.began,
                isFirst: planned.index == plan.stages.first?.index, heldBy: heldBy)
            addFollowUps(reason, stageRule, stage, planned, mode: held.mode, until: min(end, reason.ended ?? end))
            self.held.append(held)
            opens = clear ?? end
        }
    }

    /// When holding begins: at once, or on the schedule's day after the first exposure.
    func holdingBegins(_ reason: Reason, _ schedule: ControlSchedule, first: CivilDate) -> Instant {
        schedule.startsOn.map { max(reason.began, reason.policy.zone.instant(first + $0)) } ?? reason.began
    }

    /// Whether a stage ends with the person leaving a room of an isolation site, which must be clean where the schedule asks for that.
    private func leavesRoom(_ planned: PlannedStage, _ schedule: ControlSchedule, _ plan: PlannedControl, _ reason: Reason) -> Bool {
        func mode(_ index: Int) -> ControlMode { schedule.stages[index].mode(for: groups(reason.policy)) }
        guard schedule.environmentNegative, mode(planned.index) == .central else { return false }
        return plan.stages.first { $0.index > planned.index }.map { mode($0.index) != .central } ?? true
    }

    /// Adds the sample of room and articles due on the last day of a stage; gives when its negative was reported, nil while there is none.
    private mutating func addEnvironment(
        _ reason: Reason, _ schedule: ControlSchedule, _ planned: PlannedStage, rule: String, opens: Instant, end: Instant
    ) -> Instant? {
        let zone = reason.policy.zone
        let from = max(zone.instant(planned.end), opens)
        let cleared = evidence.environmentCleared(from: from)
        add(
            reason, .clock, rule: rule + "environmentNegative.\(planned.index + 1)", role: .isolationSite,
            basis: .dayOfStage(anchor: planned.anchor), opens: from, due: max(zone.instant(planned.end + 1), end), stage: planned.index + 1,
            territory: territory(at: from, otherwise: reason.territory), met: cleared.map { .init(at: $0.taken, evidence: $0.fact) })
        return cleared?.reported
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
            let opens = test.isPassed ? zone.instant(test.date) : max(zone.instant(test.date), reason.began)
            let due = due(of: test, reason, schedule, entry: entry)
            // One specimen on a day that asks for two reasons at once, such as the test at once and the day's own, answers both.
            let closes = test.isExit ? nil : tests.dropFirst(position + 1).first.map { max(zone.instant($0.date), due) }
            let met = evidence.test(from: opens, until: closes, swabs: test.swabs, method: test.method)
            if test.isExit { exits[test.stage] = .some(evidence.cleared(from: opens, swabs: test.swabs, method: test.method)) }
            if test.isPassed && met == nil { continue }
            add(
                reason, .test, rule: rule + "stages.\(test.stage + 1).tests." + (test.day.map(String.init) ?? "atOnce\(atOnce)"),
                role: schedule.stages[test.stage].mode(for: groups(reason.policy)).keeper,
                basis: test.day.map { .dayOfStage(anchor: test.date - Days($0)) } ?? .lateEntry(anchor: anchor), opens: opens, due: due,
                closes: closes, stage: test.stage + 1, day: test.day, territory: territory(at: opens, otherwise: reason.territory),
                met: met?.fulfilment)
        }
        // Stages already over when the duty began ask for no exit test.
        return exits.filter { stage, _ in plan.stages.contains { $0.index == stage } }
    }

    /// The end of the test's day; on the day of entry there is at least the time of a test at once.
    private func due(of test: PlannedTest, _ reason: Reason, _ schedule: ControlSchedule, entry: CivilDate) -> Instant {
        let dayEnd = reason.policy.zone.instant(test.date + 1)
        guard test.date == entry, !test.isPassed else { return dayEnd }
        let soon = reason.began + schedule.testAtOnceWithin.span
        return test.day == nil ? soon : max(dayEnd, soon)
    }

    /// Adds the duty to keep a stage to its end, which is the later of its days and the last required negative.
    private mutating func addStage(
        _ stage: HeldStage, rule: String, anchor: CivilDate, moveWithin: Hours, knownSince: Instant, isFirst: Bool, heldBy: FactID?
    ) {
        let until = stage.clear ?? stage.end ?? stage.from
        // A stage that is over before the person had to be moved into it asks for nothing.
        guard until > (isFirst && stage.mode.isStay ? stage.from + moveWithin.span : stage.from) else { return }
        let met: Obligation.Fulfilment?
        if let heldBy {
            met = evidence.hasAbsconded(from: stage.from, until: until) ? nil : .init(at: until, evidence: heldBy)
        } else if stage.mode.isStay {
            met = evidence.kept(stage.mode, from: stage.from, until: until, gap: moveWithin.span, isContinued: !isFirst)
                .map { .init(at: until, evidence: $0.fact) }
        } else {
            // Nobody sees monitoring of oneself kept: that the person was told stands for it.
            met = evidence.deed(.notified, from: knownSince, concerning: stage.reason.entity)
                .map { .init(at: min(max($0.at, stage.from), until), evidence: $0.evidence) }
        }
        add(
            stage.reason, .stage, rule: rule, role: stage.mode.keeper, basis: .dayOfStage(anchor: anchor), opens: stage.from, due: until,
            closes: until, stage: stage.number, territory: territory(at: stage.from + moveWithin.span, otherwise: stage.reason.territory), met: met)
    }

    private mutating func addFollowUps(
        _ reason: Reason, _ rule: String, _ stage: ControlStage, _ planned: PlannedStage, mode: ControlMode, until end: Instant
    ) {
        guard stage.followUpsPerDay > 0 else { return }
        let zone = reason.policy.zone
        let part = Span(milliseconds: 86_400_000 / Int64(stage.followUpsPerDay))
        var date = max(planned.anchor + 1, zone.date(of: reason.began))
        while date <= planned.end {
            var from = zone.instant(date)
            for turn in 0..<stage.followUpsPerDay {
                let due = turn == stage.followUpsPerDay - 1 ? zone.instant(date + 1) : from + part
                let opens = max(from, reason.began)
                from = due
                if due <= opens || opens >= end { continue }
                let seen = evidence.acts.first {
                    $0.value.deed == .followedUp && $0.value.finding != .notSeen && $0.happenedAt >= opens && $0.happenedAt < due
                }
                add(
                    reason, .followUp, rule: rule + ".followUps.\((date - planned.anchor).count)",
                    ordinal: reason.ordinal * Duties.turns + turn, role: mode.keeper,
                    basis: .window(date, index: turn + 1, of: stage.followUpsPerDay), opens: opens, due: due, closes: due,
                    stage: planned.index + 1, day: (date - planned.anchor).count, territory: territory(at: opens, otherwise: reason.territory),
                    met: seen.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            }
            date = date + 1
        }
    }

    /// More than the follow-ups a policy can ask for in a day.
    private static let turns = 100
}

// MARK: - Releases

extension Duties {
    /// Adds one release for every end of a stage at which no other reason still demands a mode as strict (`domain.md` §2.3 rules 1 and 9).
    ///
    /// A stage ends when its days are over and its negatives there, or when its reason is lifted because the case behind it was ruled out
    /// (rule 4): whoever is held then is let go within the same time.
    mutating func addReleases() {
        for (position, stage) in held.enumerated() where stage.mode.isStay {
            if let ended = stage.reason.ended, ended < stage.from { continue }
            let lifted = stage.reason.ended.flatMap { $0 < (stage.clear ?? .distantFuture) ? $0 : nil }
            if stage.hasOwnRelease && lifted == nil { continue }
            let moment = lifted ?? stage.clear ?? stage.end ?? stage.from
            if let deathAt, deathAt <= moment { continue }
            let released = evidence.deed(.released, from: moment, concerning: nil) ?? evidence.ended(stage.mode, notBefore: moment)
            if isOvertaken(stage, position, at: min(released?.at ?? .distantFuture, moment + stage.releaseWithin.span)) { continue }
            let isHeld = evidence.isHeld(stage.mode, at: moment)
            // Only somebody who is held can be let go when a reason falls away; who left before the end has nothing left to be released from.
            if lifted != nil && !(isHeld && isLifted(stage.reason)) { continue }
            if lifted == nil && stage.clear != nil && released == nil && !isHeld && hasBeenHeld(stage) { continue }
            var reason = stage.reason
            if isHeld && isLifted(reason) { reason.ended = nil }
            let isOver = lifted != nil || stage.clear != nil
            add(
                reason, .release, rule: stage.hasOwnRelease ? stage.rule + ".excluded" : stage.rule, role: stage.mode.keeper,
                basis: basis(of: stage, lifted: lifted), opens: moment,
                due: isOver ? moment + stage.releaseWithin.span : nil, stage: stage.number,
                territory: territory(at: moment, otherwise: reason.territory), met: isOver ? released : nil)
        }
    }

    /// Whether another reason demands a mode as strict beyond the end of the stage; it must have begun before the person had to be gone.
    private func isOvertaken(_ stage: HeldStage, _ position: Int, at limit: Instant) -> Bool {
        held.enumerated().contains { other, rival in
            other != position && rival.mode >= stage.mode && rival.from <= limit && rival.outlasts(stage, isLater: other > position)
        }
    }

    private func isLifted(_ reason: Reason) -> Bool {
        reason.lifted != nil && reason.lifted == reason.ended
    }

    private func basis(of stage: HeldStage, lifted: Instant?) -> Obligation.Basis {
        let zone = stage.reason.policy.zone
        if let lifted { return .lifted(zone.date(of: lifted)) }
        return .endOfControl(zone.date(of: stage.end ?? stage.from))
    }

    private func hasBeenHeld(_ stage: HeldStage) -> Bool {
        evidence.stays.contains { $0.value.mode >= stage.mode && ($0.value.until ?? .distantFuture) > stage.from }
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
