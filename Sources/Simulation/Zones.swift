import Policy
import Vocabulary

/// The risk areas in force.
///
/// A zone is a stretch of consecutive residents of a territory, cut where the policy's unit says: about 3 people for a household, 120 for a
/// building, 1,500 for a compound or village, 30,000 for a street. Around a high zone lie five units of the middle level, the rest of the
/// territory is low.
struct Zones {
    /// A zone in force.
    struct Zone {
        var territory: Int
        var first: UInt32
        var residents: Int
        var declared: Int32
        var lastFound: Int32
        var isLifted = false
    }

    private let population: Population
    private let rules: ZoneRules
    let unit: UInt32
    /// Whether the policy has rules for each level, in the order of declaration.
    private let hasRules: [Bool]
    private(set) var high = ZoneTable()
    private(set) var medium = ZoneTable()
    private(set) var low: [Zone?]
    /// Zones in force in each territory: mostly none, and then nothing is looked up.
    private(set) var inForce: [Int32]

    init(_ population: Population, _ rules: ZoneRules) {
        self.population = population
        self.rules = rules
        hasRules = ZoneLevel.allCases.map { rules.levels[$0] != nil }
        unit =
            switch rules.unit {
            case .household: 3
            case .building: 120
            case .compound, .village: 1_500
            case .street: 30_000
            }
        low = Array(repeating: nil, count: population.territories.count)
        inForce = Array(repeating: 0, count: population.territories.count)
    }

    mutating func reset() {
        high.reset()
        medium.reset()
        for index in low.indices {
            low[index] = nil
            inForce[index] = 0
        }
    }

    /// The number in ``PlaceLimits/levels`` of the level in which a resident lives.
    @inline(__always)
    func level(_ person: UInt32, in territory: Int) -> Int {
        if inForce[territory] == 0 { return 0 }
        if high.contains(stretch(person, territory, unit)) { return 3 }
        if medium.contains(stretch(person, territory, unit * 5)) { return 2 }
        return low[territory] == nil ? 0 : 1
    }

    /// The high zone in which a resident lives.
    func highZone(_ person: UInt32, in territory: Int) -> Zone? { high[stretch(person, territory, unit)] }

    /// When the first of the zones in force in which a resident lives was declared.
    func declared(around person: UInt32, in territory: Int) -> Int32? {
        [highZone(person, in: territory), medium[stretch(person, territory, unit * 5)], low[territory]].compactMap { $0?.declared }.min()
    }

    @inline(__always)
    private func stretch(_ person: UInt32, _ territory: Int, _ length: UInt32) -> UInt32 {
        let start = population.starts[territory]
        return start &+ (person &- start) / length &* length
    }

    /// Declares or prolongs the zones around an infection found at `tick`; returns those newly declared.
    mutating func found(_ person: UInt32, in territory: Int, at tick: Int32) -> [(level: ZoneLevel, zone: Zone)] {
        guard rules.scheme != .none else { return [] }
        var declared: [(ZoneLevel, Zone)] = []
        for level in [ZoneLevel.high, .medium, .low] where hasRules[Int(level.number)] {
            let length: UInt32 = level == .high ? unit : level == .medium ? unit * 5 : population.sizes[territory]
            let first = level == .low ? population.starts[territory] : stretch(person, territory, length)
            if var zone = self[level, first, territory] {
                zone.lastFound = tick
                self[level, first, territory] = zone
                continue
            }
            let residents = Int(min(length, population.starts[territory] &+ population.sizes[territory] &- first))
            let zone = Zone(territory: territory, first: first, residents: residents, declared: tick, lastFound: tick)
            self[level, first, territory] = zone
            inForce[territory] += 1
            declared.append((level, zone))
        }
        return declared
    }

    /// Lifts a zone.
    mutating func lift(_ level: ZoneLevel, _ zone: Zone) {
        self[level, zone.first, zone.territory] = nil
        inForce[zone.territory] -= 1
    }

    /// The zone of a level that begins with a resident.
    subscript(level: ZoneLevel, first: UInt32, territory: Int) -> Zone? {
        get {
            switch level {
            case .high: high[first]
            case .medium: medium[first]
            case .low: low[territory]
            }
        }
        set {
            switch level {
            case .high: high[first] = newValue
            case .medium: medium[first] = newValue
            case .low: low[territory] = newValue
            }
        }
    }

    /// Residents of the zones of the given levels in a territory; a high zone's are not counted again with the middle one around it.
    func residents(in territory: Int, levels: Set<ZoneLevel>) -> Int {
        var sum = 0
        if levels.contains(.medium) { sum += medium.inForce.reduce(0) { $0 + ($1.territory == territory ? $1.residents : 0) } }
        if levels.contains(.high), !levels.contains(.medium) {
            sum += high.inForce.reduce(0) { $0 + ($1.territory == territory ? $1.residents : 0) }
        }
        if levels.contains(.low), let zone = low[territory] { sum = zone.residents }
        return sum
    }
}

/// The zones of a level by their first resident: an open-addressed index over zones in the order in which they were declared.
///
/// A zone that is lifted keeps its place, for the next one there.
struct ZoneTable {
    private var zones: [Zones.Zone] = []
    private var slots: Slab<UInt32>

    private static let empty = UInt32.max

    init() { slots = Slab(repeating: ZoneTable.empty, count: 256) }

    mutating func reset() {
        if zones.isEmpty { return }
        zones.removeAll(keepingCapacity: true)
        slots.fill(ZoneTable.empty)
    }

    /// The zones not lifted, in the order of first declaration.
    var inForce: [Zones.Zone] { zones.filter { !$0.isLifted } }

    /// Whether a zone that begins with a resident is in force.
    @inline(__always)
    func contains(_ first: UInt32) -> Bool {
        let row = slots[place(first)]
        return row != ZoneTable.empty && !zones[Int(row)].isLifted
    }

    /// The zone in force that begins with a resident; nil lifts it.
    subscript(first: UInt32) -> Zones.Zone? {
        get { contains(first) ? zones[Int(slots[place(first)])] : nil }
        set {
            let row = slots[place(first)]
            if row != ZoneTable.empty {
                if let newValue { zones[Int(row)] = newValue } else { zones[Int(row)].isLifted = true }
            } else if let newValue {
                if (zones.count + 1) * 2 > slots.count { grow() }
                slots[place(first)] = UInt32(zones.count)
                zones.append(newValue)
            }
        }
    }

    /// The slot in which a zone stands or would stand.
    @inline(__always)
    private func place(_ first: UInt32) -> Int {
        let mask = slots.count - 1
        var at = Int((first &* 0x9E37_79B1) >> 8) & mask
        while slots[at] != ZoneTable.empty, zones[Int(slots[at])].first != first { at = (at + 1) & mask }
        return at
    }

    private mutating func grow() {
        slots = Slab(repeating: ZoneTable.empty, count: slots.count * 2)
        for (row, zone) in zones.enumerated() { slots[place(zone.first)] = UInt32(row) }
    }
}
