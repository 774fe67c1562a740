import Vocabulary

/// A meeting of a headquarters with those below it, each at a venue of its own (视频会议, 主会场、分会场; `domain.md` §10.2: minutes are the office's to
/// deliver). The fact is about the territory that called it; `happenedAt` is its beginning.
public struct CommandMeeting: Hashable, Sendable, Codable {
    /// What it was about, in a line.
    public var title: String
    /// Who chaired it.
    public var chair: String?
    /// The territories that were called, each to its venue.
    public var venues: [TerritoryCode]
    /// Those of them that attended.
    public var attended: [TerritoryCode]
    /// What was decided.
    public var minutes: String?

    /// From its parts.
    public init(title: String, chair: String? = nil, venues: [TerritoryCode], attended: [TerritoryCode], minutes: String? = nil) {
        self.title = title
        self.chair = chair
        self.venues = venues
        self.attended = attended
        self.minutes = minutes
    }

    /// The venues at which nobody was.
    public var absent: [TerritoryCode] { venues.filter { !attended.contains($0) } }
}

extension CommandMeeting: FactValue {
    /// The meeting, if the fact is one.
    public static func value(in fact: Fact) -> CommandMeeting? { if case .meeting(let value) = fact { value } else { nil } }
}
