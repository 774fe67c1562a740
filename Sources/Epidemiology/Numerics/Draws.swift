// Random draws from a generator that the caller seeds. The arithmetic is written out so that one seed gives one result on every platform.

extension RandomNumberGenerator {
    /// A number from 0 up to but not including 1, a multiple of 2⁻⁵³.
    @inline(__always)
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A standard normal number: Box and Muller (1958).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - unit())).squareRoot()
        return radius * cos(2 * Double.pi * unit())
    }

    /// A gamma number of the given shape and scale 1: Marsaglia and Tsang, *ACM TOMS* 26 (2000).
    mutating func gamma(shape: Double) -> Double {
        guard shape > 0 else { return 0 }
        if shape < 1 {
            // ln U / shape may be far below the smallest number: then the draw is zero, as it should be.
            return gamma(shape: shape + 1) * exp(log(1 - unit()) / shape)
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let v = 1 + c * x
            guard v > 0 else { continue }
            let cube = v * v * v
            let u = 1 - unit()
            if log(u) < 0.5 * x * x + d - d * cube + d * log(cube) { return d * cube }
        }
    }

    /// A Poisson number of the given mean: by multiplication for small means; Hörmann's transformed rejection (*Insurance: Mathematics and
    /// Economics* 12, 1993) for large ones.
    mutating func poisson(mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        if mean < 12 {
            let limit = exp(-mean)
            var product = unit()
            var count = 0
            while product > limit {
                product *= unit()
                count += 1
            }
            return count
        }
        let root = mean.squareRoot()
        let b = 0.931 + 2.53 * root
        let a = -0.059 + 0.02483 * b
        let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
        let vr = 0.9277 - 3.6224 / (b - 2)
        let logMean = log(mean)
        while true {
            let u = unit() - 0.5
            let v = 1 - unit()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
            if us >= 0.07, v <= vr { return Int(min(k, 1e15)) }
            guard k >= 0, us >= 0.013 || v <= us else { continue }
            if log(v * inverseAlpha / (a / (us * us) + b)) <= k * logMean - mean - GammaFunction.logarithm(k + 1) { return Int(min(k, 1e15)) }
        }
    }

    /// A negative binomial number of the given mean and size k (variance mean + mean²/k); Poisson if the size is infinite.
    mutating func negativeBinomial(mean: Double, size: Double) -> Int {
        guard size.isFinite else { return poisson(mean: mean) }
        return poisson(mean: gamma(shape: size) * mean / size)
    }

    /// How many of `trials` succeed: by counting for few, by a split at the median order statistic for many (Devroye, *Non-Uniform Random
    /// Variate Generation*, 1986, X.4).
    mutating func binomial(trials: Int, probability: Double) -> Int {
        guard trials > 0, probability > 0 else { return 0 }
        guard probability < 1 else { return trials }
        if trials < 24 {
            var count = 0
            for _ in 0..<trials where unit() < probability { count += 1 }
            return count
        }
        let middle = trials / 2 + 1
        let left = gamma(shape: Double(middle))
        let right = gamma(shape: Double(trials - middle + 1))
        let split = left / (left + right)
        if split <= probability {
            return middle + binomial(trials: trials - middle, probability: (probability - split) / (1 - split))
        }
        return binomial(trials: middle - 1, probability: probability / split)
    }
}
