/// The offspring distribution fitted to how many each case infected, with profile-likelihood limits.
///
/// Maximum likelihood of the negative binomial: R is the mean whatever k is; k is sought along its logarithm (J. O. Lloyd-Smith, *PLoS ONE* 2:e180,
/// 2007). Limits are where twice the log-likelihood falls by the chi-squared quantile, the other parameter at its best.
public struct OffspringFit: Sendable {
    /// The most likely distribution.
    public let distribution: OffspringDistribution
    /// Mean number infected, with limits.
    public let reproduction: Interval
    /// Dispersion, with limits; infinite where the data vary no more than Poisson's.
    public let dispersion: Interval
    /// The share of cases that causes 80 % of transmission, with the limits that go with those of k.
    public let shareCausing80: Interval
    /// The logarithm of the likelihood.
    public let logLikelihood: Double
    /// How many cases.
    public let cases: Int
    /// How many of them infected nobody.
    public let withoutOffspring: Int

    /// The fit to the number infected by each case; those who infected nobody must be among them.
    public init(_ offspring: [Int], confidence: Double = 0.95) throws(EstimationError) {
        var counts: [Int: Double] = [:]
        for number in offspring {
            guard number >= 0 else { throw .unacceptable(what: "a number infected", value: Double(number), accepted: "0 or more") }
            counts[number, default: 0] += 1
        }
        guard offspring.count >= 2 else { throw .tooFew(what: "cases", given: offspring.count, needed: 2) }
        let mean = Double(offspring.reduce(0, +)) / Double(offspring.count)
        guard mean > 0 else { throw .undetermined(what: "the dispersion: nobody infected anybody") }
        let tallies = counts.sorted { $0.key < $1.key }.map { (number: $0.key, cases: $0.value) }
        let profile = OffspringProfile { reproduction, dispersion in
            guard let distribution = try? OffspringDistribution(reproduction: reproduction, dispersion: dispersion) else { return -1e300 }
            return tallies.reduce(0) { $0 + $1.cases * distribution.logProbability($1.number) }
        }
        let dispersion = profile.bestDispersion(at: mean)
        let fall = OffspringProfile.fall(confidence)
        logLikelihood = profile.logLikelihood(mean, dispersion)
        let target = logLikelihood - fall
        self.dispersion = Interval(
            dispersion, profile.dispersionLimit(from: dispersion, upwards: false, target: target) { _ in mean },
            profile.dispersionLimit(from: dispersion, upwards: true, target: target) { _ in mean })
        reproduction = Interval(
            mean, profile.reproductionLimit(from: mean, upwards: false, target: target),
            profile.reproductionLimit(from: mean, upwards: true, target: target))
        distribution = try OffspringDistribution(reproduction: mean, dispersion: dispersion)
        shareCausing80 = try OffspringFit.share(mean, self.dispersion)
        cases = offspring.count
        withoutOffspring = offspring.count(where: { $0 == 0 })
    }

    static func share(_ reproduction: Double, _ dispersion: Interval) throws(EstimationError) -> Interval {
        let shares = try [dispersion.estimate, dispersion.lower, dispersion.upper].map { value throws(EstimationError) in
            try OffspringDistribution(reproduction: reproduction, dispersion: max(value, 1e-6)).shareOfCases(causing: 0.8)
        }
        return Interval(shares[0], shares[1], shares[2])
    }
}

/// A log-likelihood in R and k, searched along one while the other is at its best.
struct OffspringProfile {
    /// Between these k is sought; at the upper one the distribution is Poisson's.
    static let range = (lower: 1e-4, upper: 1e6)

    let logLikelihood: (_ reproduction: Double, _ dispersion: Double) -> Double

    /// Half the chi-squared quantile of one degree of freedom.
    static func fall(_ confidence: Double) -> Double {
        let z = NormalDistribution.standardQuantile((1 + confidence) / 2)
        return z * z / 2
    }

    /// The k that is likeliest at a given R; infinite where Poisson's distribution is.
    func bestDispersion(at reproduction: Double) -> Double {
        let best = maximum(from: log(OffspringProfile.range.lower), to: log(OffspringProfile.range.upper)) { logLikelihood(reproduction, exp($0)) }
        let dispersion = exp(best)
        return dispersion > OffspringProfile.range.upper / 10 ? .infinity : dispersion
    }

    /// Where the likelihood along k, with R as `reproduction` says, falls to the target; infinite if it never does.
    func dispersionLimit(from best: Double, upwards: Bool, target: Double, reproduction: (Double) -> Double) -> Double {
        let range = OffspringProfile.range
        let start = log(min(best, range.upper))
        let end = log(upwards ? range.upper : range.lower)
        func isInside(_ y: Double) -> Bool { logLikelihood(reproduction(exp(y)), exp(y)) >= target }
        if isInside(end) { return upwards ? .infinity : 0 }
        return exp(bisect(start, end, isInside))
    }

    /// Where the likelihood along R, k at its best, falls to the target.
    func reproductionLimit(from best: Double, upwards: Bool, target: Double) -> Double {
        func isInside(_ y: Double) -> Bool {
            let reproduction = exp(y)
            return logLikelihood(reproduction, bestDispersion(at: reproduction)) >= target
        }
        var end = log(best)
        for _ in 0..<60 {
            end += upwards ? 0.5 : -0.5
            if !isInside(end) { break }
        }
        return exp(bisect(log(best), end, isInside))
    }

    private func bisect(_ inside: Double, _ outside: Double, _ isInside: (Double) -> Bool) -> Double {
        var inside = inside
        var outside = outside
        for _ in 0..<50 where abs(outside - inside) > 1e-9 {
            let middle = (inside + outside) / 2
            if isInside(middle) { inside = middle } else { outside = middle }
        }
        return (inside + outside) / 2
    }

    /// A coarse look first, since the likelihood may have a flat end, then the golden section.
    private func maximum(from low: Double, to high: Double, _ function: (Double) -> Double) -> Double {
        let steps = 24
        let grid = (0...steps).map { low + (high - low) * Double($0) / Double(steps) }
        let values = grid.map(function)
        guard let best = values.indices.max(by: { values[$0] < values[$1] }) else { return low }
        var a = grid[max(0, best - 1)]
        var b = grid[min(steps, best + 1)]
        let golden = 0.618033988749894848204587
        var c = b - golden * (b - a)
        var d = a + golden * (b - a)
        var fc = function(c)
        var fd = function(d)
        while abs(b - a) > 1e-8 {
            if fc > fd {
                (b, d, fd) = (d, c, fc)
                c = b - golden * (b - a)
                fc = function(c)
            } else {
                (a, c, fc) = (c, d, fd)
                d = a + golden * (b - a)
                fd = function(d)
            }
        }
        return (a + b) / 2
    }
}
