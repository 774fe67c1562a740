import Policy
import Vocabulary

extension Outbreak {
    /// Puts somebody under control by a schedule of the policy, unless what already holds them lasts as long.
    ///
    /// - Parameters:
    ///   - anchor: The day the schedule counts from.
    ///   - known: When the duty begins: the contact is identified, the traveller arrives. Tests of earlier days are replaced by one at once.
    ///   - tick: When control begins.
    ///   - isCountedWithZone: Whether the person's days and tests are already counted with all residents of a zone.
    mutating func hold(_ index: Int, reason: Chart.Reason, anchor: Int, known: Int32, from tick: Int32, isCountedWithZone: Bool = false) {
        guard let schedule = setup.measures.schedule(reason) else { return }
        let entry = Tick.day(known)
        let plan = schedule.plan(entry - anchor)
        let end = Tick.at(day: anchor + plan.end, hour: schedule.releaseHour)
        guard end > tick, !plan.stages.isEmpty || !plan.tests.isEmpty else { return }
        let chart = response.charts[index]
        if chart.foundAt != Tick.never { return }
        if chart.heldUntil > tick, chart.heldFrom != Tick.never {
            // Of two reasons the one that lasts longer stands, of secondary and close the close one.
            if chart.heldUntil >= end, !(chart.reason == .secondary && reason == .close) { return }
            if chart.isBooked { book(chart, from: tick, sign: -1) }
        }
        response.charts[index].reason = reason
        response.charts[index].anchor = Int16(clamping: anchor)
        response.charts[index].entryDay = Int16(clamping: entry)
        response.charts[index].heldFrom = tick
        response.charts[index].heldUntil = end
        response.charts[index].episode &+= 1
        response.charts[index].isBooked = !isCountedWithZone
        if !isCountedWithZone { book(response.charts[index], from: tick, sign: 1) }
        if response.charts[index].infectedAt <= tick { planControlTest(index, after: tick) }
    }

    /// Counts the days and tests that somebody's control has from a tick on, or takes them back.
    private mutating func book(_ chart: Chart, from tick: Int32, sign: Int32) {
        guard let schedule = setup.measures.schedule(chart.reason) else { return }
        let anchor = Int(chart.anchor), territory = Int(chart.territory)
        let plan = schedule.plan(Int(chart.entryDay) - anchor)
        var from = max(tick, chart.heldFrom)
        for stage in plan.stages {
            let end = Tick.at(day: anchor + stage.end, hour: schedule.releaseHour)
            guard end > from else { continue }
            let (entries, exits, item) = stage.mode.counts
            if sign > 0 || from > tick {
                ledger.add(entries, day: Tick.day(from), territory: territory, sign)
            } else {
                ledger.add(exits, day: Tick.day(from), territory: territory)
            }
            ledger.add(exits, day: Tick.day(end), territory: territory, sign)
            let horizon = min(end, Int32(setup.ticks))
            if let item, horizon > from { response.use(item, Double(sign) * Double(horizon - from) / Double(Tick.perDay)) }
            from = end
        }
        let today = Tick.day(tick)
        for test in plan.tests where anchor + test.day >= today && (sign > 0 || anchor + test.day > today) && anchor + test.day < setup.scenario.days
        {
            let swabs = Double(sign) * Double(test.swabs) * setup.measures.controlCoverage
            response.use(test.method == .antigen ? .antigenTest : .singleTest, swabs)
            response.use(.sampling, swabs)
            ledger.add(.tests, day: anchor + test.day, territory: territory, sign * Int32(test.swabs))
            ledger.add(.tubes, day: anchor + test.day, territory: territory, sign * Int32(test.swabs))
        }
    }

    /// Plans the next test of somebody infected who is under control.
    mutating func planControlTest(_ index: Int, after tick: Int32) {
        let chart = response.charts[index]
        guard let schedule = setup.measures.schedule(chart.reason) else { return }
        let plan = schedule.plan(Int(chart.entryDay - chart.anchor))
        for test in plan.tests {
            // Between eight and noon, or a little after arrival on the day of entry.
            let at = max(Tick.at(day: Int(chart.anchor) + test.day, hour: 8), chart.heldFrom + 4)
            if at < tick { continue }
            response.plan(.controlTest, at: at, person: chart.person, detail: Int32(chart.episode))
            return
        }
    }

    /// Isolates a case, until discharge.
    mutating func isolate(_ index: Int) {
        let chart = response.charts[index]
        let tick = Int32(now)
        let policy = setup.measures.policy
        guard let (_, rules) = setup.measures.caseRules(chart, at: tick) else { return }
        let isHeldStrictly = chart.heldFrom <= tick && tick < chart.heldUntil && (mode(of: chart, at: tick).map { $0 >= .central } ?? false)
        let from = tick + (isHeldStrictly ? 0 : setup.measures.isolationDelay(rules))
        if chart.isBooked, chart.heldUntil > from, chart.heldFrom != Tick.never { book(chart, from: from, sign: -1) }
        let base = Tick.day(chart.onset < tick ? chart.onset : tick)
        // Two negatives come when the virus is gone, which the policy's own infectious window stands for.
        let cleared = rules.discharge.negatives > 0 ? policy.disease.infectiousAfter.count : 0
        let days = max(rules.isolationDays?.count ?? 0, cleared, rules.discharge.earliestDay?.count ?? 0)
        let until = max(Tick.at(day: base + days, hour: rules.discharge.releaseHour), from + Int32(Tick.perDay))
        response.charts[index].isolatedFrom = from
        response.charts[index].isolatedUntil = until
        response.charts[index].heldUntil = min(chart.heldUntil, from)
        let mode = rules.isolation
        response.charts[index].isolation = UInt8(mode.number)
        let (entries, exits, item) = mode.counts
        ledger.add(entries, day: Tick.day(from), territory: Int(chart.territory))
        ledger.add(exits, day: Tick.day(until), territory: Int(chart.territory))
        let horizon = min(until, Int32(setup.ticks))
        if horizon > from { response.use(item ?? .wardDay, Double(horizon - from) / Double(Tick.perDay)) }
        response.use(.singleTest, Double(rules.discharge.negatives))
        if let followUp = rules.followUp {
            for stage in followUp.stages where Int(until) < setup.ticks {
                if let item = stage.mode.counts.item { response.use(item, Double(min(stage.days.count, (setup.ticks - Int(until)) / Tick.perDay))) }
                response.use(.singleTest, Double(stage.tests.reduce(0) { $0 + $1.swabs }))
            }
        }
    }
}

extension Measures {
    /// What the policy says of somebody found infected: confirmed once there are symptoms, asymptomatic otherwise.
    func caseRules(_ chart: Chart, at tick: Int32) -> (CaseKind, TreatmentRules.CaseRules)? {
        let order: [CaseKind] = chart.onset <= tick ? [.confirmed, .probable, .asymptomatic] : [.asymptomatic, .confirmed, .probable]
        for kind in order { if let rules = policy.treatment.cases[kind] { return (kind, rules) } }
        return nil
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
