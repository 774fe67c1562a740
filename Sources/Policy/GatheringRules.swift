import Vocabulary

/// Measure 7: which gatherings are held, reported, approved or refused, and how full enclosed places may be (`domain.md` §9.3).
public struct GatheringRules: Hashable, Sendable {
    /// The limits; of those that fit a gathering the strictest decides.
    public var limits: [Limit]
    /// Within how long an application is decided.
    public var decideWithin: Clock?
    /// Share of the rated capacity of an enclosed place that may be inside, in per cent; nil: all of it.
    public var enclosedShare: Double?
    /// Square metres of an enclosed place for each person; nil: no such limit.
    public var areaPerPerson: Double?
    /// After how long without a count a live number counts as stale.
    public var staleAfter: Span
    /// Within how long of its beginning somebody looks at a gathering that needs leave, on the spot; nil: not asked for.
    public var check: Clock?

    /// A limit: what is decided from a number of people on.
    public struct Limit: Hashable, Sendable {
        /// The kinds it is about; empty: all.
        public var kinds: Set<Kind>
        /// Only indoors (yes), only outdoors (no), or both (nil).
        public var indoor: Bool?
        /// The levels of zone in which it holds; empty: everywhere.
        public var zones: Set<ZoneLevel>
        /// From how many people on.
        public var from: Int
        /// Whether it is only about gatherings with people from other territories.
        public var crossTerritory: Bool
        /// What is decided.
        public var decision: Decision
        /// Who decides, where someone must.
        public var by: TerritoryLevel?
        /// On what conditions it may be held.
        public var conditions: Set<Condition>
    }

    /// Kinds of gatherings.
    public enum Kind: String, CaseIterable, Sendable {
        case familyMeal, banquet, wedding, funeral, meeting, exhibition, performance, sport, religious, training, market, other
    }

    /// What can be decided, from the mildest.
    public enum Decision: String, CaseIterable, Sendable, Comparable {
        /// It may be held.
        case allow
        /// It may be held once it is reported with a plan.
        case report
        /// It needs a person's approval.
        case approve
        /// It may not be held.
        case refuse

        /// Milder decisions come first.
        public static func < (left: Decision, right: Decision) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    /// On what conditions a gathering may be held.
    public enum Condition: String, CaseIterable, Sendable {
        case attendeeList, certificate48h, certificate72h, placeCode, mask, noMeal, preventionPlan, responsiblePerson
    }

    /// What is decided about a gathering, and by which limit (its index); nil if no limit fits, so that it may be held.
    ///
    /// Of the limits that fit the strictest decision wins; among equals the one that begins at more people, then the
    /// one that is about people from elsewhere, then the first.
    public func decision(
        kind: Kind, people: Int, isIndoors: Bool, zone: ZoneLevel?, crossesTerritories: Bool = false
    ) -> (limit: Limit, index: Int)? {
        limits.enumerated().filter { _, limit in
            people >= limit.from && (limit.kinds.isEmpty || limit.kinds.contains(kind))
                && (limit.indoor == nil || limit.indoor == isIndoors)
                && (limit.zones.isEmpty || zone.map(limit.zones.contains) == true) && (!limit.crossTerritory || crossesTerritories)
        }.max { left, right in
            let (a, b) = (left.element, right.element)
            return (a.decision, a.from, a.crossTerritory ? 1 : 0, right.offset) < (b.decision, b.from, b.crossTerritory ? 1 : 0, left.offset)
        }.map { ($0.element, $0.offset) }
    }
}
