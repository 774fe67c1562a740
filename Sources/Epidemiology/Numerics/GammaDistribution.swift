/// A gamma distribution.
public struct GammaDistribution: Hashable, Sendable {
    /// Shape, above 0.
    public let shape: Double
    /// Scale, above 0, in the unit of the variable.
    public let scale: Double

    /// A gamma distribution of positive shape and scale.
    public init(shape: Double, scale: Double) {
        self.shape = shape
        self.scale = scale
    }

    /// Mean.
    public var mean: Double { shape * scale }
    /// Standard deviation.
    public var sd: Double { shape.squareRoot() * scale }

    /// The probability of a value of at most `x`.
    public func cumulative(_ x: Double) -> Double { IncompleteGamma(shape: shape).tails(at: x / scale).lower }

    /// The value below which a share `p` lies; relative error some 10⁻¹³.
    public func quantile(_ p: Double) -> Double { scale * IncompleteGamma(shape: shape).quantile(p) }
}

/// Several gamma distributions, each with a weight.
struct GammaMixture {
    /// Weights; they add to 1.
    let weights: [Double]
    let parts: [GammaDistribution]
    private let functions: [IncompleteGamma]

    init(_ parts: [(weight: Double, distribution: GammaDistribution)]) {
        let sum = parts.reduce(0) { $0 + $1.weight }
        weights = parts.map { $0.weight / sum }
        self.parts = parts.map(\.distribution)
        // Parts mostly share their shape: its constants are worked out once.
        var last: IncompleteGamma?
        functions = self.parts.map { part in
            if let last, last.shape == part.shape { return last }
            let function = IncompleteGamma(shape: part.shape)
            last = function
            return function
        }
    }

    var mean: Double { zip(weights, parts).reduce(0) { $0 + $1.0 * $1.1.mean } }

    /// By the law of total variance.
    var sd: Double {
        let mean = self.mean
        return zip(weights, parts).reduce(0) { sum, part in
            let distance = part.1.mean - mean
            return sum + part.0 * (part.1.sd * part.1.sd + distance * distance)
        }.squareRoot()
    }

    /// Newton's method on the distribution function, kept between limits that close in; from the gamma distribution of like moments.
    func quantile(_ p: Double) -> Double {
        let mean = self.mean
        let sd = self.sd
        guard sd > 0 else { return mean }
        var x = GammaDistribution(shape: mean * mean / (sd * sd), scale: sd * sd / mean).quantile(p)
        var low = 0.0
        var high = Double.infinity
        for _ in 0..<100 {
            var cumulative = 0.0
            var density = 0.0
            for index in parts.indices {
                let scaled = x / parts[index].scale
                cumulative += weights[index] * functions[index].tails(at: scaled).lower
                density += weights[index] * functions[index].density(at: scaled) / parts[index].scale
            }
            if cumulative < p { low = x } else { high = x }
            var next = x - (cumulative - p) / density
            if !(next > low && next < high) { next = high.isFinite ? (low + high) / 2 : 2 * x }
            let isDone = abs(next - x) <= 1e-10 * x
            x = next
            if isDone { break }
        }
        return x
    }
}
