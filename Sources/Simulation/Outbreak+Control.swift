import Policy
import Vocabulary

extension Outbreak {
    /// Puts somebody under control by a schedule of the policy, unless what already holds them lasts as long.
    ///
    /// - Parameters:
    ///   - anchor: The day the schedule counts from.
    ///   - known: When the duty begins: the contact is identified, the traveller arrives. Tests of earlier days are replaced by one at once.
    ///   - tick: When control begins.
    ///   - gate: Before which the last stage does not end.
    ///   - isCountedWithZone: Whether the person's days and tests are already counted with all residents of a zone.
    mutating func hold(
        _ index: Int, reason: Chart.Reason, anchor: Int, known: Int32, from tick: Int32, gate: Int32 = .min, isCountedWithZone: Bool = false
    ) {
        let entry = Tick.day(known)
        guard let plan = setup.measures.plan(reason, entry - anchor) else { return }
        let over = Tick.at(day: anchor + plan.end, hour: plan.releaseHour)
        let end = plan.stages.isEmpty ? over : max(over, gate)
        guard end > tick, !plan.stages.isEmpty || !plan.tests.isEmpty else { return }
        let chart = response.charts.address(of: index)
        if chart.pointee.foundAt != Tick.never { return }
        let heldFrom = chart.pointee.heldFrom, heldUntil = chart.pointee.heldUntil
        var isInRoom = false
        if heldUntil > tick, heldFrom != Tick.never {
            // Of two reasons the one that lasts longer stands, of secondary and close the close one.
            if heldUntil >= end, !(chart.pointee.reason == .secondary && reason == .close) { return }
            if chart.pointee.isBooked { book(chart.pointee, from: tick, isTakenBack: true) }
            isInRoom = chart.pointee.room >= 0 && heldFrom <= tick && mode(of: chart.pointee, at: tick) == .central
        }
        chart.pointee.reason = reason
        chart.pointee.anchor = Int16(clamping: anchor)
        chart.pointee.entryDay = Int16(clamping: entry)
        chart.pointee.heldFrom = tick
        chart.pointee.heldUntil = end
        chart.pointee.episode &+= 1
        chart.pointee.isBooked = !isCountedWithZone
        if setup.measures.keepsRooms, !isInRoom, plan.mode(anchor: anchor, at: tick) == .central {
            chart.pointee.room = nextRoom(chart.pointee.person, in: Int(chart.pointee.territory))
        }
        if !isCountedWithZone { book(chart.pointee, from: tick, isTakenBack: false) }
        if chart.pointee.infectedAt <= tick {
            planControlTest(index, after: tick)
            planSiteContacts(index, after: tick)
        }
    }

    /// Counts the days and tests that somebody's control has from a tick on, or takes them back.
    @inline(__always)
    private mutating func book(_ chart: Chart, from tick: Int32, isTakenBack: Bool) {
        let booking = Booking(
            reason: chart.reason, isTakenBack: isTakenBack, territory: chart.territory, anchor: chart.anchor, entryDay: chart.entryDay,
            heldFrom: chart.heldFrom, heldUntil: chart.heldUntil, tick: tick)
        if let others = response.bookings.add(booking) { settle(others) }
    }

    /// Counts all who were kept together by ``book(_:from:isTakenBack:)``.
    mutating func settleWaiting() {
        for place in response.bookings.all {
            if let booking = response.bookings.take(place) { settle(booking) }
        }
    }

    /// The same, and what control used in all.
    mutating func settleBookings() {
        settleWaiting()
        for item in UnitCosts.Item.allCases { response.use(item, Double(response.bookings.ticks[item.number]) / Double(Tick.perDay)) }
        let single = setup.measures.controlCoverage * Double(response.bookings.single)
        let antigen = setup.measures.controlCoverage * Double(response.bookings.antigen)
        response.use(.singleTest, single)
        response.use(.antigenTest, antigen)
        response.use(.sampling, single + antigen)
    }

