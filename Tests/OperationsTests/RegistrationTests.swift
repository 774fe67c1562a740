import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("Journeys are announced, and answered once")
struct RegistrationTests {
    static let start = Instant.shanghai("2022-03-19T09:00")
    static let jilin = TerritoryCode("220204") ?? .unstated
    let start = RegistrationTests.start

    /// An invented traveller: the division 990101 does not exist.
    private static let traveller = Identity(name: "测试甲", documentNumber: "990101198805050019", phones: ["10400009917"])

    private static func journey(
        by filer: Registration.Filer = .traveller, risk: OriginRisk? = .high, arriving: Instant = start + .hours(20)
    ) -> Registration {
        Registration(
            by: filer, origin: "吉林省吉林市船营区", originTerritory: jilin, risk: risk, leftOrigin: CivilDate("2022-03-18"), arriving: arriving,
            destination: .yuhua, vehicle: .enclosedTrain, transportNumber: "G1286", certificateTaken: start + .hours(1))
    }

    private func announce(_ register: TemporaryRegister, _ journey: Registration, _ identity: Identity = traveller) async throws
        -> Reference<Registration>
    {
        try await register.at(start).perform(as: .systemUnrestricted("registration")) {
            try $0.announce(identity, Person(residence: .yuhua), journey)
        }
    }

    private static func admission(at moment: Instant, risk: OriginRisk? = nil) -> Admission {
        Admission(
            checkpoint: "长沙南站", risk: risk, checks: [.temperature, .mask, .healthCode, .itinerary, .testCertificate], isSampled: true, at: moment)
    }

    private func admit(_ register: TemporaryRegister, _ reference: Reference<Registration>, at moment: Instant, risk: OriginRisk? = nil) async throws
        -> PersonID
    {
        let author = Author.user(5, .checkpoint, in: .yuhua, at: moment)
        return try await register.at(moment).perform(as: author) { try $0.admit(reference, Self.admission(at: moment, risk: risk)) }
    }

    @Test("what the traveller and the hotel announce is of one person, and one entry answers both")
    func joined() async throws {
        let register = try await TemporaryRegister(at: start)
        let own = try await announce(register, Self.journey())
        let hotel = try await announce(register, Self.journey(by: .hotel, arriving: start + .hours(22)))
        let view = try #require(try await register.at(start).registration(own))
        #expect(view.joined == 1 && view.isOwn && view.name == "测*甲" && view.entered == nil)
        let second = try #require(try await register.at(start).registration(hotel))
        #expect(!second.isOwn && second.joined == 0, "who announces somebody known is told nothing of them")
        let entry = start + .hours(20)
        let person = try await admit(register, own, at: entry)
        let after = try #require(try await register.at(entry).registration(own))
        #expect(after.entered?.at == entry && after.entered?.checkpoint == "长沙南站")
        #expect(try await register.at(entry).registration(hotel)?.entered == nil)
        let records = try await register.store.read(.systemUnrestricted) { try $0.records(of: person) }
        #expect(records.count { $0.fact.kind == .registration } == 2 && records.count { $0.fact.kind == .arrival } == 1)
    }

    @Test("one gesture records arrival, checks and landing test: what was due at the checkpoint is met, and the quarantine stands")
    func oneGesture() async throws {
        let register = try await TemporaryRegister(at: start)
        let reference = try await announce(register, Self.journey())
        let entry = start + .hours(20)
        let person = try await admit(register, reference, at: entry)
        let operations = register.at(entry)
        let obligations = try await operations.store.read(.systemUnrestricted) { try $0.obligations(of: .person(person)) }
        func state(_ rule: String) -> Obligation.State? { obligations.first { $0.id.rule == "arrivals.high.\(rule)" }?.state(at: entry) }
        #expect(state("registration") == .metInTime && state("checks") == .metInTime && state("certificate") == .metInTime)
        #expect(state("controlWithin") == .open)
        #expect(obligations.contains { $0.id.rule == "arrivals.high.control.stages.1.tests.14" })
        #expect(try await operations.verifyDerivation().isGood)
    }

