import Policy
import Vocabulary

/// Everything a simulation is made from: who lives where, what the disease does, what the policy says, how well it is carried out, where it
/// begins.
public struct Scenario: Sendable {
    /// The residents.
    public var population: Population
    /// The disease.
    public var pathogen: Pathogen
    /// The rules, which are the intervention.
    public var policy: Policy
    /// How well and how fast the rules are carried out.
    public var execution: Execution
    /// Days that pass before anything is done by the rules: until then life is as usual, nobody is tested and nothing costs anything. Whoever fell ill
    /// and saw a doctor before is not sought afterwards.
    public var measuresFrom = 0
    /// Who meets whom.
    public var mixing: Mixing
    /// The first day.
    public var start: CivilDate
    /// How many days.
    public var days: Int
    /// Where it begins.
    public var seeds: [Seeding]
    /// The line list with which it begins: cases reported before the first day.
    public var known: [KnownCase] = []
    /// The share of infections that are ever reported, for those that go with a line list; nil: outside control those with symptoms who see a
    /// doctor, under control all.
    public var ascertainment: Double?
    /// Who arrives infected.
    public var arrivals: [ArrivalStream]
    /// Who is vaccinated.
    public var vaccination: Coverage
    /// Infections after which a replicate is broken off: it is out of control, whatever follows; nil: never.
    public var stopAbove: Int?
    /// The seed of all randomness.
    public var seed: UInt64

    /// A scenario of `days` days without arrivals and vaccination.
    public init(
        population: Population, pathogen: Pathogen, policy: Policy, execution: Execution = Execution(), mixing: Mixing = .layered,
        start: CivilDate? = nil, days: Int = 120, seeds: [Seeding], arrivals: [ArrivalStream] = [], vaccination: Coverage = Coverage(),
        stopAbove: Int? = nil, seed: UInt64 = 1
    ) {
        self.population = population
        self.pathogen = pathogen
        self.policy = policy
        self.execution = execution
        self.mixing = mixing
        self.start = start ?? policy.from
        self.days = days
        self.seeds = seeds
        self.arrivals = arrivals
        self.vaccination = vaccination
        self.stopAbove = stopAbove
        self.seed = seed
    }

    /// Who meets whom.
    public enum Mixing: String, CaseIterable, Sendable {
        /// Households, classes, work, care homes, wards, friends, strangers, gatherings, transport.
        case layered
        /// Everybody meets everybody alike: the case that can be solved on paper.
        case random
    }

    /// Undetected infections at the beginning.
    public struct Seeding: Hashable, Sendable {
        /// Where they live; nil: anywhere, each resident being equally likely.
        public var territory: TerritoryCode?
        /// How many.
        public var count: Int
        /// How many days before the first day they were infected: evenly between 0 and this.
        public var withinDays: Double

        /// `count` residents infected at the first moment, or in the days before it.
        public init(territory: TerritoryCode? = nil, count: Int, withinDays: Double = 0) {
            self.territory = territory
            self.count = count
            self.withinDays = withinDays
        }
    }

    /// A case on a line list.
    public struct KnownCase: Hashable, Sendable {
        /// Where the person lives; nil: anywhere.
        public var territory: TerritoryCode?
        /// The day symptoms began; nil without symptoms.
        public var onset: CivilDate?
        /// The day the case was reported.
        public var report: CivilDate

        /// Whether the person was under control when found: nobody like them stays undetected.
        public var isFoundUnderControl: Bool

        /// A case reported on a day.
        public init(territory: TerritoryCode? = nil, onset: CivilDate?, report: CivilDate, isFoundUnderControl: Bool = false) {
            self.territory = territory
            self.onset = onset
            self.report = report
            self.isFoundUnderControl = isFoundUnderControl
        }
    }

    /// People who come from one kind of place.
    public struct ArrivalStream: Hashable, Sendable {
        /// The risk of where they come from, by which the policy's rules for arrivals are chosen.
        public var risk: OriginRisk
        /// Where they arrive; nil: in proportion to residents.
        public var territory: TerritoryCode?
        /// How many arrive in a day.
        public var perDay: Double
        /// Share of them who are infected and do not know it.
        public var prevalence: Double

        /// So many arrivals a day of that risk, of whom `prevalence` are infected.
        public init(risk: OriginRisk, territory: TerritoryCode? = nil, perDay: Double, prevalence: Double) {
            self.risk = risk
            self.territory = territory
            self.perDay = perDay
            self.prevalence = prevalence
        }
    }

    /// Shares of residents with a full course of vaccine and with a booster besides, by age.
    public struct Coverage: Hashable, Sendable {
        /// Share with a full course, booster or not.
        public var primary: AgeCurve
        /// Share with a booster.
        public var booster: AgeCurve

        /// Nobody unless said otherwise.
        public init(primary: AgeCurve = [0: 0], booster: AgeCurve = [0: 0]) {
            self.primary = primary
            self.booster = booster
        }

        var isNone: Bool { primary.steps.allSatisfy { $0.value <= 0 } && booster.steps.allSatisfy { $0.value <= 0 } }
    }
}
