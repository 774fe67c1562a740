import Policy
import Vocabulary

/// The beginning from a line list.
///
/// Each case on it was infected an incubation before the onset and is found on the day of the report, isolated and investigated as the policy says. With
/// the list go infections that nobody knows of. An infection before the first day has a day on which it would be reported: its onset and the
/// delay of ``Execution/onsetToCare``. Those whose day has passed are the listed cases and, because only a share of infections is ever
/// reported, companions of theirs: for each a geometric number with mean (1 − a)/a, infected in the same days in the same territory. Those whose
/// day is still to come are drawn as the transmissions of all these before the first day: whoever of them would be reported by now is on the
/// list already, or a companion of somebody on it.
extension Outbreak {
    /// Infects the cases of the line list and those who go with them.
    mutating func beginWithKnown() {
        guard !setup.scenario.known.isEmpty else { return }
        let share = min(1, max(0.01, setup.scenario.ascertainment ?? setup.pathogen.symptomaticShare * setup.scenario.execution.careSeeking))
        var spreading: [(person: UInt32, territory: Int, at: Int32, until: Int32)] = []
        for (number, known) in setup.scenario.known.enumerated() {
            var stream = keys.stream(UInt32(number), .seeding, 1 << 20)
            guard let (person, infectedAt) = place(known, &stream) else { continue }
            let territory = population.territory(of: person)
            let reported = Tick.at(day: (known.report - setup.scenario.start).count, hour: 12)
            infect(person, in: territory, layer: .seed, at: infectedAt, by: nil)
            let isolated = report(person, in: territory, at: min(reported, 0))
            spreading.append((person, territory, infectedAt, isolated))
            // A geometric number: as many as fail before one is reported.
            while stream.unit() >= share {
                let near = infectedAt + Tick.span(days: Float(stream.unit() * 4 - 2))
                guard let other = anybody(in: territory, &stream), near < 0 else { continue }
                infect(other, in: territory, layer: .seed, at: near, by: nil)
                spreading.append((other, territory, near, 0))
            }
        }
        var next = 0
        while next < spreading.count {
            let source = spreading[next]
            next += 1
            spreadBefore(source.person, in: source.territory, at: source.at, until: source.until, &spreading)
        }
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

    /// A case was reported before the first day: found, isolated, and the contacts listed as soon as the clocks allow.
    ///
    /// - Returns: The tick from which the person infects nobody.
    private mutating func report(_ person: UInt32, in territory: Int, at tick: Int32) -> Int32 {
        guard response.isActive, let index = response.charts.index(of: person) else { return 0 }
        response.charts[index].positiveAt = tick
        response.charts[index].foundAt = tick
        response.firstFound[territory] = min(response.firstFound[territory], tick)
        let moment = now
        now = Int(tick)
        isolate(index)
        now = moment
        let policy = setup.measures.policy
        if policy.tracing.degrees >= 1 { response.plan(.list, at: tick + setup.measures.listDelay, person: person) }
        // Zones that would have been lifted before the first day are not declared.
        let clean = policy.zones.levels.values.compactMap { $0.lift?.cleanDays.count }.max() ?? 0
        if !setup.isRandom, tick > -Int32(clean * Tick.perDay) { declareZones(around: person, in: territory) }
        return min(0, response.charts[index].isolatedFrom)
    }

    /// Whom somebody infected before the first day, of those who would not have been reported by then.
    private mutating func spreadBefore(
        _ person: UInt32, in territory: Int, at infectedAt: Int32, until: Int32,
        _ spreading: inout [(person: UInt32, territory: Int, at: Int32, until: Int32)]
    ) {
        let (member, course) = self.course(person, in: territory, day: 0)
        var spreader = self.spreader(person, member, course, in: territory, at: infectedAt)
        while spreader.left > 0 {
            let draw = keys.encounter(person, isWard: false, spreader.ordinal)
            let tick = infectedAt + max(1, Tick.span(days: setup.advance(&spreader, draw.time)))
            if tick >= until { return }
            let (partner, layer) = meetings.meeting(spreader, draw.meeting, draw.partner)
            spreader.left -= 1
            spreader.ordinal += 1
            if partner == person || infected.contains(partner) { continue }
            let place = population.territory(of: partner, near: territory)
            let (other, itsCourse) = self.course(partner, in: place, day: 0)
            var chance = setup.rates.susceptibility[Int(other.age)] * (layer == .household ? Float(1 / Rates.homeBoost) : 1)
            if setup.isVaccinated { chance *= 1 - setup.protection(keys, partner, Int(other.age), day: 0).infection }
            guard draw.luck < chance else { continue }
            var delays = keys.stream(partner, .care, 1)
            let reported = tick + Tick.span(days: itsCourse.incubation + setup.care.value(Float(delays.exponential()))) + setup.measures.singleResult
            if reported < 0 { continue }
            infect(partner, in: place, layer: layer, at: tick, by: person)
            spreading.append((partner, place, tick, 0))
        }
    }
}
