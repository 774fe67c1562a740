import Foundation
import GRDB
import Register
import Vocabulary

/// How a source reports: what it has sent, and how long things took to become known.
public struct SourceDelay: Hashable, Sendable {
    /// From where.
    public let source: String
    /// What sort of fact.
    public let kind: FactKind
    /// The time from happening to being known, of each entry.
    public let delays: [Span]
    /// When the last became known.
    public let lastKnownAt: Instant
}

private enum Query {
    /// Facts become known after they happen: what happened on a day is found among what became known from then on.
    static func count(_ column: String) -> String {
        """
        SELECT count(*) FROM fact JOIN roll ON roll.person = fact.subject AND roll.kind = 'person'
        WHERE fact.kind = ? AND fact.known_at >= ? AND fact.happened_at >= ? AND fact.happened_at < ? AND fact.subject_kind = 'person'
            AND fact.supersedes IS NULL AND fact.withdrawn = 0 AND roll.\(column) = ?
        """
    }
    static func delays(_ column: String) -> String {
        """
        SELECT fact.source, fact.known_at - fact.happened_at, fact.known_at FROM fact
        JOIN roll ON roll.person = fact.subject AND roll.kind = 'person'
        WHERE fact.kind = ? AND fact.known_at >= ? AND fact.subject_kind = 'person' AND fact.supersedes IS NULL AND roll.\(column) = ?
        ORDER BY fact.known_at DESC LIMIT ?
        """
    }
}

extension Reader {
    /// How many things of a kind happened in a span to people whose duty lies in the territory.
    ///
    /// - Complexity: one walk along what became known since the beginning of the span.
    public func factCount(of kind: FactKind, in territory: TerritoryCode, happenedFrom: Instant, before: Instant) throws -> Int {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        return Int(
            try database.number(
                Query.count(level.column),
                [kind.rawValue, happenedFrom.milliseconds, happenedFrom.milliseconds, before.milliseconds, territory.number(at: level)]) ?? 0)
    }

    /// Visible people about whom a thing of a kind became known since `from` more than `span` after it happened, by number.
    public func enteredLate(_ kind: FactKind, by span: Span, knownFrom from: Instant, limit: Int = 20_000) throws -> [PersonID] {
        let (condition, parameters) = visibility(of: "fact.subject")
        let sql = """
            SELECT DISTINCT subject FROM fact WHERE kind = ? AND known_at >= ? AND known_at - happened_at > ? AND subject_kind = 'person'
                AND supersedes IS NULL AND withdrawn = 0 AND \(condition) ORDER BY subject LIMIT ?
            """
        return try database.rows(sql, [kind.rawValue, from.milliseconds, span.milliseconds] + parameters + [limit])
            .map { PersonID(rawValue: try $0.value(0)) }
    }

    /// How long things of a kind took to become known, by source, for people whose duty lies in the territory; the newest `limit` entries.
    public func sourceDelays(of kind: FactKind, in territory: TerritoryCode, knownFrom: Instant, limit: Int = 20_000) throws -> [SourceDelay] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        var delays: [String: (spans: [Span], last: Instant)] = [:]
        let rows = try database.rows(
            Query.delays(level.column), [kind.rawValue, knownFrom.milliseconds, territory.number(at: level), limit])
        for row in rows {
            let source: String = try row.value(0)
            let known = try row.instant(2)
            let span = Span(milliseconds: try row.value(1))
            // The newest come first.
            delays[source, default: ([], known)].spans.append(span)
        }
        return delays.map { SourceDelay(source: $0, kind: kind, delays: $1.spans, lastKnownAt: $1.last) }.sorted { $0.source < $1.source }
    }
}
