import Policy
import Vocabulary

extension Outbreak {
    /// The investigation of a case names its contacts: the household, class or team, those met otherwise, and, if the policy goes that far,
    /// the contacts of those.
    ///
    /// Among those met are exactly the partners of the case's potential transmissions in the time looked back on, found again from their keys, so
    /// that whoever was infected is among them; others are acquaintances and strangers drawn to the usual number of contacts a day.
    mutating func list(_ person: UInt32) {
        guard let index = response.charts.index(of: person) else { return }
        let chart = response.charts[index]
        let start = setup.scenario.start
        let onset = chart.onset <= Int32(now) ? start + Days(Tick.day(chart.onset)) : nil
        let sought = setup.measures.policy.tracing.contactsSought(onset: onset, firstPositive: start + Days(Tick.day(chart.positiveAt)))
        let from = Tick.at(day: (sought - start).count)
        var until = min(Int32(now), chart.isolatedFrom)
        if chart.heldFrom < until, chart.heldUntil >= until, let mode = mode(of: chart, at: chart.heldFrom), mode >= .homeIsolation {
            until = max(from, chart.heldFrom)
        }
        guard until > from else { return }
        trace(of: chart, from: max(from, chart.infectedAt), since: from, until: until, isCase: true, gate: .min)
    }

    /// Goes through those somebody met between two moments.
    ///
    /// - Parameters:
    ///   - from: When potential transmissions can have begun.
    ///   - since: When meetings count from.
    ///   - isCase: Whether the meetings make contacts by the policy's definitions; otherwise secondary contacts, and nobody further.
    ///   - gate: Before which they are not let go.
    private mutating func trace(of chart: Chart, from: Int32, since: Int32, until: Int32, isCase: Bool, gate: Int32) {
        let first = response.named.count
        find(of: chart, from: from, since: since, until: until, isCase: isCase)
        let last = response.named.count
        // All are looked up before any is gone through, so that the memory works on many at once.
        var seen: UInt32 = 0
        for index in first..<last {
            let named = response.named[index]
            seen |= response.charts.slot(of: named.person) | UInt32(population.member(named.person, in: Int(named.territory)).0.age)
        }
        response.seen = seen
        for index in first..<last { identify(response.named[index], gate: gate) }
        response.named.removeLast(last - first)
    }

    private mutating func find(of chart: Chart, from: Int32, since: Int32, until: Int32, isCase: Bool) {
        let territory = Int(chart.territory), person = chart.person
        let (member, base) = population.member(person, in: territory)
        let lastDay = Tick.day(until)
        if setup.isRandom {
            metOtherwise(chart, member, from: from, since: since, until: until, isCase: isCase)
            return
        }
        let household = population.household(member, base: base, in: territory)
        for other in household.first..<household.first + household.size where other != person {
            name(other, in: territory, layer: .household, lastDay: lastDay, by: person, isCase: isCase, number: 0)
        }
        if let layer = member.occupation.layer, isCase || setup.measures.isSecondaryLayer[Int(layer.rawValue)] && chart.infectedAt != Tick.never {
            let roll = population.roll(member.occupation, in: territory), first = population.group(person, member, in: territory)
            for position in first..<first + roll.size(ofGroupAt: first) {
                let other = population.resident(roll, at: position, in: territory)
                if other != person { name(other, in: territory, layer: layer, lastDay: lastDay, by: person, isCase: isCase, number: 1) }
            }
        }
        metOtherwise(chart, member, from: from, since: since, until: until, isCase: isCase)
    }

    private mutating func metOtherwise(_ chart: Chart, _ member: Member, from: Int32, since: Int32, until: Int32, isCase: Bool) {
        let person = chart.person, territory = Int(chart.territory)
        var met = (social: 0.0, venue: 0.0, gathering: 0.0, transport: 0.0)
        if chart.infectedAt != Tick.never {
            let course = self.course(person, in: territory, day: Tick.day(chart.infectedAt)).1
            var spreader = self.spreader(person, member, course, in: territory, at: chart.infectedAt)
            while spreader.left > 0 {
                let draw = keys.encounter(person, isWard: false, spreader.ordinal)
                let tick = spreader.infectedAt + max(1, Tick.span(days: setup.advance(&spreader, draw.time)))
                if tick >= until { break }
                if tick >= from {
                    let meeting = meetings.meeting(spreader, draw.meeting, draw.partner)
                    switch meeting.layer {
                    case .social: met.social += 1
                    case .venue: met.venue += 1
                    case .gathering: met.gathering += 1
                    case .transport: met.transport += 1
                    default: break
                    }
                    if meeting.layer.isChance, isCase || setup.measures.isSecondaryLayer[Int(meeting.layer.rawValue)], meeting.partner != person {
                        name(
                            meeting.partner, in: population.territory(of: meeting.partner, near: territory), layer: meeting.layer,
                            lastDay: Tick.day(tick), by: person, isCase: isCase,
                            number: 2 + UInt32(spreader.ordinal))
                    }
                }
                spreader.left &-= 1
                spreader.ordinal &+= 1
            }
        }
        guard isCase, !setup.isRandom else { return }
        metByChance(.social, already: met.social, chart, since: since, until: until)
        metByChance(.venue, already: met.venue, chart, since: since, until: until)
        metByChance(.gathering, already: met.gathering, chart, since: since, until: until)
        metByChance(.transport, already: met.transport, chart, since: since, until: until)
    }

