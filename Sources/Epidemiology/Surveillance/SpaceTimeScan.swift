/// Clusters that are growing now: territories near each other with more cases in the last days than there should be.
///
/// M. Kulldorff, *Prospective time periodic geographical disease surveillance using a scan statistic*, JRSS A 164 (2001), and for expectations
/// without populations the space-time permutation model of Kulldorff and others, *PLoS Medicine* 2 (2005). Every cylinder — the nearest
/// neighbours of a territory, the last days — is compared with the rest by Poisson's likelihood ratio; how often chance alone gives a ratio as high
/// as the highest is found by simulation.
///
/// Time: territories × neighbours × days for the data and again for each replicate; some 100,000 cylinders for 122 counties and two weeks.
public struct SpaceTimeScan: Sendable {
    /// What is expected where and when.
    public enum Baseline: Hashable, Sendable {
        /// In proportion to the population of each territory, the same on every day.
        case population([Double])
        /// Each territory its share of all cases and each day its share: no population is needed, and a wave that rises everywhere alike raises
        /// no alarm.
        case permutation
    }

    /// A cluster.
    public struct Cluster: Hashable, Sendable {
        /// Territories in it, by their number in the data, the centre first.
        public var territories: [Int]
        /// First day, by its number in the data; the last is the last of the data.
        public var firstDay: Int
        /// Cases in it.
        public var cases: Int
        /// Cases to be expected in it.
        public var expected: Double
        /// Logarithm of the likelihood ratio.
        public var logRatio: Double
        /// The probability of a cluster as strong anywhere if there are none.
        public var p: Double

        /// How many times more cases than expected.
        public var ratio: Double { Double(cases) / expected }
    }

    /// The clusters, the strongest first; further ones share no territory with stronger ones.
    public let clusters: [Cluster]
    /// How many simulations p-values rest on; the smallest p is one over one more than that.
    public let replicates: Int

    /// Scans counts by territory and day.
    ///
    /// - Parameters:
    ///   - counts: cases by territory, then by day; all rows equally long.
    ///   - positions: places of the territories on a plane, in any unit.
    ///   - longest: the most days a cluster may have.
    ///   - largestShare: the most of all expected cases a cluster's territories may hold.
    ///   - replicates: simulations for p-values; 999 for p-values by thousandths.
    ///   - reported: how many clusters to tell.
    public init(
        counts: [[Int]], positions: [(x: Double, y: Double)], baseline: Baseline, longest: Int, largestShare: Double = 0.5,
        replicates: Int = 999, reported: Int = 10, using generator: inout some RandomNumberGenerator
    ) throws(EstimationError) {
        guard counts.count >= 2 else { throw .tooFew(what: "territories", given: counts.count, needed: 2) }
        guard positions.count == counts.count else {
            throw .unequalLengths(what: "territories with counts and with positions", left: counts.count, right: positions.count)
        }
        let days = counts[0].count
        guard days >= 2 else { throw .tooFew(what: "days", given: days, needed: 2) }
        for row in counts {
            guard row.count == days else { throw .unequalLengths(what: "rows of counts", left: days, right: row.count) }
            for count in row where count < 0 { throw .unacceptable(what: "a count of cases", value: Double(count), accepted: "0 or more") }
        }
        guard longest >= 1, longest < days else {
            throw .unacceptable(what: "the most days of a cluster", value: Double(longest), accepted: "1 to \(days - 1)")
        }
        let cylinders = try Cylinders(counts, positions, baseline, longest: longest, largestShare: largestShare)
        self.replicates = replicates
        guard cylinders.total > 0 else {
            clusters = []
            return
        }
        let found = cylinders.strongest(counts.flatMap { $0.suffix(longest) }, reported)
        var exceeded = [Int](repeating: 0, count: found.count)
        var simulation = ScanSimulation(counts, baseline, longest: longest)
        for _ in 0..<replicates {
            let highest = cylinders.highest(simulation.replicate(using: &generator))
            for (index, cluster) in found.enumerated() where highest >= cluster.logRatio { exceeded[index] += 1 }
        }
        clusters = zip(found, exceeded).map { cluster, exceeded in
            var cluster = cluster
            cluster.p = Double(exceeded + 1) / Double(replicates + 1)
            cluster.firstDay = days - longest + cluster.firstDay
            return cluster
        }
    }
}

