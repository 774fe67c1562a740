import Obligations
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("A round of screening, from the table to what follows for people")
struct ScreeningTests {
    static let start = Instant.shanghai("2022-03-18T08:00")
    static let township = TerritoryCode("430111001") ?? .unstated

    /// A register with a running round and the tube T1 of three people, Zhang of whom holds a post.
    private struct Scene {
        let register: TemporaryRegister
        let round: Reference<ScreeningRound>
        let zhang: PersonID

        static let people = ["张一", "李二", "王三"].enumerated().map {
            Identity(name: $0.element, documentNumber: "43011119900101000\($0.offset)", phones: ["1041234567\($0.offset)"])
        }

        init(population: Int = 3) async throws {
            let start = ScreeningTests.start
            let register = try await TemporaryRegister(at: start)
            let zhang = try await register.at(start - .hours(1)).perform(as: .systemUnrestricted("test")) { filing in
                let zhang = try filing.register(Scene.people[0], Person(residence: ScreeningTests.township))
                let day = CivilZone.shanghai.date(of: filing.now)
                try filing.file(
                    .post(PostHolding(postClass: "fever_clinic", territory: .yuhua, from: day)), about: zhang, at: CivilZone.shanghai.instant(day))
                return zhang
            }
            let round = try await register.at(start).perform(as: .systemUnrestricted("test")) {
                try $0.openRound(ScreeningRound(name: "第1轮", territory: .yuhua, area: [.yuhua], population: population), at: start)
            }
            (self.register, self.round, self.zhang) = (register, round, zhang)
        }

        func sheet(_ code: String = "T1", _ members: [Identity] = Scene.people, capacity: Int = 10) -> TubeSheet {
            TubeSheet(
                code: code, capacity: capacity, territory: ScreeningTests.township, filledAt: ScreeningTests.start + .minutes(30), members: members)
        }

        func bind(_ sheets: [TubeSheet]) async throws -> BindingOutcome {
            let round = round
            return try await register.at(ScreeningTests.start + .hours(1)).perform(
                as: .user(3, .communityWorker, in: .yuhua, at: ScreeningTests.start)
            ) {
                try $0.bind(sheets, in: round)
            }
        }

        func report(_ codes: [String], _ outcome: TestOutcome, hours: Int = 4) async throws -> TubeReport {
            let moment = ScreeningTests.start + .hours(hours)
            return try await register.at(moment).perform(as: .user(5, .laboratory, in: .yuhua, at: moment)) {
                try $0.reportTubes(codes, outcome, at: moment)
            }
        }

        func obligations(_ person: PersonID, hours: Int) async throws -> [String] {
            let moment = ScreeningTests.start + .hours(hours)
            return try await register.store.read(.systemUnrestricted) { try $0.obligations(of: .person(person)) }
                .map { "\($0.id.rule.split(separator: ".").suffix(2).joined(separator: ".")) \($0.state(at: moment).rawValue)" }
        }

        var isGood: Bool { get async throws { try await register.at(ScreeningTests.start + .hours(9)).verifyDerivation().isGood } }
    }

    @Test("binding is idempotent: sent again nothing changes, and nobody is in two tubes of a round")
    func binding() async throws {
        let scene = try await Scene()
        #expect(try await scene.bind([scene.sheet()]).bound == 3)
        let again = try await scene.bind([scene.sheet(" t1 ")])
        #expect(again.bound == 0 && again.repeated == 3)
        let other = try await scene.bind([scene.sheet("T2", [Scene.people[2]])])
        #expect(other.bound == 0 && other.elsewhere == [.init(name: "王*", code: "T1")])
        let full = try await scene.bind([scene.sheet("T3", (0..<3).map { Identity(name: "赵\($0)", phones: ["1049999999\($0)"]) }, capacity: 2)])
        #expect(full.bound == 2 && full.beyond == ["赵*"])
        let round = scene.round
        let figures = try await scene.register.store.read(.systemUnrestricted) { try $0.figures(of: round) }
        #expect(figures.sampled == 5 && figures.allTubes == 3)
    }

    @Test("a tube that was sent takes nobody more, but the sheet that filled it may come again")
    func sealed() async throws {
        let scene = try await Scene()
        _ = try await scene.bind([scene.sheet()])
        let moved = try await scene.register.at(Self.start + .hours(2)).perform(as: .systemUnrestricted("test")) { filing in
            [
                try filing.writer.sendTubes(["T1"], batch: "B1", at: filing.now), try filing.writer.sendTubes(["T1"], batch: "B2", at: filing.now),
                try filing.writer.receiveBatch("B1", laboratory: "L", at: filing.now),
            ]
        }
        #expect(moved == [1, 0, 1])
        #expect(try await scene.bind([scene.sheet()]).repeated == 3)
        await #expect(throws: StoreError.taken("T1")) { try await scene.bind([scene.sheet("T1", [Identity(name: "赵", phones: ["10499999999"])])]) }
    }

    @Test("a negative tube meets the window of the one who has a post, and makes no dossier of the others")
    func negative() async throws {
        let scene = try await Scene()
        _ = try await scene.bind([scene.sheet()])
        let report = try await scene.report(["T1"], .negative)
        #expect(report == TubeReport(tubes: 1, recalled: 0, followed: 1))
        #expect(try await scene.report(["T1"], .positive) == TubeReport())
        #expect(try await scene.obligations(scene.zhang, hours: 5).contains("fever_clinic.frequency metInTime"))
        let others = try await scene.register.store.read(.systemUnrestricted) {
            try $0.matchCandidate(document: Scene.people[1].documentNumber ?? "")
        }
        #expect(others == nil)
        #expect(try await scene.isGood)
    }

