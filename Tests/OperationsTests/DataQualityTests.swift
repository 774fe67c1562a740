import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("Data quality: what is missing, contradictory or late, by territory and source")
struct DataQualityTests {
    private static let now = Instant.shanghai("2022-03-19T10:00")
    private static let today = CivilZone.shanghai.date(of: now)

    /// The count of a check, by territory and by source.
    private static func found(_ view: DataQualityView, _ check: DataQualityView.Check) -> (counts: [TerritoryCode: Int], sources: [String: Int]?) {
        guard let finding = view.findings.first(where: { $0.check == check }) else { return ([:], nil) }
        return (finding.counts, finding.sources)
    }

    @Test("each check finds the one it is meant for, where the duty lies, and whence the entry came")
    func checks() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let (now, today) = (Self.now, Self.today)
        try await register.at(now).perform(as: .systemUnrestricted("import list.csv")) { filing in
            func person(_ name: String, _ territory: TerritoryCode = .yuhua, isWhole: Bool = true) throws -> PersonID {
                let identity = Identity(
                    name: name, documentNumber: isWhole ? "43011119880230\(name.unicodeScalars.first?.value ?? 0)" : nil,
                    phones: isWhole ? ["13800000001"] : [])
                return try filing.register(
                    identity, Person(birthDate: isWhole ? CivilDate("1988-02-03") : nil, residence: territory), knownAt: now - .hours(20))
            }
            let index = try person("甲")
            try filing.reportCase(
                CaseReport(kind: .confirmed, onset: today - 1, territory: .yuhua), of: index, at: now - .hours(12), knownAt: now - .hours(12))
            let contradictory = try person("乙", .yuetang)
            try filing.reportCase(
                CaseReport(kind: .confirmed, onset: today, firstPositiveTaken: now - .hours(1), territory: .yuetang), of: contradictory,
                at: now - .hours(5), knownAt: now - .hours(5))
            let contact = try person("丙")
            try filing.identifyContact(
                contact, Exposure(index: index, last: today - 1, setting: .other), at: now - .hours(8), knownAt: now - .hours(8))
            let described = try person("丁")
            try filing.identifyContact(
                described, Exposure(index: index, last: today + 1, setting: .other, circumstance: "同桌"), at: now - .hours(8), knownAt: now - .hours(8)
            )
            let nobody = try person("戊")
            let bystander = try person("己")
            try filing.identifyContact(
                nobody, Exposure(index: bystander, last: today - 1, setting: .workplace), at: now - .hours(8), knownAt: now - .hours(8))
            for number in 0..<2 {
                _ = try filing.take(Specimen(code: "\(number)"), from: contact, at: now - .hours(30), knownAt: now - .hours(30 - number))
            }
            let tested = try filing.take(Specimen(), from: described, at: now - .hours(30), knownAt: now - .hours(30))
            try filing.record(TestResult(specimen: tested, outcome: .negative), at: now - .hours(2), knownAt: now - .hours(2))
            for hours in [10, 6] {
                try filing.file(
                    .stay(Stay(mode: .central, site: "甲酒店", room: "1", territory: .yuhua)), about: nobody, at: now - .hours(hours),
                    knownAt: now - .hours(hours))
            }
            _ = try person("庚", isWhole: false)
        }
        try await register.at(now).perform(as: .systemUnrestricted("page")) { filing in
            let late = try filing.register(
                Identity(name: "辛", documentNumber: "430111198802300011", phones: ["13800000002"]),
                Person(birthDate: CivilDate("1988-02-03"), residence: .yuetang))
            _ = try filing.take(Specimen(), from: late, at: now - .hours(40))
        }
        let view = try await register.at(now).dataQuality(of: .hunan, scope: .systemUnrestricted)
        let (changsha, xiangtan) = (TerritoryCode("4301") ?? .unstated, TerritoryCode("4303") ?? .unstated)
        #expect(Self.found(view, .gap(.phone)).counts == [changsha: 1])
        #expect(Self.found(view, .gap(.phone)).sources == ["import list.csv": 1])
        #expect(Self.found(view, .gap(.document)).counts == [changsha: 1])
        #expect(Self.found(view, .gap(.birthDate)).counts == [changsha: 1])
        #expect(Self.found(view, .gap(.residence)).counts.values.reduce(0, +) == 8)
        #expect(Self.found(view, .gap(.onset)).counts == [:])
        #expect(Self.found(view, .contactWithoutSetting).counts == [changsha: 1])
        #expect(Self.found(view, .contactWithoutCase).counts == [changsha: 1])
        // Two specimens of one person count once; of two sources, once in each.
        #expect(Self.found(view, .resultOverdue).counts == [changsha: 1, xiangtan: 1])
        #expect(Self.found(view, .resultOverdue).sources == ["import list.csv": 1, "page": 1])
        #expect(Self.found(view, .enteredLate).counts == [xiangtan: 1])
        #expect(Self.found(view, .enteredLate).sources == ["page": 1])
        #expect(Self.found(view, .impossibleOrder).counts == [changsha: 1, xiangtan: 1])
        #expect(Self.found(view, .heldTwice).counts == [changsha: 1])
        #expect(view.isAllSources)
        #expect(view.sources.map(\.source) == ["import list.csv", "page"])
        #expect(view.sources.last.map { [$0.entries, $0.late] } == [1, 1])
        #expect(view.sources.last?.median == .hours(40))

