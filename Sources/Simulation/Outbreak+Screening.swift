import Policy
import Vocabulary

extension Outbreak {
    // MARK: Posts

    /// The class of posts a resident holds, if any.
    func post(of person: UInt32, _ member: Member, worksInSite: Bool) -> Measures.Post? {
        if worksInSite { return setup.measures.sitePost }
        guard !setup.measures.posts.isEmpty, member.occupation.isWork || member.occupation == .careHome, !setup.isRandom else { return nil }
        let luck = keys.unit(person, .post)
        var sum = 0.0
        for post in setup.measures.posts where post.occupation.holds(member.occupation) {
            sum += post.share
            if luck < sum { return post }
        }
        return nil
    }

    /// Plans the next test of a post holder: on a day of the window that the policy's frequency makes.
    mutating func planPostTest(_ person: UInt32, _ post: Measures.Post, in territory: Int, after tick: Int32) {
        let frequency = response.firstFound[territory] <= tick ? post.withCases ?? post.frequency : post.frequency
        let day = Tick.day(tick)
        // Each holder has an own first day, so that not everybody is tested on the same one.
        let phase = Int(keys.bits(person, .post, 1) % 28)
        let first = setup.scenario.start + Days(day - (day + phase) % 28 - 1)
        for window in frequency.windows(from: first, before: setup.scenario.start + Days(day + 31)) {
            let opens = (window.opens - setup.scenario.start).count
            let length = max(1, (window.due - window.opens).count)
            let at = Tick.at(day: opens + Int(keys.bits(person, .post, 2 + UInt32(window.ordinal)) % UInt64(length)), hour: 9)
            if at >= tick {
                response.agenda.plan(.postTest, at: at, person: person)
                return
            }
        }
    }

    // MARK: Zones and rounds

    /// Declares the zones that an infection calls for, and what begins in them.
    mutating func declareZones(around person: UInt32, in territory: Int) {
        let tick = Int32(now), day = Tick.day(tick)
        for (level, zone) in response.zones.found(person, in: territory, at: tick) {
            if level != .low { ledger.add(.zonedIn, day: day, territory: territory, Int32(zone.residents)) }
            if let clean = setup.measures.cleanDays[Int(level.number)] {
                response.agenda.plan(.lift, at: Tick.at(day: day + clean + 1), person: zone.first, detail: level.number)
            }
            if level == .high, let plan = setup.measures.plan(.sealedZone, 0) {
                let tests = plan.tests.count { (0..<setup.scenario.days).contains(day + $0.day) }
                countTests(of: zone.residents * tests, onDay: day, in: territory, level: .high)
                for other in response.unfound[territory] where other &- zone.first < UInt32(truncatingIfNeeded: zone.residents) {
                    guard let index = response.charts.index(of: other), response.charts[index].foundAt == Tick.never else { continue }
                    hold(index, reason: .sealedZone, anchor: day, known: tick, from: tick, isCountedWithZone: true)
                }
            }
        }
        if let within = setup.measures.firstRound, !response.rounds[territory].isRunning {
            response.rounds[territory] = Response.Round(isRunning: true)
            response.agenda.plan(.round, at: tick + within, person: UInt32(territory))
        }
    }

    /// Lifts a zone if its days have been clean, or looks again when they can have been.
    mutating func considerLifting(_ event: Agenda.Event) {
        let level = ZoneLevel.allCases[Int(event.detail)]
        let territory = population.territory(of: event.person)
        guard let zone = response.zones[level, event.person, territory], let clean = setup.measures.cleanDays[Int(event.detail)] else { return }
        let due = Tick.at(day: Tick.day(zone.lastFound) + clean + 1)
        if due > Int32(now) {
            response.agenda.plan(.lift, at: due, person: event.person, detail: event.detail)
            return
        }
        let day = Tick.day(Int32(now))
        if setup.measures.policy.zones.levels[level]?.lift?.fullRound != nil, level != .low {
            countTests(of: zone.residents, onDay: max(0, day - 1), in: territory, level: level)
        }
        close(zone, level, until: Int32(now))
        response.zones.lift(level, zone)
    }

