import Vocabulary

/// A plan of inspection 督查计划: whom inspectors are to see, drawn by risk with an element of chance; `happenedAt` is the drawing.
///
/// The seed is kept, so that anyone can draw again from the same figures and come to the same targets (`domain.md` §10.5).
public struct InspectionPlan: Hashable, Sendable, Codable {
    /// Whose inspectors.
    public var territory: TerritoryCode
    /// The theme of the day 一日一主题.
    public var theme: String
    /// What the chance was drawn from.
    public var seed: Int64
    /// The targets, in the order of drawing.
    public var targets: [Target]
    /// By when they must have been seen.
    public var due: Instant
    /// The plan before this one.
    public var previous: Reference<InspectionPlan>?

    /// A territory to be inspected, and why it was drawn.
    public struct Target: Hashable, Sendable, Codable {
        /// Where.
        public var territory: TerritoryCode
        /// Why.
        public var grounds: Grounds
        /// Its place in the order of risk when it was drawn, from 1.
        public var rank: Int

        /// Why a target was drawn.
        public enum Grounds: String, CaseIterable, Sendable, Codable {
            /// Among the worst indicators and the longest unseen.
            case risk
            /// By chance.
            case chance
        }

        /// A target from its parts.
        public init(territory: TerritoryCode, grounds: Grounds, rank: Int) {
            self.territory = territory
            self.grounds = grounds
            self.rank = rank
        }
    }

    /// From its parts.
    public init(
        territory: TerritoryCode, theme: String, seed: Int64, targets: [Target], due: Instant, previous: Reference<InspectionPlan>? = nil
    ) {
        self.territory = territory
        self.theme = theme
        self.seed = seed
        self.targets = targets
        self.due = due
        self.previous = previous
    }
}

/// The summary of a day's inspections 一日一汇总, about their plan; `happenedAt` is the handing in.
public struct InspectionSummary: Hashable, Sendable, Codable {
    /// What was seen and what follows.
    public var text: String
    /// Who answers for it.
    public var by: String?

    /// From its parts.
    public init(text: String, by: String? = nil) {
        self.text = text
        self.by = by
    }
}

/// That a leader takes charge of an area 包片, about that area; `happenedAt` is from when.
public struct AreaLeader: Hashable, Sendable, Codable {
    /// Who.
    public var name: String
    /// In what office.
    public var office: String
    /// Until when; nil: until further notice.
    public var until: Instant?

    /// From its parts.
    public init(name: String, office: String, until: Instant? = nil) {
        self.name = name
        self.office = office
        self.until = until
    }
}

extension InspectionPlan: FactValue {
    /// The plan, if the fact is one.
    public static func value(in fact: Fact) -> InspectionPlan? { if case .inspectionPlan(let value) = fact { value } else { nil } }
}

extension InspectionSummary: FactValue {
    /// The summary, if the fact is one.
    public static func value(in fact: Fact) -> InspectionSummary? { if case .inspectionSummary(let value) = fact { value } else { nil } }
}

extension AreaLeader: FactValue {
    /// The leader in charge, if the fact names one.
    public static func value(in fact: Fact) -> AreaLeader? { if case .areaLeader(let value) = fact { value } else { nil } }
}
