import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("The four alls have the policy's denominators and name who is missing; the four earlies count who still waits")
struct TreatmentTests {
    static let start = Instant.shanghai("2022-03-15T08:00")
    let start = TreatmentTests.start

    /// Two cases, one of them in hospital within two hours; two close contacts, one of them held; a fever-clinic nurse who was never tested.
    private func world() async throws -> (TemporaryRegister, [String: PersonID]) {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let people = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            var people: [String: PersonID] = [:]
            for (number, name) in ["treated", "untreated", "held", "free", "nurse"].enumerated() {
                people[name] = try filing.register(Identity(name: name, phones: ["1370000\(1000 + number)"]), Person(residence: .yuhua))
            }
            let day = CivilZone.shanghai.date(of: start)
            for name in ["treated", "untreated"] {
                let person = try #require(people[name])
                try filing.reportCase(CaseReport(kind: .confirmed, onset: day - 2, territory: .yuhua), of: person, at: start)
            }
            for name in ["held", "free"] {
                try filing.identifyContact(
                    try #require(people[name]), Exposure(index: try #require(people["treated"]), last: day, setting: .household), at: start)
            }
            try filing.assign(
                PostHolding(postClass: "fever_clinic", territory: .yuhua, from: day - 3), to: try #require(people["nurse"]), at: start)
            return people
        }
        let later = start + .hours(1)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            let treated = try #require(people["treated"])
            try filing.begin(Stay(mode: .hospital, territory: .yuhua), of: treated, at: later)
            try filing.record(Act(deed: .reported), for: treated, at: later)
            try filing.begin(Stay(mode: .central, territory: .yuhua), of: try #require(people["held"]), at: later)
        }
        return (register, people)
    }

    private func group(_ alls: FourAlls, _ ask: FourAlls.Ask, _ name: String) -> [Int?] {
        let group = alls.lines.first { $0.ask == ask }?.groups.first { $0.name == name }
        return [group?.due, group?.missing]
    }

    @Test("each ratio counts those the policy asks, and the missing behind it are those whose time has passed")
    func alls() async throws {
        let (register, people) = try await world()
        // Two days later the times of everything that was due on the first day have passed, the first test of contacts too.
        let next = start + .hours(50)
        try await Upkeep(register.at(next)).run()
        let operations = register.at(next)
        let alls = try await operations.fourAlls(of: .yuhua, scope: .systemUnrestricted)
        #expect(group(alls, .treated, "caseKind.confirmed") == [2, 1])
        #expect(group(alls, .isolated, "degree.close") == [2, 1])
        #expect(group(alls, .managed, "degree.close") == [2, 2], "nobody located or told them")
        #expect(group(alls, .tested, "mustTest.medicalStaff") == [1, 1])
        #expect(group(alls, .tested, "mustTest.closeContacts") == [2, 2])
        // The register keeps no patients of fever clinics, and does not say that none is missing.
        #expect(group(alls, .tested, "mustTest.feverClinicPatients") == [nil, 0])
        #expect(alls.lines.first { $0.ask == .tested }?.groups.count == 8)
        let missing = try await operations.missing(.isolated, "degree.close", in: .yuhua, scope: .systemUnrestricted)
        #expect(missing?.rows.map(\.person) == [try #require(people["free"])] && missing?.rows.first?.rule == "tracing.closeClocks.transferred")
        #expect(missing?.rows.first?.since == start + .hours(8))
        #expect(try await operations.missing(.isolated, "degree.nobody", in: .yuhua, scope: .systemUnrestricted) == nil)
        let elsewhere = try await operations.fourAlls(of: .yuelu, scope: .systemUnrestricted)
        #expect(elsewhere.lines.allSatisfy { $0.due == 0 && $0.missing == 0 })
        // Within the hours that the policy grants nobody is missing yet.
        let early = try await register.at(start + .hours(1)).fourAlls(of: .yuhua, scope: .systemUnrestricted)
        #expect(group(early, .treated, "caseKind.confirmed") == [2, 0])
        #expect(group(early, .isolated, "degree.close") == [2, 0])
    }

    @Test("another territory's ratios are refused")
    func scope() async throws {
        let (register, _) = try await world()
        let stranger = Scope(user: UserID(rawValue: 9), grants: [Grant(role: .isolationSite, territory: .yuelu)], at: start)
        await #expect(throws: StoreError.territoryOutsideScope(.yuhua)) {
            _ = try await register.at(start).fourAlls(of: .yuhua, scope: stranger)
        }
    }

    @Test("what took an hour took an hour, and what is not done is late once its time is over")
    func earlies() async throws {
        let (register, people) = try await world()
        let earlies = try await register.at(start + .hours(5)).careTimes(of: .yuhua, scope: .systemUnrestricted)
        func early(_ kind: CareTimes.Kind) -> CareTimes.Early? { earlies.earlies.first { $0.kind == kind } }
        // From the beginning of the first day of symptoms: two days and eight hours.
        #expect(early(.detection)?.recent.hours?.q50 == 56 && early(.detection)?.limit == nil && early(.detection)?.late.isEmpty == true)
        for kind in [CareTimes.Kind.report, .isolation, .treatment] {
            let found = try #require(early(kind))
            #expect(found.limit == 2, "\(kind)")
            #expect(found.recent.hours?.q50 == 1 && found.recent.overdue == 1 && found.recent.running == 0, "\(kind)")
            #expect(found.recent.inTime.count == 1 && found.recent.inTime.total == 2, "\(kind)")
            #expect(found.late == [CareTimes.Late(person: try #require(people["untreated"]), span: .hours(5), isWaiting: true)], "\(kind)")
        }
        #expect(early(.report)?.before.inTime.total == 0)
        let soon = try await register.at(start + .hours(2)).careTimes(of: .yuhua, scope: .systemUnrestricted)
        #expect(soon.earlies.first { $0.kind == .report }?.recent.running == 1)
    }
}
