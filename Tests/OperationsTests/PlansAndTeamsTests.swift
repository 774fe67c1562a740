import Obligations
import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("Plans of operational periods, task forces, teams for people at home, and what is put right about things")
struct PlansAndTeamsTests {
    private static let start = Instant.shanghai("2022-03-10T09:00")

    private func acting<Value: Sendable>(
        _ register: TemporaryRegister, at hours: Int, _ body: @escaping @Sendable (Filing, Instant) throws -> Value
    ) async throws -> Value {
        let moment = Self.start + .hours(hours)
        return try await register.at(moment).perform(as: .systemUnrestricted("test")) { try body($0, moment) }
    }

    private static func period(_ from: Int, _ until: Int, handOver: String? = nil) -> OperationalPeriod {
        OperationalPeriod(begins: start + .hours(from), until: start + .hours(until), objectives: ["密接转运清零"], handOver: handOver)
    }

    @Test("a period is no longer than the policy's, and hands the one before it over")
    func periods() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        _ = try await acting(register, at: 0) { try $0.plan(Self.period(11, 35), of: .yuhua, at: $1) }
        await #expect(throws: OperationError.periodTooLong(most: 24)) {
            try await acting(register, at: 1) { _ = try $0.plan(Self.period(35, 60, handOver: "余3人"), of: .yuhua, at: $1) }
        }
        await #expect(throws: OperationError.handOverMissing) {
            try await acting(register, at: 1) { _ = try $0.plan(Self.period(35, 59), of: .yuhua, at: $1) }
        }
        _ = try await acting(register, at: 1) { try $0.plan(Self.period(35, 59, handOver: "余3人"), of: .yuhua, at: $1) }
        #expect(try await register.at(Self.start + .hours(2)).verifyDerivation().isGood)
    }

    @Test("a task force is one of the policy's, is led by somebody, and can be dissolved once")
    func forces() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let force = TaskForce(force: "tracing", lead: "陈静", members: ["刘伟"])
        _ = try await acting(register, at: 0) { try $0.set(force, of: .yuhua, at: $1) }
        await #expect(throws: OperationError.nothingToAnswer) { try await acting(register, at: 1) { _ = try $0.set(force, of: .yuhua, at: $1) } }
        await #expect(throws: OperationError.self) {
            try await acting(register, at: 1) { _ = try $0.set(TaskForce(force: "band", lead: "陈静"), of: .yuhua, at: $1) }
        }
        _ = try await acting(register, at: 1) { try $0.set(TaskForce(force: "tracing", lead: nil), of: .yuhua, at: $1) }
        await #expect(throws: OperationError.nothingToAnswer) {
            try await acting(register, at: 2) { _ = try $0.set(TaskForce(force: "tracing", lead: nil), of: .yuhua, at: $1) }
        }
        await #expect(throws: OperationError.self) {
            try await acting(register, at: 2) { filing, moment in
                let order = Directive(
                    title: "清零", text: "今日18时前", issuer: .yuhua, addressees: [TerritoryCode("430111007") ?? .unstated], forces: ["band"])
                _ = try filing.issueDirective(order, at: moment)
            }
        }
    }

    @Test("a team answers for a person from when it is named until the stay ends; its grid's page knows whom it answers for")
    func teams() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let grid = TerritoryCode("430111007005001") ?? .unstated
        let parts = ["townshipLeader", "villageCadre", "groupLeader", "relative", "health"]
        let team = HomeTeam(territory: grid, members: parts.map { Grid.Member(part: $0, name: "某某") })
        let person = try await acting(register, at: 0) { filing, moment in
            try filing.layGrid(Grid(territory: grid, name: "第一网格", buildings: ["1栋"]), at: moment)
            let person = try filing.register(Identity(name: "甲", phones: ["13600000701"]), Person(residence: .yuhua))
            _ = try filing.begin(Stay(mode: .central, territory: .yuhua), of: person, at: moment)
            return person
        }
        await #expect(throws: OperationError.notHeldAtHome) { try await acting(register, at: 1) { _ = try $0.name(team, for: person, at: $1) } }
        _ = try await acting(register, at: 2) { filing, moment in
            _ = try filing.begin(Stay(mode: .homeIsolation, territory: .yuhua), of: person, at: moment)
            return try filing.name(team, for: person, at: moment)
        }
        func answered(at hours: Int) async throws -> [PersonID] {
            let view = try await register.at(Self.start + .hours(hours)).thing(.territory(grid), scope: .systemUnrestricted)
            let found = try #require(view)
            return try await register.store.read(.systemUnrestricted) { try $0.answeredFor(by: found).map(\.person) }
        }
        let duties = try await register.store.read(.systemUnrestricted) { try $0.obligations(of: person) }
        let duty = duties.first { $0.id.rule == "community.teamWithin" }
        #expect(duty?.fulfilment?.at == Self.start + .hours(2))
        try await acting(register, at: 5) { try $0.release(person, at: $1) }
        #expect(try await answered(at: 6).isEmpty)
        #expect(try await register.at(Self.start + .hours(6)).verifyDerivation().isGood)
    }

    @Test("what is put right about a thing needs a reason, changes something, and leaves the former version readable")
    func corrections() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let former = try await acting(register, at: 1) { filing, moment in
            try filing.turnHeadquarters(of: .yuhua, HeadquartersStep(.activated, response: "III", grounds: "省通知"), at: moment)
        }
        let right = Fact.headquarters(HeadquartersStep(.activated, response: "III", grounds: "市通知"))
        await #expect(throws: OperationError.reasonMissing) {
            try await acting(register, at: 2) { filing, _ in
                _ = try filing.correct(former, to: right, at: former.happenedAt, expected: former.id, reason: " ")
            }
        }
        await #expect(throws: OperationError.nothingToAnswer) {
            try await acting(register, at: 2) { filing, _ in
                _ = try filing.correct(former, to: former.fact, at: former.happenedAt, expected: former.id, reason: "错")
            }
        }
        await #expect(throws: OperationError.self) {
            try await acting(register, at: 2) { filing, _ in
                _ = try filing.correct(former, to: right, at: Self.start + .hours(9), expected: former.id, reason: "错")
            }
        }
        let corrected = try await acting(register, at: 3) { filing, _ in
            try filing.correct(former, to: right, at: Self.start, expected: former.id, reason: "误录")
        }
        await #expect(throws: StoreError.self) {
            try await acting(register, at: 4) { filing, _ in
                _ = try filing.correct(former, to: right, at: former.happenedAt, expected: former.id, reason: "再错")
            }
        }
        let entries = try await register.store.read(.systemUnrestricted) { try $0.entries(about: .territory(.yuhua)) }
        #expect(entries.map(\.record.entity) == [former.entity, former.entity] && entries.last?.record.id == corrected.id)
        #expect(entries.last?.reason == "误录" && entries.last?.record.happenedAt == Self.start)
        #expect(try await register.at(Self.start + .hours(5)).verifyDerivation().isGood)
    }
}
