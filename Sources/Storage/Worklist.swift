import Foundation
import GRDB
import Obligations
import Register
import Vocabulary

/// What someone must do in some territories, by due time.
public struct WorklistQuery: Hashable, Sendable {
    /// Where; each must be within the scope.
    public var territories: [TerritoryCode]
    /// Whose work; empty: everyone's.
    public var roles: Set<Role>
    /// Of which measure; nil: any.
    public var measure: Measure?
    /// What sort of thing; nil: any.
    public var kind: Obligation.Kind?
    /// Due at this moment or later.
    public var dueFrom: Instant
    /// Due before this moment.
    public var dueBefore: Instant
    /// Only what could be met at this moment already; nil: also what is not open yet.
    public var openAt: Instant?
    /// Where the page before ended.
    public var after: PageCursor?
    /// How many rows a page has.
    public var limit: Int
    /// Up to how many are counted; 0: not at all.
    public var countCap: Int

    /// A query from its parts.
    public init(
        territories: [TerritoryCode], roles: Set<Role> = [], measure: Measure? = nil, kind: Obligation.Kind? = nil,
        dueFrom: Instant = .distantPast, dueBefore: Instant = .distantFuture, openAt: Instant? = nil, after: PageCursor? = nil, limit: Int = 50,
        countCap: Int = 1000
    ) {
        self.territories = territories
        self.roles = roles
        self.measure = measure
        self.kind = kind
        self.dueFrom = dueFrom
        self.dueBefore = dueBefore
        self.openAt = openAt
        self.after = after
        self.limit = limit
        self.countCap = countCap
    }

    /// Only what is late at `now`.
    public func late(at now: Instant) -> WorklistQuery {
        var query = self
        query.dueBefore = now
        return query
    }

    /// Only what is due from `now` until `moment`: soon, or today.
    public func due(from now: Instant, before moment: Instant) -> WorklistQuery {
        var query = self
        (query.dueFrom, query.dueBefore) = (now, moment)
        return query
    }
}

/// A row of a worklist, ready to show.
public struct WorklistRow: Hashable, Sendable, Identifiable {
    /// The row's number, until the obligation is met.
    public let id: Int64
    /// About whom or what.
    public let subject: Subject
    /// The person, masked; nil where it is about a thing.
    public let identity: MaskedIdentity?
    /// What the thing is called; nil where it is about a person.
    public let label: String?
    /// What is due.
    public let duty: DutyRow

    /// About which person, if about one.
    public var person: PersonID? { subject.person }
}

extension Reader {
    /// The worklist, by due time.
    ///
    /// A duty in a territory is itself a link of its subject to that territory, so that only the territory is checked against the scope.
    ///
    /// - Complexity: one index seek for each territory, role and measure that have duties, then as many rows as a page has. A filter by kind
    ///   skips rows of the index.
    public func worklist(_ query: WorklistQuery) throws -> Page<WorklistRow> {
        var found: [(due: Int64, id: Int64)] = []
        var total = 0
        for segment in try segments(of: query) {
            let rows = try database.rows(segment.page.sql, segment.page.parameters)
            for row in rows { found.append((due: try row.value(0), id: try row.value(1))) }
            if query.countCap > 0, total <= query.countCap {
                total += Int(try database.number(segment.count.sql, segment.count.parameters) ?? 0)
            }
        }
        found.sort { $0 < $1 }
        let page = found.prefix(query.limit)
        let rows = try page.compactMap { try worklistRow($0.id) }
        let next = found.count > query.limit ? page.last.map { PageCursor(value: $0.due, id: $0.id) } : nil
        return Page(rows: rows, next: next, count: total > query.countCap ? .moreThan(query.countCap) : .exactly(total))
    }

    /// Statements that each walk one index for one territory, role and measure, in due order.
    func segments(of query: WorklistQuery) throws -> [Segment] {
        var segments: [Segment] = []
        for territory in WorklistQuery.outermost(query.territories) {
            guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
            for duty in try duties(in: territory)
            where (query.roles.isEmpty || query.roles.contains(duty.role)) && (query.measure.map { $0 == duty.measure } ?? true) {
                segments.append(Segment(query, territory: territory, role: duty.role, measure: duty.measure))
            }
        }
        return segments
    }

    /// Who has work on the worklist of a territory.
    ///
    /// - Complexity: one index seek for each role and measure that have duties.
    public func rolesWithDuties(in territory: TerritoryCode) throws -> Set<Role> {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let roles = Set(try duties(in: territory).map(\.role))
        // Below the villages there is no column, and the village may have work that is not the grid's.
        guard territory.level > .village else { return roles }
        return try roles.filter {
            try worklist(WorklistQuery(territories: [territory], roles: [$0], limit: 0, countCap: 1)).count != .exactly(0)
        }
    }

