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
    /// The round of mass screening in which it was filled.
    public var round: Reference<ScreeningRound>?

    /// From its parts.
    public init(
        code: String, capacity: Int, members: [Reference<Specimen>], territory: TerritoryCode, outcome: TestOutcome? = nil,
        round: Reference<ScreeningRound>? = nil
    ) {
        self.code = code
        self.capacity = capacity
        self.members = members
        self.territory = territory
        self.outcome = outcome
        self.round = round
    }
}

/// That somebody's tube came out positive or grey, so that they are held and sampled singly; `happenedAt` is the laboratory's report.
///
/// Says nothing of the person: a tube is no case (`domain.md` §5.2).
public struct Recall: Hashable, Sendable, Codable {
    /// The tube.
    public var pool: Reference<Pool>
    /// Who answers for the person until it is cleared.
    public var territory: TerritoryCode

    /// From its parts.
    public init(pool: Reference<Pool>, territory: TerritoryCode) {
        self.pool = pool
        self.territory = territory
    }
}

/// How many people an authority reckons hold posts of a class in a territory: what a roster is measured against; `happenedAt` is the count.
public struct RosterEstimate: Hashable, Sendable, Codable {
    /// The class of post, by the policy's key.
    public var postClass: String
    /// Where.
    public var territory: TerritoryCode
    /// How many.
    public var people: Int

    /// From its parts.
    public init(postClass: String, territory: TerritoryCode, people: Int) {
        self.postClass = postClass
        self.territory = territory
        self.people = people
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
