import Vocabulary

/// Many replicates of one scenario: quantiles of every series, and how likely what is to be avoided is.
public struct Ensemble: Sendable {
    /// The outcomes by number of replicate.
    public private(set) var outcomes: [Outcome] = []

    /// Without outcomes.
    public init() {}

    /// Adds an outcome; one of the same number is replaced.
    public mutating func add(_ outcome: Outcome) {
        if let last = outcomes.last, last.replicate >= outcome.replicate {
            let place = outcomes.firstIndex { $0.replicate >= outcome.replicate } ?? outcomes.endIndex
            if outcomes.indices.contains(place), outcomes[place].replicate == outcome.replicate {
                outcomes[place] = outcome
            } else {
                outcomes.insert(outcome, at: place)
            }
        } else {
            outcomes.append(outcome)
        }
    }

    /// A line of the output by day.
    public enum Series: String, CaseIterable, Sendable {
        /// New infections, whether known or not.
        case infections
        /// Onsets of symptoms.
        case onsets
        /// Infections found, and those of them found outside control.
        case found, foundOutside
        /// Beds in use, and those of intensive care.
        case ward, intensiveCare
        /// People held in hospitals and isolation sites, at home, and followed otherwise.
        case central, home, monitored
        /// Contacts traced, tests taken, tubes run.
        case contacts, tests, tubes
        /// Residents of high and medium zones.
        case zoned
        /// Key places closed, and what everything cost, in the policy's currency.
        case closedPlaces, cost

        /// Its name in both languages.
        public var label: LocalizedText {
            switch self {
            case .infections: LocalizedText(zh: "每日感染", en: "Infections a day")
            case .onsets: LocalizedText(zh: "每日发病", en: "Onsets a day")
            case .found: LocalizedText(zh: "每日发现", en: "Found a day")
            case .foundOutside: LocalizedText(zh: "每日社会面发现", en: "Found outside control a day")
            case .ward: LocalizedText(zh: "在院人数", en: "In wards")
            case .intensiveCare: LocalizedText(zh: "重症监护人数", en: "In intensive care")
            case .central: LocalizedText(zh: "住院和集中隔离人数", en: "In hospitals and isolation sites")
            case .home: LocalizedText(zh: "居家隔离和监测人数", en: "Isolated or monitored at home")
            case .monitored: LocalizedText(zh: "其他健康监测人数", en: "Followed otherwise")
            case .contacts: LocalizedText(zh: "每日追踪人数", en: "Contacts traced a day")
            case .tests: LocalizedText(zh: "每日检测人次", en: "Tests a day")
            case .tubes: LocalizedText(zh: "每日检测管数", en: "Tubes a day")
            case .zoned: LocalizedText(zh: "风险区居民", en: "Residents of zones")
            case .closedPlaces: LocalizedText(zh: "关停场所", en: "Places closed")
            case .cost: LocalizedText(zh: "每日费用", en: "Cost a day")
            }
        }
    }

    /// Quantiles of a series, one value for each day.
    public struct Band: Hashable, Sendable {
        /// The probabilities of the quantiles.
        public let probabilities: [Double]
        /// By probability, by day.
        public let values: [[Double]]
    }

    /// Quantiles of a series over the replicates, in all territories or one (by its number).
    public func band(_ series: Series, territory: Int? = nil, probabilities: [Double] = [0.05, 0.25, 0.5, 0.75, 0.95]) -> Band {
        let all = outcomes.map { $0.values(of: series, territory: territory) }
        let days = all.first?.count ?? 0
        var values = probabilities.map { _ in [Double](repeating: 0, count: days) }
        for day in 0..<days {
            let sorted = all.map { $0[day] }.sorted()
            for (index, probability) in probabilities.enumerated() { values[index][day] = Ensemble.quantile(sorted, probability) }
        }
        return Band(probabilities: probabilities, values: values)
    }