/// All cylinders that end on the last day.
private struct Cylinders {
    let total: Int
    private let territories: Int
    private let longest: Int
    /// Nearest neighbours of each territory, itself first, as many as a cluster may hold.
    private let neighbours: [[Int]]
    /// Expected cases by territory, then by day of the last `longest`.
    private let expected: [Double]

    init(
        _ counts: [[Int]], _ positions: [(x: Double, y: Double)], _ baseline: SpaceTimeScan.Baseline, longest: Int, largestShare: Double
    ) throws(EstimationError) {
        let days = counts[0].count
        let rows = counts.map { $0.reduce(0, +) }
        let total = rows.reduce(0, +)
        var shares: [Double]
        var dayShares: [Double]
        switch baseline {
        case .population(let people):
            guard people.count == counts.count else {
                throw .unequalLengths(what: "territories with counts and with populations", left: counts.count, right: people.count)
            }
            let sum = people.reduce(0, +)
            guard sum > 0, people.allSatisfy({ $0 >= 0 }) else {
                throw .unacceptable(what: "a population", value: people.min() ?? 0, accepted: "0 or more, and more than 0 in all")
            }
            shares = people.map { $0 / sum }
            dayShares = [Double](repeating: 1 / Double(days), count: days)
        case .permutation:
            shares = rows.map { total > 0 ? Double($0) / Double(total) : 0 }
            dayShares = (0..<days).map { day in total > 0 ? Double(counts.reduce(0) { $0 + $1[day] }) / Double(total) : 0 }
        }
        dayShares = dayShares.suffix(longest)
        expected = shares.flatMap { share in dayShares.map { Double(total) * share * $0 } }
        neighbours = positions.indices.map { centre in
            func distance(_ other: Int) -> Double {
                let dx = positions[other].x - positions[centre].x
                let dy = positions[other].y - positions[centre].y
                return dx * dx + dy * dy
            }
            let sorted = positions.indices.sorted { (distance($0), $0) < (distance($1), $1) }
            var sum = 0.0
            return Array(
                sorted.prefix { other in
                    sum += shares[other]
                    return sum <= largestShare || other == centre
                })
        }
        self.total = total
        self.longest = longest
        territories = counts.count
    }

    /// Calls `body` with each cylinder that holds more cases than expected: centre, how many neighbours, first day, cases, expectation.
    @inline(__always)
    private func scan(_ cases: [Int], _ body: (Int, Int, Int, Int, Double) -> Void) {
        var sums = [Int](repeating: 0, count: longest)
        var expectations = [Double](repeating: 0, count: longest)
        cases.withUnsafeBufferPointer { cases in
            expected.withUnsafeBufferPointer { expected in
                for centre in 0..<territories {
                    for day in 0..<longest {
                        sums[day] = 0
                        expectations[day] = 0
                    }
                    for (number, territory) in neighbours[centre].enumerated() {
                        var sum = 0
                        var expectation = 0.0
                        for day in stride(from: longest - 1, through: 0, by: -1) {
                            sum += cases[territory * longest + day]
                            expectation += expected[territory * longest + day]
                            sums[day] += sum
                            expectations[day] += expectation
                            if Double(sums[day]) > expectations[day] { body(centre, number + 1, day, sums[day], expectations[day]) }
                        }
                    }
                }
            }
        }
    }

    /// ln of the likelihood ratio of `cases` where `expected` were to be, against the same rate everywhere.
    @inline(__always)
    private func logRatio(_ cases: Int, _ expected: Double) -> Double {
        let c = Double(cases)
        let rest = Double(total) - c
        let inside = c * log(c / expected)
        return rest > 0 ? inside + rest * log(rest / (Double(total) - expected)) : inside
    }

