import Foundation
import GRDB
import Obligations
import Register
import Vocabulary

/// Things of a kind in a territory, page by page: every list of places, orders, findings, zones.
public struct ThingListQuery: Hashable, Sendable {
    /// Which kind.
    public var kind: Subject.Kind
    /// Where; must be within the scope.
    public var territory: TerritoryCode
    /// In what part the thing concerns the territory.
    public var part: ThingStanding.Part
    /// Whether only what concerns the territory itself is meant, and not what concerns those below.
    public var isOwn: Bool
    /// The smallest territories whose things are meant; nil: any. A territory smaller than that shows its own.
    public var deepest: TerritoryCode.Level?
    /// Only in one of these states there; empty: any.
    public var states: Set<String>
    /// Only of this class; nil: any.
    public var thingClass: String?
    /// Where the page before ended.
    public var after: PageCursor?
    /// How many rows a page has.
    public var limit: Int
    /// Up to how many are counted; 0: not at all.
    public var countCap: Int

    /// A query from its parts.
    public init(
        kind: Subject.Kind, territory: TerritoryCode, part: ThingStanding.Part = .seat, isOwn: Bool = false,
        deepest: TerritoryCode.Level? = nil, states: Set<String> = [], thingClass: String? = nil, after: PageCursor? = nil, limit: Int = 50,
        countCap: Int = 1000
    ) {
        self.kind = kind
        self.territory = territory
        self.part = part
        self.isOwn = isOwn
        self.deepest = deepest
        self.states = states
        self.thingClass = thingClass
        self.after = after
        self.limit = limit
        self.countCap = countCap
    }

    /// The page's statement, newest first, and the one that counts.
    var statements: (page: (sql: String, parameters: [Parameter]), count: (sql: String, parameters: [Parameter])) {
        let level = min(territory.level, .village)
        var conditions = "\(level.column) = ? AND kind = ? AND part = ?"
        var parameters: [Parameter] = [territory.number(at: level), kind.rawValue, part.rawValue]
        var filters = ""
        var filterParameters: [Parameter] = []
        if isOwn {
            filters += " AND territory = ?"
            filterParameters.append(territory.digits)
        } else if level != territory.level {
            filters += " AND territory >= ? AND territory < ?"
            filterParameters += [territory.digits, territory.upperBound]
        }
        if let deepest, territory.level <= deepest {
            filters += " AND length(territory) <= ?"
            filterParameters.append(deepest.length)
        }
        if !states.isEmpty {
            filters += " AND state IN (\(states.map { _ in "?" }.joined(separator: ", ")))"
            filterParameters += states.sorted().map { $0 as Parameter }
        }
        if let thingClass {
            filters += " AND class = ?"
            filterParameters.append(thingClass)
        }
        let count = (
            "SELECT count(*) FROM (SELECT 1 FROM thing_territory WHERE \(conditions)\(filters) LIMIT ?) AS counted",
            parameters + filterParameters + [countCap + 1]
        )
        if let after {
            conditions += " AND (at, thing) < (?, ?)"
            parameters += [after.value, after.id]
        }
        let page = (
            "SELECT at, thing, state, territory FROM thing_territory WHERE \(conditions)\(filters) ORDER BY at DESC, thing DESC LIMIT ?",
            parameters + filterParameters + [limit + 1]
        )
        return (page, count)
    }
}

/// A row of a list of things, ready to show.
public struct ThingListRow: Hashable, Sendable {
    /// Which thing.
    public let subject: Subject
    /// What people call it.
    public let label: String
    /// Its class.
    public let thingClass: String?
    /// The territory that answers for it.
    public let seat: TerritoryCode
    /// The territory it was found under: the seat, or the addressee.
    public let territory: TerritoryCode
    /// Its state there.
    public let state: String
    /// By what the list is ordered.
    public let at: Instant
    /// When the next obligation, or the oldest late one, is due.
    public let nextDue: Instant?
}

extension Reader {
    /// A page of things.
    ///
    /// - Complexity: one index seek, then as many rows as a page has; filters by state and class skip rows of the index.
    public func things(_ query: ThingListQuery) throws -> Page<ThingListRow> {
        guard scope.covers(query.territory) else { throw StoreError.territoryOutsideScope(query.territory) }
        let (page, count) = query.statements
        let found = try database.rows(page.sql, page.parameters)
        let rows = try found.prefix(query.limit).compactMap { link -> ThingListRow? in
            let sql = "SELECT kind, subject, label, class, territory, next_due FROM thing WHERE id = ?"
            return try database.row(sql, [try link.value(1, as: Int64.self)]).map { row in
                guard let subject = Subject(kind: try row.value(0, as: String.self), number: try row.value(1)) else {
                    throw StoreError.corrupt("the subject of a thing")
                }
                return ThingListRow(
                    subject: subject, label: try row.value(2), thingClass: try row.optional(3), seat: try row.territory(4),
                    territory: try link.territory(3), state: try link.value(2), at: try link.instant(0), nextDue: try row.optionalInstant(5))
            }
        }
        let total = query.countCap == 0 ? 0 : Int(try database.number(count.sql, count.parameters) ?? 0)
        let last = found.count > query.limit ? found[query.limit - 1] : nil
        return Page(
            rows: rows, next: try last.map { PageCursor(value: try $0.value(0), id: try $0.value(1)) },
            count: total > query.countCap ? .moreThan(query.countCap) : .exactly(total))
    }
}
