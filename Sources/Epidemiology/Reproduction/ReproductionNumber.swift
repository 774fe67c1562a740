/// What R is taken for before the data are seen: a gamma distribution.
public struct ReproductionPrior: Hashable, Sendable {
    /// Its mean.
    public let mean: Double
    /// Its standard deviation.
    public let sd: Double

    /// A gamma prior; both numbers must be positive.
    public init(mean: Double, sd: Double) throws(EstimationError) {
        guard mean > 0, mean.isFinite else { throw .unacceptable(what: "the prior mean of R", value: mean, accepted: "more than 0") }
        guard sd > 0, sd.isFinite else { throw .unacceptable(what: "the prior standard deviation of R", value: sd, accepted: "more than 0") }
        self.mean = mean
        self.sd = sd
    }

    private init(standard: Double) {
        mean = standard
        sd = standard
    }

    /// Mean 5, standard deviation 5: high, so that an epidemic is not believed over before the data say so (Cori and others 2013).
    public static let standard = ReproductionPrior(standard: 5)

    /// Shape of the gamma distribution.
    var shape: Double { mean * mean / (sd * sd) }
    /// Its scale.
    var scale: Double { sd * sd / mean }
}

/// The days of a window, both included; the first day of the curve is 1.
public struct EstimationWindow: Hashable, Sendable {
    /// First day.
    public let start: Int
    /// Last day.
    public let end: Int

    /// From `start` to `end`. The first day cannot be in a window: nobody is before it.
    public init(start: Int, end: Int) throws(EstimationError) {
        guard start >= 2 else { throw .unacceptable(what: "the first day of a window", value: Double(start), accepted: "2 or later") }
        guard end >= start else {
            throw .unacceptable(what: "the last day of a window", value: Double(end), accepted: "its first day, \(start), or later")
        }
        self.init(unchecked: start, end)
    }

    private init(unchecked start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }

    /// All windows of `length` days in a curve of `days` days, the first from day `first`.
    public static func sliding(length: Int, days: Int, first: Int = 2) -> [EstimationWindow] {
        guard length >= 1, first >= 2, first + length - 1 <= days else { return [] }
        return (first...(days - length + 1)).map { EstimationWindow(unchecked: $0, $0 + length - 1) }
    }
}

/// R in a window.
public struct ReproductionEstimate: Hashable, Sendable {
    /// The days it stands for.
    public var window: EstimationWindow
    /// Mean of the posterior distribution.
    public var mean: Double
    /// Its standard deviation.
    public var sd: Double
    /// Its quantiles.
    public var quantiles: Quantiles

    /// Standard deviation over mean: how little is known. Cori and others take up to 0.3 for enough; above it say “too few cases”.
    public var coefficientOfVariation: Double { sd / mean }
}

/// The instantaneous reproduction number: how many a case would infect if things stayed as they are in the window.
///
/// A. Cori, N. M. Ferguson, C. Fraser, S. Cauchemez, *A New Framework and Software to Estimate Time-Varying Reproduction Numbers During
/// Epidemics*, American Journal of Epidemiology 178 (2013); imported cases as in R. N. Thompson and others, *Epidemics* 29 (2019). Cases of a day
/// are Poisson with mean R Λ(t); with a gamma prior of shape a and scale b the posterior is gamma with shape a + Σ local cases and scale
/// 1 / (1/b + Σ Λ). A window that ends no later than the mean serial interval has no estimate, as in EpiEstim 2.2.
///
///     let curve = try Incidence(total: counts)
///     let interval = try SerialInterval.discretised(mean: 8.4, sd: 3.8, days: curve.days)
///     let estimates = try ReproductionNumber.estimate(curve, interval, windows: EstimationWindow.sliding(length: 7, days: curve.days))
public enum ReproductionNumber {
    /// The posterior in each window; nil while the window ends no later than the mean serial interval.
    public static func posteriors(
        _ incidence: Incidence, _ interval: SerialInterval, windows: [EstimationWindow], prior: ReproductionPrior = .standard
    ) throws(EstimationError) -> [GammaDistribution?] {
        if let late = windows.first(where: { $0.end > incidence.days }) {
            throw .unacceptable(
                what: "the last day of a window", value: Double(late.end), accepted: "at most the curve's last day, \(incidence.days)")
        }
        let infectivity = incidence.overallInfectivity(interval)
        let mean = interval.mean
        return windows.map { window in
            guard Double(window.end) > mean else { return nil }
            var cases = 0.0
            var pressure = 0.0
            for day in (window.start - 1)..<window.end {
                cases += incidence.local[day]
                pressure += infectivity[day]
            }
            return GammaDistribution(shape: prior.shape + cases, scale: 1 / (1 / prior.scale + pressure))
        }
    }

    /// R with its quantiles in each window; nil while the window ends no later than the mean serial interval.
    public static func estimate(
        _ incidence: Incidence, _ interval: SerialInterval, windows: [EstimationWindow], prior: ReproductionPrior = .standard
    ) throws(EstimationError) -> [ReproductionEstimate?] {
        var table = UnitGammaTable()
        return try estimate(incidence, interval, windows: windows, prior: prior, table: &table)
    }

    /// The same for many curves: territories, or prefectures and their province.
    ///
    /// Quantiles are found once for each number of cases that occurs in a window, however many windows hold it.
    public static func estimate(
        _ curves: [Incidence], _ interval: SerialInterval, windows: [EstimationWindow], prior: ReproductionPrior = .standard
    ) throws(EstimationError) -> [[ReproductionEstimate?]] {
        var table = UnitGammaTable()
        var results: [[ReproductionEstimate?]] = []
        results.reserveCapacity(curves.count)
        for curve in curves { results.append(try estimate(curve, interval, windows: windows, prior: prior, table: &table)) }
        return results
    }

    private static func estimate(
        _ incidence: Incidence, _ interval: SerialInterval, windows: [EstimationWindow], prior: ReproductionPrior, table: inout UnitGammaTable
    ) throws(EstimationError) -> [ReproductionEstimate?] {
        let posteriors = try posteriors(incidence, interval, windows: windows, prior: prior)
        return zip(windows, posteriors).map { window, posterior in
            guard let posterior else { return nil }
            return ReproductionEstimate(
                window: window, mean: posterior.mean, sd: posterior.sd,
                quantiles: table.quantiles(shape: posterior.shape).scaled(by: posterior.scale))
        }
    }
}

/// Quantiles of gamma distributions of scale 1 that have been asked for before.
struct UnitGammaTable {
    private var known: [Double: Quantiles] = [:]

    mutating func quantiles(shape: Double) -> Quantiles {
        if let quantiles = known[shape] { return quantiles }
        let distribution = IncompleteGamma(shape: shape)
        let quantiles = Quantiles { distribution.quantile($0) }
        known[shape] = quantiles
        return quantiles
    }
}
