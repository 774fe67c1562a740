import Vocabulary

/// A round of mass screening; `happenedAt` is its start.
public struct ScreeningRound: Hashable, Sendable, Codable {
    /// What people call it.
    public var name: String
    /// The territory that holds it.
    public var territory: TerritoryCode
    /// The territories that are screened.
    public var area: [TerritoryCode]
    /// Residents to be tested.
    public var population: Int?
    /// When it must be over.
    public var until: Instant?
    /// People to a tube.
    public var tubeSize: Int?
    /// Sampling sites.
    public var sites: Int?
    /// Samplers.
    public var samplers: Int?
    /// What it came to; nil while it runs.
    public var closing: Closing?

    /// What a round came to, counted from its tubes when it was closed.
    public struct Closing: Hashable, Sendable, Codable {
        /// When it was closed.
        public var at: Instant
        /// People sampled.
        public var sampled: Int
        /// Tubes filled.
        public var tubes: Int
        /// Tubes positive or grey.
        public var positiveTubes: Int
        /// People found infected in society by single retests.
        public var infections: Int

        /// From its parts.
        public init(at: Instant, sampled: Int, tubes: Int, positiveTubes: Int, infections: Int) {
            self.at = at
            self.sampled = sampled
            self.tubes = tubes
            self.positiveTubes = positiveTubes
            self.infections = infections
        }
    }

    /// From its parts.
    public init(
        name: String, territory: TerritoryCode, area: [TerritoryCode], population: Int? = nil, until: Instant? = nil, tubeSize: Int? = nil,
        sites: Int? = nil, samplers: Int? = nil, closing: Closing? = nil
    ) {
        self.name = name
        self.territory = territory
        self.area = area
        self.population = population
        self.until = until
        self.tubeSize = tubeSize
        self.sites = sites
        self.samplers = samplers
        self.closing = closing
    }
}
