/// What is counted for each day and territory.
public enum Count: Int, CaseIterable, Sendable {
    // The first are the infections by layer, in the order of ``Layer``.
    case household, classroom, workplace, careHome, ward, isolationSite, social, venue, gathering, transport, mixing, seed, imported
    /// Onsets of symptoms.
    case symptomatic
    /// Infections found, by how.
    case foundInClinic, foundAsContact, foundOnArrival, foundAtPost, foundInRound
    /// Of those found: not under control when the specimen was taken.
    case foundOutside
    /// Beds taken and given back.
    case wardIn, wardOut, intensiveIn, intensiveOut
    /// People who come under control and whose control ends, by how strict it is.
    case centralIn, centralOut, homeIn, homeOut, monitoredIn, monitoredOut
    /// People traced as close and as secondary contacts.
    case closeContacts, secondaryContacts
    /// Tests of persons (specimens), tubes after pooling.
    case tests, tubes
    /// Residents of zones declared and lifted.
    case zonedIn, zonedOut

    /// Its name in the output.
    public var key: String { String(describing: self) }

    static let count = allCases.count
}

/// The counts of one replicate while it runs.
struct Ledger {
    let days: Int
    let territories: Int
    private let cells: Slab<Int32>

    init(days: Int, territories: Int) {
        self.days = days
        self.territories = territories
        cells = Slab(repeating: 0, count: days * territories * Count.count)
    }

    func reset() { cells.fill(0) }

    /// Counts; what lies after the last day falls away, what lies before the first is counted on it.
    @inline(__always)
    func add(_ count: Count, day: Int, territory: Int, _ number: Int32 = 1) {
        if day >= days { return }
        cells[(max(0, day) &* territories &+ territory) &* Count.count &+ count.rawValue] &+= number
    }

    /// Counts tests of persons, each with a tube of its own.
    @inline(__always)
    func addSingleTests(day: Int, territory: Int, _ number: Int32) {
        if day >= days { return }
        let row = cells.base + (max(0, day) &* territories &+ territory) &* Count.count
        row[Count.tests.rawValue] &+= number
        row[Count.tubes.rawValue] &+= number
    }

    @inline(__always)
    func addInfection(_ layer: Layer, day: Int, territory: Int) {
        if day >= days { return }
        cells[(max(0, day) &* territories &+ territory) &* Count.count &+ Int(layer.rawValue)] &+= 1
    }

    /// What was counted on a day in a territory.
    func number(_ count: Count, day: Int, territory: Int) -> Int32 {
        day < days ? cells[(max(0, day) &* territories &+ territory) &* Count.count &+ count.rawValue] : 0
    }

    /// Infections counted on a day in a territory.
    func infections(onDay day: Int, territory: Int) -> Int32 {
        let first = (day &* territories &+ territory) &* Count.count
        return (0..<Layer.count).reduce(0) { $0 &+ cells[first &+ $1] }
    }

    /// The rows in which anything was counted.
    func rows() -> DailyCounts {
        var rows: [UInt32] = []
        var values: [Int32] = []
        for row in 0..<days * territories {
            let first = row * Count.count
            var any: Int32 = 0
            for column in 0..<Count.count { any |= cells[first + column] }
            if any == 0 { continue }
            rows.append(UInt32(row))
            values.append(contentsOf: UnsafeBufferPointer(start: cells.base + first, count: Count.count))
        }
        return DailyCounts(days: days, territories: territories, rows: rows, values: values)
    }
}

/// The counts of one replicate: only rows (day × territory) in which there is anything.
public struct DailyCounts: Hashable, Sendable, Codable {
    /// Days counted.
    public let days: Int
    /// Territories counted.
    public let territories: Int
    let rows: [UInt32]
    let values: [Int32]

    /// Calls `body` with every day, territory and the counts in the order of ``Count``.
    public func forEach(_ body: (_ day: Int, _ territory: Int, _ counts: ArraySlice<Int32>) -> Void) {
        for (index, row) in rows.enumerated() {
            body(Int(row) / territories, Int(row) % territories, values[index * Count.count..<(index + 1) * Count.count])
        }
    }

    /// One count by day, over all territories or in one.
    public func series(_ count: Count, territory: Int? = nil) -> [Int] {
        var series = [Int](repeating: 0, count: days)
        for (index, row) in rows.enumerated() where territory == nil || Int(row) % territories == territory {
            series[Int(row) / territories] += Int(values[index * Count.count + count.rawValue])
        }
        return series
    }

    /// One count over all days and territories.
    public func total(_ count: Count) -> Int {
        var sum = 0
        for index in rows.indices { sum += Int(values[index * Count.count + count.rawValue]) }
        return sum
    }

    /// New infections by day, seeds and imports included.
    public func infections(territory: Int? = nil) -> [Int] {
        var series = [Int](repeating: 0, count: days)
        for (index, row) in rows.enumerated() where territory == nil || Int(row) % territories == territory {
            let first = index * Count.count
            series[Int(row) / territories] += values[first..<first + Layer.count].reduce(0) { $0 + Int($1) }
        }
        return series
    }

    /// A stock by day from what comes and goes.
    public func stock(_ entries: Count, _ exits: Count, territory: Int? = nil) -> [Int] {
        var level = 0
        return zip(series(entries, territory: territory), series(exits, territory: territory)).map { entering, leaving in
            level += entering - leaving
            return level
        }
    }
}
