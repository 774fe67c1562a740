import Policy
import Register
import Vocabulary

extension HunanStage {
    private static let entrantsPerFlight = 34
    private static let arrivalCount = 9_100

    /// The other passengers of the flights from abroad; those who sat near an infected one are contacts as well.
    mutating func entrants(_ body: WorldStage.Body) throws {
        for (number, flight) in Flight.all.enumerated() {
            let arrived = stage.at(flight.day, 16, 40)
            for seat in 0..<HunanStage.entrantsPerFlight {
                let home = stage.atlas.counties[stage.atlas.index(using: &stage.dice)]
                let resident = try stage.residents.next(in: home, .mobile)
                var draft = stage.begin(resident, knownAt: arrived)
                let row = 20 + seat
                let held = land(&draft, flight, arrived: arrived, seat: "\(row)\(["B", "H", "J", "E"][seat % 4])")
                if let infected = imported.first(where: { $0.flight == number && abs($0.row - row) <= 3 }) {
                    let meeting = ContactScript.Meeting(
                        index: infected.number, last: stage.day(flight.day), setting: .transport, vehicle: .aircraft,
                        circumstance: "同乘\(flight.number)航班，前后三排", isHigherRisk: false)
                    let identified = infected.diagnosed + stage.dice.span(minutes: 60...240)
                    stage.contact(
                        &draft, resident,
                        ContactScript(
                            degree: .close, identified: identified, meetings: [meeting], located: .at(identified + .minutes(20)),
                            notified: .at(identified + .minutes(45)), transferred: .never, isHeld: true))
                }
                quarantine(&draft, flight, held)
                try stage.finish(draft, body)
            }
        }
    }

    /// The tests of an entrant on the days of the schedule, in the room taken at landing.
    private mutating func quarantine(_ draft: inout PersonDraft, _ flight: Flight, _ held: (local: Int, from: Instant, stay: Stay)?) {
        guard let held, let schedule = stage.policy.arrivals.byRisk[.abroad]?.control else { return }
        let plan = schedule.plan(anchor: stage.day(flight.day), entry: stage.day(flight.day))
        for test in plan.tests where test.date <= stage.today && test.date > stage.day(flight.day) {
            if !stage.isInTime(.test, in: held.stay.territory) { continue }
            let early = test.date == stage.today ? 160 : 210
            if test.date == stage.today, stage.dice.chance(0.2) { continue }
            let taken = stage.zone.instant(test.date, hour: 6, minute: 50) + stage.dice.span(minutes: 0...early)
            stage.test(&draft, at: taken, in: held.stay.territory, swabs: test.isExit ? 2 : test.swabs, method: test.method)
        }
    }

    /// Travellers from other provinces since 26 February.
    mutating func arrivals(_ body: WorldStage.Body) throws {
        var previous: (trip: Trip, household: Household)?
        for _ in 0..<HunanStage.arrivalCount {
            let companion = stage.dice.chance(0.24) ? previous : nil
            let trip = companion.map { $0.trip.neighbour } ?? newTrip()
            let home = stage.atlas[trip.home] ?? stage.atlas.counties[0]
            let resident = try stage.residents.next(in: home, .mobile, household: companion?.household)
            previous = (trip, resident.household)
            try arrive(resident, trip, body)
        }
    }

    /// A journey into the province.
    struct Trip {
        var origin: TravelOrigin
        var arrived: Instant
        var left: CivilDate
        var home: TerritoryCode
        var point: Checkpoints.Point
        var vehicle: VehicleKind?
        var number: String?
        var coach = 1
        var place = 0
        var isRegistered = true

        /// The same journey in the next seat.
        var neighbour: Trip {
            var next = self
            next.place += 1
            return next
        }

        var seat: String? {
            switch vehicle {
            case .aircraft: "\(place / 6 + 31)\(["A", "B", "C", "J", "K", "L"][place % 6])"
            case .enclosedTrain:
                "\(coach < 10 ? "0" : "")\(coach)车\(place / 5 % 18 < 9 ? "0" : "")\(place / 5 % 18 + 1)\(["A", "B", "C", "D", "F"][place % 5])号"
            default: nil
            }
        }
    }

    private mutating func newTrip() -> Trip {
        let origin = stage.dice.pick(TravelOrigin.all) { $0.weight } ?? TravelOrigin.all[0]
        let home = stage.dice.chance(0.16) ? county("430111") : stage.atlas.counties[stage.atlas.index(using: &stage.dice)]
        // Since 26 February; on the last day only the morning.
        let date = stage.today - Days(stage.dice.next(in: 0...21))
        let earliest = stage.zone.instant(date, hour: 6, minute: 20)
        let latest = date == stage.today ? stage.moment - .minutes(35) : stage.zone.instant(date, hour: 23, minute: 20)
        let station = Checkpoints.stations[home.prefecture.digits]
        let isLocalRail = stage.dice.chance(0.68)
        let flies = !isLocalRail && stage.dice.chance(0.5)
        let road = stage.dice.pick(Checkpoints.motorways)
        let point = (flies ? nil : isLocalRail ? station : road) ?? Checkpoints.airport
        var trip = Trip(
            origin: origin, arrived: stage.dice.moment(from: earliest, to: latest), left: date - Days(stage.dice.chance(0.12) ? 1 : 0),
            home: home.code, point: point)
        trip.isRegistered = stage.isInTime(.registration, in: home.code)
        trip.coach = stage.dice.next(in: 1...16)
        trip.place = stage.dice.next(below: 80)
        switch point.kind {
        case .railwayStation:
            trip.vehicle = .enclosedTrain
            trip.number = "G\(stage.dice.next(in: 11...999) * 2)"
        case .airport:
            trip.vehicle = .aircraft
            trip.number = (stage.dice.pick(["CZ", "MU", "HU", "ZH", "9C"]) ?? "CZ") + "\(stage.dice.next(in: 3_000...8_999))"
        default:
            trip.vehicle = stage.dice.chance(0.2) ? .enclosedBus : nil
        }
        return trip
    }

