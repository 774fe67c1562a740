import Policy
import Register
import Vocabulary

/// What a request for assistance asks of those on its way, of the territory asked, and of whoever asked (measure 2; `domain.md` §6).
///
/// Both clocks of the territory asked run from the moment the request came there, not from its receipt: leaving it unread gains nothing.
/// Who is outside this register owes nothing here. People who are not there are the sender's again, to be sought elsewhere in time.
public struct AssistanceDuties: ThingDuties {
    /// Requests for assistance.
    public var kind: Subject.Kind { .assistance }

    /// What a request asks for.
    public let tasks: [String: LocalizedText] = [
        "approve": LocalizedText(zh: "审批协查函", en: "Pass the request on"),
        "check": LocalizedText(zh: "签收并落地核查", en: "Confirm receipt, check on the spot"),
        "control": LocalizedText(zh: "落实管控并反馈", en: "Confirm control of everybody in it"),
        "send": LocalizedText(zh: "改发或撤销协查", en: "Ask again, or elsewhere"),
    ]

    /// How it stands: on its way at whoever must pass it on, then at whoever is asked.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let course = dossier.assistance else { return nil }
        let request = course.request.value
        let state = course.status.rawValue
        let passed = Set(course.approvals.map(\.value.territory))
        var concerned = request.approvers.prefix { passed.contains($0) || $0 == course.nextApprover }.map { approver in
            ThingStanding.Concern(.addressee, approver, state: state)
        }
        if course.arrivedAt != nil, request.outside?.end != .receiver {
            concerned.append(ThingStanding.Concern(.addressee, request.to, state: state))
        }
        return ThingStanding(
            label: AssistanceLabel(request).description, territory: request.seat, thingClass: request.outside == nil ? "inside" : "outside",
            state: state, at: course.request.happenedAt, concerned: concerned)
    }

    /// Adds what each of them owes.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let course = duties.dossier.assistance else { return }
        let (request, sent) = (course.request.value, course.request.happenedAt)
        let policy = duties.policy(at: sent)
        guard let rules = policy.tracing.assistance else { return }
        let reason = DutyReason(
            policy: policy, reason: .assistance, ordinal: Int(request.to.digits) ?? 0, measure: .tracing, rule: "tracing.assistance",
            trigger: course.request.fact, began: sent, ended: course.ended, territory: request.to, entity: course.request.id.rawValue)
        addApprovals(course, rules, reason, &duties)
        if let clock = rules.send { addReturns(course, clock, reason, &duties) }
        guard request.outside?.end != .receiver, let arrived = course.arrivedAt else { return }
        func met(_ step: Recorded<AssistanceStep>?) -> Obligation.Fulfilment? { step.map { .init(at: $0.happenedAt, evidence: $0.fact) } }
        if let clock = rules.check { duties.addClock(reason, rule: "check", clock, from: arrived, met: met(course.received)) }
        if let clock = rules.control { duties.addClock(reason, rule: "control", clock, from: arrived, met: met(course.controlled)) }
    }

    /// Each on the way owes once the one before has passed it on.
    private func addApprovals(
        _ course: AssistanceCourse, _ rules: AssistanceRules, _ reason: DutyReason, _ duties: inout ThingDutyList
    ) {
        guard let clock = rules.approve else { return }
        var opens = course.request.happenedAt
        for approver in course.request.value.approvers {
            let passed = course.approvals.first { $0.value.territory == approver }
            duties.add(
                reason, .clock, rule: "approve", ordinal: Int(approver.digits) ?? 0, role: clock.role, basis: .hours(clock.within.count),
                opens: opens,
                due: opens + clock.within.span, territory: approver, met: passed.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            guard let passed else { return }
            opens = passed.happenedAt
        }
    }

    /// Whoever asked must ask again, elsewhere, or no more, about people who are not where they were sought.
    private func addReturns(_ course: AssistanceCourse, _ clock: Clock, _ reason: DutyReason, _ duties: inout ThingDutyList) {
        let request = course.request.value
        guard request.outside?.end != .sender else { return }
        var reason = reason
        reason.ended = nil
        for entry in course.returns {
            let opens = entry.returned.happenedAt
            duties.add(
                reason, .clock, rule: "send", ordinal: Int(entry.returned.id.rawValue), role: clock.role, basis: .hours(clock.within.count),
                opens: opens, due: opens + clock.within.span, territory: request.from,
                met: entry.answer.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }
}

/// What lists call a request: both ends and how many people, `430111>430304:12`, with the authority of an end outside the register behind it.
/// Territories are named where it is shown.
public struct AssistanceLabel: Hashable, Sendable, LosslessStringConvertible {
    /// Who asks.
    public let from: TerritoryCode
    /// Who is asked.
    public let to: TerritoryCode
    /// How many people it is about.
    public let count: Int
    /// The authority of an end outside the register.
    public let outside: AssistanceRequest.Outside?

    /// What a request is called.
    public init(_ request: AssistanceRequest) {
        (from, to, count, outside) = (request.from, request.to, request.people.count, request.outside)
    }

    /// Reads what ``description`` gave.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        let ends = parts[0].split(separator: ">").map { TerritoryCode(String($0)) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], parts.count == 2 || parts.count == 4, let count = Int(parts[1]) else {
            return nil
        }
        (self.from, self.to, self.count) = (from, to, count)
        outside = parts.count == 4 ? AssistanceRequest.Outside.End(rawValue: parts[2]).map { .init($0, authority: parts[3]) } : nil
    }

    /// Both ends, the count, the authority outside.
    public var description: String {
        "\(from)>\(to):\(count)" + (outside.map { ":\($0.end.rawValue):\($0.authority)" } ?? "")
    }
}