    /// Counts the days of a zone that is lifted or stands when the days are over.
    mutating func close(_ zone: Zones.Zone, _ level: ZoneLevel, until tick: Int32) {
        guard level != .low else { return }
        let from = max(0, zone.declared), territory = zone.territory
        ledger.add(.zonedOut, day: Tick.day(tick), territory: territory, Int32(zone.residents))
        response.use(.zonePersonDay, Double(zone.residents), from: from, until: tick, in: territory)
        let number = level == .high ? 3 : 2
        let thousands = Double(zone.residents) / 1000
        let execution = setup.scenario.execution, places = setup.measures.places
        response.use(
            .placeClosedDay, thousands * execution.placesPerThousand * Double(1 - places.venue[number]), from: from, until: tick, in: territory)
        response.use(
            .gatheringRefused, thousands * execution.gatheringsPerThousand * places.refused(level: number), from: from, until: tick, in: territory)
    }

    /// One round of tests in a territory's zones, and whether another follows.
    mutating func screen(_ territory: Int) {
        guard let rules = setup.measures.policy.testing.rounds else { return }
        let levels = Set(rules.firstRoundWithin.keys)
        let residents = response.zones.residents(in: territory, levels: levels)
        let coverage = setup.scenario.execution.testCoverage.round
        let day = Tick.day(Int32(now))
        if residents > 0 { countTests(of: Int(Double(residents) * coverage), onDay: day, in: territory, level: nil) }
        var kept: [UInt32] = []
        for person in response.unfound[territory] {
            guard let index = response.charts.index(of: person) else { continue }
            let chart = response.charts[index]
            if chart.foundAt != Tick.never || Int32(now) - chart.infectedAt > Int32(30 * Tick.perDay) { continue }
            kept.append(person)
            let level = response.zones.level(person, in: territory)
            guard setup.measures.isScreened[level] else { continue }
            if keys.unit(person, .testing, Outbreak.round(onDay: day)) < coverage { sample(person, route: .screeningRound, isPooled: true) }
        }
        response.unfound[territory] = kept
        var round = response.rounds[territory]
        round.clean = round.foundSince ? 0 : round.clean + 1
        round.foundSince = false
        var pause = 1
        if let stopping = rules.stopping, round.clean >= stopping.cleanRounds {
            if round.final >= stopping.finalRounds {
                response.rounds[territory] = Response.Round()
                return
            }
            pause = round.final == 0 ? max(1, stopping.pause.count + 1) : 1
            round.final += 1
        } else {
            round.final = 0
        }
        if residents == 0 {
            response.rounds[territory] = Response.Round()
            return
        }
        response.rounds[territory] = round
        response.agenda.plan(.round, at: Tick.at(day: day + pause, hour: 8), person: UInt32(territory))
    }

    /// The number of a resident's draw for the round of a day.
    static func round(onDay day: Int) -> UInt32 { 1 << 20 | UInt32(truncatingIfNeeded: day) & 0xF_FFFF }

    /// Counts tests of residents as specimens and tubes.
    mutating func countTests(of people: Int, onDay day: Int, in territory: Int, level: ZoneLevel?) {
        let isHousehold = level.map { setup.measures.arePooledByHousehold[Int($0.number)] } ?? false
        let size = isHousehold ? 2.67 : Double(setup.measures.poolSize)
        let tubes = Double(people) / size
        ledger.add(.tests, day: day, territory: territory, Int32(people))
        ledger.add(.tubes, day: day, territory: territory, Int32(tubes))
        response.use(.pooledTube, tubes, day: day, in: territory)
        response.use(.sampling, Double(people), day: day, in: territory)
    }
}

extension Measures.PostHolders {
    /// Whether an occupation is among them.
    func holds(_ occupation: Occupation) -> Bool {
        switch self {
        case .healthcare: occupation == .healthcare
        case .careHome: occupation == .careHome
        case .workers: occupation == .smallFirm || occupation == .firm || occupation == .largeFirm
        }
    }
}

extension ZoneLevel {
    /// Its number in the order of declaration.
    var number: Int32 {
        switch self {
        case .high: 0
        case .medium: 1
        case .low: 2
        }
    }
}
