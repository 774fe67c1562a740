import Policy
import Vocabulary

/// What the response knows and does in one replicate: the charts of those it knows or will know, the zones, what is due when, what was used.
struct Response: ~Copyable {
    let isActive: Bool
    var charts = Charts()
    var zones: Zones
    var agenda: Agenda
    /// Infected and not yet found, by territory: whom rounds and zones can find.
    var unfound: [[UInt32]]
    /// When the first infection was found in each territory.
    var firstFound: [Int32]
    var rounds: [Round]
    /// Contacts reached on the latest day on which any was, by territory.
    private var reached: [(day: Int32, count: Int32)]
    let used = Slab<Double>(repeating: 0, count: UnitCosts.Item.allCases.count)
    /// What that cost, day by day, and what each thing costs.
    var expenses: Expenses
    private let prices: Slab<Double>
    /// How far behind the laboratories of each territory are.
    var laboratories: [Laboratory]

    /// Who came into the isolation sites of each territory, in the order of coming.
    var occupants: [[UInt32]]
    /// Contacts named and not yet gone through.
    var named = Pile<Named>()
    /// What looking them up in advance came to, kept so that it is done.
    var seen: UInt32 = 0

    /// What is yet to be counted of people's control.
    var bookings = Bookings()

    /// Charts from which on those of whom nothing can follow are dropped.
    var purgeAt = 1 << 20

    /// Somebody named as a contact.
    struct Named: BitwiseCopyable {
        var person: UInt32
        /// The day of the last exposure.
        var lastDay: Int32
        var territory: UInt16
        /// What the meeting makes of them.
        var reason: Chart.Reason
    }

    /// Tubes that laboratories had not run when a day began.
    struct Laboratory {
        var day = 0
        var backlog = 0.0
    }

    /// The state of screening in a territory.
    struct Round {
        var isRunning = false
        var clean = 0
        var foundSince = false
        var final = 0
    }

    init(_ setup: Setup) {
        agenda = Agenda(ticks: setup.ticks)
        isActive = setup.measures.isActive && !setup.isRandom || setup.isRandom && setup.measures.testsSymptoms
        zones = Zones(setup.population, setup.scenario.policy.zones)
        unfound = Array(repeating: [], count: setup.population.territories.count)
        firstFound = Array(repeating: Tick.never, count: setup.population.territories.count)
        occupants = setup.population.territories.map { _ in [] }
        laboratories = setup.population.territories.map { _ in Laboratory() }
        expenses = Expenses(days: setup.scenario.days, territories: setup.population.territories.count)
        prices = setup.measures.prices
        rounds = Array(repeating: Round(), count: setup.population.territories.count)
        reached = Array(repeating: (.min, 0), count: setup.population.territories.count)
    }

    mutating func reset() {
        charts.reset()
        zones.reset()
        agenda.reset()
        for index in unfound.indices { unfound[index].removeAll(keepingCapacity: true) }
        for index in occupants.indices { occupants[index].removeAll(keepingCapacity: true) }
        for index in laboratories.indices { laboratories[index] = Laboratory() }
        for index in firstFound.indices { firstFound[index] = Tick.never }
        for index in rounds.indices {
            rounds[index] = Round()
            reached[index] = (.min, 0)
        }
        used.fill(0)
        expenses.reset()
        bookings.reset()
        purgeAt = 1 << 20
    }

    /// Whether the tracers of a territory, who reach so many a day, reach one more on a day that is not before the last asked about.
    mutating func reachesOneMore(in territory: Int, day: Int, most: Int32) -> Bool {
        if reached[territory].day != day { reached[territory] = (Int32(truncatingIfNeeded: day), 0) }
        if reached[territory].count >= most { return false }
        reached[territory].count += 1
        return true
    }

    /// Adds to what was used, on no day in particular.
    @inline(__always)
    func use(_ item: UnitCosts.Item, _ amount: Double) { used.base[item.number] += amount }

    /// Adds to what was used on a day; nothing before the first.
    @inline(__always)
    func use(_ item: UnitCosts.Item, _ amount: Double, day: Int, in territory: Int) {
        if day < 0 { return }
        used.base[item.number] += amount
        expenses.add(amount * prices.base[item.number], day, territory)
    }

    /// Adds what was used between two ticks, so much a day. Days before the first cost nothing here: they are spent.
    func use(_ item: UnitCosts.Item, _ amountADay: Double, from: Int32, until: Int32, in territory: Int) {
        let from = max(0, from)
        guard until > from else { return }
        used.base[item.number] += Double(until - from) / Double(Tick.perDay) * amountADay
        expenses.spread(amountADay * prices.base[item.number], from: from, until: until, in: territory)
        if item == .placeClosedDay { expenses.close(amountADay, from: from, until: until, in: territory) }
    }

    /// Adds what was used for everybody between two ticks, so much a day.
    mutating func useForAll(_ item: UnitCosts.Item, _ amountADay: Double, from: Int, until: Int) {
        guard until > from else { return }
        used.base[item.number] += Double(until - from) / Double(Tick.perDay) * amountADay
        expenses.spreadOnAll(amountADay * prices.base[item.number], from: from, until: until)
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
