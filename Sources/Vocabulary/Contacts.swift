/// How far a person stands from a case, strictest first (`domain.md` §3).
public enum ContactDegree: String, CaseIterable, Sendable, Codable, Comparable {
    /// Close contact 密接.
    case close
    /// Secondary contact 次密接: close contact of a close contact.
    case secondary
    /// Exposed at a place 涉疫场所暴露人员.
    case exposedAtPlace
    /// General contact 一般接触者.
    case general

    /// Looser degrees come first: `a > b` reads "nearer than".
    public static func < (left: ContactDegree, right: ContactDegree) -> Bool { left.nearness < right.nearness }

    private var nearness: Int {
        switch self {
        case .close: 3
        case .secondary: 2
        case .exposedAtPlace: 1
        case .general: 0
        }
    }
}

/// Where and how people met (`domain.md` §3).
public enum ContactSetting: String, CaseIterable, Sendable, Codable {
    /// Same household or dwelling.
    case household
    /// Care or treatment of the case.
    case care
    /// Same ward, or a visit to it.
    case ward
    /// In the room during an aerosol-generating procedure.
    case aerosolProcedure
    /// Same office, workshop or team.
    case workplace
    /// Same classroom.
    case classroom
    /// Same dormitory.
    case dormitory
    /// Same or adjacent table.
    case meal
    /// Entertainment in an enclosed place.
    case entertainment
    /// Same lift, toilet or other closed small space.
    case enclosedSpace
    /// Same vehicle.
    case transport
    /// Contaminated goods or environment.
    case environment
    /// Same market, shop, venue, without meeting.
    case venue
    /// Funeral or care of the dead.
    case burial
    /// Anything else the investigator judged.
    case other
}

/// Vehicles with a contact rule of their own (`domain.md` §3).
public enum VehicleKind: String, CaseIterable, Sendable, Codable {
    case aircraft, enclosedTrain, sleeperTrain, openTrain, enclosedBus, ventilatedBus, ship, taxi
}
