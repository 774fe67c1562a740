import Vocabulary

/// A place that has duties of its own: hospital, market, school, isolation site, checkpoint hall.
public struct Place: Hashable, Sendable, Codable {
    /// Name as registered.
    public var name: String
    /// The class of place, by the policy's key.
    public var placeClass: String
    /// Where it lies.
    public var territory: TerritoryCode
    /// Street and number.
    public var address: String?
    /// Unified social credit code of the operator.
    public var socialCreditCode: String?
    /// Persons it is rated for.
    public var ratedCapacity: Int?
    /// Who answers for it.
    public var responsible: String?
    /// What everybody finds there; nil or empty: nothing that is told to the public.
    public var offers: [PublicOffer]?

    /// From its parts.
    public init(
        name: String, placeClass: String, territory: TerritoryCode, address: String? = nil, socialCreditCode: String? = nil,
        ratedCapacity: Int? = nil, responsible: String? = nil, offers: [PublicOffer]? = nil
    ) {
        self.offers = offers
        self.name = name
        self.placeClass = placeClass
        self.territory = territory
        self.address = address
        self.socialCreditCode = socialCreditCode
        self.ratedCapacity = ratedCapacity
        self.responsible = responsible
    }
}

/// What a place has for everybody.
public enum PublicOffer: String, CaseIterable, Sendable, Codable {
    /// Tests are taken.
    case testing
    /// Doses of vaccine are given.
    case vaccination
    /// Whoever has a fever is seen.
    case feverClinic
}

/// That a person was in a place; `happenedAt` is the entry.
public struct Visit: Hashable, Sendable, Codable {
    /// The place.
    public var place: Reference<Place>
    /// When the person left, if known.
    public var until: Instant?
    /// Table, row or seat.
    public var seat: String?

    /// From its parts.
    public init(place: Reference<Place>, until: Instant? = nil, seat: String? = nil) {
        self.place = place
        self.until = until
        self.seat = seat
    }
}

/// That whoever answers for a place looked whether the required measures are in order; `happenedAt` is the look.
public struct PlaceCheck: Hashable, Sendable, Codable {
    /// The measures found in order, by the policy's words.
    public var inOrder: [String]
    /// The measures found wanting.
    public var wanting: [String]
    /// Everyone in the place who was tested in a full round, if this was one.
    public var tested: Int?
    /// What was seen.
    public var remark: String?

    /// From its parts.
    public init(inOrder: [String], wanting: [String] = [], tested: Int? = nil, remark: String? = nil) {
        self.inOrder = inOrder
        self.wanting = wanting
        self.tested = tested
        self.remark = remark
    }
}

/// That a place was closed or opened again; `happenedAt` is the moment.
public struct PlaceChange: Hashable, Sendable, Codable {
    /// Whether it is open from then on.
    public var isOpen: Bool
    /// Why.
    public var grounds: String?

    /// From its parts.
    public init(isOpen: Bool, grounds: String? = nil) {
        self.isOpen = isOpen
        self.grounds = grounds
    }
}

/// A step of a person into, within or out of the closed loop of a place; `happenedAt` is the step. The steps are the loop's roster and its
/// ledger of entries and exits (`domain.md` §9.1).
public struct LoopStep: Hashable, Sendable, Codable {
    /// The place.
    public var place: Reference<Place>
    /// What happened.
    public var kind: Kind
    /// The stage of the shift pattern that begins, by the policy's word; nil where none does.
    public var stage: String?
    /// The room.
    public var room: String?
    /// Where the person was seen, of a breach.
    public var elsewhere: String?
    /// The class of the place, by which the policy says what a stage asks of the person; nil in what was recorded before it was told.
    public var placeClass: String?
    /// Where the place lies: there the duties of the stage are.
    public var territory: TerritoryCode?
    /// When the person is to come in, of somebody who is expected.
    public var enters: Instant?

