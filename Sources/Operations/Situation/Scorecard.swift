import Storage
import Vocabulary

/// Obligations met in time ÷ obligations due, by measure and territory.
public struct Scorecard: Hashable, Sendable {
    /// The territory.
    public let territory: TerritoryCode
    /// The columns: the children that have duties, by code.
    public let children: [TerritoryCode]
    private var cells: [Place: Cell] = [:]

    private struct Place: Hashable {
        var measure: Measure
        var territory: TerritoryCode
    }

    /// One measure in one territory.
    public struct Cell: Hashable, Sendable {
        /// Met, not after they were due.
        public var metInTime = 0
        /// Met after they were due.
        public var metLate = 0
        /// Due and not met: still to be done, or missed.
        public var overdue = 0
        /// Of the overdue those that can no longer be met.
        public var missed = 0
        /// The hours that were lost: of every duty from the hour in which it was due until it was met or closed, or until now.
        public var hoursLost = 0

        /// All that had fallen due.
        public var due: Int { metInTime + metLate + overdue }
        /// Share met in time, 0…1; nil where nothing was due.
        public var share: Double? { due == 0 ? nil : Double(metInTime) / Double(due) }
        /// Due, unmet, and still to be done.
        public var late: Int { overdue - missed }
        /// Hours lost for a hundred duties due: what compares territories of different size; nil where nothing was due.
        public var hoursLostPerHundred: Double? { due == 0 ? nil : Double(hoursLost) * 100 / Double(due) }

        /// What the sums of one territory make.
        public init(_ tallies: [Tally] = []) {
            for tally in tallies { add(tally) }
        }

        mutating func add(_ tally: Tally) {
            hoursLost += tally.hoursLate
            switch tally.state {
            case .metInTime: metInTime += tally.count
            case .metLate: metLate += tally.count
            case .unmet: overdue += tally.count
            case .missed:
                overdue += tally.count
                missed += tally.count
            case .delayed: break
            }
        }

        /// What fell due between two moments, of the cells at each: duties, and the hours lost in between.
        public static func - (later: Cell, earlier: Cell) -> Cell {
            var cell = Cell()
            cell.metInTime = later.metInTime - earlier.metInTime
            cell.metLate = later.metLate - earlier.metLate
            cell.overdue = later.overdue - earlier.overdue
            cell.missed = later.missed - earlier.missed
            cell.hoursLost = later.hoursLost - earlier.hoursLost
            return cell
        }
    }

    /// The scorecard that the sums of `territory` make.
    public init(of territory: TerritoryCode, _ tallies: [Tally]) {
        self.territory = territory
        children = Set(tallies.map(\.territory)).subtracting([territory]).sorted()
        for tally in tallies {
            cells[Place(measure: tally.measure, territory: tally.territory), default: Cell()].add(tally)
            if tally.territory != territory { cells[Place(measure: tally.measure, territory: territory), default: Cell()].add(tally) }
        }
    }

    /// One measure in the territory itself or one of its children.
    public func cell(_ measure: Measure, in territory: TerritoryCode) -> Cell {
        cells[Place(measure: measure, territory: territory)] ?? Cell()
    }

    /// One measure in the whole territory.
    public func total(_ measure: Measure) -> Cell { cell(measure, in: territory) }
}
