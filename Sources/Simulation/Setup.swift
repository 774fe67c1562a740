import Policy

/// A scenario made ready: tables of the distributions, rates of the layers, the policy's arithmetic. Built once, read by every replicate.
final class Setup: Sendable {
    let scenario: Scenario
    let population: Population
    let pathogen: Pathogen
    let rates: Rates
    let measures: Measures
    let incubation: Quantiles
    let timing: Timing
    let dispersion: Quantiles?
    let onsetToWard: Quantiles
    /// Days from onset to the doctor.
    let care: Quantiles
    let wardDays: Quantiles
    /// Probability of needing a bed by age.
    let ward: Slab<Float>
    let immunity: Immunity
    /// Sensitivity of a single test by tick since infection.
    let sensitivity: Slab<Double>
    let isRandom: Bool
    var isVaccinated: Bool { immunity.isAny }
    let ticks: Int
    /// When the rules come into force; long before it begins, if they are.
    let begins: Int32

    /// The tables of ``Pathogen/Timing``.
    enum Timing: Sendable {
        case sinceInfection(Quantiles)
        case aroundOnset(lead: Float, Quantiles, earliest: Float)
        case period(latent: Quantiles, infectious: Quantiles, early: Pathogen.EarlyPhase)
    }

    init(_ scenario: Scenario) {
        self.scenario = scenario
        population = scenario.population
        self.pathogen = scenario.pathogen
        rates = Rates(scenario.pathogen, scenario.population, mixing: scenario.mixing)
        measures = Measures(scenario)
        incubation = Quantiles(scenario.pathogen.incubation)
        timing =
            switch scenario.pathogen.timing {
            case .sinceInfection(let law): .sinceInfection(Quantiles(law))
            case .aroundOnset(let lead, let law, let earliest): .aroundOnset(lead: Float(lead), Quantiles(law), earliest: Float(earliest))
            case .period(let latent, let infectious, let early):
                .period(latent: Quantiles(latent), infectious: Quantiles(infectious), early: early)
            }
        dispersion = scenario.pathogen.dispersion.map { Quantiles(.init(.gamma, mean: 1, deviation: 1 / $0.squareRoot())) }
        onsetToWard = Quantiles(scenario.pathogen.onsetToWard)
        care = Quantiles(scenario.execution.onsetToCare)
        wardDays = Quantiles(scenario.pathogen.wardDays)
        let ages = 0..<128
        let pathogen = scenario.pathogen
        ward = Slab(ages.map { Float(pathogen.ward.value(at: $0)) })
        immunity = Immunity(scenario)
        sensitivity = Setup.sensitivity(scenario.pathogen)
        isRandom = scenario.mixing == .random
        ticks = scenario.days * Tick.perDay
        begins = scenario.measuresFrom > 0 ? Tick.at(day: scenario.measuresFrom) : .min
    }
}

/// What an infected person's body does, drawn once and found again from the keys at any time.
struct Course {
    /// Days from infection to onset, symptoms or not.
    var incubation: Float
    /// Days from infection to infectiousness, where infectiousness has a period; else the incubation.
    var delay: Float
    /// Days of the infectious period, where it has one.
    var length: Float
    var isSymptomatic: Bool
    /// Infectiousness relative to the mean.
    var infectiousness: Double
    /// E below which no transmission can lie.
    var begin: Float
    /// Potential transmissions in life as usual, and the share of them at home (of 65,536).
    var transmissions: Int
    var homeShare: UInt16
    /// Days from infection to the bed, if one is needed, and days in it.
    var wardAfter: Float?
    var wardDays: Float
    var needsIntensiveCare: Bool
}

extension Setup {
    /// The course of an infection.
    @inline(__always)
    func course(_ keys: Keyring, person: UInt32, age: Int, occupation: Occupation, householdOthers: UInt32, day: Int = 0) -> Course {
        var stream = keys.stream(person, .course)
        let incubation = self.incubation.value(Logarithm.waiting(UInt32(truncatingIfNeeded: stream.next())))
        let luck = stream.next()
        let isSymptomatic = Double(luck >> 32) * 0x1p-32 < pathogen.symptomaticShare
        var infectiousness = isSymptomatic ? rates.symptomatic : rates.asymptomatic
        let spread = dispersion.map { Double($0.value(Logarithm.waiting(UInt32(truncatingIfNeeded: luck)))) } ?? 1
        var delay = incubation, length: Float = 0, begin: Float = 0
        switch timing {
        case .sinceInfection: break
        case .aroundOnset(let lead, let law, let earliest):
            let least = lead - incubation + earliest
            if least > 0 { begin = law.exponent(of: least) }
        case .period(let latent, let infectious, _):
            let both = stream.next()
            delay = latent.value(Logarithm.waiting(UInt32(truncatingIfNeeded: both)))
            length = infectious.value(Logarithm.waiting(UInt32(both >> 32)))
            infectiousness *= Double(length) / infectious.mean
        }
        let home = rates.household * Double(householdOthers) * infectiousness
        let outside = rates.outside[Int(occupation.rawValue)] * infectiousness * spread
        let count = min(65_535, stream.poisson(home + outside))
        let severity = stream.next()
        var need = ward[age]
        if isVaccinated { need *= 1 - protection(keys, person, age, day: day).severe }
        let isSevere = Float(severity >> 40) * 0x1p-24 < need
        var course = Course(
            incubation: incubation, delay: delay, length: length, isSymptomatic: isSymptomatic || isSevere, infectiousness: infectiousness,
            begin: begin, transmissions: count, homeShare: home > 0 ? UInt16(min(65_535, home / (home + outside) * 65_536)) : 0, wardAfter: nil,
            wardDays: 0, needsIntensiveCare: false)
        if isSevere {
            let days = stream.next()
            course.wardAfter = incubation + onsetToWard.value(Logarithm.waiting(UInt32(truncatingIfNeeded: days)))
            course.wardDays = self.wardDays.value(Logarithm.waiting(UInt32(days >> 32)))
            course.needsIntensiveCare = stream.unit() < pathogen.intensiveShare
        }
        return course
    }

    /// What vaccination takes off a resident's chance of infection and of severe disease on a day.
    @inline(__always)
    func protection(_ keys: Keyring, _ person: UInt32, _ age: Int, day: Int) -> (infection: Float, severe: Float) {
        let luck = Float(keys.unit(person, .immunity))
        let shares = immunity.shares(age, day: day)
        if luck < shares.booster { return (Float(pathogen.vaccine.infection.booster), Float(pathogen.vaccine.severe.booster)) }
        if luck < shares.primary { return (Float(pathogen.vaccine.infection.primary), Float(pathogen.vaccine.severe.primary)) }
        return (0, 0)
    }

    /// Days from the infection to the transmission at E.
    @inline(__always)
    func days(_ exponent: Float, delay: Float, length: Float) -> Float {
        switch timing {
        case .sinceInfection(let law): return law.value(exponent)
        case .aroundOnset(let lead, let law, _): return delay - lead + law.value(exponent)
        case .period(_, _, let early): return delay + length * early.place(of: 1 - Float(Logarithm.exponential(-Double(exponent))))
        }
    }
}
