import Foundation
import GRDB
import Obligations
import Register
import Vocabulary

/// What is stored of a thing besides its facts, derived like everything of a person: how it stands, its calendar, when to look again.
public struct ThingRow: Hashable, Sendable {
    /// Which thing.
    public var subject: Subject
    /// How it stands: what lists show, and whom it concerns.
    public var standing: ThingStanding
    /// When the next obligation, or the oldest late one, is due.
    public var nextDue: Instant?
    /// The packed calendar of obligations.
    public var calendar: Data
    /// Until when the calendar has been derived.
    public var through: Instant
    /// When something must be derived anew though no fact arrives; nil: never.
    public var wake: Instant?

    /// A row from its parts.
    public init(subject: Subject, standing: ThingStanding, nextDue: Instant?, calendar: Data, through: Instant, wake: Instant?) {
        self.subject = subject
        self.standing = standing
        self.nextDue = nextDue
        self.calendar = calendar
        self.through = through
        self.wake = wake
    }

    /// The territories it concerns, each part once, the seat among them.
    var concerns: [ThingStanding.Concern] {
        var seen: Set<[String]> = []
        return ([ThingStanding.Concern(.seat, standing.territory, state: standing.state)] + standing.concerned)
            .filter { seen.insert([$0.part.rawValue, $0.territory.digits]).inserted }
    }
}

private enum Query {
    static let columns = "territory, label, class, state, at, next_due, calendar, through, wake"
    static let get = "SELECT id, \(columns) FROM thing WHERE kind = ? AND subject = ?"
    static let set = """
        INSERT INTO thing (kind, subject, \(columns), updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (kind, subject) DO UPDATE SET territory = excluded.territory, label = excluded.label, class = excluded.class,
            state = excluded.state, at = excluded.at, next_due = excluded.next_due, calendar = excluded.calendar, through = excluded.through,
            wake = excluded.wake, updated_at = excluded.updated_at
        """
    static let remove = "DELETE FROM thing WHERE id = ?"
    static let concerns = "SELECT part, territory, state FROM thing_territory WHERE thing = ? ORDER BY part, territory"
    static let removeConcerns = "DELETE FROM thing_territory WHERE thing = ?"
    static let concern =
        "INSERT INTO thing_territory (thing, part, territory, kind, state, class, at, t2, t4, t6, t9, t12) VALUES \(String.places(12))"
    static let after = "SELECT kind, subject FROM thing WHERE id > ? ORDER BY id LIMIT ?"
    static let facts = """
        SELECT subject_kind, subject FROM fact WHERE subject_kind = ?1 UNION SELECT kind, subject FROM thing WHERE kind = ?1 ORDER BY 2
        """
}

extension Reader {
    static let wakeableThings = "SELECT kind, subject FROM thing WHERE wake IS NOT NULL AND wake <= ? ORDER BY wake, id LIMIT ?"

    /// What is stored of a thing; nil if nothing was derived yet, or it was withdrawn.
    public func thing(_ subject: Subject) throws -> ThingRow? {
        try requireVisible(subject)
        return try storedThing(subject)?.row
    }

    /// A thing's number in the table, and its row.
    fileprivate func storedThing(_ subject: Subject) throws -> (id: Int64, row: ThingRow)? {
        guard let row = try database.row(Query.get, [subject.kind.rawValue, subject.number]) else { return nil }
        let id: Int64 = try row.value(0)
        let concerned = try database.rows(Query.concerns, [id]).map {
            ThingStanding.Concern(try $0.word(0), try $0.territory(1), state: try $0.value(2))
        }
        let standing = ThingStanding(
            label: try row.value(2), territory: try row.territory(1), thingClass: try row.optional(3), state: try row.value(4),
            at: try row.instant(5), concerned: concerned)
        return (
            id,
            ThingRow(
                subject: subject, standing: standing, nextDue: try row.optionalInstant(6), calendar: try row.value(7),
                through: try row.instant(8), wake: try row.optionalInstant(9))
        )
    }

    /// Things, anywhere, whose derivation must be extended by `moment`, the longest waiting first.
    public func wakeableThings(before moment: Instant, limit: Int = 1000) throws -> [Subject] {
        try database.rows(Reader.wakeableThings, [moment.milliseconds, limit]).map(subject)
    }

    /// Every subject other than a person about which there is a fact, withdrawn ones included, or of which something was derived from facts
    /// around it (a county with a case): for work that goes through all of them.
    public func everyThing() throws -> [Subject] {
        guard scope.isUnrestricted else { throw StoreError.outsideScope }
        return try Subject.Kind.allCases.filter { $0 != .person }.flatMap { try database.rows(Query.facts, [$0.rawValue]).map(subject) }
    }

    /// Things of the given kinds for which a territory or one in it answers, anywhere: those whose surroundings a fact about it changes.
    public func things(of kinds: [Subject.Kind], in territory: TerritoryCode) throws -> [Subject] {
        var found: [Subject] = []
        for kind in kinds {
            let level = min(territory.level, .village)
            let sql = """
                SELECT DISTINCT thing.kind, thing.subject FROM thing_territory AS link JOIN thing ON thing.id = link.thing
                WHERE link.\(level.column) = ? AND link.kind = ? AND link.part = 'seat' AND link.territory >= ? AND link.territory < ?
                """
            found += try database.rows(sql, [territory.number(at: level), kind.rawValue, territory.digits, territory.upperBound]).map(subject)
        }
        return found
    }

