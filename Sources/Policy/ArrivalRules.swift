import Vocabulary

/// Measure 4: what people who enter must do, by the risk of where they come from.
public struct ArrivalRules: Hashable, Sendable {
    /// Rules by risk of origin; a risk without rules has no obligations.
    public var byRisk: [OriginRisk: Rules]
    /// The risk as which a county with local spread counts while it has no zones yet.
    public var unzonedSpreadAs: OriginRisk?
    /// How long before arrival travellers register, where they must.
    public var registerAhead: Hours
    /// For how long an entry code is valid once it was issued.
    public var codeValid: Hours
    /// Answer the objection of somebody who entered or announced to, from its filing; nil: the edition sets no limit.
    public var answerAppeal: Clock?
    /// Look at a home before somebody is held in it, from when that is known, and before the stay begins; nil: the edition does not ask for it.
    public var homeCheck: Clock?

    /// What is due for an arrival.
    public struct Rules: Hashable, Sendable {
        /// Whether the traveller must register before arriving.
        public var registration: Bool
        /// What must be checked at entry; empty: nothing.
        public var checks: Set<ArrivalCheck>
        /// Within how long after arrival the checks must have been made.
        public var checkWithin: Hours
        /// A negative certificate not older than this is required at arrival.
        public var certificate: Hours?
        /// A specimen must be taken within this time of arrival.
        public var landingTest: Hours?
        /// Tests by number in a span of days (三天两检).
        public var spanTests: SpanTests?
        /// How the person is held.
        public var control: ControlSchedule?
        /// The day control counts from.
        public var anchor: Anchor
        /// How long after arrival control must have begun.
        public var controlWithin: Hours?
        /// What the traveller keeps away from at first, and until when.
        public var restriction: Restriction?
    }

    /// Places and occasions a traveller keeps away from.
    public struct Restriction: Hashable, Sendable {
        /// Which.
        public var keepFrom: Set<Occasion>
        /// For how many days; nil: until the last of the span's tests is negative.
        public var days: Days?
    }

    /// Places and occasions that travellers can be asked to keep away from.
    public enum Occasion: String, CaseIterable, Sendable {
        case gatherings, crowdedPlaces, publicTransport, restaurants, malls
    }

    /// Several tests within a span of days, apart from each other.
    public struct SpanTests: Hashable, Sendable {
        /// How many.
        public var count: Int
        /// Within how many civil days from the day of arrival, which is day 1.
        public var days: Days
        /// Least hours between two specimens.
        public var gap: Hours
    }

    /// The day from which an arrival's control counts.
    public enum Anchor: String, CaseIterable, Sendable {
        /// The day the person left the area at risk; the day of arrival if that is unknown.
        case leftArea
        /// The day of arrival.
        case entry
    }
}
