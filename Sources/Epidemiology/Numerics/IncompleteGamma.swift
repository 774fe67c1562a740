/// The regularised incomplete gamma function P(a, x), the distribution function of a gamma variable of shape a and scale 1, its complement
/// and its inverse.
///
/// Series for x below a + 1 and Lentz's continued fraction above (Press and others, *Numerical Recipes*, §6.2), with the common factor by
/// Loader's saddle-point expansion (*Fast and Accurate Computation of Binomial Probabilities*, 2000), which keeps its relative accuracy
/// for large shapes. Relative error some 10⁻¹⁴, 10⁻¹³ for shapes near 10⁵; the work grows as √a.
struct IncompleteGamma: Hashable, Sendable {
    /// Shape a > 0.
    let shape: Double
    /// Kept because every evaluation needs it.
    private let stirlingError: Double

    init(shape: Double) {
        self.shape = shape
        stirlingError = GammaFunction.stirlingError(shape)
    }

    /// P and its complement Q at x; both accurate, however small.
    func tails(at x: Double) -> (lower: Double, upper: Double) {
        guard x > 0 else { return (0, 1) }
        guard x.isFinite else { return (1, 0) }
        let factor = leadingTerm(at: x)
        if x < shape + 1 {
            let lower = min(1, factor * series(at: x))
            return (lower, 1 - lower)
        }
        let upper = min(1, factor * shape * continuedFraction(at: x))
        return (1 - upper, upper)
    }

    /// The density at x.
    func density(at x: Double) -> Double { x > 0 ? leadingTerm(at: x) * shape / x : 0 }

    /// xᵃ e⁻ˣ / Γ(a + 1).
    private func leadingTerm(at x: Double) -> Double {
        exp(-stirlingError - IncompleteGamma.deviance(shape, x)) / (2 * Double.pi * shape).squareRoot()
    }

    /// a ln(a / x) + x − a without cancellation where x is near a.
    private static func deviance(_ a: Double, _ x: Double) -> Double {
        let difference = a - x
        guard abs(difference) < 0.1 * (a + x) else { return a * log(a / x) + x - a }
        let ratio = difference / (a + x)
        var sum = difference * ratio
        var power = 2 * a * ratio
        let square = ratio * ratio
        for index in 1..<1000 {
            power *= square
            let next = sum + power / Double(2 * index + 1)
            if next == sum { break }
            sum = next
        }
        return sum
    }

    private func series(at x: Double) -> Double {
        var sum = 1.0
        var term = 1.0
        var divisor = shape
        repeat {
            divisor += 1
            term *= x / divisor
            sum += term
        } while term > sum * 0x1p-54
        return sum
    }

    private func continuedFraction(at x: Double) -> Double {
        var b = x + 1 - shape
        var c = 1e300
        var d = 1 / b
        var value = d
        for index in 1..<100_000 {
            let step = Double(index)
            let a = -step * (step - shape)
            b += 2
            d = 1 / nonzero(a * d + b)
            c = nonzero(b + a / c)
            let delta = c * d
            value *= delta
            if abs(delta - 1) < 0x1p-52 { break }
        }
        return value
    }

    @inline(__always)
    private func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}

extension IncompleteGamma {
    /// The x with P(a, x) = p, to 10⁻¹³ relative; 0 for p ≤ 0 and infinite for p ≥ 1.
    ///
    /// Wilson and Hilferty's cube root (*PNAS* 17, 1931) as a start, then Halley's iteration on the smaller tail. For shapes below one,
    /// where x spans many orders of magnitude, Newton's on ln x.
    func quantile(_ p: Double) -> Double {
        guard p > 0 else { return 0 }
        guard p < 1 else { return .infinity }
        return shape < 1 ? quantileByLogarithm(p) : quantileByHalley(p)
    }

    private func quantileByHalley(_ p: Double) -> Double {
        let normal = NormalDistribution.standardQuantile(p)
        let ninth = 1 / (9 * shape)
        let root = 1 - ninth + normal * ninth.squareRoot()
        var x = root > 0.1 ? shape * root * root * root : exp((log(p) + GammaFunction.logarithm(shape + 1)) / shape)
        let scale = shape.squareRoot()
        for _ in 0..<60 {
            let (lower, upper) = tails(at: x)
            let error = p < 0.5 ? lower - p : (1 - p) - upper
            let slope = density(at: x)
            guard slope > 0 else {
                x = error > 0 ? x / 2 : x * 2
                continue
            }
            let newton = error / slope
            let curvature = (shape - 1) / x - 1
            let damped = 1 - 0.5 * newton * curvature
            let step = newton / max(0.5, damped)
            let next = x - step > 0 ? x - step : x / 2
            let isDone = abs(next - x) * scale < 1e-5 * x
            x = next
            if isDone { break }
        }
        return x
    }

    private func quantileByLogarithm(_ p: Double) -> Double {
        var y = (log(p) + GammaFunction.logarithm(shape + 1)) / shape
        if y > -1 { y = log(max(1e-3, -log(max(1 - p, 1e-300)) * shape)) }
        for _ in 0..<200 {
            let x = exp(y)
            guard x > 0 else { return 0 }
            let (lower, upper) = tails(at: x)
            // On the logarithm of the smaller tail, which is nearly straight.
            let isLow = p < 0.5
            let tail = isLow ? lower : upper
            let slope = density(at: x) * x / tail
            let error = isLow ? log(tail / p) : log((1 - p) / tail)
            let step = max(-2, min(2, error / slope))
            y -= step
            if abs(step) < 1e-14 * max(1, abs(y)) { break }
        }
        return exp(y)
    }
}
