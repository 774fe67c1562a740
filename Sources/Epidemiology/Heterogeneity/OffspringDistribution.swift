/// How many each case infects: negative binomial with mean R and dispersion k. The smaller k, the more transmission hangs on a few.
///
/// J. O. Lloyd-Smith and others, *Superspreading and the effect of individual variation on disease emergence*, Nature 438 (2005).
public struct OffspringDistribution: Hashable, Sendable {
    /// Mean number infected by a case.
    public let reproduction: Double
    /// Dispersion k; infinite for a Poisson distribution.
    public let dispersion: Double

    /// A distribution. R may be zero; k must be positive.
    public init(reproduction: Double, dispersion: Double) throws(EstimationError) {
        guard reproduction >= 0, reproduction.isFinite else {
            throw .unacceptable(what: "the reproduction number", value: reproduction, accepted: "0 or more")
        }
        guard dispersion > 0 else { throw .unacceptable(what: "the dispersion k", value: dispersion, accepted: "more than 0") }
        self.reproduction = reproduction
        self.dispersion = dispersion
    }

    /// The logarithm of the probability that a case infects `count`.
    func logProbability(_ count: Int) -> Double {
        let n = Double(count)
        guard reproduction > 0 else { return count == 0 ? 0 : -.infinity }
        guard dispersion.isFinite, dispersion < 1e8 else { return n * log(reproduction) - reproduction - GammaFunction.logarithm(n + 1) }
        return GammaFunction.logarithm(n + dispersion) - GammaFunction.logarithm(dispersion) - GammaFunction.logarithm(n + 1)
            - dispersion * log1p(reproduction / dispersion) + n * (log(reproduction) - log(reproduction + dispersion))
    }

    /// The probability that a case infects `count`.
    public func probability(_ count: Int) -> Double { exp(logProbability(count)) }

    /// A number infected, drawn at random.
    public func draw(using generator: inout some RandomNumberGenerator) -> Int {
        generator.negativeBinomial(mean: reproduction, size: dispersion)
    }

    /// The share of cases, those who infect most first, that causes a share of all transmission: with 0.8, “80 % of infections from this share of
    /// cases”. Cases with equally many infected are split in proportion.
    ///
    /// A. Endo and others, *Wellcome Open Research* 5:67 (2020).
    public func shareOfCases(causing transmission: Double) -> Double {
        // From those who infect nobody upwards: what is left to cause the rest.
        var cases = 0.0
        var caused = 0.0
        let rest = 1 - transmission
        guard reproduction > 0, transmission > 0 else { return 0 }
        for count in 0..<10_000_000 {
            let probability = self.probability(count)
            let causing = Double(count) * probability / reproduction
            if caused + causing >= rest, causing > 0 { return 1 - cases - probability * (rest - caused) / causing }
            cases += probability
            caused += causing
            if cases >= 1 - 1e-15 { break }
        }
        return 0
    }

    /// The share of all transmission to be expected of the given share of cases, those most infectious first: how much each infects on average is
    /// gamma distributed with shape k (Lloyd-Smith and others 2005, supplementary note 2.2.5).
    public func shareOfTransmission(by mostInfectious: Double) -> Double {
        guard dispersion.isFinite, dispersion < 1e8 else { return mostInfectious }
        let threshold = IncompleteGamma(shape: dispersion).quantile(1 - mostInfectious)
        return IncompleteGamma(shape: dispersion + 1).tails(at: threshold).upper
    }

    /// The probability that the chains begun by `imports` cases die out: the smallest solution q of q = (1 + R (1 − q) / k)^(−k), to that power.
    public func extinctionProbability(imports: Int = 1) -> Double {
        guard reproduction > 1 else { return 1 }
        func generating(_ q: Double) -> Double {
            dispersion.isFinite && dispersion < 1e8
                ? exp(-dispersion * log1p(reproduction * (1 - q) / dispersion)) : exp(-reproduction * (1 - q))
        }
        // g(q) − q is positive at 0 and negative just below 1: halve.
        var low = 0.0
        var high = 1.0
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if generating(middle) > middle { low = middle } else { high = middle }
        }
        return pow((low + high) / 2, Double(imports))
    }
}
