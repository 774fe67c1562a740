import Vocabulary

/// A tube shared by several people; `happenedAt` is its sealing.
public struct Pool: Hashable, Sendable, Codable {
    /// The code on the tube.
    public var code: String
    /// Samples it is made for: 1, 5, 10 or 20, or a household.
    public var capacity: Int
    /// The specimens in it.
    public var members: [Reference<Specimen>]
    /// Where it was filled.
    public var territory: TerritoryCode
    /// The laboratory's finding for the tube; never a finding about a person.
    public var outcome: TestOutcome?

    /// From its parts.
    public init(code: String, capacity: Int, members: [Reference<Specimen>], territory: TerritoryCode, outcome: TestOutcome? = nil) {
        self.code = code
        self.capacity = capacity
        self.members = members
        self.territory = territory
        self.outcome = outcome
    }
}

/// A swab of a surface, article or package; `happenedAt` is the taking.
public struct EnvironmentSpecimen: Hashable, Sendable, Codable {
    /// What was swabbed.
    public var site: String
    /// Where.
    public var territory: TerritoryCode
    /// The stay whose room it belongs to, if any.
    public var stay: Reference<Stay>?
    /// The finding.
    public var outcome: TestOutcome?

    /// From its parts.
    public init(site: String, territory: TerritoryCode, stay: Reference<Stay>? = nil, outcome: TestOutcome? = nil) {
        self.site = site
        self.territory = territory
        self.stay = stay
        self.outcome = outcome
    }
}