    @Test("a positive tube is no case: every member is recalled, held and sampled singly; the round closes when all are clear")
    func positive() async throws {
        let scene = try await Scene()
        _ = try await scene.bind([scene.sheet()])
        let report = try await scene.report(["T1"], .positive)
        #expect(report.recalled == 3 && report.followed == 0)
        let rows = try await scene.obligations(scene.zhang, hours: 5)
        #expect(rows.contains("pools.holdOnPositive open") && rows.contains("pools.retestWithin open"))
        #expect(!rows.contains("fever_clinic.frequency metInTime"))
        let round = scene.round
        let store = scene.register.store
        let members = try await store.read(.systemUnrestricted) { reader in
            try reader.tubes(of: round).flatMap { try reader.swabs(in: $0) }.compactMap(\.person)
        }
        #expect(members.count == 3)
        for person in members {
            let records = try await store.read(.systemUnrestricted) { try $0.records(of: person) }
            #expect(!records.contains { [.caseReport, .result].contains($0.fact.kind) })
        }
        await #expect(throws: OperationError.roundUnfinished(tubes: 0, people: 3)) { try await close(scene) }
        try await scene.register.at(Self.start + .hours(8)).perform(as: .systemUnrestricted("test")) { filing in
            for (index, person) in members.enumerated() {
                let specimen = try filing.take(Specimen(territory: Self.township), from: person, at: filing.now - .hours(2))
                try filing.record(TestResult(specimen: specimen, outcome: index == 1 ? .positive : .negative), at: filing.now)
            }
        }
        #expect(try await scene.obligations(scene.zhang, hours: 9).contains("pools.retestWithin metInTime"))
        let closing = try await close(scene)
        #expect(closing.sampled == 3 && closing.positiveTubes == 1 && closing.infections == 1)
        #expect(try await scene.isGood)
    }

    private func close(_ scene: Scene) async throws -> ScreeningRound.Closing {
        let round = scene.round
        return try await scene.register.at(Self.start + .hours(9)).perform(as: .systemUnrestricted("test")) {
            try $0.closeRound(round, at: $0.now)
        }
    }

    @Test(
        "a complete round without infections counts towards the lifting of a risk area that lies in it",
        arguments: [(population: 3, counts: true), (population: 4, counts: false)])
    func lifting(population: Int, counts: Bool) async throws {
        let scene = try await Scene(population: population)
        let zones = try await scene.register.at(Self.start).perform(as: .systemUnrestricted("test")) { filing in
            try [[Self.township], [TerritoryCode.yuelu]].map {
                try filing.setZone(Zone(name: "区", level: .high, territory: $0[0].ancestor(at: .county) ?? $0[0], members: $0), at: filing.now)
            }
        }
        _ = try await scene.bind([scene.sheet()])
        try await scene.register.at(Self.start + .hours(5)).perform(as: .systemUnrestricted("test")) {
            _ = try $0.reportTubes(["T1"], .negative, at: $0.now)
        }
        _ = try await close(scene)
        let events = try await scene.register.store.read(.systemUnrestricted) { reader in
            try zones.map { zone in try reader.entries(about: .zone(zone)).filter { $0.record.fact.kind == .zoneEvent }.count }
        }
        #expect(events == [counts ? 1 : 0, 0])
        #expect(try await scene.isGood)
    }

    @Test("whoever should be tested and was not is listed; coverage counts registered residents where they live")
    func missing() async throws {
        let scene = try await Scene()
        let round = scene.round
        let late = try await scene.register.at(Self.start).perform(as: .systemUnrestricted("test")) {
            try $0.register(Identity(name: "赵四", phones: ["10488888888"]), Person(residence: Self.township))
        }
        _ = try await scene.bind([scene.sheet()])
        let missing = try await scene.register.store.read(.systemUnrestricted) { try $0.missing(from: round, in: .yuhua) }
        #expect(missing == [late])
        let coverage = try await scene.register.store.read(.systemUnrestricted) { try $0.coverage(of: round, in: [.yuhua]) }
        #expect(coverage == [RoundCoverage(territory: Self.township, registered: 2, sampled: 1)])
    }

    @Test("another territory's tubes are neither seen nor touched, and a forgotten person's swab tells nobody's name")
    func scope() async throws {
        let scene = try await Scene()
        _ = try await scene.bind([scene.sheet()])
        let stranger = Scope(user: UserID(rawValue: 9), grants: [Grant(role: .laboratory, territory: .yuelu)], at: Self.start)
        #expect(try await scene.register.store.read(stranger) { try $0.tube(code: "T1") } == nil)
        await #expect(throws: StoreError.territoryOutsideScope(Self.township)) {
            try await scene.register.at(Self.start + .hours(5)).perform(as: Author(scope: stranger, source: "test")) {
                try $0.reportTubes(["T1"], .negative, at: $0.now)
            }
        }
        let zhang = scene.zhang
        try await scene.register.store.write(.systemUnrestricted("test")) { try $0.forget(zhang) }
        let swabs = try await scene.register.store.read(.systemUnrestricted) { reader in try reader.tube(code: "T1").map { try reader.swabs(in: $0) }
        }
        #expect(swabs?.map { $0.identity?.name } == [nil, "李二", "王三"])
    }
}
