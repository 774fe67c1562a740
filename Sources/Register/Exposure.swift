import Vocabulary

/// That a person (the subject) was exposed to another; `happenedAt` is when the contact was identified.
///
/// The degree that counts is derived: someone exposed to a case is a close contact, someone exposed only to a close contact a secondary
/// one. A positive contact therefore promotes its own contacts, an excluded case releases its own, without a word being rewritten.
public struct Exposure: Hashable, Sendable, Codable {
    /// The person exposed to: a case, or a contact.
    public var index: PersonID
    /// How near the meeting was judged: `close`, `exposedAtPlace` or `general`.
    public var nearness: ContactDegree
    /// First day of the exposure, if it lasted.
    public var first: CivilDate?
    /// Last day of the (unprotected) exposure.
    public var last: CivilDate
    /// Where and how they met.
    public var setting: ContactSetting
    /// The vehicle, when they met in one.
    public var vehicle: VehicleKind?
    /// Whether a close contact ran a higher risk (long, unprotected, shared room), by which some editions trace further.
    public var isHigherRisk: Bool
    /// The territory that has the duty of this contact; nil leaves it to the contact's present territory.
    public var territory: TerritoryCode?
    /// Place or circumstance in words.
    public var circumstance: String?
    /// Who told of the contact: own investigation, or a push from elsewhere.
    public var discovery: Discovery

    /// How a contact became known here (`domain.md` §3).
    public enum Discovery: String, CaseIterable, Sendable, Codable {
        case ownInvestigation, otherProvince, otherPrefecture, otherCounty
    }

    /// An exposure from its parts.
    public init(
        index: PersonID, nearness: ContactDegree = .close, first: CivilDate? = nil, last: CivilDate, setting: ContactSetting = .other,
        vehicle: VehicleKind? = nil, isHigherRisk: Bool = true, territory: TerritoryCode? = nil, circumstance: String? = nil,
        discovery: Discovery = .ownInvestigation
    ) {
        self.index = index
        self.nearness = nearness
        self.first = first
        self.last = last
        self.setting = setting
        self.vehicle = vehicle
        self.isHigherRisk = isHigherRisk
        self.territory = territory
        self.circumstance = circumstance
        self.discovery = discovery
    }
}
