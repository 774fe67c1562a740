/// A distribution of delays fitted to observations by maximum likelihood, with the posterior distribution of what people ask of it.
///
/// Interval censoring as in Reich and others (2009), right truncation as in J. D. Kalbfleisch, J. F. Lawless, *JASA* 84 (1989). Parameters are
/// sought on a scale without limits (logarithms of what must be positive).
///
///     let fit = try DelayFit.best(of: [.gamma, .lognormal, .weibull], observations)
///     fit.distribution.mean
///     fit.posterior.mean            // with limits
public struct DelayFit: Sendable {
    /// The most likely distribution.
    public let distribution: DelayDistribution
    /// The logarithm of its likelihood.
    public let logLikelihood: Double
    /// How many delays it rests on.
    public let count: Double
    /// The first parameter with Wald limits of 95 %.
    public let first: Interval
    /// The second parameter with Wald limits of 95 %, taken on the scale of its logarithm.
    public let second: Interval
    /// What the data say of mean, spread and quantiles.
    public let posterior: DelayPosterior

    /// Akaike's criterion, 4 − 2 log-likelihood: the lower, the better.
    public var aic: Double { 4 - 2 * logLikelihood }

    /// The fit of one form.
    ///
    /// - Parameter offset: how far below zero the form may reach, in days; 0 for delays that cannot be negative.
    public init(_ family: DelayFamily, _ observations: [DelayObservation], offset: Double = 0) throws(EstimationError) {
        let observations = DelayFit.merged(observations)
        guard observations.count >= 2 else { throw .tooFew(what: "different delays", given: observations.count, needed: 2) }
        func distribution(_ point: [Double]) -> DelayDistribution? {
            switch family {
            case .gamma, .weibull: DelayDistribution(family, exp(point[0]), exp(point[1]), offset: offset)
            case .lognormal, .normal: DelayDistribution(family, point[0], exp(point[1]), offset: offset)
            }
        }
        func negative(_ point: [Double]) -> Double {
            guard abs(point[1]) < 30, abs(point[0]) < 1e6, DelayFit.isWide(family, point), let distribution = distribution(point)
            else { return 1e300 }
            var sum = 0.0
            for observation in observations {
                let value = observation.logLikelihood(distribution)
                guard value > -.infinity else { return 1e300 }
                sum -= observation.count * value
            }
            return sum
        }
        let minimum = Minimum(of: negative, from: DelayFit.start(family, observations, offset))
        guard minimum.value < 1e299, DelayFit.isWide(family, minimum.point, within: 0.8), let covariance = minimum.covariance,
            let best = distribution(minimum.point)
        else {
            throw .undetermined(what: "a \(family.rawValue) distribution of the delays")
        }
        self.distribution = best
        logLikelihood = -minimum.value
        count = observations.reduce(0) { $0 + $1.count }
        let reach = 1.959963984540054
        let firstReach = reach * covariance[0][0].squareRoot()
        let secondReach = reach * covariance[1][1].squareRoot()
        second = Interval(best.second, best.second * exp(-secondReach), best.second * exp(secondReach))
        first =
            family == .gamma || family == .weibull
            ? Interval(best.first, best.first * exp(-firstReach), best.first * exp(firstReach))
            : Interval(best.first, best.first - firstReach, best.first + firstReach)
        posterior = DelayPosterior(around: minimum, negative, distribution)
    }

    /// The largest shape of a gamma or Weibull form. Where all delays are alike the likelihood grows without end as the form narrows to a point; one
    /// whose spread is a hundredth of its mean is such a point for all that whole days can tell.
    private static let largestShape = 10_000.0

    private static func isWide(_ family: DelayFamily, _ point: [Double], within share: Double = 1) -> Bool {
        guard family == .gamma || family == .weibull else { return true }
        return exp(point[0]) < largestShape * share
    }

    /// The best of several forms by Akaike's criterion; forms that cannot be fitted are passed over.
    public static func best(
        of families: [DelayFamily] = [.gamma, .lognormal, .weibull], _ observations: [DelayObservation], offset: Double = 0
    ) throws(EstimationError) -> DelayFit {
        try all(of: families, observations, offset: offset)[0]
    }

    /// All that can be fitted, the best first; at least one.
    public static func all(
        of families: [DelayFamily] = [.gamma, .lognormal, .weibull], _ observations: [DelayObservation], offset: Double = 0
    ) throws(EstimationError) -> [DelayFit] {
        var fits: [DelayFit] = []
        var failure = EstimationError.undetermined(what: "a distribution of the delays")
        for family in families {
            do throws(EstimationError) {
                fits.append(try DelayFit(family, observations, offset: offset))
            } catch {
                failure = error
            }
        }
        guard !fits.isEmpty else { throw failure }
        return fits.sorted { $0.aic < $1.aic }
    }

    /// Equal observations as one, counted: the likelihood is then worked out once for each.
    private static func merged(_ observations: [DelayObservation]) -> [DelayObservation] {
        var counts: [DelayObservation: Double] = [:]
        for observation in observations where observation.count > 0 {
            // Only differences matter: measured from the beginning of the first event.
            let zero = observation.first.lowerBound
            let key = DelayObservation(
                first: 0...(observation.first.upperBound - zero),
                second: (observation.second.lowerBound - zero)...(observation.second.upperBound - zero),
                seenUntil: observation.seenUntil.map { $0 - zero })
            counts[key, default: 0] += observation.count
        }
        // Sorted, so that sums come out the same to the last bit whatever the dictionary's order.
        return counts.map { DelayObservation(first: $0.key.first, second: $0.key.second, seenUntil: $0.key.seenUntil, count: $0.value) }
            .sorted {
                ($0.second.lowerBound, $0.second.upperBound, $0.first.upperBound, $0.seenUntil ?? .infinity)
                    < ($1.second.lowerBound, $1.second.upperBound, $1.first.upperBound, $1.seenUntil ?? .infinity)
            }
    }

    /// Parameters by moments of the middles.
    private static func start(_ family: DelayFamily, _ observations: [DelayObservation], _ offset: Double) -> [Double] {
        var number = 0.0
        var mean = 0.0
        var square = 0.0
        for observation in observations {
            let middle =
                (observation.second.lowerBound + observation.second.upperBound - observation.first.lowerBound - observation.first.upperBound) / 2
                + offset
            number += observation.count
            mean += observation.count * middle
            square += observation.count * middle * middle
        }
        mean /= number
        let variance = max(square / number - mean * mean, 0.05)
        guard family != .normal else { return [mean, log(variance) / 2] }
        mean = max(mean, 0.1)
        switch family {
        case .gamma: return [log(mean * mean / variance), log(variance / mean)]
        case .lognormal:
            let spread = log1p(variance / (mean * mean))
            return [log(mean) - spread / 2, log(spread) / 2]
        case .weibull:
            let shape = pow(mean / variance.squareRoot(), 1.086)
            return [log(shape), log(mean) - GammaFunction.logarithm(1 + 1 / shape)]
        case .normal: return [mean, log(variance) / 2]
        }
    }
}
