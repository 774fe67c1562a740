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

/// A change to be written at the end of the body: numbers only, that sort fast.
struct TallyEntry: Sendable {
    /// Territory, measure, state and the day on which they fall due, in the order of the tables' keys.
    private(set) var place: UInt64
    /// The day on which they became known, then the hours of the two days.
    private(set) var moment: UInt64
    var count: Int64

    /// The states in the order of their names.
    static let states = TallyState.allCases.map(\.rawValue).sorted()
    /// Days are counted from so many before 1970.
    private static let firstDay: Int64 = 1 << 23
    private static let days = 0...(firstDay * 2 - 1)

    init(territory: Int64, measure: Int, state: Int, due: (day: Int64, hour: UInt8), known: (day: Int64, hour: UInt8), count: Int64) {
        func number(_ day: Int64) -> UInt64 { UInt64(min(max(day + TallyEntry.firstDay, TallyEntry.days.lowerBound), TallyEntry.days.upperBound)) }
        place = UInt64(territory) << 31 | UInt64(measure) << 27 | UInt64(state) << 24 | number(due.day)
        moment = number(known.day) << 16 | UInt64(due.hour) << 8 | UInt64(known.hour)
        self.count = count
    }

    /// The territory, of up to nine digits.
    var territory: Int64 {
        get { Int64(place >> 31) }
        set { place = place & (1 << 31 - 1) | UInt64(newValue) << 31 }
    }
    var measure: Int { Int(place >> 27 & 15) }
    /// The state's place in the order of their names.
    var state: Int { Int(place >> 24 & 7) }
    var dueDay: Int64 { Int64(place & (1 << 24 - 1)) - TallyEntry.firstDay }
    var knownDay: Int64 { Int64(moment >> 16) - TallyEntry.firstDay }
    var hour: TallyDay.Hour { TallyDay.Hour(due: UInt8(moment >> 8 & 255), known: UInt8(moment & 255), count: count) }

    /// Whether both count into one row.
    fileprivate func joins(_ other: TallyEntry) -> Bool { place == other.place && moment >> 16 == other.moment >> 16 }

    /// The order of the tables' keys, and within a row that of its hours.
    fileprivate static func isOrdered(_ left: TallyEntry, _ right: TallyEntry) -> Bool {
        left.place != right.place ? left.place < right.place : left.moment < right.moment
    }
}

extension TallyEntry {
    /// A change, its territory yet to be put in.
    fileprivate init(_ change: TallyChange) {
        self.init(
            territory: 0, measure: change.measure.rawValue, state: TallyEntry.states.firstIndex(of: change.state.rawValue) ?? 0,
            due: change.due.hour.inDay, known: change.known.hour.inDay, count: Int64(change.count))
    }
}

/// The sums of one level of territories, in the order of the tables' keys: neighbours in the tree are written together.
struct TallySums: Sendable {
    /// One row: what is to be added to its hours, and an entry that counts into it.
    struct Row: Sendable {
        let key: TallyEntry
        var day = TallyDay()
    }

    let level: TerritoryCode.Level
    /// As they came to be known; none below the counties.
    private(set) var history: [Row] = []
    /// As known now.
    private(set) var now: [Row] = []

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
        entries.sort(by: TallyEntry.isOrdered)
        var rows: [Row] = []
        for entry in entries {
            if rows.last.map({ !$0.key.joins(entry) }) ?? true { rows.append(Row(key: entry)) }
            rows[rows.count - 1].day.append(entry.hour)
        }
        for row in rows {
            if now.last.map({ $0.key.place != row.key.place }) ?? true { now.append(Row(key: row.key)) }
            now[now.count - 1].day.add(row.day.whenever)
        }
        now.removeAll { $0.day.hours.isEmpty }
        if level <= .county { history = rows.filter { !$0.day.hours.isEmpty } }
    }
}

private enum Query {
    static let day = "SELECT hours FROM tally_day WHERE level = ? AND territory = ? AND measure = ? AND state = ? AND due_day = ?"
    static let setDay = """
        INSERT INTO tally_day (level, territory, measure, state, due_day, count, weight, hours) VALUES \(String.places(8))
        ON CONFLICT (level, territory, measure, state, due_day) DO UPDATE SET count = excluded.count, weight = excluded.weight, hours = excluded.hours
        """
    static let historyDay = """
        SELECT hours FROM tally_history_day WHERE level = ? AND territory = ? AND measure = ? AND state = ? AND due_day = ? AND known_day = ?
        """
    static let setHistoryDay = """
        INSERT INTO tally_history_day (level, territory, measure, state, due_day, known_day, count, weight, hours) VALUES \(String.places(9))
        ON CONFLICT (level, territory, measure, state, due_day, known_day) DO UPDATE SET
            count = excluded.count, weight = excluded.weight, hours = excluded.hours
        """
}

