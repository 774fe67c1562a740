import Policy
import Register
import Vocabulary

/// Something that somebody must do about a subject by a moment, with the rule that says so, the fact that triggered it and the evidence
/// that met it.
///
/// An obligation is never ticked off: `fulfilment` follows from facts, and `state(at:)` from the clock that is passed in.
public struct Obligation: Hashable, Sendable, Codable {
    /// What stays the same however often the obligation is derived anew.
    public let id: ObligationID
    /// What sort of thing is due.
    public let kind: Kind
    /// The rule's measure, 1…10.
    public let measure: Measure
    /// Who must do it.
    public let role: Role
    /// Where the duty lies; the obligation is scored there.
    public let territory: TerritoryCode
    /// The policy edition whose rule it is.
    public let edition: String
    /// Number of the stage it belongs to, from 1.
    public let stage: Int?
    /// Day of the stage, from 1.
    public let day: Int?
    /// How the rule's number came to bear, for the explanation.
    public let basis: Basis
    /// From when it can be met.
    public let opens: Instant
    /// By when it must be met; nil while that hangs on something that has not happened (a second negative): then it is never late.
    public let due: Instant?
    /// From when it can no longer be met, because the next of its kind has opened; nil: stays until met.
    public let closes: Instant?
    /// The fact that triggered it.
    public let trigger: FactID?
    /// How it was met; nil while it is not.
    public let fulfilment: Fulfilment?

    /// What sort of thing is due.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Something within a time limit.
        case clock
        /// A specimen with a result.
        case test
        /// A stage of control kept to its end.
        case stage
        /// A visit or call about symptoms.
        case followUp
        /// Release, when its conditions hold.
        case release
        /// What others must do because something stayed undone; it stands on worklists only once it is open.
        case escalation
    }

    /// The number and the day an obligation rests on; with the rule key enough to say in words why it stands and when.
    public enum Basis: Hashable, Sendable, Codable {
        /// So many hours from the trigger.
        case hours(Int)
        /// A day of a stage, counted from this anchor.
        case dayOfStage(anchor: CivilDate)
        /// Days already passed were replaced by one test at once.
        case lateEntry(anchor: CivilDate)
        /// The k-th of n in a window.
        case window(CivilDate, index: Int, of: Int)
        /// The end of the last stage and the last required negative.
        case endOfControl(CivilDate)
        /// The day on which the reason fell away.
        case lifted(CivilDate)
        /// A condition that has no date of its own.
        case condition
    }

    /// How an obligation was met.
    public struct Fulfilment: Hashable, Sendable, Codable {
        /// When the evidence happened.
        public let at: Instant
        /// The fact that is the evidence.
        public let evidence: FactID

        /// Met at a moment by a fact.
        public init(at: Instant, evidence: FactID) {
            self.at = at
            self.evidence = evidence
        }
    }

    /// An obligation from its parts.
    public init(
        id: ObligationID, kind: Kind, measure: Measure, role: Role, territory: TerritoryCode, edition: String, stage: Int? = nil, day: Int? = nil,
        basis: Basis, opens: Instant, due: Instant?, closes: Instant? = nil, trigger: FactID?, fulfilment: Fulfilment? = nil
    ) {
        self.id = id
        self.kind = kind
        self.measure = measure
        self.role = role
        self.territory = territory
        self.edition = edition
        self.stage = stage
        self.day = day
        self.basis = basis
        self.opens = opens
        self.due = due
        self.closes = closes
        self.trigger = trigger
        self.fulfilment = fulfilment
    }
}

/// What identifies an obligation: subject, reason, rule and ordinal, never the edition.
public struct ObligationID: Hashable, Sendable, Codable, Comparable {
    /// Whom it is about.
    public let subject: Subject
    /// Why that subject has duties.
    public let reason: Reason
    /// The rule's place in the policy, such as `tracing.close.stages.1.tests.4`.
    public let rule: String
    /// Which of several under the same rule: the episode of a contact, from 0; the number of the case, arrival or post; its window. A fact
    /// recorded late, or one withdrawn, leaves the others' as they are.
    public let ordinal: Int

    /// Why a subject has duties.
    public enum Reason: String, CaseIterable, Sendable, Codable, Comparable {
        case infection, closeContact, secondaryContact, exposedAtPlace, generalContact, arrival, post, discharge, specimen
        case directive, finding, place, gathering, territory, pool, round, zone, assistance, lookBack, site
        case recall
        case homeControl, vaccination, doorRound, inspectionPlan
        case lookBackCall
        case transfer
        case zoneResident, selfReport
        case appeal
        case loop
        case unwell

        /// In the order of declaration.
        public static func < (left: Reason, right: Reason) -> Bool { left.position < right.position }

        private var position: Int {
            switch self {
            case .infection: 0
            case .closeContact: 1
            case .secondaryContact: 2
            case .exposedAtPlace: 3
            case .generalContact: 4
            case .arrival: 5
            case .post: 6
            case .discharge: 7
            case .specimen: 8
            case .directive: 9
            case .finding: 10
            case .place: 11
            case .gathering: 12
            case .territory: 13
            case .pool: 14
            case .round: 15
            case .zone: 16
            case .assistance: 17
            case .lookBack: 18
            case .site: 19
            case .recall: 20
            case .homeControl: 21
            case .vaccination: 22
            case .doorRound: 23
            case .inspectionPlan: 24
            case .lookBackCall: 25
            case .transfer: 26
            case .zoneResident: 27
            case .selfReport: 28
            case .appeal: 29
            case .loop: 30
            case .unwell: 31
            }
        }

        /// The kind of thing whose own duties stand under this reason; nil for the reasons of persons.
        public var thing: Subject.Kind? { Subject.Kind(rawValue: rawValue) }
    }

    /// An identity from its parts.
    public init(subject: Subject, reason: Reason, rule: String, ordinal: Int = 0) {
        self.subject = subject
        self.reason = reason
        self.rule = rule
        self.ordinal = ordinal
    }

    /// By reason, rule and ordinal; obligations of different subjects are not ordered by this.
    public static func < (left: ObligationID, right: ObligationID) -> Bool {
        (left.reason, left.rule, left.ordinal) < (right.reason, right.rule, right.ordinal)
    }
}

extension Obligation {
    /// Whether it asks for a sample of room and articles, not of the person.
    public var isEnvironmentSample: Bool { id.rule.contains(".environmentNegative.") }

    /// How an obligation stands at a moment.
    public enum State: String, CaseIterable, Sendable, Codable {
        /// Not yet open.
        case upcoming
        /// Open, and there is time.
        case open
        /// Open, within the last quarter of its time.
        case pressing
        /// Past due and unmet.
        case overdue
        /// Unmet when the next of its kind opened.
        case missed
        /// Met, not after it was due.
        case metInTime
        /// Met after it was due.
        case metLate
    }

    /// The state at `now`. A moment equal to `due` is still in time; evidence that reaches into the future (a stay that will have been kept)
    /// counts from its moment on.
    public func state(at now: Instant) -> State {
        if let fulfilment, fulfilment.at <= now { return due.map { fulfilment.at <= $0 } ?? true ? .metInTime : .metLate }
        if let closes, now >= closes { return .missed }
        guard let due else { return now < opens ? .upcoming : .open }
        if now > due { return .overdue }
        if now < opens { return .upcoming }
        let quarter = Span(milliseconds: (due - opens).milliseconds / 4)
        return now >= due - quarter ? .pressing : .open
    }
}