    /// Acquaintances and strangers besides those of the potential transmissions, to the usual number a day.
    private mutating func metByChance(_ layer: Layer, already: Double, _ chart: Chart, since: Int32, until: Int32) {
        guard setup.measures.namings[Int(layer.rawValue)].isAny else { return }
        let person = chart.person, territory = Int(chart.territory)
        let days = Double(until - since) / Double(Tick.perDay), first = Tick.day(since), span = max(1, Int(days))
        var stream = keys.stream(person, .acquaintance, UInt32(layer.rawValue))
        let count = stream.poisson(max(0, setup.measures.contactsPerDay[Int(layer.rawValue)] * days - already))
        for number in 0..<count {
            let other = meetings.nearby(person, territory, layer, stream.next())
            let day = first &+ stream.below(span)
            name(
                other, in: population.territory(of: other, near: territory), layer: layer, lastDay: day, by: person, isCase: true,
                number: UInt32(truncatingIfNeeded: 70_000 &+ Int(layer.rawValue) &* 4096 &+ number))
        }
    }

    /// A person is named as a contact, if the investigation finds them and the policy makes them one.
    ///
    /// They are written down in any case and stay only then: whether they do cannot be foreseen, and a branch would be wrong half the time.
    @inline(__always)
    private mutating func name(_ other: UInt32, in territory: Int, layer: Layer, lastDay: Int, by person: UInt32, isCase: Bool, number: UInt32) {
        let naming = (isCase ? setup.measures.namings : setup.measures.namingsBehind)[Int(layer.rawValue)]
        let luck = keys.bits(person ^ other &* 0x9E37_79B1, .elicited, number)
        let reason = luck & 1 == 1 ? naming.distant : naming.near
        let isNamed = Float(luck >> 40) * 0x1p-24 < naming.elicited && reason != .none && other != person
        if isCase, isNamed, listed != nil { listed?.append(Listed(contact: other, by: person, layer: layer)) }
        response.named.append(
            Response.Named(
                person: other, lastDay: Int32(truncatingIfNeeded: lastDay), territory: UInt16(truncatingIfNeeded: territory), reason: reason),
            if: isNamed)
    }

    /// A contact of a degree is known, and comes under control after the time that takes.
    ///
    /// - Parameter opens: Before which nobody lets them go.
    private mutating func identify(_ named: Response.Named, gate opens: Int32) {
        let person = named.person, territory = Int(named.territory), reason = named.reason, lastDay = Int(named.lastDay)
        let tick = Int32(now)
        let known = response.charts.index(of: person)
        if let known, response.charts[known].foundAt != Tick.never { return }
        if reason == .secondary, setup.measures.degreesTraced < 2 { return }
        if let most = setup.measures.mostReached,
            !response.reachesOneMore(in: territory, day: Tick.day(tick), most: most[territory])
        {
            return
        }
        if reason == .close || reason == .secondary {
            ledger.add(reason == .close ? .closeContacts : .secondaryContacts, day: Tick.day(tick), territory: territory)
        }
        if tick >= 0 { response.use(.tracedContact, 1, day: Tick.day(tick), in: territory) }
        if setup.measures.exemptsImmune, setup.isVaccinated,
            setup.protection(keys, person, Int(population.member(person, in: territory).0.age), day: now / Tick.perDay).infection > 0
        {
            return
        }
        guard setup.measures.plan(reason, 0) != nil || reason == .close && setup.measures.degreesTraced >= 2 else { return }
        let index = known ?? chart(person, population.member(person, in: territory).0, in: territory)
        let before = response.charts[index]
        let isNew = before.reason != .close || before.heldUntil < tick
        let from = tick + (reason == .secondary ? setup.measures.secondaryDelay : setup.measures.closeDelay)
        hold(index, reason: reason, anchor: lastDay, known: tick, from: from, gate: opens)
        guard reason == .close, isNew, setup.measures.degreesTraced >= 2, setup.measures.plan(.secondary, 0) != nil || before.infectedAt != Tick.never
        else { return }
        // The contacts of a close contact since the exposure, whose own infection, if there is one, nobody knows of yet.
        let chart = response.charts[index]
        let since = Tick.at(day: lastDay)
        if from > since {
            trace(
                of: chart, from: max(since, chart.infectedAt == Tick.never ? since : chart.infectedAt), since: since, until: from, isCase: false,
                gate: gate(behind: chart))
        }
    }

    /// Before when the contacts of a close contact are not let go: until that person's first tests are back, by the policy's own rule. Behind one who
    /// turns out positive they stay until they are listed as contacts of a case; behind tests that were not taken nobody waits for others.
    private func gate(behind chart: Chart) -> Int32 {
        guard let rule = setup.measures.gate, let plan = setup.measures.plan(chart.reason, Int(chart.entryDay) - Int(chart.anchor)) else {
            return .min
        }
        // A loop, for a closure that is kept would copy the outbreak.
        var tests: [(reported: Int32, isNegative: Bool)] = []
        for test in plan.tests {
            let at = controlTest(test, of: chart)
            guard isTakenUnderControl(chart.person, at: at) else { continue }
            let isNegative = chart.infectedAt >= at || !isPositive(chart.person, at: at, infectedAt: chart.infectedAt, isPooled: false)
            tests.append((at + setup.measures.singleResult, isNegative))
            if !isNegative || tests.count == rule.linkedNegatives { break }
        }
        if let opens = rule.opens(after: tests) { return opens }
        return tests.first { !$0.isNegative }.map { $0.reported + setup.measures.listDelay } ?? .min
    }
}

extension Layer {
    /// Whether one meets there whoever happens to be there.
    var isChance: Bool {
        switch self {
        case .social, .venue, .gathering, .transport, .mixing: true
        default: false
        }
    }
}
