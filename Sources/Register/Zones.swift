import Vocabulary

/// A risk area; `happenedAt` is when this level took effect. Changes of level are revisions.
public struct Zone: Hashable, Sendable, Codable {
    /// Name in the notice.
    public var name: String
    /// The level from then on.
    public var level: ZoneLevel
    /// The county or township that declared it.
    public var territory: TerritoryCode
    /// Villages, grids or townships that belong to it.
    public var members: [TerritoryCode]
    /// When it was lifted.
    public var lifted: Instant?
    /// Last infection found in it.
    public var lastInfection: Instant?

    /// From its parts.
    public init(
        name: String, level: ZoneLevel, territory: TerritoryCode, members: [TerritoryCode], lifted: Instant? = nil, lastInfection: Instant? = nil
    ) {
        self.name = name
        self.level = level
        self.territory = territory
        self.members = members
        self.lifted = lifted
        self.lastInfection = lastInfection
    }
}

/// People of one dwelling.
public struct Household: Hashable, Sendable, Codable {
    /// Village or grid.
    public var territory: TerritoryCode
    /// Who lives there.
    public var members: [PersonID]
    /// Whether kitchen or toilet are shared with others.
    public var sharesKitchen: Bool

    /// From its parts.
    public init(territory: TerritoryCode, members: [PersonID], sharesKitchen: Bool = false) {
        self.territory = territory
        self.members = members
        self.sharesKitchen = sharesKitchen
    }
}

/// That a community worker called at a door; `happenedAt` is the moment.
public struct HouseholdVisit: Hashable, Sendable, Codable {
    /// The household, if registered.
    public var household: Reference<Household>?
    /// The grid or village.
    public var territory: TerritoryCode
    /// What came of it.
    public var outcome: Outcome
    /// What was seen.
    public var remark: String?

    /// What can come of a call at a door.
    public enum Outcome: String, CaseIterable, Sendable, Codable {
        case met, notAtHome, refused, movedAway
    }

    /// From its parts.
    public init(household: Reference<Household>? = nil, territory: TerritoryCode, outcome: Outcome, remark: String? = nil) {
        self.household = household
        self.territory = territory
        self.outcome = outcome
        self.remark = remark
    }
}
