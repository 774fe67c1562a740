import Obligations
import Operations
import Policy
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("Requests for assistance between territories")
struct AssistanceTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    static let yuetang = TerritoryCode("430304") ?? .unstated
    static let changsha = TerritoryCode("4301") ?? .unstated
    static let xiangtan = TerritoryCode("4303") ?? .unstated
    let start = AssistanceTests.start

    /// A case in Yuhua with contacts who live in Yuetang, found by Yuhua and so its duty at first.
    private func scene(_ register: TemporaryRegister, contacts: Int = 2) async throws -> (index: PersonID, contacts: [PersonID]) {
        let start = start
        return try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "甲"), Person(residence: .yuhua), knownAt: start)
            try filing.reportCase(
                CaseReport(
                    kind: .confirmed, origin: .local, onset: CivilDate("2022-03-14"), firstPositiveTaken: start, detection: .clinic, territory: .yuhua
                ),
                of: index, at: start)
            let others = try (0..<contacts).map { number in
                let other = try filing.register(Identity(name: "乙\(number)"), Person(residence: Self.yuetang), knownAt: start)
                try filing.identifyContact(
                    other, Exposure(index: index, last: CivilDate("2022-03-14") ?? CivilDate(daysSinceEpoch: 0), setting: .meal, territory: .yuhua),
                    at: start)
                return other
            }
            return (index, others)
        }
    }

    private func ask(
        _ register: TemporaryRegister, _ people: [PersonID], to: TerritoryCode = yuetang, outside: AssistanceRequest.Outside? = nil,
        after minutes: Int = 10
    ) async throws -> Reference<AssistanceRequest> {
        let at = start + .minutes(minutes)
        return try await register.at(at).perform(as: .user(5, .investigator, in: .yuhua, at: at)) { filing in
            try filing.requestAssistance(from: .yuhua, to: to, about: people, text: "请协查", outside: outside, at: at)
        }
    }

    private func say(
        _ register: TemporaryRegister, _ ticket: Reference<AssistanceRequest>, _ kind: AssistanceStep.Kind, after minutes: Int,
        in territory: TerritoryCode = yuetang, of people: [PersonID] = [], text: String? = nil, control: Stay? = nil
    ) async throws {
        let at = start + .minutes(minutes)
        _ = try await register.at(at).perform(as: .user(6, .investigator, in: territory, at: at)) { filing in
            try filing.sayOfAssistance(ticket, kind, of: people, text: text, control: control, at: at)
        }
    }

    private func sees(_ register: TemporaryRegister, _ territory: TerritoryCode, _ person: PersonID, after minutes: Int) async throws -> Bool {
        let scope = Scope(
            user: UserID(rawValue: 3), grants: [Grant(role: .investigator, territory: territory)], at: start + .minutes(minutes))
        return try await register.store.read(scope) { try $0.canSee(person) }
    }

    private func worklist(_ register: TemporaryRegister, _ territory: TerritoryCode) async throws -> [WorklistRow] {
        try await register.store.read(.systemUnrestricted) { try $0.worklist(WorklistQuery(territories: [territory])).rows }
    }

    @Test("receipt opens the people to the territory that accepted, hands their duties over, and they are held by its second handshake")
    func twoHandshakes() async throws {
        let register = try await TemporaryRegister(at: start)
        // Somebody who only works in Yuetang: nothing but the request leads there.
        let (_, contacts) = try await scene(register)
        let start = start
        let guest = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let guest = try filing.register(Identity(name: "丙"), Person(residence: .yuhua), knownAt: start)
            try filing.identifyContact(
                guest, Exposure(index: PersonID(rawValue: 1), last: CivilDate("2022-03-14") ?? CivilDate(daysSinceEpoch: 0), territory: .yuhua),
                at: start)
            return guest
        }
        let people = contacts + [guest]
        let ticket = try await ask(register, people)
        #expect(try await !sees(register, Self.yuetang, guest, after: 20))
        #expect(
            try await worklist(register, Self.yuetang).filter { $0.subject == .assistance(ticket) }.map(\.duty.rule).sorted() == [
                "tracing.assistance.check", "tracing.assistance.control",
            ])
        try await say(register, ticket, .received, after: 60)
        #expect(try await sees(register, Self.yuetang, guest, after: 61))
        #expect(try await sees(register, .yuhua, contacts[0], after: 61))
        let here = try await worklist(register, Self.yuetang).compactMap(\.person)
        #expect(Set(here).isSuperset(of: people))
        #expect(try await worklist(register, .yuhua).compactMap(\.person).filter(people.contains).isEmpty)
        // Control is evidence: who is in no stay must be said how they are held.
        await #expect(throws: OperationError.modeMissing) { try await say(register, ticket, .controlled, after: 120) }
        try await say(register, ticket, .controlled, after: 120, control: Stay(mode: .central, site: "湘潭隔离点", territory: Self.yuetang))
        let view = try #require(try await register.at(start + .hours(3)).person(guest, scope: .systemUnrestricted))
        #expect(view.standing.stay?.value.site == "湘潭隔离点")
        #expect(try await worklist(register, Self.yuetang).filter { $0.subject == .assistance(ticket) }.isEmpty)
        #expect(try await register.at(start + .hours(3)).verifyDerivation().isGood)
        // The link of an acceptance ends some days after it, as every link does.
        let later = Scope(
            user: UserID(rawValue: 3), grants: [Grant(role: .investigator, territory: Self.yuetang)], at: start + .hours(24 * 400))
        let links = try await register.store.read(.systemUnrestricted) { try $0.links(of: guest) }
        #expect(links.contains { $0.kind == .assistance && $0.territory == Self.yuetang && ($0.until.map { $0 < later.moment } ?? false) })
    }

    @Test("who is returned is the sender's again, with the duties, and can be asked about elsewhere; who is sought is not asked about twice")
    func returned() async throws {
        let register = try await TemporaryRegister(at: start)
        let (_, contacts) = try await scene(register)
        let ticket = try await ask(register, contacts)
        await #expect(throws: OperationError.assistanceOpen(at: Self.yuetang)) { try await ask(register, [contacts[0]]) }
        try await say(register, ticket, .received, after: 60)
        await #expect(throws: OperationError.reasonMissing) { try await say(register, ticket, .returned, after: 90, of: [contacts[0]]) }
        try await say(register, ticket, .returned, after: 90, of: [contacts[0]], text: "已离开")
        #expect(try await worklist(register, .yuhua).contains { $0.person == contacts[0] && $0.duty.rule == "tracing.closeClocks.located" })
        #expect(try await worklist(register, Self.yuetang).contains { $0.person == contacts[1] })
        _ = try await ask(register, [contacts[0]], after: 100)
        #expect(try await register.at(start + .hours(3)).verifyDerivation().isGood)
    }

    @Test("moments are written to the minute: an answer in the minute of the sending counts, one before it does not")
    func minutes() async throws {
        let register = try await TemporaryRegister(at: start)
        let (_, contacts) = try await scene(register)
        let at = start + .minutes(10)
        let sent = at + Span(milliseconds: 40_000)
        let ticket = try await register.at(sent).perform(as: .user(5, .investigator, in: .yuhua, at: sent)) { filing in
            try filing.requestAssistance(from: .yuhua, to: Self.yuetang, about: contacts, text: "请协查", at: sent)
        }
        _ = try await register.at(sent + Span(milliseconds: 10_000)).perform(as: .user(6, .investigator, in: Self.yuetang, at: sent)) { filing in
            try filing.sayOfAssistance(ticket, .received, at: at)
        }
        await #expect(throws: OperationError.wrongOrder(earlier: sent, later: start)) {
            try await register.at(sent + .hours(1)).perform(as: .user(6, .investigator, in: Self.yuetang, at: sent)) { filing in
                _ = try filing.sayOfAssistance(ticket, .remarked, text: "…", at: Self.start)
            }
        }
    }

    @Test("only the territory asked answers, only whoever asked cancels, nobody beside sees it; those above both see")
    func parts() async throws {
        let register = try await TemporaryRegister(at: start)
        let (_, contacts) = try await scene(register)
        let ticket = try await ask(register, contacts)
        await #expect(throws: StoreError.territoryOutsideScope(Self.yuetang)) { try await say(register, ticket, .received, after: 60, in: .yuhua) }
        await #expect(throws: StoreError.territoryOutsideScope(.yuhua)) {
            try await say(register, ticket, .cancelled, after: 60, text: "…")
        }
        await #expect(throws: OperationError.notFound) { try await say(register, ticket, .received, after: 60, in: .yuelu) }
        await #expect(throws: OperationError.assistanceStep(.sentAgain, status: .sent)) {
            try await say(register, ticket, .sentAgain, after: 60, in: .yuhua, text: "…")
        }
        for (territory, expected) in [(Self.changsha, true), (Self.xiangtan, true), (.hunan, true), (TerritoryCode("4306") ?? .unstated, false)] {
            let scope = Scope(user: UserID(rawValue: 3), grants: [Grant(role: .commander, territory: territory)], at: start)
            #expect(try await register.store.read(scope) { try $0.canSee(.assistance(ticket)) } == expected, "\(territory)")
        }
    }

    @Test("to a higher level it goes up the line first: neither seen nor owed there before it has been passed on")
    func approval() async throws {
        let register = try await TemporaryRegister(at: start)
        let (_, contacts) = try await scene(register)
        let ticket = try await ask(register, contacts, to: Self.xiangtan)
        #expect(try await worklist(register, Self.changsha).contains { $0.duty.rule == "tracing.assistance.approve" })
        #expect(try await !worklist(register, Self.xiangtan).contains { $0.subject == .assistance(ticket) })
        await #expect(throws: OperationError.notFound) { try await say(register, ticket, .received, after: 20, in: Self.xiangtan) }
        await #expect(throws: StoreError.territoryOutsideScope(Self.changsha)) {
            try await say(register, ticket, .approved, after: 20, in: .yuhua)
        }
        try await say(register, ticket, .approved, after: 20, in: Self.changsha)
        #expect(try await worklist(register, Self.xiangtan).filter { $0.subject == .assistance(ticket) }.count == 2)
        #expect(try await register.at(start + .hours(1)).verifyDerivation().isGood)
    }

    @Test("another province answers through whoever asked; its word of control meets the clock of transfer")
    func otherProvince() async throws {
        let register = try await TemporaryRegister(at: start)
        let (_, contacts) = try await scene(register, contacts: 1)
        let ticket = try await ask(register, contacts, to: TerritoryCode("36") ?? .unstated, outside: .init(.receiver, authority: "江西省疾控中心"))
        try await say(register, ticket, .approved, after: 20, in: Self.changsha)
        try await say(register, ticket, .approved, after: 30, in: .hunan)
        try await say(register, ticket, .controlled, after: 300, in: .yuhua, text: "复函")
        let view = try #require(try await register.at(start + .hours(6)).person(contacts[0], scope: .systemUnrestricted))
        let transferred = view.obligations.first { $0.obligation.id.rule == "tracing.closeClocks.transferred" }
        #expect(transferred?.obligation.fulfilment?.at == start + .minutes(300))
        #expect(try await register.at(start + .hours(6)).verifyDerivation().isGood)
    }
}
