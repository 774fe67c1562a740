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
    /// The day on which reporting began in earnest, by its number in the triangle; negative if it lies before. It is the day by which one in a
    /// hundred of the reports known by now had come. Before it hardly anything could be reported, so that empty cells say nothing of how long
    /// reports take: an outbreak is discovered some time after it began.
    public let reportsBegin: Int

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
        var reports: [CivilDate] = []
        for (event, report) in pairs where report <= now {
            reports.append(report)
            guard event >= firstDay, event <= now else { continue }
            let delay = (report - event).count
            guard delay >= 0, delay <= longestDelay else { continue }
            counts[(event - firstDay).count][delay] += 1
        }
        self.counts = counts
        reports.sort()
        reportsBegin = reports.isEmpty ? 0 : (reports[reports.count / 100] - firstDay).count
    }

    /// How many event days.
    public var days: Int { counts.count }

    /// The last event day, at whose end the triangle was known.
    public var now: CivilDate { firstDay + Days(days - 1) }

    /// How many events of each day are known.
    public var known: [Int] { counts.map { $0.reduce(0, +) } }

    /// The delays of an event day that could have been reported by now; empty if there are none.
    func knownDelays(of day: Int) -> Range<Int> {
        let first = max(0, reportsBegin - day)
        return first..<max(first, min(longestDelay, days - 1 - day) + 1)
    }

    /// The first day of which reports are still to come.
    public var firstOpenDay: Int { max(0, days - longestDelay) }
}
