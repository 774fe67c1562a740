import Crypto
import Foundation
import GRDB
import Register
import Vocabulary

/// A tube of a round as filled at a table: its code and whose swabs are in it.
public struct TubeSheet: Hashable, Sendable {
    /// The code on the tube.
    public var code: String
    /// People it is made for; a household's is as large as the household.
    public var capacity: Int
    /// The grid, village or township where the table stands.
    public var territory: TerritoryCode
    /// The table.
    public var site: String?
    /// When the swabs were taken.
    public var filledAt: Instant
    /// Whose swabs.
    public var members: [Identity]

    /// A sheet from its parts.
    public init(code: String, capacity: Int, territory: TerritoryCode, site: String? = nil, filledAt: Instant, members: [Identity]) {
        self.code = code
        self.capacity = capacity
        self.territory = territory
        self.site = site
        self.filledAt = filledAt
        self.members = members
    }
}

/// A tube as it stands.
public struct Tube: Hashable, Sendable {
    /// Its number in the store.
    public var id: Int64
    /// The round.
    public var round: Reference<ScreeningRound>
    /// The code on it.
    public var code: String
    /// People it is made for.
    public var capacity: Int
    /// Where it was filled.
    public var territory: TerritoryCode
    /// The table.
    public var site: String?
    /// When its first swab was taken.
    public var filledAt: Instant
    /// Swabs in it.
    public var swabs: Int
    /// The transport it went with.
    public var batch: String?
    /// When it left.
    public var sentAt: Instant?
    /// The laboratory that received it.
    public var laboratory: String?
    /// When it was received.
    public var receivedAt: Instant?
    /// The plate, and the well on it.
    public var plate: String?
    /// The finding about the tube, never about a person.
    public var outcome: TestOutcome?
    /// When the laboratory reported.
    public var reportedAt: Instant?
    /// The thing it became because it was positive or grey.
    public var pool: Reference<Pool>?

    /// How far it has come.
    public enum Stage: String, CaseIterable, Sendable {
        case filled, sent, received, plated, resolved
    }

    /// How far it has come.
    public var stage: Stage {
        outcome != nil ? .resolved : plate != nil ? .plated : receivedAt != nil ? .received : sentAt != nil ? .sent : .filled
    }

    static let columns = """
        id, round, code, capacity, territory, site, filled_at, swabs, batch, sent_at, laboratory, received_at, plate, outcome, reported_at, pool
        """

    init(_ row: Row) throws {
        id = try row.value(0)
        round = Reference(rawValue: try row.value(1))
        code = try row.value(2)
        capacity = try row.value(3)
        territory = try row.territory(4)
        site = try row.optional(5)
        filledAt = try row.instant(6)
        swabs = try row.value(7)
        batch = try row.optional(8)
        sentAt = try row.optionalInstant(9)
        laboratory = try row.optional(10)
        receivedAt = try row.optionalInstant(11)
        plate = try row.optional(12)
        outcome = try row.optionalWord(13)
        reportedAt = try row.optionalInstant(14)
        pool = try row.optional(15, as: Int64.self).map(Reference.init(rawValue:))
    }
}

/// Somebody's swab in a tube.
public struct Swab: Hashable, Sendable {
    /// Who; nil where the identity was destroyed.
    public var identity: Identity?
    /// The person in the register, where known.
    public var person: PersonID?
    /// When it was taken.
    public var takenAt: Instant
}

/// What a round has come to.
public struct RoundFigures: Hashable, Sendable {
    /// People sampled.
    public var sampled = 0
    /// Tubes by how far they have come.
    public var tubes: [Tube.Stage: Int] = [:]
    /// Tubes resolved, by finding.
    public var outcomes: [TestOutcome: Int] = [:]
    /// Tubes by the number of people they are made for.
    public var sizes: [Int: Int] = [:]
    /// From the first swab of each resolved tube to its result.
    public var turnarounds: [Span] = []
    /// Sampling tables with swabs.
    public var sites = 0