    private mutating func settle(_ booking: Booking) {
        guard let plan = setup.measures.plan(booking.reason, Int(booking.entryDay) - Int(booking.anchor)) else { return }
        let anchor = Int(booking.anchor), territory = Int(booking.territory), tick = booking.tick, people = booking.people
        let sign: Int32 = booking.isTakenBack ? -people : people
        var from = max(tick, booking.heldFrom)
        for (number, stage) in plan.stages.enumerated() {
            let over = Tick.at(day: anchor + stage.end, hour: plan.releaseHour)
            let end = number == plan.stages.count - 1 ? max(over, booking.heldUntil) : over
            guard end > from else { continue }
            let (entries, exits, item) = stage.mode.counts
            if sign > 0 || from > tick {
                ledger.add(entries, day: Tick.day(from), territory: territory, sign)
            } else {
                ledger.add(exits, day: Tick.day(from), territory: territory, people)
            }
            ledger.add(exits, day: Tick.day(end), territory: territory, sign)
            // Days before the first cost nothing here: they are spent.
            let begin = max(0, from), horizon = min(end, Int32(setup.ticks))
            if let item, horizon > begin {
                response.bookings.ticks.base[item.number] &+= Int64(sign) &* Int64(horizon &- begin)
                response.expenses.spread(Double(sign) * setup.measures.prices[item.number], from: begin, until: horizon, in: territory)
            }
            from = end
        }
        let today = Tick.day(tick)
        var single = 0, antigen = 0
        for test in plan.tests {
            let day = anchor + test.day
            if day < max(0, today) || sign < 0 && day == today || day >= setup.scenario.days { continue }
            if test.isAntigen { antigen += test.swabs } else { single += test.swabs }
            let swabs = sign * Int32(truncatingIfNeeded: test.swabs)
            ledger.addSingleTests(day: day, territory: territory, swabs)
            response.expenses.add(Double(swabs) * (test.isAntigen ? setup.measures.swabCost.antigen : setup.measures.swabCost.single), day, territory)
        }
        response.bookings.addSwabs(single: Int(sign) * single, antigen: Int(sign) * antigen)
    }

    /// Plans the next test of somebody infected who is under control.
    mutating func planControlTest(_ index: Int, after tick: Int32) {
        let chart = response.charts[index]
        guard let plan = setup.measures.plan(chart.reason, Int(chart.entryDay - chart.anchor)) else { return }
        for test in plan.tests {
            let at = controlTest(test, of: chart)
            if at < tick { continue }
            response.agenda.plan(.controlTest, at: at, person: chart.person, detail: Int32(chart.episode))
            return
        }
    }

    /// When a test of somebody under control is taken: between eight and noon, or a little after arrival on the day of entry.
    func controlTest(_ test: LaidSchedule.Test, of chart: Chart) -> Int32 {
        max(Tick.at(day: Int(chart.anchor) + test.day, hour: 8), chart.heldFrom + 4)
    }

    /// Isolates a case, until discharge.
    mutating func isolate(_ index: Int) {
        let chart = response.charts[index]
        let tick = Int32(now)
        guard let rules = chart.onset <= tick ? setup.measures.symptomatic : setup.measures.asymptomatic else { return }
        let isHeldStrictly = chart.heldFrom <= tick && tick < chart.heldUntil && (mode(of: chart, at: tick).map { $0 >= .central } ?? false)
        let from = tick + (isHeldStrictly ? 0 : rules.delay)
        if chart.isBooked, chart.heldUntil > from, chart.heldFrom != Tick.never { book(chart, from: from, isTakenBack: true) }
        let base = Tick.day(chart.onset < tick ? chart.onset : tick)
        let until = max(Tick.at(day: base + rules.days, hour: rules.releaseHour), from + Int32(Tick.perDay))
        response.charts[index].isolatedFrom = from
        response.charts[index].isolatedUntil = until
        response.charts[index].heldUntil = min(chart.heldUntil, from)
        response.charts[index].isolation = UInt8(rules.mode.number)
        let (entries, exits, item) = rules.mode.counts
        ledger.add(entries, day: Tick.day(from), territory: Int(chart.territory))
        ledger.add(exits, day: Tick.day(until), territory: Int(chart.territory))
        let territory = Int(chart.territory), end = Int32(setup.ticks)
        response.use(item ?? .wardDay, 1, from: from, until: min(until, end), in: territory)
        guard until < end else { return }
        response.use(.singleTest, Double(rules.negatives + rules.swabsAfter), day: Tick.day(until), in: territory)
        var after = until
        for stage in rules.followUp {
            let over = min(end, after + Int32(stage.days * Tick.perDay))
            if let item = stage.item { response.use(item, 1, from: after, until: over, in: territory) }
            after = over
        }
    }
}

extension ControlMode {
    /// Where people held so are counted, and what a day of it costs.
    var counts: (entries: Count, exits: Count, item: UnitCosts.Item?) {
        switch self {
        case .hospital: (.centralIn, .centralOut, .wardDay)
        case .central: (.centralIn, .centralOut, .centralDay)
        case .homeIsolation: (.homeIn, .homeOut, .homeIsolationDay)
        case .homeMonitoring: (.homeIn, .homeOut, .homeMonitoringDay)
        case .workAndHome, .selfMonitoring: (.monitoredIn, .monitoredOut, nil)
        }
    }
}
