import Exchange
import Foundation
import Obligations
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Posts are tested more often while their county has local cases")
struct PostsWithCasesTests {
    let start = Instant.shanghai("2022-03-15T08:00")

    /// The shipped editions and one over Hunan's, by which delivery riders are tested every day while the county has cases.
    private static func editions(in folder: URL) throws -> PolicyFolder {
        try FileManager.default.copyItem(at: TemporaryRegister.policies, to: folder)
        let text = """
            id: with-cases
            title: {zh: 有病例时每日检测, en: Daily while there are cases}
            extends: hunan-2022-03
            territory: 43
            from: 2022-03-01
            until: 2022-06-27
            application: newTriggers
            testing:
              localCasesCountFor: 7 d
              posts:
                express: {frequencyWithCases: daily}
            """
        try text.write(to: folder.appending(path: "with-cases.yaml"), atomically: true, encoding: .utf8)
        return PolicyFolder(folder)
    }

    private func rules(of person: PersonID, _ register: TemporaryRegister) async throws -> Set<String> {
        try await register.store.read(.systemUnrestricted) { reader in
            let derived = try #require(try reader.derived(of: person))
            let calendar = try #require(Calendar(packed: derived.calendar, subject: .person(person)))
            return Set(calendar.current.filter { $0.id.reason == .post }.map(\.id.rule))
        }
    }

    @Test("a case of the county tightens the windows of its posts by a job, one elsewhere does not, and ruling it out loosens them again")
    func tightens() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "editions-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let register = try await TemporaryRegister(at: start)
        try await register.at(start).adopt(
            "with-cases", from: try PostsWithCasesTests.editions(in: folder), in: .hunan, effectiveAt: start - .hours(24),
            as: .systemUnrestricted("test"))
        let start = start
        let (rider, other) = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let today = CivilZone.shanghai.date(of: start)
            let rider = try filing.register(Identity(name: "王一"), Person(residence: .yuhua))
            let other = try filing.register(Identity(name: "李二"), Person(residence: .yuelu))
            for (person, territory) in [(rider, TerritoryCode.yuhua), (other, .yuelu)] {
                try filing.file(.post(PostHolding(postClass: "express", territory: territory, from: today)), about: person, at: start)
            }
            return (rider, other)
        }
        let weekly = "testing.posts.express.frequency"
        #expect(try await rules(of: rider, register) == [weekly])
        let report = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "张三"), Person(residence: .yuhua))
            return try filing.reportCase(CaseReport(kind: .confirmed, origin: .local, territory: .yuhua), of: index, at: start)
        }
        #expect(try await Upkeep(register.at(start)).run() >= 1)
        #expect(try await rules(of: rider, register).contains(weekly + "WithCases"))
        #expect(try await rules(of: other, register) == [weekly])
        #expect(try await register.at(start).verifyDerivation().isGood)
        let later = start + .hours(3)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in _ = try filing.change(report, .excluded, at: later) }
        try await Upkeep(register.at(later)).run()
        #expect(try await rules(of: rider, register) == [weekly])
        #expect(try await register.at(later).verifyDerivation().isGood)
    }
}
