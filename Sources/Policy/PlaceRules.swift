import Vocabulary

/// Measure 6: special places in closed loop, key places with required measures (`domain.md` §9).
public struct PlaceRules: Hashable, Sendable {
    /// Classes of special places by key (特殊场所).
    public var special: [String: SpecialPlace]
    /// Classes of key places by key (重点场所).
    public var key: [String: KeyPlace]
    /// How long a place's visitors are kept for tracing.
    public var keepVisits: Days
    /// How often a place's manager confirms the measures; nil: not asked for.
    public var selfCheckEvery: Days?
    /// Within how long of a zone's level a place of a class that is closed in it must be closed; nil: no clock runs.
    public var closeWithin: Clock?
    /// Within how long somebody goes after a person of a closed loop who was seen outside it; nil: no clock runs.
    public var breachWithin: Clock?

    /// What holds for a class of special places.
    public struct SpecialPlace: Hashable, Sendable {
        /// Name of the class.
        public var label: LocalizedText
        /// Whether residents and staff live in a closed loop.
        public var closedLoop: Bool
        /// Whether visitors are let in.
        public var visitors: Bool
        /// Whether goods are disinfected at the door.
        public var disinfectGoods: Bool
        /// How staff take turns.
        public var shift: ShiftPattern?
        /// Tests before entry: how many within how long, how far apart.
        public var entry: EntryTests?
        /// How often people in it are tested.
        public var frequency: TestFrequency?
        /// Full rounds while it lies in a sealed area.
        public var sealed: SealedRounds?
    }

    /// Tests before entry into a closed loop.
    public struct EntryTests: Hashable, Sendable {
        /// How many.
        public var count: Int
        /// Within how many hours before entry.
        public var within: Hours
        /// Least hours between two.
        public var gap: Hours
    }

    /// Full rounds of tests while a place lies in a sealed area.
    public struct SealedRounds: Hashable, Sendable {
        /// Rounds at once.
        public var first: Int
        /// Within how many days.
        public var within: Days
        /// Rounds in all, at least.
        public var total: Int
    }

    /// What holds for a class of key places.
    public struct KeyPlace: Hashable, Sendable {
        /// Name of the class.
        public var label: LocalizedText
        /// What must be done there.
        public var measures: Set<PlaceMeasure>
        /// A visitor's negative certificate is not older than this.
        public var certificate: Hours?
        /// How often staff are tested.
        public var staff: TestFrequency?
        /// Share of the rated capacity that may be inside, in per cent; nil: as for all enclosed places.
        public var occupancy: Double?
        /// Levels of zone in which it is closed.
        public var closedIn: Set<ZoneLevel>
    }
}

/// What must be done in a place.
public enum PlaceMeasure: String, CaseIterable, Sendable {
    case placeCode, certificate, mask, temperature, ventilation, disinfection, staffTests, cap, responsiblePerson, distance
}

/// How staff of a closed loop take turns: stages one after the other, then again from the first.
public struct ShiftPattern: Hashable, Sendable {
    /// The stages in order.
    public var stages: [Stage]

    /// One stage of a turn.
    public struct Stage: Hashable, Sendable {
        /// What it is.
        public var kind: Kind
        /// How many days.
        public var days: Days
        /// Days of the stage on which a test is due.
        public var tests: [Int]
        /// How often tests are due, where days are not named.
        public var frequency: TestFrequency?
    }

    /// Stages of a turn.
    public enum Kind: String, CaseIterable, Sendable {
        case preIsolation, duty, centralIsolation, homeIsolation, rest
    }
}
