import Vocabulary

/// What a policy takes to be true of the disease.
public struct DiseaseProfile: Hashable, Sendable {
    /// Key, such as `covid-19`.
    public var id: String
    /// Name.
    public var name: LocalizedText
    /// Longest incubation reckoned with.
    public var incubationMax: Days
    /// Days after onset (or first positive) until which a case is taken to be infectious if not isolated.
    public var infectiousAfter: Days
    /// Shortest incubation reckoned with.
    public var incubationMin: Days
    /// The usual incubation, in days from … to ….
    public var incubationUsual: Between?
    /// Days before onset from which a case is taken to be infectious; negative where infectiousness begins after onset.
    public var infectiousBefore: Days
    /// The event from which the infectious window counts.
    public var infectiousFrom: InfectiousAnchor
    /// How it passes from person to person.
    public var routes: Set<Route>
    /// Cycle threshold below which a nucleic-acid test is positive, if the edition says so.
    public var positiveBelowCt: Double?
    /// What the simulator takes the disease to do, if the edition says so; a profile chosen for the simulation overrides it.
    public var dynamics: Dynamics?

    /// Ways of transmission.
    public enum Route: String, CaseIterable, Sendable {
        case droplet, airborne, contact, bodyFluids, faecalOral, vector, animal
    }

    /// The event from which the infectious window of a symptomatic case counts.
    public enum InfectiousAnchor: String, CaseIterable, Sendable {
        case onset, rash
    }

    /// Numbers of transmission (`domain.md` §16).
    public struct Dynamics: Hashable, Sendable {
        /// Incubation in days.
        public var incubation: Distribution?
        /// Generation time in days.
        public var generation: Distribution?
        /// Serial interval in days.
        public var serial: Distribution?
        /// Basic reproduction number without measures.
        public var reproduction: Double?
        /// Dispersion of the number infected by one case (negative binomial k).
        public var dispersion: Double?
        /// Share of transmission before onset, in per cent.
        public var presymptomaticShare: Double?
        /// Secondary attack rate by setting, in per cent.
        public var attackRate: [ContactSetting: Double]
        /// Susceptibility of age groups relative to the reference group.
        public var susceptibility: [AgeFactor]
        /// Sensitivity of a test by day since exposure, in per cent; between days straight lines, outside them the nearest.
        public var sensitivity: [DayShare]
    }

    /// A distribution by its shape, mean and standard deviation.
    public struct Distribution: Hashable, Sendable {
        /// Its shape.
        public var shape: Shape
        /// Mean, in days.
        public var mean: Double
        /// Standard deviation, in days.
        public var deviation: Double

        /// A distribution of a shape with a mean and a standard deviation in days.
        public init(_ shape: Shape, mean: Double, deviation: Double) {
            self.shape = shape
            self.mean = mean
            self.deviation = deviation
        }

        /// Shapes the simulator knows.
        public enum Shape: String, CaseIterable, Sendable {
            case gamma, lognormal, weibull, fixed
        }
    }

    /// A factor for an age group.
    public struct AgeFactor: Hashable, Sendable {
        /// Ages in years, both included.
        public var ages: Between
        /// The factor.
        public var factor: Double
    }

    /// A share on a day.
    public struct DayShare: Hashable, Sendable {
        /// The day.
        public var day: Int
        /// The share, in per cent.
        public var share: Double
    }
}
