/// The forms a delay's distribution may have.
public enum DelayFamily: String, CaseIterable, Hashable, Sendable, Codable {
    /// Gamma: shape and scale (days).
    case gamma
    /// Lognormal: mean and standard deviation of the logarithm.
    case lognormal
    /// Weibull: shape and scale (days).
    case weibull
    /// Normal: mean and standard deviation in days. The only form that reaches below zero unless an offset is given.
    case normal

    /// Names of the two parameters.
    public var parameterNames: (String, String) {
        switch self {
        case .gamma, .weibull: ("shape", "scale")
        case .lognormal: ("meanlog", "sdlog")
        case .normal: ("mean", "sd")
        }
    }
}

/// A distribution of delays in days.
///
/// With an offset c it is the distribution of a positive variable minus c: how gamma, lognormal and Weibull describe serial intervals that may be
/// negative (a secondary case that falls ill before its infector).
public struct DelayDistribution: Hashable, Sendable {
    /// Its form.
    public let family: DelayFamily
    /// First parameter, see `DelayFamily`.
    public let first: Double
    /// Second parameter, above 0.
    public let second: Double
    /// How far below zero it reaches, in days.
    public let offset: Double
    private let own: IncompleteGamma?
    private let next: IncompleteGamma?
    private let unshiftedMean: Double

    /// A distribution; parameters as `DelayFamily` names them. Nil if a parameter is out of range.
    public init?(_ family: DelayFamily, _ first: Double, _ second: Double, offset: Double = 0) {
        guard first.isFinite, second > 0, second.isFinite, offset.isFinite else { return nil }
        if family == .gamma || family == .weibull { guard first > 0 else { return nil } }
        self.family = family
        self.first = first
        self.second = second
        self.offset = offset
        switch family {
        case .gamma:
            own = IncompleteGamma(shape: first)
            next = IncompleteGamma(shape: first + 1)
            unshiftedMean = first * second
        case .weibull:
            own = nil
            next = IncompleteGamma(shape: 1 + 1 / first)
            unshiftedMean = second * exp(GammaFunction.logarithm(1 + 1 / first))
        case .lognormal:
            own = nil
            next = nil
            unshiftedMean = exp(first + second * second / 2)
        case .normal:
            own = nil
            next = nil
            unshiftedMean = first
        }
    }

    /// Mean in days.
    public var mean: Double { unshiftedMean - offset }

    /// Standard deviation in days.
    public var sd: Double {
        switch family {
        case .gamma: return first.squareRoot() * second
        case .lognormal: return unshiftedMean * expm1(second * second).squareRoot()
        case .weibull:
            let square = second * second * exp(GammaFunction.logarithm(1 + 2 / first))
            return max(0, square - unshiftedMean * unshiftedMean).squareRoot()
        case .normal: return second
        }
    }

    /// The probability of a delay below `days`, and of one above.
    public func tails(at days: Double) -> (lower: Double, upper: Double) {
        let x = days + offset
        if family == .normal {
            let z = (x - first) / second
            return (NormalDistribution.standardCumulative(z), NormalDistribution.standardCumulative(-z))
        }
        guard x > 0 else { return (0, 1) }
        guard x.isFinite else { return (1, 0) }
        switch family {
        case .gamma: return own?.tails(at: x / second) ?? (lower: 0, upper: 1)
        case .lognormal:
            let z = (log(x) - first) / second
            return (NormalDistribution.standardCumulative(z), NormalDistribution.standardCumulative(-z))
        case .weibull:
            let hazard = pow(x / second, first)
            return (-expm1(-hazard), exp(-hazard))
        case .normal: return (0, 1)
        }
    }

    /// The probability of a delay of at most `days`.
    public func cumulative(_ days: Double) -> Double { tails(at: days).lower }

    /// The density at `days`, per day.
    public func density(at days: Double) -> Double {
        let x = days + offset
        if family == .normal { return NormalDistribution.standardDensity((x - first) / second) / second }
        guard x > 0 else { return 0 }
        switch family {
        case .gamma: return (own?.density(at: x / second) ?? 0) / second
        case .lognormal: return NormalDistribution.standardDensity((log(x) - first) / second) / (second * x)
        case .weibull: return first / second * pow(x / second, first - 1) * exp(-pow(x / second, first))
        case .normal: return 0
        }
    }

    /// The delay in days that a share `p` does not exceed.
    public func quantile(_ p: Double) -> Double {
        let x: Double
        switch family {
        case .gamma: x = second * (own?.quantile(p) ?? 0)
        case .lognormal: x = exp(first + second * NormalDistribution.standardQuantile(p))
        case .weibull: x = second * pow(-log1p(-p), 1 / first)
        case .normal: x = first + second * NormalDistribution.standardQuantile(p)
        }
        return x - offset
    }

    /// The probability that a delay lies between `low` and `high`, from whichever tail keeps its accuracy.
    func mass(_ low: Double, _ high: Double) -> Double {
        let left = tails(at: low)
        let right = tails(at: high)
        return left.lower < 0.5 ? right.lower - left.lower : left.upper - right.upper
    }

    /// ∫ F from −∞ (or the beginning) to `days`: what is short of the time, E (t − X)₊.
    func shortfall(_ days: Double) -> Double {
        let x = days + offset
        if family == .normal {
            let z = (x - first) / second
            return (x - first) * NormalDistribution.standardCumulative(z) + second * NormalDistribution.standardDensity(z)
        }
        guard x > 0 else { return 0 }
        return x * tails(at: days).lower - partialMean(x).lower
    }

    /// ∫ (1 − F) from `days` on: what is beyond the time, E (X − t)₊.
    func excess(_ days: Double) -> Double {
        let x = days + offset
        if family == .normal {
            let z = (x - first) / second
            return (first - x) * NormalDistribution.standardCumulative(-z) + second * NormalDistribution.standardDensity(z)
        }
        guard x > 0 else { return unshiftedMean - x }
        return partialMean(x).upper - x * tails(at: days).upper
    }

    /// E X over what lies below x and above, without the offset.
    private func partialMean(_ x: Double) -> (lower: Double, upper: Double) {
        switch family {
        case .gamma:
            let tails = next?.tails(at: x / second) ?? (lower: 0, upper: 1)
            return (unshiftedMean * tails.lower, unshiftedMean * tails.upper)
        case .lognormal:
            let z = (log(x) - first - second * second) / second
            return (unshiftedMean * NormalDistribution.standardCumulative(z), unshiftedMean * NormalDistribution.standardCumulative(-z))
        case .weibull:
            let tails = next?.tails(at: pow(x / second, first)) ?? (lower: 0, upper: 1)
            return (unshiftedMean * tails.lower, unshiftedMean * tails.upper)
        case .normal: return (0, 0)
        }
    }

    /// A delay drawn at random, in days.
    public func draw(using generator: inout some RandomNumberGenerator) -> Double {
        switch family {
        case .gamma: generator.gamma(shape: first) * second - offset
        case .lognormal: exp(first + second * generator.normal()) - offset
        case .weibull: second * pow(-log(1 - generator.unit()), 1 / first) - offset
        case .normal: first + second * generator.normal() - offset
        }
    }
}
