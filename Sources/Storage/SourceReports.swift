import GRDB
import Register
import Vocabulary

/// How a source reports: what it has sent, and how long things took to become known.
public struct SourceReport: Hashable, Sendable {
    /// From where.
    public let source: String
    /// How many entries.
    public let entries: Int
    /// How many became known more than 24 hours after they happened.
    public let late: Int
    /// Half of them became known sooner than this, to the minute.
    public let median: Span
    /// When the last became known.
    public let lastKnownAt: Instant
}

/// The entries of a source by the minutes they took.
private struct SourceTimes {
    private var counts: [Int: Int] = [:]
    private var late = 0
    private var last = Instant.distantPast

    /// From a row of source, minutes, entries, late ones, and when the last became known.
    mutating func add(_ row: Row) throws {
        counts[try row.value(1), default: 0] += try row.value(2, as: Int.self)
        late += try row.value(3, as: Int.self)
        last = max(last, try row.instant(4))
    }

    func report(of source: String) -> SourceReport {
        let entries = counts.values.reduce(0, +)
        var rest = entries / 2
        let median = counts.sorted { $0.key < $1.key }.first { count in
            rest -= count.value
            return rest < 0
        }
        return SourceReport(source: source, entries: entries, late: late, median: .minutes(median?.key ?? 0), lastKnownAt: last)
    }
}

private enum Query {
    private static let sums = "source, delay / 60000 AS minutes, count(*), sum(CASE WHEN delay > 86400000 THEN 1 ELSE 0 END), max(known_at)"

    /// Everything about the people of a territory.
    static func ofPeople(_ column: String, _ filter: String) -> String {
        """
        SELECT \(sums) FROM (
            SELECT fact.source, fact.known_at - fact.happened_at AS delay, fact.known_at
            FROM roll CROSS JOIN fact ON fact.subject = roll.person AND fact.subject_kind = 'person'
            WHERE roll.\(column) = ? AND roll.kind = 'person'\(filter) AND fact.known_at >= ? AND fact.supersedes IS NULL
                AND fact.kind IN (\(kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")))) AS told
        GROUP BY source, minutes
        """
    }

    /// The newest of a kind.
    static func newest(_ duty: String) -> String {
        """
        SELECT \(sums) FROM (
            SELECT fact.source, fact.known_at - fact.happened_at AS delay, fact.known_at FROM fact
            WHERE fact.kind = ? AND fact.known_at >= ? AND fact.subject_kind = 'person' AND fact.supersedes IS NULL AND \(duty)
            ORDER BY fact.known_at DESC LIMIT ?) AS told
        GROUP BY source, minutes
        """
    }

    /// What sources are told by.
    static let kinds = [FactKind.caseReport, .exposure, .stay, .specimen, .result, .arrival, .act]
}

extension SourceReport {
    /// Where not everything is looked at, so many of the newest entries of each kind.
    public static let newest = 10_000
}

extension Reader {
    /// How sources report what they know of people whose duty lies in the territory, since a moment, the most entries first.
    ///
    /// Of more than `most` people not everything is looked at, but the `newest` entries of each kind alone; `isAll` says so.
    ///
    /// - Complexity: one walk over the entries of the territory's people.
    public func sourceReports(
        in territory: TerritoryCode, knownFrom from: Instant, peopleUpTo most: Int = 100_000, newest limit: Int = SourceReport.newest
    ) throws -> (reports: [SourceReport], isAll: Bool) {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        let isAll = try territory.level > level || rollCounts(in: territory).count(.person) <= most
        var times: [String: SourceTimes] = [:]
        func add(_ sql: String, _ parameters: [Parameter]) throws {
            for row in try database.rows(sql, parameters) { try times[row.value(0), default: SourceTimes()].add(row) }
        }
        if isAll {
            let isBelow = territory.level > level
            let within: [Parameter] = isBelow ? [territory.digits, territory.upperBound] : []
            let filter = isBelow ? " AND roll.territory >= ? AND roll.territory < ?" : ""
            try add(Query.ofPeople(level.column, filter), [territory.number(at: level)] + within + [from.milliseconds])
        } else {
            let duty = try duty(of: "fact.subject", liesIn: territory)
            for kind in Query.kinds { try add(Query.newest(duty.sql), [kind.rawValue, from.milliseconds] + duty.parameters + [limit]) }
        }
        return (times.map { $1.report(of: $0) }.sorted { ($1.entries, $0.source) < ($0.entries, $1.source) }, isAll)
    }
}