    /// The quantile of sorted numbers by linear interpolation (type 7 of Hyndman and Fan 1996).
    public static func quantile(_ sorted: [Double], _ probability: Double) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = probability * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }

    /// A share of replicates with its 95 % interval (Wilson 1927).
    public struct Probability: Hashable, Sendable, Codable {
        /// How many replicates of how many.
        public let count: Int, of: Int
        /// The share.
        public var share: Double { of > 0 ? Double(count) / Double(of) : 0 }
        /// The ends of the interval.
        public var interval: (low: Double, high: Double) {
            guard of > 0 else { return (0, 1) }
            let n = Double(of), z = 1.96
            let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
            let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
            return (max(0, middle - half), min(1, middle + half))
        }
    }

    /// How often something holds.
    public func probability(_ holds: (Outcome) -> Bool) -> Probability {
        Probability(count: outcomes.count(where: holds), of: outcomes.count)
    }

    /// How many others those infected on the days of a range infected, over all replicates; nil if there are none.
    public func reproduction(days: Range<Int>) -> Double? {
        let counts = outcomes.map { outcome in
            days.filter(outcome.dynamics.infectors.indices.contains).reduce((people: 0.0, infected: 0.0)) {
                ($0.people + Double(outcome.dynamics.infectors[$1]), $0.infected + Double(outcome.dynamics.offspring[$1]))
            }
        }
        let people = counts.reduce(0) { $0 + $1.people }
        return people > 0 ? counts.reduce(0) { $0 + $1.infected } / people : nil
    }

    /// How likely the outbreak is over by the end of a day, by default the last.
    public func containment(by day: Int = .max) -> Probability { probability { $0.isContained(by: day) } }

    /// How likely at least one infection leaves a territory.
    public func spillOver(from territory: Int) -> Probability { probability { $0.spilledFrom[territory] > 0 } }

    /// How likely at least one infection comes into a territory.
    public func importation(into territory: Int) -> Probability { probability { $0.importedInto[territory] > 0 } }

    /// How likely anybody is infected in a ward.
    public var nosocomial: Probability { probability { $0.nosocomial > 0 } }

    /// Mean of a number over the replicates, its 95 % interval and quantiles.
    public func measure(_ quantity: Quantity) -> Estimate { Estimate(outcomes.map { quantity.value(of: $0) }) }
}

extension DailyCounts {
    /// A line of the output by day, of those that are counts.
    func values(of series: Ensemble.Series, territory: Int? = nil) -> [Int] {
        switch series {
        case .infections: infections(territory: territory)
        case .onsets: self.series(.symptomatic, territory: territory)
        case .found: found(territory: territory)
        case .foundOutside: self.series(.foundOutside, territory: territory)
        case .ward: stock(.wardIn, .wardOut, territory: territory)
        case .intensiveCare: stock(.intensiveIn, .intensiveOut, territory: territory)
        case .central: stock(.centralIn, .centralOut, territory: territory)
        case .home: stock(.homeIn, .homeOut, territory: territory)
        case .monitored: stock(.monitoredIn, .monitoredOut, territory: territory)
        case .contacts: zip(self.series(.closeContacts, territory: territory), self.series(.secondaryContacts, territory: territory)).map { $0 + $1 }
        case .tests: self.series(.tests, territory: territory)
        case .tubes: self.series(.tubes, territory: territory)
        case .zoned: stock(.zonedIn, .zonedOut, territory: territory)
        case .closedPlaces, .cost: []
        }
    }

    private func found(territory: Int?) -> [Int] {
        let routes: [Count] = [.foundInClinic, .foundAsContact, .foundOnArrival, .foundAtPost, .foundInRound]
        return routes.map { series($0, territory: territory) }.reduce([Int](repeating: 0, count: days)) { zip($0, $1).map { $0 + $1 } }
    }
}

/// A number of an outcome that can be minimised, limited or compared.
public enum Quantity: String, CaseIterable, Sendable, Codable {
    /// People infected.
    case infections
    /// What the policy's unit costs make of it.
    case cost
    /// Beds and beds of intensive care in use on the worst day.
    case peakWard, peakIntensiveCare
    /// People in hospitals and isolation sites on the worst day.
    case peakCentral
    /// Days spent centrally, at home and in zones.
    case centralDays, homeDays, zoneDays
    /// Tests and traced contacts.
    case tests, contacts
    /// Infections found outside control.
    case foundOutside
    /// Day of the last infection.
    case lastDay
    /// Infections passed into other territories.
    case spillOver
    /// Infections in wards, and in isolation sites.
    case nosocomial, inIsolationSites

    /// Its value in an outcome.
    public func value(of outcome: Outcome) -> Double {
        switch self {
        case .infections: Double(outcome.infections)
        case .cost: outcome.cost
        case .peakWard: outcome.values(of: .ward).max() ?? 0
        case .peakIntensiveCare: outcome.values(of: .intensiveCare).max() ?? 0
        case .peakCentral: outcome.values(of: .central).max() ?? 0
        case .centralDays: (outcome.quantities[.centralDay] ?? 0) + (outcome.quantities[.wardDay] ?? 0)
        case .homeDays: (outcome.quantities[.homeIsolationDay] ?? 0) + (outcome.quantities[.homeMonitoringDay] ?? 0)
        case .zoneDays: outcome.quantities[.zonePersonDay] ?? 0
        case .tests: Double(outcome.daily.total(.tests))
        case .contacts: Double(outcome.daily.total(.closeContacts) + outcome.daily.total(.secondaryContacts))
        case .foundOutside: Double(outcome.daily.total(.foundOutside))
        case .lastDay: Double(outcome.lastDay)
        case .spillOver: Double(outcome.spilledFrom.reduce(0) { $0 + Int($1) })
        case .nosocomial: Double(outcome.nosocomial)
        case .inIsolationSites: Double(outcome.daily.total(.isolationSite))
        }
    }

