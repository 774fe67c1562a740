import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 6 for whoever works in a closed loop: the tests of each stage, on its days or as often as it says, until the next stage begins
    /// (`domain.md` §9.1: tests per class and stage). A stage that says neither asks on duty for what the class of place asks of everybody in it.
    mutating func addLoops(_ edition: (Instant) -> Policy) {
        addEntries(edition)
        let turns = dossier.loopSteps.filter { $0.value.kind.isTurn }
        for (index, step) in turns.enumerated() where step.value.kind != .left {
            guard let placeClass = step.value.placeClass, let territory = step.value.territory else { continue }
            let policy = edition(step.happenedAt)
            guard let special = policy.places.special[placeClass],
                let number = special.shift?.stages.firstIndex(where: { $0.kind.rawValue == step.value.stage }),
                let stage = special.shift?.stages[number]
            else { continue }
            let next = turns[(index + 1)...].first { $0.value.place == step.value.place }
            let reason = Reason(
                policy: policy, reason: .loop, ordinal: Int(step.id.rawValue), measure: .places,
                rule: "places.special.\(placeClass).shift.stages.\(number + 1)", trigger: step.fact, began: step.happenedAt,
                ended: earliest(next?.happenedAt, infection(endingReasonBegunAt: step.happenedAt), deathAt), territory: territory,
                entity: step.id.rawValue)
            addTests(on: stage.tests, reason, until: next?.happenedAt)
            let isPlain = stage.tests.isEmpty && stage.frequency == nil && stage.kind == .duty
            if let frequency = stage.frequency ?? (isPlain ? special.frequency : nil) { addWindows(frequency, reason) }
        }
    }

    /// The tests before entry of whoever is expected: so many, so far apart, within the policy's hours before the moment of coming in; each of them
    /// in time for those that must follow. Who is put on the roster for another moment is expected then.
    private mutating func addEntries(_ edition: (Instant) -> Policy) {
        let steps = dossier.loopSteps.filter { $0.value.kind.isTurn || $0.value.kind == .expected }
        for (index, step) in steps.enumerated() where step.value.kind == .expected {
            guard let placeClass = step.value.placeClass, let territory = step.value.territory, let enters = step.value.enters else { continue }
            let policy = edition(step.happenedAt)
            guard let rule = policy.places.special[placeClass]?.entry else { continue }
            let next = steps[(index + 1)...].first { $0.value.place == step.value.place }
            // Coming in is what they were for: it takes none of them back.
            let ended = next.flatMap { $0.value.kind == .entered ? nil : $0.happenedAt }
            let reason = Reason(
                policy: policy, reason: .loop, ordinal: Int(step.id.rawValue), measure: .places, rule: "places.special.\(placeClass).entry",
                trigger: step.fact, began: step.happenedAt,
                ended: earliest(ended, infection(endingReasonBegunAt: step.happenedAt), deathAt), territory: territory, entity: step.id.rawValue)
            let gap = rule.gap.span
            var from = enters - rule.within.span
            for number in 1...max(1, rule.count) {
                let met = evidence.test(from: from, until: enters, swabs: 1, method: .nucleicAcid)
                let after = Span(milliseconds: gap.milliseconds * Int64(rule.count - number))
                add(
                    reason, .test, rule: "tests.\(number)", role: .placeManager,
                    basis: .window(policy.zone.date(of: enters - rule.within.span), index: number, of: rule.count),
                    opens: min(max(from, step.happenedAt), enters - after), due: enters - after, closes: number == rule.count ? nil : enters,
                    met: met?.fulfilment)
                from = (met?.sample.taken ?? from) + gap
            }
        }
    }

    /// The tests on days of a stage, the day after it begins being the first. Nobody goes on to the next stage without those of its day.
    private mutating func addTests(on days: [Int], _ reason: Reason, until next: Instant?) {
        let zone = reason.policy.zone
        let anchor = zone.date(of: reason.began)
        for (position, day) in days.enumerated() {
            let opens = zone.instant(anchor + Days(day))
            let closes = days.indices.contains(position + 1) ? zone.instant(anchor + Days(days[position + 1])) : nil
            let met = evidence.test(from: opens, until: closes, swabs: 1, method: .nucleicAcid)
            add(
                reason, .test, rule: "tests.\(day)", role: .placeManager, basis: .dayOfStage(anchor: anchor), opens: opens,
                due: earliest(zone.instant(anchor + Days(day + 1)), next.flatMap { $0 > opens ? $0 : nil }), closes: closes, day: day,
                met: met?.fulfilment)
        }
    }

    /// A test in every window from the day after the stage began, as long as it lasts.
    private mutating func addWindows(_ frequency: TestFrequency, _ reason: Reason) {
        let zone = reason.policy.zone
        let last = zone.date(of: min(reason.ended ?? horizon, horizon))
        var day = zone.date(of: reason.began) + 1
        while day <= last, let windows = frequency.period(from: day), let first = windows.first, first.until > day {
            add(windows, reason, rule: "frequency")
            day = first.until
        }
    }
}
