import Obligations
import Operations
import Policy
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@Suite("Zones, places and gatherings are worked")
struct PlaceTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    static let village = TerritoryCode("430111007003") ?? .unstated
    static let township = TerritoryCode("430111007") ?? .unstated
    let start = PlaceTests.start

    private static func zone(_ level: ZoneLevel = .high, members: [TerritoryCode] = [village]) -> Zone {
        Zone(name: "双桥社区", level: level, territory: .yuhua, members: members, grounds: "感染者居住地")
    }

    private static func place(_ placeClass: String = "market", in territory: TerritoryCode = village) -> Place {
        Place(name: "双桥菜市场", placeClass: placeClass, territory: territory, ratedCapacity: 300)
    }

    private static func party(_ people: Int, in territory: TerritoryCode = township, plan: String? = "分批") -> Gathering {
        Gathering(
            title: "婚宴", territory: territory, attendance: people, isIndoors: true, until: start + .hours(80), organiser: "刘", sort: "wedding",
            begins: start + .hours(72), plan: plan)
    }

    private func perform<T: Sendable>(
        _ register: TemporaryRegister, at moment: Instant = PlaceTests.start, as author: Author? = nil,
        _ body: @escaping @Sendable (Filing) throws -> T
    ) async throws -> T {
        try await register.at(moment).perform(as: author ?? .systemUnrestricted("test"), body)
    }

    private func rules(_ register: TemporaryRegister, _ territory: TerritoryCode = .yuhua) async throws -> [String] {
        try await register.store.read(.systemUnrestricted) { try $0.worklist(WorklistQuery(territories: [territory])).rows }.map(\.duty.rule)
    }

    @Test("a zone reaches the places it covers and no others; when it is lifted their duty is gone")
    func zoneReachesPlaces() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let (inside, outside) = try await perform(register) { filing in
            (
                try filing.found(.place(Self.place()), at: start),
                try filing.found(.place(Self.place(in: TerritoryCode("430111004001") ?? .unstated)), at: start)
            )
        }
        let later = start + .hours(1)
        let zone = try await perform(register, at: later) { try $0.setZone(Self.zone(), at: later) }
        func closing(_ subject: Subject, at moment: Instant) async throws -> Bool {
            try await register.at(moment).thing(subject, scope: .systemUnrestricted)?.obligations.contains {
                $0.obligation.id.rule == "places.closeWithin"
            } ?? false
        }
        #expect(try await closing(inside, at: later))
        #expect(try await !closing(outside, at: later))
        #expect(try await rules(register).contains("places.closeWithin"))
        #expect(try await register.at(later).verifyDerivation().isGood)
        let lifted = start + .hours(3)
        try await perform(register, at: lifted) { _ = try $0.turnZone(zone, to: nil, grounds: "误划", at: lifted) }
        #expect(try await !rules(register).contains("places.closeWithin"))
        #expect(try await register.at(lifted).verifyDerivation().isGood)
    }

    @Test("a case in a zone's member starts its clean days anew, and the stored duties say so")
    func caseInZone() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let zone = try await perform(register) { try $0.setZone(Self.zone(), at: start) }
        let later = start + .hours(48)
        try await perform(register, at: later) { filing in
            let person = try filing.register(Identity(name: "张三", phones: ["10400000001"]), Person(residence: Self.village))
            try filing.reportCase(CaseReport(kind: .confirmed, territory: Self.village), of: person, at: later)
        }
        let view = try #require(try await register.at(later).thing(.zone(zone), scope: .systemUnrestricted))
        let policy = try register.policies.edition(at: later, in: .yuhua)
        #expect(view.dossier.zoneCourses { _ in policy }.first?.lastInfection == later)
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("levels turn in the order of time, a level the scheme lacks and members elsewhere are refused, a lifted zone stays lifted")
    func lawOfZones() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        await #expect(throws: OperationError.notAddressed(.yuelu)) {
            try await perform(register) { _ = try $0.setZone(Self.zone(members: [.yuelu]), at: start) }
        }
        let zone = try await perform(register) { try $0.setZone(Self.zone(.low), at: start) }
        let later = start + .hours(5)
        await #expect(throws: OperationError.wrongOrder(earlier: start, later: start - .hours(1))) {
            try await perform(register, at: later) { _ = try $0.turnZone(zone, to: .high, at: start - .hours(1)) }
        }
        try await perform(register, at: later) { _ = try $0.turnZone(zone, to: .high, at: later) }
        let view = try #require(try await register.at(later).thing(.zone(zone), scope: .systemUnrestricted))
        #expect(view.dossier.founding(Zone.self)?.periods.map(\.level) == [.low, .high])
        #expect(view.standing.thingClass == "high")
        let past = try #require(try await register.at(later).thing(.zone(zone), scope: .systemUnrestricted, asOf: start + .hours(1)))
        #expect(past.standing.thingClass == "low")
        await #expect(throws: StoreError.territoryOutsideScope(.yuhua)) {
            try await perform(register, at: later, as: .user(7, .communityWorker, in: Self.township, at: later)) {
                _ = try $0.turnZone(zone, to: nil, at: later)
            }
        }
        try await perform(register, at: later) { _ = try $0.turnZone(zone, to: nil, at: later) }
        await #expect(throws: OperationError.nothingToAnswer) {
            try await perform(register, at: later) { _ = try $0.turnZone(zone, to: .low, at: later) }
        }
    }

    @Test("the impact of a zone counts residents, places it closes and gatherings in it, at the policy's prices")
    func impact() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        try await perform(register) { filing in
            try filing.writer.setTerritories([TerritoryEntry(code: Self.township, chinese: "高桥街道", english: "Gaoqiao", population: 10_000)])
            for placeClass in ["market", "mall", "hotel"] { _ = try filing.found(.place(Self.place(placeClass)), at: start) }
            try filing.applyForGathering(Self.party(20), at: start)
        }
        let impact = try await register.at(start).zoneImpact(.high, over: [Self.township], scope: .systemUnrestricted)
        #expect(impact.residents == 10_000 && impact.closing == 2 && impact.gatherings == 1 && impact.days == 14)
        // 10,000 residents at 150 and two places at 2,000 a day.
        #expect(impact.costPerDay == 1_504_000)
        #expect(impact.warnings == [.wide(Self.township)])
        let low = try await register.at(start).zoneImpact(.low, over: [Self.township], scope: .systemUnrestricted)
        #expect(low.costPerDay == 0 && low.closing == 0 && low.days == nil)
        let stranger = Scope(user: UserID(rawValue: 3), grants: [Grant(role: .commander, territory: .yuelu)], at: start)
        await #expect(throws: StoreError.territoryOutsideScope(Self.township)) {
            _ = try await register.at(start).zoneImpact(.high, over: [Self.township], scope: stranger)
        }
    }

    @Test(
        "the policy decides where it decides, and records by which rule",
        arguments: [(20, "approved", "gatherings.limits"), (60, "approved", "gatherings.limits.4"), (120, "applied", nil)] as [(Int, String, String?)]
    )
    func decidesByItself(people: Int, state: String, rule: String?) async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let gathering = try await perform(register) { try $0.applyForGathering(Self.party(people), at: start) }
        let view = try #require(try await register.at(start).thing(.gathering(gathering), scope: .systemUnrestricted))
        #expect(view.standing.state == state)
        #expect(view.dossier.all(GatheringStep.self).first?.value.rule == rule)
    }

    @Test("in a sealed area a wedding is refused at once, nobody may approve it, and one without a plan is not taken")
    func refused() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        try await perform(register) { _ = try $0.setZone(Self.zone(), at: start) }
        let gathering = try await perform(register) { try $0.applyForGathering(Self.party(60, in: Self.village), at: start) }
        #expect(try await register.at(start).thing(.gathering(gathering), scope: .systemUnrestricted)?.standing.state == "refused")
        await #expect(throws: OperationError.policyRefuses) {
            try await perform(register) { _ = try $0.decideGathering(gathering, isApproved: true, at: start) }
        }
        await #expect(throws: OperationError.planMissing) {
            try await perform(register) { _ = try $0.applyForGathering(Self.party(60, plan: nil), at: start) }
        }
    }

    @Test("a person decides at the level the policy names; those who come are found again or registered once")
    func decidedByPerson() async throws {
        let register = try await TemporaryRegister(at: start)
        let (start, later) = (start, start + .hours(2))
        let gathering = try await perform(register) { try $0.applyForGathering(Self.party(120), at: start) }
        await #expect(throws: StoreError.territoryOutsideScope(.yuhua)) {
            try await perform(register, at: later, as: .user(7, .commander, in: Self.township, at: later)) {
                _ = try $0.decideGathering(gathering, isApproved: true, at: later)
            }
        }
        let people = [Identity(name: "张三", phones: ["10400000001"]), Identity(name: "李四", phones: ["10400000002"])]
        _ = try await perform(register, at: later, as: .user(8, .commander, in: .yuhua, at: later)) { filing in
            try filing.decideGathering(gathering, isApproved: true, at: later)
        }
        _ = try await perform(register, at: later) { filing in
            try filing.handInAttendees(people + people, of: gathering, at: later)
        }
        let view = try #require(try await register.at(later).thing(.gathering(gathering), scope: .systemUnrestricted))
        #expect(view.dossier.all(GatheringStep.self).last?.value.attendees?.count == 2)
        #expect(try await register.store.read(.systemUnrestricted) { try $0.personCount() } == 2)
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("whoever enters a closed loop brings the negatives the policy asks for, and is noted when seen elsewhere on duty")
    func closedLoop() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let (prison, market, person) = try await perform(register) { filing in
            let prison = Reference<Place>(rawValue: try filing.found(.place(Self.place("prison")), at: start - .hours(400)).number)
            let market = Reference<Place>(rawValue: try filing.found(.place(Self.place()), at: start - .hours(400)).number)
            return (prison, market, try filing.register(Identity(name: "张三", phones: ["10400000001"]), Person(residence: Self.village)))
        }
        func enter() async throws {
            try await perform(register) { filing in
                _ = try filing.stepInLoop(LoopStep(place: prison, kind: .entered, stage: "preIsolation"), of: person, at: start)
            }
        }
        await #expect(throws: OperationError.entryTestsMissing(found: 0, needed: 2)) { try await enter() }
        try await perform(register) { filing in
            for hours in [50, 20] {
                let specimen = try filing.take(Specimen(territory: .yuhua), from: person, at: start - .hours(hours))
                try filing.record(TestResult(specimen: specimen, outcome: .negative), at: start - .hours(hours - 5))
            }
        }
        try await enter()
        await #expect(throws: OperationError.inLoop) { try await enter() }
        let later = start + .hours(3)
        try await perform(register, at: later) { try $0.passDoor(of: market, person, isEntering: true, at: later) }
        let view = try #require(try await register.at(later).thing(.place(prison), scope: .systemUnrestricted))
        #expect(
            view.dossier.loop { _ in (try? register.policies.edition(at: later, in: .yuhua)) ?? register.policies.book.fallback }.first?.steps.count
                == 2)
        #expect(try await rules(register).contains("places.breachWithin"))
        #expect(try await register.at(later).verifyDerivation().isGood)
        await #expect(throws: OperationError.notInLoop) {
            try await perform(register, at: later) { filing in
                _ = try filing.stepInLoop(LoopStep(place: market, kind: .left), of: person, at: later)
            }
        }
    }

    @Test("doors count in minus out, tell who was there in a window to those who may see them, and forget in time")
    func doors() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let (place, people) = try await perform(register) { filing in
            let place = Reference<Place>(rawValue: try filing.found(.place(Self.place()), at: start).number)
            let people = try [Self.village, TerritoryCode.yuelu, Self.village].enumerated().map { number, home in
                try filing.register(Identity(name: "张\(number)", phones: ["1040000000\(number)"]), Person(residence: home))
            }
            return (place, people)
        }
        let now = start + .hours(9)
        try await perform(register, at: now) { filing in
            for (number, person) in people.enumerated() {
                try filing.passDoor(of: place, person, isEntering: true, at: start + .hours(number + 1))
            }
            try filing.passDoor(of: place, people[0], isEntering: false, at: start + .hours(2))
        }
        let scope = Scope(user: UserID(rawValue: 3), grants: [Grant(role: .investigator, territory: .yuhua)], at: now)
        try await register.store.read(scope) { reader in
            let occupancy = try #require(try reader.occupancy(of: place))
            #expect(occupancy.inside == 2)
            #expect(occupancy.isStale(at: now, after: .minutes(30)) && !occupancy.isStale(at: start + .hours(3), after: .minutes(30)))
            // In the third hour the first has left; the second is not the reader's to see, but is counted.
            let visitors = try reader.visitors(of: place, from: start + .minutes(130), until: start + .minutes(200))
            #expect(visitors.total == 2 && visitors.visible.map(\.person) == [people[2]])
        }
        let stranger = Scope(user: UserID(rawValue: 4), grants: [Grant(role: .investigator, territory: .yuelu)], at: now)
        await #expect(throws: StoreError.outsideScope) {
            _ = try await register.store.read(stranger) { try $0.visitors(of: place, from: start, until: now) }
        }
        try await register.store.write(.systemUnrestricted("test")) { try $0.forgetVisits(before: now) }
        #expect(try await register.store.read(scope) { try $0.visitors(of: place, from: start, until: now).total } == 0)
        #expect(try await register.store.verifyAudit().isIntact)
    }

    @Test(
        "whatever is recorded of zones, places and gatherings, late, corrected or withdrawn, what is stored equals a full derivation",
        arguments: [UInt64(1), 2, 3])
    func generatedHistories(seed: UInt64) async throws {
        let register = try await TemporaryRegister(at: start)
        var random = Seeded(seed)
        var now = start
        for round in 0..<60 {
            now = now + .hours(random.next(below: 9))
            let step = PlaceStep(seed: random.stream("step", UInt64(round)), now: now)
            _ = try? await register.at(now).perform(as: .systemUnrestricted("test")) { try step.carryOut($0) }
            if round % 15 == 14 {
                let report = try await register.at(now).verifyDerivation()
                #expect(report.isGood, "after step \(round): \(report.differingThings) differ")
            }
        }
        #expect(try await register.at(now).verifyDerivation().things > 4)
        let late = now + .hours(24 * 4)
        try await Upkeep(register.at(late)).run()
        #expect(try await register.at(late).verifyDerivation().isGood)
        #expect(try await register.store.verifyAudit().isIntact)
    }
}

