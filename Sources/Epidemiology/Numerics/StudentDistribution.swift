/// Student's t distribution.
struct StudentDistribution {
    /// Degrees of freedom, above 0.
    let freedom: Double

    /// The value below which a share `p` lies, through the incomplete beta function (Abramowitz and Stegun 26.5.27).
    func quantile(_ p: Double) -> Double {
        guard p != 0.5 else { return 0 }
        let tail = 2 * min(p, 1 - p)
        let x = IncompleteBeta.quantile(tail, freedom / 2, 0.5)
        let size = x > 0 ? (freedom * (1 - x) / x).squareRoot() : .infinity
        return p < 0.5 ? -size : size
    }
}
