import Foundation
import GRDB
import Register
import Vocabulary

/// The people of a list in a territory, filtered and sorted.
public struct LineListQuery: Hashable, Sendable {
    /// Where the duty for the person lies; must be within the scope.
    public var territory: TerritoryCode
    /// Which list.
    public var kind: ListKind
    /// The list's own class (`ListKind`); nil: any.
    public var tag: String?
    /// How the person is held or watched; nil: any or none.
    public var control: ControlMode?
    /// Only persons with something due before this moment; nil: all. Implies the order by next due.
    public var dueBefore: Instant?
    /// Only persons whose next due lies at this moment or later; for *today* and *soon*.
    public var dueFrom: Instant?
    /// Only persons whose moment on the list lies at this moment or later.
    public var since: Instant?
    /// In which order.
    public var order: Order
    /// Where the page before ended.
    public var after: PageCursor?
    /// How many rows a page has.
    public var limit: Int
    /// Up to how many are counted; 0: not at all.
    public var countCap: Int

    /// Orders of a line list. There is none by name: names are sealed.
    public enum Order: String, CaseIterable, Sendable, Codable {
        /// By the list's own moment, the newest first.
        case newest
        /// By the list's own moment, the oldest first.
        case oldest
        /// By what is due next, the soonest first; persons with nothing due are left out.
        case nextDue
    }

    /// A query from its parts.
    public init(
        territory: TerritoryCode, kind: ListKind, tag: String? = nil, control: ControlMode? = nil, dueFrom: Instant? = nil, dueBefore: Instant? = nil,
        since: Instant? = nil, order: Order = .newest, after: PageCursor? = nil, limit: Int = 50, countCap: Int = 1000
    ) {
        self.territory = territory
        self.kind = kind
        self.tag = tag
        self.control = control
        self.dueFrom = dueFrom
        self.dueBefore = dueBefore
        self.since = since
        self.order = order
        self.after = after
        self.limit = limit
        self.countCap = countCap
    }
}

/// A row of a line list, ready to show.
public struct LineListRow: Hashable, Sendable, Identifiable {
    /// Who.
    public let id: PersonID
    /// The person, masked.
    public let identity: MaskedIdentity
    /// What lists show.
    public let listing: Listing
}

private enum Query {
    static let row = """
        SELECT i.masked_name, i.masked_document, i.masked_phone, \(Listing.columns.map { "listing.\($0)" }.joined(separator: ", "))
        FROM listing LEFT JOIN identity AS i ON i.person = listing.person WHERE listing.person = ?
        """
}

extension Reader {
    /// A page of a line list: persons of the list whose duty lies in the territory and whom the scope sees.
    ///
    /// - Complexity: one index seek and as many rows as a page has. Filters by tag and control skip rows of the index; the territory of a
    ///   village or grid those of its township.
    public func lineList(_ query: LineListQuery) throws -> Page<LineListRow> {
        guard scope.covers(query.territory) else { throw StoreError.territoryOutsideScope(query.territory) }
        let statements = LineListStatements(query, visibility: visibility(of: "roll.person"))
        let found = try database.rows(statements.page.sql, statements.page.parameters)
        let page = try found.prefix(query.limit).map { (sort: try $0.value(0, as: Int64.self), person: try $0.value(1, as: Int64.self)) }
        let rows = try page.compactMap { entry in
            try database.row(Query.row, [entry.person]).map { row in
                LineListRow(
                    id: PersonID(rawValue: entry.person),
                    identity: MaskedIdentity(
                        name: try row.optional(0) ?? MaskedIdentity.forgotten.name, documentNumber: try row.optional(1), phone: try row.optional(2)),
                    listing: try Listing(row, from: 3))
            }
        }
        let total = query.countCap > 0 ? Int(try database.number(statements.count.sql, statements.count.parameters) ?? 0) : 0
        return Page(
            rows: rows, next: found.count > query.limit ? page.last.map { PageCursor(value: $0.sort, id: $0.person) } : nil,
            count: total > query.countCap ? .moreThan(query.countCap) : .exactly(total))
    }
}

/// The statements of a line list query.
struct LineListStatements {
    /// A page, one row more than it shows.
    var page: (sql: String, parameters: [Parameter])
    /// The capped count.
    var count: (sql: String, parameters: [Parameter])

    init(_ query: LineListQuery, visibility: (sql: String, parameters: [Parameter])) {
        let level = min(query.territory.level, .township)
        let isByDue = query.order == .nextDue || query.dueBefore != nil || query.dueFrom != nil
        let column = isByDue ? "next_due" : "at"
        let isDescending = !isByDue && query.order == .newest
        var conditions = "roll.\(level.column) = ? AND roll.kind = ?"
        var parameters: [Parameter] = [query.territory.number(at: level), query.kind.rawValue]
        if isByDue {
            // The keyset of a later page begins after everything before `dueFrom` anyhow.
            conditions += " AND roll.next_due IS NOT NULL AND roll.next_due < ?"
            parameters.append((query.dueBefore ?? .distantFuture).milliseconds)
        }
        var filters = ""
        var filterParameters: [Parameter] = []
        if level != query.territory.level {
            filters += " AND roll.territory >= ? AND roll.territory < ?"
            filterParameters += [query.territory.digits, query.territory.upperBound]
        }
        if let since = query.since {
            filters += " AND roll.at >= ?"
            filterParameters.append(since.milliseconds)
        }
        if let tag = query.tag {
            filters += " AND roll.tag = ?"
            filterParameters.append(tag)
        }
        if let control = query.control {
            filters += " AND roll.control = ?"
            filterParameters.append(control.rawValue)
        }
        filters += " AND \(visibility.sql)"
        filterParameters += visibility.parameters
        let from: (sql: String, parameters: [Parameter]) =
            isByDue ? (" AND roll.next_due >= ?", [(query.dueFrom ?? .distantPast).milliseconds]) : ("", [])
        count = (
            "SELECT count(*) FROM (SELECT 1 FROM roll WHERE \(conditions)\(from.sql)\(filters) LIMIT ?) AS counted",
            parameters + from.parameters + filterParameters + [query.countCap + 1]
        )
        let start: (sql: String, parameters: [Parameter]) =
            query.after.map { (" AND (roll.\(column), roll.person) \(isDescending ? "<" : ">") (?, ?)", [$0.value, $0.id]) } ?? from
        let direction = isDescending ? " DESC" : ""
        page = (
            """
            SELECT roll.\(column), roll.person FROM roll WHERE \(conditions)\(start.sql)\(filters)
            ORDER BY roll.\(column)\(direction), roll.person\(direction) LIMIT ?
            """,
            parameters + start.parameters + filterParameters + [query.limit + 1]
        )
    }
}
