/// The seven levels at which estimates are told: 2.5, 5, 25, 50, 75, 95 and 97.5 %.
public enum QuantileLevels {
    /// The levels, ascending.
    public static let all = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975]
    /// Column names of the levels, in the same order.
    public static let names = ["q025", "q05", "q25", "q50", "q75", "q95", "q975"]
}

/// Values at the seven levels of `QuantileLevels`, ascending.
public struct Quantiles: Hashable, Sendable {
    /// The value below which 2.5 % lie.
    public var q025 = 0.0
    /// The value below which 5 % lie.
    public var q05 = 0.0
    /// The lower quartile.
    public var q25 = 0.0
    /// The median.
    public var q50 = 0.0
    /// The upper quartile.
    public var q75 = 0.0
    /// The value below which 95 % lie.
    public var q95 = 0.0
    /// The value below which 97.5 % lie.
    public var q975 = 0.0

    /// The values that `quantile` gives for the seven levels.
    public init(_ quantile: (Double) -> Double) {
        q025 = quantile(0.025)
        q05 = quantile(0.05)
        q25 = quantile(0.25)
        q50 = quantile(0.5)
        q75 = quantile(0.75)
        q95 = quantile(0.95)
        q975 = quantile(0.975)
    }

    /// The empirical quantiles of a sorted sample, interpolated between neighbours (Hyndman and Fan's type 7); zeros if it is empty.
    public init(ofSorted sample: [Double]) {
        self.init { Quantiles.value(ofSorted: sample, at: $0) }
    }

    /// The value at `level` of a sorted sample, type 7; 0 if it is empty.
    static func value(ofSorted sample: [Double], at level: Double) -> Double {
        guard let last = sample.last else { return 0 }
        let place = level * Double(sample.count - 1)
        let index = Int(place)
        guard index + 1 < sample.count else { return last }
        return sample[index] + (place - Double(index)) * (sample[index + 1] - sample[index])
    }

    /// The values in the order of the levels.
    public var values: [Double] { [q025, q05, q25, q50, q75, q95, q975] }

    /// Every value multiplied by `factor`.
    func scaled(by factor: Double) -> Quantiles {
        var scaled = self
        scaled.q025 *= factor
        scaled.q05 *= factor
        scaled.q25 *= factor
        scaled.q50 *= factor
        scaled.q75 *= factor
        scaled.q95 *= factor
        scaled.q975 *= factor
        return scaled
    }
}
