import Vocabulary

/// Measure 1: who is tested how often, how tubes are pooled, and how fast results must come.
public struct TestingRules: Hashable, Sendable {
    /// Classes of high-risk posts by key, with what is due for their holders.
    public var posts: [String: PostRules]
    /// Least hours from taking a single specimen to its result.
    public var resultWithinSingle: Hours?
    /// Least hours from taking a pooled specimen to its result.
    public var resultWithinPooled: Hours?

    /// What is due for the holders of a class of posts.
    public struct PostRules: Hashable, Sendable {
        /// Name of the class.
        public var label: LocalizedText
        /// How often a holder is tested.
        public var frequency: TestFrequency
        /// How a holder who leaves the closed loop is held, counted from the last day at work.
        public var exit: ControlSchedule?
    }
}

/// How often someone is tested.
public enum TestFrequency: Hashable, Sendable {
    /// One test in every window of `n` civil days, windows following each other from the first day of duty.
    case everyDays(Int)
    /// `n` tests in every ISO week, at least `minGap` days apart.
    case perWeek(Int, minGap: Days)
    /// A rolling share of the roster each day, in per cent: every holder once in 100/share days.
    case rollingShare(percentPerDay: Double)
    /// One test in every calendar month.
    case monthly
    /// On an event only.
    case onEvent(Event)

    /// Events that call for a test.
    public enum Event: String, CaseIterable, Sendable {
        case admission, leavingLoop, enteringLoop
    }
}
