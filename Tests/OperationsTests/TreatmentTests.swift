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

@Suite("Infections of hospitals are told by the days since the admission; nobody comes into a frozen ward")
struct HospitalTests {
    static let start = Instant.shanghai("2022-03-01T08:00")
    let start = HospitalTests.start

    @Test(
        "the day since the admission decides, the day of admission being day 1",
        arguments: [
            (1, Nosocomial.Attribution.community), (2, .community), (3, .indeterminate), (7, .indeterminate), (8, .probable), (14, .probable),
            (15, .definite),
        ])
    func days(day: Int, attribution: Nosocomial.Attribution) throws {
        let rules = try #require(try TemporaryRegister.editions.edition("cn-8").treatment.nosocomial)
        #expect(rules.attribution(day: day) == attribution)
    }

    /// Somebody admitted on the 1st of March, in hospital until a day or still, with symptoms on a day.
    private func patient(
        _ register: TemporaryRegister, onset: String, until: String? = nil, moved: Bool = false, phone: String
    ) async throws -> PersonID {
        let start = start
        let found = Instant.shanghai(onset + "T18:00")
        return try await register.at(found).perform(as: .systemUnrestricted("test")) { filing in
            let person = try filing.register(Identity(name: "住院", phones: [phone]), Person(residence: .yuhua), knownAt: start)
            let stay = try filing.begin(Stay(mode: .hospital, site: "市一医院", room: "内科1床", territory: .yuhua), of: person, at: start, knownAt: start)
            if moved {
                _ = try filing.begin(Stay(mode: .hospital, site: "市一医院", room: "外科2床", territory: .yuhua), of: person, at: start + .hours(72))
            }
            if let until { try filing.end(stay, at: Instant.shanghai(until + "T10:00"), .released) }
            try filing.reportCase(
                CaseReport(kind: .confirmed, onset: CivilDate(onset), territory: .yuhua), of: person, at: found)
            return person
        }
    }

