import Vocabulary

/// What somebody reports of themselves, on the page for everybody; `happenedAt` is the moment of sending (measure 9).
public struct SelfReport: Hashable, Sendable, Codable {
    /// What it is about.
    public var about: Topic
    /// Whose community answers.
    public var territory: TerritoryCode
    /// In their own words.
    public var text: String?
    /// First day of symptoms.
    public var onset: CivilDate?
    /// Where they came back from.
    public var from: String?

    /// What people report of themselves.
    public enum Topic: String, CaseIterable, Sendable, Codable {
        /// Fever, cough or another symptom.
        case symptoms
        /// Back from elsewhere.
        case returned
        /// Was where a case was.
        case exposed
        /// Needs food, medicine or care and cannot leave.
        case help
        /// Was refused urgent care for the sake of control.
        case refused
    }

    /// From its parts.
    public init(about: Topic, territory: TerritoryCode, text: String? = nil, onset: CivilDate? = nil, from: String? = nil) {
        self.about = about
        self.territory = territory
        self.text = text
        self.onset = onset
        self.from = from
    }
}
