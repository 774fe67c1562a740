import Foundation
import GRDB
import Obligations
import Register
import Vocabulary

/// An obligation of a subject that is near due or late, as a row of the worklists.
public struct DutyRow: Hashable, Sendable {
    /// Which obligation: with the subject, its identity.
    public var reason: ObligationID.Reason
    /// The rule's place in the policy.
    public var rule: String
    /// Which of several under the same rule.
    public var ordinal: Int
    /// Where the duty lies.
    public var territory: TerritoryCode
    /// The rule's measure.
    public var measure: Measure
    /// Who must do it.
    public var role: Role
    /// What sort of thing is due.
    public var kind: Obligation.Kind
    /// Number of the stage, from 1.
    public var stage: Int?
    /// Day of the stage, from 1.
    public var day: Int?
    /// From when it can be met.
    public var opens: Instant
    /// By when it must be met.
    public var due: Instant
    /// From when it can no longer be met.
    public var closes: Instant?
    /// Site and ward, or grid and building: by what a round of visits is grouped.
    public var place: String?

    /// A row from its parts.
    public init(
        reason: ObligationID.Reason, rule: String, ordinal: Int = 0, territory: TerritoryCode, measure: Measure, role: Role, kind: Obligation.Kind,
        stage: Int? = nil, day: Int? = nil, opens: Instant, due: Instant, closes: Instant? = nil, place: String? = nil
    ) {
        self.reason = reason
        self.rule = rule
        self.ordinal = ordinal
        self.territory = territory
        self.measure = measure
        self.role = role
        self.kind = kind
        self.stage = stage
        self.day = day
        self.opens = opens
        self.due = due
        self.closes = closes
        self.place = place
    }

    /// The row of an obligation; nil if it has no due time, and so never is late.
    public init?(_ obligation: Obligation, place: String? = nil) {
        guard let due = obligation.due else { return nil }
        self.init(
            reason: obligation.id.reason, rule: obligation.id.rule, ordinal: obligation.id.ordinal, territory: obligation.territory,
            measure: obligation.measure, role: obligation.role, kind: obligation.kind, stage: obligation.stage, day: obligation.day,
            opens: obligation.opens, due: due, closes: obligation.closes, place: place)
    }

    /// The columns, in the order in which `init(_:from:)` reads them.
    static let columns = "reason, rule, ordinal, territory, measure, role, kind, stage, day, opens, due, closes, place"

    /// The same, named as columns of a table.
    static func columns(of table: String) -> String {
        columns.split(separator: ", ").map { "\(table).\($0)" }.joined(separator: ", ")
    }

    /// From a row that selects `columns` from the given one on.
    init(_ row: Row, from first: Int) throws {
        reason = try row.word(first)
        rule = try row.value(first + 1)
        ordinal = try row.value(first + 2)
        territory = try row.territory(first + 3)
        measure = try row.word(first + 4)
        role = try row.word(first + 5)
        kind = try row.word(first + 6)
        stage = try row.optional(first + 7)
        day = try row.optional(first + 8)
        opens = try row.instant(first + 9)
        due = try row.instant(first + 10)
        closes = try row.optionalInstant(first + 11)
        place = try row.optional(first + 12)
    }

    /// Binds the values of `columns`.
    fileprivate func bind(to row: inout RowBinder) throws {
        try row.bind(reason.rawValue)
        try row.bind(rule)
        try row.bind(Int64(ordinal))
        try row.bind(territory.digits)
        try row.bind(Int64(measure.rawValue))
        try row.bind(role.rawValue)
        try row.bind(kind.rawValue)
        try row.bind(stage.map(Int64.init))
        try row.bind(day.map(Int64.init))
        try row.bind(opens.milliseconds)
        try row.bind(due.milliseconds)
        try row.bind(closes?.milliseconds)
        try row.bind(place)
    }
}

private enum Query {
    static let ofSubject = "SELECT id, \(DutyRow.columns) FROM duty WHERE subject = ? AND subject_kind = ?"
    static let insert = Insertion(into: "duty (subject, subject_kind, \(DutyRow.columns), t2, t4, t6, t9, t12)", columns: 20, or: .fail)
    static let delete = "DELETE FROM duty WHERE id = ?"
}

extension Reader {
    /// The rows of a person that stand on worklists.
    public func duties(of person: PersonID) throws -> [DutyRow] { try duties(of: .person(person)) }

    /// The rows of a subject that stand on worklists.
    public func duties(of subject: Subject) throws -> [DutyRow] {
        try requireVisible(subject)
        return try database.rows(Query.ofSubject, [subject.number, subject.kind.rawValue]).map { try DutyRow($0, from: 1) }
    }
}

extension Writer {
    /// States anew which obligations of a person stand on worklists; writes only the difference.
    public func setDuties(_ rows: [DutyRow], of person: PersonID) throws { try setDuties(rows, of: .person(person)) }

    /// States anew which obligations of a subject stand on worklists; writes only the difference.
    public func setDuties(_ rows: [DutyRow], of subject: Subject) throws {
        try requireVisible(subject)
        let isFresh = subject.person.map { created.contains($0) && !dutiful.contains($0) } ?? false
        let key: [Parameter] = [subject.number, subject.kind.rawValue]
        var added = rows
        var changes = 0
        if !isFresh {
            var missing = Set(rows)
            for row in try database.rows(Query.ofSubject, key) where missing.remove(try DutyRow(row, from: 1)) == nil {
                try database.run(Query.delete, [try row.value(0, as: Int64.self)])
                changes += 1
            }
            added = rows.filter { missing.remove($0) != nil }
        }
        if let person = subject.person { dutiful.insert(person) }
        gathered.add(added, of: subject)
        if changes + added.count > 0 { account.note("derived.duties") }
    }

    /// Writes rows in the order of the worklists' indexes.
    func write(_ duties: [(subject: Subject, row: DutyRow)]) throws {
        let inOrder = duties.sorted { (left, right) in
            if left.row.role != right.row.role { return left.row.role.rawValue < right.row.role.rawValue }
            if left.row.measure != right.row.measure { return left.row.measure.rawValue < right.row.measure.rawValue }
            return left.row.due < right.row.due
        }
        try connection.put(Query.insert, inOrder) { duty, row in
            try row.bind(duty.subject.number)
            try row.bind(duty.subject.kind.rawValue)
            try duty.row.bind(to: &row)
            for level in TerritoryCode.Level.indexed { try row.bind(duty.row.territory.number(at: level)) }
        }
    }
}
