import Operations
import Policy
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("Beds and rooms come from one ledger of stays")
struct SiteTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    static let township = TerritoryCode("430111007") ?? .unstated
    let start = SiteTests.start

    private static func stay(_ mode: ControlMode = .central, room: String?, site: String = "第1集中隔离点", until: Instant? = nil) -> Stay {
        Stay(mode: mode, site: site, room: room, territory: township, until: until)
    }

    private func perform<T: Sendable>(
        _ register: TemporaryRegister, at moment: Instant = SiteTests.start, as author: Author = .systemUnrestricted("test"),
        _ body: @escaping @Sendable (Filing) throws -> T
    ) async throws -> T {
        try await register.at(moment).perform(as: author, body)
    }

    /// A register with one site and some people in no room.
    private func world(existing: Int, mode: ControlMode = .central, people: Int) async throws -> (TemporaryRegister, Reference<StaySite>, [PersonID])
    {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let (site, persons) = try await perform(register) { filing in
            let site = try filing.openSite(StaySite(name: "第1集中隔离点", mode: mode, territory: Self.township, capacity: existing), at: start)
            let persons = try (0..<people).map { number in
                try filing.register(
                    Identity(name: "甲\(number)", phones: ["1380000\(1000 + number)"]), Person(residence: Self.township))
            }
            return (site, persons)
        }
        return (register, site, persons)
    }

    private func occupancy(_ register: TemporaryRegister, at moment: Instant) async throws -> SiteOccupancy? {
        try await register.store.read(.systemUnrestricted) { try $0.sites(in: .yuhua, at: moment).first }
    }

    @Test("a room given to one person is refused to another until the first has left; the first may move")
    func oneRoomOnePerson() async throws {
        let (register, _, people) = try await world(existing: 10, people: 2)
        let later = start + .hours(2)
        let (start, first, second) = (start, people[0], people[1])
        let stay = try await perform(register) { try $0.begin(Self.stay(room: "301室"), of: first, at: start) }
        let taken = OperationError.roomTaken(site: "第1集中隔离点", room: "301室")
        await #expect(throws: taken) { try await perform(register, at: later) { try $0.begin(Self.stay(room: "301室"), of: second, at: later) } }
        try await perform(register, at: later) { _ = try $0.begin(Self.stay(room: "302室"), of: first, at: later) }
        try await perform(register, at: later) { _ = try $0.begin(Self.stay(room: "301室"), of: second, at: later) }
        #expect(try await occupancy(register, at: later)?.occupied == 2)
        // A stay filed late into the hours when the room was the first one's is refused as well: the past has one ledger too.
        let third = try await perform(register, at: later) {
            try $0.register(Identity(name: "丙", phones: ["13900000001"]), Person(residence: Self.township))
        }
        let early = start + .hours(1)
        await #expect(throws: taken) {
            try await perform(register, at: later) { try $0.begin(Self.stay(room: "301室", until: later), of: third, at: early) }
        }
        _ = stay
    }

    @Test("occupied never exceeds existing, however many ask at once")
    func concurrent() async throws {
        let (register, _, people) = try await world(existing: 5, people: 24)
        let start = start
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for (number, person) in people.enumerated() {
                group.addTask {
                    // Two ask for each of twelve rooms, of which five exist.
                    let asked = Self.stay(room: "\(301 + number / 2)室")
                    do {
                        return try await register.at(start).perform(as: .systemUnrestricted("test")) {
                            _ = try $0.begin(asked, of: person, at: start); return true
                        }
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 5)
        let stays = try await register.store.read(.systemUnrestricted) {
            try $0.stays(atSite: "第1集中隔离点", near: Self.township, endingAfter: start)
        }
        #expect(stays.count == 5)
        #expect(Set(stays.map(\.room)).count == 5)
        let line = try await occupancy(register, at: start)
        #expect(line?.occupied == 5 && line?.free == 0 && line?.changedAt == start)
    }

    @Test("people leave and come, a stay is withdrawn: the figures follow the facts")
    func figures() async throws {
        let (register, site, people) = try await world(existing: 2, people: 3)
        let (start, later) = (start, start + .hours(3))
        let stay = try await perform(register) { try $0.begin(Self.stay(room: "1"), of: people[0], at: start) }
        let second = try await perform(register) { try $0.begin(Self.stay(room: nil), of: people[1], at: start) }
        await #expect(throws: OperationError.siteFull(site: "第1集中隔离点", existing: 2)) {
            try await perform(register) { try $0.begin(Self.stay(room: "3"), of: people[2], at: start) }
        }
        await #expect(throws: OperationError.siteOccupied(site: "第1集中隔离点", occupied: 2)) {
            try await perform(register, at: later) { try $0.changeSite(site, existing: 1, isClosed: false, at: later) }
        }
        try await perform(register, at: later) { try $0.end(stay, at: later, .released) }
        #expect(try await occupancy(register, at: start)?.occupied == 2)
        #expect(try await occupancy(register, at: later)?.occupied == 1)
        try await perform(register, at: later) { filing in
            let record = try filing.current(second.rawValue)
            try filing.withdraw(record, expected: record.id, reason: "误录")
        }
        #expect(try await occupancy(register, at: start)?.occupied == 1)
        try await perform(register, at: later) { _ = try $0.changeSite(site, existing: 2, isClosed: true, at: later) }
        #expect(try await occupancy(register, at: later)?.free == 0)
        await #expect(throws: OperationError.siteClosed("第1集中隔离点")) {
            try await perform(register, at: later) { try $0.begin(Self.stay(room: "3"), of: people[2], at: later) }
        }
        await #expect(throws: OperationError.siteKnown("第1集中隔离点")) {
            try await perform(register, at: later) {
                try $0.openSite(StaySite(name: "第1集中隔离点", mode: .central, territory: .yuelu, capacity: 3), at: later)
            }
        }
    }

    @Test("figures of another territory are refused; a site nobody registered is told from its stays")
    func scope() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        try await perform(register) { filing in
            let person = try filing.register(Identity(name: "乙", phones: ["13800000009"]), Person(residence: Self.township))
            _ = try filing.begin(Self.stay(.hospital, room: "1床", site: "区医院"), of: person, at: start)
        }
        let line = try await occupancy(register, at: start)
        #expect(line?.site == nil && line?.name == "区医院" && line?.occupied == 1 && line?.free == nil)
        let stranger = Scope(user: UserID(rawValue: 1), grants: [Grant(role: .isolationSite, territory: .yuelu)], at: start)
        await #expect(throws: StoreError.territoryOutsideScope(.yuhua)) {
            try await register.store.read(stranger) { try $0.sites(in: .yuhua, at: start) }
        }
    }

    @Test(
        "no history of comings, moves, ends, withdrawals and slips taken back puts two people in one bed, or more into a site than it holds",
        arguments: [UInt64(1), 2, 3])
    func histories(seed: UInt64) async throws {
        let (existing, start) = (4, start)
        let (register, _, people) = try await world(existing: existing, mode: .hospital, people: 9)
        var dice = Dice(seed: seed)
        var moment = start
        var refused = 0
        for _ in 0..<120 {
            moment = moment + .minutes(dice.number(0...49))
            let (person, room, early, turn) = (people[dice.number(0...8)], "\(dice.number(1...6))床", dice.number(0...299), dice.number(0...5))
            let now = moment
            do {
                try await perform(register, at: now) { filing in
                    // Some of it is told late, into hours when the bed may have been another's.
                    let at = max(start, turn == 0 ? now - .minutes(early) : now)
                    switch turn {
                    case 0...2: _ = try filing.begin(Self.stay(.hospital, room: room), of: person, at: at)
                    case 3:
                        guard let stay = try filing.dossier(of: person).runningStay(at: now) else { return }
                        try filing.end(stay.id, at: now, .released)
                    case 4:
                        guard let stay = try filing.dossier(of: person).stays.last else { return }
                        let record = try filing.current(stay.id.rawValue)
                        try filing.withdraw(record, expected: record.id, reason: "误录")
                    default:
                        guard let last = try filing.records(of: person).last(where: { $0.fact.kind == .stay }), !last.isWithdrawn else { return }
                        _ = try filing.takeBack(last.id, reason: "误录")
                    }
                }
            } catch let error as OperationError {
                refused += 1
                switch error {
                case .roomTaken, .siteFull, .notTheLast, .wrongOrder: break
                default: Issue.record("refused for \(error)")
                }
            }
        }
        #expect(refused > 5)
        let ledger = try await register.store.read(.systemUnrestricted) {
            try $0.stays(atSite: "第1集中隔离点", near: Self.township, endingAfter: start - .hours(1))
        }
        #expect(ledger.count > 10)
        for (place, stay) in ledger.enumerated() {
            for other in ledger[(place + 1)...] where other.person != stay.person && other.room == stay.room {
                #expect(!stay.overlaps(from: other.since, until: other.until), "\(stay) and \(other)")
            }
            #expect(Set(ledger.filter { $0.overlaps(from: stay.since, until: stay.since + .minutes(1)) }.map(\.person)).count <= existing)
        }
        // What stands in the ledger is what the facts say.
        let end = moment
        let facts = try await register.store.read(.systemUnrestricted) { reader in
            try people.flatMap { try reader.records(of: $0).inForce(asOf: end).filter { $0.fact.kind == .stay } }
        }
        #expect(Set(facts.map(\.entity)) == Set(ledger.map(\.stay.rawValue)))
    }

    @Test(
        "the most at once, in windows of hours",
        arguments: [
            (stays: [(0, 4), (4, 8)], window: (0, 8), most: 1),
            (stays: [(0, 5), (4, 8)], window: (0, 8), most: 2),
            (stays: [(0, 5), (4, 8)], window: (5, 8), most: 1),
            (stays: [(0, 9), (1, 9), (2, 3)], window: (0, 9), most: 3),
            (stays: [(0, 9), (1, 9), (2, 3)], window: (3, 9), most: 2),
            (stays: [], window: (0, 9), most: 0),
        ])
    func mostAtOnce(stays: [(Int, Int)], window: (Int, Int), most: Int) {
        let ledger = stays.enumerated().map { number, hours in
            RoomStay(
                stay: Reference(rawValue: Int64(number)), person: PersonID(rawValue: Int64(number)), room: nil, since: start + .hours(hours.0),
                until: start + .hours(hours.1))
        }
        #expect(ledger.mostAtOnce(from: start + .hours(window.0), until: start + .hours(window.1)) == most)
    }

    @Test("those who work in an isolation site live in its closed loop: opened once, with the policy's stages, and noted when seen elsewhere on duty")
    func staffLoop() async throws {
        let (register, site, people) = try await world(existing: 10, people: 1)
        let start = start
        let worker = people[0]
        let (place, market) = try await perform(register) { filing in
            let place = try filing.openStaffLoop(of: site, responsible: "李静", at: start)
            let market = Place(name: "红星市场", placeClass: "market", territory: Self.township)
            return (place, Reference<Place>(rawValue: try filing.found(.place(market), at: start).number))
        }
        await #expect(throws: OperationError.siteKnown("第1集中隔离点")) {
            try await perform(register) { _ = try $0.openStaffLoop(of: site, at: start) }
        }
        try await perform(register) { filing in
            _ = try filing.stepInLoop(LoopStep(place: place, kind: .entered, stage: "duty", room: "值班1室"), of: worker, at: start)
        }
        let later = start + .hours(3)
        try await perform(register, at: later) { try $0.passDoor(of: market, worker, isEntering: true, at: later) }
        let view = try #require(try await register.at(later).thing(.place(place), scope: .systemUnrestricted))
        let edition = try register.policies.edition(at: later, in: .yuhua)
        let member = try #require(view.dossier.loop { _ in edition }.first)
        #expect(member.isInside && member.steps.map(\.value.kind) == [.entered, .seenOutside])
        #expect(edition.places.special[Filing.siteStaffClass]?.shift?.stages.map(\.kind) == [.duty, .centralIsolation, .homeIsolation])
        #expect(view.obligations.contains { $0.obligation.id.rule == "places.breachWithin" && $0.obligation.fulfilment == nil })
        #expect(view.obligations.contains { $0.obligation.id.rule == "places.special.isolation_site.shift" })
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("a hospital has no such loop")
    func noStaffLoop() async throws {
        let (register, site, _) = try await world(existing: 10, mode: .hospital, people: 0)
        let start = start
        await #expect(throws: OperationError.policyRefuses) { try await perform(register) { _ = try $0.openStaffLoop(of: site, at: start) } }
    }
}
