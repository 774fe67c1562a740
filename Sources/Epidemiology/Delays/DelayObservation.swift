/// What is known of one delay: between which moments its first event lay, between which its second, and until when the second could be seen.
///
/// Times are in days on one scale for the observation; a date is the stretch from its midnight to the next. All events of a stretch are taken as
/// equally likely (N. G. Reich and others, *Estimating incubation period distributions with coarse data*, Statistics in Medicine 28, 2009).
public struct DelayObservation: Hashable, Sendable {
    /// When the first event was: infection, onset, report. A single moment where it is known exactly.
    public let first: ClosedRange<Double>
    /// When the second was.
    public let second: ClosedRange<Double>
    /// Until when the second event could have been seen; nil if for ever. Pairs whose second event lies behind it are not in the data at all:
    /// without it short delays are over-represented in a growing outbreak.
    public let seenUntil: Double?
    /// How many like it.
    public let count: Double

    /// An observation. The second event may begin before the first has ended.
    public init(first: ClosedRange<Double>, second: ClosedRange<Double>, seenUntil: Double? = nil, count: Double = 1) {
        self.first = first
        self.second = second
        self.seenUntil = seenUntil
        self.count = count
    }

    /// A delay in whole days between two dates, each somewhere in its day. `untilDay` is the number of whole days from the first event's date to
    /// the last date on which second events were recorded.
    public static func days(_ days: Int, untilDay: Int? = nil, count: Double = 1) -> DelayObservation {
        DelayObservation(
            first: 0...1, second: Double(days)...Double(days + 1), seenUntil: untilDay.map { Double($0 + 1) }, count: count)
    }

    /// A delay of d whole days taken as a number in d…d + 1, its first event at a moment: the coarse model of many reports.
    public static func completedDays(_ days: Int, untilDay: Int? = nil, count: Double = 1) -> DelayObservation {
        DelayObservation(
            first: 0...0, second: Double(days)...Double(days + 1), seenUntil: untilDay.map { Double($0 + 1) }, count: count)
    }

    /// The logarithm of the probability (density, if both moments are exact) of the observation.
    func logLikelihood(_ distribution: DelayDistribution) -> Double {
        let width = first.upperBound - first.lowerBound
        var value: Double
        if width == 0 {
            let low = second.lowerBound - first.lowerBound
            let high = second.upperBound - first.lowerBound
            value = high > low ? distribution.mass(low, high) : distribution.density(at: low)
        } else {
            value = averaged(distribution, until: second) / width
        }
        guard value > 0 else { return -.infinity }
        value = log(value)
        if let seenUntil {
            let seen: Double
            if width == 0 {
                seen = distribution.cumulative(seenUntil - first.lowerBound)
            } else {
                // A first event cannot lie behind the end either.
                let last = min(first.upperBound, seenUntil)
                seen =
                    (distribution.shortfall(seenUntil - first.lowerBound) - distribution.shortfall(seenUntil - last)) / (last - first.lowerBound)
            }
            guard seen > 0 else { return -.infinity }
            value -= log(seen)
        }
        return value
    }

    /// The integral over the first event's stretch of the probability that the second lies in `range`; of its density, if that is a moment.
    private func averaged(_ distribution: DelayDistribution, until range: ClosedRange<Double>) -> Double {
        let a = range.lowerBound - first.upperBound
        let b = range.lowerBound - first.lowerBound
        guard range.upperBound > range.lowerBound else { return distribution.mass(a, b) }
        let c = range.upperBound - first.upperBound
        let d = range.upperBound - first.lowerBound
        // The second difference of ∫F equals that of ∫(1 − F): take the one that has lost fewer digits.
        if (b + c) / 2 < distribution.mean {
            return distribution.shortfall(d) - distribution.shortfall(c) - distribution.shortfall(b) + distribution.shortfall(a)
        }
        return distribution.excess(d) - distribution.excess(c) - distribution.excess(b) + distribution.excess(a)
    }
}
