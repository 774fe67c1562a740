import Vocabulary

/// Where people are held or treated: a hospital, an isolation site; `happenedAt` is its opening. What it can hold is revised, not appended.
public struct StaySite: Hashable, Sendable, Codable {
    /// Its name.
    public var name: String
    /// The strictest mode it serves.
    public var mode: ControlMode
    /// Where it lies.
    public var territory: TerritoryCode
    /// Rooms or beds that exist.
    public var capacity: Int?
    /// When it closed.
    public var closed: Instant?

    /// From its parts.
    public init(name: String, mode: ControlMode, territory: TerritoryCode, capacity: Int? = nil, closed: Instant? = nil) {
        self.name = name
        self.mode = mode
        self.territory = territory
        self.capacity = capacity
        self.closed = closed
    }
}
