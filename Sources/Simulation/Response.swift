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
    let used = Slab<Double>(repeating: 0, count: UnitCosts.Item.allCases.count)

    /// Who came into the isolation sites of each territory, in the order of coming.
    var occupants: [[UInt32]]
    /// Contacts named and not yet gone through.
    var named: [Named] = []
    /// What looking them up in advance came to, kept so that it is done.
    var seen: UInt32 = 0

    /// What people held alike have in common, and how many of them have yet to be counted.
    var booking: Booking?
    var booked: Int32 = 0

    /// Charts from which on those of whom nothing can follow are dropped.
    var purgeAt = 1 << 20

    private let setup: Setup

    /// Control from a moment on, by which days and tests are counted.
    struct Booking: Equatable {
        var reason: Chart.Reason
        var territory: UInt16
        var anchor: Int16
        var entryDay: Int16
        var heldFrom: Int32
        var heldUntil: Int32
        var tick: Int32
        /// Whether what was counted before is taken back.
        var isTakenBack: Bool
    }

    /// Somebody named as a contact.
    struct Named {
        var person: UInt32
        var territory: Int
        var degree: ContactDegree
        /// The day of the last exposure.
        var lastDay: Int
        /// Before which nobody lets them go.
        var gate: Int32
    }

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
        occupants = Array(repeating: [], count: setup.population.territories.count)
        rounds = Array(repeating: Round(), count: setup.population.territories.count)
    }

    mutating func reset() {
        charts.reset()
        zones.reset()
        heap.removeAll(keepingCapacity: true)
        serial = 0
        for index in unfound.indices { unfound[index].removeAll(keepingCapacity: true) }
        for index in occupants.indices { occupants[index].removeAll(keepingCapacity: true) }
        for index in firstFound.indices { firstFound[index] = Tick.never }
        for index in rounds.indices { rounds[index] = Round() }
        used.fill(0)
        booking = nil
        booked = 0
        purgeAt = 1 << 20
    }

    /// Adds to what was used.
    @inline(__always)
    func use(_ item: UnitCosts.Item, _ amount: Double) { used.base[item.number] += amount }
}

extension Response {
    /// The tick of what is due next.
    @inline(__always)
    func nextTick() -> Int? { heap.first.map { Int($0.tick) } }

    /// Puts something on the list; what was due before the first day is due when it begins, what is due after the last never comes.
    mutating func plan(_ kind: Event.Kind, at due: Int32, person: UInt32, detail: Int32 = 0) {
        let tick = max(0, due)
        guard Int(tick) < setup.ticks else { return }
        serial += 1
        let event = Event(tick: tick, serial: serial, kind: kind, person: person, detail: detail)
        heap.append(event)
        var place = heap.count - 1
        while place > 0, event.precedes(heap[(place - 1) / 2]) {
            heap[place] = heap[(place - 1) / 2]
            place = (place - 1) / 2
        }
        heap[place] = event
    }

    /// Takes what is due next.
    mutating func nextEvent() -> Event {
        let event = heap[0]
        let last = heap.removeLast()
        if heap.isEmpty { return event }
        var place = 0
        while true {
            var child = 2 * place + 1
            if child >= heap.count { break }
            if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
            if !heap[child].precedes(last) { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = last
        return event
    }
}

extension Response.Event {
    /// What is due earlier comes first, of simultaneous events the one planned first.
    @inline(__always)
    fileprivate func precedes(_ other: Response.Event) -> Bool { tick == other.tick ? serial < other.serial : tick < other.tick }
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
