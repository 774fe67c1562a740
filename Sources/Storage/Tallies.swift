import Foundation
import GRDB
import Vocabulary

/// How an obligation stands in the counts. *Late* is not among them: it is a matter of time, and follows from the due hour when asked.
public enum TallyState: String, CaseIterable, Sendable, Codable {
    /// Not met yet; upcoming, open or overdue by its due hour.
    case unmet
    /// Met in time.
    case metInTime
    /// Met after it was due.
    case metLate
    /// Not met when the next of its kind opened.
    case missed
}

/// A change in how many obligations stand how.
public struct TallyChange: Hashable, Sendable {
    /// Where the duty lies.
    public var territory: TerritoryCode
    /// The measure.
    public var measure: Measure
    /// In which state.
    public var state: TallyState
    /// When they are due.
    public var due: Instant
    /// When the change became known, by the operating clock.
    public var known: Instant
    /// How many more (or, negative, fewer).
    public var count: Int

    /// A change from its parts.
    public init(territory: TerritoryCode, measure: Measure, state: TallyState, due: Instant, known: Instant, count: Int) {
        self.territory = territory
        self.measure = measure
        self.state = state
        self.due = due
        self.known = known
        self.count = count
    }
}

/// How many obligations of a measure stand how in a territory.
public struct Tally: Hashable, Sendable {
    /// The territory: a child of the one asked for, or that one itself for duties that lie on its own level.
    public let territory: TerritoryCode
    /// The measure.
    public let measure: Measure
    /// The state.
    public let state: TallyState
    /// How many.
    public let count: Int
}

/// A sum to be written at the end of the body.
struct TallyKey: Hashable, Comparable {
    var measure: Int
    var state: String
    var dueHour: Int64
    var knownHour: Int64

    /// The same whenever it became known.
    var timeless: TallyKey { TallyKey(measure: measure, state: state, dueHour: dueHour, knownHour: 0) }

    /// Measure, state and due hour.
    var parameters: [Parameter] { [measure, state, dueHour] }

    /// In the order of the tables' keys.
    static func < (left: TallyKey, right: TallyKey) -> Bool {
        (left.measure, left.state, left.dueHour, left.knownHour) < (right.measure, right.state, right.dueHour, right.knownHour)
    }
}

private enum Query {
    static let now = "INSERT INTO tally (level, territory, measure, state, due_hour, count) VALUES"
    static let addToNow = "ON CONFLICT (level, territory, measure, state, due_hour) DO UPDATE SET count = count + excluded.count"
    static let history = "INSERT INTO tally_history (level, territory, measure, state, due_hour, known_hour, count) VALUES"
    static let addToHistory = """
        ON CONFLICT (level, territory, measure, state, due_hour, known_hour) DO UPDATE SET count = count + excluded.count
        """
}

extension Reader {
    static let tallyQuery = """
        SELECT territory, measure, state, sum(count) FROM tally
        WHERE level = ? AND territory BETWEEN ? AND ? AND due_hour < ? GROUP BY territory, measure, state
        """
    static let tallyHistoryQuery = """
        SELECT territory, measure, state, sum(count) FROM tally_history
        WHERE level = ? AND territory BETWEEN ? AND ? AND due_hour < ? AND known_hour < ? GROUP BY territory, measure, state
        """

