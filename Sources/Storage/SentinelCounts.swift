import GRDB
import Register
import Vocabulary

private enum Query {
    /// Of several counts of a day the one known last stands.
    static let within = """
        SELECT territory, source, day, count FROM sentinel_count AS told
        WHERE territory >= ? AND territory < ? AND day >= ? AND known_at = (
            SELECT max(known_at) FROM sentinel_count
            WHERE territory = told.territory AND source = told.source AND day = told.day AND known_at <= ?)
        ORDER BY territory, source, day
        """
    static let standing = """
        SELECT count FROM sentinel_count WHERE territory = ? AND source = ? AND day = ? ORDER BY known_at DESC LIMIT 1
        """
    static let add = """
        INSERT INTO sentinel_count (territory, source, day, known_at, count, account) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (territory, source, day, known_at) DO UPDATE SET count = excluded.count, account = excluded.account
        """
}

extension Reader {
    /// What sentinels of a territory and those below it counted from a day on, as known at a moment; by territory, source and day.
    public func sentinelCounts(in territory: TerritoryCode, from first: CivilDate, asOf moment: Instant) throws -> [SentinelCount] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let bounds: [Parameter] = [territory.digits, territory.upperBound, Int64(first.daysSinceEpoch), moment.milliseconds]
        return try database.rows(Query.within, bounds).map { row in
            SentinelCount(
                territory: try row.territory(0), source: try row.word(1), day: CivilDate(daysSinceEpoch: try row.value(2)), count: try row.value(3))
        }
    }
}

extension Reader {
    /// What a source counted in a territory on a day, as known now; nil if it did not.
    public func sentinelCount(_ source: SentinelSource, in territory: TerritoryCode, on day: CivilDate) throws -> Int? {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        return try database.row(Query.standing, [territory.digits, source.rawValue, Int64(day.daysSinceEpoch)])?.value(0)
    }
}

extension Writer {
    /// Keeps what sentinels counted. A count of a day that has one stands in its place from `moment` on.
    ///
    /// - Throws: `StoreError.territoryOutsideScope` for a territory the author has no part in; then none is kept.
    public func keepSentinelCounts(_ counts: [SentinelCount], knownAt moment: Instant) throws {
        for count in counts where !scope.covers(count.territory) { throw StoreError.territoryOutsideScope(count.territory) }
        try database.put(Query.add, counts) { count, row in
            try row.bind(count.territory.digits)
            try row.bind(count.source.rawValue)
            try row.bind(Int64(count.day.daysSinceEpoch))
            try row.bind(moment.milliseconds)
            try row.bind(Int64(count.count))
            try row.bind(author.scope.user?.rawValue)
        }
        if !counts.isEmpty { account.note("sentinels.counted", detail: "\(counts.count) counts") }
    }
}
