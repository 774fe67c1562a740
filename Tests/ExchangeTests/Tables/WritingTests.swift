import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

@Suite("Writing tables")
struct WritingTests {
    @Test("what is exported imports back to the same rows and keys", arguments: TableKind.allCases, TableLanguage.allCases)
    func roundTrip(kind: TableKind, language: TableLanguage) throws {
        for zone in [CivilZone.shanghai, CivilZone("Europe/Berlin") ?? .utc] {
            var dice = Dice(seed: 20_220_319 &+ UInt64(kind.rawValue.utf8.count))
            let rows = (0..<150).map { RandomRow.row(kind, number: $0, zone, &dice) }
            let writer = TableWriter(kind, language: language, zone: zone)
            var bytes = writer.beginning()
            for row in rows { writer.append(row, to: &bytes) }
            let plan = try ImportPlan(.bytes(bytes, name: "export.csv"), kind: kind, context: World.context(zone))
            let (read, rejections) = try World.read(plan)
            #expect(rejections.isEmpty, "\(rejections.first?.text.en ?? "")")
            #expect(read.count == rows.count)
            let plain = read.map { ImportRow(person: $0.person, facts: $0.facts, count: $0.count) }
            if let first = zip(plain, rows).first(where: { $0.0 != $0.1 }) {
                #expect(first.0 == first.1)
            }
            #expect(plain.flatMap(\.keys).map(\.thing) == rows.flatMap(\.keys).map(\.thing))
            #expect(plain.flatMap(\.keys).map(\.content) == rows.flatMap(\.keys).map(\.content))
        }
    }

    @Test(
        "no cell is taken for a formula, and none is changed by that",
        arguments: ["=1+1", "+86", "-1", "@x", "'=x", "''", "'t Hooft", "## x", "a,b\"c\nd", "\tx"])
    func formulas(name: String) throws {
        let row = ImportRow(
            person: ImportPerson(number: "A", identity: Identity(name: name.trimmingSpaces)),
            facts: [ImportFact(.vaccination(Vaccination(product: "x", dose: 1)), happenedAt: World.at("2022-01-01T00:00"))])
        let writer = TableWriter(.vaccinations, language: .english, zone: .shanghai)
        var bytes = writer.beginning()
        writer.append(row, to: &bytes)
        let cells = try World.cells(Array(bytes.dropFirst(3)))
        #expect(cells[1].allSatisfy { $0.isEmpty || !CellText.isFormulaSign($0.utf8.first ?? 0) })
        let plan = try ImportPlan(.bytes(bytes, name: "x"), kind: .vaccinations, context: World.context())
        #expect(try World.read(plan).rows.first?.person?.identity.name == name.trimmingSpaces)
    }

    @Test("rejected rows come back as a file that imports once corrected")
    func errorFile() throws {
        let text = "编号;姓名;采样时间;结果;备注\nA;张三;2022-03-19;阴性;a,b\nB;李四;2022-3;阴性;\"说\"\"好\"\"\"\nC;王五;2022-03-19;阳型;=1\n"
        let plan = try World.plan(text, .tests)
        let rejections = try World.read(plan).rejections
        #expect(rejections.count == 2)
        let writer = RejectionWriter(plan, language: .chinese)
        var bytes = writer.beginning()
        for rejection in rejections { writer.append(rejection, to: &bytes) }
        #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
        let errors = String(decoding: bytes, as: UTF8.self)
        #expect(errors.contains("导入错误,编号,姓名,采样时间,结果,备注"))
        #expect(errors.contains("'=1"))
        // Still wrong: the error column is replaced, not doubled.
        let again = try ImportPlan(.bytes(bytes, name: "errors.csv"), kind: .tests, context: World.context())
        #expect(try World.read(again).rejections.count == 2)
        #expect(String(decoding: RejectionWriter(again, language: .chinese).beginning(), as: UTF8.self).contains("导入错误,编号,姓名"))
        let corrected = errors.replacing("2022-3,", with: "2022-03-03,").replacing("阳型,", with: "阳性,")
        let rows = try World.read(ImportPlan(.text(corrected), kind: .tests, context: World.context())).rows
        #expect(rows.map(\.person?.number) == ["B", "C"])
    }

