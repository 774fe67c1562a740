import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

@Suite("Importing tables")
struct ImportTests {
    @Test("a Chinese case list gives a report, an admission and what ended the case")
    func cases() throws {
        let text = """
            病例编号,姓名,性别,出生日期,证件号码,联系电话,现住地区,病例分类,临床严重程度,发病日期,诊断时间,报告时间,发现途径,入院时间,收治医院,转归,转归日期
            0319-1,张三,男,,430102209901010018,138 1234 5678,芙蓉区,确诊,轻型,2022/3/17,2022年3月18日 10时,2022-03-18 11:30,密接排查,2022-03-18 12:00,长沙市第一医院,治愈,2022-03-30
            0319-2,李四,女,1980-05-06,,13900000000,430104,无症状感染者,,,2022-03-19 08:00,,全员核酸,,,,
            """
        let (rows, rejections) = try World.read(text, .cases)
        #expect(rejections.isEmpty)
        let first = try #require(rows.first)
        #expect(first.person?.number == "0319-1")
        #expect(first.person?.identity.documentNumber == "430102209901010018")
        #expect(first.person?.identity.phones == ["13812345678"])
        #expect(first.person?.birthDate == World.day("2099-01-01"))
        #expect(first.person?.residence == TerritoryCode("430102"))
        #expect(
            first.facts == [
                ImportFact(
                    .caseReport(
                        CaseReport(
                            kind: .confirmed, onset: World.day("2022-03-17"), detection: .contact, severity: .mild,
                            territory: try #require(TerritoryCode("430102")), label: "0319-1")),
                    happenedAt: World.at("2022-03-18T10:00"), knownAt: World.at("2022-03-18T11:30")),
                ImportFact(
                    .caseChange(CaseChange(of: Reference(rawValue: 0), change: .closed(.recovered))), link: .fact(0),
                    happenedAt: World.at("2022-03-30T00:00"), knownAt: World.at("2022-03-30T00:00")),
                ImportFact(
                    .stay(Stay(mode: .hospital, site: "长沙市第一医院", territory: try #require(TerritoryCode("430102")))),
                    happenedAt: World.at("2022-03-18T12:00"), knownAt: World.at("2022-03-18T12:00")),
            ])
        guard case .caseReport(let second) = rows[1].facts[0].fact else { return #expect(Bool(false)) }
        #expect(second.kind == .asymptomatic && second.detection == .screeningRound && second.territory == TerritoryCode("430104"))
        #expect(rows[1].facts[0].knownAt == nil)
    }

    @Test("a register of places is read from Chinese and English headers, and contradictions within it are refused")
    func places() throws {
        let chinese = "场所名称,场所类别,所在地区,地址,统一社会信用代码,核定容量,负责人\n双桥菜市场,market,芙蓉区,人民路1号,91110000600007156J,300,王\n"
        let row = try #require(try World.read(chinese, .places).rows.first)
        guard case .place(let place) = row.facts.first?.fact else { return #expect(Bool(false)) }
        #expect(row.person == nil && place.name == "双桥菜市场" && place.placeClass == "market" && place.territory == World.territory)
        #expect(place.ratedCapacity == 300 && place.socialCreditCode == "91110000600007156J" && place.responsible == "王")
        let text = "Place name;Class;District;Capacity\nMarket A;market;430102;50\nMarket A;market;430102;60\nB;;430102;0\n"
        let english = try World.read(text, .places)
        #expect(english.rows.count == 1)
        #expect(english.rejections.map(\.line) == [3, 4])
        #expect(english.rejections.first?.text.en.contains("as line 2 does") == true)
        #expect(english.rejections.last?.problems.map(\.column) == [2, 4])
        let wrong = try World.read("场所名称,场所类别,统一社会信用代码\nA,market,91110000600007156X\n", .places)
        #expect(wrong.rejections.first?.problems.map(\.column) == [3])
    }

    @Test("visits name a person, a place and two moments in their order")
    func visits() throws {
        let text = """
            姓名,手机号,场所名称,进入时间,离开时间
            张三,13900000000,双桥菜市场,2022-03-19 09:00,2022-03-19 09:40
            李四,13900000001,,2022-03-19 09:00,
            王五,13900000002,A,2022-03-19 09:00,2022-03-19 08:00
            """
        let (rows, rejections) = try World.read(text, .visits)
        let fact = try #require(rows.first?.facts.first)
        #expect(rows.count == 1 && fact.link == .place(PlaceReference(name: "双桥菜市场")) && fact.happenedAt == World.at("2022-03-19T09:00"))
        #expect(fact.fact == .visit(Visit(place: Reference(rawValue: 0), until: World.at("2022-03-19T09:40"))))
        #expect(rejections.map { $0.problems.first?.column } == [3, 4])
        #expect(throws: TableError.self) { try World.read("姓名,手机号,进入时间\n张三,13900000000,2022-03-19\n", .visits) }
    }

    @Test("headers of the field system are known: a contact list with degree, way of contact and quarantine")
    func contacts() throws {
        let text = """
            name,sex,age,phone,identityNum,closeContactDegree,relatedCases,contactWay,trafficTool,closeContactDate,contactLastDate,登记日期,discoveryPath,medicalObservationMode,medicalObservationSite,observationStartTime
            王五,女,35岁,13700000000,,次密接,0319-1,同餐,,,2022-03-16,2022-03-18 20:00,外省协查,集中,芙蓉宾馆,2022-03-19 02:00
            """
        let rows = try World.read(text, .contacts).rows
        let row = try #require(rows.first)
        #expect(row.person?.age == 35)
        #expect(row.facts.first?.link == .person(PersonReference(number: "0319-1")))
        guard case .exposure(let exposure) = row.facts[0].fact, case .stay(let stay) = row.facts[1].fact else { return #expect(Bool(false)) }
        #expect(exposure.nearness == .close && exposure.setting == .meal && exposure.last == World.day("2022-03-16"))
        #expect(exposure.discovery == .otherProvince)
        #expect(stay.mode == .central && stay.site == "芙蓉宾馆" && row.facts[1].happenedAt == World.at("2022-03-19T02:00"))
    }

    @Test("files of SORMAS, Go.Data and Sara Alert are recognised")
    func peers() throws {
        let sormas = """
            disease;person.firstName;person.lastName;person.sex;person.birthdateDD;person.birthdateMM;person.birthdateYYYY;epidNumber;reportDate;caseClassification;symptoms.onsetDate
            CORONAVIRUS;Jörg;Müller;MALE;24;12;1980;NI-0001;19.03.2022;CONFIRMED;17.03.2022
            """
        let case1 = try #require(try World.read(sormas, .cases).rows.first)
        #expect(case1.person?.identity.name == "Jörg Müller" && case1.person?.birthDate == World.day("1980-12-24"))
        let goData = """
            relatedId,firstName,lastName,gender,dateOfLastContact,dateOfReporting,visualId
            CASE-7,Ana,Silva,LNG_REFERENCE_DATA_CATEGORY_GENDER_FEMALE,2022-03-15T00:00:00.000Z,2022-03-17T00:00:00.000Z,CON-3
            """
        let contact = try #require(try World.read(goData, .contacts).rows.first)
        #expect(contact.person?.sex == .female && contact.facts[0].link == .person(PersonReference(number: "CASE-7")))
        let sara = """
            First Name,Last Name,Date of Birth,Primary Telephone,Port of Origin,Date of Departure,Flight or Vessel Number,Date of Arrival,Risk level
            Ana,Silva,1980-12-24,+5511987654321,Lisbon,2022-03-17,TP123,2022-03-18,境外
            """
        let arrival = try #require(try World.read(sara, .arrivals).rows.first)
        #expect(arrival.person?.identity.phones == ["+5511987654321"])
        guard case .arrival(let value) = arrival.facts[0].fact else { return #expect(Bool(false)) }
        #expect(value.origin == "Lisbon" && value.risk == .abroad && value.transportNumber == "TP123")
    }

    @Test("a specimen and its result are two facts; a result to come is none")
    func tests() throws {
        let text = """
            姓名,身份证号,手机号,采样时间,试管编号,检测结果,检测时间,N基因,ORF1ab
            张三,430102209901010018,,2022-03-19 08:00,T1,阳性,2022-03-19 14:00,31.5,33
            李四,,13900000000,2022-03-19 08:05,T1,待出,,,
            """
        let rows = try World.read(text, .tests).rows
        #expect(rows.map(\.facts.count) == [2, 1])
        guard case .result(let result) = rows[0].facts[1].fact else { return #expect(Bool(false)) }
        #expect(result.outcome == .positive && result.ctN == 31.5 && result.ctORF1ab == 33)
        #expect(rows[0].facts[1].link == .fact(0))
        guard case .result(let linked) = rows[0].facts[1].fact(linkedTo: 77) else { return #expect(Bool(false)) }
        #expect(linked.specimen.rawValue == 77)
    }

    @Test("stays, posts, vaccinations and exposures are read")
    func others() throws {
        let stay = try World.read("编号,管控方式,地点名称,开始时间,结束时间,结束原因\nA,居家隔离,家,2022-03-19 08:00,2022-03-26 08:00,解除\n", .stays).rows
        #expect(stay.first?.facts.first?.happenedAt == World.at("2022-03-19T08:00"))
        let post = try World.read("姓名,证件号码,岗位类别,单位,上岗日期\n张三,430102209901010018,017,冷库,2022-01-01\n", .posts).rows
        guard case .post(let holding)? = post.first?.facts.first?.fact else { return #expect(Bool(false)) }
        #expect(holding.postClass == "017" && post.first?.person?.identity.employer == "冷库")
        let dose = try World.read("姓名,手机号,疫苗,剂次,接种日期\n张三,13900000000,灭活,2,2021-05-01\n", .vaccinations).rows
        #expect(dose.first?.facts.first?.fact == .vaccination(Vaccination(product: "灭活", dose: 2)))
        let edge = try World.read("from,to,last contact,dateOfReporting\nA,B,2022-03-01,2022-03-02\n", .exposures).rows
        #expect(edge.first?.person?.number == "B" && edge.first?.facts.first?.link == .person(PersonReference(number: "A")))
    }

    @Test("a rejection names every fault of the row: column, header, what was found, what is accepted")
    func rejection() throws {
        let text = "编号,姓名,证件号码,联系电话,采样时间,结果\nA1,张三,430102209901010011,4.3E+10,19.3.22,阳型\n"
        let rejection = try #require(try World.read(text, .tests).rejections.first)
        #expect(rejection.line == 2 && rejection.file == "test.csv")
        #expect(rejection.problems.map(\.column) == [3, 4, 5, 6])
        #expect(rejection.problems[1].reason == .rounded)
        #expect(rejection.problems[2].reason == .twoDigitYear)
        #expect(
            rejection.text.zh
                == "第2行：第3列“证件号码”：“4301…”校验码为“1”，按前面各位应为“8”，请核对全部数字；第4列“联系电话”：“4.3E…”已被电子表格四舍五入，请将该列设为文本后重新录入；第5列“采样时间”：“19.3.22”年份须写四位；第6列“结果”：“阳型”不在可选值内，应为：阴性、阳性、灰区、无效"
        )
        #expect(rejection.text.en.contains("column 6 “结果”: “阳型” is not accepted; accepted are: negative, positive, indeterminate, invalid"))
    }

    @Test(
        "rows are refused for what they lack or contradict",
        arguments: [
            (TableKind.tests, "姓名,联系电话,采样时间\n张三,,2022-03-19\n", CellProblem.Reason.unidentified),
            (.tests, "编号,采样时间\nA,\n", .missing),
            (.tests, "编号,采样时间\nA,2022-04-19\n", .future),
            (.tests, "编号,采样时间,结果时间,结果\nA,2022-03-19,2022-03-18,阴性\n", .after(LocalizedText(zh: "结果时间", en: "Reported at"))),
            (.tests, "编号,采样时间,结果\nA,2022-03-19,阴性,多出\n", .extraCells(columns: 3)),
            (
                .cases, "编号,病例分类,诊断时间,管辖地区\nA,确诊,2022-03-19,鼓楼区\n",
                .ambiguousTerritory(["320106", "350102"].compactMap { TerritoryCode($0) })
            ),
            (.cases, "编号,病例分类,诊断时间,管辖地区\nA,确诊,2022-03-19,990102\n", .unknownTerritory),
            (.cases, "编号,病例分类,诊断时间,年龄\nA,确诊,2022-03-19,200\n", .notANumber(accepted: LocalizedText(zh: "0–130的整数", en: "a whole number, 0–130"))),
            (.contacts, "编号,病例编号,最后接触日期,判定时间\nA,,2022-03-19,2022-03-19\n", .missing),
            (
                .contacts, "编号,病例编号,首次接触日期,最后接触日期,判定时间\nA,B,2022-03-20,2022-03-19,2022-03-19\n",
                .after(LocalizedText(zh: "最后接触日期", en: "Last contact"))
            ),
        ] as [(TableKind, String, CellProblem.Reason)])
    func refused(kind: TableKind, text: String, reason: CellProblem.Reason) throws {
        let (rows, rejections) = try World.read(text, kind)
        #expect(rows.isEmpty)
        #expect(rejections.first?.problems.map(\.reason).contains(reason) == true, "\(rejections)")
    }

    @Test("missing columns are named, with the header that may be meant")
    func missingColumns() {
        #expect {
            try World.plan("编号,采样时刻,结果\nA,2022-03-19,阴性\n", .tests)
        } throws: { error in
            guard case .missingColumns(_, let columns)? = error as? TableError else { return false }
            return columns.map(\.field) == ["taken"] && columns.first?.candidate == "采样时刻"
        }
    }

    @Test("columns nobody knows are reported with the nearest known one, doubles are left out")
    func strangers() throws {
        let columns = try World.plan("编号,采样时间,检测结果,报告单位名,检测结果,导入错误\nA,2022-03-19,阴性,x,阳性,旧\n", .tests).columns
        #expect(columns[3].field == nil)
        #expect(columns[4].unread == .duplicate)
        #expect(columns[5].unread == .ignored)
    }

    @Test("headers are known in any spelling: spaces, case, brackets, full width")
    func headers() throws {
        for header in ["采样时间", " 采样 时间 ", "采样时间（必填）", "采样时间*", "Sample Date Time", "sampleDateTime", "SAMPLE_DATE_TIME", "ｓａｍｐｌｅ　ｔａｋｅｎ"] {
            #expect(TableKind.tests.schema.recognise(header)?.field == .taken, "\(header)")
        }
    }

    @Test("every name of a column belongs to one column of its kind", arguments: TableKind.allCases)
    func unambiguous(kind: TableKind) {
        for spec in kind.schema.fields {
            #expect(kind.schema.recognise(spec.label.zh)?.field == spec.field, "\(spec.label.zh)")
            #expect(kind.schema.recognise(spec.label.en)?.field == spec.field, "\(spec.label.en)")
            #expect(kind.schema.recognise(spec.field.key) != nil)
        }
        #expect(Set(kind.schema.fields.map(\.field)).count == kind.schema.fields.count)
    }

    @Test(
        "every choice is read from both of its words",
        arguments: [
            ChoiceSet.sex, .flag, .caseKind, .origin, .severity, .detection, .outcome, .degree, .setting, .vehicle, .discovery, .mode, .ending,
            .method,
            .specimenKind, .result, .originRisk, .groups,
        ])
    func choices(set: ChoiceSet) {
        for choice in set.choices where !choice.value.isEmpty {
            #expect(set.value(of: choice.zh) == choice.value)
            #expect(set.value(of: choice.en) == choice.value)
        }
    }

    @Test("the kind of a file is told by its headers")
    func guess() {
        #expect(TableKind.guess(headers: ["姓名", "身份证号", "采样时间", "检测结果"]) == .tests)
        #expect(TableKind.guess(headers: ["姓名", "病例分类", "发病日期", "诊断时间"]) == .cases)
        #expect(TableKind.guess(headers: ["a", "b"]) == nil)
    }

    @Test("values of a closed choice that nobody knows are told with their number, and once a mapping gives them a meaning they are read so")
    func values() throws {
        let text = "编号,性别,诊断时间\n1,H,2022-03-19\n2,H,2022-03-19\n3,F,2022-03-19\n4,?!,2022-03-19\n"
        let source = TableSource.bytes(Array(text.utf8), name: "a.csv")
        let unknown = try #require(try TableSurvey(source, kind: .cases).values[1])
        #expect(unknown.values == [.init(text: "H", rows: 2, meaning: nil), .init(text: "?!", rows: 1, meaning: nil)])
        #expect(unknown.choices.map(\.value) == ["male", "female"])
        let mapping = ColumnMapping(
            kind: .cases, columns: ["性别": .init(field: "sex", values: ["H": "male", "?!": ""])], constants: ["caseKind": "confirmed"])
        let known = try #require(try TableSurvey(source, kind: .cases, mapping: mapping).values[1])
        #expect(known.values.map(\.meaning) == ["male", ""])
        // A mapping that empties a cell is one that can be saved and read again.
        #expect(try ColumnMapping(json: mapping.json()) == mapping)
        let (rows, rejections) = try World.read(try World.plan(text, .cases, mapping: mapping))
        #expect(rejections.isEmpty && rows.map { $0.person?.sex } == [.male, .male, .female, nil])
    }

    @Test("a column of many unknown words was given the wrong field: they may be names, and are not told")
    func wrongField() throws {
        let rows = (1...40).map { "\($0),虚构\($0),2022-03-19" }.joined(separator: "\n")
        let survey = try TableSurvey(.bytes(Array("编号,性别,诊断时间\n\(rows)\n".utf8), name: "a.csv"), kind: .cases)
        #expect(survey.values.isEmpty)
    }

    @Test("a mapping names columns and values, gives constants, and is checked")
    func mapping() throws {
        let json = """
            {"kind":"cases","columns":{"no":"personNumber","gender":{"field":"sex","values":{"H":"male","F":"female"}},"age":null},
             "constants":{"caseKind":"confirmed"},"zone":"Asia/Seoul"}
            """
        let mapping = try ColumnMapping(json: Array(json.utf8))
        let plan = try World.plan("no,gender,age,diagnosis date\n1,H,900,2022-03-19\n2,X,,2022-03-19\n", .cases, mapping: mapping)
        let (rows, rejections) = try World.read(plan)
        #expect(rows.first?.person?.sex == .male && rows.first?.person?.age == nil)
        #expect(rejections.first?.problems.first?.header.en == "gender")
        #expect(try ColumnMapping(json: mapping.json()) == mapping)
        for bad in [
            "{}", "[", #"{"kind":"cases","columns":{"a":"nothing"}}"#, #"{"kind":"cases","columns":{"a":{"field":"sex","values":{"x":"y"}}}}"#,
        ] {
            #expect(throws: TableError.self) { try ColumnMapping(json: Array(bad.utf8)) }
        }
    }

    @Test("the same file gives the same keys; a corrected row keeps the thing and changes the content")
    func keys() throws {
        func keys(_ result: String) throws -> [(thing: ImportKey, content: ImportKey)] {
            try World.read("编号,采样时间,样本编号,结果,结果时间\nA,2022-03-19,T1,\(result),2022-03-20\n", .tests).rows.flatMap(\.keys)
        }
        let (first, second, corrected) = (try keys("阴性"), try keys("negative"), try keys("阳性"))
        #expect(first.map(\.content) == second.map(\.content) && first.map(\.thing) == second.map(\.thing))
        #expect(corrected.map(\.thing) == first.map(\.thing))
        #expect(corrected[0].content == first[0].content && corrected[1].content != first[1].content)
        #expect(first[0].thing.description.count == 32)
    }
}
