import Policy
import Register
import Vocabulary

extension TreatmentRules {
    /// From when a hop of a transfer is waited for: the hop before it, of the first the request; nil while that one is missing.
    public func transferStart(_ hop: TransferHop, requested: Instant, _ moments: [TransferStep.Kind: Instant]) -> Instant? {
        switch hop {
        case .accepted: requested
        case .departed: moments[.accepted]
        case .arrived: moments[.departed]
        }
    }

    /// By when a hop must be confirmed; nil while it is not waited for, or where no limit is set.
    public func transferDue(_ hop: TransferHop, requested: Instant, _ moments: [TransferStep.Kind: Instant]) -> Instant? {
        guard let clock = transfers[hop] else { return nil }
        return transferStart(hop, requested: requested, moments).map { $0 + clock.within.span }
    }
}

extension Duties {
    /// Measure 3 for who is moved from one place to another: each hop is confirmed by its end.
    ///
    /// Taking over and arriving are duties of the territory that receives, sending off is one of the territory that sends.
    mutating func addTransfers(_ edition: (Instant) -> Policy) {
        for course in dossier.transferCourses {
            let asked = course.transfer
            let policy = edition(asked.happenedAt)
            guard !policy.treatment.transfers.isEmpty else { continue }
            let reason = Reason(
                policy: policy, reason: .transfer, ordinal: Int(asked.id.rawValue), measure: .treatment, rule: "treatment.transfers",
                trigger: asked.fact, began: asked.happenedAt, ended: earliest(course.calledOff, deathAt), territory: asked.value.to, entity: nil)
            for hop in TreatmentRules.TransferHop.allCases {
                guard let clock = policy.treatment.transfers[hop],
                    let start = policy.treatment.transferStart(hop, requested: asked.happenedAt, course.moments)
                else { continue }
                let step = TransferStep.Kind(rawValue: hop.rawValue).flatMap { course.steps[$0] }
                add(
                    reason, .clock, rule: hop.rawValue, role: clock.role, basis: .hours(clock.within.count), opens: start,
                    due: start + clock.within.span, territory: hop == .departed ? asked.value.from : asked.value.to,
                    met: step.map { .init(at: max($0.happenedAt, start), evidence: $0.fact) })
            }
        }
    }
}
