/// The distribution of the days between the onset of a case and the onset of those it infects, by whole days.
public struct SerialInterval: Hashable, Sendable {
    /// Weight of 0, 1, 2, … days. The first is zero.
    public let weights: [Double]
    /// How many leading weights matter: what lies behind adds up to less than 10⁻¹⁵.
    let effectiveLength: Int

    /// A given distribution.
    ///
    /// As EpiEstim does, it is refused when day 0 has weight (a case cannot come from one of the same day) or the sum is further than 0.01
    /// from one; it is not rescaled.
    public init(weights: [Double]) throws(EstimationError) {
        guard weights.count >= 2 else { throw .tooFew(what: "days of the serial interval", given: weights.count, needed: 2) }
        for weight in weights where !(weight >= 0 && weight.isFinite) {
            throw .unacceptable(what: "a weight of the serial interval", value: weight, accepted: "a number that is not negative")
        }
        guard weights[0] == 0 else {
            throw .unacceptable(what: "the serial interval's weight of day 0", value: weights[0], accepted: "0")
        }
        let sum = weights.reduce(0, +)
        guard abs(sum - 1) <= 0.01 else {
            throw .unacceptable(what: "the sum of the serial interval's weights", value: sum, accepted: "1, give or take 0.01")
        }
        self.init(unchecked: weights)
    }

    /// A gamma distribution that begins at one day, discretised for `days` days (day 0 included).
    ///
    /// Cori and others, *American Journal of Epidemiology* 178 (2013), web appendix 11: with F the distribution function of a gamma variable of
    /// shape a = ((μ − 1)/σ)² and scale b = σ²/(μ − 1), and F₊ that of shape a + 1,
    /// w(k) = k F(k) + (k − 2) F(k − 2) − 2 (k − 1) F(k − 1) + a b (2 F₊(k − 1) − F₊(k − 2) − F₊(k)), not below zero.
    ///
    /// - Parameters:
    ///   - mean: μ in days, above 1.
    ///   - sd: σ in days, above 0.
    public static func discretised(mean: Double, sd: Double, days: Int) throws(EstimationError) -> SerialInterval {
        guard mean > 1, mean.isFinite else { throw .unacceptable(what: "the mean serial interval", value: mean, accepted: "more than 1 day") }
        guard sd > 0, sd.isFinite else {
            throw .unacceptable(what: "the standard deviation of the serial interval", value: sd, accepted: "more than 0 days")
        }
        guard days >= 2 else { throw .tooFew(what: "days of the serial interval", given: days, needed: 2) }
        let shape = (mean - 1) * (mean - 1) / (sd * sd)
        let scale = sd * sd / (mean - 1)
        let own = IncompleteGamma(shape: shape)
        let next = IncompleteGamma(shape: shape + 1)
        // F and F₊ at −2, −1, 0, …: each is used three times.
        let values = (-2..<days).map { day -> (Double, Double) in
            let x = Double(day) / scale
            return (own.tails(at: x).lower, next.tails(at: x).lower)
        }
        let weights = (0..<days).map { day -> Double in
            let k = Double(day)
            let (f2, g2) = values[day]
            let (f1, g1) = values[day + 1]
            let (f0, g0) = values[day + 2]
            return max(0, k * f0 + (k - 2) * f2 - 2 * (k - 1) * f1 + shape * scale * (2 * g1 - g2 - g0))
        }
        return SerialInterval(unchecked: weights)
    }

    private init(unchecked weights: [Double]) {
        self.weights = weights
        var tail = 0.0
        var length = weights.count
        while length > 1, tail + weights[length - 1] < 1e-15 {
            tail += weights[length - 1]
            length -= 1
        }
        effectiveLength = length
    }

    /// Mean in days, Σ k w(k).
    public var mean: Double { weights.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } }

    /// Standard deviation in days.
    public var sd: Double {
        let mean = self.mean
        return max(0, weights.enumerated().reduce(0) { $0 + Double($1.offset * $1.offset) * $1.element } - mean * mean).squareRoot()
    }
}