    /// Tubes in all.
    public var allTubes: Int { tubes.values.reduce(0, +) }
    /// Tubes positive or grey.
    public var positive: Int { outcomes[.positive, default: 0] + outcomes[.indeterminate, default: 0] }
}

/// Coverage of a round among the registered residents of a territory.
public struct RoundCoverage: Hashable, Sendable {
    /// The grid, village or township of residence.
    public var territory: TerritoryCode
    /// Registered residents.
    public var registered: Int
    /// Of them sampled in the round.
    public var sampled: Int

    /// From its parts.
    public init(territory: TerritoryCode, registered: Int, sampled: Int) {
        self.territory = territory
        self.registered = registered
        self.sampled = sampled
    }
}

extension Reader {
    /// A tube by its code; nil if there is none, or it lies outside the scope.
    public func tube(code: String) throws -> Tube? {
        guard let row = try database.row("SELECT \(Tube.columns) FROM tube WHERE code = ?", [TubeCode.normal(code)]) else { return nil }
        let tube = try Tube(row)
        return scope.covers(tube.territory) ? tube : nil
    }

    /// The tubes of a round in the scope, newest first; those of one finding where asked.
    public func tubes(of round: Reference<ScreeningRound>, outcome: TestOutcome? = nil, limit: Int = 100) throws -> [Tube] {
        let condition = outcome == nil ? "" : "AND outcome = ?"
        return try database.rows(
            "SELECT \(Tube.columns) FROM tube WHERE round = ? \(condition) ORDER BY id DESC LIMIT ?",
            [round.rawValue] + (outcome.map { [$0.rawValue as Parameter] } ?? []) + [limit]
        ).map(Tube.init).filter { scope.covers($0.territory) }
    }

    /// Unresolved tubes of a territory and those in it, the oldest first.
    public func waitingTubes(in territory: TerritoryCode, limit: Int = 500) throws -> [Tube] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        return try database.rows(
            "SELECT \(Tube.columns) FROM tube WHERE outcome IS NULL AND territory >= ? AND territory < ? ORDER BY filled_at LIMIT ?",
            [territory.digits, territory.upperBound, limit]
        ).map(Tube.init)
    }

    /// Tubes of a territory filled and resolved since a moment, and waiting now: what a forecast of the backlog is made from.
    public func laboratoryLoad(in territory: TerritoryCode, since moment: Instant) throws -> (waiting: Int, arrived: Int, resolved: Int) {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let sql = """
            SELECT count(CASE WHEN outcome IS NULL THEN 1 END), count(CASE WHEN filled_at >= ? THEN 1 END),
                count(CASE WHEN reported_at >= ? THEN 1 END) FROM tube WHERE territory >= ? AND territory < ?
            """
        guard let row = try database.row(sql, [moment.milliseconds, moment.milliseconds, territory.digits, territory.upperBound]) else {
            return (0, 0, 0)
        }
        return (try row.value(0), try row.value(1), try row.value(2))
    }

    /// What a round has come to, over all of it: whoever sees the round may know its figures.
    public func figures(of round: Reference<ScreeningRound>) throws -> RoundFigures {
        try requireVisible(.round(round))
        var figures = RoundFigures()
        let stages = """
            SELECT CASE WHEN outcome IS NOT NULL THEN 'resolved' WHEN plate IS NOT NULL THEN 'plated' WHEN received_at IS NOT NULL THEN 'received'
                WHEN sent_at IS NOT NULL THEN 'sent' ELSE 'filled' END AS stage, outcome, capacity, count(*), sum(swabs)
            FROM tube WHERE round = ? GROUP BY 1, 2, 3
            """
        for row in try database.rows(stages, [round.rawValue]) {
            let (stage, count): (Tube.Stage, Int) = (try row.word(0), try row.value(3))
            figures.tubes[stage, default: 0] += count
            if let outcome: TestOutcome = try row.optionalWord(1) { figures.outcomes[outcome, default: 0] += count }
            figures.sizes[try row.value(2), default: 0] += count
            figures.sampled += try row.value(4, as: Int.self)
        }
        figures.turnarounds = try database.rows(
            "SELECT reported_at - filled_at FROM tube WHERE round = ? AND outcome IS NOT NULL", [round.rawValue]
        ).map { Span(milliseconds: try $0.value(0)) }
        figures.sites = Int(
            try database.number("SELECT count(DISTINCT site) FROM tube WHERE round = ?", [round.rawValue]) ?? 0)
        return figures
    }

    /// Registered residents of the territories of a round by where they live, and how many of them were sampled.
    public func coverage(of round: Reference<ScreeningRound>, in area: [TerritoryCode]) throws -> [RoundCoverage] {
        try requireVisible(.round(round))
        return try area.flatMap { territory in
            try database.rows(
                """
                SELECT residence, count(*), count(swab.id) FROM listing LEFT JOIN swab ON swab.person = listing.person AND swab.round = ?
                WHERE residence >= ? AND residence < ? GROUP BY residence ORDER BY residence
                """, [round.rawValue, territory.digits, territory.upperBound]
            ).map { RoundCoverage(territory: try $0.territory(0), registered: try $0.value(1), sampled: try $0.value(2)) }
        }
    }

    /// Registered residents of a territory who should have been sampled in a round and were not 应检未检, whom the scope sees.
    public func missing(from round: Reference<ScreeningRound>, in territory: TerritoryCode, limit: Int = 200) throws -> [PersonID] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        return try database.rows(
            """
            SELECT person FROM listing WHERE residence >= ? AND residence < ?
                AND NOT EXISTS (SELECT 1 FROM swab WHERE swab.person = listing.person AND swab.round = ?) ORDER BY residence, person LIMIT ?
            """, [territory.digits, territory.upperBound, round.rawValue, limit]
        ).map { PersonID(rawValue: try $0.value(0)) }.filter { try canSee($0) }
    }

    /// Whose swabs are in a tube. For following up a positive one, and for the table that filled it; the scope must cover the tube.
    public func swabs(in tube: Tube) throws -> [Swab] {
        guard scope.covers(tube.territory) else { throw StoreError.territoryOutsideScope(tube.territory) }
        return try database.rows("SELECT token, sealed, person, taken_at FROM swab WHERE tube = ? ORDER BY id", [tube.id]).map { row in
            let token: Data = try row.value(0)
            let sealed = try row.optional(1, as: Data.self)
            return Swab(
                identity: try sealed.map { try SealedSwab.open($0, token: token, keys: keys) },
                person: try row.optional(2, as: Int64.self).map(PersonID.init(rawValue:)), takenAt: try row.instant(3))
        }
    }
}