    /// How many obligations due before `dueBefore` stand how, for each child of `territory`, by measure and state.
    ///
    /// With `knownBefore`, as known then; without, as known now, which is the restated figure beside it. Both bounds count whole hours: an
    /// obligation is counted from the end of its due hour on. Duties that lie on the territory's own level stand under itself.
    ///
    /// Sums are kept for provinces down to townships; as known at a past moment, down to counties. A territory below that has none, and
    /// the children of the lowest are not told apart.
    ///
    /// - Complexity: one range of the clustered key for each measure and state of each child.
    public func tallies(in territory: TerritoryCode, dueBefore: Instant, knownBefore: Instant? = nil) throws -> [Tally] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        let lowest: TerritoryCode.Level = knownBefore == nil ? .township : .county
        guard territory.level <= lowest else { return [] }
        let own = try tallies(level: territory.level, in: territory, dueBefore: dueBefore, knownBefore: knownBefore)
        guard territory.level < lowest, let below = TerritoryCode.Level(rawValue: territory.level.rawValue + 1) else { return own }
        let children = try tallies(level: below, in: territory, dueBefore: dueBefore, knownBefore: knownBefore)
        // Whatever the children's sums do not explain lies on the territory's own level.
        var rest: [Tally] = []
        for sum in own {
            let explained = children.lazy.filter { $0.measure == sum.measure && $0.state == sum.state }.reduce(0) { $0 + $1.count }
            if sum.count != explained {
                rest.append(Tally(territory: territory, measure: sum.measure, state: sum.state, count: sum.count - explained))
            }
        }
        return (rest + children).filter { $0.count != 0 }
    }

    /// The same for every territory of `level` within `territory`, without what lies on the levels between: for a map by county.
    public func tallies(
        at level: TerritoryCode.Level, in territory: TerritoryCode, dueBefore: Instant, knownBefore: Instant? = nil
    ) throws -> [Tally] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        return try tallies(level: level, in: territory, dueBefore: dueBefore, knownBefore: knownBefore)
    }

    private func tallies(level: TerritoryCode.Level, in territory: TerritoryCode, dueBefore: Instant, knownBefore: Instant?) throws -> [Tally] {
        let (least, greatest) = territory.numbers(at: level)
        let sql = knownBefore == nil ? Reader.tallyQuery : Reader.tallyHistoryQuery
        let bounds: [Parameter] = [level.rawValue, least, greatest, dueBefore.hour] + (knownBefore.map { [$0.hour] } ?? [])
        return try database.rows(sql, bounds).map { row in
            guard let code = TerritoryCode(String(try row.value(0, as: Int64.self))) else { throw StoreError.corrupt("a tally's territory") }
            return Tally(territory: code, measure: try row.word(1), state: try row.word(2), count: try row.value(3))
        }
    }
}

extension Writer {
    /// Adds changes to the tallies of each duty's territory and of all above it; they are summed and written at the end of the body.
    public func addTally(_ changes: some Sequence<TallyChange>) {
        for change in changes where change.count != 0 {
            tallies[change.territory, default: [:]][
                TallyKey(
                    measure: change.measure.rawValue, state: change.state.rawValue, dueHour: change.due.hour, knownHour: change.known.hour),
                default: 0
            ] += Int64(change.count)
        }
    }

    /// Writes the summed changes, level by level and in the order of the key: neighbours in the tree are written together.
    func flushTallies() throws {
        guard !tallies.isEmpty else { return }
        for level in TerritoryCode.Level.indexed where level <= .township {
            var sums: [Int64: [TallyKey: Int64]] = [:]
            for (territory, changes) in tallies {
                if let number = territory.number(at: level) { sums[number, default: [:]].merge(changes, uniquingKeysWith: +) }
            }
            var now: [[Parameter]] = []
            var history: [[Parameter]] = []
            for (territory, changes) in sums.sorted(by: { $0.key < $1.key }) {
                let place: [Parameter] = [level.rawValue, territory]
                let ordered = changes.sorted { $0.key < $1.key }
                if level <= .county {
                    history += ordered.lazy.filter { $0.value != 0 }.map { place + $0.key.parameters + [$0.key.knownHour, $0.value] }
                }
                for (key, count) in Dictionary(ordered.map { ($0.key.timeless, $0.value) }, uniquingKeysWith: +).sorted(by: { $0.key < $1.key })
                where count != 0 {
                    now.append(place + key.parameters + [count])
                }
            }
            try database.insert(Query.history, history, tail: Query.addToHistory)
            try database.insert(Query.now, now, tail: Query.addToNow)
        }
        tallies = [:]
        account.note("derived.tallies")
    }
}

extension Instant {
    /// Whole hours since 1970.
    var hour: Int64 { milliseconds >= 0 ? milliseconds / 3_600_000 : (milliseconds + 1) / 3_600_000 - 1 }
}

extension TerritoryCode {
    /// The least and greatest numbers that codes of `level` within this territory can have.
    func numbers(at level: Level) -> (least: Int64, greatest: Int64) {
        let missing = max(0, level.length - digits.utf8.count)
        let text = String(digits.prefix(level.length))
        return (Int64(text + String(repeating: "0", count: missing)) ?? 0, Int64(text + String(repeating: "9", count: missing)) ?? 0)
    }
}
