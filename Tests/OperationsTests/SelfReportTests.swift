import Obligations
import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("A report of oneself stands on the community's worklist until somebody has reached the person")
struct SelfReportTests {
    private static let start = Instant.shanghai("2022-03-10T08:00")

    private func waiting(_ register: TemporaryRegister, at moment: Instant) async throws -> [DutyRow] {
        try await register.store.read(.systemUnrestricted) { reader in
            try reader.worklist(WorklistQuery(territories: [.yuhua], measure: .community)).rows.map(\.duty)
                .filter { $0.rule == "community.reports" }
        }
    }

    @Test("a stranger is registered, somebody known is recognised by the telephone number, and an answer takes the duty away")
    func reported() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let report = SelfReport(about: .symptoms, territory: .yuhua, text: "发热咳嗽", onset: CivilDate("2022-03-09"))
        let identity = Identity(name: "李一", phones: ["13600009901"])
        let first = try await register.at(Self.start).perform(as: .systemUnrestricted("self report")) {
            try $0.takeSelfReport(report, by: identity).person
        }
        let again = try await register.at(Self.start + .hours(1)).perform(as: .systemUnrestricted("self report")) {
            try $0.takeSelfReport(SelfReport(about: .help, territory: .yuhua), by: identity).person
        }
        #expect(first == again)
        #expect(try await waiting(register, at: Self.start + .hours(1)).count == 2)
        let later = Self.start + .hours(2)
        try await register.at(later).perform(as: .user(9, .communityWorker, in: .yuhua, at: later)) { filing in
            _ = try filing.record(Act(deed: .followedUp, means: .telephone, finding: .unwell), for: first, at: later)
        }
        #expect(try await waiting(register, at: later).isEmpty)
        #expect(try await register.at(later).verifyDerivation().isGood)
    }
}
