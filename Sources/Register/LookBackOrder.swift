import Vocabulary

/// An order to look back over everyone who came in some days (信息排查回头看); `happenedAt` is when it was given.
public struct LookBackOrder: Hashable, Sendable, Codable {
    /// What is looked for, in a line.
    public var title: String
    /// The territory that ordered it.
    public var issuer: TerritoryCode
    /// The territories that must look.
    public var territories: [TerritoryCode]
    /// First day of arrival looked at.
    public var from: CivilDate
    /// Last day of arrival looked at.
    public var until: CivilDate
    /// By when it must be done.
    public var due: Instant?

    /// From its parts.
    public init(
        title: String, issuer: TerritoryCode, territories: [TerritoryCode], from: CivilDate, until: CivilDate, due: Instant? = nil
    ) {
        self.title = title
        self.issuer = issuer
        self.territories = territories
        self.from = from
        self.until = until
        self.due = due
    }
}
