import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("People are moved between places whose two ends confirm each hop")
struct TransferTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    static let door = TerritoryCode("430104004") ?? .unstated
    let start = TransferTests.start
    static let site = "岳麓区第1集中隔离点"
    /// The end that sends: the investigator of Yuhua; the end that receives: the isolation site of Yuelu.
    static func sender(at moment: Instant) -> Author { .user(7, .investigator, in: .yuhua, at: moment) }
    static func receiver(at moment: Instant) -> Author { .user(8, .isolationSite, in: .yuelu, at: moment) }

    /// A site with rooms in Yuelu, and contacts of a case who live in Yuhua.
    private func world(existing: Int = 3, contacts: Int = 1) async throws -> (TemporaryRegister, [PersonID]) {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let people = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            try filing.openSite(StaySite(name: Self.site, mode: .central, territory: Self.door, capacity: existing), at: start)
            let index = try filing.register(Identity(name: "李四", phones: ["13700000000"]), Person(residence: .yuhua))
            try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: index, at: start)
            return try (0..<contacts).map { number in
                let person = try filing.register(Identity(name: "张\(number)", phones: ["1360000\(1000 + number)"]), Person(residence: .yuhua))
                let day = CivilZone.shanghai.date(of: start)
                try filing.identifyContact(person, Exposure(index: index, last: day, setting: .household), at: start)
                return person
            }
        }
        return (register, people)
    }

    private func ask(_ register: TemporaryRegister, _ person: PersonID, at moment: Instant) async throws -> Reference<Transfer> {
        try await register.at(moment).perform(as: Self.sender(at: moment)) {
            try $0.requestTransfer(of: person, to: Self.door, site: Self.site, mode: .central, at: moment)
        }
    }

    private func take(
        _ register: TemporaryRegister, _ kind: TransferStep.Kind, of transfer: Reference<Transfer>, room: String? = nil, reason: String? = nil,
        as author: Author? = nil, at moment: Instant
    ) async throws {
        let author = author ?? (kind.isReceivers ? Self.receiver(at: moment) : Self.sender(at: moment))
        try await register.at(moment).perform(as: author) { filing in
            _ = try filing.takeStep(kind, of: transfer, room: room, reason: reason, at: moment)
        }
    }

    private func duties(_ register: TemporaryRegister, _ territory: TerritoryCode) async throws -> [String] {
        try await register.store.read(.systemUnrestricted) {
            try $0.worklist(WorklistQuery(territories: [territory], measure: .treatment)).rows.map(\.duty.rule)
                .filter { $0.contains("transfers") }
        }
    }

    @Test("asked, accepted, sent off, received: each by its end, each hop waited for where it lies, and the contact's own clock is met")
    func wholeCourse() async throws {
        let (register, people) = try await world()
        let person = people[0]
        let (asked, accepted, left, arrived) = (start + .minutes(30), start + .minutes(50), start + .hours(2), start + .hours(3))
        let before = Self.receiver(at: start)
        #expect(try await register.store.read(before.scope) { try $0.canSee(person) } == false)
        let transfer = try await ask(register, person, at: asked)
        #expect(try await register.store.read(Self.receiver(at: asked).scope) { try $0.canSee(person) })
        #expect(try await duties(register, .yuelu) == ["treatment.transfers.accepted"])
        try await take(register, .accepted, of: transfer, at: accepted)
        #expect(try await duties(register, .yuelu).isEmpty)
        #expect(try await duties(register, .yuhua) == ["treatment.transfers.departed"])
        try await take(register, .departed, of: transfer, at: left)
        // People write moments to the minute: half a minute before the departure is the departure.
        await #expect(throws: OperationError.wrongOrder(earlier: left, later: left - .minutes(2))) {
            try await register.at(left).perform(as: Self.receiver(at: left)) {
                _ = try $0.takeStep(.arrived, of: transfer, at: left - .minutes(2))
            }
        }
        #expect(try await duties(register, .yuelu) == ["treatment.transfers.arrived"])
        try await take(register, .arrived, of: transfer, room: "301室", at: arrived)
        #expect(try await duties(register, .yuelu).isEmpty)
        let stays = try await register.store.read(.systemUnrestricted) {
            try $0.stays(atSite: Self.site, near: Self.door, endingAfter: arrived)
        }
        #expect(stays.map(\.room) == ["301室"] && stays.map(\.since) == [arrived])
        let obligations = try await register.store.read(.systemUnrestricted) { try $0.obligations(of: .person(person)) }
        #expect(obligations.first { $0.id.rule == "tracing.closeClocks.transferred" }?.fulfilment?.at == arrived)
        #expect(obligations.filter { $0.id.reason == .transfer }.map { $0.state(at: arrived) } == [.metInTime, .metInTime, .metInTime])
        #expect(try await register.at(arrived).verifyDerivation().isGood)
    }

    @Test("an end does not speak for the other, a turn out of order is refused, and nobody is in two transfers")
    func ends() async throws {
        let (register, people) = try await world()
        let (asked, later) = (start + .minutes(30), start + .hours(1))
        let transfer = try await ask(register, people[0], at: asked)
        await #expect(throws: OperationError.transferOpen) { _ = try await ask(register, people[0], at: later) }
        await #expect(throws: StoreError.territoryOutsideScope(Self.door)) {
            try await take(register, .accepted, of: transfer, as: Self.sender(at: later), at: later)
        }
        await #expect(throws: OperationError.transferStep(.departed, possible: [.accepted, .withdrawn, .declined])) {
            try await take(register, .departed, of: transfer, at: later)
        }
        await #expect(throws: OperationError.reasonMissing) { try await take(register, .declined, of: transfer, at: later) }
        try await take(register, .declined, of: transfer, reason: "空调故障", at: later)
        await #expect(throws: OperationError.transferStep(.accepted, possible: [])) { try await take(register, .accepted, of: transfer, at: later) }
        // What was called off in time is nobody's fault, and another place can be asked.
        #expect(try await duties(register, .yuelu).isEmpty)
        let second = try await ask(register, people[0], at: later)
        try await take(register, .withdrawn, of: second, reason: "已由其他车组转运", at: later)
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("whoever stands at the door is received though nobody said that they left; that stays open until it is said")
    func atTheDoor() async throws {
        let (register, people) = try await world()
        let (asked, accepted, arrived, said) = (start + .minutes(30), start + .minutes(50), start + .hours(2), start + .hours(4))
        let transfer = try await ask(register, people[0], at: asked)
        try await take(register, .accepted, of: transfer, at: accepted)
        try await take(register, .arrived, of: transfer, room: "1", at: arrived)
        #expect(try await duties(register, .yuhua) == ["treatment.transfers.departed"])
        try await register.at(said).perform(as: Self.sender(at: said)) { filing in
            _ = try filing.takeStep(.departed, of: transfer, at: start + .minutes(80))
        }
        #expect(try await duties(register, .yuhua).isEmpty)
        let stays = try await register.store.read(.systemUnrestricted) { try $0.stays(atSite: Self.site, near: Self.door, endingAfter: said) }
        #expect(stays.count == 1)
    }

    @Test("no more places are promised than are free, however many ask at once; one called off is free again")
    func promises() async throws {
        let (register, people) = try await world(existing: 3, contacts: 9)
        let (asked, accepted, later) = (start + .minutes(30), start + .minutes(50), start + .hours(1))
        var transfers: [Reference<Transfer>] = []
        for person in people { transfers.append(try await ask(register, person, at: asked)) }
        let promised = await withTaskGroup(of: Reference<Transfer>?.self) { group in
            for transfer in transfers {
                group.addTask {
                    do {
                        try await take(register, .accepted, of: transfer, at: accepted)
                        return transfer
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [Reference<Transfer>]()) { if let transfer = $1 { $0.append(transfer) } }
        }
        #expect(promised.count == 3)
        let promises = try await register.store.read(.systemUnrestricted) { try $0.promisedPlaces(in: .yuelu) }
        #expect(promises.values.reduce(0, +) == 3)
        let refused = transfers.first { !promised.contains($0) }
        try await take(register, .declined, of: try #require(promised.first), reason: "房间漏水", at: later)
        try await take(register, .accepted, of: try #require(refused), at: later)
    }
}