    /// The steps of a person of the loop.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Was put on the roster, to come in later: the tests before entry are due by then.
        case expected
        /// Came into the loop.
        case entered
        /// Went on to the next stage.
        case moved
        /// Left the loop for good.
        case left
        /// Was seen outside it.
        case seenOutside

        /// Whether it is a turn of somebody in the loop: into it, within it or out of it.
        public var isTurn: Bool { self == .entered || self == .moved || self == .left }
    }

    /// From its parts.
    public init(
        place: Reference<Place>, kind: Kind, stage: String? = nil, room: String? = nil, elsewhere: String? = nil, placeClass: String? = nil,
        territory: TerritoryCode? = nil, enters: Instant? = nil
    ) {
        self.enters = enters
        self.placeClass = placeClass
        self.territory = territory
        self.place = place
        self.kind = kind
        self.stage = stage
        self.room = room
        self.elsewhere = elsewhere
    }
}

/// A planned meeting of people; `happenedAt` is the application, or the beginning where none is told.
public struct Gathering: Hashable, Sendable, Codable {
    /// What it is.
    public var title: String
    /// Where.
    public var territory: TerritoryCode
    /// The place, if registered.
    public var place: Reference<Place>?
    /// Persons expected.
    public var attendance: Int
    /// Whether it is held indoors.
    public var isIndoors: Bool
    /// When it ends.
    public var until: Instant
    /// Who answers for it.
    public var organiser: String?
    /// What was decided.
    public var decision: Decision?
    /// What sort of gathering it is, by the policy's word; nil: any other.
    public var sort: String?
    /// When it begins; nil: when it was recorded.
    public var begins: Instant?
    /// Whether people come from other territories.
    public var crossesTerritories: Bool?
    /// The plan of prevention, as handed in.
    public var plan: String?

    /// What an authority can decide on a gathering.
    public enum Decision: String, CaseIterable, Sendable, Codable {
        case approved, refused, withdrawn
    }

    /// From its parts.
    public init(
        title: String, territory: TerritoryCode, place: Reference<Place>? = nil, attendance: Int, isIndoors: Bool, until: Instant,
        organiser: String? = nil, decision: Decision? = nil, sort: String? = nil, begins: Instant? = nil, crossesTerritories: Bool? = nil,
        plan: String? = nil
    ) {
        self.title = title
        self.territory = territory
        self.place = place
        self.attendance = attendance
        self.isIndoors = isIndoors
        self.until = until
        self.organiser = organiser
        self.decision = decision
        self.sort = sort
        self.begins = begins
        self.crossesTerritories = crossesTerritories
        self.plan = plan
    }
}

/// What became of an application for a gathering; `happenedAt` is the moment.
public struct GatheringStep: Hashable, Sendable, Codable {
    /// What happened.
    public var kind: Kind
    /// The rule that decided without a person, by its key; nil where a person did.
    public var rule: String?
    /// On what conditions, by the policy's words.
    public var conditions: [String]?
    /// Who will come, or came.
    public var attendees: [PersonID]?
    /// How many were counted on the spot.
    public var counted: Int?
    /// Grounds of the decision, or what was seen.
    public var remark: String?

    /// The steps of a gathering.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// It may be held.
        case approved
        /// It may not be held.
        case refused
        /// The organiser handed in who will come.
        case attendeeList
        /// Somebody looked on the day, and found it as approved.
        case checkedGood
        /// Somebody looked on the day, and found it otherwise.
        case checkedBad
        /// The organiser gave it up.
        case calledOff
    }

    /// From its parts.
    public init(
        kind: Kind, rule: String? = nil, conditions: [String]? = nil, attendees: [PersonID]? = nil, counted: Int? = nil, remark: String? = nil
    ) {
        self.kind = kind
        self.rule = rule
        self.conditions = conditions
        self.attendees = attendees
        self.counted = counted
        self.remark = remark
    }
}
