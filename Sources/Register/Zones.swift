import Vocabulary

/// A risk area; `happenedAt` is when this level took effect. Changes of level are revisions that carry the levels before along, so that one
/// value tells the whole course (`domain.md` §4).
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
    /// The levels it had before this one, the first one first.
    public var earlier: [Turn]?
    /// Why it has this level, in the words of the notice.
    public var grounds: String?

    /// A level the zone had, and from when.
    public struct Turn: Hashable, Sendable, Codable {
        /// The level.
        public var level: ZoneLevel
        /// When it took effect.
        public var since: Instant

        /// A turn from its parts.
        public init(level: ZoneLevel, since: Instant) {
            self.level = level
            self.since = since
        }
    }

    /// From its parts.
    public init(
        name: String, level: ZoneLevel, territory: TerritoryCode, members: [TerritoryCode], lifted: Instant? = nil, lastInfection: Instant? = nil,
        earlier: [Turn]? = nil, grounds: String? = nil
    ) {
        self.name = name
        self.level = level
        self.territory = territory
        self.members = members
        self.lifted = lifted
        self.lastInfection = lastInfection
        self.earlier = earlier
        self.grounds = grounds
    }
}

/// A stretch of time in which a zone had one level.
public struct ZonePeriod: Hashable, Sendable {
    /// The level.
    public var level: ZoneLevel
    /// From when.
    public var since: Instant
    /// Until when; nil while it lasts.
    public var until: Instant?

    /// A period from its parts.
    public init(level: ZoneLevel, since: Instant, until: Instant? = nil) {
        self.level = level
        self.since = since
        self.until = until
    }
}

extension Recorded<Zone> {
    /// The levels the zone had and has, one after the other.
    public var periods: [ZonePeriod] {
        let turns = (value.earlier ?? []) + [Zone.Turn(level: value.level, since: happenedAt)]
        return turns.enumerated().map { index, turn in
            ZonePeriod(level: turn.level, since: turn.since, until: index + 1 < turns.count ? turns[index + 1].since : value.lifted)
        }
    }

    /// When the zone was set.
    public var declared: Instant { value.earlier?.first?.since ?? happenedAt }

    /// Whether the place lies in it.
    public func covers(_ territory: TerritoryCode) -> Bool { value.members.contains { $0.contains(territory) } }
}

extension Sequence<Recorded<Zone>> {
    /// The strictest level that holds in a territory at a moment; nil outside of all zones.
    public func level(in territory: TerritoryCode, at moment: Instant) -> ZoneLevel? {
        lazy.filter { $0.covers(territory) }.flatMap(\.periods)
            .filter { $0.since <= moment && ($0.until.map { $0 > moment } ?? true) }.map(\.level)
            .min { ZoneLevel.allCases.firstIndex(of: $0) ?? 0 < ZoneLevel.allCases.firstIndex(of: $1) ?? 0 }
    }
}

/// Something that happened in a zone and counts towards its lifting; `happenedAt` is its moment.
public struct ZoneEvent: Hashable, Sendable, Codable {
    /// What happened.
    public var kind: Kind
    /// What shows it.
    public var evidence: String?

    /// What counts towards the lifting of a zone (`domain.md` §4).
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// An infection was found among those who live in it.
        case infection
        /// The last close contact was moved out.
        case contactsMoved
        /// A full round of tests came out negative.
        case roundNegative
        /// A full round of tests found somebody positive.
        case roundPositive
        /// The expert panel looked at it again, and it stays as it is.
        case reviewed
    }

    /// From its parts.
    public init(kind: Kind, evidence: String? = nil) {
        self.kind = kind
        self.evidence = evidence
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
    /// The building, or the group of a village, by which it lies in a grid.
    public var building: String?
    /// The door in the building.
    public var door: String?
    /// Why somebody there needs looking after, by the policy's words for vulnerable people; empty or nil: nobody does.
    public var care: [String]?

    /// From its parts.
    public init(
        territory: TerritoryCode, members: [PersonID], sharesKitchen: Bool = false, building: String? = nil, door: String? = nil,
        care: [String]? = nil
    ) {
        self.territory = territory
        self.members = members
        self.sharesKitchen = sharesKitchen
        self.building = building
        self.door = door
        self.care = care
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
