import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// The worklist.
extension OperationsDesk {
    /// Rows on a page.
    private static let pageSize = 60
    /// Rows of each measure where the worklist is gathered by measure.
    private static let sectionSize = 5
    /// Up to how many rows are counted.
    static let countCap = 9999

    func home(_ viewer: Viewer, _ lens: Lens, _ query: WorklistQuery) async throws -> HomePage.Content {
        let now = now
        let isOverseer = isOverseer(viewer, in: lens.territory)
        let own = ownRoles(viewer, in: lens.territory)
        let roles: Set<Role> = query.role.map { [$0] } ?? (query.isEveryone || isOverseer ? [] : own)
        let base = Storage.WorklistQuery(
            territories: [lens.territory], roles: roles, measure: query.measure, after: query.after.flatMap { PageCursor($0) },
            limit: OperationsDesk.pageSize, countCap: 0)
        let spans = spans(at: now)
        let glance = viewer.permissions.contains(.viewSituation) ? try await self.glance(viewer, lens) : nil
        // Whoever looks after others' work sees every measure at once: one measure with many late duties must not hide the others.
        let grouping = query.grouping ?? (isOverseer && query.measure == nil ? .measure : .none)
        return try await read(viewer) { reader in
            var counts: [WorklistQuery.Bucket: Int] = [:]
            for (bucket, from, until) in spans {
                var counted = base.due(from: from, before: until)
                (counted.limit, counted.countCap, counted.after) = (0, OperationsDesk.countCap, nil)
                counts[bucket] = try reader.worklist(counted).count.capped
            }
            let span = spans.first { $0.0 == query.bucket }
            let asked = span.map { base.due(from: $0.1, before: $0.2) } ?? base
            let measures = try measures(in: lens.territory, reader)
            let sections =
                grouping == .measure && query.measure == nil ? try self.sections(of: measures, asked, late: spans[0].2, reader, by: viewer) : nil
            let page = sections == nil ? try reader.worklist(asked) : nil
            return HomePage.Content(
                counts: counts, sections: sections ?? [], items: try page.map { try items($0.rows, reader, by: viewer) } ?? [],
                next: page?.next?.description, query: query, grouping: sections == nil && grouping == .measure ? .none : grouping,
                measures: measures, roles: try Role.allCases.filter(reader.rolesWithDuties(in: lens.territory).contains),
                isMine: !isOverseer, situation: glance)
        }
    }

    /// The most urgent of each measure, with how many of what was asked for are late.
    private func sections(
        of measures: [Measure], _ asked: Storage.WorklistQuery, late now: Instant, _ reader: Reader, by viewer: Viewer
    ) throws -> [HomePage.Section] {
        try measures.compactMap { measure in
            var (query, late) = (asked, asked)
            (query.measure, query.limit) = (measure, OperationsDesk.sectionSize)
            (late.measure, late.limit, late.countCap) = (measure, 0, OperationsDesk.countCap)
            late.dueBefore = min(asked.dueBefore, now)
            let page = try reader.worklist(query)
            guard !page.rows.isEmpty else { return nil }
            let count = late.dueFrom < late.dueBefore ? try reader.worklist(late).count : .exactly(0)
            return HomePage.Section(
                measure: measure, late: count.capped, items: try items(page.rows, reader, by: viewer), hasMore: page.next != nil)
        }
    }

    /// The worklist's buckets as spans of due time.
    func spans(at now: Instant) -> [(WorklistQuery.Bucket, Instant, Instant)] {
        let soon = now + .hours(2)
        let midnight = max(zone.instant(zone.date(of: now) + 1), soon)
        return [(.late, .distantPast, now), (.soon, now, soon), (.today, soon, midnight), (.later, midnight, .distantFuture)]
    }

    /// Rows of a worklist explained: the stored calendars of their subjects say what rows do not.
    func items(_ rows: [WorklistRow], _ reader: Reader, by viewer: Viewer) throws -> [ObligationItem] {
        var known: [Subject: (tag: PersonTag?, thing: ThingTag?, obligations: [ObligationID: Obligation], detail: String?)] = [:]
        return try rows.compactMap { row in
            if known[row.subject] == nil {
                let obligations = Dictionary(
                    try reader.obligations(of: row.subject).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
                if let person = row.person, let identity = row.identity {
                    let listing = try reader.listing(of: person)
                    let place = listing?.control.map { [$0.site, $0.room].compactMap(\.self).joined(separator: " · ") }
                    known[row.subject] = (tag(person, identity, listing), nil, obligations, place)
                } else {
                    known[row.subject] = (nil, try thingTag(of: row.subject, reader), obligations, nil)
                }
            }
            guard let (tag, thing, obligations, detail) = known[row.subject] else { return nil }
            let id = ObligationID(subject: row.subject, reason: row.duty.reason, rule: row.duty.rule, ordinal: row.duty.ordinal)
            // Between a fact and its derivation the row may be a moment older than the calendar: then it is about to go.
            guard let obligation = obligations[id] else { return nil }
            let team = row.duty.reason == .homeControl ? try row.person.flatMap { try reader.homeTeam(of: $0, at: now) } : nil
            let parts = [detail, team.map { $0.members.map(\.name).joined(separator: "、") }].compactMap { $0 }.filter { !$0.isEmpty }
            return item(
                try reader.explain(obligation, policies: operations.policies), subject: tag, thing: thing, by: viewer,
                detail: parts.isEmpty ? nil : parts.joined(separator: " · "))
        }
    }

    /// Whether someone looks after others' work rather than having work of their own there.
    func isOverseer(_ viewer: Viewer, in territory: TerritoryCode) -> Bool {
        let overseers: Set<Role> = [.administrator, .commander, .inspector, .dutyOfficer, .viewer]
        return !ownRoles(viewer, in: territory).isDisjoint(with: overseers)
    }

    func ownRoles(_ viewer: Viewer, in territory: TerritoryCode) -> Set<Role> {
        Set(viewer.account.grants.filter { $0.territory.contains(territory) }.map(\.role))
    }

    private func measures(in territory: TerritoryCode, _ reader: Reader) throws -> [Measure] {
        guard territory.level <= .township else { return Measure.allCases }
        let tallies = try reader.tallies(at: territory.level, in: territory, dueBefore: .distantFuture)
        return Set(tallies.filter { $0.state == .unmet && $0.count > 0 }.map(\.measure)).sorted()
    }
}

extension Page.Count {
    /// The count; one more than what is counted at most where there are more.
    fileprivate var capped: Int {
        switch self {
        case .exactly(let count): count
        case .moreThan(let cap): cap + 1
        }
    }
}
