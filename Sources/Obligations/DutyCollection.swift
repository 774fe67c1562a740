import Policy
import Register
import Vocabulary

/// One reason for duties: what every obligation under it shares.
public struct DutyReason: Hashable, Sendable {
    /// The edition whose rules apply.
    public let policy: Policy
    /// Why the subject has duties.
    public let reason: ObligationID.Reason
    /// Which of several reasons of its kind.
    public let ordinal: Int
    /// The measure.
    public let measure: Measure
    /// Where its rules stand in the policy, before the key of each.
    public let rule: String
    /// The fact that gave the reason.
    public let trigger: FactID?
    /// When it began.
    public let began: Instant
    /// When the reason ceased; what had not fallen due by then is withdrawn.
    public var ended: Instant?
    /// Where the duties lie unless one says otherwise.
    public let territory: TerritoryCode
    /// The entity that acts about this reason name.
    public let entity: Int64?
    /// When it fell away without the person becoming a case or dying: the case behind it was ruled out, or a nearer degree took over.
    public var lifted: Instant?

    /// A reason from its parts.
    public init(
        policy: Policy, reason: ObligationID.Reason, ordinal: Int, measure: Measure, rule: String, trigger: FactID?, began: Instant,
        ended: Instant? = nil, territory: TerritoryCode, entity: Int64?, lifted: Instant? = nil
    ) {
        self.policy = policy
        self.reason = reason
        self.ordinal = ordinal
        self.measure = measure
        self.rule = rule
        self.trigger = trigger
        self.began = began
        self.ended = ended
        self.territory = territory
        self.entity = entity
        self.lifted = lifted
    }
}

/// Collects the obligations of one subject; persons and things do it alike.
protocol CollectsDuties {
    /// Whom or what they are about.
    var subject: Subject { get }
    /// What has been collected.
    var obligations: [Obligation] { get set }
}

extension CollectsDuties {
    /// Adds an obligation unless its reason ended before it was due or met.
    mutating func add(
        _ reason: DutyReason, _ kind: Obligation.Kind, rule: String, ordinal: Int? = nil, role: Role, basis: Obligation.Basis, opens: Instant,
        due: Instant?, closes: Instant? = nil, stage: Int? = nil, day: Int? = nil, territory: TerritoryCode? = nil,
        met fulfilment: Obligation.Fulfilment? = nil
    ) {
        if let ended = reason.ended {
            let isSettled = fulfilment.map { $0.at <= ended } ?? false
            guard isSettled || (due.map { $0 <= ended } ?? false) else { return }
        }
        obligations.append(
            Obligation(
                id: ObligationID(subject: subject, reason: reason.reason, rule: reason.rule + "." + rule, ordinal: ordinal ?? reason.ordinal),
                kind: kind, measure: reason.measure, role: role, territory: territory ?? reason.territory, edition: reason.policy.id, stage: stage,
                day: day, basis: basis, opens: opens, due: due, closes: closes, trigger: reason.trigger, fulfilment: fulfilment))
    }

    /// Adds a clock that runs from `start`.
    mutating func addClock(_ reason: DutyReason, rule: String, _ clock: Clock, from start: Instant, met fulfilment: Obligation.Fulfilment?) {
        add(
            reason, .clock, rule: rule, role: clock.role, basis: .hours(clock.within.count), opens: start,
            due: start + clock.within.span, met: fulfilment)
    }
}
