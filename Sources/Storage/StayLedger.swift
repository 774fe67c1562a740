import GRDB
import Register
import Vocabulary

/// A hospital or isolation site with what it holds at a moment, told by the facts of stays alone.
public struct SiteOccupancy: Hashable, Sendable {
    /// The site; nil where stays name one that nobody has registered.
    public let site: Reference<StaySite>?
    /// Its name, one within a prefecture.
    public let name: String
    /// Where it lies.
    public let territory: TerritoryCode
    /// The strictest mode it serves.
    public let mode: ControlMode
    /// Beds or rooms that exist; nil where nobody has said.
    public let existing: Int?
    /// When it closed.
    public let closed: Instant?
    /// People in it.
    public let occupied: Int
    /// When somebody last came or left; nil if nobody ever came.
    public let changedAt: Instant?

    /// Beds or rooms to be had: none of a closed site; nil where nobody has said how many exist.
    public var free: Int? { existing.map { closed == nil ? max(0, $0 - occupied) : 0 } }
}

/// A person's time in a room of a site.
public struct RoomStay: Hashable, Sendable {
    /// The fact that tells it.
    public let stay: Reference<Stay>
    /// Who.
    public let person: PersonID
    /// Ward and bed, or room; nil where it was not said.
    public let room: String?
    /// From when.
    public let since: Instant
    /// Until when; nil while it lasts.
    public let until: Instant?

    /// A time from its parts.
    public init(stay: Reference<Stay>, person: PersonID, room: String?, since: Instant, until: Instant?) {
        (self.stay, self.person, self.room, self.since, self.until) = (stay, person, room, since, until)
    }

    /// Whether any moment belongs to both: ends are open, so that who leaves at ten makes room at ten.
    public func overlaps(from other: Instant, until end: Instant?) -> Bool {
        (end.map { since < $0 } ?? true) && (until.map { other < $0 } ?? true)
    }
}

extension Sequence<RoomStay> {
    /// The most people at once between two moments.
    ///
    /// - Complexity: O(*n* log *n*).
    public func mostAtOnce(from start: Instant, until end: Instant?) -> Int {
        var steps: [(at: Instant, change: Int)] = []
        for stay in self where stay.overlaps(from: start, until: end) {
            steps.append((Swift.max(stay.since, start), 1))
            if let until = stay.until { steps.append((until, -1)) }
        }
        // Who leaves at a moment makes room for who comes at it.
        steps.sort { $0.at != $1.at ? $0.at < $1.at : $0.change < $1.change }
        var (now, most) = (0, 0)
        for step in steps where end.map({ step.at < $0 }) ?? true {
            now += step.change
            most = Swift.max(most, now)
        }
        return most
    }
}

private enum Query {
    static let setSite = """
        INSERT INTO stay_site (id, area, name, territory, mode, capacity, closed) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET area = excluded.area, name = excluded.name, territory = excluded.territory, mode = excluded.mode,
            capacity = excluded.capacity, closed = excluded.closed
        """
    static let removeSite = "DELETE FROM stay_site WHERE id = ?"
    static let setStay = """
        INSERT INTO stay (id, person, territory, mode, since, until, known_at, area, site, room) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET territory = excluded.territory, mode = excluded.mode, since = excluded.since, until = excluded.until,
            known_at = excluded.known_at, area = excluded.area, site = excluded.site, room = excluded.room
        """
    static let removeStay = "DELETE FROM stay WHERE id = ?"
    static let rooms = "SELECT DISTINCT room FROM stay WHERE area = ? AND site = ? AND room IS NOT NULL"
    static let site = "SELECT id FROM stay_site WHERE area = ? AND name = ? ORDER BY id LIMIT 1"
    static let stays = """
        SELECT id, person, room, since, until FROM stay
        WHERE area = ? AND site = ? AND (until IS NULL OR until > ?) ORDER BY room, since, id
        """
    static let held = """
        SELECT mode, sum(min(coalesce(until, ?1), ?1) - max(since, ?2)) FROM stay
        WHERE territory >= ?3 AND territory < ?4 AND since < ?1 AND (until IS NULL OR until > ?2) AND (until IS NULL OR until > since)
        GROUP BY mode
        """
    // Sites of a territory, and names that stays there give to sites nobody has registered.
    static let occupancy = """
        SELECT site.id, site.name, site.territory, site.mode, site.capacity, site.closed,
            (SELECT count(DISTINCT person) FROM stay WHERE stay.area = site.area AND stay.site = site.name AND stay.since <= ?1
                AND (stay.until IS NULL OR stay.until > ?1)),
            (SELECT max(CASE WHEN until IS NOT NULL AND until <= ?1 THEN until ELSE since END) FROM stay
                WHERE stay.area = site.area AND stay.site = site.name AND stay.since <= ?1)
        FROM stay_site AS site WHERE site.territory >= ?2 AND site.territory < ?3
        UNION ALL
        SELECT NULL, stay.site, min(stay.territory), min(stay.mode), NULL, NULL,
            count(DISTINCT CASE WHEN stay.until IS NULL OR stay.until > ?1 THEN stay.person END),
            max(CASE WHEN stay.until IS NOT NULL AND stay.until <= ?1 THEN stay.until ELSE stay.since END)
        FROM stay WHERE stay.area IS NOT NULL AND stay.territory >= ?2 AND stay.territory < ?3 AND stay.since <= ?1
            AND NOT EXISTS (SELECT 1 FROM stay_site AS site WHERE site.area = stay.area AND site.name = stay.site)
        GROUP BY stay.area, stay.site
        """
}

