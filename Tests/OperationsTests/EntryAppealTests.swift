import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("Appeals are answered, travellers are fetched")
struct EntryAppealTests {
    private static let start = Instant.shanghai("2022-03-19T09:00")
    private static let traveller = Identity(name: "测试甲", documentNumber: "990101198805050019", phones: ["10400009917"])

    private static func announced(_ register: TemporaryRegister) async throws -> Reference<Registration> {
        let journey = Registration(
            by: .traveller, origin: "吉林省吉林市船营区", originTerritory: TerritoryCode("220204"), risk: .high, leftOrigin: CivilDate("2022-03-18"),
            arriving: start + .hours(20), destination: .yuhua)
        return try await register.at(start).perform(as: .systemUnrestricted("registration")) {
            try $0.announce(traveller, Person(residence: .yuhua), journey)
        }
    }

    @Test("an appeal is a duty with a clock until it is answered with a reason, once; the traveller reads the answer")
    func appeal() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let journey = try await Self.announced(register)
        try await register.at(Self.start).perform(as: .systemUnrestricted("registration")) { try $0.appeal(journey, "3月4日已离开该区") }
        let officer = Author.user(4, .dutyOfficer, in: .yuhua, at: Self.start + .hours(2))
        let open = try await register.at(Self.start + .hours(1)).appeals(since: Self.start - .hours(1), scope: officer.scope)
        let line = try #require(open.first)
        #expect(open.count == 1 && line.value.territory == .yuhua && line.journey?.origin == "吉林省吉林市船营区")
        #expect(line.due == Self.start + .hours(24))
        let rows = try await register.store.read(.systemUnrestricted) { try $0.worklist(WorklistQuery(territories: [.yuhua])).rows.map(\.duty.rule) }
        #expect(rows.contains("arrivals.answerAppeal"))

        let stranger = Author.user(6, .dutyOfficer, in: .yuelu, at: Self.start + .hours(2))
        #expect(try await register.at(Self.start + .hours(2)).appeals(since: .distantPast, scope: stranger.scope).isEmpty)
        await #expect(throws: (any Error).self) {
            try await register.at(Self.start + .hours(2)).perform(as: stranger) { try $0.answer(line.reference, "no") }
        }
        await #expect(throws: OperationError.reasonMissing) {
            try await register.at(Self.start + .hours(2)).perform(as: officer) { try $0.answer(line.reference, " \n") }
        }
        try await register.at(Self.start + .hours(2)).perform(as: officer) { try $0.answer(line.reference, "票据已核实，按低风险管理") }
        await #expect(throws: OperationError.nothingToAnswer) {
            try await register.at(Self.start + .hours(3)).perform(as: officer) { try $0.answer(line.reference, "again") }
        }
        let view = try #require(try await register.at(Self.start + .hours(3)).registration(journey))
        #expect(view.appeals.map(\.answer) == ["票据已核实，按低风险管理"])
        let duties = try await register.store.read(.systemUnrestricted) { try $0.obligations(of: .person(line.person)) }
        #expect(duties.filter { $0.id.reason == .appeal }.map { $0.state(at: Self.start + .hours(3)) } == [.metInTime])
        #expect(try await register.at(Self.start + .hours(3)).verifyDerivation().isGood)
    }

    @Test("who is to be held is fetched from the checkpoint in closed loop, each hop confirmed by its end; who is not, is not")
    func transport() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let journey = try await Self.announced(register)
        let entry = Self.start + .hours(20)
        let checkpoint = Author.user(5, .checkpoint, in: .yuhua, at: entry)
        @Sendable func admission(_ risk: OriginRisk?) -> Admission {
            Admission(checkpoint: "长沙南站", risk: risk, checks: [.temperature], isSampled: false, needsTransport: true, at: entry)
        }
        let person: PersonID = try await register.at(entry).perform(as: checkpoint) { try $0.admit(journey, admission(nil)) }
        func courses() async throws -> [TransferCourse] {
            try await register.store.read(.systemUnrestricted) { reader in
                Dossier(id: person, records: try reader.records(of: person), asOf: entry + .hours(5)).transferCourses
            }
        }
        let course = try #require(try await courses().first)
        #expect(course.transfer.value.fromSite == "长沙南站" && course.transfer.value.mode == .central && course.transfer.value.to == .yuhua)
        for (hour, step) in [(1, TransferStep.Kind.accepted), (2, .departed), (3, .arrived)] {
            let moment = entry + .hours(hour)
            let author = Author.user(4, .dutyOfficer, in: .yuhua, at: moment)
            try await register.at(moment).perform(as: author) { _ = try $0.takeStep(step, of: course.transfer.id, at: moment) }
        }
        let duties = try await register.store.read(.systemUnrestricted) { try $0.obligations(of: .person(person)) }
        let controlled = duties.first { $0.id.rule == "arrivals.high.controlWithin" }
        #expect(controlled?.state(at: entry + .hours(4)) == .metInTime)

        let free: PersonID = try await register.at(entry).perform(as: checkpoint) { filing in
            let identity = Identity(name: "测试乙", documentNumber: "990101196001010018", phones: [])
            return try filing.admit(
                identity, Person(residence: .yuhua), Arrival(origin: "武汉", risk: .unaffected, destination: .yuhua), admission(.unaffected))
        }
        let none = try await register.store.read(.systemUnrestricted) { reader in
            Dossier(id: free, records: try reader.records(of: free), asOf: entry + .hours(5)).transfers
        }
        #expect(none.isEmpty)
    }
}
