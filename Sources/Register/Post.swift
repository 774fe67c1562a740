import Vocabulary

/// That a person holds a post with a testing duty, from `from` on.
public struct PostHolding: Hashable, Sendable, Codable {
    /// The class of post, by the policy's key.
    public var postClass: String
    /// The unit.
    public var unit: String?
    /// The territory in which the work is done.
    public var territory: TerritoryCode
    /// First day.
    public var from: CivilDate
    /// Last day; nil while the post is held.
    public var until: CivilDate?

    /// A holding from its parts.
    public init(postClass: String, unit: String? = nil, territory: TerritoryCode, from: CivilDate, until: CivilDate? = nil) {
        self.postClass = postClass
        self.unit = unit
        self.territory = territory
        self.from = from
        self.until = until
    }
}
