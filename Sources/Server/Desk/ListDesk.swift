import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Line lists and their export.
extension OperationsDesk {
    /// Rows on a page.
    private static let pageSize = 50

    func list(_ viewer: Viewer, _ lens: Lens, _ query: ListQuery) async throws -> ListPage.Content {
        let asked = asked(query, in: lens.territory)
        return try await read(viewer) { reader in
            let page = try page(asked, from: query.after.flatMap { PageCursor($0) }, limit: OperationsDesk.pageSize, reader)
            let (total, isCapped): (Int, Bool) =
                switch page.count {
                case .exactly(let count): (count, false)
                case .moreThan(let cap): (cap, true)
                }
            return ListPage.Content(
                query: query, total: total, isTotalCapped: isCapped, rows: try page.rows.map { try row($0, query.kind, reader) },
                next: page.next?.description)
        }
    }

    func export(_ viewer: Viewer, _ lens: Lens, _ query: ListQuery) async throws -> AsyncThrowingStream<[ExportedListRow], any Error> {
        guard viewer.covers(lens.territory) else { throw Refusal.notFound }
        let asked = asked(query, in: lens.territory)
        let progress = ExportProgress()
        return AsyncThrowingStream {
            guard await !progress.isOver else { return nil }
            let after = await progress.cursor
            let (rows, next) = try await read(viewer) { reader in
                let page = try page(asked, from: after, limit: 500, reader, isCounted: false)
                return (try page.rows.map { try exported($0, query.kind, reader) }, page.next)
            }
            await progress.advance(to: next)
            return rows
        }
    }

    /// How far an export has come: it is made page by page as it is read, so that neither side holds it whole.
    private actor ExportProgress {
        private(set) var isOver = false
        private(set) var cursor: PageCursor?

        func advance(to next: PageCursor?) {
            cursor = next
            isOver = next == nil
        }
    }
}

extension OperationsDesk {
    /// A list's question to the store, and what the store cannot tell by its index and is asked of each row.
    private struct Asked: Sendable {
        var query: LineListQuery
        /// Whether a row belongs to the list; nil: every one does.
        var admits: (@Sendable (LineListRow, Reader) throws -> Bool)?
    }

    private func asked(_ query: ListQuery, in territory: TerritoryCode) -> Asked {
        let today = zone.instant(zone.date(of: now))
        let kind: Storage.ListKind =
            switch query.kind {
            case .cases: .cases
            case .contacts: query.status == "secondary" ? .secondaryContacts : .contacts
            case .arrivals: .arrivals
            case .posts: .posts
            case .held: .controlled
            }
        var asked = Asked(query: LineListQuery(territory: territory, kind: kind, order: order(query), countCap: 5000))
        func due(_ ending: String) -> @Sendable (LineListRow, Reader) throws -> Bool {
            { row, reader in try reader.duties(of: row.id).contains { $0.rule.hasSuffix(ending) } }
        }
        switch (query.kind, query.status) {
        case (.cases, "new"), (.arrivals, "today"): asked.query.since = today
        case (.cases, "inHospital"):
            asked.query.control = .hospital
            asked.query.tag = CaseKind.confirmed.rawValue
        case (.cases, "asymptomatic"):
            asked.query.tag = CaseKind.asymptomatic.rawValue
            asked.admits = { row, _ in row.listing.asCase?.outcome == nil }
        case (.cases, "suspected"): asked.query.tag = CaseKind.suspected.rawValue
        case (.cases, "discharged"): asked.admits = { row, _ in row.listing.asCase?.outcome == .recovered }
        case (.contacts, "held"), (.arrivals, "held"): asked.admits = { row, _ in row.listing.control != nil }
        case (.contacts, "unlocated"):
            asked.query.order = .nextDue
            asked.admits = due("Clocks.located")
        case (.contacts, "notHeld"):
            asked.query.order = .nextDue
            asked.admits = due("Clocks.transferred")
        case (.contacts, "released"): asked.admits = { row, _ in row.listing.control == nil && row.listing.nextDue == nil }
        case (.arrivals, "unchecked"):
            asked.query.order = .nextDue
            asked.admits = due(".checks")
        case (.arrivals, "highRisk"): asked.query.tag = OriginRisk.high.rawValue
        case (.posts, "overdue"): asked.query.dueBefore = now
        case (.held, let mode?): asked.query.tag = mode
        default: break
        }
        return asked
    }

