import Vocabulary

/// A passenger list received; `happenedAt` is the departure.
public struct Manifest: Hashable, Sendable, Codable {
    /// Train, flight or plate number.
    public var transportNumber: String
    /// The vehicle.
    public var vehicle: VehicleKind
    /// Where from.
    public var origin: String
    /// Where to.
    public var destination: String
    /// How many are listed.
    public var passengers: Int

    /// From its parts.
    public init(transportNumber: String, vehicle: VehicleKind, origin: String, destination: String, passengers: Int) {
        self.transportNumber = transportNumber
        self.vehicle = vehicle
        self.origin = origin
        self.destination = destination
        self.passengers = passengers
    }
}

/// A point of entry that checks people.
public struct Checkpoint: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// Where it stands.
    public var territory: TerritoryCode
    /// What it guards.
    public var kind: Kind

    /// What a checkpoint guards.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        case airport, railwayStation, motorway, port, coachStation, road
    }

    /// From its parts.
    public init(name: String, territory: TerritoryCode, kind: Kind) {
        self.name = name
        self.territory = territory
        self.kind = kind
    }
}
