import Policy
import Vocabulary

/// What is kept of a resident whom infection or control has touched.
struct Chart: BitwiseCopyable {
    var person: UInt32
    var territory: UInt16
    var age: UInt8
    var occupation: Occupation
    /// Ticks; ``Tick/never`` where it has not happened.
    var infectedAt = Tick.never
    var onset = Tick.never
    /// When the first positive specimen was taken.
    var positiveAt = Tick.never
    var foundAt = Tick.never
    var isolatedFrom = Tick.never
    var isolatedUntil = Tick.never
    /// Control for a reason other than being a case: since when, and until when at most.
    var heldFrom = Tick.never
    var heldUntil: Int32 = .min
    /// The place in the order in which people came into the isolation sites of the territory; negative for those who never did.
    var room: Int32 = -1
    /// Days from which and at which the schedule was laid.
    var anchor: Int16 = 0
    var entryDay: Int16 = 0
    var reason: Reason = .none
    /// How the case is isolated, by the mode's number.
    var isolation: UInt8 = 0
    /// Counts the times somebody came under control, so that tests planned for an earlier time are not taken.
    var episode: UInt8 = 0
    private var marks: UInt8 = 0

    init(person: UInt32, territory: UInt16, age: UInt8, occupation: Occupation) {
        self.person = person
        self.territory = territory
        self.age = age
        self.occupation = occupation
    }

    /// Whether the days and tests of the control are counted for the person, not with all residents of a zone.
    @inline(__always)
    var isBooked: Bool {
        get { marks & 1 != 0 }
        set { marks = newValue ? marks | 1 : marks & ~1 }
    }

    /// Whether the person works in an isolation site.
    var worksInSite: Bool {
        get { marks & 2 != 0 }
        set { marks = newValue ? marks | 2 : marks & ~2 }
    }

    /// Why somebody is under control.
    enum Reason: UInt8, CaseIterable, BitwiseCopyable {
        case none, close, secondary, exposedAtPlace, general
        case high, medium, low, affectedProvince, unaffected, abroad
        case sealedZone, controlledZone

        init(_ degree: ContactDegree) {
            switch degree {
            case .close: self = .close
            case .secondary: self = .secondary
            case .exposedAtPlace: self = .exposedAtPlace
            case .general: self = .general
            }
        }

        init(_ risk: OriginRisk) {
            switch risk {
            case .high: self = .high
            case .medium: self = .medium
            case .low: self = .low
            case .affectedProvince: self = .affectedProvince
            case .unaffected: self = .unaffected
            case .abroad: self = .abroad
            }
        }
    }
}

/// The charts of everybody touched, by resident: an open-addressed index over charts that lie in a row.
struct Charts {
    /// Who stands in which row.
    private struct Slot: BitwiseCopyable {
        var person: UInt32
        var row: UInt32
    }

    private var rows: Slab<Chart>
    private var slots: Slab<Slot>
    private var mask: UInt32
    private(set) var count = 0

    private static var empty: Slot { Slot(person: .max, row: .max) }

    init() {
        rows = Slab(uninitialized: 1024, of: Chart.self)
        slots = Slab(repeating: Charts.empty, count: 4096)
        mask = 4095
    }

    /// All of them, until one is added.
    var all: UnsafeBufferPointer<Chart> { UnsafeBufferPointer(start: rows.base, count: count) }

    mutating func reset() {
        if count == 0 { return }
        count = 0
        slots.fill(Charts.empty)
    }

    /// The number of a resident's chart.
    @inline(__always)
    func index(of person: UInt32) -> Int? {
        let slots = self.slots.base
        var at = Charts.first(person) & mask
        while true {
            let slot = slots[Int(at)]
            if slot.person == person, slot.row != .max { return Int(slot.row) }
            if slot.row == .max { return nil }
            at = (at &+ 1) & mask
        }
    }

    /// What stands where a resident's chart would be looked for first.
    @inline(__always)
    func slot(of person: UInt32) -> UInt32 { slots.base[Int(Charts.first(person) & mask)].row }

    @inline(__always)
    subscript(index: Int) -> Chart {
        get { rows.base[index] }
        nonmutating _modify { yield &rows.base[index] }
    }

    /// Where a chart lies until another is added, for those who read little of it and write little.
    @inline(__always)
    func address(of index: Int) -> UnsafeMutablePointer<Chart> { rows.base + index }

    /// Adds a chart of somebody who has none.
    @inline(__always)
    mutating func add(_ chart: Chart) -> Int {
        if count == rows.count || (count + 1) * 2 > slots.count { grow() }
        rows.base[count] = chart
        place(count)
        count += 1
        return count - 1
    }

    /// Forgets everybody of whom nothing can follow any more: infection and control long over.
    mutating func purge(before tick: Int32) {
        var kept = 0
        for chart in all where chart.infectedAt >= tick && chart.infectedAt != Tick.never || chart.heldUntil >= tick && chart.heldFrom != Tick.never {
            rows.base[kept] = chart
            kept += 1
        }
        count = kept
        rehash(slots.count)
    }

    private mutating func grow() {
        if count == rows.count {
            let larger = Slab(uninitialized: rows.count * 2, of: Chart.self)
            larger.base.update(from: rows.base, count: count)
            rows = larger
        }
        if (count + 1) * 2 > slots.count { rehash(slots.count * 2) }
    }

    private mutating func rehash(_ size: Int) {
        slots = Slab(repeating: Charts.empty, count: size)
        mask = UInt32(size - 1)
        for index in 0..<count { place(index) }
    }

    @inline(__always)
    private func place(_ index: Int) {
        let person = rows.base[index].person
        var at = Charts.first(person) & mask
        while slots.base[Int(at)].row != .max { at = (at &+ 1) & mask }
        slots.base[Int(at)] = Slot(person: person, row: UInt32(index))
    }

    @inline(__always)
    private static func first(_ person: UInt32) -> UInt32 { (person &* 0x9E37_79B1) >> 8 }
}