/// The statements that ask for sums: of the days before the moments asked for the engine sums the rows, the days of these moments are looked into.
struct TallyQuery {
    /// Which rows are asked for.
    enum Rows: String {
        /// Every territory of a range.
        case territories = "level = ? AND territory BETWEEN ? AND ?"
        /// One measure of one territory.
        case measure = "level = ? AND territory = ? AND measure = ?"
    }

    /// Sums by territory, measure and state, with those weighted by the hours in which they fall due.
    let wholeDays: String
    /// Rows with their hours.
    let brokenDays: String

    init(_ rows: Rows, isPast: Bool) {
        let key = "territory, measure, state"
        let source = "FROM \(isPast ? "tally_history_day" : "tally_day") WHERE \(rows.rawValue) AND"
        wholeDays = "SELECT \(key), sum(count), sum(weight) \(source) due_day < ?\(isPast ? " AND known_day < ?" : "") GROUP BY \(key)"
        brokenDays =
            isPast
            ? "SELECT \(key), due_day, known_day, hours \(source) due_day <= ? AND known_day <= ? AND (due_day = ? OR known_day = ?)"
            : "SELECT \(key), due_day, 0, hours \(source) due_day = ?"
    }
}

extension Reader {
    /// How many obligations due before `dueBefore` stand how, for each child of `territory`, by measure and state.
    ///
    /// With `knownBefore`, as known then; without, as known now, which is the restated figure beside it. Both bounds count whole hours: an
    /// obligation is counted from the end of its due hour on. Duties that lie on the territory's own level stand under itself.
    ///
    /// Sums are kept for provinces down to townships; as known at a past moment, down to counties. A territory below that has none, and
    /// the children of the lowest are not told apart.
    ///
    /// - Complexity: one range of the clustered key for each child: a row for each measure, state and day.
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
        return try tallies(.territories, [Int64(level.rawValue), least, greatest], dueBefore: dueBefore, knownBefore: knownBefore)
    }

    /// How many obligations of one measure, due before a moment, stand how in a territory as a whole; as known then, or as known now.
    ///
    /// - Complexity: one range of the clustered key.
    public func tallies(
        of measure: Measure, wholly territory: TerritoryCode, dueBefore: Instant, knownBefore: Instant? = nil
    ) throws -> [Tally] {
        guard scope.covers(territory) else { throw StoreError.territoryOutsideScope(territory) }
        guard let number = territory.number(at: territory.level) else { return [] }
        return try tallies(
            .measure, [Int64(territory.level.rawValue), number, Int64(measure.rawValue)], dueBefore: dueBefore, knownBefore: knownBefore)
    }

    private func tallies(_ rows: TallyQuery.Rows, _ bounds: [Int64], dueBefore: Instant, knownBefore: Instant?) throws -> [Tally] {
        let (due, known) = (dueBefore.hour.inDay, knownBefore?.hour.inDay)
        let query = TallyQuery(rows, isPast: known != nil)
        var sums: [TallySum] = []
        var places: [TallySum.Key: Int] = [:]
        func add(_ row: Step, _ count: Int64, _ weight: Int64) {
            let key = TallySum.Key(territory: row.number(0), measure: row.number(1), state: row.text(2))
            if let place = places[key] {
                sums[place].count += count
                sums[place].weight += weight
            } else {
                places[key] = sums.count
                sums.append(TallySum(key: key, count: count, weight: weight))
            }
        }
        let days = [due.day] + (known.map { [$0.day] } ?? [])
        try database.step(query.wholeDays, bounds + days) { add($0, $0.number(3), $0.number(4)) }
        try database.step(query.brokenDays, bounds + days + (known == nil ? [] : days)) { row in
            guard let day = TallyDay(packed: row.data(5)) else { throw StoreError.corrupt("the hours of a tally") }
            let (dueDay, knownDay) = (row.number(3), row.number(4))
            let part = day.before(
                due: dueDay < due.day ? TallyDay.length : Int64(due.hour),
                known: known.map { knownDay < $0.day ? TallyDay.length : Int64($0.hour) } ?? TallyDay.length)
            if !part.hours.isEmpty { add(row, part.count, part.weight(on: dueDay)) }
        }
        return try sums.map { try Tally($0, until: dueBefore) }
    }
}

/// What a row of a query for sums says.
private struct TallySum {
    struct Key: Hashable {
        var territory: Int64
        var measure: Int64
        var state: String
    }

    var key: Key
    var count: Int64
    /// The hours since 1970 in which they fall due, summed.
    var weight: Int64
}

