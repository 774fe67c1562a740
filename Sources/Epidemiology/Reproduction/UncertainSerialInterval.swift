/// A serial interval of which mean and standard deviation are themselves uncertain: two independent normal distributions, each cut at limits.
///
/// Cori and others (2013) draw n₁ pairs and n₂ values of R for each. Here both integrals are done by Gauss and Legendre's rule instead, which
/// needs no seed and has no sampling error; the posterior is then a mixture of gamma distributions whose quantiles are solved for.
public struct UncertainSerialInterval: Hashable, Sendable {
    /// A normal distribution cut at limits.
    public struct Parameter: Hashable, Sendable {
        /// Mean of the uncut distribution, in days.
        public let mean: Double
        /// Standard deviation of the uncut distribution, in days.
        public let sd: Double
        /// What it lies between, in days.
        public let limits: ClosedRange<Double>

        /// A cut normal distribution; `sd` must be positive and the limits not a single point.
        public init(mean: Double, sd: Double, limits: ClosedRange<Double>) throws(EstimationError) {
            guard sd > 0 else { throw .unacceptable(what: "the spread of an uncertain parameter", value: sd, accepted: "more than 0") }
            guard limits.upperBound > limits.lowerBound else {
                throw .unacceptable(what: "the upper limit of an uncertain parameter", value: limits.upperBound, accepted: "more than the lower")
            }
            self.mean = mean
            self.sd = sd
            self.limits = limits
        }

        /// Points of the distribution with weights that add to one.
        func nodes(_ rule: GaussLegendre) -> [(point: Double, weight: Double)] {
            // Beyond nine deviations there is nothing, and the points would be wasted on it.
            let low = max(limits.lowerBound, min(mean - 9 * sd, limits.upperBound))
            let high = max(low + 1e-9, min(limits.upperBound, mean + 9 * sd))
            let nodes = rule.nodes(in: low...high).map { node -> (point: Double, weight: Double) in
                let z = (node.point - mean) / sd
                return (node.point, node.weight * exp(-0.5 * z * z))
            }
            let sum = nodes.reduce(0) { $0 + $1.weight }
            return nodes.map { ($0.point, $0.weight / sum) }
        }
    }

    /// The mean serial interval; its lower limit must be above one day.
    public let mean: Parameter
    /// Its standard deviation; its lower limit must be above zero.
    public let sd: Parameter

    /// An uncertain serial interval.
    public init(mean: Parameter, sd: Parameter) throws(EstimationError) {
        guard mean.limits.lowerBound >= 1 else {
            throw .unacceptable(what: "the lower limit of the mean serial interval", value: mean.limits.lowerBound, accepted: "1 day or more")
        }
        guard sd.limits.lowerBound >= 0 else {
            throw .unacceptable(
                what: "the lower limit of the serial interval's standard deviation", value: sd.limits.lowerBound, accepted: "0 or more")
        }
        self.mean = mean
        self.sd = sd
    }
}

extension ReproductionNumber {
    /// R in each window with an uncertain serial interval; nil where no serial interval within the limits is short enough for the window.
    ///
    /// As in EpiEstim, a serial interval takes part in a window only if the window ends later than its mean, nominal and discretised.
    public static func estimate(
        _ incidence: Incidence, _ interval: UncertainSerialInterval, windows: [EstimationWindow], prior: ReproductionPrior = .standard
    ) throws(EstimationError) -> [ReproductionEstimate?] {
        var parts = [[(weight: Double, distribution: GammaDistribution)]](repeating: [], count: windows.count)
        let spreads = interval.sd.nodes(GaussLegendre(count: 10))
        for mean in interval.mean.nodes(GaussLegendre(count: 16)) {
            for spread in spreads {
                let discretised = try SerialInterval.discretised(mean: mean.point, sd: spread.point, days: incidence.days)
                let posteriors = try posteriors(incidence, discretised, windows: windows, prior: prior)
                for (index, posterior) in posteriors.enumerated() {
                    guard let posterior, Double(windows[index].end) > mean.point else { continue }
                    parts[index].append((mean.weight * spread.weight, posterior))
                }
            }
        }
        return zip(windows, parts).map { window, parts in
            guard !parts.isEmpty else { return nil }
            let mixture = GammaMixture(parts)
            return ReproductionEstimate(window: window, mean: mixture.mean, sd: mixture.sd, quantiles: Quantiles { mixture.quantile($0) })
        }
    }
}
