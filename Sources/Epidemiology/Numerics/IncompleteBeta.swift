/// The regularised incomplete beta function I(x; a, b), the distribution function behind binomial and negative binomial tails, and its inverse.
///
/// Lentz's continued fraction (Press and others, *Numerical Recipes*, §6.4). Relative error below 10⁻¹¹ for the sizes of contact data.
enum IncompleteBeta {
    /// I(x; a, b).
    static func cumulative(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let logFactor =
            GammaFunction.logarithm(a + b) - GammaFunction.logarithm(a) - GammaFunction.logarithm(b) + a * log(x) + b * log1p(-x)
        let factor = exp(logFactor)
        if x < (a + 1) / (a + b + 2) { return factor * continuedFraction(x, a, b) / a }
        return 1 - factor * continuedFraction(1 - x, b, a) / b
    }

    /// The x with I(x; a, b) = p: bisection, since it is asked for intervals and not in loops.
    static func quantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
        guard p > 0 else { return 0 }
        guard p < 1 else { return 1 }
        var low = 0.0
        var high = 1.0
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if cumulative(middle, a, b) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }

    private static func continuedFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
        var value = d
        for index in 1..<10_000 {
            let m = Double(index)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / nonzero(1 + even * d)
            c = nonzero(1 + even / c)
            value *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / nonzero(1 + odd * d)
            c = nonzero(1 + odd / c)
            let delta = d * c
            value *= delta
            if abs(delta - 1) < 1e-15 { break }
        }
        return value
    }
}