    @Test("a dossier's rows carry its facts with references left open")
    func dossier() throws {
        let id = PersonID(rawValue: 1)
        let territory = try #require(TerritoryCode("430102"))
        func record(_ number: Int64, _ fact: Fact, _ time: String) -> FactRecord {
            FactRecord(id: FactID(rawValue: number), subject: .person(id), happenedAt: World.at(time), knownAt: World.at(time), fact: fact)
        }
        let dossier = Dossier(
            id: id,
            records: [
                record(1, .person(Person(sex: .male, residence: territory)), "2022-03-18T08:00"),
                record(2, .caseReport(CaseReport(kind: .asymptomatic, territory: territory, label: "7")), "2022-03-18T09:00"),
                record(3, .caseChange(CaseChange(of: Reference(rawValue: 2), change: .classified(.confirmed))), "2022-03-20T09:00"),
                record(4, .specimen(Specimen(code: "T1")), "2022-03-18T07:00"),
                record(5, .result(TestResult(specimen: Reference(rawValue: 4), outcome: .positive)), "2022-03-18T08:30"),
                record(6, .exposure(Exposure(index: PersonID(rawValue: 9), last: World.day("2022-03-15"))), "2022-03-17T08:30"),
            ], asOf: World.now)
        let person = ExportedPerson(identity: Identity(name: "张三", phones: ["13900000000"]), number: "7")
        for kind in TableKind.allCases {
            let rows = dossier.rows(of: kind, person: person) { $0.rawValue == 9 ? PersonReference(number: "3") : nil }
            let writer = TableWriter(kind, language: .english, zone: .shanghai)
            var bytes = writer.beginning()
            for row in rows { writer.append(row, to: &bytes) }
            let read = try World.read(ImportPlan(.bytes(bytes, name: "x"), kind: kind, context: World.context()))
            #expect(read.rejections.isEmpty && read.rows.map(\.facts) == rows.map(\.facts))
            #expect(rows.count == ([.cases, .contacts, .exposures, .tests].contains(kind) ? 1 : 0))
        }
        let card = ReportCard(
            case: try #require(dossier.cases.first), in: dossier, identity: person.identity, disease: LocalizedText(zh: "新型冠状病毒肺炎", en: "COVID-19"))
        #expect(card.kind == .confirmed && card.belonging == .thisCounty)
        let writer = ReportCardWriter(language: .chinese, zone: .shanghai)
        var bytes = writer.beginning()
        writer.append(card, to: &bytes)
        let cells = try World.cells(Array(bytes.dropFirst(3)))
        #expect(cells[0].count == cells[1].count)
        #expect(cells[1].contains("本县区") && cells[1].contains("确诊病例"))
    }

    @Test(
        "patients belong by their home",
        arguments: [
            ("430102001", ReportCard.Belonging.thisCounty), ("430104", .otherCounty), ("430302", .otherPrefecture), ("320106", .otherProvince),
            ("810000", .hongKongMacaoTaiwan),
        ])
    func belonging(home: String, expected: ReportCard.Belonging) throws {
        let territory = try #require(TerritoryCode("430102"))
        let report = Recorded(
            id: Reference<CaseReport>(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: World.now, knownAt: World.now,
            value: CaseReport(kind: .confirmed, territory: territory))
        var card = ReportCard(
            case: report, in: Dossier(id: PersonID(rawValue: 1), asOf: World.now), identity: Identity(name: "x"),
            disease: LocalizedText(zh: "x", en: "x"))
        card.person.residence = try #require(TerritoryCode(home))
        #expect(card.belonging == expected)
    }
}

/// Rows with everything a file of their kind can say, present or not by lot.
enum RandomRow {
    static let territory = World.territory

    static func row(_ kind: TableKind, number: Int, _ zone: CivilZone, _ dice: inout Dice) -> ImportRow {
        let known = dice.maybe(World.at("2022-03-20T08:00") + .minutes(dice.below(5000)))
        let person = person(kind, number: number, &dice)
        let facts: [ImportFact]
        switch kind {
        case .cases: facts = cases(known, number, &dice)
        case .contacts, .exposures: facts = exposure(kind, known, &dice)
        case .tests: facts = tests(known, &dice)
        case .arrivals: facts = [ImportFact(.arrival(arrival(&dice)), happenedAt: moment(&dice), knownAt: known)]
        case .stays: facts = [stay(known, &dice)]
        case .posts:
            let from = day(&dice)
            let post = PostHolding(
                postClass: dice.pick(["001", "017"]), unit: dice.maybe(words(&dice)), territory: territory, from: from, until: dice.maybe(from + 30))
            facts = [ImportFact(.post(post), happenedAt: zone.instant(from), knownAt: known)]
        case .vaccinations:
            facts = [ImportFact(.vaccination(Vaccination(product: words(&dice), dose: 1 + dice.below(4))), happenedAt: moment(&dice), knownAt: known)]
        case .places: return ImportRow(person: nil, facts: [place(known, number, &dice)])
        case .counts:
            let source = dice.pick(SentinelSource.allCases)
            return ImportRow(
                person: nil, facts: [], count: SentinelCount(territory: territory, source: source, day: day(&dice), count: dice.below(9_000)))
        case .visits:
            let entered = moment(&dice)
            let visit = Visit(place: Reference(rawValue: 0), until: dice.maybe(entered + .minutes(dice.below(300))))
            let place = PlaceReference(number: dice.maybe(7), name: words(&dice), territory: dice.maybe(territory))
            facts = [ImportFact(.visit(visit), link: .place(place), happenedAt: entered)]
        }
        return ImportRow(person: person, facts: facts)
    }

    static func place(_ known: Instant?, _ number: Int, _ dice: inout Dice) -> ImportFact {
        let place = Place(
            name: words(&dice) + " \(number)", placeClass: dice.pick(["market", "学校"]), territory: territory, address: dice.maybe(words(&dice)),
            socialCreditCode: dice.maybe("91110000600007156J"), ratedCapacity: dice.maybe(300), responsible: dice.maybe(words(&dice)))
        let reference = PlaceReference(number: dice.maybe(Int64(number + 1)), name: place.name, territory: territory)
        return ImportFact(.place(place), link: .place(reference), happenedAt: known ?? World.now, knownAt: known)
    }

    static func words(_ dice: inout Dice) -> String {
        dice.pick([
            "张三", "=SUM(A1)", "a,b", "say \"hi\"", "two\nlines", "'quoted", "-5", "@home", "Müller; Söhne", "𠮷野家", "1号楼 2单元", "##", "+x", "名,称\r\n二",
        ])
    }

    static func moment(_ dice: inout Dice) -> Instant {
        // Around the end of summer time of 2021 in Europe, with and without seconds.
        let base = dice.pick([World.at("2022-03-10T00:00"), Instant("2021-10-30T22:00:00Z") ?? World.now])
        return base + Span(milliseconds: Int64(dice.below(400)) * dice.pick([60_000, 1_000, 3_600_000, 777]))
    }

    static func day(_ dice: inout Dice) -> CivilDate { World.day("2022-02-01") + Days(dice.below(40)) }

    static func person(_ kind: TableKind, number: Int, _ dice: inout Dice) -> ImportPerson {
        let isNamed = dice.below(4) > 0
        let id = "N-\(number)"
        let document = dice.pick([nil, "430102209901010018", "43060220990630002X", "E12345678", "XK-77 12"])
        let phones = dice.pick([[], ["13900000000"], ["073188886666", "+85223456789"]])
        var person = ImportPerson(
            number: id, identity: Identity(name: isNamed ? words(&dice) : id, documentNumber: document, phones: phones), isNamed: isNamed)
        guard kind != .exposures else {
            person.identity.phones = Array(phones.prefix(1))
            if document == "XK-77 12" { person.identity.documentNumber = nil }
            if let resident = person.identity.documentNumber.flatMap({ try? ResidentID($0) }) {
                (person.sex, person.birthDate) = (resident.sex, resident.birthDate)
            }
            return person
        }
        person.identity.address = dice.maybe(words(&dice))
        person.identity.guardian = dice.maybe(words(&dice))
        person.identity.employer = dice.maybe(words(&dice))
        person.occupation = dice.maybe(words(&dice))
        person.residence = dice.maybe(territory)
        person.location = dice.maybe(TerritoryCode("430104") ?? territory)
        person.groups = dice.pick([[], [.child], [.pregnantOrNursing, .underlyingDisease]])
        if let resident = document.flatMap({ try? ResidentID($0) }) {
            (person.sex, person.birthDate) = (resident.sex, resident.birthDate)
        } else {
            person.sex = dice.maybe(.female)
            person.birthDate = dice.maybe(World.day("1980-05-06"))
            if person.birthDate == nil { person.age = dice.maybe(41) }
        }
        return person
    }

    static func cases(_ known: Instant?, _ number: Int, _ dice: inout Dice) -> [ImportFact] {
        let happened = moment(&dice)
        let report = CaseReport(
            kind: dice.pick(CaseKind.allCases), origin: dice.pick(CaseOrigin.allCases), onset: dice.maybe(day(&dice)),
            firstPositiveTaken: dice.maybe(moment(&dice)), detection: dice.pick(DetectionRoute.allCases), foundUnderControl: dice.maybe(true),
            severity: dice.maybe(dice.pick(Severity.allCases)), territory: territory, reportedBy: dice.maybe(words(&dice)), label: "L\(number)")
        var facts = [ImportFact(.caseReport(report), happenedAt: happened, knownAt: known)]
        let of = Reference<CaseReport>(rawValue: 0)
        if dice.below(3) == 0 {
            facts.append(
                ImportFact(
                    .caseChange(CaseChange(of: of, change: .classified(.confirmed))), link: .fact(0), happenedAt: moment(&dice), knownAt: known))
        }
        switch dice.below(5) {
        case 0:
            facts.append(ImportFact(.caseChange(CaseChange(of: of, change: .excluded)), link: .fact(0), happenedAt: moment(&dice), knownAt: known))
        case 1:
            facts.append(
                ImportFact(.caseChange(CaseChange(of: of, change: .closed(.recovered))), link: .fact(0), happenedAt: moment(&dice), knownAt: known))
        case 2:
            facts.append(
                ImportFact(.caseChange(CaseChange(of: of, change: .closed(.died))), link: .fact(0), happenedAt: moment(&dice), knownAt: known))
            facts.append(ImportFact(.death(Death(fromDisease: dice.maybe(false))), happenedAt: moment(&dice), knownAt: known))
        default: break
        }
        if dice.below(2) == 0 {
            facts.append(
                ImportFact(
                    .stay(Stay(mode: .hospital, site: dice.maybe(words(&dice)), territory: territory)), happenedAt: moment(&dice), knownAt: known))
        }
        return facts
    }

    static func exposure(_ kind: TableKind, _ known: Instant?, _ dice: inout Dice) -> [ImportFact] {
        let last = day(&dice)
        let exposure = Exposure(
            index: PersonID(rawValue: 0), nearness: dice.pick([.close, .exposedAtPlace, .general]), first: dice.maybe(last - 3), last: last,
            setting: dice.pick(ContactSetting.allCases), vehicle: dice.maybe(dice.pick(VehicleKind.allCases)), isHigherRisk: dice.below(2) == 0,
            territory: dice.maybe(territory), circumstance: dice.maybe(words(&dice)), discovery: dice.pick(Exposure.Discovery.allCases))
        let index = dice.pick([
            PersonReference(number: "C-1"), PersonReference(documentNumber: "430102209901010026"), PersonReference(name: "李四", phone: "13800000000"),
        ])
        var facts = [ImportFact(.exposure(exposure), link: .person(index), happenedAt: moment(&dice), knownAt: known)]
        if kind == .contacts, dice.below(2) == 0 { facts.append(stay(known, &dice)) }
        return facts
    }

    static func stay(_ known: Instant?, _ dice: inout Dice) -> ImportFact {
        let start = moment(&dice)
        let stay = Stay(
            mode: dice.pick([.hospital, .central, .homeIsolation, .homeMonitoring]), site: dice.maybe(words(&dice)), room: dice.maybe("3-102"),
            territory: territory, until: dice.maybe(start + .hours(72)), ending: dice.maybe(dice.pick(Stay.Ending.allCases)))
        return ImportFact(.stay(stay), happenedAt: start, knownAt: known)
    }

    static func tests(_ known: Instant?, _ dice: inout Dice) -> [ImportFact] {
        let taken = moment(&dice)
        let specimen = Specimen(
            method: dice.pick(TestMethod.allCases), kind: dice.pick(SpecimenKind.allCases), swabs: 1 + dice.below(3), code: dice.maybe("0012"),
            territory: dice.maybe(territory))
        var facts = [ImportFact(.specimen(specimen), happenedAt: taken, knownAt: known)]
        if dice.below(4) > 0 {
            let result = TestResult(
                specimen: Reference(rawValue: 0), outcome: dice.pick(TestOutcome.allCases), ctN: dice.maybe(31.25), ctORF1ab: dice.maybe(40),
                laboratory: dice.maybe(words(&dice)))
            facts.append(ImportFact(.result(result), link: .fact(0), happenedAt: taken + .hours(6), knownAt: known))
        }
        return facts
    }

    static func arrival(_ dice: inout Dice) -> Arrival {
        Arrival(
            origin: words(&dice), originTerritory: dice.maybe(TerritoryCode("310101") ?? territory), risk: dice.pick(OriginRisk.allCases),
            leftOrigin: dice.maybe(World.day("2021-10-01")), destination: territory, checkpoint: dice.maybe("长沙南站"),
            vehicle: dice.maybe(dice.pick(VehicleKind.allCases)), transportNumber: dice.maybe("G1001"), seat: dice.maybe("05车12F"),
            certificateTaken: dice.maybe(moment(&dice)), isRegistered: dice.below(2) == 0)
    }
}