/// The one way of writing a tube's code.
enum TubeCode {
    static func normal(_ code: String) -> String { SearchToken.normalized(document: code) }
}

/// An identity as it lies with a swab: sealed under a key of its own kind, bound to its token.
enum SealedSwab {
    /// What somebody is found by: the document; where there is none, telephone and name.
    static func token(of identity: Identity, keys: KeyRing) -> Data {
        if let document = identity.documentNumber, !document.isEmpty { return SearchToken.document(document).blinded(keys) }
        return SearchToken.name("\(identity.phones.first ?? "") \(identity.name)").blinded(keys)
    }

    static func seal(_ identity: Identity, token: Data, keys: KeyRing) throws -> Data {
        var bytes = CanonicalBytes(reserving: 96)
        bytes.append(identity.name)
        bytes.append(identity.documentNumber)
        bytes.append(identity.phones.first)
        guard let combined = try AES.GCM.seal(bytes.bytes, using: keys.swabs, authenticating: token).combined else {
            throw StoreError.refused("sealing gave no bytes")
        }
        return combined
    }

    static func open(_ sealed: Data, token: Data, keys: KeyRing) throws -> Identity {
        guard let bytes = try? AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: keys.swabs, authenticating: token) else {
            throw StoreError.corrupt("a sealed swab")
        }
        var reader = CanonicalReader(bytes)
        guard let name = reader.text(), let document = reader.optionalText(), let phone = reader.optionalText() else {
            throw StoreError.corrupt("a sealed swab")
        }
        return Identity(name: name, documentNumber: document, phones: phone.map { [$0] } ?? [])
    }
}