    /// Things that a territory or one in it has to do with, in whatever part, anywhere.
    public func thingsConcerning(_ territory: TerritoryCode) throws -> [Subject] {
        let level = min(territory.level, .village)
        let sql = """
            SELECT DISTINCT thing.kind, thing.subject FROM thing_territory AS link JOIN thing ON thing.id = link.thing
            WHERE link.\(level.column) = ? AND link.territory >= ? AND link.territory < ?
            """
        return try database.rows(sql, [territory.number(at: level), territory.digits, territory.upperBound]).map(subject)
    }

    private func subject(_ row: Row) throws -> Subject {
        guard let subject = Subject(kind: try row.value(0, as: String.self), number: try row.value(1)) else {
            throw StoreError.corrupt("the subject of a thing")
        }
        return subject
    }

    // MARK: Scope

    /// Whether the scope sees the subject: a thing is seen by the territories it concerns and those above them.
    public func canSee(_ subject: Subject) throws -> Bool {
        if scope.isUnrestricted || visibleThings.contains(subject) { return true }
        switch subject {
        case .person(let person): return try canSee(person)
        case .territory(let code): return scope.covers(code)
        default: break
        }
        let (condition, parameters) = concern("link.thing = thing.id")
        let sql = "SELECT 1 FROM thing WHERE kind = ? AND subject = ? AND \(condition)"
        let isSeen = try database.row(sql, [subject.kind.rawValue, subject.number] + parameters) != nil
        if isSeen { visibleThings.insert(subject) }
        return isSeen
    }

    /// Goes on only if the scope sees the subject.
    func requireVisible(_ subject: Subject) throws {
        if case .territory(let code) = subject, !scope.covers(code) { throw StoreError.territoryOutsideScope(code) }
        if try !canSee(subject) { throw StoreError.outsideScope }
    }

    /// A condition of SQL that holds for subjects of any kind visible in the scope, with its parameters.
    func visibility(ofKind kind: String, number: String) -> (sql: String, parameters: [Parameter]) {
        if scope.isUnrestricted { return ("1 = 1", []) }
        let person = visibility(of: number)
        let thing = concern("link.thing = thing.id")
        let codes = scope.territories.map { _ in "(CAST(\(number) AS TEXT) >= ? AND CAST(\(number) AS TEXT) < ?)" }
        let text = codes.isEmpty ? "1 = 0" : codes.joined(separator: " OR ")
        return (
            """
            ((\(kind) = 'person' AND \(person.sql)) OR (\(kind) = 'territory' AND (\(text))) OR (\(kind) NOT IN ('person', 'territory') AND EXISTS (
                SELECT 1 FROM thing WHERE thing.kind = \(kind) AND thing.subject = \(number) AND \(thing.sql))))
            """,
            person.parameters + scope.territories.flatMap { [$0.digits, $0.upperBound] as [Parameter] } + thing.parameters
        )
    }

    private func concern(_ join: String) -> (sql: String, parameters: [Parameter]) {
        if scope.territories.isEmpty { return ("1 = 0", []) }
        let ranges = scope.territories.map { _ in "(link.territory >= ? AND link.territory < ?)" }.joined(separator: " OR ")
        return (
            "EXISTS (SELECT 1 FROM thing_territory AS link WHERE \(join) AND (\(ranges)))",
            scope.territories.flatMap { [$0.digits, $0.upperBound] as [Parameter] }
        )
    }
}

extension Writer {
    /// Stores what was derived of a thing in place of what was there; nil removes it, because it was withdrawn.
    ///
    /// - Complexity: one statement, and one for each part in which it concerns a territory where that changed.
    public func setThing(_ row: ThingRow?, of subject: Subject) throws {
        try requireVisible(subject)
        let former = try storedThing(subject)
        guard let row else {
            guard let former else { return }
            try database.run(Query.removeConcerns, [former.id])
            try database.run(Query.remove, [former.id])
            account.note("derived.thing")
            return
        }
        if let former, row.agrees(with: former.row) { return }
        let standing = row.standing
        try database.run(
            Query.set,
            [
                subject.kind.rawValue, subject.number, standing.territory.digits, standing.label, standing.thingClass, standing.state,
                standing.at.milliseconds, row.nextDue?.milliseconds, row.calendar, row.through.milliseconds, row.wake?.milliseconds,
                trueTime.milliseconds,
            ])
        guard let id = try database.number("SELECT id FROM thing WHERE kind = ? AND subject = ?", [subject.kind.rawValue, subject.number]) else {
            throw StoreError.corrupt("a thing that was just written")
        }
        try database.run(Query.removeConcerns, [id])
        let kind = subject.kind.rawValue
        try database.put(Query.concern, Array(row.concerns)) { concern, row in
            try row.bind(id)
            try row.bind(concern.part.rawValue)
            try row.bind(concern.territory.digits)
            try row.bind(kind)
            try row.bind(concern.state)
            try row.bind(standing.thingClass)
            try row.bind(standing.at.milliseconds)
            for level in TerritoryCode.Level.indexed { try row.bind(concern.territory.number(at: level)) }
        }
        account.note("derived.thing")
    }
}

extension ThingRow {
    /// Whether both say the same, in whatever order the territories concerned are told.
    public func agrees(with other: ThingRow) -> Bool {
        guard Set(concerns) == Set(other.concerns) else { return false }
        var other = other
        other.standing.concerned = standing.concerned
        return other == self
    }
}
