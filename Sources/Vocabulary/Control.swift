/// How a person is held or watched, from the strictest to the least (`domain.md` §2.4).
public enum ControlMode: String, CaseIterable, Sendable, Codable, Comparable {
    /// In a hospital or a temporary treatment site.
    case hospital
    /// Central medical observation 集中医学观察: one person one room in an isolation site.
    case central
    /// Home isolation 居家隔离医学观察.
    case homeIsolation
    /// Home health monitoring 居家健康监测: no going out except for care.
    case homeMonitoring
    /// Health monitoring 两点一线: between home and work only.
    case workAndHome
    /// Self health monitoring 自我健康监测: ordinary life, no gatherings.
    case selfMonitoring

    /// Whether the mode keeps a person in one place, so that only a recorded stay can show it was kept.
    public var isStay: Bool { self >= .homeMonitoring }

    /// Less strict modes come first: `a >= b` reads "at least as strict as".
    public static func < (left: ControlMode, right: ControlMode) -> Bool { left.strictness < right.strictness }

    private var strictness: Int {
        switch self {
        case .hospital: 6
        case .central: 5
        case .homeIsolation: 4
        case .homeMonitoring: 3
        case .workAndHome: 2
        case .selfMonitoring: 1
        }
    }
}

/// Groups for whom a policy may hold control at home instead of centrally (`domain.md` §2.5).
public enum SpecialGroup: String, CaseIterable, Sendable, Codable {
    case child, pregnantOrNursing, underlyingDisease, dependentOnCare, assessedByExperts
}

/// The risk of the area someone comes from.
public enum OriginRisk: String, CaseIterable, Sendable, Codable {
    /// From a high-risk, sealed or controlled area.
    case high
    /// From a medium-risk area.
    case medium
    /// From a county with local cases outside its risk areas.
    case low
    /// From a province with local cases, outside the affected counties.
    case affectedProvince
    /// From a province without local cases.
    case unaffected
    /// From another country or region.
    case abroad
}

/// The level of a risk area, in whichever scheme a policy uses (`domain.md` §4).
public enum ZoneLevel: String, CaseIterable, Sendable, Codable {
    /// High risk 高风险区, or sealed 封控区 in the three-zone scheme.
    case high
    /// Medium risk 中风险区, or controlled 管控区.
    case medium
    /// Low risk 低风险区, or precautionary 防范区.
    case low
}

/// What is looked at when someone enters (`domain.md` §8.1).
public enum ArrivalCheck: String, CaseIterable, Sendable, Codable {
    case temperature, mask, healthCode, itinerary, testCertificate
}
