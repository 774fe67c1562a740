/// The cohort reproduction number: how many those with onset in a window went on to infect.
///
/// J. Wallinga, P. Teunis, *American Journal of Epidemiology* 160 (2004): a case with onset on day i was infected by one with onset on day j with
/// likelihood w(i − j) / Σ w(i − l) I(l). The number infected by a window's cases is a sum of independent yes-or-no draws, so that its spread and
/// quantiles are computed and not simulated. The last days are too low, since those they infect have not fallen ill yet.
public enum CohortReproduction {
    /// R of the cases in each window; nil where the window has none.
    public static func estimate(
        _ incidence: Incidence, _ interval: SerialInterval, windows: [EstimationWindow]
    ) throws(EstimationError) -> [ReproductionEstimate?] {
        if let late = windows.first(where: { $0.end > incidence.days }) {
            throw .unacceptable(
                what: "the last day of a window", value: Double(late.end), accepted: "at most the curve's last day, \(incidence.days)")
        }
        let cases = incidence.total
        let weights = interval.weights
        let length = interval.effectiveLength
        let pressure = incidence.overallInfectivity(interval)
        // EpiEstim draws ancestors for the onsets of the days that any window holds; means take all.
        let firstDrawn = (windows.map(\.start).min() ?? 1) - 1
        let lastDrawn = (windows.map(\.end).max() ?? 0) - 1
        return windows.map { window in
            let own = (window.start - 1)...(window.end - 1)
            let size = own.reduce(0.0) { $0 + cases[$1] }
            guard size > 0 else { return nil }
            var mean = 0.0
            var trials: [(count: Double, probability: Double)] = []
            for day in own.lowerBound..<min(incidence.days, own.upperBound + length) where pressure[day] > 0 && cases[day] > 0 {
                var share = 0.0
                for source in own where source <= day && day - source < length { share += weights[day - source] * cases[source] }
                share /= pressure[day]
                mean += share * cases[day]
                if day >= firstDrawn, day <= lastDrawn, share > 0 { trials.append((cases[day], min(1, share))) }
            }
            let sum = YesOrNoSum(trials)
            return ReproductionEstimate(
                window: window, mean: mean / size, sd: sum.sd / size, quantiles: Quantiles { sum.quantile($0) / size })
        }
    }
}

/// The distribution of a sum of independent draws that are 0 or 1 with different probabilities.
private struct YesOrNoSum {
    let mean: Double
    let sd: Double
    private let skewness: Double
    /// The exact probabilities of 0, 1, 2, …, where there are few draws.
    private let probabilities: [Double]?

    init(_ trials: [(count: Double, probability: Double)]) {
        var mean = 0.0
        var variance = 0.0
        var third = 0.0
        for (count, p) in trials {
            mean += count * p
            variance += count * p * (1 - p)
            third += count * p * (1 - p) * (1 - 2 * p)
        }
        self.mean = mean
        sd = variance.squareRoot()
        skewness = variance > 0 ? third / (variance * variance.squareRoot()) : 0
        let number = trials.reduce(0) { $0 + $1.count }
        guard number <= 1000, trials.allSatisfy({ $0.count == $0.count.rounded() }) else {
            probabilities = nil
            return
        }
        var distribution = [1.0]
        for (count, p) in trials {
            for _ in 0..<Int(count) {
                distribution.append(0)
                for index in stride(from: distribution.count - 1, through: 1, by: -1) {
                    distribution[index] = distribution[index] * (1 - p) + distribution[index - 1] * p
                }
                distribution[0] *= 1 - p
            }
        }
        probabilities = distribution
    }

    /// The least number that is not exceeded with probability `p`; for many draws by Cornish and Fisher's expansion.
    func quantile(_ p: Double) -> Double {
        guard let probabilities else {
            let z = NormalDistribution.standardQuantile(p)
            return max(0, mean + sd * (z + skewness * (z * z - 1) / 6))
        }
        var sum = 0.0
        for (count, probability) in probabilities.enumerated() {
            sum += probability
            if sum >= p { return Double(count) }
        }
        return Double(probabilities.count - 1)
    }
}