extension Reader {
    /// The sites of a territory with what they hold at a moment, those included that stays name and nobody has registered.
    ///
    /// - Throws: `StoreError.territoryOutsideScope` where the territory is not the asker's.
    public func sites(in territory: TerritoryCode, at moment: Instant) throws -> [SiteOccupancy] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let parameters: [Parameter] = [moment.milliseconds, territory.digits, territory.upperBound]
        return try connection.rows(Query.occupancy, parameters).map { row in
            SiteOccupancy(
                site: try row.optional(0, as: Int64.self).map { Reference<StaySite>(rawValue: $0) }, name: try row.value(1),
                territory: TerritoryCode(try row.value(2)) ?? .unstated, mode: try row.word(3), existing: try row.optional(4, as: Int.self),
                closed: try row.optionalInstant(5), occupied: Int(try row.value(6, as: Int64.self)), changedAt: try row.optionalInstant(7))
        }.sorted { ($0.territory, $0.name) < ($1.territory, $1.name) }
    }

    /// For how long people were held in places of the territory in a span, by mode, all of them added up, as is known now.
    ///
    /// - Complexity: one walk over the ledger's index of the territory.
    public func held(in territory: TerritoryCode, from start: Instant, until end: Instant) throws -> [ControlMode: Span] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let parameters: [Parameter] = [end.milliseconds, start.milliseconds, territory.digits, territory.upperBound]
        return Dictionary(
            try connection.rows(Query.held, parameters).map { (try $0.word(0), Span(milliseconds: try $0.value(1))) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The registered site that a name in a territory means; nil if there is none.
    public func site(named name: String, near territory: TerritoryCode) throws -> Reference<StaySite>? {
        try connection.number(Query.site, [territory.siteArea, name]).map { Reference<StaySite>(rawValue: $0) }
    }

    /// Every room or bed that a stay in the site ever named.
    public func rooms(ofSite name: String, near territory: TerritoryCode) throws -> Set<String> {
        Set(try connection.rows(Query.rooms, [territory.siteArea, name]).map { try $0.value(0, as: String.self) })
    }

    /// Who is, or has been since `moment`, in the site that a name in a territory means, by room.
    ///
    /// > Warning: From all territories. Show only those whom `canSee` lets through; the others are a number.
    public func stays(atSite name: String, near territory: TerritoryCode, endingAfter moment: Instant) throws -> [RoomStay] {
        try connection.rows(Query.stays, [territory.siteArea, name, moment.milliseconds]).map { row in
            RoomStay(
                stay: Reference(rawValue: try row.value(0)), person: PersonID(rawValue: try row.value(1)), room: try row.optional(2),
                since: try row.instant(3), until: try row.optionalInstant(4))
        }
    }
}

extension Database {
    /// Notes what a fact says of a site; other facts are passed over. Revisions come in the order of their numbers.
    func noteSite(_ record: FactRecord) throws {
        guard case .site(let site) = record.fact else { return }
        if record.isWithdrawn { return try run(Query.removeSite, [record.entity]) }
        try run(
            Query.setSite,
            [
                record.entity, site.territory.siteArea, site.name, site.territory.digits, site.mode.rawValue, site.capacity,
                site.closed?.milliseconds,
            ])
    }

    /// Notes what a fact says of a stay; other facts are passed over. Revisions come in the order of their numbers.
    func noteStay(_ record: FactRecord) throws {
        guard record.fact.kind == .stay, record.subject.person != nil else { return }
        if let row = Database.stayRow(record) { try run(Query.setStay, row) } else { try run(Query.removeStay, [record.entity]) }
    }

    /// The row of a stay; nil where it was withdrawn.
    static func stayRow(_ record: FactRecord) -> [Parameter]? {
        guard case .stay(let stay) = record.fact, let person = record.subject.person, !record.isWithdrawn else { return nil }
        let site = stay.mode.isInSite ? stay.site : nil
        return [
            record.entity, person.rawValue, stay.territory.digits, stay.mode.rawValue, record.happenedAt.milliseconds, stay.until?.milliseconds,
            record.knownAt.milliseconds, site.map { _ in stay.territory.siteArea }, site, site.flatMap { _ in stay.room },
        ]
    }
}

extension TerritoryCode {
    /// Within which the name of a site means one site: the prefecture, or the province where no more is known.
    var siteArea: String { (ancestor(at: .prefecture) ?? self).digits }
}

extension ControlMode {
    /// Whether it is served in a hospital or an isolation site, not at home.
    public var isInSite: Bool { self == .hospital || self == .central }
}
