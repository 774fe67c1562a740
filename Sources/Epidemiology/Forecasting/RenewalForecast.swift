/// Cases of the next days if each case goes on infecting as many as in the last window: the renewal equation run forward.
///
/// C. Fraser, *PLoS ONE* 2:e758 (2007); P. Nouvellet and others, *Epidemics* 22 (2018). Each path starts from one possible outcome of the nowcast,
/// takes its R from the posterior in the last window, lets ln R walk at random, and draws each day's cases around R Λ.
public struct RenewalForecast: Sendable {
    /// What a forecast rests on.
    public struct Options: Hashable, Sendable {
        /// Days to forecast.
        public var horizon: Int
        /// Days of the window from which R is taken.
        public var window: Int
        /// Standard deviation of ln R's step from day to day: how much conditions may change.
        public var drift: Double
        /// Paths to draw.
        public var paths: Int
        /// What R is taken for before the data are seen.
        public var prior: ReproductionPrior

        /// Two weeks from the last week's R, with ln R stepping by 0.05 a day, in a thousand paths, unless told otherwise.
        public init(horizon: Int = 14, window: Int = 7, drift: Double = 0.05, paths: Int = 1000, prior: ReproductionPrior = .standard) {
            self.horizon = horizon
            self.window = window
            self.drift = drift
            self.paths = paths
            self.prior = prior
        }
    }

    /// Quantiles of the cases of each coming day.
    public let days: [Quantiles]
    /// Quantiles of the cases of all coming days up to each.
    public let cumulative: [Quantiles]
    /// Cases by day, one row a path.
    public let paths: [[Double]]
    /// How far counts spread around their mean: the size of the negative binomial that past days show; infinite if no more than Poisson's.
    public let size: Double

    /// A forecast from possible outcomes of the curve so far: the draws of a nowcast, or a single curve that is complete.
    public init(
        _ outcomes: [[Double]], _ interval: SerialInterval, options: Options = Options(), using generator: inout some RandomNumberGenerator
    ) throws(EstimationError) {
        guard let first = outcomes.first else { throw .tooFew(what: "outcomes of the curve so far", given: 0, needed: 1) }
        guard options.horizon >= 1, options.paths >= 1 else {
            throw .unacceptable(what: "the horizon or the number of paths", value: Double(min(options.horizon, options.paths)), accepted: "1 or more")
        }
        guard first.count > options.window + 1 else { throw .tooFew(what: "days of incidence", given: first.count, needed: options.window + 2) }
        let size = try RenewalForecast.size(first, interval, options)
        self.size = size
        let window = try EstimationWindow(start: first.count - options.window + 1, end: first.count)
        var paths: [[Double]] = []
        var posteriors: [Int: GammaDistribution?] = [:]
        for path in 0..<options.paths {
            let number = path % outcomes.count
            let outcome = outcomes[number]
            let posterior: GammaDistribution?
            if let known = posteriors[number] {
                posterior = known
            } else {
                posterior = try ReproductionNumber.posteriors(Incidence(total: outcome), interval, windows: [window], prior: options.prior)[0]
                posteriors[number] = posterior
            }
            guard let posterior else { throw .tooFew(what: "days of incidence", given: first.count, needed: Int(interval.mean) + 2) }
            paths.append(RenewalForecast.path(outcome, posterior, interval, size, options, using: &generator))
        }
        self.paths = paths
        days = (0..<options.horizon).map { day in Quantiles(ofSorted: paths.map { $0[day] }.sorted()) }
        cumulative = (0..<options.horizon).map { day in Quantiles(ofSorted: paths.map { $0[...day].reduce(0, +) }.sorted()) }
    }

    private static func path(
        _ past: [Double], _ posterior: GammaDistribution, _ interval: SerialInterval, _ size: Double, _ options: Options,
        using generator: inout some RandomNumberGenerator
    ) -> [Double] {
        var cases = past
        var reproduction = generator.gamma(shape: posterior.shape) * posterior.scale
        let length = interval.effectiveLength
        for _ in 0..<options.horizon {
            reproduction *= exp(options.drift * generator.normal())
            var pressure = 0.0
            for back in 1..<min(length, cases.count + 1) { pressure += interval.weights[back] * cases[cases.count - back] }
            // A forecast beyond a billion cases a day is no forecast.
            cases.append(Double(generator.negativeBinomial(mean: min(1e9, reproduction * pressure), size: size)))
        }
        return Array(cases[past.count...])
    }

    /// The size that makes the spread of past counts around R Λ what it was: by moments over the last four weeks, each day with the R of the window
    /// that ends before it.
    private static func size(_ cases: [Double], _ interval: SerialInterval, _ options: Options) throws(EstimationError) -> Double {
        let curve = try Incidence(total: cases)
        let infectivity = curve.overallInfectivity(interval)
        var squares = 0.0
        var excess = 0.0
        var days = 0
        for day in max(options.window + 2, cases.count - 27)..<(cases.count + 1) {
            let window = try EstimationWindow(start: day - options.window, end: day - 1)
            guard let posterior = try ReproductionNumber.posteriors(curve, interval, windows: [window], prior: options.prior)[0] else { continue }
            let mean = posterior.mean * infectivity[day - 1]
            guard mean > 0.5 else { continue }
            // What the uncertainty of R adds is not spread of counts.
            let uncertainty = posterior.sd * infectivity[day - 1]
            let residual = cases[day - 1] - mean
            excess += residual * residual - mean - uncertainty * uncertainty
            squares += mean * mean
            days += 1
        }
        guard days >= 5, excess > 0 else { return .infinity }
        return max(0.3, squares / excess)
    }
}
