import Vocabulary

/// That a person entered the territory; `happenedAt` is the arrival.
public struct Arrival: Hashable, Sendable, Codable {
    /// Where from, in words.
    public var origin: String
    /// The code of the place of origin, if it has one.
    public var originTerritory: TerritoryCode?
    /// The risk of the origin at the time the person left it.
    public var risk: OriginRisk
    /// The day the person left the area at risk.
    public var leftOrigin: CivilDate?
    /// Where in the territory the person goes.
    public var destination: TerritoryCode
    /// The checkpoint of entry.
    public var checkpoint: String?
    /// Means of travel.
    public var vehicle: VehicleKind?
    /// Train, flight or plate number.
    public var transportNumber: String?
    /// Coach and seat.
    public var seat: String?
    /// When the specimen of the certificate shown was taken; nil without certificate.
    public var certificateTaken: Instant?
    /// Whether the traveller registered before arriving.
    public var isRegistered: Bool
    /// The registration it answers, where one was shown.
    public var registration: Reference<Registration>?

    /// An arrival from its parts.
    public init(
        origin: String, originTerritory: TerritoryCode? = nil, risk: OriginRisk, leftOrigin: CivilDate? = nil, destination: TerritoryCode,
        checkpoint: String? = nil, vehicle: VehicleKind? = nil, transportNumber: String? = nil, seat: String? = nil, certificateTaken: Instant? = nil,
        isRegistered: Bool = false, registration: Reference<Registration>? = nil
    ) {
        self.origin = origin
        self.originTerritory = originTerritory
        self.risk = risk
        self.leftOrigin = leftOrigin
        self.destination = destination
        self.checkpoint = checkpoint
        self.vehicle = vehicle
        self.transportNumber = transportNumber
        self.seat = seat
        self.certificateTaken = certificateTaken
        self.isRegistered = isRegistered
        self.registration = registration
    }
}