    /// Its name in both languages.
    public var label: LocalizedText {
        switch self {
        case .infections: LocalizedText(zh: "感染人数", en: "Infections")
        case .cost: LocalizedText(zh: "费用", en: "Cost")
        case .peakWard: LocalizedText(zh: "床位峰值", en: "Beds on the worst day")
        case .peakIntensiveCare: LocalizedText(zh: "重症床位峰值", en: "Intensive-care beds on the worst day")
        case .peakCentral: LocalizedText(zh: "集中隔离和住院峰值", en: "Isolated centrally on the worst day")
        case .centralDays: LocalizedText(zh: "集中隔离和住院人日", en: "Days in hospitals and isolation sites")
        case .homeDays: LocalizedText(zh: "居家隔离和监测人日", en: "Days isolated or monitored at home")
        case .zoneDays: LocalizedText(zh: "风险区人日", en: "Resident-days in zones")
        case .tests: LocalizedText(zh: "检测人次", en: "Tests")
        case .contacts: LocalizedText(zh: "追踪人数", en: "Contacts traced")
        case .foundOutside: LocalizedText(zh: "社会面发现", en: "Found outside control")
        case .lastDay: LocalizedText(zh: "末次感染日", en: "Day of the last infection")
        case .spillOver: LocalizedText(zh: "跨县传播", en: "Infections passed to other counties")
        case .nosocomial: LocalizedText(zh: "院内感染", en: "Infections in wards")
        case .inIsolationSites: LocalizedText(zh: "隔离点内感染", en: "Infections in isolation sites")
        }
    }
}

/// A mean over replicates with what is known of it.
public struct Estimate: Hashable, Sendable {
    /// The mean.
    public let mean: Double
    /// The ends of its 95 % interval (Student's t).
    public let low: Double, high: Double
    /// The 5 %, 50 % and 95 % quantiles of the values themselves.
    public let p5: Double, median: Double, p95: Double
    /// How many values.
    public let count: Int

    /// Of so many values.
    public init(_ values: [Double]) {
        count = values.count
        let n = Double(max(1, values.count))
        let average = values.reduce(0, +) / n
        mean = average
        let variance = values.count > 1 ? values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / (n - 1) : 0
        let half = values.count > 1 ? Estimate.student(values.count - 1) * (variance / n).squareRoot() : .infinity
        low = average - half
        high = average + half
        let sorted = values.sorted()
        p5 = Ensemble.quantile(sorted, 0.05)
        median = Ensemble.quantile(sorted, 0.5)
        p95 = Ensemble.quantile(sorted, 0.95)
    }

    /// The 97.5 % quantile of Student's t (Cornish and Fisher's expansion, exact table below six degrees of freedom).
    static func student(_ freedom: Int) -> Double {
        let exact = [12.706, 4.303, 3.182, 2.776, 2.571]
        if freedom <= exact.count { return exact[max(0, freedom - 1)] }
        let z = 1.959964, v = Double(freedom)
        let cube = z * z * z
        let fifth = cube * z * z
        return z + (cube + z) / (4 * v) + (5 * fifth + 16 * cube + 3 * z) / (96 * v * v)
            + (3 * fifth * z * z + 19 * fifth + 17 * cube - 15 * z) / (384 * v * v * v)
    }
}

/// Two policies under one seed: what changing from the first to the second does, replicate by replicate.
public struct Comparison: Sendable {
    /// A line of the comparison.
    public struct Line: Hashable, Sendable {
        /// What is compared.
        public let quantity: Quantity
        /// Under the first policy and under the second.
        public let before: Estimate, after: Estimate
        /// The second less the first, paired by replicate.
        public let difference: Estimate
    }

    /// The lines, one for each quantity.
    public let lines: [Line]
    /// How likely the outbreak is contained under each.
    public let before: Ensemble.Probability, after: Ensemble.Probability
    /// Replicates contained only under the first, and only under the second.
    public let onlyBefore: Int, onlyAfter: Int

    /// Compares the replicates that both have.
    public init(_ first: Ensemble, _ second: Ensemble) {
        let others = Dictionary(second.outcomes.map { ($0.replicate, $0) }, uniquingKeysWith: { $1 })
        let pairs = first.outcomes.compactMap { outcome in others[outcome.replicate].map { (outcome, $0) } }
        lines = Quantity.allCases.map { quantity in
            let values = pairs.map { (quantity.value(of: $0.0), quantity.value(of: $0.1)) }
            return Line(
                quantity: quantity, before: Estimate(values.map(\.0)), after: Estimate(values.map(\.1)), difference: Estimate(values.map { $1 - $0 }))
        }
        before = .init(count: pairs.count { $0.0.isContained(by: .max) }, of: pairs.count)
        after = .init(count: pairs.count { $0.1.isContained(by: .max) }, of: pairs.count)
        onlyBefore = pairs.count { $0.0.isContained(by: .max) && !$0.1.isContained(by: .max) }
        onlyAfter = pairs.count { !$0.0.isContained(by: .max) && $0.1.isContained(by: .max) }
    }
}
