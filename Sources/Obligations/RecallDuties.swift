import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 1 for the members of a tube that came out positive or grey: held where they are, sampled singly within the policy's hours, let
    /// go once that is negative (`domain.md` §5.2). None of it makes a case of them.
    ///
    /// Where a person is held for another reason as well, that stay keeps them and that reason's release lets them go.
    mutating func addRecalls(_ edition: (Instant) -> Policy) {
        for recall in dossier.recalls {
            let policy = edition(recall.happenedAt)
            guard let rules = policy.testing.pools else { continue }
            let began = recall.happenedAt
            let reason = Reason(
                policy: policy, reason: .recall, ordinal: Int(recall.id.rawValue), measure: .testing, rule: "testing.pools", trigger: recall.fact,
                began: began, ended: earliest(infection(endingReasonBegunAt: began), deathAt), territory: recall.value.territory,
                entity: recall.id.rawValue)
            let due = began + rules.retestWithin.span
            let single = evidence.samples(from: began, until: nil, method: .nucleicAcid).first { !$0.isPooled && $0.result.outcome != .invalid }
            add(
                reason, .test, rule: "retestWithin", role: .communityWorker, basis: .hours(rules.retestWithin.count), opens: began, due: due,
                met: single.map { .init(at: $0.taken, evidence: $0.fact) })
            let clear = evidence.samples(from: began, until: nil, method: .nucleicAcid).first { !$0.isPooled && $0.result.outcome == .negative }
            guard rules.holdOnPositive else { continue }
            // Who is clear before being held needs holding no more.
            let held = evidence.stay(atLeast: .homeIsolation, from: began) ?? clear.map { .init(at: $0.reported, evidence: $0.fact) }
            add(
                reason, .clock, rule: "holdOnPositive", role: .communityWorker, basis: .hours(rules.retestWithin.count), opens: began, due: due,
                met: held)
            if let within = rules.releaseWithin, let clear { addRelease(reason, within, from: clear.reported) }
        }
    }

    /// Adds the release of somebody held for nothing but the tube.
    private mutating func addRelease(_ reason: Reason, _ within: Hours, from cleared: Instant) {
        let isHeldFor = held.contains { $0.mode.isStay && $0.from <= cleared && $0.demandedUntil > cleared }
        guard evidence.isHeld(.homeIsolation, at: cleared), !isHeldFor else { return }
        let released = evidence.deed(.released, from: cleared, concerning: nil) ?? evidence.ended(.homeIsolation, notBefore: cleared)
        addClock(reason, rule: "releaseWithin", Clock(within: within, role: .communityWorker), from: cleared, met: released)
    }
}