        // A number opens the people behind it; a county sees its own.
        for check in DataQualityView.Check.all {
            let rows = try await register.at(now).dataQuality(check, in: .hunan, scope: .systemUnrestricted, after: nil, limit: 50)
            #expect(rows.count == Self.found(view, check).counts.values.reduce(0, +), "\(check.key)")
        }
        let county = try await register.at(now).dataQuality(of: .yuetang, scope: .systemUnrestricted)
        #expect(Self.found(county, .resultOverdue).counts == [.yuetang: 1])
        #expect(Self.found(county, .heldTwice).counts == [:])
        #expect(county.sources.map(\.source) == ["import list.csv", "page"])
    }

    @Test("what was put right is found no more: a result that arrives, a withdrawn stay, a described meeting")
    func putRight() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let (now, today) = (Self.now, Self.today)
        try await register.at(now).perform(as: .systemUnrestricted("page")) { filing in
            let index = try filing.register(Identity(name: "甲"), Person(residence: .yuhua))
            try filing.reportCase(CaseReport(kind: .confirmed, onset: today - 1, territory: .yuhua), of: index, at: now - .hours(12))
            let contact = try filing.register(Identity(name: "乙"), Person(residence: .yuhua))
            try filing.identifyContact(contact, Exposure(index: index, last: today - 1, setting: .other), at: now - .hours(8))
            _ = try filing.take(Specimen(), from: contact, at: now - .hours(30))
            for hours in [10, 6] { try filing.file(.stay(Stay(mode: .central, territory: .yuhua)), about: contact, at: now - .hours(hours)) }
        }
        func found(_ checks: [DataQualityView.Check]) async throws -> [Int] {
            let view = try await register.at(now).dataQuality(of: .yuhua, scope: .systemUnrestricted)
            return checks.map { Self.found(view, $0).counts.values.reduce(0, +) }
        }
        let checks: [DataQualityView.Check] = [.contactWithoutSetting, .resultOverdue, .heldTwice]
        #expect(try await found(checks) == [1, 1, 1])
        let result = try await register.at(now).perform(as: .systemUnrestricted("page")) { filing -> FactRecord in
            let contact = PersonID(rawValue: 2)
            let records = try filing.writer.records(of: contact)
            let specimen = try #require(records.first { $0.fact.kind == .specimen })
            let result = try filing.record(TestResult(specimen: Reference(rawValue: specimen.entity), outcome: .negative), at: now - .hours(1))
            let stay = try #require(records.last { $0.fact.kind == .stay })
            try filing.withdraw(try filing.current(stay.entity), expected: stay.id, reason: "twice")
            let meeting = try #require(records.first { $0.fact.kind == .exposure })
            guard case .exposure(var exposure) = meeting.fact else { throw StoreError.outsideScope }
            exposure.circumstance = "同桌"
            try filing.revise(
                try filing.current(meeting.entity), to: .exposure(exposure), at: meeting.happenedAt, expected: meeting.id, reason: "asked")
            return try filing.current(result.rawValue)
        }
        #expect(try await found(checks) == [0, 0, 0])
        _ = try await register.at(now).perform(as: .systemUnrestricted("page")) { filing in
            try filing.withdraw(try filing.current(result.entity), expected: result.id, reason: "another's")
        }
        #expect(try await found(checks) == [0, 1, 0])
        #expect(try await register.at(now).verifyDerivation().isGood)
    }

    @Test("where there are more people than can be looked at, the newest entries of each kind are, and it is said")
    func newest() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let now = Self.now
        try await register.at(now).perform(as: .systemUnrestricted("page")) { filing in
            let person = try filing.register(Identity(name: "甲"), Person(residence: .yuhua))
            for hours in 1...6 { _ = try filing.take(Specimen(), from: person, at: now - .hours(hours)) }
        }
        let (all, some) = try await register.at(now).store.read(.systemUnrestricted) { reader in
            (
                try reader.sourceReports(in: .hunan, knownFrom: now - .hours(96)),
                try reader.sourceReports(in: .hunan, knownFrom: now - .hours(96), peopleUpTo: 0, newest: 4)
            )
        }
        #expect(all.isAll && all.reports.map(\.entries) == [6])
        #expect(all.reports.first?.median == .hours(4))
        #expect(!some.isAll && some.reports.map(\.entries) == [4])
    }
}
