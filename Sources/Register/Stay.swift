import Vocabulary

/// That a person is held or watched in a place; `happenedAt` is the beginning. Its end is a revision.
public struct Stay: Hashable, Sendable, Codable {
    /// How the person is held.
    public var mode: ControlMode
    /// Hospital, isolation site or home, by name.
    public var site: String?
    /// Ward and bed, or room.
    public var room: String?
    /// The territory in which the place lies.
    public var territory: TerritoryCode
    /// When it ended; nil while it lasts.
    public var until: Instant?
    /// Why it ended.
    public var ending: Ending?

    /// How a stay can end.
    public enum Ending: String, CaseIterable, Sendable, Codable {
        case released, transferred, absconded, died
    }

    /// A stay from its parts.
    public init(mode: ControlMode, site: String? = nil, room: String? = nil, territory: TerritoryCode, until: Instant? = nil, ending: Ending? = nil) {
        self.mode = mode
        self.site = site
        self.room = room
        self.territory = territory
        self.until = until
        self.ending = ending
    }
}
