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

    /// From its parts.
    public init(name: String, territory: TerritoryCode, area: [TerritoryCode], population: Int? = nil, until: Instant? = nil) {
        self.name = name
        self.territory = territory
        self.area = area
        self.population = population
        self.until = until
    }
}
