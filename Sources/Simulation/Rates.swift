import Policy

/// How many potential transmissions an infected resident makes, and where.
///
/// Outside the household the rates of the layers stand in fixed proportions (``proportions(of:age:)``); one factor over all of them is found so that the
/// mean number infected among susceptible residents is R₀, saturation within household, class and team included: of a group of g others, met
/// at a total rate λν with a gamma factor ν of mean 1 and shape k, g(1 − (1 + λ/gk)^(−k)) are infected on average.
struct Rates: Sendable {
    /// Potential transmissions to one household member, at the dominating rate.
    let household: Double
    /// Potential transmissions outside the household by occupation, at the dominating rate.
    let outside: [Double]
    /// For each occupation the layers of those, as thresholds of 16 random bits, in the order of ``Rates/outsideLayers``.
    let thresholds: Slab<UInt16>
    /// The chance that a potential transmission takes place with a person of an age, before anything else is asked.
    let susceptibility: Slab<Float>
    /// The least of those chances.
    let leastSusceptibility: Float
    /// Infectiousness with and without symptoms, mean 1.
    let symptomatic: Double, asymptomatic: Double

    /// What staying at home multiplies household contact by at most: potential transmissions are drawn at this rate and thinned to the usual
    /// one, since thinning can only lower. Assumed after lockdown studies (Hunan 2020: household risk rises under lockdown).
    static let homeBoost = 1.4

    static let outsideLayers: [Layer] = [.classroom, .workplace, .careHome, .social, .venue, .gathering, .transport]

    init(_ pathogen: Pathogen, _ population: Population, mixing: Scenario.Mixing) {
        (symptomatic, asymptomatic) = Rates.infectiousness(pathogen)
        guard mixing == .layered else {
            household = 0
            outside = Occupation.allCases.map { _ in pathogen.reproduction }
            thresholds = Slab(repeating: 0, count: Occupation.allCases.count * Rates.outsideLayers.count)
            susceptibility = Slab(repeating: 1, count: 128)
            leastSusceptibility = 1
            return
        }
        let census = Rates.census(population)
        let ages = (0..<128).map { pathogen.susceptibility.value(at: $0) }
        let total = census.reduce(0) { $0 + $1.weight }
        let average = census.reduce(0) { $0 + $1.weight * ages[$1.age] } / max(1e-9, total)
        let most = ages.max() ?? 1
        susceptibility = Slab(ages.map { Float($0 / most) })
        leastSusceptibility = Float((ages.min() ?? 1) / most)
        let over = most / max(1e-9, average)
        let pair = -Logarithm.natural(1 - min(0.999, pathogen.householdAttack))
        let kinds = [(pathogen.symptomaticShare, symptomatic), (1 - pathogen.symptomaticShare, asymptomatic)]
        let k = pathogen.dispersion
        func infectedOutside(_ scale: Double) -> Double {
            var sum = 0.0
            for entry in census {
                let shares = Rates.proportions(of: entry.occupation, age: entry.age)
                for (share, factor) in kinds where share > 0 {
                    for (layer, weight) in zip(Rates.outsideLayers, shares) {
                        let rate = scale * weight * factor
                        let others = Double(max(1, entry.occupation.groupSize - 1))
                        let isGroup = layer == .classroom || layer == .workplace || layer == .careHome
                        sum += entry.weight * share * (isGroup ? others * Rates.atLeastOne(rate / others, k) : rate)
                    }
                }
            }
            return sum / total
        }
        let atHome =
            census.reduce(0) { sum, entry in
                sum + entry.weight * Double(entry.others)
                    * kinds.reduce(0) { $0 + $1.0 * (1 - Logarithm.exponential(-pair * $1.1)) }
            } / total
        let wanted = max(0, pathogen.reproduction - atHome)
        var low = 0.0, high = 1.0
        while infectedOutside(high) < wanted, high < 1e6 { high *= 2 }
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if infectedOutside(middle) < wanted { low = middle } else { high = middle }
        }
        // Where the household alone exceeds R₀ the household rate gives way.
        household = pair * over * Rates.homeBoost * (atHome > pathogen.reproduction ? pathogen.reproduction / atHome : 1)
        outside = Occupation.allCases.map { high * over * Rates.proportions(of: $0, age: Rates.age(of: $0)).reduce(0, +) }
        thresholds = Slab(
            Occupation.allCases.flatMap { occupation -> [UInt16] in
                let shares = Rates.proportions(of: occupation, age: Rates.age(of: occupation))
                let sum = shares.reduce(0, +)
                var running = 0.0
                return shares.map { share in
                    running += share
                    return UInt16(min(65_535, running / sum * 65_536))
                }
            })
    }

    /// Infectiousness with and without symptoms, mean 1.
    static func infectiousness(_ pathogen: Pathogen) -> (symptomatic: Double, asymptomatic: Double) {
        let mean = pathogen.symptomaticShare + (1 - pathogen.symptomaticShare) * pathogen.asymptomaticInfectiousness
        return (1 / max(1e-9, mean), pathogen.asymptomaticInfectiousness / max(1e-9, mean))
    }

    /// P(at least one of a Poisson number with a gamma mean).
    private static func atLeastOne(_ mean: Double, _ k: Double?) -> Double {
        guard let k else { return 1 - Logarithm.exponential(-mean) }
        return 1 - Logarithm.exponential(-k * Logarithm.natural(1 + mean / k))
    }

    /// Relative rates in the layers of ``outsideLayers``. Assumed, so that for the employed about 45 % of what happens outside the household
    /// happens at work and for pupils about 55 % in class, in the order of Prem et al. 2021 for China.
    private static func proportions(of occupation: Occupation, age: Int) -> [Double] {
        let group: (Layer, Double)? =
            switch occupation {
            case .none: nil
            case .kindergarten, .primary, .junior, .senior: (.classroom, 6)
            case .smallFirm: (.workplace, 3.2)
            case .firm, .healthcare: (.workplace, 4)
            case .largeFirm: (.workplace, 4.5)
            case .careHome: (.careHome, 6)
            }
        return outsideLayers.map { layer in
            if let group, group.0 == layer { return group.1 }
            switch layer {
            case .social: return 2.2
            case .venue: return 1.6
            case .gathering: return 0.6
            case .transport: return 0.6
            default: return 0
            }
        }
    }

    private static func age(of occupation: Occupation) -> Int { occupation.layer == .classroom ? 10 : 40 }

    private struct Entry {
        let occupation: Occupation
        let age: Int
        let others: Int
        let weight: Double
    }

    /// The templates' people, each standing for its share of the residents.
    private static func census(_ population: Population) -> [Entry] {
        var weights: [UInt32: Double] = [:]
        for index in population.territories.indices {
            let block = population.templates[index]
            let share = Double(population.sizes[index]) / Double(block.count)
            for position in 0..<Int(block.count) {
                let member = population.members[Int(block.first) + position]
                weights[UInt32(member.occupation.rawValue) << 16 | UInt32(member.age) << 8 | UInt32(member.size), default: 0] += share
            }
        }
        // In the order of the keys: sums of floating-point numbers depend on it.
        return weights.sorted { $0.key < $1.key }.map { key, weight in
            Entry(
                occupation: Occupation(rawValue: UInt8(key >> 16)) ?? .none, age: Int(key >> 8 & 0xFF), others: Int(key & 0xFF) - 1, weight: weight)
        }
    }
}
