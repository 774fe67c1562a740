import Policy
import Vocabulary

/// The beginning from a line list.
///
/// Each case on it was infected an incubation before the onset and was found on the day of the report; isolation, lists of contacts, their control
/// and the zones followed then, as the policy says. With the list go infections that nobody knows of. An infection before the first day has a
/// day on which it would be reported: its onset and the delay of ``Execution/onsetToCare``, the result of a test under control or of a round. Those whose day
/// has passed are the listed cases and, because only a share of those outside control is ever reported, companions of theirs: for each case found
/// outside control a geometric number with mean (1 − a)/a, infected in the same days in the same territory. Those whose day is still to come are
/// drawn as the transmissions of all these before the first day, as far as the rules let them come about: whoever of them would be reported by
/// now is on the list already, or a companion of somebody on it.
extension Outbreak {
    /// Somebody who infects others before the first day, and until when at most.
    private struct Source {
        var person: UInt32
        var territory: Int
        var infectedAt: Int32
        var until: Int32 = 0
    }

    /// Infects the cases of the line list and those who go with them.
    mutating func beginWithKnown() {
        guard !setup.scenario.known.isEmpty else { return }
        let share = min(1, max(0.01, setup.scenario.ascertainment ?? setup.pathogen.symptomaticShare * setup.scenario.execution.careSeeking))
        var sources: [Source] = []
        var lists: [(at: Int32, person: UInt32)] = []
        var beside: [(known: Source, stream: Stream)] = []
        for (number, known) in setup.scenario.known.enumerated() {
            var stream = keys.stream(UInt32(number), .seeding, 1 << 20)
            guard let (person, infectedAt) = place(known, &stream) else { continue }
            let territory = population.territory(of: person)
            let reported = min(0, Tick.at(day: (known.report - setup.scenario.start).count, hour: 12))
            infect(person, in: territory, layer: .seed, at: infectedAt, by: nil)
            let isolated = report(person, in: territory, at: reported)
            lists.append((reported + setup.measures.listDelay, person))
            sources.append(Source(person: person, territory: territory, infectedAt: infectedAt, until: isolated))
            if setup.scenario.ascertainment != nil || !known.isFoundUnderControl { beside.append((sources[sources.count - 1], stream)) }
        }
        // When all zones are known, and with them whom rounds would have found.
        for (known, stream) in beside {
            var stream = stream
            // A geometric number: as many as fail before one is reported.
            while stream.unit() >= share {
                let near = known.infectedAt + Tick.span(days: Float(stream.unit() * 4 - 2))
                guard let other = anybody(in: known.territory, &stream), near < 0,
                    !isFoundInRound(other, in: known.territory, infectedAt: near)
                else { continue }
                infect(other, in: known.territory, layer: .seed, at: near, by: nil)
                sources.append(Source(person: other, territory: known.territory, infectedAt: near))
            }
        }
        traceBefore(lists)
        let strength = strengthBefore(sources)
        var next = 0
        while next < sources.count {
            next += 1
            spreadBefore(sources[next - 1], strength: strength) { outbreak, spreader, territory, tick in
                if outbreak.isReported(spreader.partner, in: territory, infectedAt: tick) { return }
                // What is tested from now on can have its result only after the beginning.
                outbreak.now = Int(max(tick, -outbreak.setup.measures.singleResult))
                outbreak.infect(spreader.partner, in: territory, layer: spreader.layer, at: tick, by: spreader.person)
                sources.append(Source(person: spreader.partner, territory: territory, infectedAt: tick))
            }
        }
        now = 0
        beginning = Outcome.Beginning(
            infections: infected.count, known: lists.count, strength: Double(strength),
            // All infections so far lie before the first day and are counted on it.
            inTerritories: population.territories.indices.map { ledger.infections(onDay: 0, territory: $0) })
    }

    /// Lists the contacts of the cases at the time each list was due; those still due when it begins stand in the plan.
    private mutating func traceBefore(_ lists: [(at: Int32, person: UInt32)]) {
        guard response.isActive, setup.measures.degreesTraced >= 1 else { return }
        for (at, person) in lists.sorted(by: { ($0.at, $0.person) < ($1.at, $1.person) }) {
            if at >= 0 {
                response.agenda.plan(.list, at: at, person: person)
            } else {
                now = Int(at)
                list(person)
            }
        }
        now = 0
    }

    /// Somebody whose course fits a case, and when they were infected.
    private func place(_ known: Scenario.KnownCase, _ stream: inout Stream) -> (UInt32, Int32)? {
        let territories = known.territory.map { code in population.territories.indices.filter { code.contains(population.territories[$0].code) } }
        let reported = Tick.at(day: (known.report - setup.scenario.start).count, hour: 12)
        let onset = known.onset.map { Tick.at(day: ($0 - setup.scenario.start).count, hour: stream.below(24)) }
        for attempt in 0..<200 {
            let first = territories.map { $0.first.map { population.starts[$0] } ?? 0 } ?? 0
            let span = territories.map { $0.reduce(0) { $0 + Int(population.sizes[$1]) } } ?? population.count
            guard span > 0 else { return nil }
            let person = first &+ UInt32(stream.below(span))
            if infected.contains(person) { continue }
            let course = self.course(person, in: population.territory(of: person), day: 0).1
            // Without anybody who fits after many tries, anybody does.
            if course.isSymptomatic != (onset != nil), attempt < 150 { continue }
            let began = onset ?? reported - Tick.span(days: setup.care.value(Float(stream.exponential())))
            return (person, min(-1, began - Tick.span(days: course.incubation)))
        }
        return nil
    }

