import Vocabulary

/// Who answers for a person held at home: looks in, brings what is needed, keeps the seal of the door (`domain.md` §10.4: 三人小组, 五包一). The fact
/// is about the person; `happenedAt` is since when. Of several the last stands.
public struct HomeTeam: Hashable, Sendable, Codable {
    /// The grid in which the door lies, or the village where grids are not laid out.
    public var territory: TerritoryCode
    /// Who, each with the part they play, by the policy's word: `villageCadre`, `health`, `police`.
    public var members: [Grid.Member]

    /// From its parts.
    public init(territory: TerritoryCode, members: [Grid.Member]) {
        self.territory = territory
        self.members = members
    }
}

extension HomeTeam: FactValue {
    /// The team, if the fact names one.
    public static func value(in fact: Fact) -> HomeTeam? { if case .homeTeam(let value) = fact { value } else { nil } }
}