    private mutating func arrive(_ resident: Resident, _ trip: Trip, _ body: WorldStage.Body) throws {
        let home = resident.person.residence
        // Some were found only by looking back over passenger lists.
        let isFoundLater = stage.dice.chance(0.012)
        let known = trip.arrived + (isFoundLater ? stage.dice.span(minutes: 1_300...5_000) : stage.dice.span(minutes: 3...20))
        guard known < stage.moment, let rules = stage.policy.arrivals.byRisk[trip.origin.risk] else { return }
        var draft = stage.begin(resident, knownAt: known)
        let hasCertificate = stage.isInTime(.certificate, in: home) || rules.certificate == nil && stage.dice.chance(0.6)
        let arrival = Arrival(
            origin: trip.origin.name, originTerritory: TerritoryCode(trip.origin.code), risk: trip.origin.risk, leftOrigin: trip.left,
            destination: home, checkpoint: trip.point.name, vehicle: trip.vehicle, transportNumber: trip.number, seat: trip.seat,
            certificateTaken: hasCertificate ? trip.arrived - stage.dice.part(of: .hours(46), 0.15, 1) : nil,
            isRegistered: !isFoundLater && trip.isRegistered)
        guard let local = draft.record(.arrival(arrival), at: trip.arrived, knownAt: known) else { return }
        // What follows can only begin once someone knows of the arrival.
        let start = isFoundLater ? known : trip.arrived
        let isChecked = !isFoundLater && stage.isInTime(.check, in: home)
        let checked = start + (isChecked ? stage.dice.span(minutes: 3...25) : stage.dice.span(minutes: 260...2_400))
        let checks = Act(
            deed: .checked, concerning: Int64(local), means: isChecked ? .onSite : .visit, checks: Set(ArrivalCheck.allCases),
            by: isChecked ? trip.point.name + "防疫检查点" : stage.countyName(home.ancestor(at: .county) ?? home) + "社区工作组")
        draft.record(.act(checks), at: checked, after: stage.dice.span(minutes: 1...8))
        if rules.control != nil {
            draft.record(.act(Act(deed: .notified, concerning: Int64(local), means: .onSite)), at: checked + .minutes(2), after: .minutes(6))
        }
        testOnEntry(&draft, rules, trip, home: home, from: checked)
        hold(&draft, rules, trip, resident, arrival: local, from: checked)
        try stage.finish(draft, body)
    }

    private mutating func testOnEntry(
        _ draft: inout PersonDraft, _ rules: ArrivalRules.Rules, _ trip: Trip, home: TerritoryCode, from: Instant
    ) {
        guard let hours = rules.landingTest else { return }
        let place = stage.dice.chance(0.7) ? TerritoryCode(trip.point.county) ?? home : home
        if stage.isInTime(.landingTest, in: home) {
            let soon = stage.dice.chance(0.72) ? stage.dice.span(minutes: 6...70) : stage.dice.part(of: hours.span, 0.3, 0.93)
            stage.test(&draft, at: max(from + .minutes(4), trip.arrived + soon), in: place)
        } else if stage.dice.chance(0.8) {
            stage.test(&draft, at: trip.arrived + stage.dice.part(of: hours.span, 1.1, 2.8), in: home)
        }
        guard let span = rules.spanTests else { return }
        for index in 1..<max(1, span.count) where stage.isInTime(.landingTest, in: home) {
            let later = stage.dice.part(of: span.gap.span, 1.1, 1.7)
            stage.test(&draft, at: trip.arrived + Span(milliseconds: later.milliseconds * Int64(index)) + .hours(2), in: home)
        }
    }

    private mutating func hold(
        _ draft: inout PersonDraft, _ rules: ArrivalRules.Rules, _ trip: Trip, _ resident: Resident, arrival: Int, from: Instant
    ) {
        guard let schedule = rules.control, let stageRules = schedule.stages.first else { return }
        let home = resident.person.residence
        let within = (rules.controlWithin ?? 24).span
        let mode = stageRules.mode(for: resident.person.groups)
        let isSoon = stage.isInTime(.entryControl, in: home)
        let begins = mode.isStay ? max(from, trip.arrived + stage.dice.part(of: within, isSoon ? 0.12 : 1.1, isSoon ? 0.8 : 2.4)) : from
        let room = mode == .central && begins < stage.moment ? stage.atlas[home].map { stage.sites.room(in: $0) } : nil
        let entry = stage.zone.date(of: trip.arrived)
        _ = stage.walk(
            &draft,
            ControlWalk(
                schedule: schedule, anchor: rules.anchor == .leftArea ? trip.left : entry, entry: trip.arrived, begins: begins, room: room,
                residence: home, groups: resident.person.groups, concerning: arrival))
    }
}
