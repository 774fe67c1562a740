import Foundation
import Policy

/// A distribution of positive numbers, tabulated for sampling.
///
/// The table is over E = −ln(1 − u), so that the n-th order statistic of several draws is a sum of independent exponentials (Rényi 1953), a
/// draw conditional on exceeding x starts at E(x), and the tail, nearly straight in E, needs few entries. Between entries straight lines.
struct Quantiles: Sendable {
    private let fine: Slab<Float>
    private let coarse: Slab<Float>
    /// E by value, at even steps up to `inverseEnd`.
    private let inverse: Slab<Float>
    private let inverseEnd: Float
    /// The mean of the distribution.
    let mean: Double

    private static let fineStep: Float = 1.0 / 4096
    private static let border: Float = 0.25
    private static let coarseStep: Float = 1.0 / 64
    private static let last: Float = 24

    init(_ distribution: DiseaseProfile.Distribution) {
        let law = Law(distribution)
        var x = 0.0
        func tabulated(_ step: Float, from first: Float, count: Int) -> [Float] {
            (0..<count).map { index in
                let exponent = Double(first) + Double(index) * Double(step)
                if exponent > 0 { x = law.quantile(exponent, near: x) }
                return Float(x)
            }
        }
        fine = Slab(tabulated(Self.fineStep, from: 0, count: Int(Self.border / Self.fineStep) + 2))
        coarse = Slab(tabulated(Self.coarseStep, from: Self.border, count: Int((Self.last - Self.border) / Self.coarseStep) + 2))
        mean = distribution.mean
        let (fine, coarse) = (fine, coarse)
        let end = Self.value(6, fine, coarse)
        inverseEnd = end
        inverse = Slab(
            (0...1024).map { index in
                let x = end * Float(index) / 1024
                var low: Float = 0, high = Self.last
                for _ in 0..<30 {
                    let middle = (low + high) / 2
                    if Self.value(middle, fine, coarse) < x { low = middle } else { high = middle }
                }
                return (low + high) / 2
            })
    }

    /// The value at E.
    @inline(__always)
    func value(_ exponent: Float) -> Float { Self.value(exponent, fine, coarse) }

    @inline(__always)
    private static func value(_ exponent: Float, _ fine: Slab<Float>, _ coarse: Slab<Float>) -> Float {
        if exponent < Self.border { return Self.line(fine, exponent * (1 / Self.fineStep)) }
        return Self.line(coarse, (min(exponent, Self.last) - Self.border) * (1 / Self.coarseStep))
    }

    @inline(__always)
    private static func line(_ table: Slab<Float>, _ position: Float) -> Float {
        let index = Int(position)
        let low = table[index]
        return low + (position - Float(index)) * (table[index + 1] - low)
    }

    /// The E at which the distribution takes the value `x`.
    func exponent(of x: Float) -> Float {
        if x <= 0 { return 0 }
        if x < inverseEnd { return Self.line(inverse, x / inverseEnd * 1024) }
        var low: Float = 0, high = Self.last
        for _ in 0..<26 {
            let middle = (low + high) / 2
            if value(middle) < x { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

/// The survival function of a distribution given by shape, mean and standard deviation.
struct Law {
    private enum Kind {
        case gamma(shape: Double, scale: Double)
        case lognormal(mu: Double, sigma: Double)
        case weibull(shape: Double, scale: Double)
        case fixed(Double)
    }
    private let kind: Kind

    init(_ distribution: DiseaseProfile.Distribution) {
        let mean = distribution.mean, deviation = distribution.deviation
        if mean <= 0 || deviation <= 0 {
            kind = .fixed(max(0, mean))
            return
        }
        switch distribution.shape {
        case .fixed: kind = .fixed(mean)
        case .gamma: kind = .gamma(shape: mean * mean / (deviation * deviation), scale: deviation * deviation / mean)
        case .lognormal:
            let variance = log(1 + deviation * deviation / (mean * mean))
            kind = .lognormal(mu: log(mean) - variance / 2, sigma: variance.squareRoot())
        case .weibull:
            // The shape solves Γ(1+2/k)/Γ(1+1/k)² = 1 + (sd/mean)², which falls as k grows.
            let wanted = 1 + deviation * deviation / (mean * mean)
            var low = 0.1, high = 50.0
            for _ in 0..<100 {
                let k = (low + high) / 2
                if exp(lgamma(1 + 2 / k) - 2 * lgamma(1 + 1 / k)) > wanted { low = k } else { high = k }
            }
            let shape = (low + high) / 2
            kind = .weibull(shape: shape, scale: mean / exp(lgamma(1 + 1 / shape)))
        }
    }

    /// The value exceeded with probability e^(−exponent), found from a value `near` it that is not above it.
    func quantile(_ exponent: Double, near: Double) -> Double {
        switch kind {
        case .fixed(let value): return value
        case .weibull(let shape, let scale): return scale * pow(exponent, 1 / shape)
        case .gamma, .lognormal:
            var low = near
            var high = max(near * 1.01, 1e-12)
            while logSurvival(high) > -exponent { (low, high) = (high, high * 2) }
            for _ in 0..<60 where high - low > 1e-7 * high {
                let middle = (low + high) / 2
                if logSurvival(middle) > -exponent { low = middle } else { high = middle }
            }
            return (low + high) / 2
        }
    }

    private func logSurvival(_ x: Double) -> Double {
        switch kind {
        case .gamma(let shape, let scale): return Law.logUpperGamma(shape, x / scale)
        case .lognormal(let mu, let sigma):
            return log(max(1e-300, 0.5 * erfc((log(x) - mu) / sigma / 2.0.squareRoot())))
        case .weibull(let shape, let scale): return -pow(x / scale, shape)
        case .fixed(let value): return x < value ? 0 : -.infinity
        }
    }

    /// ln of the regularised upper incomplete gamma function: the series below a + 1, the continued fraction above (Press et al., *Numerical
    /// Recipes*, §6.2).
    private static func logUpperGamma(_ a: Double, _ x: Double) -> Double {
        let front = a * log(x) - x - lgamma(a)
        if x < a + 1 {
            var term = 1 / a, sum = term, n = a
            repeat {
                n += 1
                term *= x / n
                sum += term
            } while term > sum * 1e-16
            return log1p(-min(1, sum * exp(front)))
        }
        var b = x + 1 - a
        var c = 1e300, d = 1 / b, h = d
        for i in 1..<1000 {
            let an = -Double(i) * (Double(i) - a)
            b += 2
            d = an * d + b
            if abs(d) < 1e-300 { d = 1e-300 }
            c = b + an / c
            if abs(c) < 1e-300 { c = 1e-300 }
            d = 1 / d
            let delta = d * c
            h *= delta
            if abs(delta - 1) < 1e-15 { break }
        }
        return front + log(h)
    }
}
