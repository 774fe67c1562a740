import Vocabulary

/// Measure 5: looking back over everyone who came from an area at risk (回头看; `domain.md` §8.4).
public struct ScreeningRules: Hashable, Sendable {
    /// What a look-back order asks for; nil: the edition has none.
    public var lookBack: LookBack?

    /// What a look-back order asks for where the order itself does not say otherwise.
    public struct LookBack: Hashable, Sendable {
        /// How many days of arrivals are looked at again.
        public var period: Days
        /// Where arrivals are looked for.
        public var sources: Set<Source>
        /// Verify a person, from the order.
        public var verify: Clock
        /// Have a person who needs it tested, from the order.
        public var test: Clock?
        /// Bring a person who needs it under control, from the order.
        public var control: Clock?
        /// How often the list of those not found goes up, and to whom.
        public var escalateEvery: Hours
        /// The level to which it goes.
        public var escalateTo: TerritoryLevel
        /// The sources whose lists counties keep: of an order to a territory above them each county hands in its own.
        public var byCounty: Set<Source>
    }

    /// Where arrivals are looked for.
    public typealias Source = ArrivalSource
}

/// Levels of territory, by the words that policies use.
public enum TerritoryLevel: String, CaseIterable, Sendable {
    case nation, province, prefecture, county, township, village, grid
}
