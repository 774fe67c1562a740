import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Meetings of a headquarters")
struct MeetingTests {
    private let start = Instant.shanghai("2022-03-17T08:30")
    private static let changsha = TerritoryCode("4301") ?? .unstated

    @Test("a meeting calls venues below its territory and tells who attended; an order comes from a meeting of its own issuer, held before it")
    func venues() async throws {
        let register = try await TemporaryRegister(at: start - .hours(24))
        let start = start
        let author = Author.user(3, .commander, in: Self.changsha, at: start)
        func perform<T: Sendable>(_ body: @escaping @Sendable (Filing) throws -> T) async throws -> T {
            try await register.at(start + .hours(2)).perform(as: author, body)
        }
        let called: [TerritoryCode] = [.yuhua, .yuelu]
        let meeting = CommandMeeting(title: "调度会", chair: "指挥长", venues: called, attended: [.yuhua], minutes: "今日转运清零")
        let record = try await perform { try $0.record(meeting, of: Self.changsha, at: start) }
        #expect(meeting.absent == [.yuelu])
        for stranger in [TerritoryCode.yuetang, Self.changsha] {
            await #expect(throws: OperationError.notAddressed(stranger)) {
                try await perform { filing in
                    _ = try filing.record(
                        CommandMeeting(title: "调度会", venues: [stranger], attended: []), of: Self.changsha, at: start)
                }
            }
        }
        await #expect(throws: OperationError.notAddressed(.yuelu)) {
            try await perform { filing in
                _ = try filing.record(
                    CommandMeeting(title: "调度会", venues: [.yuhua], attended: [.yuelu]), of: Self.changsha, at: start)
            }
        }

        func order(by issuer: TerritoryCode, to addressee: TerritoryCode, at moment: Instant) async throws {
            try await perform { filing in
                _ = try filing.issueDirective(
                    Directive(
                        title: "转运清零", text: "…", issuer: issuer, addressees: [addressee], meeting: Reference(rawValue: record.entity)), at: moment)
            }
        }
        try await order(by: Self.changsha, to: .yuhua, at: start + .hours(1))
        await #expect(throws: OperationError.wrongOrder(earlier: start, later: start - .hours(1))) {
            try await order(by: Self.changsha, to: .yuhua, at: start - .hours(1))
        }
        let street = TerritoryCode("430111007") ?? .unstated
        await #expect(throws: OperationError.notFound) { try await order(by: .yuhua, to: street, at: start + .hours(1)) }
        #expect(try await register.at(start + .hours(2)).verifyDerivation().isGood)
    }

    @Test("urgent care refused is counted as inspections found it and as those concerned reported it, where it happened")
    func careRefused() async throws {
        let register = try await TemporaryRegister(at: start - .hours(24))
        let start = start
        try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let found: [(TerritoryCode, String?)] = [
                (.yuhua, "refusingCare"), (.yuhua, "checkpoints"), (.yuetang, "refusingCare"), (.yuhua, nil),
            ]
            for (territory, prohibition) in found {
                let inspection = try filing.recordInspection(
                    Inspection(territory: territory, theme: "发热门诊", inspectors: ["督查组"]), at: start - .hours(3))
                try filing.recordFinding(
                    Finding(inspection: inspection, territory: territory, severity: .grave, text: "…", prohibition: prohibition),
                    at: start - .hours(2))
            }
            for topic in SelfReport.Topic.allCases {
                _ = try filing.takeSelfReport(
                    SelfReport(about: topic, territory: .yuhua, text: "急诊被拒"), by: Identity(name: "测试\(topic)", phones: ["10400000001"]))
            }
        }
        let expected: [(TerritoryCode, Double)] = [(.yuhua, 2), (.yuetang, 1), (.hunan, 3), (.yuelu, 0)]
        for (territory, count) in expected {
            let cost = try await register.at(start + .hours(1)).cost(of: territory, over: 14, scope: .systemUnrestricted)
            #expect(cost.quantity(.careRefused) == count, "\(territory)")
            #expect(cost.money(.careRefused) == nil)
        }
        let later = try await register.at(start + .hours(24 * 15)).cost(of: .hunan, over: 14, scope: .systemUnrestricted)
        #expect(later.quantity(.careRefused) == 0)
    }
}
