import Exchange
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("A comparison of editions counts who is affected")
struct PolicyImpactTests {
    @Test("a contact held under Hunan's edition would be let go earlier under the 9th; a case elsewhere in the scope is looked at as well")
    func counts() async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let register = try await TemporaryRegister(at: start)
        try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "王一"), Person(residence: .yuelu))
            let contact = try filing.register(Identity(name: "李二"), Person(residence: .yuhua))
            _ = try filing.register(Identity(name: "张三"), Person(residence: .yuhua))
            _ = try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuelu), of: index, at: start)
            try filing.identifyContact(
                contact, Exposure(index: index, last: CivilZone.shanghai.date(of: start) - 1, setting: .household, territory: .yuhua), at: start)
        }
        let old = try TemporaryRegister.editions.edition("hunan-2022-03")
        let new = try TemporaryRegister.editions.edition("cn-9")
        let operations = register.at(start + .hours(1))
        let all = try await operations.impact(of: new, over: old, scope: .systemUnrestricted)
        #expect(all.persons == 3)
        // Of a case, the 9th knows no three lines of investigators to be named; of a contact, the control differs.
        #expect(all.affected == 2)
        let team = try #require(all.part(of: "tracing.team.named"))
        #expect(team.persons == 1 && team.gone == 3 && team.moved == 0)
        #expect(all.releasedEarlier == 1 && all.releasedLater == 0)
        let close = try #require(all.parts["tracing.close"])
        // Tests of day 4 and 14 and the second stage's on days 2 and 7 go; others come, and the stages end sooner.
        #expect(close.persons == 1 && close.gone > 0 && close.moved > 0)
        #expect(all.part(of: "tracing.close.stages.1.days") == close)
        #expect(all.part(of: "supervision.planEvery") == nil)
        let yuhua = try await operations.impact(
            of: new, over: old, scope: Author.user(1, .investigator, in: .yuhua, at: start).scope)
        #expect(yuhua.persons == 2 && yuhua.affected == 1)
        let same = try await operations.impact(of: old, over: old, scope: .systemUnrestricted)
        #expect(same.affected == 0 && same.parts.isEmpty)
    }
}
