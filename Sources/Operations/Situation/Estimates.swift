import Epidemiology
import Policy
import Vocabulary

/// What the cases of a territory say of the epidemic: is it growing, how fast, what has not been seen yet, who transmits, what comes next.
///
/// Every figure rests on the case lines that a ``Situation`` counts, as known at its moment, and on the disease profile of the policy in force. Where
/// they do not suffice an ``Estimated`` says why instead of guessing. A case's *day of event* is that of its onset, else of its first positive
/// specimen, else of its diagnosis; its *day of report* that of its diagnosis. Today is not over: estimates end with yesterday.
public struct Estimates: Hashable, Sendable {
    /// The territory.
    public let territory: TerritoryCode
    /// As known at.
    public let asOf: Instant
    /// The serial interval reckoned with, from the policy: its own, else the generation time; nil where neither is stated.
    public let interval: DiseaseProfile.Distribution?
    /// The days from the first event on, today included, at most sixty.
    public let curve: [Day]
    /// Events by day once all reports are in.
    public let nowcast: Estimated<[NowcastDay]>
    /// R in sliding windows of seven days, on the outcomes of the nowcast.
    public let reproduction: Estimated<[Reproduction]>
    /// R of the last seven whole days by day of report: the territory first, then those below it with cases.
    public let places: [Place]
    /// Growth over the last fourteen whole days, by day of report.
    public let growth: Estimated<Growth>
    /// Delays of those reported in the last seven days and in the seven before.
    public let delays: [Delay]
    /// Mean days from onset to report, with what is still to be reported reckoned in.
    public let onsetToReport: Estimated<Interval>
    /// Who transmits.
    public let offspring: Estimated<Offspring>
    /// Infections whose infector is known, by where the two met, the most first.
    public let settings: [Setting]
    /// Infections whose infector is not among the known cases.
    public let withoutInfector: Int
    /// Secondary attack rates by setting, the highest first: of the contacts whose exposure is long enough ago, those infected there.
    public let attackRates: [AttackRate<ContactSetting>]
    /// Local cases by county, as far as counties were given.
    public let counties: [County]
    /// Clusters of local cases among the counties, strongest first.
    public let clusters: Estimated<[Cluster]>
    /// Events of the coming days, from the nowcast.
    public let forecast: Estimated<[ForecastDay]>
    /// How good the forecasts of past weeks would have been, by days ahead.
    public let record: Estimated<[ForecastRecord.Lead]>

    /// The days of a window.
    public static let window = 7
    /// Cases in a window below which R is not shown: with the usual prior the coefficient of variation of R falls to 0.3 at eleven cases
    /// (A. Cori and others, *American Journal of Epidemiology* 178, 2013, web appendix 1).
    public static let fewestCases = 11
    /// Days of the forecast.
    public static let horizon = 7
}

/// An estimate, or why there is none.
public enum Estimated<Value: Sendable>: Sendable {
    /// The estimate.
    case made(Value)
    /// Fewer cases than the method needs.
    case tooFewCases(given: Int, needed: Int)
    /// A curve shorter than the method needs.
    case tooFewDays(given: Int, needed: Int)
    /// The policy's disease profile states no serial interval.
    case unstated
    /// The data do not determine it.
    case undetermined

    /// The estimate, if there is one.
    public var value: Value? { if case .made(let value) = self { value } else { nil } }
}

extension Estimated: Equatable where Value: Equatable {}
extension Estimated: Hashable where Value: Hashable {}

extension Estimates {
    /// Infections of one day, counted by event, by report and by where they were found.
    public struct Day: Hashable, Sendable {
        /// The day.
        public var date: CivilDate
        /// Known infections whose event was on the day.
        public var events = 0
        /// Infections reported on the day.
        public var reported = 0
        /// Of the reported those acquired here and found inside control.
        public var inside = 0
        /// Of the reported those acquired here and found outside control.
        public var outside = 0
        /// Of the reported those from abroad.
        public var imported = 0
        /// Whether the day was over at the moment.
        public var isOver = true
    }

    /// Events of one day, known and to be expected.
    public struct NowcastDay: Hashable, Sendable {
        /// The day.
        public var date: CivilDate
        /// Known by now.
        public var known: Int
        /// Quantiles of what there will have been.
        public var quantiles: Quantiles
        /// The share known, 0…1.
        public var completeness: Double
        /// Whether reports may still come.
        public var isFilling: Bool
    }

    /// R in one window.
    public struct Reproduction: Hashable, Sendable {
        /// The window's last day.
        public var end: CivilDate
        /// Mean of the posterior.
        public var mean: Double
        /// Its quantiles.
        public var quantiles: Quantiles
    }

    /// R of one territory in the last window.
    public struct Place: Hashable, Sendable {
        /// The territory.
        public var territory: TerritoryCode
        /// Cases reported in the window.
        public var cases: Int
        /// R, or why not.
        public var reproduction: Estimated<Reproduction>
        /// R of the window seven days before, where there were enough cases.
        public var before: Reproduction?
    }

    /// How fast it grows.
    public struct Growth: Hashable, Sendable {
        /// Per day, with 95 % limits.
        public var rate: Interval
        /// Days in which cases double; negative where they halve.
        public var doubling: Interval
        /// Whether the limits of the rate exclude standing still.
        public var isCertain: Bool
    }

    /// A delay in two successive weeks of report.
    public struct Delay: Hashable, Sendable {
        /// From where to where.
        public var kind: Kind
        /// Of those reported in the last seven days.
        public var thisWeek: Spread?
        /// Of those reported in the seven days before.
        public var lastWeek: Spread?

        /// The delays that are shown.
        public enum Kind: String, CaseIterable, Sendable {
            /// From first symptoms to diagnosis.
            case onsetToReport
            /// From first symptoms to isolation; negative for those who were held before.
            case onsetToIsolation
        }
    }

    /// A number of delays in days.
    public struct Spread: Hashable, Sendable {
        /// How many.
        public var count: Int
        /// Lower quartile.
        public var lower: Double
        /// Median.
        public var median: Double
        /// Upper quartile.
        public var upper: Double
    }

    /// How unequally cases infect.
    public struct Offspring: Hashable, Sendable {
        /// Cases old enough to have been followed by those they infected.
        public var cases: Int
        /// Of these, those who infected nobody known.
        public var withoutOffspring: Int
        /// Mean number infected, as far as known.
        public var reproduction: Interval
        /// Dispersion k.
        public var dispersion: Interval
        /// The share of cases behind 80 % of the infections.
        public var shareCausing80: Interval
    }

    /// Infections that came about in one setting.
    public struct Setting: Hashable, Sendable {
        /// Where the two met.
        public var setting: ContactSetting
        /// How many were infected there.
        public var count: Int
    }

    /// One coming day.
    public struct ForecastDay: Hashable, Sendable {
        /// The day.
        public var date: CivilDate
        /// Quantiles of its events.
        public var quantiles: Quantiles
    }
}