    func highest(_ cases: [Int]) -> Double {
        var highest = 0.0
        scan(cases) { _, _, _, cases, expected in
            // ln x ≤ x − 1 in both terms gives a bound without a logarithm, which dismisses most cylinders.
            let c = Double(cases)
            let excess = c - expected
            let sum = Double(total)
            guard excess * (c / expected - (sum - c) / (sum - expected)) > highest else { return }
            highest = max(highest, logRatio(cases, expected))
        }
        return highest
    }

    /// The strongest cylinder, then the strongest of those that share no territory with it, and so on.
    func strongest(_ cases: [Int], _ count: Int) -> [SpaceTimeScan.Cluster] {
        var best: [(ratio: Double, centre: Int, size: Int, day: Int, cases: Int, expected: Double)] = []
        // The strongest of each centre and size is enough.
        var current = (ratio: 0.0, centre: -1, size: 0, day: 0, cases: 0, expected: 0.0)
        scan(cases) { centre, size, day, cases, expected in
            guard cases > 1 else { return }
            let ratio = logRatio(cases, expected)
            if centre != current.centre || size != current.size {
                if current.centre >= 0 { best.append(current) }
                current = (ratio, centre, size, day, cases, expected)
            } else if ratio > current.ratio {
                current = (ratio, centre, size, day, cases, expected)
            }
        }
        if current.centre >= 0 { best.append(current) }
        best.sort { ($0.ratio, -$0.size, -$0.centre) > ($1.ratio, -$1.size, -$1.centre) }
        var taken = Set<Int>()
        var clusters: [SpaceTimeScan.Cluster] = []
        for cylinder in best where clusters.count < count {
            let members = neighbours[cylinder.centre].prefix(cylinder.size)
            guard taken.isDisjoint(with: members) else { continue }
            taken.formUnion(members)
            clusters.append(
                SpaceTimeScan.Cluster(
                    territories: Array(members), firstDay: cylinder.day, cases: cylinder.cases, expected: cylinder.expected,
                    logRatio: cylinder.ratio, p: 1))
        }
        return clusters
    }
}

/// Data as chance alone would make them.
private struct ScanSimulation {
    private let longest: Int
    private let days: Int
    private let territories: Int
    private let isPermutation: Bool
    private var cumulative: [Double] = []
    private var total = 0
    /// Territory and day of each case, for permutation.
    private var places: [Int] = []
    private var times: [Int] = []

    init(_ counts: [[Int]], _ baseline: SpaceTimeScan.Baseline, longest: Int) {
        self.longest = longest
        days = counts[0].count
        territories = counts.count
        switch baseline {
        case .population(let people):
            isPermutation = false
            var sum = 0.0
            for number in people {
                sum += number
                cumulative.append(sum)
            }
            total = counts.reduce(0) { $0 + $1.reduce(0, +) }
        case .permutation:
            isPermutation = true
            for (territory, row) in counts.enumerated() {
                for (day, count) in row.enumerated() {
                    for _ in 0..<count {
                        places.append(territory)
                        times.append(day)
                    }
                }
            }
        }
    }

    /// Cases by territory and day of the last `longest`.
    mutating func replicate(using generator: inout some RandomNumberGenerator) -> [Int] {
        var cases = [Int](repeating: 0, count: territories * longest)
        let first = days - longest
        if isPermutation {
            for last in stride(from: times.count - 1, to: 0, by: -1) {
                times.swapAt(last, Int(generator.unit() * Double(last + 1)))
            }
            for (place, time) in zip(places, times) where time >= first { cases[place * longest + time - first] += 1 }
            return cases
        }
        // How many fall into the last days, then each of them somewhere.
        let recent = generator.binomial(trials: total, probability: Double(longest) / Double(days))
        let sum = cumulative.last ?? 0
        for _ in 0..<recent {
            let at = generator.unit() * sum
            var low = 0
            var high = territories - 1
            while low < high {
                let middle = (low + high) / 2
                if cumulative[middle] > at { high = middle } else { low = middle + 1 }
            }
            cases[low * longest + Int(generator.unit() * Double(longest))] += 1
        }
        return cases
    }
}