    @Test("patients, those discharged since, those moved between wards, and staff; who was brought in as a case was not infected there")
    func attribution() async throws {
        let register = try await TemporaryRegister(at: start)
        let early = try await patient(register, onset: "2022-03-02", phone: "13600000001")
        let late = try await patient(register, onset: "2022-03-16", phone: "13600000002")
        let moved = try await patient(register, onset: "2022-03-09", moved: true, phone: "13600000003")
        let left = try await patient(register, onset: "2022-03-10", until: "2022-03-05", phone: "13600000004")
        let long = try await patient(register, onset: "2022-03-25", until: "2022-03-05", phone: "13600000005")
        let now = Instant.shanghai("2022-03-26T08:00")
        let (brought, nurse) = try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            let brought = try filing.register(Identity(name: "送治", phones: ["13600000006"]), Person(residence: .yuhua))
            try filing.reportCase(CaseReport(kind: .confirmed, onset: CivilDate("2022-03-25"), territory: .yuhua), of: brought, at: now - .hours(3))
            _ = try filing.begin(Stay(mode: .hospital, territory: .yuhua), of: brought, at: now - .hours(1))
            let nurse = try filing.register(Identity(name: "护士", phones: ["13600000007"]), Person(residence: .yuhua))
            try filing.assign(
                PostHolding(postClass: "fever_clinic", unit: "市一医院", territory: .yuhua, from: CivilZone.shanghai.date(of: now) - 30), to: nurse,
                at: now - .hours(700))
            try filing.reportCase(CaseReport(kind: .confirmed, onset: CivilDate("2022-03-24"), territory: .yuhua), of: nurse, at: now - .hours(2))
            return (brought, nurse)
        }
        let lines = try await register.at(now).nosocomial(in: .yuhua, scope: .systemUnrestricted).lines
        func line(_ person: PersonID) -> Nosocomial.Line? { lines.first { $0.person == person } }
        #expect(line(early)?.attribution == .community && line(early)?.day == 2)
        #expect(line(late)?.attribution == .definite && line(late)?.day == 16)
        #expect(line(moved)?.attribution == .probable && line(moved)?.day == 9, "the move between wards is no admission")
        #expect(line(left)?.attribution == .probable && line(left)?.day == 10 && line(left)?.afterDischarge == 5)
        #expect(line(long) == nil, "beyond the incubation")
        #expect(line(brought) == nil)
        #expect(line(nurse)?.attribution == .probable && line(nurse)?.post == "fever_clinic")
    }

    @Test("a suspected case warns of a hospital's infection and breaks nothing until it is confirmed")
    func suspected() async throws {
        let register = try await TemporaryRegister(at: start)
        let found = Instant.shanghai("2022-03-12T18:00")
        let report = try await register.at(found).perform(as: .systemUnrestricted("test")) { filing in
            let person = try filing.register(Identity(name: "疑似", phones: ["13600000011"]), Person(residence: .yuhua), knownAt: HospitalTests.start)
            _ = try filing.begin(
                Stay(mode: .hospital, site: "市一医院", room: "内科1床", territory: .yuhua), of: person, at: HospitalTests.start,
                knownAt: HospitalTests.start)
            return try filing.reportCase(
                CaseReport(kind: .suspected, onset: CivilDate("2022-03-12"), territory: .yuhua), of: person, at: found)
        }
        func light(_ situation: Situation) -> Situation.Light? { situation.targets.first { $0.target == .noNosocomial } }
        let before = try await register.at(found).situation(of: .yuhua, scope: .systemUnrestricted)
        #expect(light(before)?.holds == true && before.cases.isEmpty)
        #expect(before.hospitalSuspects.map(\.attribution) == [.probable] && before.hospitalSuspects.map(\.day) == [12])
        let later = found + .hours(5)
        _ = try await register.at(later).perform(as: .systemUnrestricted("test")) { try $0.change(report, .classified(.confirmed), at: later) }
        let after = try await register.at(later).situation(of: .yuhua, scope: .systemUnrestricted)
        #expect(light(after)?.breaches == 1 && after.hospitalSuspects.isEmpty && after.figures.fromHospitals == 1)
        let line = try #require(after.cases.first)
        #expect(light(after)?.isBroken(by: line, at: later, zone: .shanghai) == true)
    }

    @Test("a visitor exposed in a ward and nowhere else is probably the hospital's; exposed elsewhere too, it cannot be told")
    func visitors() async throws {
        let register = try await TemporaryRegister(at: start)
        let now = Instant.shanghai("2022-03-20T08:00")
        let people = try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            let index = try filing.register(Identity(name: "病人", phones: ["13600000020"]), Person(residence: .yuhua))
            return try [[ContactSetting.ward], [.care, .meal], [.meal]].enumerated().map { number, settings in
                let person = try filing.register(Identity(name: "探视\(number)", phones: ["1360000003\(number)"]), Person(residence: .yuhua))
                let day = CivilZone.shanghai.date(of: now) - 5
                for setting in settings {
                    try filing.file(
                        .exposure(Exposure(index: index, first: day, last: day, setting: setting, territory: .yuhua)), about: person,
                        at: now - .hours(30), knownAt: now)
                }
                try filing.reportCase(CaseReport(kind: .confirmed, onset: day + 3, territory: .yuhua), of: person, at: now)
                return person
            }
        }
        let lines = try await register.at(now).nosocomial(in: .yuhua, scope: .systemUnrestricted).lines
        #expect(people.map { person in lines.first { $0.person == person }?.attribution } == [.probable, .indeterminate, nil])
    }

    @Test("nobody goes home or to another ward from a frozen one; the infected and contacts under control leave, and it opens once all are negative")
    func leaving() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let (site, people) = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let site = try filing.openSite(StaySite(name: "市一医院", mode: .hospital, territory: .yuhua, capacity: 50), at: start)
            let people = try (0..<5).map { number in
                let person = try filing.register(Identity(name: "甲\(number)", phones: ["1350000010\(number)"]), Person(residence: .yuhua))
                _ = try filing.begin(
                    Stay(mode: .hospital, site: "市一医院", room: "内科\(number)床", territory: .yuhua), of: person, at: start)
                return person
            }
            return (site, people)
        }
        func at<Value: Sendable>(_ hours: Int, _ body: @escaping @Sendable (Filing, Instant) throws -> Value) async throws -> Value {
            let moment = start + .hours(hours)
            return try await register.at(moment).perform(as: .systemUnrestricted("test")) { try body($0, moment) }
        }
        _ = try await at(1) { try $0.turnWard(WardStep(ward: "内科", kind: .frozen), of: site, at: $1) }
        let holds = OperationError.wardHolds(site: "市一医院", ward: "内科")
        await #expect(throws: holds) { try await at(2) { try $0.release(people[0], at: $1) } }
        await #expect(throws: holds) {
            _ = try await at(2) {
                try $0.begin(Stay(mode: .hospital, site: "市一医院", room: "外科1床", territory: .yuhua), of: people[0], at: $1)
            }
        }
        // To call it a transfer changes nothing: neither by hand nor by one that leads to another ward of the same hospital.
        await #expect(throws: holds) { try await at(2) { try $0.end(Self.running(people[0], $0), at: $1, .transferred) } }
        let inside = try await at(2) { filing, moment in
            let reference = try filing.requestTransfer(of: people[0], to: .yuhua, site: "市一医院", mode: .hospital, at: moment)
            try filing.takeStep(.accepted, of: reference, at: moment)
            return reference
        }
        await #expect(throws: holds) { _ = try await at(2) { try $0.takeStep(.departed, of: inside, at: $1) } }
        _ = try await at(2) { try $0.takeStep(.withdrawn, of: inside, reason: "病区封控", at: $1) }
        // An isolation site that accepted somebody receives them.
        _ = try await at(2) { filing, moment in
            let reference = try filing.requestTransfer(of: people[4], to: .yuhua, site: "隔离点", mode: .central, at: moment)
            try filing.takeStep(.accepted, of: reference, at: moment)
            return try filing.takeStep(.departed, of: reference, at: moment)
        }
        // Another bed of the ward, an isolation site, and treatment of the infected are open.
        _ = try await at(3) {
            _ = try $0.begin(Stay(mode: .hospital, site: "市一医院", room: "内科9床", territory: .yuhua), of: people[0], at: $1)
            _ = try $0.begin(Stay(mode: .central, site: "隔离点", room: "1", territory: .yuhua), of: people[1], at: $1)
            try $0.reportCase(CaseReport(kind: .confirmed, territory: .yuhua), of: people[2], at: $1)
            return try $0.begin(Stay(mode: .hospital, site: "市一医院", room: "隔离病区1床", territory: .yuhua), of: people[2], at: $1)
        }
        await #expect(throws: OperationError.wardNotCleared(ward: "内科", people: 2)) {
            _ = try await at(4) { try $0.turnWard(WardStep(ward: "内科", kind: .reopened), of: site, at: $1) }
        }
        _ = try await at(10) { filing, moment in
            for person in [people[0], people[3]] {
                let specimen = try filing.take(Specimen(), from: person, at: moment - .hours(5), knownAt: moment)
                try filing.record(TestResult(specimen: specimen, outcome: .negative), at: moment)
            }
            return try filing.turnWard(WardStep(ward: "内科", kind: .reopened), of: site, at: moment)
        }
        try await at(11) { try $0.release(people[0], at: $1) }
    }

    /// The stay of a person that runs.
    private static func running(_ person: PersonID, _ filing: Filing) throws -> Reference<Stay> {
        try #require(try filing.dossier(of: person).runningStay(at: filing.now)).id
    }

    @Test("in a buffer ward one to a room, and on to another ward only once negative since coming in")
    func buffer() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        @Sendable func stay(_ bed: String) -> Stay { Stay(mode: .hospital, site: "市一医院", room: bed, territory: .yuhua) }
        let people = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let site = try filing.openSite(StaySite(name: "市一医院", mode: .hospital, territory: .yuhua, capacity: 50), at: start)
            try filing.turnWard(WardStep(ward: "过渡病区", kind: .buffer), of: site, at: start)
            let people = try (0..<2).map { try filing.register(Identity(name: "乙\($0)", phones: ["1350000020\($0)"]), Person(residence: .yuhua)) }
            _ = try filing.begin(stay("过渡病区1病室1床"), of: people[0], at: start)
            return people
        }
        func move(_ person: PersonID, _ bed: String, after hours: Int) async throws {
            let moment = start + .hours(hours)
            try await register.at(moment).perform(as: .systemUnrestricted("test")) { _ = try $0.begin(stay(bed), of: person, at: moment) }
        }
        await #expect(throws: OperationError.roomTaken(site: "市一医院", room: "过渡病区1病室2床")) {
            try await move(people[1], "过渡病区1病室2床", after: 1)
        }
        try await move(people[1], "过渡病区2病室1床", after: 1)
        await #expect(throws: OperationError.wardNotCleared(ward: "过渡病区", people: 1)) { try await move(people[0], "内科1床", after: 2) }
        let tested = start + .hours(12)
        try await register.at(tested).perform(as: .systemUnrestricted("test")) { filing in
            let specimen = try filing.take(Specimen(), from: people[0], at: tested - .hours(6), knownAt: tested)
            try filing.record(TestResult(specimen: specimen, outcome: .negative), at: tested)
        }
        try await move(people[0], "内科1床", after: 13)
    }

    @Test("a frozen ward takes nobody in until it is open again; its other beds do")
    func frozen() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        let (site, people) = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let site = try filing.openSite(StaySite(name: "市一医院", mode: .hospital, territory: .yuhua, capacity: 50), at: start)
            let people = try (0..<3).map { try filing.register(Identity(name: "甲\($0)", phones: ["1350000000\($0)"]), Person(residence: .yuhua)) }
            try filing.turnWard(WardStep(ward: "内科", kind: .frozen, grounds: "发现阳性"), of: site, at: start)
            return (site, people)
        }
        let later = start + .hours(1)
        func admit(_ person: PersonID, _ bed: String, at moment: Instant) async throws {
            try await register.at(moment).perform(as: .systemUnrestricted("test")) { filing in
                _ = try filing.begin(Stay(mode: .hospital, site: "市一医院", room: bed, territory: .yuhua), of: person, at: moment)
            }
        }
        await #expect(throws: OperationError.wardFrozen(site: "市一医院", ward: "内科")) { try await admit(people[0], "内科1床", at: later) }
        try await admit(people[0], "外科1床", at: later)
        await #expect(throws: OperationError.wardStands("内科")) {
            try await register.at(later).perform(as: .systemUnrestricted("test")) {
                _ = try $0.turnWard(WardStep(ward: "内科", kind: .frozen), of: site, at: later)
            }
        }
        let open = start + .hours(48)
        try await register.at(open).perform(as: .systemUnrestricted("test")) {
            _ = try $0.turnWard(WardStep(ward: "内科", kind: .reopened), of: site, at: open)
        }
        try await admit(people[1], "内科1床", at: open)
        await #expect(throws: StoreError.outsideScope) {
            try await register.at(open).perform(as: .user(9, .hospital, in: .yuelu, at: open)) {
                _ = try $0.turnWard(WardStep(ward: "内科", kind: .frozen), of: site, at: open)
            }
        }
    }
}