    @Test("a registration opens one entry: a replayed code, a withdrawal and a change are refused after it, with where and when")
    func once() async throws {
        let register = try await TemporaryRegister(at: start)
        let reference = try await announce(register, Self.journey())
        let entry = start + .hours(20)
        _ = try await admit(register, reference, at: entry)
        let used = EntryCodeRefusal.used(at: entry, checkpoint: "长沙南站")
        await #expect(throws: used) { _ = try await admit(register, reference, at: entry + .hours(1)) }
        await #expect(throws: used) {
            try await register.at(entry + .hours(1)).perform(as: .systemUnrestricted("registration")) { try $0.withdraw(reference, reason: "x") }
        }
        await #expect(throws: used) {
            try await register.at(entry + .hours(1)).perform(as: .systemUnrestricted("registration")) { try $0.amend(reference, to: Self.journey()) }
        }
        #expect(used.message(zone: .shanghai).en.contains("2022-03-20"))
    }

    @Test("what was withdrawn opens nothing; what was amended enters as amended; an unknown origin must be judged at the checkpoint")
    func amended() async throws {
        let register = try await TemporaryRegister(at: start)
        let first = try await announce(register, Self.journey(risk: nil))
        let system = Author.systemUnrestricted("registration")
        try await register.at(start).perform(as: system) { filing in
            var journey = Self.journey(risk: nil)
            journey.transportNumber = "G1288"
            try filing.amend(first, to: journey)
        }
        let entry = start + .hours(20)
        await #expect(throws: OperationError.originUnknown) { _ = try await admit(register, first, at: entry) }
        let person = try await admit(register, first, at: entry, risk: .low)
        let records = try await register.store.read(.systemUnrestricted) { try $0.records(of: person) }
        let arrivals = records.compactMap { record -> Arrival? in if case .arrival(let value) = record.fact { value } else { nil } }
        #expect(arrivals.map(\.transportNumber) == ["G1288"] && arrivals.map(\.risk) == [.low] && arrivals.map(\.registration) == [first])

        let second = try await announce(register, Self.journey(), Identity(name: "测试乙", documentNumber: "990101199001010012"))
        try await register.at(start).perform(as: system) { try $0.withdraw(second, reason: "不来了") }
        await #expect(throws: EntryCodeRefusal.withdrawn) { _ = try await admit(register, second, at: entry) }
        #expect(try await register.at(entry).registration(second)?.isWithdrawn == true)
    }

    @Test("an objection stands with the registration it is against")
    func appeal() async throws {
        let register = try await TemporaryRegister(at: start)
        let reference = try await announce(register, Self.journey())
        try await register.at(start).perform(as: .systemUnrestricted("registration")) { try $0.appeal(reference, "我没有去过船营区") }
        #expect(try await register.at(start).registration(reference)?.appeals.map(\.text) == ["我没有去过船营区"])
    }

    @Test("a risk area that lies elsewhere says how risky an origin was when somebody left it")
    func riskOfOrigin() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            _ = try filing.found(
                .zone(Zone(name: "吉林市船营区", level: .high, territory: Self.jilin, members: [Self.jilin])), at: start - .hours(100))
        }
        let operations = register.at(start)
        #expect(try await operations.riskAreas().map(\.name) == ["吉林市船营区"])
        #expect(try await operations.risk(of: Self.jilin, left: start - .hours(2), isAbroad: false) == .high)
        #expect(try await operations.risk(of: Self.jilin, left: start - .hours(200), isAbroad: false) == nil)
    }
}

@Suite("Entry codes")
struct EntryCodeTests {
    private let start = RegistrationTests.start

    private func code(_ number: Int64 = 4711) -> EntryCode {
        EntryCode(registration: Reference(rawValue: number), issued: start, validity: 4, risk: .high, destination: .yuhua)
    }

    @Test("a code is known by its tag, and by its signature to whoever holds the public key alone")
    func genuine() async throws {
        let keys = try await TemporaryRegister(at: start).store.entryKeys
        let text = try keys.text(of: code())
        #expect(text.utf8.count <= 134, "it must fit into the picture")
        #expect(try keys.code(text) == code())
        #expect(keys.publicKey.count == 65)
        #expect(try EntryKeys.code(text, signedBy: keys.publicKey) == code())
    }

    @Test("whatever is changed in a code, it is refused: by the tag in one half, by the signature in the other, and with a reason")
    func forged() async throws {
        let keys = try await TemporaryRegister(at: start).store.entryKeys
        let other = try await TemporaryRegister(at: start).store.entryKeys
        let text = try keys.text(of: code())
        #expect(throws: EntryCodeRefusal.notOurs) { try other.code(text) }
        #expect(throws: EntryCodeRefusal.notOurs) { try EntryKeys.code(text, signedBy: other.publicKey) }
        let letters = Array(text)
        for place in letters.indices {
            var changed = letters
            changed[place] = changed[place] == "A" ? "B" : "A"
            // The eight bytes of tag lie between code and signature; the signature does not cover them, nor the tag the signature.
            let byTag = (try? keys.code(String(changed))) == nil
            let bySignature = (try? EntryKeys.code(String(changed), signedBy: keys.publicKey)) == nil
            #expect(byTag || bySignature, "letter \(place)")
            if place < 34 { #expect(byTag && bySignature, "letter \(place)") }
            if (35..<45).contains(place) { #expect(byTag, "letter \(place)") }
            if place > 46 { #expect(bySignature, "letter \(place)") }
        }
    }

    @Test(
        "what is no code is told from what is cut short",
        arguments: [
            ("https://example.org", EntryCodeRefusal.notACode), ("", .notACode), ("ST1.", .malformed("0 bytes")), ("ST1.a%b", .malformed("base 64")),
            ("ST1.AAAA", .malformed("3 bytes")), (String(repeating: "ST1.", count: 200), .notACode),
        ])
    func malformed(text: String, refusal: EntryCodeRefusal) async throws {
        let keys = try await TemporaryRegister(at: start).store.entryKeys
        #expect(throws: refusal) { try keys.code(text) }
    }

    @Test("a code is good from its issue to its end, with five minutes for clocks that differ")
    func times() {
        let code = code()
        let (start, end) = (start, start + .hours(4))
        #expect(throws: Never.self) { try code.check(at: start) }
        #expect(throws: Never.self) { try code.check(at: end) }
        #expect(throws: Never.self) { try code.check(at: start - .minutes(4)) }
        #expect(throws: EntryCodeRefusal.early(start)) { try code.check(at: start - .minutes(6)) }
        #expect(throws: EntryCodeRefusal.expired(end)) { try code.check(at: end + .minutes(1)) }
    }

    @Test("a private link leads to its registration and no other")
    func links() async throws {
        let keys = try await TemporaryRegister(at: start).store.entryKeys
        let link = keys.link(to: Reference(rawValue: 77))
        #expect(keys.registration(of: link) == Reference(rawValue: 77))
        #expect(keys.registration(of: "x" + link.dropFirst()) == nil)
        #expect(keys.registration(of: String(link.dropLast())) == nil)
        #expect(keys.registration(of: "") == nil)
    }
}
