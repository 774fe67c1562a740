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
    /// Met late, while it was late: one more when it was due, one fewer when it was met. It counts nothing by itself; with the unmet it tells the
    /// time that was lost.
    case delayed
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
    /// The hours during which they stood past their due time up to the moment asked for; 0 but for the unmet (of which the missed are part until
    /// they closed) and the delayed.
    public var hoursLate = 0
}

/// A change to be written at the end of the body: numbers only, in the order of the tables' keys.
struct TallyEntry: Comparable {
    var territory: Int64
    var measure: Int
    /// The state's place in the order of their names.
    var state: Int
    var dueHour: Int64
    var knownHour: Int64
    var count: Int64

    /// The states in the order of their names.
    static let states = TallyState.allCases.map(\.rawValue).sorted()

    static func < (left: TallyEntry, right: TallyEntry) -> Bool {
        (left.territory, left.measure, left.state, left.dueHour, left.knownHour)
            < (right.territory, right.measure, right.state, right.dueHour, right.knownHour)
    }

    /// Whether both count into one row.
    func joins(_ other: TallyEntry) -> Bool {
        territory == other.territory && measure == other.measure && state == other.state && dueHour == other.dueHour && knownHour == other.knownHour
    }
}

/// The sums of one level of territories, in the order of the tables' keys: neighbours in the tree are written together.
struct TallySums: Sendable {
    let level: TerritoryCode.Level
    /// As they came to be known hour by hour; none below the counties.
    private(set) var history: [TallyEntry] = []
    /// As known now.
    private(set) var now: [TallyEntry] = []

    /// The sums of changes at the territories' ancestors of `level`. Complexity: O(*n* log *n*).
    init(_ changes: [(territory: TerritoryCode, entry: TallyEntry)], at level: TerritoryCode.Level) {
        self.level = level
        var entries: [TallyEntry] = []
        entries.reserveCapacity(changes.count)
        for (territory, entry) in changes {
            guard let number = territory.number(at: level) else { continue }
            entries.append(entry)
            entries[entries.count - 1].territory = number
        }
        entries.sort()
        let sums = TallySums.joined(entries)
        if level <= .county { history = sums.filter { $0.count != 0 } }
        now = TallySums.joined(
            sums.map {
                var entry = $0
                entry.knownHour = 0
                return entry
            }
        ).filter { $0.count != 0 }
    }

    /// Neighbours that count into one row, summed.
    private static func joined(_ entries: [TallyEntry]) -> [TallyEntry] {
        var sums: [TallyEntry] = []
        for entry in entries {
            if let last = sums.last, last.joins(entry) { sums[sums.count - 1].count += entry.count } else { sums.append(entry) }
        }
        return sums
    }
}

private enum Query {
    static let addToNow = """
        INSERT INTO tally (level, territory, measure, state, due_hour, count) VALUES \(String.places(6))
        ON CONFLICT (level, territory, measure, state, due_hour) DO UPDATE SET count = count + excluded.count
        """
    static let addToHistory = """
        INSERT INTO tally_history (level, territory, measure, state, due_hour, known_hour, count) VALUES \(String.places(7))
        ON CONFLICT (level, territory, measure, state, due_hour, known_hour) DO UPDATE SET count = count + excluded.count
        """
}

