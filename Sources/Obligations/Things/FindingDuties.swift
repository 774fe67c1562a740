import Policy
import Register
import Vocabulary

/// What a finding asks for: put it right, look again, and escalate step by step while it stays undone (measure 10; `domain.md` §10.5).
///
/// A finding that a second look rejects is open again, for the time the policy gives it from then on. Steps of escalation exist only once
/// the time to put it right has passed unused; a later rectification does not take back those that had opened.
public struct FindingDuties: ThingDuties {
    /// Findings.
    public var kind: Subject.Kind { .finding }

    /// What a finding asks for.
    public let tasks: [String: LocalizedText] = [
        "rectify": LocalizedText(zh: "整改", en: "Put it right"),
        "recheck": LocalizedText(zh: "复查整改", en: "Look again"),
        "notice": LocalizedText(zh: "通报", en: "Give notice"),
        "interview": LocalizedText(zh: "约谈", en: "Interview those responsible"),
        "accountability": LocalizedText(zh: "问责", en: "Hold to account"),
    ]

    /// The states of a finding.
    public enum State: String, CaseIterable, Sendable {
        case open, rejected, rectified, closed
    }

    /// How the finding stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let finding = dossier.founding(Finding.self) else { return nil }
        let last = dossier.all(FindingStep.self).last { [.rectified, .confirmed, .rejected].contains($0.value.step) }?.value.step
        let state: State =
            switch last {
            case .rectified: .rectified
            case .confirmed: .closed
            case .rejected: .rejected
            default: .open
            }
        let inspector = finding.value.inspector ?? finding.value.territory
        return ThingStanding(
            label: finding.value.text, territory: inspector, thingClass: finding.value.severity.rawValue, state: state.rawValue,
            at: finding.happenedAt, concerned: [ThingStanding.Concern(.addressee, finding.value.territory, state: state.rawValue)])
    }

    /// Adds rectification, second looks and escalation.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let finding = duties.dossier.founding(Finding.self) else { return }
        let policy = duties.policy(at: finding.happenedAt)
        guard let gravity = SupervisionRules.Gravity(rawValue: finding.value.severity.rawValue),
            let rules = policy.supervision.findings[gravity]
        else { return }
        let steps = duties.dossier.all(FindingStep.self)
        let reason = DutyReason(
            policy: policy, reason: .finding, ordinal: 0, measure: .supervision, rule: "supervision", trigger: finding.fact,
            began: finding.happenedAt, territory: finding.value.inspector ?? finding.value.territory, entity: finding.id.rawValue)

        let rejected = steps.last { $0.value.step == .rejected }
        let rectified = steps.first { step in
            step.value.step == .rectified && (rejected.map { (step.happenedAt, step.fact) > ($0.happenedAt, $0.fact) } ?? true)
        }
        let opens = rejected?.happenedAt ?? finding.happenedAt
        let stated = rejected == nil ? finding.value.due : nil
        let due = stated ?? opens + rules.rectify.within.span
        duties.add(
            reason, .clock, rule: "findings.\(gravity.rawValue).rectify", role: rules.rectify.role,
            basis: stated == nil ? .hours(rules.rectify.within.count) : .condition, opens: opens, due: due, territory: finding.value.territory,
            met: rectified.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        if let recheck = rules.recheck { addRechecks(of: steps, recheck, rule: "findings.\(gravity.rawValue).recheck", reason, &duties) }
        addEscalation(policy.supervision.escalation, from: due, unless: rectified?.happenedAt, steps, reason, &duties)
    }

    private func addRechecks(
        of steps: [Recorded<FindingStep>], _ clock: Clock, rule: String, _ reason: DutyReason, _ duties: inout ThingDutyList
    ) {
        for (position, step) in steps.enumerated() where step.value.step == .rectified {
            let answer = steps[(position + 1)...].first { [.confirmed, .rejected].contains($0.value.step) }
            duties.add(
                reason, .clock, rule: rule, ordinal: Int(step.id.rawValue), role: clock.role, basis: .hours(clock.within.count),
                opens: step.happenedAt, due: step.happenedAt + clock.within.span, met: answer.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }

    private func addEscalation(
        _ escalation: [SupervisionRules.EscalationStep], from due: Instant, unless rectified: Instant?, _ steps: [Recorded<FindingStep>],
        _ reason: DutyReason, _ duties: inout ThingDutyList
    ) {
        for rule in escalation {
            let opens = due + rule.after.span
            if let rectified, rectified <= opens { continue }
            let act = steps.first { $0.value.step.rawValue == rule.kind.rawValue && $0.happenedAt >= opens }
            duties.add(
                reason, .escalation, rule: "escalation.\(rule.kind.rawValue)", role: rule.role, basis: .hours(rule.within.count), opens: opens,
                due: opens + rule.within.span, met: act.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }
}
