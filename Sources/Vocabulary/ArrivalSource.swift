/// Where an arrival is known from (`domain.md` §8.4).
public enum ArrivalSource: String, CaseIterable, Sendable, Codable {
    /// Registered before travelling.
    case registration
    /// A passenger list of a train, flight, ship or coach.
    case manifest
    /// Checked at a point of entry.
    case checkpoint
    /// Scanned the code of a place.
    case placeCode
    /// Told by the health code.
    case healthCode
    /// Found by knocking at doors.
    case doorKnock
    /// Registered by a hotel.
    case hotel
    /// On a list that another authority sent.
    case pushedList
    /// Left a motorway at a toll station.
    case tollList
}