extension Reader {
    static let tallyQuery = """
        SELECT territory, measure, state, sum(count), sum(count * due_hour) FROM tally
        WHERE level = ? AND territory BETWEEN ? AND ? AND due_hour < ? GROUP BY territory, measure, state
        """
    static let tallyHistoryQuery = """
        SELECT territory, measure, state, sum(count), sum(count * due_hour) FROM tally_history
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
            var own = Tally(territory: territory, measure: sum.measure, state: sum.state, count: sum.count, hoursLate: sum.hoursLate)
            for child in children where child.measure == sum.measure && child.state == sum.state {
                own = Tally(
                    territory: territory, measure: own.measure, state: own.state, count: own.count - child.count,
                    hoursLate: own.hoursLate - child.hoursLate)
            }
            rest.append(own)
        }
        return (rest + children).filter { $0.count != 0 || $0.hoursLate != 0 }
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
            return try Tally(row, 1, in: code, until: dueBefore)
        }
    }

    static let tallyOfMeasureQuery = """
        SELECT measure, state, sum(count), sum(count * due_hour) FROM tally
        WHERE level = ? AND territory = ? AND measure = ? AND due_hour < ? GROUP BY measure, state
        """
    static let tallyOfMeasureHistoryQuery = """
        SELECT measure, state, sum(count), sum(count * due_hour) FROM tally_history
        WHERE level = ? AND territory = ? AND measure = ? AND due_hour < ? AND known_hour < ? GROUP BY measure, state
        """

    /// How many obligations of one measure, due before a moment, stand how in a territory as a whole; as known then, or as known now.
    ///
    /// - Complexity: one range of the clustered key.
    public func tallies(
        of measure: Measure, wholly territory: TerritoryCode, dueBefore: Instant, knownBefore: Instant? = nil
    ) throws -> [Tally] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        guard let number = territory.number(at: territory.level) else { return [] }
        let sql = knownBefore == nil ? Reader.tallyOfMeasureQuery : Reader.tallyOfMeasureHistoryQuery
        let bounds: [Parameter] =
            [territory.level.rawValue, number, measure.rawValue, dueBefore.hour] + (knownBefore.map { [$0.hour] } ?? [])
        return try database.rows(sql, bounds).map { try Tally($0, 0, in: territory, until: dueBefore) }
    }
}

extension Tally {
    /// From a row with measure, state, sum and sum weighted by the due hour, from the given column on.
    fileprivate init(_ row: Row, _ first: Int, in territory: TerritoryCode, until end: Instant) throws {
        let (state, count, weighted): (TallyState, Int, Int) = (try row.word(first + 1), try row.value(first + 2), try row.value(first + 3))
        // Whoever asks for all there will ever be asks for no time.
        let (hours, isEndless) = count.multipliedReportingOverflow(by: Int(end.hour))
        let isLate = (state == .unmet || state == .delayed) && !isEndless
        self.init(
            territory: territory, measure: try row.word(first), state: state, count: count, hoursLate: isLate ? hours - weighted : 0)
    }
}

extension Writer {
    /// Adds changes to the tallies of each duty's territory and of all above it; they are summed and written at the end of the body.
    public func addTally(_ changes: some Sequence<TallyChange>) {
        for change in changes where change.count != 0 {
            tallies.append(
                (
                    change.territory,
                    TallyEntry(
                        territory: 0, measure: change.measure.rawValue, state: TallyEntry.states.firstIndex(of: change.state.rawValue) ?? 0,
                        dueHour: change.due.hour, knownHour: change.known.hour, count: Int64(change.count))
                ))
        }
    }

    /// Writes the summed changes, level by level; another core sums the next while one is written.
    func flushTallies() throws {
        guard !tallies.isEmpty else { return }
        let changes = tallies
        tallies = []
        let levels = TerritoryCode.Level.indexed.filter { $0 <= .township }
        let sums = levels.map { level in Ahead { TallySums(changes, at: level) } }
        if changes.count > Writer.worthAhead { Ahead.begin(sums) }
        for sum in sums.map(\.value) {
            try database.put(Query.addToHistory, sum.history) { entry, row in
                try row.bind(sum.level, entry)
                try row.bind(entry.knownHour)
                try row.bind(entry.count)
            }
            try database.put(Query.addToNow, sum.now) { entry, row in
                try row.bind(sum.level, entry)
                try row.bind(entry.count)
            }
        }
        account.note("derived.tallies")
    }

    /// Fewer changes than these are summed where they are.
    private static let worthAhead = 500
}

extension RowBinder {
    /// The columns of a tally's key up to the hour at which it is due.
    fileprivate mutating func bind(_ level: TerritoryCode.Level, _ entry: TallyEntry) throws {
        try bind(Int64(level.rawValue))
        try bind(entry.territory)
        try bind(Int64(entry.measure))
        try bind(TallyEntry.states[entry.state])
        try bind(entry.dueHour)
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
