/// The normal distribution.
enum NormalDistribution {
    /// Φ(z), accurate in both tails.
    static func standardCumulative(_ z: Double) -> Double { 0.5 * erfc(-z * 0.707106781186547524400844362105) }

    /// φ(z).
    static func standardDensity(_ z: Double) -> Double { 0.398942280401432677939946059934 * exp(-0.5 * z * z) }

    /// The z with Φ(z) = p.
    ///
    /// P. J. Acklam's rational approximation, then one step of Halley's method on `erfc`: full double precision.
    static func standardQuantile(_ p: Double) -> Double {
        guard p > 0 else { return -.infinity }
        guard p < 1 else { return .infinity }
        let isUpper = p > 0.5
        let tail = isUpper ? 1 - p : p
        var z = lowerQuantile(tail)
        let error = standardCumulative(z) - tail
        let step = error / standardDensity(z)
        z -= step / (1 + 0.5 * z * step)
        return isUpper ? -z : z
    }

    /// The approximation for p ≤ ½; relative error 10⁻⁹.
    private static func lowerQuantile(_ p: Double) -> Double {
        if p < 0.02425 {
            let q = (-2 * log(p)).squareRoot()
            let above = polynomial(
                q,
                [
                    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783,
                ])
            return above / polynomial(q, [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996, 3.754408661907416, 1])
        }
        let q = p - 0.5
        let r = q * q
        let above = polynomial(
            r,
            [
                -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
                2.506628277459239,
            ])
        let below = polynomial(
            r,
            [-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1])
        return q * above / below
    }

    @inline(__always)
    private static func polynomial(_ x: Double, _ coefficients: [Double]) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
}
