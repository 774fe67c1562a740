import Policy

/// What each day cost in each territory while a replicate runs, and on how many places it was closed.
///
/// What goes on for some time is written down where it begins and where it ends, as much a day from then on, so that it costs the same however
/// long it goes on.
struct Expenses {
    private struct Cell: BitwiseCopyable {
        /// On the day itself.
        var cost = 0.0, closed = 0.0
        /// From the day on, more a day than before.
        var costADay = 0.0, closedADay = 0.0
    }

    private let days: Int
    private let territories: Int
    private let cells: Slab<Cell>
    /// What is spent on everybody (post holders, arrivals, doses), by day; territories share it by their residents.
    private(set) var onAll: [Double]

    init(days: Int, territories: Int) {
        self.days = days
        self.territories = territories
        cells = Slab(repeating: Cell(), count: days * territories)
        onAll = Array(repeating: 0, count: days)
    }

    mutating func reset() {
        cells.fill(Cell())
        for day in onAll.indices { onAll[day] = 0 }
    }

    /// Something of a day; before the first and after the last there is none.
    @inline(__always)
    func add(_ cost: Double, _ day: Int, _ territory: Int) {
        if day >= 0, day < days { cells.base[day &* territories &+ territory].cost += cost }
    }

    /// So much a day between two ticks, neither of them before the first.
    @inline(__always)
    func spread(_ costADay: Double, from: Int32, until: Int32, in territory: Int) {
        begin(costADay, at: Int(from), territory)
        begin(-costADay, at: Int(until), territory)
    }

    @inline(__always)
    private func begin(_ costADay: Double, at tick: Int, _ territory: Int) {
        let day = tick / Tick.perDay
        if day >= days { return }
        let cell = cells.base + (day &* territories &+ territory)
        cell.pointee.cost += costADay * Double((day &+ 1) &* Tick.perDay &- tick) * (1 / Double(Tick.perDay))
        if day &+ 1 < days { (cell + territories).pointee.costADay += costADay }
    }

    /// Places closed for so many place-days a day between two ticks, neither of them before the first.
    func close(_ placesADay: Double, from: Int32, until: Int32, in territory: Int) {
        for (sign, tick) in [(1.0, Int(from)), (-1.0, Int(until))] where tick / Tick.perDay < days {
            let day = tick / Tick.perDay, cell = cells.base + (day * territories + territory)
            cell.pointee.closed += sign * placesADay * Double((day + 1) * Tick.perDay - tick) / Double(Tick.perDay)
            if day + 1 < days { (cell + territories).pointee.closedADay += sign * placesADay }
        }
    }

    /// So much a day spent on everybody between two ticks.
    mutating func spreadOnAll(_ costADay: Double, from: Int, until: Int) {
        for day in onAll.indices {
            let ticks = min(until, (day + 1) * Tick.perDay) - max(from, day * Tick.perDay)
            if ticks > 0 { onAll[day] += costADay * Double(ticks) / Double(Tick.perDay) }
        }
    }

    /// Something of a day spent on everybody.
    mutating func addOnAll(_ cost: Double, day: Int) { if onAll.indices.contains(day) { onAll[day] += cost } }

    /// The books of all days.
    func rows(_ residents: [Int]) -> DailyExpenses {
        var rows: [UInt32] = [], costs: [Double] = [], closed: [Double] = []
        var costADay = [Double](repeating: 0, count: territories), closedADay = costADay
        for day in 0..<days {
            for territory in 0..<territories {
                let row = day * territories + territory, cell = cells[row]
                costADay[territory] += cell.costADay
                closedADay[territory] += cell.closedADay
                let (cost, places) = (Expenses.rounded(cell.cost + costADay[territory]), Expenses.rounded(cell.closed + closedADay[territory]))
                if cost == 0, places == 0 { continue }
                rows.append(UInt32(row))
                costs.append(cost)
                closed.append(places)
            }
        }
        return DailyExpenses(
            territories: territories, rows: rows, costs: costs, closed: closed, onAll: onAll.map(Expenses.rounded), residents: residents)
    }

    /// To a hundredth: what is left of sums that cancel out is none.
    private static func rounded(_ amount: Double) -> Double { (amount * 100).rounded() / 100 + 0 }
}

/// What each day of a replicate cost in each territory, and on how many places it was closed; to a hundredth.
public struct DailyExpenses: Hashable, Sendable, Codable {
    let territories: Int
    /// Of days and territories in which there is anything: which, what it cost, how many places were closed.
    let rows: [UInt32]
    let costs: [Double]
    let closed: [Double]
    /// What is spent on everybody (post holders, arrivals, doses), by day.
    let onAll: [Double]
    /// By which territories share that.
    let residents: [Int]

    /// Cost by day, over all territories or in one, in the policy's currency.
    public func costs(territory: Int? = nil) -> [Double] {
        let share = territory.map { Double(residents[$0]) / Double(max(1, residents.reduce(0, +))) } ?? 1
        return zip(sum(costs, territory), onAll).map { $0 + $1 * share }
    }

    /// Days of closed places by day, over all territories or in one.
    public func closedPlaces(territory: Int? = nil) -> [Double] { sum(closed, territory) }

    private func sum(_ values: [Double], _ territory: Int?) -> [Double] {
        var series = [Double](repeating: 0, count: onAll.count)
        for (index, row) in rows.enumerated() where territory == nil || Int(row) % territories == territory {
            series[Int(row) / territories] += values[index]
        }
        return series
    }
}
