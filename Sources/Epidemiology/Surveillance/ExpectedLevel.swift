/// What a count should be, judged by comparable days or weeks of the past, and from where on it is too high.
///
/// C. P. Farrington and others, *A statistical algorithm for the early detection of outbreaks of infectious disease*, JRSS A 159 (1996): a log-linear
/// quasi-Poisson trend through past counts at the same season; weeks that were themselves outbreaks are weighted down; the threshold is the upper
/// limit of a prediction interval on the two-thirds power. For fever clinics, pharmacies and absences, wherever counts come in.
public struct ExpectedLevel: Hashable, Sendable {
    /// The count to be expected.
    public let expected: Double
    /// Counts above it are an alarm.
    public let threshold: Double
    /// How many times larger than Poisson's the variance is; not below 1.
    public let dispersion: Double
    /// Growth per unit of time, on the logarithm; nil where no trend was kept.
    public let trend: Double?
    /// How many past counts it rests on.
    public let pastCounts: Int

    /// How far `count` stands above the expectation, in units of the way to the threshold: 1 or more is an alarm.
    public func exceedance(_ count: Double) -> Double { (count - expected) / (threshold - expected) }

    /// The level at `time`, from past counts at given times.
    ///
    /// - Parameters:
    ///   - past: counts with their times, in any unit; comparable ones only (see `comparable`).
    ///   - alpha: how often a count above the threshold is chance, on one side.
    ///   - years: how many years the past spans; a trend needs three.
    public init(past: [(time: Double, count: Double)], at time: Double, alpha: Double, years: Int) throws(EstimationError) {
        guard past.count >= 3 else { throw .tooFew(what: "past counts", given: past.count, needed: 3) }
        guard alpha > 0, alpha < 0.5 else { throw .unacceptable(what: "alpha", value: alpha, accepted: "more than 0 and less than 0.5") }
        for entry in past where !(entry.count >= 0 && entry.count.isFinite) {
            throw .unacceptable(what: "a past count", value: entry.count, accepted: "0 or more")
        }
        pastCounts = past.count
        // Times from the present, in units of their spread: the fit is then well conditioned.
        let unit = max(1e-9, past.map { abs($0.time - time) }.max() ?? 1)
        let counts = past.map(\.count)
        let times = past.map { ($0.time - time) / unit }
        guard counts.contains(where: { $0 > 0 }) else {
            // Nothing ever: any two cases are more than chance.
            (expected, threshold, dispersion, trend) = (0, 1, 1, nil)
            return
        }
        var fit = try LogLinearFit.reweighted(counts, times, hasTrend: true)
        let highest = counts.max() ?? 0
        let significant = StudentDistribution(freedom: Double(past.count - 2)).quantile(0.975)
        let isKept = years >= 3 && abs(fit.slope) > significant * fit.slopeError && fit.mean <= highest
        if !isKept { fit = try LogLinearFit.reweighted(counts, times, hasTrend: false) }
        trend = isKept ? fit.slope / unit : nil
        expected = fit.mean
        dispersion = fit.dispersion
        let spread = (fit.dispersion * fit.mean + fit.meanVariance).squareRoot() / fit.mean
        threshold = fit.mean * pow(1 + 2.0 / 3 * NormalDistribution.standardQuantile(1 - alpha) * spread, 1.5)
    }

    /// The positions in a series that compare with `index`: the same place in each of the `years` before, `halfWidth` steps to either side.
    ///
    /// - Parameter period: steps in a year; 52 for weeks, 365 for days.
    public static func comparable(to index: Int, period: Int, halfWidth: Int, years: Int) -> [Int] {
        (1...max(1, years)).reversed().flatMap { year in
            ((index - year * period - halfWidth)...(index - year * period + halfWidth)).filter { $0 >= 0 }
        }
    }
}

/// A log-linear quasi-Poisson fit, predicted at time 0.
private struct LogLinearFit {
    var mean = 0.0
    var meanVariance = 0.0
    var slope = 0.0
    var slopeError = 0.0
    var dispersion = 1.0
    var fitted: [Double] = []
    var leverages: [Double] = []

    /// Fits, weighs past outbreaks down by their standardised Anscombe residuals (Farrington and others 1996, §3.4), and fits again.
    static func reweighted(_ counts: [Double], _ times: [Double], hasTrend: Bool) throws(EstimationError) -> LogLinearFit {
        let even = [Double](repeating: 1, count: counts.count)
        let first = try LogLinearFit(counts, times, even, hasTrend: hasTrend)
        let residuals = counts.indices.map { index -> Double in
            let m = max(first.fitted[index], 1e-12)
            let anscombe = 1.5 * (pow(counts[index], 2.0 / 3) - pow(m, 2.0 / 3)) / pow(m, 1.0 / 6)
            return anscombe / (first.dispersion * max(1e-9, 1 - first.leverages[index])).squareRoot()
        }
        var weights = residuals.map { $0 > 1 ? 1 / ($0 * $0) : 1 }
        let sum = weights.reduce(0, +)
        weights = weights.map { $0 * Double(counts.count) / sum }
        return try LogLinearFit(counts, times, weights, hasTrend: hasTrend)
    }

    private init(_ counts: [Double], _ times: [Double], _ weights: [Double], hasTrend: Bool) throws(EstimationError) {
        let total = zip(counts, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let sum = weights.reduce(0, +)
        var a = log(max(total / sum, 1e-9))
        var b = 0.0
        var inverse = (aa: 0.0, ab: 0.0, bb: 0.0)
        for _ in 0..<100 {
            var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 0.0, 0.0, 0.0)
            for index in counts.indices {
                let m = exp(min(50, a + b * times[index]))
                let residual = weights[index] * (counts[index] - m)
                let weight = weights[index] * m
                ga += residual
                gb += residual * times[index]
                haa += weight
                hab += weight * times[index]
                hbb += weight * times[index] * times[index]
            }
            let determinant = hasTrend ? haa * hbb - hab * hab : haa
            guard determinant > 1e-12 else { throw .undetermined(what: "the expected level") }
            inverse = hasTrend ? (hbb / determinant, -hab / determinant, haa / determinant) : (1 / haa, 0, 0)
            let da = inverse.aa * ga + inverse.ab * gb
            let db = inverse.ab * ga + inverse.bb * gb
            let scale = min(1, 3 / max(abs(da), abs(db), 1e-300))
            a += da * scale
            b += db * scale
            if abs(da) + abs(db) < 1e-12 { break }
        }
        fitted = times.map { exp(min(50, a + b * $0)) }
        let parameters = hasTrend ? 2.0 : 1
        let pearson = counts.indices.reduce(0.0) { sum, index in
            let residual = counts[index] - fitted[index]
            return sum + weights[index] * residual * residual / max(fitted[index], 1e-12)
        }
        dispersion = max(1, pearson / max(1, Double(counts.count) - parameters))
        let (aa, ab, bb) = (inverse.aa, inverse.ab, inverse.bb)
        let means = fitted
        leverages = times.indices.map { index in
            weights[index] * means[index] * (aa + 2 * ab * times[index] + bb * times[index] * times[index])
        }
        mean = exp(a)
        meanVariance = mean * mean * dispersion * aa
        slope = b
        slopeError = (dispersion * bb).squareRoot()
    }
}