    private func order(_ query: ListQuery) -> LineListQuery.Order {
        if query.sort == "late" { return .nextDue }
        return query.sort != nil && !query.descending ? .oldest : .newest
    }

    /// How many rows one page may look at: a list narrowed by what no index holds is read further at the next page.
    private static let reach = 3000

    private func page(
        _ asked: Asked, from cursor: PageCursor?, limit: Int, _ reader: Reader, isCounted: Bool = true
    ) throws -> (rows: [LineListRow], next: PageCursor?, count: Page<LineListRow>.Count) {
        var query = asked.query
        query.after = cursor
        guard let admits = asked.admits else {
            query.limit = limit
            if !isCounted { query.countCap = 0 }
            let page = try reader.lineList(query)
            return (page.rows, page.next, page.count)
        }
        (query.limit, query.countCap) = (limit, 0)
        var rows: [LineListRow] = []
        var looked = 0
        while true {
            let page = try reader.lineList(query)
            looked += page.rows.count
            rows += try page.rows.filter { try admits($0, reader) }
            query.after = page.next
            if page.next == nil || rows.count >= limit || looked >= OperationsDesk.reach { break }
        }
        let isWhole = query.after == nil && cursor == nil
        return (rows, query.after, isWhole ? .exactly(rows.count) : .moreThan(rows.count))
    }
}

/// Rows.
extension OperationsDesk {
    private func row(_ row: LineListRow, _ kind: ListKind, _ reader: Reader) throws -> ListPage.Row {
        ListPage.Row(
            person: tag(row.id, row.identity, row.listing), territory: names[row.listing.territory], values: try values(row, kind, reader))
    }

    private func values(_ row: LineListRow, _ kind: ListKind, _ reader: Reader) throws -> [ListValue] {
        let listing = row.listing
        let now = now
        let late = ListValue.late(
            listing.nextDue.map { $0 < now } ?? false ? try reader.duties(of: row.id).count { $0.due < now } : 0)
        let control = listing.control.map { ListValue.mode($0.mode) } ?? .none
        switch kind {
        case .cases:
            guard let found = listing.asCase else { return [] }
            return [
                found.label.map(ListValue.text) ?? .none, .caseKind(found.kind), .origin(found.origin), found.onset.map(ListValue.day) ?? .none,
                .moment(found.diagnosedAt), control, late,
            ]
        case .contacts:
            guard let contact = listing.asContact else { return [] }
            return [
                .degree(contact.degree), try contact.index.flatMap { try tag(of: $0, reader) }.map(ListValue.person) ?? .none,
                .day(contact.lastExposure), control, listing.control?.releaseAt.map(ListValue.moment) ?? .none, late,
            ]
        case .arrivals:
            guard let arrival = listing.asArrival else { return [] }
            return [.text(arrival.origin), .risk(arrival.risk), .moment(arrival.arrivedAt), control, late]
        case .posts:
            guard let post = listing.asPost else { return [] }
            let tests = try reader.obligations(of: row.id).filter { $0.kind == .test && $0.id.reason == .post }
            let last = tests.compactMap(\.fulfilment?.at).max()
            let next = tests.filter { $0.fulfilment == nil && $0.closes.map { $0 > now } ?? true }.compactMap(\.due).min()
            return [
                .label(postName(post.postClass)), post.unit.map(ListValue.text) ?? .none, .day(zone.date(of: post.since)),
                last.map(ListValue.moment) ?? .none, next.map(ListValue.deadline) ?? .none, late,
            ]
        case .held:
            guard let held = listing.control else { return [] }
            return [
                .mode(held.mode), held.site.map(ListValue.text) ?? .none, held.room.map(ListValue.text) ?? .none, .moment(held.since),
                held.releaseAt.map(ListValue.moment) ?? .none, late,
            ]
        }
    }

    private func exported(_ row: LineListRow, _ kind: ListKind, _ reader: Reader) throws -> ExportedListRow {
        ExportedListRow(
            id: row.id, name: row.identity.name, document: row.identity.documentNumber, territory: row.listing.territory,
            territoryName: names[row.listing.territory], values: try values(row, kind, reader))
    }
}