    /// Whose duties of which measures there are in a territory, by jumping from one pair to the next along the index.
    private func duties(in territory: TerritoryCode) throws -> [(role: Role, measure: Measure)] {
        let level = min(territory.level, .village)
        let (sameRole, nextRole) = (WorklistQuery.nextMeasure(level), WorklistQuery.nextRole(level))
        let number = territory.number(at: level)
        var pairs: [(role: Role, measure: Measure)] = []
        while true {
            var row = try pairs.last.flatMap { try database.row(sameRole, [number, $0.role.rawValue, $0.measure.rawValue]) }
            if row == nil { row = try database.row(nextRole, [number, pairs.last?.role.rawValue ?? ""]) }
            guard let row else { return pairs }
            pairs.append((try row.word(0), try row.word(1)))
        }
    }

    /// One walk along an index.
    struct Segment {
        var page: (sql: String, parameters: [Parameter])
        var count: (sql: String, parameters: [Parameter])

        init(_ query: WorklistQuery, territory: TerritoryCode, role: Role, measure: Measure) {
            // Below the villages there is no column: the village's rows are walked and their codes compared.
            let level = min(territory.level, .village)
            var conditions = "\(level.column) = ? AND role = ? AND measure = ? AND due < ?"
            var parameters: [Parameter] = [territory.number(at: level), role.rawValue, measure.rawValue, query.dueBefore.milliseconds]
            var filters = ""
            var filterParameters: [Parameter] = []
            if level != territory.level {
                filters += " AND territory >= ? AND territory < ?"
                filterParameters += [territory.digits, territory.upperBound]
            }
            if let kind = query.kind {
                filters += " AND kind = ?"
                filterParameters.append(kind.rawValue)
            }
            if let moment = query.openAt {
                filters += " AND opens <= ?"
                filterParameters.append(moment.milliseconds)
            }
            count = (
                "SELECT count(*) FROM (SELECT 1 FROM duty WHERE \(conditions) AND due >= ?\(filters) LIMIT ?) AS counted",
                parameters + [query.dueFrom.milliseconds] + filterParameters + [query.countCap + 1]
            )
            if let after = query.after {
                conditions += " AND (due, id) > (?, ?)"
                parameters += [after.value, after.id]
            } else {
                conditions += " AND due >= ?"
                parameters.append(query.dueFrom.milliseconds)
            }
            page = (
                "SELECT due, id FROM duty WHERE \(conditions)\(filters) ORDER BY due, id LIMIT ?", parameters + filterParameters + [query.limit + 1]
            )
        }
    }

    private func worklistRow(_ id: Int64) throws -> WorklistRow? {
        let sql = """
            SELECT duty.subject_kind, duty.subject, i.masked_name, i.masked_document, i.masked_phone, thing.label, \(DutyRow.columns(of: "duty"))
            FROM duty LEFT JOIN identity AS i ON duty.subject_kind = 'person' AND i.person = duty.subject
                LEFT JOIN thing ON thing.kind = duty.subject_kind AND thing.subject = duty.subject
            WHERE duty.id = ?
            """
        return try database.row(sql, [id]).map { row in
            guard let subject = Subject(kind: try row.value(0, as: String.self), number: try row.value(1)) else {
                throw StoreError.corrupt("the subject of a duty")
            }
            let identity = MaskedIdentity(
                name: try row.optional(2) ?? MaskedIdentity.forgotten.name, documentNumber: try row.optional(3), phone: try row.optional(4))
            return WorklistRow(
                id: id, subject: subject, identity: subject.person == nil ? nil : identity, label: try row.optional(5),
                duty: try DutyRow(row, from: 6))
        }
    }
}

extension WorklistQuery {
    /// The measure after a given one for which a role has duties in a territory of `level`.
    ///
    /// The role is said apart: where a pair is compared as a whole, SQLite goes through every duty of the pair it starts from.
    static func nextMeasure(_ level: TerritoryCode.Level) -> String {
        "SELECT role, measure FROM duty WHERE \(level.column) = ? AND role = ? AND measure > ? ORDER BY measure LIMIT 1"
    }

    /// The role after a given one that has duties in a territory of `level`, with the first of its measures.
    static func nextRole(_ level: TerritoryCode.Level) -> String {
        "SELECT role, measure FROM duty WHERE \(level.column) = ? AND role > ? ORDER BY role, measure LIMIT 1"
    }

    /// Territories without those that lie in another of them: no duty is to be shown twice.
    static func outermost(_ territories: [TerritoryCode]) -> [TerritoryCode] {
        var outermost: [TerritoryCode] = []
        for territory in Set(territories).sorted() where outermost.last?.contains(territory) != true { outermost.append(territory) }
        return outermost
    }
}
