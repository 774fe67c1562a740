/// One replicate: the event loop.
///
/// When somebody is infected, their potential transmissions are as good as drawn: how many, when, where and with whom follows from keys
/// (``Keyring``). Only the next one stands in the ``Calendar``; when it is due it happens if the infector moves in that layer, the
/// partner is susceptible and within reach, and the place is open. Rules therefore only thin; nothing is drawn again. Cost grows with
/// infections, not with residents or days.
struct Outbreak {
    let setup: Setup
    let population: Population
    var keys: Keyring
    var calendar: Calendar
    var infected: InfectedSet
    let ledger: Ledger
    var response: Response
    var statistics: Statistics
    /// The transmission tree, if it is wanted.
    var tree: [Transmission]?
    var now = 0

    init(_ setup: Setup) {
        self.setup = setup
        population = setup.population
        keys = Keyring(seed: setup.scenario.seed, replicate: 0)
        calendar = Calendar(ticks: setup.ticks)
        infected = InfectedSet(residents: population.count)
        ledger = Ledger(days: setup.scenario.days, territories: population.territories.count)
        response = Response(setup)
        statistics = Statistics(days: setup.scenario.days, territories: population.territories.count)
    }

    /// Runs replicate `number` from the beginning.
    ///
    /// - Parameter isCancelled: Asked once a simulated day.
    /// - Returns: What happened, or nil if it was cancelled.
    mutating func run(_ number: Int, isCancelled: () -> Bool = { false }) -> Outcome? {
        keys = Keyring(seed: setup.scenario.seed, replicate: number)
        calendar.reset(ticks: setup.ticks)
        infected.reset()
        ledger.reset()
        response.reset()
        statistics.reset()
        now = 0
        seed()
        scheduleArrivals()
        var asked = 0
        while true {
            let due = min(calendar.nextTick(from: now) ?? .max, response.nextTick() ?? .max)
            guard due < setup.ticks else { break }
            now = due
            if now / Tick.perDay != asked {
                asked = now / Tick.perDay
                if isCancelled() { return nil }
            }
            while response.nextTick() == now { carryOut(response.nextEvent()) }
            while let (chunk, count) = calendar.take(at: now) {
                for index in 1...count { step(chunk[index]) }
                calendar.giveBack(chunk)
            }
            if let limit = setup.scenario.stopAbove, infected.count > limit { break }
        }
        return finish(number)
    }

    /// A potential transmission is due.
    @inline(__always)
    private mutating func step(_ due: Spreader) {
        var spreader = due
        let bits = keys.bits(spreader.person, spreader.sphere == .life ? .meeting : .ward, UInt32(spreader.ordinal))
        let partner = keys.bits(spreader.person, .partner, UInt32(spreader.ordinal) &+ UInt32(spreader.sphere.rawValue) << 16)
        let meeting = self.meeting(spreader, bits, partner)
        if meeting.partner != spreader.person, !infected.contains(meeting.partner) {
            let age = population.member(meeting.partner, in: meeting.territory).0.age
            // 24 of the bits decide: the same number under every policy.
            let luck = Float((bits >> 8) & 0xFF_FFFF) * 0x1p-24
            var chance = setup.rates.susceptibility[Int(age)]
            if meeting.layer == .household { chance *= Float(1 / Rates.homeBoost) }
            if setup.isVaccinated { chance *= 1 - setup.protection(keys, meeting.partner, Int(age)).infection }
            if response.isActive { chance *= reach(spreader, meeting) }
            if luck < chance {
                spreader.offspring &+= 1
                statistics.transmission(
                    after: Int32(truncatingIfNeeded: now) - spreader.infectedAt, beforeOnset: isBeforeOnset(spreader), from: Int(spreader.territory),
                    to: meeting.territory, layer: meeting.layer)
                infect(
                    meeting.partner, in: meeting.territory, layer: meeting.layer, at: Int32(truncatingIfNeeded: now), by: spreader.person)
            }
        }
        spreader.left &-= 1
        spreader.ordinal &+= 1
        if spreader.left == 0 {
            if spreader.sphere == .life { statistics.finished(spreader) }
        } else {
            schedule(&spreader)
        }
    }

    @inline(__always)
    private func isBeforeOnset(_ spreader: Spreader) -> Bool {
        spreader.sphere == .life && Float(Int32(truncatingIfNeeded: now) - spreader.infectedAt) < spreader.delay * Float(Tick.perDay)
    }

