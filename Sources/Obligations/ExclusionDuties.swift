import Policy
import Register
import Vocabulary

extension Duties {
    /// What rules a suspected case out, in place of a discharge (`domain.md` §7.1): negatives so far apart, antibodies so late after the
    /// onset, and the decision once they are there. A positive starts the count anew; a confirmation ends the duty.
    mutating func addExclusion(
        _ reason: Reason, _ rules: TreatmentRules.CaseRules, _ exclusion: TreatmentRules.ExclusionRules, _ history: CaseHistory, _ position: Int,
        isLast: Bool
    ) {
        let run = negatives(from: reason.began, count: exclusion.negatives, gap: exclusion.gap)
            .filter { sample in history.excludedAt.map { sample.taken <= $0 } ?? true }
        var required = addNegatives(reason, exclusion, run, decided: history.excludedAt)
        if let after = exclusion.antibodyAfter { required = latest(required, addAntibodies(reason, after, history)) }
        let decided = history.excluded.map { Obligation.Fulfilment(at: $0.at, evidence: $0.fact) }
        let leaving = history.closed.flatMap { $0.outcome == .recovered ? $0.at : nil }
        if isLast { left[position] = leaving }
        held.append(
            HeldStage(
                reason: reason, rule: "discharge", number: 1, mode: rules.isolation, from: reason.began, end: nil, clear: leaving,
                releaseWithin: rules.discharge.within, hasOwnRelease: true))
        add(
            reason, .release, rule: "exclusion", role: rules.isolation.keeper, basis: .condition,
            opens: min(required ?? reason.began, decided?.at ?? .distantFuture),
            due: required.map { $0 + rules.discharge.within.span } ?? decided?.at,
            territory: territory(at: reason.began, otherwise: reason.territory), met: decided)
    }

    /// Adds the negatives; gives when the last was reported, nil while one is missing.
    private mutating func addNegatives(
        _ reason: Reason, _ exclusion: TreatmentRules.ExclusionRules, _ run: [Evidence.Sample], decided: Instant?
    ) -> Instant? {
        var earliest = reason.began
        for index in 0..<exclusion.negatives {
            let sample = run.indices.contains(index) ? run[index] : nil
            let isMissed = sample == nil && decided != nil
            let opens = min(earliest, decided ?? earliest)
            add(
                reason, .test, rule: "exclusion.tests.\(index + 1)", role: .hospital, basis: .condition, opens: opens,
                due: isMissed ? decided : nil, closes: isMissed ? decided : nil, territory: territory(at: opens, otherwise: reason.territory),
                met: sample.map { .init(at: $0.taken, evidence: $0.fact) })
            earliest = (sample?.taken ?? earliest) + exclusion.gap.span
        }
        return run.count >= exclusion.negatives ? run.map(\.reported).max() ?? reason.began : nil
    }

    /// Adds the serology, due on its day after the onset, or the diagnosis where there is none; gives when it was reported negative.
    private mutating func addAntibodies(_ reason: Reason, _ after: Days, _ history: CaseHistory) -> Instant? {
        let zone = reason.policy.zone
        let from = max(zone.instant((history.onset ?? zone.date(of: reason.began)) + after), reason.began)
        let sample = evidence.samples(from: from, until: nil, method: .serology).first { $0.result.outcome == .negative }
        let decided = history.excludedAt
        let isMissed = sample == nil && decided != nil
        let opens = min(from, decided ?? from)
        add(
            reason, .test, rule: "exclusion.antibodyAfter", role: .hospital, basis: .condition, opens: opens,
            due: isMissed ? decided : nil, closes: isMissed ? decided : nil, territory: territory(at: opens, otherwise: reason.territory),
            met: sample.map { .init(at: $0.taken, evidence: $0.fact) })
        return sample?.reported
    }

    /// The later of two moments, where nil is not yet.
    private func latest(_ first: Instant?, _ second: Instant?) -> Instant? {
        first.flatMap { first in second.map { max(first, $0) } }
    }
}
