import Vocabulary

/// A grid 网格: the doors of a village that one head and one team answer for (`domain.md` §10.3–10.4). It is a territory of fifteen digits, and
/// this fact is about that territory; `happenedAt` is when it was laid out so.
///
/// Which households lie in a grid follows from the buildings it lists, so that a household in no grid, or in two, can be seen.
public struct Grid: Hashable, Sendable, Codable {
    /// Its code of fifteen digits.
    public var territory: TerritoryCode
    /// What people call it.
    public var name: String
    /// The buildings, or groups of a village, whose households lie in it, as the households name them.
    public var buildings: [String]
    /// Who works in it.
    public var team: [Member]

    /// Somebody of a grid's team.
    public struct Member: Hashable, Sendable, Codable {
        /// In what part, by the policy's word: `gridHead`, `police`, `health`.
        public var part: String
        /// Who.
        public var name: String

        /// A member from its parts.
        public init(part: String, name: String) {
            self.part = part
            self.name = name
        }
    }

    /// From its parts.
    public init(territory: TerritoryCode, name: String, buildings: [String], team: [Member] = []) {
        self.territory = territory
        self.name = name
        self.buildings = buildings
        self.team = team
    }
}

/// That every door of a grid is to be knocked at 敲门行动; `happenedAt` is the order. What comes of each call is a `HouseholdVisit` about it.
public struct DoorRound: Hashable, Sendable, Codable {
    /// What it is about.
    public var title: String
    /// The grid.
    public var grid: TerritoryCode
    /// The households that lay in the grid when it was ordered.
    public var doors: [Reference<Household>]
    /// By when, if the order says so; nil: within the policy's time.
    public var due: Instant?

    /// From its parts.
    public init(title: String, grid: TerritoryCode, doors: [Reference<Household>], due: Instant? = nil) {
        self.title = title
        self.grid = grid
        self.doors = doors
        self.due = due
    }
}

extension HouseholdVisit.Outcome {
    /// Whether nobody need call at the door again.
    public var isSettled: Bool { self != .notAtHome }
}

/// Which households lie in which grids of a village, and where that is not exactly one.
public struct GridMap: Hashable, Sendable {
    /// A building with its households and the grids that list it.
    public struct Building: Hashable, Sendable {
        /// Its name; nil: households without one.
        public let name: String?
        /// Its households, the first recorded first.
        public internal(set) var households: [Recorded<Household>]
        /// The grids that list it, by code.
        public internal(set) var grids: [TerritoryCode]

        /// Whether its households lie in exactly one grid.
        public var isWhole: Bool { grids.count == 1 }
    }

    /// The buildings in the order of their first household.
    public let buildings: [Building]

    /// The map of a village. Complexity: O(households + buildings of grids).
    public init(households: [Recorded<Household>], grids: [Grid]) {
        var listing: [String: [TerritoryCode]] = [:]
        for grid in grids.sorted(by: { $0.territory < $1.territory }) {
            for building in Set(grid.buildings) { listing[building, default: []].append(grid.territory) }
        }
        var places: [String?: Int] = [:]
        var found: [Building] = []
        for household in households {
            let name = household.value.building
            if let place = places[name] {
                found[place].households.append(household)
            } else {
                places[name] = found.count
                found.append(Building(name: name, households: [household], grids: name.flatMap { listing[$0] } ?? []))
            }
        }
        buildings = found
    }

    /// The households of a grid.
    public func households(of grid: TerritoryCode) -> [Recorded<Household>] {
        buildings.filter { $0.grids.contains(grid) }.flatMap(\.households)
    }

    /// The buildings whose households lie in no grid, or in several.
    public var gaps: [Building] { buildings.filter { !$0.isWhole } }
}

extension Grid: FactValue {
    /// The grid, if the fact describes one.
    public static func value(in fact: Fact) -> Grid? { if case .grid(let value) = fact { value } else { nil } }
}

extension DoorRound: FactValue {
    /// The round of calls, if the fact orders one.
    public static func value(in fact: Fact) -> DoorRound? { if case .doorRound(let value) = fact { value } else { nil } }
}

extension Household: FactValue {
    /// The household, if the fact describes one.
    public static func value(in fact: Fact) -> Household? { if case .household(let value) = fact { value } else { nil } }
}

extension HouseholdVisit: FactValue {
    /// The call at a door, if the fact is one.
    public static func value(in fact: Fact) -> HouseholdVisit? { if case .householdVisit(let value) = fact { value } else { nil } }
}
