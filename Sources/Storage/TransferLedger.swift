import GRDB
import Register
import Vocabulary

/// A transfer with how far it has come, as lists show it.
public struct TransferRow: Hashable, Sendable {
    /// The fact that asked for it.
    public let transfer: Reference<Transfer>
    /// Who is moved.
    public let person: PersonID
    /// What was asked; without its grounds.
    public let value: Transfer
    /// When.
    public let requested: Instant
    /// When each turn was taken.
    public let moments: [TransferStep.Kind: Instant]

    /// When it was withdrawn or declined.
    public var calledOff: Instant? { [moments[.withdrawn], moments[.declined]].compactMap(\.self).min() }
    /// What may be recorded next, the expected first.
    public var possible: [TransferStep.Kind] { TransferStep.Kind.possible(after: Set(moments.keys)) }
    /// Whether a place is promised and the person not there yet.
    public var isExpected: Bool { moments[.accepted] != nil && moments[.arrived] == nil && calledOff == nil }
    /// Whether something is still to be done about it.
    public var isOpen: Bool { moments[.arrived] == nil && calledOff == nil }
}

private enum Query {
    static let columns = """
        id, person, sender, sender_site, receiver, site, mode, requested, accepted, departed, arrived, withdrawn, declined
        """
    static let set = """
        INSERT INTO transfer (id, person, sender, sender_site, receiver, area, site, mode, requested) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET sender = excluded.sender, sender_site = excluded.sender_site, receiver = excluded.receiver,
            area = excluded.area, site = excluded.site, mode = excluded.mode, requested = excluded.requested
        """
    static let remove = "DELETE FROM transfer WHERE id = ?"
    // Of the open ones all, of those that are over the ones that ended since a moment.
    static let live = """
        (arrived IS NULL AND withdrawn IS NULL AND declined IS NULL OR coalesce(arrived, withdrawn, declined) > ?3)
        """
    static let between = """
        SELECT \(columns) FROM transfer WHERE receiver >= ?1 AND receiver < ?2 AND \(live)
        UNION SELECT \(columns) FROM transfer WHERE sender >= ?1 AND sender < ?2 AND \(live) ORDER BY requested, id
        """
    static let toSite = "SELECT \(columns) FROM transfer WHERE area = ?1 AND site = ?2 AND \(live) ORDER BY requested, id"
    static let promised = """
        SELECT area, site, count(*) FROM transfer WHERE receiver >= ? AND receiver < ? AND site IS NOT NULL AND accepted IS NOT NULL
            AND arrived IS NULL AND withdrawn IS NULL AND declined IS NULL GROUP BY area, site
        """
}

extension Reader {
    /// Transfers that a territory sends or receives: the open ones, and those that came to their end after `moment`.
    ///
    /// - Throws: `StoreError.territoryOutsideScope` where the territory is not the asker's.
    public func transfers(in territory: TerritoryCode, endingAfter moment: Instant) throws -> [TransferRow] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        return try database.rows(Query.between, [territory.digits, territory.upperBound, moment.milliseconds]).map(transfer)
    }

    /// Transfers to the site that a name in a territory means: the open ones, and those that came to their end after `moment`.
    ///
    /// > Warning: From all territories. Show only those whom `canSee` lets through; the others are a number.
    public func transfers(toSite name: String, near territory: TerritoryCode, endingAfter moment: Instant) throws -> [TransferRow] {
        try database.rows(Query.toSite, [territory.siteArea, name, moment.milliseconds]).map(transfer)
    }

    /// How many places the sites of a territory have promised to people who have not arrived yet, by the names of the sites.
    public func promisedPlaces(in territory: TerritoryCode) throws -> [SiteName: Int] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let rows = try database.rows(Query.promised, [territory.digits, territory.upperBound]).map {
            (SiteName(area: try $0.value(0), name: try $0.value(1)), try $0.value(2, as: Int.self))
        }
        return Dictionary(rows, uniquingKeysWith: +)
    }

    private func transfer(_ row: Row) throws -> TransferRow {
        var moments: [TransferStep.Kind: Instant] = [:]
        for (place, kind) in [TransferStep.Kind.accepted, .departed, .arrived, .withdrawn, .declined].enumerated() {
            moments[kind] = try row.optionalInstant(8 + place)
        }
        return TransferRow(
            transfer: Reference(rawValue: try row.value(0)), person: PersonID(rawValue: try row.value(1)),
            value: Transfer(
                from: try row.territory(2), fromSite: try row.optional(3), to: try row.territory(4), site: try row.optional(5),
                mode: try row.word(6)),
            requested: try row.instant(7), moments: moments)
    }
}

/// What a site is known by: its name means one site within a prefecture.
public struct SiteName: Hashable, Sendable {
    /// The prefecture, or the province where no more is known.
    public let area: String
    /// The name.
    public let name: String

    /// A name within an area.
    public init(area: String, name: String) {
        self.area = area
        self.name = name
    }
}

extension SiteOccupancy {
    /// What it is known by.
    public var key: SiteName { SiteName(area: territory.siteArea, name: name) }
}

extension Database {
    /// Notes what a fact says of a transfer; other facts are passed over.
    func noteTransfer(_ record: FactRecord) throws {
        switch record.fact {
        case .transfer(let value):
            guard !record.isWithdrawn, let person = record.subject.person else { return try run(Query.remove, [record.entity]) }
            try run(
                Query.set,
                [
                    record.entity, person.rawValue, value.from.digits, value.fromSite, value.to.digits, value.to.siteArea, value.site,
                    value.mode.rawValue, record.happenedAt.milliseconds,
                ])
        case .transferStep(let step):
            // Columns bear the names of the turns.
            try run(
                "UPDATE transfer SET \(step.kind.rawValue) = ? WHERE id = ?",
                [record.isWithdrawn ? nil : record.happenedAt.milliseconds, step.of.rawValue])
        default: break
        }
    }
}
