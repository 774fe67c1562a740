import GRDB
import Obligations
import Register
import Vocabulary

/// People of whom something is asked of every one: those of some classes of a list.
public struct CareGroup: Hashable, Sendable {
    /// The list.
    public var kind: ListKind
    /// Its classes (`ListKind`); empty: none, and so nobody.
    public var tags: Set<String>

    /// Some classes of a list.
    public init(_ kind: ListKind, _ tags: Set<String>) {
        self.kind = kind
        self.tags = tags
    }
}

/// When somebody of a group is missing.
public enum CareGap: Hashable, Sendable {
    /// A test of theirs is overdue.
    case testOverdue
    /// One of these tasks is overdue, by the last word of its rule.
    case taskOverdue(Set<String>)
    /// The person, diagnosed before a moment, is not held in one of these modes.
    case notHeld(Set<ControlMode>, diagnosedBefore: Instant)
}

/// Somebody who is missing.
public struct CareMissing: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// Since when: the oldest overdue duty, or the diagnosis.
    public let since: Instant
    /// The rule of that duty.
    public let rule: String?

    /// From its parts.
    public init(person: PersonID, since: Instant, rule: String? = nil) {
        self.person = person
        self.since = since
        self.rule = rule
    }
}

extension Reader {
    /// How many people of a group there are in a territory of whom something is still asked: open cases, patients, everyone with something due.
    ///
    /// - Complexity: one walk over the group's part of the lists' index.
    public func count(of group: CareGroup, in territory: TerritoryCode) throws -> Int {
        guard !group.tags.isEmpty else { return 0 }
        let (from, parameters) = try members(of: group, in: territory)
        return Int(try database.number("SELECT count(*) \(from)", parameters) ?? 0)
    }

    /// Everyone of a group of whom something is still asked, by number.
    public func people(of group: CareGroup, in territory: TerritoryCode) throws -> [PersonID] {
        guard !group.tags.isEmpty else { return [] }
        let (from, parameters) = try members(of: group, in: territory)
        return try database.rows("SELECT roll.person \(from) ORDER BY roll.person", parameters).map { PersonID(rawValue: try $0.value(0)) }
    }

    /// Those of a group who are missing, the longest missing first, with how many there are.
    ///
    /// - Complexity: one walk over those of the group with something overdue, and a look at the duties of each.
    public func missing(
        of group: CareGroup, _ gap: CareGap, in territory: TerritoryCode, at moment: Instant, limit: Int
    ) throws -> (rows: [CareMissing], count: Int) {
        guard !group.tags.isEmpty else { return ([], 0) }
        var (from, parameters) = try members(of: group, in: territory)
        let found: [Row]
        switch gap {
        case .notHeld(let modes, let cutoff):
            from += " AND (listing.control IS NULL OR listing.control NOT IN (\(places(modes.count)))) AND listing.diagnosed_at < ?"
            parameters += modes.map(\.rawValue).sorted() as [Parameter] + [cutoff.milliseconds]
            found = try database.rows("SELECT roll.person, listing.diagnosed_at, NULL \(from) ORDER BY listing.diagnosed_at, roll.person", parameters)
        case .testOverdue, .taskOverdue:
            let condition: String
            if case .taskOverdue(let tasks) = gap {
                condition = tasks.sorted().map { _ in "duty.rule LIKE ?" }.joined(separator: " OR ")
                parameters = [moment.milliseconds, moment.milliseconds] + tasks.sorted().map { "%." + $0 as Parameter } + parameters
            } else {
                condition = "duty.kind = 'test'"
                parameters = [moment.milliseconds, moment.milliseconds] + parameters
            }
            // The duties of a member that are open and overdue; what comes after has no bearing.
            let late = """
                SELECT min(duty.due) FROM duty WHERE duty.subject = roll.person AND duty.subject_kind = 'person' AND duty.due < ?
                    AND duty.opens <= ? AND (\(condition))
                """
            found = try database.rows(
                """
                SELECT person, since, (SELECT rule FROM duty WHERE duty.subject = person AND duty.subject_kind = 'person' AND duty.due = since LIMIT 1)
                FROM (SELECT roll.person AS person, (\(late)) AS since \(from) AND roll.next_due < ?) AS member
                WHERE since IS NOT NULL ORDER BY since, person
                """, parameters + [moment.milliseconds])
        }
        let rows = try found.prefix(limit).map {
            CareMissing(person: PersonID(rawValue: try $0.value(0)), since: try $0.instant(1), rule: try $0.optional(2))
        }
        return (rows, found.count)
    }

    private func members(of group: CareGroup, in territory: TerritoryCode) throws -> (from: String, parameters: [Parameter]) {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        var sql = "FROM roll JOIN listing ON listing.person = roll.person WHERE roll.\(level.column) = ? AND roll.kind = ? AND roll.tag IN "
        sql += "(\(places(group.tags.count)))"
        var parameters: [Parameter] = [territory.number(at: level), group.kind.rawValue]
        parameters += group.tags.sorted() as [Parameter]
        switch group.kind {
        case .cases: sql += " AND listing.outcome IS NULL"
        case .controlled: break
        default: sql += " AND roll.next_due IS NOT NULL"
        }
        if territory.level > level {
            sql += " AND roll.territory >= ? AND roll.territory < ?"
            parameters += [territory.digits, territory.upperBound]
        }
        return (sql, parameters)
    }

    private func places(_ count: Int) -> String { Array(repeating: "?", count: count).joined(separator: ", ") }
}
