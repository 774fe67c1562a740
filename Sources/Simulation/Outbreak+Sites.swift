import Policy
import Vocabulary

/// Isolation sites: who is in which room, who infects whom there, who begins again.
///
/// Rooms are filled in the order of coming, ``Execution/roomsPerFloor`` a floor and ``Execution/roomsPerSite`` a site.
extension Outbreak {
    /// Floors above and below on which one infects others: those that protocols suspect (`domain.md` §2.3 rule 5).
    private static let floorsReached = 1

    /// The room of somebody who comes into an isolation site of a territory: the next one there.
    mutating func nextRoom(_ person: UInt32, in territory: Int) -> Int32 {
        response.occupants[territory].append(person)
        return Int32(truncatingIfNeeded: response.occupants[territory].count &- 1)
    }

    /// The rooms of the same site so many floors around one; nil: of the whole site.
    private func rooms(around room: Int32, floors: Int?, in territory: Int) -> Range<Int> {
        let perFloor = max(1, setup.scenario.execution.roomsPerFloor), perSite = max(perFloor, setup.scenario.execution.roomsPerSite)
        let first = Int(room) / perSite * perSite, last = min(first + perSite, response.occupants[territory].count)
        guard let floors else { return first..<last }
        let floor = (Int(room) - first) / perFloor
        return first + max(0, floor - floors) * perFloor..<min(last, first + (floor + floors + 1) * perFloor)
    }

    /// The chart of whoever is held in a room at a moment; nil where nobody is.
    private func occupant(of room: Int, in territory: Int, at tick: Int32) -> Int? {
        guard let index = response.charts.index(of: response.occupants[territory][room]) else { return nil }
        let chart = response.charts[index]
        return chart.room == room && isInSite(chart, at: tick) ? index : nil
    }

    /// Whether somebody is held in an isolation site, not isolated as a case.
    private func isInSite(_ chart: Chart, at tick: Int32) -> Bool {
        chart.heldFrom <= tick && tick < chart.heldUntil && mode(of: chart, at: tick) == .central
    }

    /// Has those begin again who are held in an isolation site on the floor of somebody found infected there, or on those above and below that the
    /// policy names: they are close contacts of that person until now (`domain.md` §2.3 rule 5). Where a swab of shared surfaces is positive as well,
    /// and the policy says so, it is the whole site; beyond those floors secondary contacts stay such.
    mutating func restartFellows(of chart: Chart) {
        let tick = Int32(now), territory = Int(chart.territory), measures = setup.measures
        guard chart.room >= 0, chart.heldFrom <= chart.positiveAt, chart.positiveAt < chart.heldUntil,
            mode(of: chart, at: chart.positiveAt) == .central
        else { return }
        let near = measures.restartFloors.map { rooms(around: chart.room, floors: $0, in: territory) } ?? 0..<0
        let isWhole = measures.siteRestarts > 0 && keys.unit(chart.person, .site, 1 << 21) < measures.siteRestarts
        for room in isWhole ? rooms(around: chart.room, floors: nil, in: territory) : near {
            guard let index = occupant(of: room, in: territory, at: tick), response.charts[index].foundAt == Tick.never else { continue }
            let isSecondary = !near.contains(room) && response.charts[index].reason == .secondary
            hold(index, reason: isSecondary ? .secondary : .close, anchor: Tick.day(tick), known: tick, from: tick)
        }
    }

