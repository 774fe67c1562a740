import GRDB
import Register
import Vocabulary

/// That a person was in a place, by its code at the door.
public struct PlaceVisit: Hashable, Sendable {
    /// Who.
    public let person: PersonID
    /// When the person came in.
    public let entered: Instant
    /// When the person left; nil while inside, or if nobody noted it.
    public let left: Instant?
}

/// How many are in a place, by what passed its door.
public struct Occupancy: Hashable, Sendable {
    /// In minus out.
    public let inside: Int
    /// When somebody last passed the door.
    public let countedAt: Instant

    /// Whether so much time has passed since that the number says little.
    public func isStale(at moment: Instant, after span: Span) -> Bool { moment - countedAt > span }
}

private enum Query {
    static let enter = "INSERT INTO place_visit (place, person, entered) VALUES (?, ?, ?)"
    static let leave = """
        UPDATE place_visit SET left_at = ? WHERE id = (
            SELECT id FROM place_visit WHERE person = ? AND place = ? AND left_at IS NULL AND entered <= ? ORDER BY entered DESC LIMIT 1)
        """
    static let count = """
        INSERT INTO place_count (place, inside, counted_at) VALUES (?, ?, ?)
        ON CONFLICT (place) DO UPDATE SET inside = max(0, place_count.inside + excluded.inside),
            counted_at = max(place_count.counted_at, excluded.counted_at)
        """
    static let occupancy = "SELECT inside, counted_at FROM place_count WHERE place = ?"
    // Whoever came in before the window and had not left when it began was there too; a visit whose end nobody noted counts for a day.
    static let visitors = """
        SELECT person, entered, left_at FROM place_visit
        WHERE place = ? AND entered > ? AND entered < ? AND (left_at IS NULL OR left_at >= ?) ORDER BY entered LIMIT ?
        """
    static let ofPerson = """
        SELECT place, entered, left_at FROM place_visit
        WHERE person = ? AND entered > ? AND entered < ? AND (left_at IS NULL OR left_at >= ?) ORDER BY entered
        """
    static let hasFacts = "SELECT 1 FROM fact WHERE subject = ? AND subject_kind = 'person' AND kind = ? LIMIT 1"
    static let noted = "SELECT id, left_at FROM place_visit WHERE place = ? AND person = ? AND entered = ? ORDER BY id LIMIT 1"
    static let note = "INSERT INTO place_visit (place, person, entered, left_at) VALUES (?, ?, ?, ?)"
    static let end = "UPDATE place_visit SET left_at = ? WHERE id = ?"
    static let places = "SELECT subject, label, territory FROM thing WHERE kind = 'place' ORDER BY subject"
    static let forget = "DELETE FROM place_visit WHERE entered < ?"
}

extension Reader {
    /// How many are in a place; nil where nobody has passed its door.
    public func occupancy(of place: Reference<Place>) throws -> Occupancy? {
        try requireVisible(.place(place))
        return try database.row(Query.occupancy, [place.rawValue]).map {
            Occupancy(inside: Int(try $0.value(0, as: Int64.self)), countedAt: try $0.instant(1))
        }
    }

    /// Who was in a place in a window of time: those the scope sees, and how many there were in all.
    ///
    /// - Complexity: one index seek, and one look at the links of each visitor.
    public func visitors(of place: Reference<Place>, from: Instant, until: Instant, limit: Int = 10_000) throws -> (
        visible: [PlaceVisit], total: Int
    ) {
        try requireVisible(.place(place))
        let rows = try database.rows(
            Query.visitors, [place.rawValue, (from - .hours(24)).milliseconds, until.milliseconds, from.milliseconds, limit])
        let visits = try rows.map {
            PlaceVisit(person: PersonID(rawValue: try $0.value(0)), entered: try $0.instant(1), left: try $0.optionalInstant(2))
        }
        return (try visits.filter { try canSee($0.person) }, visits.count)
    }

    /// Where a person was in a window of time, by the doors passed; a visit whose end nobody noted counts for a day.
    public func visits(of person: PersonID, from: Instant, until: Instant) throws -> [(place: Reference<Place>, visit: PlaceVisit)] {
        try requireVisible(person)
        return try database.rows(
            Query.ofPerson, [person.rawValue, (from - .hours(24)).milliseconds, until.milliseconds, from.milliseconds]
        ).map {
            (
                Reference<Place>(rawValue: try $0.value(0)),
                PlaceVisit(person: person, entered: try $0.instant(1), left: try $0.optionalInstant(2))
            )
        }
    }

    /// A visit of the person to the place that began at this very moment; nil if none is noted.
    public func visit(of person: PersonID, to place: Reference<Place>, entered: Instant) throws -> PlaceVisit? {
        try database.row(Query.noted, [place.rawValue, person.rawValue, entered.milliseconds]).map {
            PlaceVisit(person: person, entered: entered, left: try $0.optionalInstant(1))
        }
    }

    /// Every registered place, anywhere, with its name and territory: to find out which of them a file means.
    public func placeNames() throws -> [(place: Reference<Place>, name: String, territory: TerritoryCode)] {
        try database.rows(Query.places, []).map { (Reference<Place>(rawValue: try $0.value(0)), try $0.value(1), try $0.territory(2)) }
    }

    /// Whether there is a fact of this sort about a person, withdrawn or not.
    public func hasFacts(of kind: FactKind, about person: PersonID) throws -> Bool {
        try database.row(Query.hasFacts, [person.rawValue, kind.rawValue]) != nil
    }
}

extension Writer {
    /// Notes that a person came into a place.
    public func enter(_ place: Reference<Place>, _ person: PersonID, at moment: Instant) throws {
        try requireVisible(.place(place))
        try database.run(Query.enter, [place.rawValue, person.rawValue, moment.milliseconds])
        try database.run(Query.count, [place.rawValue, 1, moment.milliseconds])
        account.note("visit.entered")
    }

    /// Notes that a person left; without a visit that runs only the count goes down.
    public func leave(_ place: Reference<Place>, _ person: PersonID, at moment: Instant) throws {
        try requireVisible(.place(place))
        try database.run(Query.leave, [moment.milliseconds, person.rawValue, place.rawValue, moment.milliseconds])
        try database.run(Query.count, [place.rawValue, -1, moment.milliseconds])
        account.note("visit.left")
    }

    /// Notes a visit as a list tells it. How many are inside is what passes the door, and stays as it is.
    ///
    /// - Returns: Whether it was new; nil if it was noted so already, or with an end that the list does not tell.
    public func noteVisit(of person: PersonID, to place: Reference<Place>, from entered: Instant, until left: Instant?) throws -> Bool? {
        try requireVisible(.place(place))
        guard let before = try database.row(Query.noted, [place.rawValue, person.rawValue, entered.milliseconds]) else {
            try database.run(Query.note, [place.rawValue, person.rawValue, entered.milliseconds, left?.milliseconds])
            account.note("visit.entered")
            return true
        }
        guard let left, try before.optionalInstant(1) != left else { return nil }
        try database.run(Query.end, [left.milliseconds, before.value(0, as: Int64.self)])
        account.note("visit.left")
        return false
    }

    /// Forgets visits that began before a moment: they are kept for tracing, and no longer.
    public func forgetVisits(before moment: Instant) throws {
        try database.run(Query.forget, [moment.milliseconds])
        guard connection.changesCount > 0 else { return }
        account.note("visit.forgotten")
    }
}
