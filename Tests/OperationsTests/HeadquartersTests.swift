import Obligations
import Operations
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@Suite("A headquarters is worked")
struct HeadquartersTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    let start = HeadquartersTests.start
    private let author = Author.systemUnrestricted("test")

    private static func shifts(_ hours: ClosedRange<Int>, _ holders: String...) -> [Shift] {
        holders.map {
            Shift(
                territory: .yuhua, function: "office", begins: start + .hours(hours.lowerBound), until: start + .hours(hours.upperBound), holder: $0)
        }
    }

    private func states(_ register: TemporaryRegister, _ task: String, at moment: Instant) async throws -> [String] {
        let view = try await register.at(moment).thing(.territory(.yuhua), scope: .systemUnrestricted)
        return (view?.obligations ?? []).filter { $0.obligation.id.rule.hasSuffix(task) }.map { $0.obligation.state(at: moment).rawValue }
    }

    @Test("a roster that covers the next day meets its duty; the stored duties are those derived anew")
    func roster() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        try await register.at(start).perform(as: author) { filing in
            try filing.turnHeadquarters(of: .yuhua, HeadquartersStep(.activated, response: "II"), at: start)
            try filing.planShifts(Self.shifts(12...24, "甲", "乙") + Self.shifts(24...36, "丙", "丁"), at: start)
        }
        #expect(try await states(register, ".duty", at: start).first == "open")
        _ = try await register.at(start).perform(as: author) { try $0.planShifts(Self.shifts(36...48, "甲", "乙"), at: start) }
        #expect(try await states(register, ".duty", at: start).first == "metInTime")
        #expect(try await register.at(start).verifyDerivation().isGood)
    }

    @Test("a first case brings the duty of a leader to a county of which nothing was recorded, and whoever is there meets it")
    func leader() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        try await register.at(start).perform(as: author) { filing in
            let person = try filing.register(Identity(name: "丁", phones: []), Person(residence: .yuhua), knownAt: start)
            try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: person, at: start)
        }
        #expect(try await states(register, ".leaderPresence", at: start) == ["open"])
        #expect(try await register.at(start).verifyDerivation().isGood)
        let later = start + .hours(3)
        try await register.at(later).perform(as: author) { filing in
            _ = try filing.turnHeadquarters(of: .yuhua, HeadquartersStep(.leaderPresent, leader: "区长"), at: later)
        }
        #expect(try await states(register, ".leaderPresence", at: later) == ["metInTime"])
        #expect(try await register.at(later).verifyDerivation().isGood)
    }

    @Test("what makes no sense is refused: too long a shift, an end before its beginning, an unknown level, standing down what is not active")
    func refusals() async throws {
        let register = try await TemporaryRegister(at: start)
        let (start, operations, author) = (start, register.at(start), author)
        await #expect(throws: OperationError.shiftTooLong(most: 12)) {
            try await operations.perform(as: author) { _ = try $0.planShifts(Self.shifts(0...13, "甲"), at: start) }
        }
        await #expect(throws: OperationError.wrongOrder(earlier: start, later: start)) {
            try await operations.perform(as: author) { _ = try $0.planShifts(Self.shifts(0...0, "甲"), at: start) }
        }
        await #expect(throws: OperationError.nothingToAnswer) {
            try await operations.perform(as: author) { _ = try $0.turnHeadquarters(of: .yuhua, HeadquartersStep(.stoodDown), at: start) }
        }
        await #expect(throws: OperationError.self) {
            try await operations.perform(as: author) {
                _ = try $0.turnHeadquarters(of: .yuhua, HeadquartersStep(.activated, response: "IX"), at: start)
            }
        }
        await #expect(throws: StoreError.self) {
            try await operations.perform(as: .user(7, .dutyOfficer, in: .yuelu, at: start)) {
                _ = try $0.planShifts(Self.shifts(0...8, "甲"), at: start)
            }
        }
    }

    @Test("the note of a shift meets its hand-over")
    func handOver() async throws {
        let register = try await TemporaryRegister(at: start)
        let (start, later) = (start, start + .hours(8))
        let shift = try await register.at(start).perform(as: author) { try $0.planShifts(Self.shifts(0...8, "甲"), at: start).first }
        let entity = try #require(shift).entity
        #expect(try await states(register, ".handOver", at: later + .minutes(1)) == ["overdue"])
        try await register.at(later).perform(as: author) { filing in
            _ = try filing.handOver(HandOver(shift: Reference(rawValue: entity), note: "两名密接待转运", to: "乙"), at: later)
        }
        #expect(try await states(register, ".handOver", at: later) == ["metInTime"])
        #expect(try await register.at(later).verifyDerivation().isGood)
    }
}
