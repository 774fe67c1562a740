import Policy
import Vocabulary

/// What the response knows and does in one replicate: the charts of those it knows or will know, the zones, what is due when, what was used.
struct Response {
    let isActive: Bool
    var charts = Charts()
    var zones: Zones
    private var heap: [Event] = []
    private var serial: UInt32 = 0
    /// Infected and not yet found, by territory: whom rounds and zones can find.
    var unfound: [[UInt32]]
    /// When the first infection was found in each territory.
    var firstFound: [Int32]
    var rounds: [Round]
    var used = [Double](repeating: 0, count: UnitCosts.Item.allCases.count)

    /// Charts from which on those of whom nothing can follow are dropped.
    var purgeAt = 1 << 20

    private let setup: Setup

    /// Something that is due.
    struct Event: BitwiseCopyable {
        var tick: Int32
        var serial: UInt32
        var kind: Kind
        var person: UInt32
        var detail: Int32

        /// What can be due.
        enum Kind: UInt8, BitwiseCopyable {
            /// Somebody with symptoms sees a doctor.
            case care
            /// A positive result comes; `detail` is the route.
            case result
            /// A test of somebody under control; `detail` is the episode and the number of the test.
            case controlTest
            /// A test of a post holder.
            case postTest
            /// The contacts of a case are listed.
            case list
            /// A zone may be lifted; `person` is its first resident, `detail` the level.
            case lift
            /// A screening round in a territory (`person`).
            case round
            /// Somebody arrives infected; `person` is the stream, `detail` a number.
            case arrival
            /// The test on landing, or one of several days.
            case arrivalTest
        }
    }

    /// The state of screening in a territory.
    struct Round {
        var isRunning = false
        var clean = 0
        var foundSince = false
        var final = 0
    }

    init(_ setup: Setup) {
        self.setup = setup
        isActive = setup.measures.isActive && !setup.isRandom || setup.isRandom && setup.measures.testsSymptoms
        zones = Zones(setup.population, setup.scenario.policy.zones)
        unfound = Array(repeating: [], count: setup.population.territories.count)
        firstFound = Array(repeating: Tick.never, count: setup.population.territories.count)
        rounds = Array(repeating: Round(), count: setup.population.territories.count)
    }

    mutating func reset() {
        charts.reset()
        zones.reset()
        heap.removeAll(keepingCapacity: true)
        serial = 0
        for index in unfound.indices { unfound[index].removeAll(keepingCapacity: true) }
        for index in firstFound.indices { firstFound[index] = Tick.never }
        for index in rounds.indices { rounds[index] = Round() }
        for index in used.indices { used[index] = 0 }
        purgeAt = 1 << 20
    }

    /// Adds to what was used.
    @inline(__always)
    mutating func use(_ item: UnitCosts.Item, _ amount: Double) { used[item.number] += amount }
}

extension Response {
    /// The tick of what is due next.
    @inline(__always)
    func nextTick() -> Int? { heap.first.map { Int($0.tick) } }

    /// Puts something on the list; what is due after the last day never comes.
    mutating func plan(_ kind: Event.Kind, at tick: Int32, person: UInt32, detail: Int32 = 0) {
        guard Int(tick) < setup.ticks else { return }
        serial += 1
        heap.append(Event(tick: tick, serial: serial, kind: kind, person: person, detail: detail))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if !precedes(child, parent) { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes what is due next.
    mutating func nextEvent() -> Event {
        let event = heap[0]
        let last = heap.removeLast()
        guard !heap.isEmpty else { return event }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) { least = child }
            if least == parent { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return event
    }

    @inline(__always)
    private func precedes(_ left: Int, _ right: Int) -> Bool {
        heap[left].tick == heap[right].tick ? heap[left].serial < heap[right].serial : heap[left].tick < heap[right].tick
    }
}

extension UnitCosts.Item {
    /// Its number in the order of declaration.
    var number: Int {
        switch self {
        case .singleTest: 0
        case .pooledTube: 1
        case .sampling: 2
        case .antigenTest: 3
        case .centralDay: 4
        case .homeIsolationDay: 5
        case .homeMonitoringDay: 6
        case .wardDay: 7
        case .intensiveCareDay: 8
        case .zonePersonDay: 9
        case .placeClosedDay: 10
        case .gatheringRefused: 11
        case .tracedContact: 12
        case .investigatedCase: 13
        case .vaccineDose: 14
        case .checkpointDay: 15
        }
    }
}
