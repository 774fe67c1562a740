import Epidemiology
import Register
import Storage
import Vocabulary

/// Where fever clinics, pharmacies, schools and employers count more than is to be expected there: an outbreak may show before its first case is known.
///
/// Each series, one source of one territory, is judged by itself (``ExpectedLevel``): its last count against the same weekdays of the weeks before,
/// or, where it goes back two years and more, against the same weekdays of the same season (C. P. Farrington and others, *JRSS A* 159, 1996).
public struct EarlyWarning: Hashable, Sendable {
    /// The last count of a series.
    public struct Line: Hashable, Sendable {
        /// What was counted.
        public let count: SentinelCount
        /// What was to be expected.
        public let expected: Double
        /// What is exceeded by chance one time in two hundred.
        public let threshold: Double
        /// How far the count stands above the expectation, in units of the way to the threshold.
        public let exceedance: Double

        /// Whether it stands out.
        public var isAlarm: Bool { exceedance > 1 }
    }

    /// Series that were judged, what stands out most first.
    public let lines: [Line]
    /// Series of which nothing was counted in the last ``recent`` days.
    public let silent: Int
    /// Series too short or too sparse to be judged.
    public let unjudged: Int

    /// How often a count above the threshold is chance: the quantile of Farrington and others.
    public static let alpha = 0.005
    /// Days in which a series must have counted.
    public static let recent = 7
    /// Weeks before with which a weekday is compared.
    public static let weeks = 8
    /// Days of a year that keep the weekday.
    private static let year = 364
    /// The most years that are compared.
    public static let years = 5
    /// Fewer in four weeks are no level to stand out from.
    private static let fewest = 5

    /// Judges the last whole day's counts at a moment.
    ///
    /// - Parameter counts: Ordered by territory, source and day.
    public init(_ counts: [SentinelCount], at moment: Instant, zone: CivilZone) {
        let yesterday = zone.date(of: moment) - 1
        var lines: [Line] = []
        var (silent, unjudged) = (0, 0)
        for series in Dictionary(grouping: counts, by: { Series(territory: $0.territory, source: $0.source) }).values {
            let whole = series.prefix { $0.day <= yesterday }
            guard let last = whole.last else { continue }
            guard (yesterday - last.day).count < EarlyWarning.recent else {
                silent += 1
                continue
            }
            if let line = EarlyWarning.judge(last, by: whole.dropLast()) { lines.append(line) } else { unjudged += 1 }
        }
        self.lines = lines.sorted {
            ($1.exceedance, $0.count.territory, $0.count.source.rawValue) < ($0.exceedance, $1.count.territory, $1.count.source.rawValue)
        }
        self.silent = silent
        self.unjudged = unjudged
    }

    private struct Series: Hashable {
        let territory: TerritoryCode
        let source: SentinelSource
    }

    private static func judge(_ last: SentinelCount, by past: some BidirectionalCollection<SentinelCount>) -> Line? {
        guard let first = past.first else { return nil }
        let lately = past.reversed().prefix { (last.day - $0.day).count <= 28 }.reduce(last.count) { $0 + $1.count }
        guard lately >= fewest else { return nil }
        let span = min(years, (last.day - first.day).count / year)
        let ages: Set<Int> =
            span >= 2
            ? Set((1...span).flatMap { back in (-2...2).map { back * year + $0 * 7 } }) : Set((1...weeks).map { $0 * 7 })
        let comparable = past.compactMap { found -> (time: Double, count: Double)? in
            let age = (last.day - found.day).count
            return ages.contains(age) ? (-Double(age), Double(found.count)) : nil
        }
        guard let level = try? ExpectedLevel(past: comparable, at: 0, alpha: alpha, years: span) else { return nil }
        return Line(count: last, expected: level.expected, threshold: level.threshold, exceedance: level.exceedance(Double(last.count)))
    }
}

extension Operations {
    /// What sentinels of a territory say, now or as known at a past moment.
    public func earlyWarning(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> EarlyWarning {
        let now = clock.now
        let moment = min(asOf ?? now, now)
        let zone = policies.zone
        // A season before the first of the years compared.
        let first = zone.date(of: moment) - Days(364 * EarlyWarning.years + 30)
        let counts = try await store.read(scope) { try $0.sentinelCounts(in: territory, from: first, asOf: moment) }
        return EarlyWarning(counts, at: moment, zone: zone)
    }
}
