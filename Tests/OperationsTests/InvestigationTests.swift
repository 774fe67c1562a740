import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("The investigation of a case")
struct InvestigationTests {
    static let now = Instant.shanghai("2022-03-19T10:00")
    static let text =
        "患者王某，3月17日8:30乘坐G1234次列车（05车12F）从岳阳返回长沙，10:05到达长沙南站；3月17日18时至19时30分与同事李某、张某在湘江餐馆聚餐，3月18日到雨花区人民医院就诊。"

    private func scene(_ register: TemporaryRegister) async throws -> PersonID {
        let now = Self.now
        return try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            let person = try filing.register(Identity(name: "王某"), Person(residence: .yuhua), knownAt: now)
            try filing.reportCase(
                CaseReport(
                    kind: .confirmed, origin: .local, onset: CivilDate("2022-03-18"), firstPositiveTaken: now, detection: .clinic, territory: .yuhua),
                of: person, at: now)
            return person
        }
    }

    private func names() -> TerritoryNames {
        TerritoryNames(
            [
                ("43", "湖南省", "Hunan"), ("4301", "长沙市", "Changsha"), ("430111", "雨花区", "Yuhua District"), ("430121", "长沙县", "Changsha County"),
                ("4306", "岳阳市", "Yueyang"), ("430621", "岳阳县", "Yueyang County"),
            ].compactMap { code, zh, en in
                TerritoryCode(code).map { TerritoryEntry(code: $0, chinese: zh, english: en, population: nil, latitude: nil, longitude: nil) }
            })
    }

    @Test("a text becomes points with day, hours, place, train, coach and seat, people, and the words each came from")
    func proposal() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let proposal = try await register.at(Self.now).proposal(
            from: Self.text, year: 2022, near: .yuhua, names: names(), scope: .systemUnrestricted)
        let lines = proposal.points.map { point in
            [
                point.day?.description ?? "–", point.from ?? "–", point.until ?? "–", point.place, point.territory?.digits ?? "–",
                [point.journey?.number, point.journey?.coach.map { "\($0)" }, point.journey?.seat].compactMap(\.self).joined(separator: "/"),
                point.people.joined(separator: ","),
            ].joined(separator: " ")
        }
        #expect(
            lines == [
                "2022-03-17 08:30 – 岳阳 → 长沙 4301 G1234/5/12F ", "2022-03-17 10:05 – 长沙南站 –  ",
                "2022-03-17 18:00 19:30  –  同事李某,张某", "2022-03-18 – – 雨花区人民医院 –  ",
            ])
        for point in proposal.points {
            let scalars = Array(Self.text.unicodeScalars)
            #expect(String(String.UnicodeScalarView(scalars[point.span])) == point.quote)
        }
    }

    @Test("confirmed points stand with their sources, the hours between them stay unknown, and whoever was met is a contact")
    func confirmed() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let person = try await scene(register)
        let before = try #require(try await register.at(Self.now).investigation(of: person, scope: .systemUnrestricted))
        #expect(before.gaps.count == 1 && before.gaps.first?.from == before.window?.lowerBound)
        let day = try #require(CivilDate("2022-03-17"))
        let dinner = Instant.shanghai("2022-03-17T18:00")
        let confirmed = ConfirmedInvestigation(
            points: [
                .init(
                    TrajectoryPoint(place: "湘江餐馆", until: dinner + .minutes(90), met: ["同事李某"], sources: [.interview], quote: "…"), at: dinner)
            ],
            met: [
                .init(
                    identity: Identity(name: "李某某", phones: ["13900000011"]), residence: .yuhua, nearness: .close, setting: .meal, day: day,
                    circumstance: "湘江餐馆"),
                .init(
                    identity: Identity(name: "张某某", phones: ["13900000012"]), residence: .yuetang, nearness: .close, setting: .meal, day: day,
                    circumstance: "湘江餐馆"),
            ], step: .coreInformation)
        let new = try await register.at(Self.now).perform(as: .user(5, .investigator, in: .yuhua, at: Self.now)) { filing in
            try filing.confirm(confirmed, of: person, at: Self.now)
        }
        #expect(new == 2)
        let view = try #require(try await register.at(Self.now).investigation(of: person, scope: .systemUnrestricted))
        #expect(view.points.map(\.value.place) == ["湘江餐馆"])
        #expect(view.gaps.map(\.from) == [before.window?.lowerBound, dinner + .minutes(90)])
        // Who lives elsewhere is the case's county's until another takes them over.
        let scope = Scope(user: UserID(rawValue: 5), grants: [Grant(role: .investigator, territory: .yuhua)], at: Self.now)
        let draft = try #require(try await register.at(Self.now).assistanceDraft(of: person, scope: scope))
        #expect(draft.people.count == 2 && draft.elsewhere.map(\.county) == [.yuetang])
        let page = try #require(try await register.at(Self.now).person(person, scope: .systemUnrestricted))
        #expect(page.obligations.contains { $0.obligation.id.rule.hasSuffix(".coreInformation") && $0.obligation.fulfilment != nil })
        #expect(try await register.at(Self.now).verifyDerivation().isGood)
        // A second source is a revision of the point, not another point.
        _ = try await register.at(Self.now).perform(as: .user(5, .investigator, in: .yuhua, at: Self.now)) { filing in
            try filing.addSource(.police, to: view.points[0].id)
        }
        let after = try #require(try await register.at(Self.now).investigation(of: person, scope: .systemUnrestricted))
        #expect(after.points.map(\.value.sources) == [[.interview, .police]])
    }

    @Test("points that lie ahead or end before they begin are refused, and nothing of them is kept")
    func refused() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let person = try await scene(register)
        let ahead = ConfirmedInvestigation(points: [.init(TrajectoryPoint(place: "…", sources: [.interview]), at: Self.now + .hours(1))])
        await #expect(throws: OperationError.notYetHappened(Self.now + .hours(1))) {
            _ = try await register.at(Self.now).perform(as: .systemUnrestricted("test")) { try $0.confirm(ahead, of: person, at: Self.now) }
        }
        #expect(try await register.at(Self.now).investigation(of: person, scope: .systemUnrestricted)?.points.isEmpty == true)
    }

    @Test(
        "what is not known within a window",
        arguments: [
            ([], "0-10"), ([(2, 4)], "0-2 4-10"), ([(2, 4), (3, 6)], "0-2 6-10"), ([(0, 10)], ""), ([(4, nil)], "0-4 5-10"),
            ([(-3, 1), (9, 12)], "1-9"),
            ([(1, 2), (2, 3)], "0-1 3-10"),
        ] as [([(Int, Int?)], String)])
    func gaps(known: [(Int, Int?)], expected: String) {
        let start = Self.now
        let gaps = TrajectoryGap.gaps(
            within: start..<start + .hours(10),
            known: known.map { (from: start + .hours($0.0), until: $0.1.map { start + .hours($0) }) })
        let text = gaps.map { "\(Int(($0.from - start).wholeMinutes / 60))-\(Int(($0.until - start).wholeMinutes / 60))" }.joined(separator: " ")
        #expect(text == expected)
    }
}
