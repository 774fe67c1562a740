import Vocabulary

/// Measure 8: headquarters, task forces, duty and directives (`domain.md` §10).
public struct CommandRules: Hashable, Sendable {
    /// When headquarters are activated.
    public var activation: Activation
    /// Levels at which there is a headquarters.
    public var levels: Set<TerritoryLevel>
    /// What each response level means.
    public var responses: [ResponseLevel: Response]
    /// Duty at a headquarters.
    public var duty: DutyRules?
    /// What an addressee owes on a directive, from its issue.
    public var directives: [DirectiveTask: Clock]
    /// The issuer accepts or returns a report within this time of it.
    public var review: Clock?
    /// The issuer presses for an overdue report (督办) within this time of its being due.
    public var urge: Clock?
    /// How long after its issue each level passes a directive on to the next.
    public var cascadeWithin: Hours?
    /// Task forces (工作专班) by key.
    public var forces: [String: TaskForce]
    /// A named leader must be present at the spot within this time of a first local case.
    public var leaderPresence: Clock?
    /// The response level from which on, the gravest included, a named leader must be present within the same time of its being set.
    public var leaderAtLevel: ResponseLevel?
    /// Hours of an operational period, after which the plan is renewed.
    public var period: Hours?

    /// When headquarters are activated.
    public enum Activation: String, CaseIterable, Sendable {
        /// Always 激活状态.
        case always
        /// With the first local case.
        case onCase
        /// When ordered.
        case onOrder
    }

    /// Response levels, the gravest first.
    public enum ResponseLevel: String, CaseIterable, Sendable {
        case I, II, III, IV

        /// Whether it is at least as grave as another.
        public func isAsGrave(as other: ResponseLevel) -> Bool {
            let order = ResponseLevel.allCases
            return (order.firstIndex(of: self) ?? 0) <= (order.firstIndex(of: other) ?? 0)
        }
    }

    /// What a response level means.
    public struct Response: Hashable, Sendable {
        /// Which level of government directs it.
        public var directedBy: TerritoryLevel
    }

    /// Duty at a headquarters.
    public struct DutyRules: Hashable, Sendable {
        /// Hours of the day that must be covered.
        public var hoursPerDay: Int
        /// Least people on duty at any time.
        public var people: Int
        /// Longest shift.
        public var longestShift: Hours
        /// Whether every change of shift leaves a hand-over note.
        public var handOver: Bool
    }

    /// What an addressee owes on a directive.
    public enum DirectiveTask: String, CaseIterable, Sendable {
        case read, acknowledged, reported
    }

    /// A task force.
    public struct TaskForce: Hashable, Sendable {
        /// Its name.
        public var label: LocalizedText
        /// Who leads it.
        public var lead: LocalizedText?
        /// What it answers for.
        public var delivers: LocalizedText?
        /// Whether it is on duty round the clock.
        public var roundTheClock: Bool
    }
}
