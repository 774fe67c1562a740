import Policy
import Vocabulary

extension Outbreak {
    /// Opens the chart of somebody just infected and plans what may find them.
    mutating func enrol(_ person: UInt32, _ member: Member, _ course: Course, in territory: Int, layer: Layer, at tick: Int32) {
        let index = chart(person, member, in: territory)
        let onset = tick + Tick.span(days: course.incubation)
        response.charts[index].infectedAt = tick
        response.charts[index].onset = course.isSymptomatic ? onset : Tick.never
        response.unfound[territory].append(person)
        if course.isSymptomatic, setup.measures.testsSymptoms,
            keys.unit(person, .care) < setup.scenario.execution.careSeeking || course.wardAfter != nil
        {
            var stream = keys.stream(person, .care, 1)
            var visit = onset + Tick.span(days: setup.care.value(Float(stream.exponential())))
            if let after = course.wardAfter { visit = min(visit, tick + Tick.span(days: after)) }
            response.agenda.plan(.care, at: max(visit, Int32(now)), person: person)
        }
        if response.charts[index].heldUntil > Int32(now), response.charts[index].heldFrom != Tick.never {
            planControlTest(index, after: Int32(now))
            planSiteContacts(index, after: Int32(now))
        } else if setup.measures.plan(.sealedZone, 0) != nil, let zone = response.zones.highZone(person, in: territory) {
            hold(index, reason: .sealedZone, anchor: Tick.day(zone.declared), known: Int32(now), from: Int32(now), isCountedWithZone: true)
        }
        if let post = post(of: person, member, worksInSite: response.charts[index].worksInSite) {
            planPostTest(person, post, in: territory, after: max(setup.begins, Int32(now)))
        }
    }

    /// The chart of a resident, opened if need be.
    mutating func chart(_ person: UInt32, _ member: Member, in territory: Int) -> Int {
        if let index = response.charts.index(of: person) { return index }
        if response.charts.count > response.purgeAt {
            response.charts.purge(before: Int32(now) - Int32(60 * Tick.perDay))
            response.purgeAt = max(1 << 20, response.charts.count * 2)
        }
        return response.charts.add(
            Chart(
                person: person, territory: UInt16(territory), age: member.age, occupation: setup.isRandom ? .none : member.occupation))
    }

    /// Something is due.
    mutating func carryOut(_ event: Agenda.Event) {
        switch event.kind {
        case .arrival: arrive(event)
        case .care: if Int32(now) >= setup.begins { sample(event.person, route: .clinic, isPooled: false) }
        case .arrivalTest: sample(event.person, route: .arrival, isPooled: false)
        case .result: found(event)
        case .controlTest:
            guard let index = response.charts.index(of: event.person) else { return }
            let chart = response.charts[index]
            guard Int32(chart.episode) == event.detail, chart.foundAt == Tick.never else { return }
            let route: DetectionRoute =
                chart.reason.isArrival ? .arrival : chart.reason == .sealedZone || chart.reason == .controlledZone ? .screeningRound : .contact
            if isTakenUnderControl(event.person, at: Int32(now)) {
                sample(event.person, route: route, isPooled: false)
            }
            planControlTest(index, after: Int32(now) + 1)
        case .postTest:
            guard let index = response.charts.index(of: event.person), response.charts[index].foundAt == Tick.never else { return }
            let member = population.member(event.person, in: Int(response.charts[index].territory)).0
            guard let post = post(of: event.person, member, worksInSite: response.charts[index].worksInSite) else { return }
            if keys.unit(event.person, .testing, 1 << 21 | UInt32(now / 4)) < setup.scenario.execution.testCoverage.post {
                sample(event.person, route: .post, isPooled: true)
            }
            if Int32(now) - response.charts[index].infectedAt < Int32(30 * Tick.perDay) {
                planPostTest(event.person, post, in: Int(response.charts[index].territory), after: Int32(now) + 1)
            }
        case .list: list(event.person)
        case .lift: considerLifting(event)
        case .round: screen(Int(event.person))
        case .siteContact: meetInSite(event)
        }
    }

