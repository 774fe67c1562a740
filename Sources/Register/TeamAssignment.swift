import Vocabulary

/// Who works on a case for one line of its investigation team; `happenedAt` is since when. The last of a line is in force.
public struct TeamAssignment: Hashable, Sendable, Codable {
    /// The line.
    public var line: InvestigationLine
    /// Names or unit of those who work on it.
    public var who: String
    /// What they are asked to bring, beyond what the line always brings.
    public var task: String?

    /// From its parts.
    public init(line: InvestigationLine, who: String, task: String? = nil) {
        self.line = line
        self.who = who
        self.task = task
    }
}

extension TrajectoryPoint.Source {
    /// The line that brings this source; nil for what any of them may find.
    public var line: InvestigationLine? {
        switch self {
        case .interview: .health
        case .police: .police
        case .communications: .communications
        case .placeCode, .document: nil
        }
    }
}
