/// Spreaders whose next potential transmission has yet to be found, and room to find them all at once.
struct Waiting {
    /// Three for each spreader of a chunk, who may infect one who may go to a ward, and some.
    static let most = 256

    let spreaders = Slab(uninitialized: Waiting.most, of: Spreader.self)
    /// Which of them wait. They are not moved when others leave: narrow writes read back wide would have to wait for each other.
    let order = Slab(repeating: 0, count: Waiting.most)
    private(set) var used = 0
    var count = 0
    /// When the one looked at would take place, in ticks; with whom; its luck; the word that says whether the partner was ever infected.
    let ticks = Slab(repeating: 0, count: Waiting.most)
    let partners = Slab<UInt32>(repeating: 0, count: Waiting.most)
    let luck = Slab<Float>(repeating: 0, count: Waiting.most)
    let words = Slab<UInt64>(repeating: 0, count: Waiting.most)

    mutating func reset() {
        used = 0
        count = 0
    }

    /// Makes room for a spreader, of whom there are at most ``most`` until the next ``reset()``.
    @inline(__always)
    mutating func add(_ spreader: Spreader) -> Int {
        spreaders[used] = spreader
        used &+= 1
        return used &- 1
    }

    /// The spreader in a slot waits.
    @inline(__always)
    mutating func wait(_ slot: Int) {
        order[count] = slot
        count &+= 1
    }
}

extension Outbreak {
    /// A new spreader waits for the next ``findNext()``.
    @inline(__always)
    mutating func begin(_ spreader: Spreader) {
        if waiting.used == Waiting.most { findNext() }
        waiting.wait(waiting.add(spreader))
    }

    /// Puts everybody who waits into the calendar, each at their next potential transmission that can come about.
    ///
    /// One with somebody infected before, or whose luck no rules could meet, is passed over here already: nobody is infected twice, and rules only
    /// thin. What lies after the last day never comes; what lies before the first, or before arrival, happened elsewhere.
    mutating func findNext() {
        while waiting.count > 0 {
            look()
            decide()
        }
        waiting.reset()
    }

    /// When each would be, with whom, and the word in which the partner stands.
    @inline(__always)
    private func look() {
        let meetings = self.meetings, keys = self.keys, setup = self.setup, waiting = self.waiting
        for index in 0..<waiting.count {
            let spreader = waiting.spreaders.base + waiting.order[index]
            let draw = keys.encounter(spreader.pointee.person, isWard: spreader.pointee.isInWard, spreader.pointee.ordinal)
            waiting.ticks[index] = Int(spreader.pointee.infectedAt) &+ max(1, Int(Tick.span(days: setup.advance(&spreader.pointee, draw.time))))
            let meeting = meetings.meeting(spreader.pointee, draw.meeting, draw.partner)
            spreader.pointee.partner = meeting.partner
            spreader.pointee.layer = meeting.layer
            waiting.luck[index] = draw.luck
            waiting.partners[index] = meeting.partner
        }
        infected.look(up: waiting.partners, waiting.count, in: waiting.words)
    }

    /// Who goes into the calendar, who is through, who waits for another look.
    @inline(__always)
    private mutating func decide() {
        let count = waiting.count
        waiting.count = 0
        for index in 0..<count {
            let slot = waiting.order[index]
            let spreader = waiting.spreaders.base + slot
            let tick = waiting.ticks[index]
            if tick >= setup.ticks {
                if !spreader.pointee.isInWard {
                    statistics.finished(spreader.pointee)
                    statistics.outlasts(spreader.pointee.person)
                }
                continue
            }
            let isNew = waiting.words[index] >> UInt64(spreader.pointee.partner & 63) & 1 == 0
            if isNew, tick >= max(0, now), isPossible(spreader.pointee, waiting.luck[index]) {
                calendar.insert(spreader.pointee, at: tick)
                continue
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

    /// Whether a potential transmission could come about if no rule kept the two apart.
    @inline(__always)
    private func isPossible(_ spreader: Spreader, _ luck: Float) -> Bool {
        if spreader.partner == spreader.person { return false }
        // At home the usual rate is below the one drawn at; a rule may raise it.
        let share = spreader.layer == .household && !response.isActive ? Float(1 / Rates.homeBoost) : 1
        if luck < setup.rates.leastSusceptibility * share { return true }
        let territory = population.territory(of: spreader.partner, near: Int(spreader.territory))
        return luck < setup.rates.susceptibility[Int(population.member(spreader.partner, in: territory).0.age)] * share
    }
}

extension Setup {
    /// Moves a spreader on to the next order statistic; the days from infection to it.
    @inline(__always)
    func advance(_ spreader: inout Spreader, _ bits: UInt32) -> Float {
        // Rényi: the next of n order statistics of exponentials lies Exp(1)/n further on.
        spreader.progress += Logarithm.waiting(bits) / Float(spreader.left)
        if !spreader.isInWard { return days(spreader.progress, delay: spreader.delay, length: spreader.length) }
        return spreader.delay + spreader.length * (1 - Float(Logarithm.exponential(-Double(spreader.progress))))
    }
}
