import Obligations
import Register
import Storage
import Vocabulary

/// What changed in a territory since a moment, and what the next shift finds: for the hand-over between shifts.
public struct HandOverView: Sendable {
    /// From.
    public let since: Instant
    /// Until: now.
    public let until: Instant
    /// Cases that became known, the newest first.
    public let newCases: [FactRecord]
    /// How many contacts became known.
    public let newContacts: Int
    /// How many obligations became known as met; nil where the territory keeps no such history.
    public let met: Int?
    /// What fell due in between and is not met.
    public let becameLate: [Group]
    /// What was late already.
    public let stillLate: [Group]
    /// What falls due in the next shift.
    public let dueNext: [Group]
    /// Remarks, the newest first.
    public let notes: [FactRecord]
    /// Visits due today; nil where there are too many to be one round: above the county.
    public let visits: [WorklistRow]?
    /// What followed for people here when others turned positive or were ruled out.
    public let cascades: [Cascade]

    /// The most urgent duties of one measure, so that one with many does not hide the others.
    public struct Group: Hashable, Sendable {
        /// The measure.
        public let measure: Measure
        /// The most urgent.
        public let rows: [WorklistRow]
        /// How many there are, those not listed included.
        public let count: Int
    }

    /// How many rows of a measure are listed.
    public static let shown = 5
    /// How long a shift lasts.
    public static let shift = Span.hours(12)
}

extension Operations {
    /// What there is to hand over in a territory since a moment; by default since a shift ago.
    public func handOver(
        of territory: TerritoryCode, roles: Set<Role>, scope: Scope, since: Instant? = nil
    ) async throws -> HandOverView {
        let now = clock.now
        let since = min(since ?? now - HandOverView.shift, now)
        let zone = policies.zone
        return try await store.read(scope) { reader in
            let base = WorklistQuery(territories: [territory], roles: roles, limit: HandOverView.shown, countCap: 20_000)
            var visits = base.due(from: zone.instant(zone.date(of: now)), before: zone.instant(zone.date(of: now) + 1))
            (visits.roles, visits.limit) = ([.communityWorker], 400)
            var late = base
            (late.dueFrom, late.dueBefore) = (.distantPast, since)
            return HandOverView(
                since: since, until: now, newCases: try reader.known(.caseReport, since: since, in: territory),
                newContacts: Set(try reader.known(.exposure, since: since, in: territory).compactMap(\.subject.person)).count,
                met: try reader.metSince(since, now: now, in: territory),
                becameLate: try reader.groups(base.due(from: since, before: now)), stillLate: try reader.groups(late),
                dueNext: try reader.groups(base.due(from: now, before: now + HandOverView.shift)),
                notes: try reader.known(.note, since: since, in: territory),
                visits: territory.level < .county ? nil : try reader.worklist(visits).rows,
                cascades: try reader.cascades(in: territory, since: since))
        }
    }
}

extension Reader {
    /// New things of a kind that became known about people whose duty lies in the territory, the newest first.
    fileprivate func known(_ kind: FactKind, since: Instant, in territory: TerritoryCode) throws -> [FactRecord] {
        try entries(FactsQuery(kind: kind, from: since)).map(\.record).filter { record in
            guard record.entity == record.id.rawValue, !record.isWithdrawn, let person = record.subject.person else { return false }
            return try listing(of: person).map { territory.contains($0.territory) } ?? false
        }.reversed()
    }

    /// The most urgent of each measure.
    fileprivate func groups(_ query: WorklistQuery) throws -> [HandOverView.Group] {
        try Measure.allCases.compactMap { measure in
            var query = query
            query.measure = measure
            let page = try worklist(query)
            return page.rows.isEmpty ? nil : HandOverView.Group(measure: measure, rows: page.rows, count: page.count.least)
        }
    }

    /// How many more obligations are known to be met now than at `since`.
    fileprivate func metSince(_ since: Instant, now: Instant, in territory: TerritoryCode) throws -> Int? {
        guard territory.level <= .county else { return nil }
        func met(_ known: Instant) throws -> Int {
            try tallies(at: territory.level, in: territory, dueBefore: .distantFuture, knownBefore: known)
                .filter { $0.state == .metInTime || $0.state == .metLate }.reduce(0) { $0 + $1.count }
        }
        return max(0, try met(now + .hours(1)) - met(since))
    }
}