    private func anybody(in territory: Int, _ stream: inout Stream) -> UInt32? {
        for _ in 0..<64 {
            let person = population.starts[territory] &+ UInt32(stream.below(Int(population.sizes[territory])))
            if !infected.contains(person) { return person }
        }
        return nil
    }

    /// A case was reported before the first day: found, isolated, and zones declared around it.
    ///
    /// - Returns: The tick from which the person infects nobody.
    private mutating func report(_ person: UInt32, in territory: Int, at tick: Int32) -> Int32 {
        guard response.isActive, let index = response.charts.index(of: person) else { return 0 }
        response.charts[index].positiveAt = tick
        response.charts[index].foundAt = tick
        response.firstFound[territory] = min(response.firstFound[territory], tick)
        now = Int(tick)
        isolate(index)
        // Zones that would have been lifted before the first day are not declared.
        let clean = setup.measures.policy.zones.levels.values.compactMap { $0.lift?.cleanDays.count }.max() ?? 0
        if !setup.isRandom, tick > -Int32(clean * Tick.perDay) { declareZones(around: person, in: territory) }
        now = 0
        return min(0, response.charts[index].isolatedFrom)
    }

    /// How much of what the disease would do the list bears out: as many infections whose day of report has passed as there are, over as many as
    /// the listed and their companions would have caused under the rules. It is what Cori et al. 2013 estimate, relative to life as it is simulated
    /// (doi:10.1093/aje/kwt133); never above 1.
    private mutating func strengthBefore(_ sources: [Source]) -> Float {
        var reported = 0
        for source in sources {
            spreadBefore(source) { outbreak, spreader, territory, tick in
                if outbreak.isReported(spreader.partner, in: territory, infectedAt: tick) { reported += 1 }
            }
        }
        return reported > sources.count ? Float(sources.count) / Float(reported) : 1
    }

    /// The transmissions of somebody before the first day that the rules let come about.
    ///
    /// - Parameters:
    ///   - strength: The share of their chance that they have.
    ///   - body: Is given the spreader with partner and layer, the partner's territory and the tick.
    private mutating func spreadBefore(
        _ source: Source, strength: Float = 1, _ body: (inout Outbreak, Spreader, Int, Int32) -> Void
    ) {
        let (member, course) = self.course(source.person, in: source.territory, day: 0)
        var spreader = self.spreader(source.person, member, course, in: source.territory, at: source.infectedAt)
        while spreader.left > 0 {
            let draw = keys.encounter(source.person, isWard: false, spreader.ordinal)
            let tick = source.infectedAt + max(1, Tick.span(days: setup.advance(&spreader, draw.time)))
            if tick >= source.until { return }
            (spreader.partner, spreader.layer) = meetings.meeting(spreader, draw.meeting, draw.partner)
            let territory = population.territory(of: spreader.partner, near: source.territory)
            now = Int(tick)
            if spreader.partner != source.person, !infected.contains(spreader.partner),
                draw.luck < chance(spreader, to: spreader.partner, in: territory) * strength
            {
                body(&self, spreader, territory, tick)
            }
            spreader.left -= 1
            spreader.ordinal += 1
        }
    }

    /// Whether a round of screening before the first day would have found somebody infected before it, and the result be known by then. Rounds are
    /// taken to have gone on daily in the zones of the listed, from when the policy has the first one; whoever they found is on the list.
    private func isFoundInRound(_ person: UInt32, in territory: Int, infectedAt tick: Int32) -> Bool {
        guard let within = setup.measures.firstRound, response.isActive, !setup.isRandom,
            setup.measures.isScreened[response.zones.level(person, in: territory)],
            let declared = response.zones.declared(around: person, in: territory)
        else { return false }
        let coverage = setup.scenario.execution.testCoverage.round
        var at = declared + within
        while at + setup.measures.pooledPositive < 0 {
            if at > tick, keys.unit(person, .testing, Outbreak.round(onDay: Tick.day(at))) < coverage,
                isPositive(person, at: at, infectedAt: tick, isPooled: true)
            {
                return true
            }
            at = Tick.at(day: Tick.day(at) + 1, hour: 8)
        }
        return false
    }

    /// Whether somebody infected before the first day would be reported before it: after the visit to a doctor, in a round of screening, or by a test
    /// under control.
    private func isReported(_ person: UInt32, in territory: Int, infectedAt tick: Int32) -> Bool {
        let course = self.course(person, in: territory, day: 0).1
        var delays = keys.stream(person, .care, 1)
        let visit = tick + Tick.span(days: course.incubation + setup.care.value(Float(delays.exponential())))
        if visit + setup.measures.singleResult < 0 { return true }
        if isFoundInRound(person, in: territory, infectedAt: tick) { return true }
        guard response.isActive, let index = response.charts.index(of: person) else { return false }
        let chart = response.charts[index]
        guard let plan = setup.measures.plan(chart.reason, Int(chart.entryDay - chart.anchor)) else { return false }
        return plan.tests.contains { test in
            let at = controlTest(test, of: chart)
            guard at > tick, at < chart.heldUntil, at + setup.measures.singleResult < 0, isTakenUnderControl(person, at: at) else { return false }
            return isPositive(person, at: at, infectedAt: tick, isPooled: false)
        }
    }
}
