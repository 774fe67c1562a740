import Foundation
import GRDB
import Vocabulary

/// How many people stand on the lists of a territory and of its children.
public struct RollCounts: Hashable, Sendable {
    /// One sum: a list, its class, and how the people on it are held.
    public struct Sum: Hashable, Sendable {
        /// The child of the territory in which the duty lies; nil for duties that lie above the children's level.
        public let child: TerritoryCode?
        /// The list.
        public let kind: ListKind
        /// The list's own class.
        public let tag: String?
        /// How the people are held or watched.
        public let control: ControlMode?
        /// How many.
        public let count: Int
    }

    /// The sums.
    public let sums: [Sum]

    /// How many people fit.
    public func count(_ kind: ListKind, tag: String? = nil, control: ControlMode? = nil, in child: TerritoryCode? = nil) -> Int {
        sums.lazy.filter {
            $0.kind == kind && (tag == nil || $0.tag == tag) && (control == nil || $0.control == control) && (child == nil || $0.child == child)
        }.reduce(0) { $0 + $1.count }
    }
}

/// A sum that is kept: people of a territory and all below it, on a list, of a class, held in a way.
struct RollKey: Hashable, Comparable {
    var level: TerritoryCode.Level
    var territory: Int64
    var kind: String
    /// Empty where the list has none, as are those who are not held.
    var tag: String
    var control: String

    static func < (left: RollKey, right: RollKey) -> Bool {
        (left.level, left.territory, left.kind, left.tag, left.control) < (right.level, right.territory, right.kind, right.tag, right.control)
    }
}

private enum Query {
    static let counts = "SELECT territory, kind, tag, control, count FROM roll_count WHERE level = ? AND territory BETWEEN ? AND ? AND count <> 0"
    static let everyone = "SELECT coalesce(sum(count), 0) FROM roll_count WHERE level = 0 AND kind = 'person'"
    static let add = """
        INSERT INTO roll_count (level, territory, kind, tag, control, count) VALUES \(String.places(6))
        ON CONFLICT (level, territory, kind, tag, control) DO UPDATE SET count = count + excluded.count
        """
}

extension Reader {
    /// The people on every list of a territory, summed by child, class and control.
    ///
    /// - Parameter children: The level of what counts as a child; by default the one below, for a map the counties.
    /// - Complexity: one range of the sums that are kept, whatever the number of people.
    public func rollCounts(in territory: TerritoryCode, at children: TerritoryCode.Level? = nil) throws -> RollCounts {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        let below = min(children ?? TerritoryCode.Level(rawValue: level.rawValue + 1) ?? .township, .township)
        let inner = try keptSums(at: below, in: territory)
        guard below > level else { return RollCounts(sums: inner) }
        var rest: [RollCounts.Sum] = []
        for own in try keptSums(at: level, in: territory) {
            let explained = inner.lazy.filter { $0.kind == own.kind && $0.tag == own.tag && $0.control == own.control }.reduce(0) { $0 + $1.count }
            guard own.count != explained else { continue }
            rest.append(RollCounts.Sum(child: nil, kind: own.kind, tag: own.tag, control: own.control, count: own.count - explained))
        }
        return RollCounts(sums: rest + inner)
    }

    /// A condition of SQL that holds for persons whose duty lies in the territory, `column` being their number; with its parameters. For walks over
    /// hundreds of thousands: those inside, or where they are the most those outside, are looked up once and not one by one.
    func duty(of column: String, liesIn territory: TerritoryCode) throws -> (sql: String, parameters: [Parameter]) {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let level = min(territory.level, .township)
        let number = territory.number(at: level)
        let inside = try rollCounts(in: territory).count(.person)
        let everyone = Int(try database.number(Query.everyone) ?? 0)
        if level == .province, inside > everyone / 2 {
            // Records that gave way stand on no list.
            let outside = """
                \(column) NOT IN (SELECT person FROM roll WHERE kind = 'person' AND (t2 < ? OR t2 > ?) UNION ALL SELECT person FROM merged)
                """
            return (outside, [number, number])
        }
        let isBelow = territory.level > level
        let within: [Parameter] = isBelow ? [territory.digits, territory.upperBound] : []
        let filter = isBelow ? " AND roll.territory >= ? AND roll.territory < ?" : ""
        return ("\(column) IN (SELECT person FROM roll WHERE roll.\(level.column) = ? AND roll.kind = 'person'\(filter))", [number] + within)
    }

    private func keptSums(at level: TerritoryCode.Level, in territory: TerritoryCode) throws -> [RollCounts.Sum] {
        let (least, greatest) = territory.numbers(at: level)
        return try database.rows(Query.counts, [level.rawValue, least, greatest]).map { row in
            let (tag, control): (String, String) = (try row.value(2), try row.value(3))
            return RollCounts.Sum(
                child: TerritoryCode(String(try row.value(0, as: Int64.self))), kind: try row.word(1), tag: tag.isEmpty ? nil : tag,
                control: ControlMode(rawValue: control), count: try row.value(4))
        }
    }
}

extension Writer {
    /// Counts a person's places on the lists, or (`by` -1) no longer; the sums are written at the end of the body.
    func count(_ listing: Listing, by change: Int64) {
        for place in listing.places {
            for level in TerritoryCode.Level.indexed where level <= .township {
                guard let number = listing.territory.number(at: level) else { break }
                let key = RollKey(
                    level: level, territory: number, kind: place.kind.rawValue, tag: place.tag ?? "", control: listing.control?.mode.rawValue ?? "")
                rollChanges[key, default: 0] += change
            }
        }
    }

    /// Writes the summed changes, in the order of the table's key.
    func flushRollCounts() throws {
        let changes = rollChanges.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        rollChanges = [:]
        try database.put(Query.add, changes) { change, row in
            try row.bind(Int64(change.key.level.rawValue))
            try row.bind(change.key.territory)
            try row.bind(change.key.kind)
            try row.bind(change.key.tag)
            try row.bind(change.key.control)
            try row.bind(change.value)
        }
    }
}
