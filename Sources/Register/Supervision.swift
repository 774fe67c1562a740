import Vocabulary

/// That inspectors looked at something; `happenedAt` is the moment.
public struct Inspection: Hashable, Sendable, Codable {
    /// Where.
    public var territory: TerritoryCode
    /// The place inspected, if one.
    public var place: Reference<Place>?
    /// What was looked at.
    public var theme: String
    /// Who looked.
    public var inspectors: [String]

    /// From its parts.
    public init(territory: TerritoryCode, place: Reference<Place>? = nil, theme: String, inspectors: [String]) {
        self.territory = territory
        self.place = place
        self.theme = theme
        self.inspectors = inspectors
    }
}

/// What an inspection found wrong; `happenedAt` is the finding.
public struct Finding: Hashable, Sendable, Codable {
    /// The inspection.
    public var inspection: Reference<Inspection>
    /// Who must put it right.
    public var territory: TerritoryCode
    /// How grave it is.
    public var severity: Gravity
    /// What is wrong.
    public var text: String
    /// When it must be right.
    public var due: Instant
    /// When it was put right.
    public var rectified: Instant?
    /// When that was verified.
    public var rechecked: Instant?

    /// How grave a finding is.
    public enum Gravity: String, CaseIterable, Sendable, Codable {
        case minor, serious, grave
    }

    /// From its parts.
    public init(
        inspection: Reference<Inspection>, territory: TerritoryCode, severity: Gravity, text: String, due: Instant, rectified: Instant? = nil,
        rechecked: Instant? = nil
    ) {
        self.inspection = inspection
        self.territory = territory
        self.severity = severity
        self.text = text
        self.due = due
        self.rectified = rectified
        self.rechecked = rechecked
    }
}

/// That a person objects to how they are classed or held; `happenedAt` is the filing.
public struct Appeal: Hashable, Sendable, Codable {
    /// The entity objected to.
    public var against: Int64?
    /// The objection.
    public var text: String
    /// The answer.
    public var answer: String?
    /// When it was answered.
    public var answered: Instant?

    /// From its parts.
    public init(against: Int64? = nil, text: String, answer: String? = nil, answered: Instant? = nil) {
        self.against = against
        self.text = text
        self.answer = answer
        self.answered = answered
    }
}
