/// Case totals of several days each (weekly reports), from which a daily curve is reconstructed.
///
/// R. K. Nash, S. Bhatt, A. Cori, P. Nouvellet, *Estimating the epidemic reproduction number from temporally aggregated incidence data*, PLOS
/// Computational Biology 19 (2023): totals are first spread evenly; then R of each period is estimated, turned into a growth rate, and the period's
/// total spread along that growth; and so on until nothing moves. As in EpiEstim 3, growth rates lie on a grid.
public struct AggregatedIncidence: Hashable, Sendable {
    /// Cases of each period.
    public let totals: [Double]
    /// Days in each period.
    public let lengths: [Int]

    /// Totals of periods of `lengths` days, repeated as often as needed.
    public init(totals: [Double], lengths: [Int]) throws(EstimationError) {
        guard totals.count >= 2 else { throw .tooFew(what: "periods", given: totals.count, needed: 2) }
        guard !lengths.isEmpty, lengths.allSatisfy({ $0 >= 1 }) else {
            throw .unacceptable(what: "the length of a period", value: Double(lengths.min() ?? 0), accepted: "1 day or more")
        }
        self.totals = totals
        self.lengths = totals.indices.map { lengths[$0 % lengths.count] }
    }

    /// The reconstructed daily curve, and the day from which on it is reconstructed and not merely spread evenly.
    ///
    /// - Parameters:
    ///   - iterations: how often R and curve are made from each other; ten suffice.
    ///   - precision: step of the grid of growth rates, per day.
    public func daily(
        _ interval: SerialInterval, prior: ReproductionPrior = .standard, iterations: Int = 10, precision: Double = 0.001
    ) throws(EstimationError) -> (incidence: Incidence, firstDay: Int) {
        var curve: [Double] = []
        for (total, length) in zip(totals, lengths) { curve += [Double](repeating: total / Double(length), count: length) }
        var windows: [EstimationWindow] = []
        var start = lengths[0] + 1
        for length in lengths.dropFirst() {
            windows.append(try EstimationWindow(start: start, end: start + length - 1))
            start += length
        }
        let grid = GrowthGrid(interval, precision: precision)
        var firstDay = curve.count + 1
        for _ in 0..<max(2, iterations) {
            let posteriors = try ReproductionNumber.posteriors(Incidence(total: curve), interval, windows: windows, prior: prior)
            firstDay = curve.count + 1
            for (index, posterior) in posteriors.enumerated() {
                guard let posterior else { continue }
                let window = windows[index]
                firstDay = min(firstDay, window.start)
                let growth = grid.rate(reproduction: posterior.mean)
                let days = window.end - window.start + 1
                let shares = (1...days).map { days == 1 ? 1 : exp(growth * Double($0)) }
                let sum = shares.reduce(0, +)
                for day in 0..<days { curve[window.start - 1 + day] = totals[index + 1] * shares[day] / sum }
            }
        }
        return (try Incidence(total: curve), firstDay)
    }

    /// R in sliding windows of the reconstructed curve, from the first reconstructed day on.
    public func estimate(
        _ interval: SerialInterval, window: Int = 7, prior: ReproductionPrior = .standard, iterations: Int = 10
    ) throws(EstimationError) -> [ReproductionEstimate?] {
        let (incidence, firstDay) = try daily(interval, prior: prior, iterations: iterations)
        let windows = EstimationWindow.sliding(length: window, days: incidence.days, first: firstDay)
        return try ReproductionNumber.estimate(incidence, interval, windows: windows, prior: prior)
    }
}

/// Growth rates on a grid with the reproduction number of each.
private struct GrowthGrid {
    private var rates: [Double] = []
    private var numbers: [Double] = []
    private let interval: SerialInterval
    private let precision: Double

    init(_ interval: SerialInterval, precision: Double) {
        self.interval = interval
        self.precision = precision
        let count = Int((2 / precision).rounded())
        rates = (0...count).map { -1 + Double($0) * precision }
        numbers = rates.map { interval.reproductionOfBins(growth: $0) }
    }

    /// The rate of the grid whose reproduction number is nearest.
    func rate(reproduction: Double) -> Double {
        // Reproduction numbers rise with the rate: search, then take the nearer neighbour.
        var low = 0
        var high = numbers.count - 1
        guard reproduction > numbers[low], reproduction < numbers[high] else { return beyond(reproduction) }
        while high - low > 1 {
            let middle = (low + high) / 2
            if numbers[middle] <= reproduction { low = middle } else { high = middle }
        }
        return reproduction - numbers[low] <= numbers[high] - reproduction ? rates[low] : rates[high]
    }

    /// A rate outside the grid, on the grid's steps.
    private func beyond(_ reproduction: Double) -> Double {
        var low = -50.0
        var high = 50.0
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if interval.reproductionOfBins(growth: middle) < reproduction { low = middle } else { high = middle }
        }
        return ((low + high) / 2 / precision).rounded() * precision
    }
}

extension SerialInterval {
    /// The reproduction number at growth `rate`, each day's weight spread over the day around it: r / Σ w(k) (e^(−r a) − e^(−r b)) / (b − a), a and b
    /// being k ∓ ½. Wallinga and Lipsitch (2007), equation 3.6, as EpiEstim 3 uses it.
    fileprivate func reproductionOfBins(growth rate: Double) -> Double {
        guard abs(rate) > 1e-14 else { return 1 }
        let discrete = reproduction(growth: rate) * weights.reduce(0, +)
        return discrete * (rate / 2) / sinh(rate / 2)
    }

    private func sinh(_ x: Double) -> Double { (expm1(x) - expm1(-x)) / 2 }
}
