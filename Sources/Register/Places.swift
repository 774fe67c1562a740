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

    /// From its parts.
    public init(
        name: String, placeClass: String, territory: TerritoryCode, address: String? = nil, socialCreditCode: String? = nil,
        ratedCapacity: Int? = nil, responsible: String? = nil
    ) {
        self.name = name
        self.placeClass = placeClass
        self.territory = territory
        self.address = address
        self.socialCreditCode = socialCreditCode
        self.ratedCapacity = ratedCapacity
        self.responsible = responsible
    }
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

/// A planned meeting of people; `happenedAt` is its beginning.
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

    /// What an authority can decide on a gathering.
    public enum Decision: String, CaseIterable, Sendable, Codable {
        case approved, refused, withdrawn
    }

    /// From its parts.
    public init(
        title: String, territory: TerritoryCode, place: Reference<Place>? = nil, attendance: Int, isIndoors: Bool, until: Instant,
        organiser: String? = nil, decision: Decision? = nil
    ) {
        self.title = title
        self.territory = territory
        self.place = place
        self.attendance = attendance
        self.isIndoors = isIndoors
        self.until = until
        self.organiser = organiser
        self.decision = decision
    }
}