    /// Takes a specimen of somebody infected; a positive one has its result after the laboratory's time.
    mutating func sample(_ person: UInt32, route: DetectionRoute, isPooled: Bool) {
        guard let index = response.charts.index(of: person) else { return }
        let chart = response.charts[index]
        guard chart.infectedAt != Tick.never, chart.positiveAt == Tick.never else { return }
        let tick = Int32(now)
        if route == .clinic {
            response.use(.singleTest, 1, day: Tick.day(tick), in: Int(chart.territory))
            response.use(.sampling, 1, day: Tick.day(tick), in: Int(chart.territory))
            ledger.addSingleTests(day: Tick.day(tick), territory: Int(chart.territory), 1)
        }
        guard isPositive(person, at: tick, infectedAt: chart.infectedAt, isPooled: isPooled) else {
            if route == .clinic, tick - chart.onset < Int32(6 * Tick.perDay) {
                response.agenda.plan(.care, at: tick + Int32(Tick.perDay), person: person)
            }
            return
        }
        response.charts[index].positiveAt = tick
        let wait = (isPooled ? setup.measures.pooledPositive : setup.measures.singleResult) + queue(in: Int(chart.territory))
        if isPooled {
            // The members of a positive tube are sampled singly before anybody is a case.
            response.use(.singleTest, Double(setup.measures.poolSize), day: Tick.day(tick), in: Int(chart.territory))
            response.use(.sampling, Double(setup.measures.poolSize), day: Tick.day(tick), in: Int(chart.territory))
        }
        response.agenda.plan(.result, at: tick + wait, person: person, detail: Int32(DetectionRoute.allCases.firstIndex(of: route) ?? 0))
    }

    /// Whether a due test of somebody under control is taken.
    func isTakenUnderControl(_ person: UInt32, at tick: Int32) -> Bool {
        keys.unit(person, .testing, 1 << 22 | UInt32(truncatingIfNeeded: tick / 4) & 0xF_FFFF) < setup.scenario.execution.testCoverage.control
    }

    /// Whether the specimen of somebody infected is positive.
    func isPositive(_ person: UInt32, at tick: Int32, infectedAt: Int32, isPooled: Bool) -> Bool {
        var sensitivity = setup.detectability(ticks: tick - infectedAt)
        if isPooled { sensitivity *= setup.scenario.execution.poolSensitivity }
        return keys.unit(person, .testing, UInt32(truncatingIfNeeded: tick / 4) & 0xF_FFFF) < sensitivity
    }

    /// A positive result: a case.
    private mutating func found(_ event: Agenda.Event) {
        guard let index = response.charts.index(of: event.person), response.charts[index].foundAt == Tick.never else { return }
        let tick = Int32(now), day = Tick.day(tick)
        let chart = response.charts[index]
        let territory = Int(chart.territory)
        let route = DetectionRoute.allCases[Int(event.detail)]
        let counted: Count =
            switch route {
            case .clinic, .voluntary: .foundInClinic
            case .contact: .foundAsContact
            case .arrival: .foundOnArrival
            case .post: .foundAtPost
            case .screeningRound: .foundInRound
            }
        ledger.add(counted, day: day, territory: territory)
        let isInside = isControlled(chart, at: chart.positiveAt)
        if !isInside {
            ledger.add(.foundOutside, day: day, territory: territory)
            response.rounds[territory].foundSince = true
        }
        response.use(.investigatedCase, 1, day: day, in: territory)
        response.firstFound[territory] = min(response.firstFound[territory], tick)
        response.charts[index].foundAt = tick
        isolate(index)
        restartFellows(of: chart)
        if setup.measures.degreesTraced >= 1 { response.agenda.plan(.list, at: tick + setup.measures.listDelay, person: chart.person) }
        if setup.isRandom { return }
        declareZones(around: chart.person, in: territory)
    }

    /// Whether the policy counts somebody's state as controlled at the moment of the specimen.
    private func isControlled(_ chart: Chart, at tick: Int32) -> Bool {
        let controlled = setup.measures.controlled
        let level = response.zones.level(chart.person, in: Int(chart.territory))
        if level == 3, controlled.sealedZone { return true }
        if level == 2, controlled.controlledZone { return true }
        if controlled.closedLoop, setup.measures.hasLoops, let index = response.charts.index(of: chart.person),
            isInLoop(chart.person, chart.occupation, index)
        {
            return true
        }
        guard chart.heldFrom <= tick, tick < chart.heldUntil, let mode = mode(of: chart, at: tick) else { return false }
        switch chart.reason {
        case .close where controlled.closeContact: return true
        case .secondary where controlled.secondaryContact: return true
        case let reason where reason.isArrival && controlled.arrival: return true
        default: break
        }
        return mode == .central && controlled.central || mode == .homeIsolation && controlled.home
    }
}

extension Chart.Reason {
    /// Whether it is an arrival's control.
    var isArrival: Bool {
        switch self {
        case .high, .medium, .low, .affectedProvince, .unaffected, .abroad: true
        default: false
        }
    }
}

extension Setup {
    /// The sensitivity of a single test so many ticks after infection.
    @inline(__always)
    func detectability(ticks: Int32) -> Double { sensitivity[min(max(0, Int(ticks)), sensitivity.count - 1)] }

    /// The same by tick, for as long as anybody is positive.
    static func sensitivity(_ pathogen: Pathogen) -> Slab<Double> {
        let last = Int(pathogen.sensitivity.last?.day ?? 0) + 1
        return Slab((0...last * Tick.perDay).map { pathogen.detectability(day: Double($0) / Double(Tick.perDay)) })
    }
}