    /// Puts a spreader's next potential transmission into the calendar; what lies after the last day never comes.
    @inline(__always)
    mutating func schedule(_ spreader: inout Spreader) {
        while true {
            let tick = Int(spreader.infectedAt) + max(1, Int(Tick.span(days: advance(&spreader))))
            if tick >= setup.ticks {
                if spreader.sphere == .life {
                    statistics.finished(spreader)
                    statistics.outlasts(spreader.person)
                }
                return
            }
            if tick >= now {
                calendar.insert(spreader, at: tick)
                return
            }
            // Before the simulation, or before arrival, it happened elsewhere.
            spreader.left &-= 1
            spreader.ordinal &+= 1
            if spreader.left == 0 {
                if spreader.sphere == .life { statistics.finished(spreader) }
                return
            }
        }
    }

    /// Moves on to the next order statistic; the days from infection to it.
    @inline(__always)
    func advance(_ spreader: inout Spreader) -> Float {
        let bits = keys.bits(spreader.person, .time, UInt32(spreader.ordinal) &+ UInt32(spreader.sphere.rawValue) << 16)
        // Rényi: the next of n order statistics of exponentials lies Exp(1)/n further on.
        spreader.progress += Logarithm.waiting(UInt32(truncatingIfNeeded: bits)) / Float(spreader.left)
        if spreader.sphere == .life { return setup.days(spreader.progress, delay: spreader.delay, length: spreader.length) }
        return spreader.delay + spreader.length * (1 - Float(Logarithm.exponential(-Double(spreader.progress))))
    }

    /// Infects a resident who never was.
    @inline(__always)
    mutating func infect(_ person: UInt32, in territory: Int, layer: Layer, at tick: Int32, by infector: UInt32?) {
        infected.insert(person)
        let day = Tick.day(tick)
        ledger.addInfection(layer, day: day, territory: territory)
        let (member, base) = population.member(person, in: territory)
        let household = setup.isRandom ? 1 : population.household(member, base: base, in: territory).size
        let course = setup.course(
            keys, person: person, age: Int(member.age), occupation: setup.isRandom ? .none : member.occupation, householdOthers: household &- 1)
        if tree != nil {
            tree?.append(
                Transmission(
                    infected: person, by: infector, territory: UInt16(territory), layer: layer, tick: tick,
                    onset: course.isSymptomatic ? tick + Tick.span(days: course.incubation) : nil))
        }
        if course.isSymptomatic { ledger.add(.symptomatic, day: Tick.day(tick + Tick.span(days: course.incubation)), territory: territory) }
        if course.wardAfter != nil { admit(person, course, in: territory, infectedAt: tick) }
        if response.isActive { enrol(person, member, course, in: territory, layer: layer, at: tick) }
        var spreader = Spreader(
            person: person, infectedAt: tick, delay: course.delay, length: course.length, progress: course.begin,
            left: UInt16(course.transmissions), ordinal: 0, territory: UInt16(territory), homeShare: course.homeShare, offspring: 0,
            occupation: setup.isRandom ? .none : member.occupation, sphere: .life)
        if course.transmissions == 0 {
            statistics.finished(spreader)
        } else {
            schedule(&spreader)
        }
    }

    /// Whoever needs a bed takes it; their contacts there are drawn on entry.
    private mutating func admit(_ person: UInt32, _ course: Course, in territory: Int, infectedAt tick: Int32) {
        guard let after = course.wardAfter else { return }
        let admitted = tick + Tick.span(days: after), left = tick + Tick.span(days: after + course.wardDays)
        ledger.add(.wardIn, day: Tick.day(admitted), territory: territory)
        ledger.add(.wardOut, day: Tick.day(left), territory: territory)
        if course.needsIntensiveCare {
            ledger.add(.intensiveIn, day: Tick.day(admitted), territory: territory)
            ledger.add(.intensiveOut, day: Tick.day(left), territory: territory)
        }
        if setup.isRandom { return }
        var stream = keys.stream(person, .ward, 1 << 20)
        let contacts = min(60_000, stream.poisson(setup.scenario.execution.wardTransmissions * course.infectiousness))
        guard contacts > 0 else { return }
        var spreader = Spreader(
            person: person, infectedAt: tick, delay: after, length: course.wardDays, progress: 0, left: UInt16(contacts), ordinal: 0,
            territory: UInt16(territory), homeShare: 0, offspring: 0, occupation: .healthcare, sphere: .ward)
        schedule(&spreader)
    }
}