/// One random operation on zones, places and gatherings.
private struct PlaceStep: Sendable {
    let seed: Seeded
    let now: Instant

    func carryOut(_ filing: Filing) throws {
        var random = seed
        func pick<T>(_ values: [T]) -> T? { values.isEmpty ? nil : values[random.next(below: values.count)] }
        let at = now - .hours(random.next(below: 12))
        let territories = [TerritoryCode.yuhua, PlaceTests.township, PlaceTests.village]
        let territory = pick(territories) ?? .yuhua
        let things = try filing.writer.everyThing()
        let zone = pick(things.compactMap { if case .zone(let id) = $0 { id } else { nil } })
        let place = pick(things.compactMap { if case .place(let id) = $0 { id } else { nil } })
        let gathering = pick(things.compactMap { if case .gathering(let id) = $0 { id } else { nil } })
        let level = pick(ZoneLevel.allCases) ?? .high
        switch random.next(below: 12) {
        case 0: try filing.setZone(Zone(name: "甲", level: level, territory: .yuhua, members: [territory]), at: at)
        case 1: if let zone { try filing.turnZone(zone, to: random.chance(0.7) ? level : nil, at: now) }
        case 2, 3: if let zone { try filing.recordZoneEvent(zone, pick(ZoneEvent.Kind.allCases) ?? .reviewed, at: at) }
        case 4:
            _ = try filing.found(
                .place(Place(name: "乙", placeClass: pick(["market", "mall", "elderly_home"]) ?? "mall", territory: territory)), at: at - .hours(72))
        case 5: if let place { try filing.checkPlace(place, inOrder: [.mask], tested: random.chance(0.3) ? 9 : nil, at: at) }
        case 6: if let place { try filing.changePlace(place, isOpen: random.chance(0.4), at: at) }
        case 7:
            try filing.applyForGathering(
                Gathering(
                    title: "丙", territory: territory, attendance: 5 + random.next(below: 200), isIndoors: random.chance(0.5), until: now + .hours(60),
                    sort: pick(["wedding", "meeting"]), begins: now + .hours(1 + random.next(below: 50)), plan: "…"), at: at)
        case 8:
            if let gathering {
                if random.chance(0.5) {
                    try filing.decideGathering(gathering, isApproved: random.chance(0.6), at: now)
                } else {
                    try filing.checkGathering(gathering, isGood: random.chance(0.5), at: now)
                }
            }
        case 9:
            let person = try filing.register(Identity(name: "丁\(now.milliseconds)", phones: []), Person(residence: territory), knownAt: at)
            try filing.reportCase(CaseReport(kind: .confirmed, territory: territory), of: person, at: at, knownAt: at)
        default:
            guard let thing = pick(things), thing.kind != .territory else { return }
            let records = try filing.writer.entries(about: thing)
            guard let entry = pick(records) else { return }
            let record = try filing.current(entry.record.entity)
            if random.chance(0.4) {
                try filing.withdraw(record, expected: record.id, reason: "test")
            } else {
                try filing.revise(record, to: record.fact, at: record.happenedAt - .hours(3), expected: record.id, reason: "test")
            }
        }
    }
}
