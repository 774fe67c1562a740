/// How fast cases grow: a log-linear trend over a stretch of days, with its uncertainty.
///
/// Cases of day t have mean exp(a + r t) and variance φ times the mean; r and a by maximum quasi-likelihood, φ by Pearson's statistic and not below
/// one, limits by Student's t (P. McCullagh, J. A. Nelder, *Generalized Linear Models*, 1989, ch. 9).
public struct EpidemicGrowth: Hashable, Sendable {
    /// Growth rate r per day, with its limits.
    public let rate: Interval
    /// How many times larger than Poisson's the variance is.
    public let dispersion: Double
    /// Mean of the fitted curve on each day.
    public let fitted: [Double]
    /// The confidence of the limits, such as 0.95.
    public let confidence: Double
    /// Standard error of the rate.
    public let standardError: Double

    /// The growth over `counts`, one a day.
    public init(counts: [Double], confidence: Double = 0.95) throws(EstimationError) {
        guard counts.count >= 3 else { throw .tooFew(what: "days", given: counts.count, needed: 3) }
        for count in counts where !(count >= 0 && count.isFinite) {
            throw .unacceptable(what: "a count of cases", value: count, accepted: "a number that is not negative")
        }
        let total = counts.reduce(0, +)
        guard counts.count(where: { $0 > 0 }) >= 2 else {
            throw .tooFew(what: "days with cases", given: counts.count(where: { $0 > 0 }), needed: 2)
        }
        let times = counts.indices.map { Double($0) - Double(counts.count - 1) / 2 }
        // The intercept follows from the rate: Poisson likelihood reproduces the total.
        var rate = 0.0
        var information = 1.0
        for _ in 0..<200 {
            let powers = times.map { exp(max(-500, min(500, rate * $0))) }
            let sum = powers.reduce(0, +)
            var centre = 0.0
            for (power, time) in zip(powers, times) { centre += power / sum * time }
            var spread = 0.0
            for (power, time) in zip(powers, times) { spread += power / sum * (time - centre) * (time - centre) }
            information = total * spread
            var score = 0.0
            for (count, time) in zip(counts, times) { score += count * (time - centre) }
            let step = max(-1, min(1, score / information))
            rate += step
            if abs(step) < 1e-13 { break }
        }
        guard rate.isFinite, information > 0 else { throw .undetermined(what: "the growth rate") }
        let powers = times.map { exp(rate * $0) }
        let sum = powers.reduce(0, +)
        fitted = powers.map { total * $0 / sum }
        let freedom = Double(counts.count - 2)
        let pearson = zip(counts, fitted).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
        dispersion = max(1, pearson / freedom)
        standardError = (dispersion / information).squareRoot()
        let reach = StudentDistribution(freedom: freedom).quantile((1 + confidence) / 2) * standardError
        self.rate = Interval(rate, rate - reach, rate + reach)
        self.confidence = confidence
    }

    /// Days in which cases double, ln 2 / r; negative (halving time with a minus sign) where they fall.
    ///
    /// Where the limits of r lie on both sides of zero, those of the doubling time run through infinity and say little: show the rate.
    public var doublingTime: Interval {
        Interval(0.693147180559945309417232 / rate.estimate, 0.693147180559945309417232 / rate.upper, 0.693147180559945309417232 / rate.lower)
    }

    /// Whether the limits of the rate exclude standing still.
    public var isCertain: Bool { rate.lower > 0 || rate.upper < 0 }

    /// The reproduction number that goes with the growth, for a serial interval.
    public func reproduction(_ interval: SerialInterval) -> Interval {
        Interval(
            interval.reproduction(growth: rate.estimate), interval.reproduction(growth: rate.lower), interval.reproduction(growth: rate.upper))
    }
}

extension SerialInterval {
    /// The reproduction number at which cases grow by the factor eʳ a day: 1 / Σ w(k) e^(−r k).
    ///
    /// J. Wallinga, M. Lipsitch, *Proceedings of the Royal Society B* 274 (2007), for a distribution by whole days.
    public func reproduction(growth rate: Double) -> Double {
        let sum = weights.prefix(effectiveLength).enumerated().reduce(0.0) { $0 + $1.element * exp(-rate * Double($1.offset)) }
        return 1 / sum
    }
}
