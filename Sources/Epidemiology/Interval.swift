/// A point estimate between its limits.
public struct Interval: Hashable, Sendable {
    /// The estimate.
    public var estimate: Double
    /// The lower limit.
    public var lower: Double
    /// The upper limit; may be infinite.
    public var upper: Double

    /// An estimate between two limits.
    public init(_ estimate: Double, _ lower: Double, _ upper: Double) {
        self.estimate = estimate
        self.lower = lower
        self.upper = upper
    }

    /// Whether `value` lies between the limits, these included.
    public func covers(_ value: Double) -> Bool { lower <= value && value <= upper }
}
