import Vocabulary

/// That somebody announced a journey into the territory before arriving (报备; `domain.md` §8.2); `happenedAt` is the announcing.
///
/// Several may announce the same journey: the traveller, the host, the hotel. Each is a fact of its own about the same person, and one
/// arrival answers them all.
public struct Registration: Hashable, Sendable, Codable {
    /// Who announced it.
    public var by: Filer
    /// Where from, in words.
    public var origin: String
    /// The code of the place of origin, if it has one.
    public var originTerritory: TerritoryCode?
    /// The risk of the origin as assessed when it was announced; nil where nothing is known of it: then whoever checks judges.
    public var risk: OriginRisk?
    /// The day of leaving the origin.
    public var leftOrigin: CivilDate?
    /// Where else the person was in the fourteen days before, in words.
    public var stays: String?
    /// When the person means to arrive.
    public var arriving: Instant
    /// Where the person goes.
    public var destination: TerritoryCode
    /// Means of travel.
    public var vehicle: VehicleKind?
    /// Train, flight or plate number.
    public var transportNumber: String?
    /// Coach and seat.
    public var seat: String?
    /// When the specimen of the certificate held was taken.
    public var certificateTaken: Instant?
    /// The entry into the country, if the journey began abroad.
    public var abroad: EntryFromAbroad?

    /// Who announces a journey.
    public enum Filer: String, CaseIterable, Sendable, Codable {
        case traveller
        /// A relative or neighbour for somebody who cannot.
        case proxy
        case host, hotel, employer
    }

    /// How somebody entered the country.
    public struct EntryFromAbroad: Hashable, Sendable, Codable {
        /// The country or region left.
        public var country: String
        /// The port of entry.
        public var port: String?
        /// The day of entry.
        public var entered: CivilDate?

        /// From its parts.
        public init(country: String, port: String? = nil, entered: CivilDate? = nil) {
            self.country = country
            self.port = port
            self.entered = entered
        }
    }

    /// From its parts.
    public init(
        by: Filer, origin: String, originTerritory: TerritoryCode? = nil, risk: OriginRisk? = nil, leftOrigin: CivilDate? = nil, stays: String? = nil,
        arriving: Instant, destination: TerritoryCode, vehicle: VehicleKind? = nil, transportNumber: String? = nil, seat: String? = nil,
        certificateTaken: Instant? = nil, abroad: EntryFromAbroad? = nil
    ) {
        self.by = by
        self.origin = origin
        self.originTerritory = originTerritory
        self.risk = risk
        self.leftOrigin = leftOrigin
        self.stays = stays
        self.arriving = arriving
        self.destination = destination
        self.vehicle = vehicle
        self.transportNumber = transportNumber
        self.seat = seat
        self.certificateTaken = certificateTaken
        self.abroad = abroad
    }
}