extension Tally {
    fileprivate init(_ sum: TallySum, until end: Instant) throws {
        guard let territory = TerritoryCode(String(sum.key.territory)), let measure = Measure(rawValue: Int(sum.key.measure)),
            let state = TallyState(rawValue: sum.key.state)
        else { throw StoreError.corrupt("the key of a tally") }
        // Whoever asks for all there will ever be asks for no time.
        let (hours, isEndless) = sum.count.multipliedReportingOverflow(by: end.hour)
        let isLate = (state == .unmet || state == .delayed) && !isEndless
        self.init(territory: territory, measure: measure, state: state, count: Int(sum.count), hoursLate: isLate ? Int(hours - sum.weight) : 0)
    }
}

extension Writer {
    /// Adds changes to the tallies of each duty's territory and of all above it; they are summed and written at the end of the body.
    public func addTally(_ changes: some Sequence<TallyChange>) {
        for change in changes where change.count != 0 { tallies.append((change.territory, TallyEntry(change))) }
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
            for row in sum.history {
                let day = try database.sum(row.day, with: Query.historyDay) { values in
                    try values.bind(sum.level, row.key)
                    try values.bind(row.key.knownDay)
                }
                try database.put(Query.setHistoryDay) { values in
                    try values.bind(sum.level, row.key)
                    try values.bind(row.key.knownDay)
                    try values.bind(day, on: row.key.dueDay)
                }
            }
            for row in sum.now {
                let day = try database.sum(row.day, with: Query.day) { try $0.bind(sum.level, row.key) }
                try database.put(Query.setDay) { values in
                    try values.bind(sum.level, row.key)
                    try values.bind(day, on: row.key.dueDay)
                }
            }
        }
        account.note("derived.tallies")
    }

    /// Fewer changes than these are summed where they are.
    private static let worthAhead = 500
}

extension Database {
    /// The hours of a row that is there, if it is, with what is to be added.
    fileprivate func sum(_ day: TallyDay, with query: String, bind: (inout RowBinder) throws -> Void) throws -> TallyDay {
        var sum = TallyDay()
        try step(query, bind: bind) { row in
            guard let stored = TallyDay(packed: row.data(0)) else { throw StoreError.corrupt("the hours of a tally") }
            sum = stored
        }
        sum.add(day)
        return sum
    }
}

extension Database {
    /// Writes the sums that were kept by the hour as rows of days (migration 14).
    func takeOverHourlyTallies() throws {
        try takeOver("SELECT level, territory, measure, state, due_hour, 0, count FROM tally ORDER BY 1, 2, 3, 4, 5", isHistory: false)
        try takeOver(
            """
            SELECT level, territory, measure, state, due_hour, known_hour, count FROM tally_history
            ORDER BY 1, 2, 3, 4, due_hour / 24, known_hour / 24, due_hour, known_hour
            """, isHistory: true)
    }

    private func takeOver(_ query: String, isHistory: Bool) throws {
        var open: (level: TerritoryCode.Level, row: TallySums.Row)?
        func write() throws {
            guard let (level, row) = open, !row.day.hours.isEmpty else { return }
            try put(isHistory ? Query.setHistoryDay : Query.setDay) { values in
                try values.bind(level, row.key)
                if isHistory { try values.bind(row.key.knownDay) }
                try values.bind(row.day, on: row.key.dueDay)
            }
        }
        try step(query, []) { row in
            guard let level = TerritoryCode.Level(rawValue: Int(row.number(0))), let state = TallyEntry.states.firstIndex(of: row.text(3)) else {
                throw StoreError.corrupt("the key of a tally")
            }
            let (due, known) = (row.number(4).inDay, row.number(5).inDay)
            let entry = TallyEntry(
                territory: row.number(1), measure: Int(row.number(2)), state: state, due: due, known: known, count: row.number(6))
            if open.map({ $0.level != level || !$0.row.key.joins(entry) }) ?? true {
                try write()
                open = (level, TallySums.Row(key: entry))
            }
            open?.row.day.append(entry.hour)
        }
        try write()
    }
}

extension RowBinder {
    /// The columns of a tally's key up to the day on which it is due.
    fileprivate mutating func bind(_ level: TerritoryCode.Level, _ entry: TallyEntry) throws {
        try bind(Int64(level.rawValue))
        try bind(entry.territory)
        try bind(Int64(entry.measure))
        try bind(TallyEntry.states[entry.state])
        try bind(entry.dueDay)
    }

    /// The sums of a day and its hours.
    fileprivate mutating func bind(_ day: TallyDay, on number: Int64) throws {
        try bind(day.count)
        try bind(day.weight(on: number))
        try bind(day.packed())
    }
}

extension Int64 {
    /// An hour since 1970 as the day in which it lies and its place there.
    fileprivate var inDay: (day: Int64, hour: UInt8) {
        let day = (self >= 0 ? self : self - TallyDay.length + 1) / TallyDay.length
        return (day, UInt8(self - day * TallyDay.length))
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
