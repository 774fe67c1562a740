import Vocabulary

/// An order of a headquarters; `happenedAt` is when it was issued.
public struct Directive: Hashable, Sendable, Codable {
    /// What is ordered, in a line.
    public var title: String
    /// The order.
    public var text: String
    /// The territory whose headquarters issued it.
    public var issuer: TerritoryCode
    /// The territories that must carry it out.
    public var addressees: [TerritoryCode]
    /// When it must be done.
    public var due: Instant?
    /// The order it passes on.
    public var parent: Reference<Directive>?
    /// Down to which level addressees must pass it on; nil: it stops with them.
    public var reach: TerritoryCode.Level?
    /// The task forces of the addressees that must carry it out, by the policy's keys; nil or empty: the headquarters as a whole.
    public var forces: [String]?
    /// The meeting that decided it; nil for an order of its own.
    public var meeting: Reference<CommandMeeting>?

    /// From its parts.
    public init(
        title: String, text: String, issuer: TerritoryCode, addressees: [TerritoryCode], due: Instant? = nil,
        parent: Reference<Directive>? = nil, reach: TerritoryCode.Level? = nil, forces: [String]? = nil,
        meeting: Reference<CommandMeeting>? = nil
    ) {
        self.meeting = meeting
        self.title = title
        self.text = text
        self.issuer = issuer
        self.addressees = addressees
        self.due = due
        self.parent = parent
        self.reach = reach
        self.forces = forces
    }
}

/// That an addressee did something with an order; `happenedAt` is the moment.
public struct Receipt: Hashable, Sendable, Codable {
    /// The order.
    public var directive: Reference<Directive>
    /// The addressee.
    public var territory: TerritoryCode
    /// What was done.
    public var step: Step
    /// What shows it.
    public var evidence: String?

    /// The steps of an order at an addressee: the first three are the addressee's, the others the issuer's.
    public enum Step: String, CaseIterable, Sendable, Codable {
        /// Read 已读.
        case read
        /// Acknowledged 签收.
        case acknowledged
        /// Carried out and reported 反馈.
        case reported
        /// The report was accepted 办结.
        case accepted
        /// The report was returned 退回: the order is open again.
        case returned
        /// The issuer pressed for what was overdue 督办.
        case urged
    }

    /// From its parts.
    public init(directive: Reference<Directive>, territory: TerritoryCode, step: Step, evidence: String? = nil) {
        self.directive = directive
        self.territory = territory
        self.step = step
        self.evidence = evidence
    }
}

/// That a person is put on duty; `happenedAt` is when the roster was made, or the beginning of the shift where it states none of its own.
public struct Shift: Hashable, Sendable, Codable {
    /// The headquarters.
    public var territory: TerritoryCode
    /// Task force by the policy's key, or a desk in a word.
    public var function: String
    /// Its beginning, which may lie ahead; nil: when it was recorded as happening.
    public var begins: Instant?
    /// Its end.
    public var until: Instant
    /// Who is on duty.
    public var holder: String

    /// From its parts.
    public init(territory: TerritoryCode, function: String, begins: Instant? = nil, until: Instant, holder: String) {
        self.territory = territory
        self.function = function
        self.begins = begins
        self.until = until
        self.holder = holder
    }
}

/// That whoever was on duty handed over; `happenedAt` is the moment.
public struct HandOver: Hashable, Sendable, Codable {
    /// The shift that ended.
    public var shift: Reference<Shift>
    /// What the next shift must know.
    public var note: String
    /// Who took over.
    public var to: String?

    /// From its parts.
    public init(shift: Reference<Shift>, note: String, to: String? = nil) {
        self.shift = shift
        self.note = note
        self.to = to
    }
}

/// A turn of the headquarters of a territory; `happenedAt` is the moment.
public struct HeadquartersStep: Hashable, Sendable, Codable {
    /// What happened.
    public var kind: Kind
    /// The response level from then on, by the policy's key; nil where none is stated.
    public var response: String?
    /// The leader who is present, or left.
    public var leader: String?
    /// Why, or by which order.
    public var grounds: String?

    /// The turns of a headquarters.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Activated, or given another response level.
        case activated
        /// Stood down.
        case stoodDown
        /// A named leader has taken charge on the spot.
        case leaderPresent
        /// The leader has left.
        case leaderLeft
    }

    /// From its parts.
    public init(_ kind: Kind, response: String? = nil, leader: String? = nil, grounds: String? = nil) {
        self.kind = kind
        self.response = response
        self.leader = leader
        self.grounds = grounds
    }
}

/// An infection found in another territory with its source here; `happenedAt` is its finding.
public struct InfectionElsewhere: Hashable, Sendable, Codable {
    /// Where it was found.
    public var foundIn: String
    /// The person here it came from, if known.
    public var source: PersonID?
    /// The day the infected person left here.
    public var leftOn: CivilDate

    /// From its parts.
    public init(foundIn: String, source: PersonID? = nil, leftOn: CivilDate) {
        self.foundIn = foundIn
        self.source = source
        self.leftOn = leftOn
    }
}
