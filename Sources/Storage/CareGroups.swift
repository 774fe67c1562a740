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
        guard case .notHeld(let modes, let cutoff) = gap else {
            return try late(from, parameters, Late(gap, at: moment), limit: limit)
        }
        from += " AND (listing.control IS NULL OR listing.control NOT IN (\(places(modes.count)))) AND listing.diagnosed_at < ?"
        parameters += modes.map(\.rawValue).sorted() as [Parameter] + [cutoff.milliseconds]
        let found = try database.rows("SELECT roll.person, listing.diagnosed_at \(from) ORDER BY listing.diagnosed_at, roll.person", parameters)
        let rows = try found.prefix(limit).map { CareMissing(person: PersonID(rawValue: try $0.value(0)), since: try $0.instant(1)) }
        return (rows, found.count)
    }

    /// Which duties count as missed: those of a person that are open and overdue; what comes after has no bearing.
    private struct Late {
        let condition: String
        let parameters: [Parameter]

        init(_ gap: CareGap, at moment: Instant) {
            let bounds: [Parameter] = [moment.milliseconds, moment.milliseconds]
            if case .taskOverdue(let tasks) = gap {
                let patterns = tasks.sorted().map { "%." + $0 as Parameter }
                let rules = patterns.map { _ in "duty.rule LIKE ?" }.joined(separator: " OR ")
                (condition, parameters) = ("duty.subject_kind = 'person' AND duty.due < ? AND duty.opens <= ? AND (\(rules))", bounds + patterns)
            } else {
                (condition, parameters) = ("duty.subject_kind = 'person' AND duty.due < ? AND duty.opens <= ? AND duty.kind = 'test'", bounds)
            }
        }
    }

    private static let manyMembers = 20_000

    private func late(_ from: String, _ parameters: [Parameter], _ late: Late, limit: Int) throws -> (rows: [CareMissing], count: Int) {
        let due = "\(from) AND roll.next_due < ?", dueParameters = parameters + [late.parameters[0]]
        let members = Int(try database.number("SELECT count(*) \(due)", dueParameters) ?? 0)
        // Of many, the late are looked up once and not one by one.
        let isLate =
            members > Reader.manyMembers
            ? "roll.person IN (SELECT subject FROM duty WHERE \(late.condition))"
            : "EXISTS (SELECT 1 FROM duty WHERE duty.subject = roll.person AND \(late.condition))"
        let count = members == 0 ? 0 : Int(try database.number("SELECT count(*) \(due) AND \(isLate)", dueParameters + late.parameters) ?? 0)
        guard limit > 0, count > 0 else { return ([], count) }
        let sql = """
            SELECT member.person, min(duty.due) AS since FROM (SELECT roll.person \(from) AND roll.next_due < ?) AS member
            JOIN duty ON duty.subject = member.person AND \(late.condition) GROUP BY member.person ORDER BY since, member.person LIMIT ?
            """
        let found = try database.rows(sql, parameters + [late.parameters[0]] + late.parameters + [limit])
        let rule = "SELECT duty.rule FROM duty WHERE duty.subject = ? AND \(late.condition) ORDER BY duty.due, duty.id LIMIT 1"
        let rows = try found.map { row in
            let person: Int64 = try row.value(0)
            return CareMissing(
                person: PersonID(rawValue: person), since: try row.instant(1),
                rule: try database.row(rule, [person] + late.parameters)?.optional(0))
        }
        return (rows, count)
    }

    private func members(of group: CareGroup, in territory: TerritoryCode) throws -> (from: String, parameters: [Parameter]) {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        // Only of cases is anything asked that the list's index does not hold.
        let joined = group.kind == .cases ? " JOIN listing ON listing.person = roll.person" : ""
        var sql = "FROM roll\(joined) WHERE roll.\(level.column) = ? AND roll.kind = ? AND roll.tag IN (\(places(group.tags.count)))"
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
