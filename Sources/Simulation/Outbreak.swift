/// One replicate: the event loop.
///
/// When somebody is infected, their potential transmissions are as good as drawn: how many, when, where and with whom follows from keys
/// (``Keyring``). Only the next one that can come about under any rules stands in the ``Calendar``; when it is due it happens if the infector
/// moves in that layer, the partner is susceptible and within reach, and the place is open. Rules therefore only thin; nothing is drawn again.
/// Cost grows with infections, not with residents or days.
struct Outbreak: ~Copyable {
    let setup: Setup
    let population: Population
    var keys: Keyring
    var calendar: Calendar
    var infected: InfectedSet
    var waiting = Waiting()
    let meetings: Meetings
    let ledger: Ledger
    var response: Response
    var statistics: Statistics
    /// The transmission tree, and whom cases named as contacts, if they are wanted.
    var tree: [Transmission]?
    var listed: [Listed]?
    /// With what it began, if with a line list.
    var beginning: Outcome.Beginning?
    var now = 0

    init(_ setup: Setup) {
        self.setup = setup
        population = setup.population
        keys = Keyring(seed: setup.scenario.seed, replicate: 0)
        calendar = Calendar(ticks: setup.ticks)
        infected = InfectedSet(residents: population.count)
        meetings = Meetings(setup)
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
        waiting.reset()
        ledger.reset()
        response.reset()
        statistics.reset()
        now = 0
        beginning = nil
        seed()
        beginWithKnown()
        findNext()
        scheduleArrivals()
        var asked = 0
        while true {
            let due = min(calendar.nextTick(from: now) ?? .max, response.agenda.nextTick() ?? .max)
            guard due < setup.ticks else { break }
            now = due
            if now / Tick.perDay != asked {
                asked = now / Tick.perDay
                if isCancelled() { return nil }
            }
            while response.agenda.nextTick() == now { carryOut(response.agenda.takeNext()) }
            findNext()
            while let (chunk, count) = calendar.take(at: now) {
                spread(chunk, count)
                calendar.giveBack(chunk)
                findNext()
            }
            if let limit = setup.scenario.stopAbove, infected.count > limit { break }
        }
        return finish(number)
    }

    /// Potential transmissions are due.
    @inline(__always)
    private mutating func spread(_ chunk: Calendar.Chunk, _ count: Int) {
        // All are looked up before any is gone through: the memory is read at random, and so works on many at once.
        for index in 0..<count { waiting.partners[index] = chunk[index &+ 1].partner }
        infected.look(up: waiting.partners, count, in: waiting.words)
        for index in 0..<count {
            let slot = waiting.add(chunk[index &+ 1])
            let spreader = waiting.spreaders.base + slot
            let partner = spreader.pointee.partner
            if waiting.words[index] >> UInt64(partner & 63) & 1 == 0, !infected.contains(partner) {
                let territory = population.territory(of: partner, near: Int(spreader.pointee.territory))
                if isTaken(spreader.pointee, by: partner, in: territory) { transmit(slot, to: partner, in: territory) }
            }
            spreader.pointee.left &-= 1
            spreader.pointee.ordinal &+= 1
            if spreader.pointee.left > 0 {
                waiting.wait(slot)
            } else if !spreader.pointee.isInWard {
                statistics.finished(spreader.pointee)
            }
        }
    }

    @inline(__always)
    private mutating func transmit(_ slot: Int, to partner: UInt32, in territory: Int) {
        let tick = Int32(truncatingIfNeeded: now)
        let spreader = waiting.spreaders.base + slot
        spreader.pointee.offspring &+= 1
        let after = tick - spreader.pointee.infectedAt
        statistics.transmission(
            after: after, beforeOnset: !spreader.pointee.isInWard && Float(after) < spreader.pointee.delay * Float(Tick.perDay),
            from: Int(spreader.pointee.territory), to: territory, layer: spreader.pointee.layer)
        infect(partner, in: territory, layer: spreader.pointee.layer, at: tick, by: spreader.pointee.person)
    }

    /// Whether a potential transmission, possible in itself, comes about under the rules of the moment.
    @inline(__always)
    private func isTaken(_ spreader: Spreader, by partner: UInt32, in territory: Int) -> Bool {
        guard response.isActive || setup.isVaccinated else { return true }
        return keys.encounter(spreader.person, isWard: spreader.isInWard, spreader.ordinal).luck < chance(spreader, to: partner, in: territory)
    }

    /// The chance of a potential transmission under the rules of the moment.
    @inline(__always)
    func chance(_ spreader: Spreader, to partner: UInt32, in territory: Int) -> Float {
        let member = population.member(partner, in: territory).0, age = Int(member.age)
        var chance = setup.rates.susceptibility[age]
        if spreader.layer == .household { chance *= Float(1 / Rates.homeBoost) }
        if setup.isVaccinated { chance *= 1 - setup.protection(keys, partner, age, day: max(0, now / Tick.perDay)).infection }
        if response.isActive { chance *= reach(spreader, member.occupation, in: territory) }
        return chance
    }

    /// Infects a resident who never was.
    @inline(__always)
    mutating func infect(_ person: UInt32, in territory: Int, layer: Layer, at tick: Int32, by infector: UInt32?) {
        infected.insert(person)
        let day = Tick.day(tick)
        ledger.addInfection(layer, day: day, territory: territory)
        let (member, course) = self.course(person, in: territory, day: day)
        if tree != nil {
            tree?.append(
                Transmission(
                    infected: person, by: infector, territory: UInt16(territory), layer: layer, tick: tick,
                    onset: course.isSymptomatic ? tick + Tick.span(days: course.incubation) : nil))
        }
        if course.isSymptomatic { ledger.add(.symptomatic, day: Tick.day(tick + Tick.span(days: course.incubation)), territory: territory) }
        if course.wardAfter != nil { admit(person, course, in: territory, infectedAt: tick) }
        if response.isActive { enrol(person, member, course, in: territory, layer: layer, at: tick) }
        let spreader = self.spreader(person, member, course, in: territory, at: tick)
        if course.transmissions == 0 {
            statistics.finished(spreader)
        } else {
            begin(spreader)
        }
    }

    /// The course of a resident's infection on a day.
    @inline(__always)
    func course(_ person: UInt32, in territory: Int, day: Int) -> (Member, Course) {
        let (member, base) = population.member(person, in: territory)
        let household = setup.isRandom ? 1 : population.household(member, base: base, in: territory).size
        let course = setup.course(
            keys, person: person, age: Int(member.age), occupation: setup.isRandom ? .none : member.occupation, householdOthers: household &- 1,
            day: day)
        return (member, course)
    }

    /// Somebody infected, before the first of their potential transmissions.
    @inline(__always)
    func spreader(_ person: UInt32, _ member: Member, _ course: Course, in territory: Int, at tick: Int32) -> Spreader {
        Spreader(
            person: person, infectedAt: tick, delay: course.delay, length: course.length, progress: course.begin,
            group: setup.isRandom ? 0 : population.group(person, member, in: territory), left: UInt16(course.transmissions), ordinal: 0,
            territory: UInt16(territory), homeShare: course.homeShare, offspring: 0, occupation: setup.isRandom ? .none : member.occupation)
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
        let spreader = Spreader(
            person: person, infectedAt: tick, delay: after, length: course.wardDays, progress: 0, group: Spreader.ward, left: UInt16(contacts),
            ordinal: 0,
            territory: UInt16(territory), homeShare: 0, offspring: 0, occupation: .healthcare)
        begin(spreader)
    }
}
