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
    /// Days from which and at which the schedule was laid.
    var anchor: Int16 = 0
    var entryDay: Int16 = 0
    var reason: Reason = .none
    /// How the case is isolated, by the mode's number.
    var isolation: UInt8 = 0
    /// Counts the times somebody came under control, so that tests planned for an earlier time are not taken.
    var episode: UInt8 = 0
    /// Whether the days and tests of the control are counted for the person, not with all residents of a zone.
    var isBooked = false

    /// Why somebody is under control.
    enum Reason: UInt8, BitwiseCopyable {
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

extension Measures {
    /// The schedule by which somebody is held for a reason.
    func schedule(_ reason: Chart.Reason) -> LaidSchedule? {
        switch reason {
        case .none: nil
        case .close: close
        case .secondary: secondary
        case .exposedAtPlace: exposedAtPlace
        case .general: general
        case .high: arrivals[.high]
        case .medium: arrivals[.medium]
        case .low: arrivals[.low]
        case .affectedProvince: arrivals[.affectedProvince]
        case .unaffected: arrivals[.unaffected]
        case .abroad: arrivals[.abroad]
        case .sealedZone: zones[.high]
        case .controlledZone: zones[.medium]
        }
    }
}

/// The charts of everybody touched, by resident: an open-addressed index over an array.
struct Charts {
    private(set) var all: [Chart] = []
    private var slots: [UInt32]
    private var mask: UInt32

    private static let empty = UInt32.max

    init() {
        slots = Array(repeating: Charts.empty, count: 4096)
        mask = 4095
    }

    mutating func reset() {
        if all.isEmpty { return }
        all.removeAll(keepingCapacity: true)
        slots.withUnsafeMutableBufferPointer { $0.update(repeating: Charts.empty) }
    }

    /// The number of a resident's chart.
    @inline(__always)
    func index(of person: UInt32) -> Int? {
        var slot = ((person &* 0x9E37_79B1) >> 5) & mask
        while true {
            let found = slots[Int(slot)]
            if found == Charts.empty { return nil }
            if all[Int(found)].person == person { return Int(found) }
            slot = (slot &+ 1) & mask
        }
    }

    @inline(__always)
    subscript(index: Int) -> Chart {
        get { all[index] }
        _modify { yield &all[index] }
    }

    /// Adds a chart of somebody who has none.
    mutating func add(_ chart: Chart) -> Int {
        if (all.count + 1) * 2 > slots.count { rehash(slots.count * 2) }
        all.append(chart)
        place(all.count - 1)
        return all.count - 1
    }

    /// Forgets everybody of whom nothing can follow any more: infection and control long over.
    mutating func purge(before tick: Int32) {
        all.removeAll { chart in
            (chart.infectedAt == Tick.never || chart.infectedAt < tick) && (chart.heldFrom == Tick.never || chart.heldUntil < tick)
        }
        rehash(max(4096, slots.count))
    }

    private mutating func rehash(_ count: Int) {
        slots = Array(repeating: Charts.empty, count: count)
        mask = UInt32(count - 1)
        for index in all.indices { place(index) }
    }

    private mutating func place(_ index: Int) {
        var slot = ((all[index].person &* 0x9E37_79B1) >> 5) & mask
        while slots[Int(slot)] != Charts.empty { slot = (slot &+ 1) & mask }
        slots[Int(slot)] = UInt32(index)
    }
}