    /// Draws, when somebody infected comes into an isolation site or is infected in it, whom they may infect there: a number for the whole of the
    /// infection, at the times at which the disease is passed on. Those before fall away, those after are asked for when they are due.
    mutating func planSiteContacts(_ index: Int, after tick: Int32) {
        let chart = response.charts[index]
        var stream = keys.stream(chart.person, .site, 1 << 20), first = stream
        // Most have none, and then nothing else is asked.
        guard chart.room >= 0, first.unit() >= setup.measures.luckWithoutSiteContact, isInSite(chart, at: max(tick, chart.heldFrom)) else { return }
        let territory = Int(chart.territory)
        let (member, course) = self.course(chart.person, in: territory, day: Tick.day(chart.infectedAt))
        var spreader = self.spreader(chart.person, member, course, in: territory, at: chart.infectedAt)
        spreader.left = UInt16(min(60_000, stream.poisson(setup.scenario.execution.siteTransmissions * course.infectiousness)))
        while spreader.left > 0 {
            let draw = keys.encounter(chart.person, .site, spreader.ordinal)
            let due = chart.infectedAt + max(1, Tick.span(days: setup.advance(&spreader, draw.time)))
            if due >= chart.heldUntil { return }
            if due >= max(0, tick) {
                response.agenda.plan(.siteContact, at: due, person: chart.person, detail: Int32(chart.episode) << 16 | Int32(spreader.ordinal))
            }
            spreader.left &-= 1
            spreader.ordinal &+= 1
        }
    }

    /// A potential transmission in an isolation site is due: with somebody who works there, or with whoever is in a room near by.
    mutating func meetInSite(_ event: Agenda.Event) {
        let tick = Int32(now)
        guard let index = response.charts.index(of: event.person) else { return }
        let chart = response.charts[index]
        guard Int32(chart.episode) == event.detail >> 16, chart.room >= 0, isInSite(chart, at: tick),
            keys.unit(chart.person, .adherence) < Double(setup.measures.adherence[ControlMode.central.number])
        else { return }
        let draw = keys.encounter(chart.person, .site, UInt16(truncatingIfNeeded: event.detail))
        let isStaff = Double(draw.meeting >> 40) * 0x1p-24 < setup.scenario.execution.siteStaffShare
        let territory = Int(chart.territory)
        guard let partner = isStaff ? staff(in: territory, draw.partner) : fellow(of: chart, draw.partner), partner != chart.person,
            !infected.contains(partner)
        else { return }
        let member = population.member(partner, in: territory).0
        // Staff who are under control themselves are not at work.
        if isStaff, let own = response.charts.index(of: partner), isApart(response.charts[own], at: tick) { return }
        let chance =
            setup.rates.susceptibility[Int(member.age)]
            * (setup.isVaccinated ? 1 - setup.protection(keys, partner, Int(member.age), day: Tick.day(tick)).infection : 1)
        guard draw.luck < chance else { return }
        if isStaff { response.charts[self.chart(partner, member, in: territory)].worksInSite = true }
        let course = self.course(chart.person, in: territory, day: Tick.day(chart.infectedAt)).1
        let after = tick - chart.infectedAt
        statistics.transmission(
            after: after, beforeOnset: Float(after) < course.delay * Float(Tick.perDay), from: territory, to: territory, layer: .isolationSite)
        infect(partner, in: territory, layer: .isolationSite, at: tick, by: chart.person)
    }

    /// Somebody employed in the territory, by chance: who works in a site is nobody in particular.
    private func staff(in territory: Int, _ bits: UInt64) -> UInt32? {
        let rolls = Occupation.allCases.filter(Measures.PostHolders.workers.holds).map { population.roll($0, in: territory) }
        let all = rolls.reduce(0) { $0 + UInt64($1.inTerritory) }
        guard all > 0 else { return nil }
        var position = bits.multipliedFullWidth(by: all).high
        for roll in rolls {
            if position < UInt64(roll.inTerritory) { return population.resident(roll, at: UInt32(position), in: territory) }
            position -= UInt64(roll.inTerritory)
        }
        return nil
    }

    /// Whoever is in a room near by, by chance; nil where nobody is.
    private func fellow(of chart: Chart, _ bits: UInt64) -> UInt32? {
        let territory = Int(chart.territory), near = rooms(around: chart.room, floors: Outbreak.floorsReached, in: territory)
        let room = near.lowerBound + Int(bits.multipliedFullWidth(by: UInt64(near.count)).high)
        return occupant(of: room, in: territory, at: Int32(now)).map { response.charts[$0].person }
    }
}
