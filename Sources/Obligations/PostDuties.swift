import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 1 for the holder of a high-risk post: a test in every window, and what follows leaving the loop.
    mutating func addPosts(_ edition: (Instant) -> Policy) {
        for (ordinal, holding) in dossier.posts.enumerated() {
            let policy = edition(holding.happenedAt)
            let zone = policy.zone
            guard let rules = now.testing.posts[holding.value.postClass] ?? policy.testing.posts[holding.value.postClass] else { continue }
            let reason = Reason(
                policy: now, reason: .post, ordinal: ordinal, measure: .testing, rule: "testing.posts." + holding.value.postClass,
                trigger: holding.fact, began: zone.instant(holding.value.from), ended: deathAt, territory: holding.value.territory,
                entity: holding.id.rawValue)
            let last = min(holding.value.until.map { $0 + 1 } ?? zone.date(of: horizon) + 1, zone.date(of: horizon) + 1)
            addWindows(reason, rules.frequency.windows(from: holding.value.from, before: last), ordinal)
            if let exit = rules.exit, let until = holding.value.until {
                let leaving = Reason(
                    policy: policy, reason: .post, ordinal: ordinal, measure: .testing, rule: reason.rule + ".exit", trigger: holding.fact,
                    began: zone.instant(until + 1), ended: earliest(infection(endingReasonBegunAt: zone.instant(until + 1)), deathAt),
                    territory: holding.value.territory, entity: holding.id.rawValue)
                addControl(leaving, exit, anchor: until, moveWithin: 24)
            }
        }
    }

    private mutating func addWindows(_ reason: Reason, _ windows: [TestFrequency.Window], _ ordinal: Int) {
        let zone = reason.policy.zone
        var used = Instant.distantPast
        var week: CivilDate?
        for window in windows {
            let until = zone.instant(window.until)
            var opens = zone.instant(window.opens)
            if week == window.from, used > .distantPast { opens = max(opens, zone.instant(zone.date(of: used) + window.gap)) }
            if week != window.from { used = .distantPast }
            week = window.from
            if isSuspended(at: opens) { continue }
            let met = evidence.test(from: opens, until: until, swabs: 1, method: .nucleicAcid)
            if let met { used = met.sample.taken }
            add(
                reason, .test, rule: "frequency", ordinal: ordinal * 100_000 + window.ordinal, role: .placeManager,
                basis: .window(window.from, index: window.index, of: window.count), opens: opens, due: zone.instant(window.due), closes: until,
                met: met?.fulfilment)
        }
    }

    /// Whether the person is a patient or in central isolation then, and so not at the post.
    private func isSuspended(at moment: Instant) -> Bool {
        evidence.stays.contains { $0.value.mode >= .central && $0.happenedAt <= moment && ($0.value.until.map { $0 > moment } ?? true) }
    }
}
