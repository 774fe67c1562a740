import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 2 for whoever is found unwell while held or followed: examined within the policy's hours, by a test with a result or by being brought to
    /// a hospital (Resolve to Save Lives, contact-tracing playbook, 2020: symptomatic contacts evaluated within 24 h; `domain.md` §15.4).
    ///
    /// Found unwell again before that, nothing more is asked for: one examination answers.
    mutating func addUnwell(_ edition: (Instant) -> Policy) {
        var answered = Instant.distantPast
        for act in dossier.acts where act.value.finding == .unwell && act.happenedAt >= answered {
            let seen = act.happenedAt
            let policy = edition(seen)
            guard let clock = policy.tracing.unwell else { continue }
            let reason = Reason(
                policy: policy, reason: .unwell, ordinal: Int(act.id.rawValue), measure: .tracing, rule: "tracing", trigger: act.fact, began: seen,
                ended: earliest(infection(endingReasonBegunAt: seen), deathAt), territory: territory(at: seen, otherwise: presentTerritory),
                entity: act.id.rawValue)
            let tested = evidence.test(from: seen, until: nil, swabs: 1, method: .nucleicAcid)?.fulfilment
            let admitted = evidence.stays.first { $0.value.mode == .hospital && $0.happenedAt >= seen }
                .map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) }
            let met = [tested, admitted].compactMap(\.self).min { $0.at < $1.at }
            add(
                reason, .test, rule: "unwell", role: clock.role, basis: .hours(clock.within.count), opens: seen, due: seen + clock.within.span,
                met: met)
            answered = met?.at ?? .distantFuture
        }
    }
}
