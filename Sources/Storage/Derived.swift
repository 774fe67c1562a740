import Foundation
import GRDB
import Register
import Vocabulary

/// What was derived of a person, packed by the floor above.
public struct Derived: Hashable, Sendable {
    /// The packed calendar of obligations.
    public var calendar: Data
    /// The packed status.
    public var status: Data
    /// Until when the calendar has been derived.
    public var through: Instant
    /// When something must be derived anew though no fact arrives (a recurring window, an obligation coming near); nil: never.
    public var wake: Instant?

    /// What was derived, from its parts.
    public init(calendar: Data, status: Data, through: Instant, wake: Instant?) {
        self.calendar = calendar
        self.status = status
        self.through = through
        self.wake = wake
    }
}

private enum Query {
    static let set = """
        INSERT INTO derived (person, calendar, status, through, wake) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (person) DO UPDATE SET calendar = excluded.calendar, status = excluded.status, through = excluded.through, wake = excluded.wake
        """
    static let insert = Insertion(into: "derived (person, calendar, status, through, wake)", columns: 5, or: .fail)
    static let get = "SELECT calendar, status, through, wake FROM derived WHERE person = ?"
}

extension Reader {
    static let wakeableQuery = "SELECT person FROM derived WHERE wake IS NOT NULL AND wake <= ? ORDER BY wake, person LIMIT ?"

    /// What was derived of a person; nil if nothing was yet.
    public func derived(of person: PersonID) throws -> Derived? {
        try requireVisible(person)
        // Nothing is gathered of a person of whom nothing was set.
        let isGathered = (self as? Writer)?.settled.contains(person) ?? false
        return try (isGathered ? database : connection).row(Query.get, [person.rawValue]).map {
            Derived(calendar: try $0.value(0), status: try $0.value(1), through: try $0.instant(2), wake: try $0.optionalInstant(3))
        }
    }

    /// Persons, anywhere, whose derivation must be extended by `moment`, the longest waiting first. Numbers only.
    public func wakeable(before moment: Instant, limit: Int = 1000) throws -> [PersonID] {
        try database.rows(Reader.wakeableQuery, [moment.milliseconds, limit]).map { PersonID(rawValue: try $0.value(0)) }
    }
}

extension Writer {
    /// Stores what was derived of a person in place of what was there.
    public func setDerived(_ derived: Derived, of person: PersonID) throws {
        try requireVisible(person)
        if settled.insert(person).inserted, created.contains(person) {
            gathered.add(derived, of: person)
        } else {
            try database.put(Query.set) { row in
                try row.bind(person.rawValue)
                try derived.bind(to: &row)
            }
        }
        account.note("derived.set")
    }
}

extension Writer {
    /// Writes what was derived of newly registered persons.
    func write(_ derived: [(person: PersonID, derived: Derived)]) throws {
        try connection.put(Query.insert, derived) { entry, row in
            try row.bind(entry.person.rawValue)
            try entry.derived.bind(to: &row)
        }
    }
}

extension Derived {
    fileprivate func bind(to row: inout RowBinder) throws {
        try row.bind(calendar)
        try row.bind(status)
        try row.bind(through.milliseconds)
        try row.bind(wake?.milliseconds)
    }
}
