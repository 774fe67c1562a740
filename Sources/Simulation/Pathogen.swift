import Policy
import Vocabulary

/// What a disease does, as the simulator takes it: how many one infected person infects, when, with what symptoms, and what a test sees.
///
/// ``Pathogen/all`` holds the profiles that ship, each number with its source in ``sources``. A policy's `disease.dynamics` can override the
/// numbers it states, see ``adjusted(by:)``.
public struct Pathogen: Hashable, Sendable {
    /// Key, such as `omicron-ba2`.
    public var id: String
    /// Name shown to people.
    public var name: LocalizedText
    /// Mean number infected by one infected resident among susceptible residents who live as usual (R₀), the household included.
    public var reproduction: Double
    /// Dispersion of the number infected outside the household (negative binomial k); nil: everybody is alike (Poisson).
    public var dispersion: Double?
    /// Days from infection to symptoms.
    public var incubation: DiseaseProfile.Distribution
    /// When transmissions happen.
    public var timing: Timing
    /// Share of infections that show symptoms.
    public var symptomaticShare: Double
    /// Infectiousness of those without symptoms relative to those with.
    public var asymptomaticInfectiousness: Double
    /// Probability that an infected household member infects a given susceptible one, living as usual.
    public var householdAttack: Double
    /// Susceptibility by age relative to adults.
    public var susceptibility: AgeCurve
    /// Share of infections that need a bed, by age, without vaccination.
    public var ward: AgeCurve
    /// Share of those in a bed who need intensive care.
    public var intensiveShare: Double
    /// Days from onset to the bed.
    public var onsetToWard: DiseaseProfile.Distribution
    /// Days in bed.
    public var wardDays: DiseaseProfile.Distribution
    /// Sensitivity of a single nucleic-acid test by day since infection, in per cent; straight lines between days, the nearest outside.
    public var sensitivity: [DayPoint]
    /// Sensitivity of an antigen test relative to it.
    public var antigenFactor: Double
    /// What a full course of vaccine takes off.
    public var vaccine: Vaccine
    /// Where each number comes from, by the name of the property.
    public var sources: [String: String]

    /// When an infected person passes the infection on.
    public enum Timing: Hashable, Sendable {
        /// At times since infection with this distribution, whatever the onset.
        case sinceInfection(DiseaseProfile.Distribution)
        /// From so many days before the onset (after it, if negative), at times with this distribution; never before `earliest` days since
        /// infection.
        case aroundOnset(lead: Double, DiseaseProfile.Distribution, earliest: Double)
        /// Over an infectious period that follows a latent one, evenly but for an early phase of it; longer periods infect more.
        case period(latent: DiseaseProfile.Distribution, infectious: DiseaseProfile.Distribution, early: EarlyPhase = .none)
    }

    /// The first part of an infectious period, in which more is passed on a day than in the rest.
    public struct EarlyPhase: Hashable, Sendable, BitwiseCopyable {
        /// Which share of the period it is.
        public var share: Double
        /// How much more is passed on a day than in the rest.
        public var factor: Double

        /// The first `share` of the period, in which `factor` times as much is passed on a day as in the rest.
        public init(share: Double, factor: Double) {
            self.share = min(1, max(0, share))
            self.factor = max(1e-9, factor)
        }

        /// The same all the time.
        public static let none = EarlyPhase(share: 0, factor: 1)

        /// Where in the period, from 0 to 1, so large a share of everything is passed on before.
        @inline(__always)
        func place(of passedOn: Float) -> Float {
            let early = Float(share * factor), due = passedOn * (early + Float(1 - share))
            return due < early ? due / Float(factor) : due - early + Float(share)
        }
    }

    /// A share by day.
    public struct DayPoint: Hashable, Sendable {
        /// Day since infection.
        public var day: Double
        /// Share in per cent.
        public var share: Double

        /// A share on a day.
        public init(day: Double, share: Double) {
            self.day = day
            self.share = share
        }
    }

    /// Effect of vaccination, as shares taken off.
    public struct Vaccine: Hashable, Sendable {
        /// Off the chance of being infected, after a full course and after a booster.
        public var infection: (primary: Double, booster: Double)
        /// Off the chance of needing a bed once infected.
        public var severe: (primary: Double, booster: Double)

        /// Equal when all four shares are.
        public static func == (left: Vaccine, right: Vaccine) -> Bool { left.infection == right.infection && left.severe == right.severe }

        /// Hashes the four shares.
        public func hash(into hasher: inout Hasher) {
            for share in [infection.primary, infection.booster, severe.primary, severe.booster] { hasher.combine(share) }
        }
    }
}

/// A number by age: one value from each lower age on, in ascending order.
public struct AgeCurve: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// Lower ages and what holds from them on.
    public var steps: [(from: Int, value: Double)]

    /// From each lower age the value.
    public init(dictionaryLiteral elements: (Int, Double)...) {
        steps = elements.map { (from: $0.0, value: $0.1) }.sorted { $0.from < $1.from }
    }

    /// The value at an age; the first step's below it.
    public func value(at age: Int) -> Double { steps.last { $0.from <= age }?.value ?? steps.first?.value ?? 1 }

    /// Equal when the steps are.
    public static func == (left: AgeCurve, right: AgeCurve) -> Bool { left.steps.elementsEqual(right.steps, by: ==) }

    /// Hashes the steps.
    public func hash(into hasher: inout Hasher) {
        for step in steps {
            hasher.combine(step.from)
            hasher.combine(step.value)
        }
    }
}

extension Pathogen {
    /// The profile with what an edition states of the disease's dynamics in place of its own.
    ///
    /// Household attack rate, reproduction number, dispersion, incubation, ages and sensitivity replace; a generation time replaces the timing
    /// only where the profile's own does not follow the onset.
    public func adjusted(by dynamics: DiseaseProfile.Dynamics?) -> Pathogen {
        guard let dynamics else { return self }
        var profile = self
        if let reproduction = dynamics.reproduction { profile.reproduction = reproduction }
        if let dispersion = dynamics.dispersion { profile.dispersion = dispersion }
        if let incubation = dynamics.incubation { profile.incubation = incubation }
        if let attack = dynamics.attackRate[.household] { profile.householdAttack = attack / 100 }
        if case .sinceInfection = timing, let generation = dynamics.generation { profile.timing = .sinceInfection(generation) }
        if !dynamics.sensitivity.isEmpty {
            profile.sensitivity = dynamics.sensitivity.map { DayPoint(day: Double($0.day), share: $0.share) }
        }
        return profile
    }

    /// The probability that a single nucleic-acid test so many days after infection is positive.
    public func detectability(day: Double) -> Double {
        guard let first = sensitivity.first, let last = sensitivity.last else { return 1 }
        if day < first.day { return 0 }
        if day >= last.day { return last.share / 100 }
        let index = sensitivity.lastIndex { $0.day <= day } ?? 0
        let low = sensitivity[index], high = sensitivity[index + 1]
        return (low.share + (day - low.day) / (high.day - low.day) * (high.share - low.share)) / 100
    }
}
