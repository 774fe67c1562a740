import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 1 for the holder of a high-risk post: a test in every window, and what follows leaving the loop.
    mutating func addPosts(_ edition: (Instant) -> Policy) {
        for holding in dossier.posts {
            addWindows(holding, edition)
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

    /// Goes from window to window, each under the edition in force when it begins: what was asked for in the past stays as it was.
    private mutating func addWindows(_ holding: Recorded<PostHolding>, _ edition: (Instant) -> Policy) {
        let postClass = holding.value.postClass
        let end = earliest(holding.value.until.map { now.zone.instant($0 + 1) }, deathAt)
        var day = holding.value.from
        let last = min(holding.value.until ?? now.zone.date(of: horizon), now.zone.date(of: horizon))
        while day <= last {
            let policy = edition(now.zone.instant(day))
            guard let rules = policy.testing.posts[postClass], let windows = rules.frequency.period(from: day) else {
                // No windows under this edition; a later one may have some.
                day = day + 1
                continue
            }
            let reason = Reason(
                policy: policy, reason: .post, ordinal: Int(holding.id.rawValue), measure: .testing, rule: "testing.posts." + postClass,
                trigger: holding.fact, began: policy.zone.instant(holding.value.from), ended: end, territory: holding.value.territory,
                entity: holding.id.rawValue)
            add(windows, reason)
            day = windows[0].until
        }
    }

    /// Adds the windows of one period: a test answers the first it falls into, and the next begins its gap after that.
    private mutating func add(_ windows: [TestFrequency.Window], _ reason: Reason) {
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
                reason, .test, rule: "frequency", ordinal: Duties.ordinal(of: window, reason), role: .placeManager,
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
