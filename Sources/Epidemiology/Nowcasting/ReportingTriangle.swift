import Vocabulary

/// Events by the day on which they happened and the days it took until they were reported, as known at the end of a day.
///
/// Rows are event days up to *now*, columns delays of 0, 1, … days. What would be reported after now is not known yet: the lower right of the
/// triangle. Reports that take longer than the longest delay are left out, on the known days and the coming ones alike.
public struct ReportingTriangle: Hashable, Sendable {
    /// The first event day.
    public let firstDay: CivilDate
    /// Counts by event day, then by delay; cells behind now are 0.
    public let counts: [[Int]]
    /// The longest delay, in days.
    public let longestDelay: Int

    /// The triangle of pairs of dates, as known at the end of `now`; pairs reported later are passed over, and so are those whose report lies before
    /// the event or more than `longestDelay` days behind it.
    ///
    /// - Parameter days: event days to keep, the last being now.
    public init(
        _ pairs: some Sequence<(event: CivilDate, report: CivilDate)>, now: CivilDate, longestDelay: Int, days: Int
    ) throws(EstimationError) {
        guard days >= 2 else { throw .tooFew(what: "event days", given: days, needed: 2) }
        guard longestDelay >= 1 else { throw .unacceptable(what: "the longest delay", value: Double(longestDelay), accepted: "1 day or more") }
        firstDay = now - Days(days - 1)
        self.longestDelay = longestDelay
        var counts = [[Int]](repeating: [Int](repeating: 0, count: longestDelay + 1), count: days)
        for (event, report) in pairs where event >= firstDay && event <= now && report <= now {
            let delay = (report - event).count
            guard delay >= 0, delay <= longestDelay else { continue }
            counts[(event - firstDay).count][delay] += 1
        }
        self.counts = counts
    }

    /// How many event days.
    public var days: Int { counts.count }

    /// The last event day, at whose end the triangle was known.
    public var now: CivilDate { firstDay + Days(days - 1) }

    /// How many events of each day are known.
    public var known: [Int] { counts.map { $0.reduce(0, +) } }

    /// Whether a cell is known by now.
    func isKnown(day: Int, delay: Int) -> Bool { day + delay < days }

    /// The first day of which reports are still to come.
    public var firstOpenDay: Int { max(0, days - longestDelay) }
}
