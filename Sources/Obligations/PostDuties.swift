import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 1 for the holder of a high-risk post: a test in every window, and what follows leaving the loop.
    mutating func addPosts(_ edition: (Instant) -> Policy) {
        for holding in dossier.posts {
            addWindows(holding)
            guard let until = holding.value.until else { continue }
            let left = now.zone.instant(until + 1)
            let policy = edition(left)
            guard let exit = policy.testing.posts[holding.value.postClass]?.exit else { continue }
            let leaving = Reason(
                policy: policy, reason: .post, ordinal: Int(holding.id.rawValue), measure: .testing,
                rule: "testing.posts." + holding.value.postClass + ".exit", trigger: holding.fact, began: left,
                ended: earliest(infection(endingReasonBegunAt: left), deathAt), territory: holding.value.territory, entity: holding.id.rawValue)
            addControl(leaving, exit, anchor: until, moveWithin: exit.moveWithin)
        }
    }

    /// Goes from window to window, each under the edition in force when it begins: what was asked for in the past stays as it was, whatever
    /// a later edition says of what is open. While the county has local cases the tighter frequency holds, from the day after the diagnosis;
    /// where it begins or ends within a window, the window gives way.
    private mutating func addWindows(_ holding: Recorded<PostHolding>) {
        let postClass = holding.value.postClass
        let end = earliest(holding.value.until.map { now.zone.instant($0 + 1) }, deathAt)
        var day = holding.value.from
        let last = min(holding.value.until ?? now.zone.date(of: horizon), now.zone.date(of: horizon))
        while day <= last {
            let policy = inForce(now.zone.instant(day))
            let rules = policy.testing.posts[postClass]
            let regime = rules.map { frequency($0, policy, in: holding.value.territory, on: day) }
            guard let regime, var windows = regime.frequency.period(from: day) else {
                // No windows under this edition; a later one may have some.
                day = day + 1
                continue
            }
            let reason = Reason(
                policy: policy, reason: .post, ordinal: Int(holding.id.rawValue), measure: .testing, rule: "testing.posts." + postClass,
                trigger: holding.fact, began: policy.zone.instant(holding.value.from), ended: end, territory: holding.value.territory,
                entity: holding.id.rawValue)
            var next = windows[0].until
            if let rules, let change = regimeChange(from: regime.rule, rules, policy, in: holding.value.territory, after: day, before: next) {
                windows.removeAll { $0.due > change }
                next = change
            }
            add(windows, reason, rule: regime.rule)
            day = next
        }
    }

    /// The first day between two on which another frequency holds.
    private func regimeChange(
        from rule: String, _ rules: TestingRules.PostRules, _ policy: Policy, in territory: TerritoryCode, after day: CivilDate,
        before next: CivilDate
    ) -> CivilDate? {
        guard rules.frequencyWithCases != nil, !dossier.localCases.cases.isEmpty else { return nil }
        var day = day + 1
        while day < next {
            if frequency(rules, policy, in: territory, on: day).rule != rule { return day }
            day = day + 1
        }
        return nil
    }

    /// How often a holder is tested on a day.
    private func frequency(
        _ rules: TestingRules.PostRules, _ policy: Policy, in territory: TerritoryCode, on day: CivilDate
    ) -> (rule: String, frequency: TestFrequency) {
        guard let tighter = rules.frequencyWithCases, let days = policy.testing.localCasesCountFor else { return ("frequency", rules.frequency) }
        let hasCases = dossier.localCases.cases(about: territory).contains { found in
            let diagnosed = policy.zone.date(of: found.diagnosedAt)
            return day > diagnosed && day <= diagnosed + days
        }
        return hasCases ? ("frequencyWithCases", tighter) : ("frequency", rules.frequency)
    }

    /// Adds the windows of one period: a test answers the first it falls into, and the next begins its gap after that.
    mutating func add(_ windows: [TestFrequency.Window], _ reason: Reason, rule: String) {
        let zone = reason.policy.zone
        var used: Instant?
        for window in windows {
            let until = zone.instant(window.until)
            let due = zone.instant(window.due)
            let counts = max(zone.instant(window.opens), used.map { zone.instant(zone.date(of: $0) + window.gap) } ?? .distantPast)
            let met = evidence.test(from: counts, until: until, swabs: 1, method: .nucleicAcid)
            if let met { used = met.sample.taken }
            if met == nil && isSuspended(until: due) { continue }
            add(
                reason, .test, rule: rule, ordinal: Duties.ordinal(of: window, reason), role: .placeManager,
                basis: .window(window.from, index: window.index, of: window.count), opens: min(counts, due), due: due, closes: until,
                met: met?.fulfilment)
        }
    }

    /// A window is known by its first day, so that a correction of the holding's beginning leaves the others as they are.
    private static func ordinal(of window: TestFrequency.Window, _ reason: Reason) -> Int {
        reason.ordinal * 100_000 + Int(window.opens.daysSinceEpoch)
    }

    /// Whether a person who is held when a window ends cannot have been at the post to be tested there.
    private func isSuspended(until due: Instant) -> Bool {
        evidence.stays.contains { $0.value.mode.isStay && $0.happenedAt < due && ($0.value.until.map { $0 >= due } ?? true) }
    }
}
