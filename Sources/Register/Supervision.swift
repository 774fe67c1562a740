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
    /// The plan by which they came, if by one.
    public var plan: Reference<InspectionPlan>?

    /// From its parts.
    public init(territory: TerritoryCode, place: Reference<Place>? = nil, theme: String, inspectors: [String], plan: Reference<InspectionPlan>? = nil)
    {
        self.territory = territory
        self.place = place
        self.theme = theme
        self.inspectors = inspectors
        self.plan = plan
    }
}

/// What an inspection found wrong; `happenedAt` is the finding.
public struct Finding: Hashable, Sendable, Codable {
    /// The inspection.
    public var inspection: Reference<Inspection>
    /// Who must put it right.
    public var territory: TerritoryCode
    /// The territory whose inspectors found it, who look again and escalate; nil: that in which it was found.
    public var inspector: TerritoryCode?
    /// The place it was found in, if registered.
    public var place: Reference<Place>?
    /// What sort of shortcoming, by the policy's key or in a word.
    public var category: String?
    /// How grave it is.
    public var severity: Gravity
    /// What is wrong.
    public var text: String
    /// By when it must be right; nil: within the policy's time for its gravity.
    public var due: Instant?
    /// Which of the nine prohibitions it breaks, by the policy's word; nil: none.
    public var prohibition: String?

    /// How grave a finding is.
    public enum Gravity: String, CaseIterable, Sendable, Codable {
        case minor, serious, grave
    }

    /// From its parts.
    public init(
        inspection: Reference<Inspection>, territory: TerritoryCode, inspector: TerritoryCode? = nil, place: Reference<Place>? = nil,
        category: String? = nil, severity: Gravity, text: String, due: Instant? = nil, prohibition: String? = nil
    ) {
        self.prohibition = prohibition
        self.inspection = inspection
        self.territory = territory
        self.inspector = inspector
        self.place = place
        self.category = category
        self.severity = severity
        self.text = text
        self.due = due
    }
}

/// What became of a finding; `happenedAt` is the moment. Steps are the evidence that its obligations are met.
public struct FindingStep: Hashable, Sendable, Codable {
    /// What happened.
    public var step: Step
    /// What shows it.
    public var evidence: String?
    /// Who did it, when other than the recorder.
    public var by: String?

    /// The steps of a finding (`domain.md` §10.5).
    public enum Step: String, CaseIterable, Sendable, Codable {
        /// Put right 整改.
        case rectified
        /// Looked at again, and right 销号.
        case confirmed
        /// Looked at again, and not right: the finding is open anew.
        case rejected
        /// Notice given 通报.
        case notice
        /// Those responsible called in 约谈.
        case interview
        /// Held to account 问责.
        case accountability
    }

    /// A step from its parts.
    public init(step: Step, evidence: String? = nil, by: String? = nil) {
        self.step = step
        self.evidence = evidence
        self.by = by
    }
}

/// That a person objects to how they are classed or held; `happenedAt` is the filing.
public struct Appeal: Hashable, Sendable, Codable {
    /// The entity objected to.
    public var against: Int64?
    /// The objection.
    public var text: String
    /// Which territory answers; nil: where the person lives.
    public var territory: TerritoryCode?
    /// The answer.
    public var answer: String?
    /// When it was answered.
    public var answered: Instant?

    /// From its parts.
    public init(
        against: Int64? = nil, text: String, territory: TerritoryCode? = nil, answer: String? = nil, answered: Instant? = nil
    ) {
        self.against = against
        self.text = text
        self.territory = territory
        self.answer = answer
        self.answered = answered
    }
}
