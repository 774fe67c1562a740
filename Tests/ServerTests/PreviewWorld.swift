import Foundation
import Hummingbird
import Obligations
import Register
import Vocabulary

@testable import Server

/// An invented situation with realistic content, for looking at every page and for testing what they render.
enum PreviewWorld {
    static let zone = CivilZone.shanghai
    /// 2022-03-19 10:00, the demo's moment.
    static let now = zone.instant(date(19), hour: 10)

    static func date(_ day: Int, month: Int = 3) -> CivilDate { CivilDate(year: 2022, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0) }
    static func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant { zone.instant(date(day), hour: hour, minute: minute) }
    static func code(_ digits: String) -> TerritoryCode { TerritoryCode(digits) ?? hunan }
    static let hunan: TerritoryCode = {
        guard let code = TerritoryCode("43") else { preconditionFailure("43 is a province") }
        return code
    }()

    static let prefectures: [(String, LocalizedText)] = [
        ("4301", .init(zh: "长沙市", en: "Changsha")), ("4302", .init(zh: "株洲市", en: "Zhuzhou")), ("4303", .init(zh: "湘潭市", en: "Xiangtan")),
        ("4304", .init(zh: "衡阳市", en: "Hengyang")), ("4305", .init(zh: "邵阳市", en: "Shaoyang")), ("4306", .init(zh: "岳阳市", en: "Yueyang")),
        ("4307", .init(zh: "常德市", en: "Changde")), ("4308", .init(zh: "张家界市", en: "Zhangjiajie")), ("4309", .init(zh: "益阳市", en: "Yiyang")),
        ("4310", .init(zh: "郴州市", en: "Chenzhou")), ("4311", .init(zh: "永州市", en: "Yongzhou")), ("4312", .init(zh: "怀化市", en: "Huaihua")),
        ("4313", .init(zh: "娄底市", en: "Loudi")), ("4331", .init(zh: "湘西州", en: "Xiangxi")),
    ]
    static let yuhua = LocalizedText(zh: "雨花区 左家塘街道", en: "Yuhua · Zuojiatang")
    static let furong = LocalizedText(zh: "芙蓉区", en: "Furong")
    static let kaifu = LocalizedText(zh: "开福区", en: "Kaifu")

    static let li = PersonTag(id: PersonID(rawValue: 8123), name: "李*", standings: [.contact(.close, ofCases: 2)])
    static let chen = PersonTag(id: PersonID(rawValue: 8130), name: "陈*芳", standings: [.contact(.close, ofCases: 1)])
    static let wang = PersonTag(id: PersonID(rawValue: 7001), name: "王*明", standings: [.infection(.confirmed, label: "0317-2")])
    static let zhao = PersonTag(id: PersonID(rawValue: 7002), name: "赵*", standings: [.infection(.asymptomatic, label: "0318-1")])
    static let sun = PersonTag(id: PersonID(rawValue: 9004), name: "孙*华", standings: [.arrival(.high)])
    static let zhou = PersonTag(id: PersonID(rawValue: 9777), name: "周*", standings: [.post(.init(zh: "冷链搬运人员", en: "Cold-chain handler"))])
    static let he = PersonTag(id: PersonID(rawValue: 8200), name: "何*丽", standings: [.contact(.secondary, ofCases: 1)])

    static func obligation(
        _ kind: Obligation.Kind, _ rule: String, _ tag: PersonTag, measure: Measure = .tracing, role: Role = .investigator,
        reason: ObligationID.Reason = .closeContact, day: Int? = nil, stage: Int? = nil, basis: Obligation.Basis, opens: Instant, due: Instant?,
        met: Instant? = nil
    ) -> Obligation {
        Obligation(
            id: ObligationID(subject: .person(tag.id), reason: reason, rule: rule), kind: kind, measure: measure, role: role,
            territory: code("430111"), edition: "hunan-2022-03", stage: stage, day: day, basis: basis, opens: opens, due: due,
            trigger: FactID(rawValue: 51_002), fulfilment: met.map { .init(at: $0, evidence: FactID(rawValue: 51_400)) })
    }

    static func item(
        _ key: String, _ obligation: Obligation, _ tag: PersonTag?, _ place: LocalizedText, _ detail: String?, mode: ControlMode? = nil,
        trigger: LocalizedText? = nil, evidence: LocalizedText? = nil
    ) -> ObligationItem {
        ObligationItem(
            key: key, obligation: obligation, subject: tag, territory: place, detail: detail, mode: mode,
            trigger: trigger.map { .note(Note(text: $0.en)) }, evidence: evidence.map { .note(Note(text: $0.en)) })
    }

    static let identified = LocalizedText(zh: "3月18日 23:50判定为密接（共同居住）", en: "identified as a close contact, 18 Mar 23:50 (household)")

    static var items: [ObligationItem] {
        var items = [
            item(
                "o1",
                obligation(
                    .clock, "tracing.closeClocks.transferred", li, role: .isolationSite, basis: .hours(8), opens: at(18, 23, 50),
                    due: at(19, 7, 50)), li, yuhua, "曙光路 112 号 3 栋", mode: .central, trigger: identified),
            item(
                "o2",
                obligation(
                    .clock, "tracing.caseClocks.coreInformation", wang, reason: .infection, basis: .hours(4), opens: at(19, 5, 20),
                    due: at(19, 9, 20)), wang, furong, nil,
                trigger: .init(zh: "3月19日 05:20确诊", en: "confirmed 19 Mar 05:20")),
            item(
                "o3",
                obligation(
                    .test, "tracing.close.stages.1.tests.4", chen, measure: .testing, role: .laboratory, day: 4, stage: 1,
                    basis: .dayOfStage(anchor: date(15)), opens: at(19, 0), due: at(19, 10, 25)), chen, kaifu, "集中隔离点 3 号，512 室",
                trigger: identified),
            item(
                "o4",
                obligation(
                    .clock, "arrivals.high.checks", sun, measure: .arrivals, role: .checkpoint, reason: .arrival, basis: .hours(2),
                    opens: at(19, 9, 10), due: at(19, 11, 10)), sun, .init(zh: "长沙南站", en: "Changsha South station"), "G1305 12 车 8F",
                trigger: .init(zh: "3月19日 09:10自上海抵达", en: "arrived from Shanghai, 19 Mar 09:10")),
            item(
                "o5",
                obligation(
                    .clock, "tracing.closeClocks.notified", he, reason: .secondaryContact, basis: .hours(12), opens: at(19, 1),
                    due: at(19, 13)), he, kaifu, "伍家岭"),
            item(
                "o6",
                obligation(
                    .test, "testing.posts.coldChain.frequency", zhou, measure: .testing, role: .laboratory, reason: .post,
                    basis: .window(date(18), index: 1, of: 1), opens: at(18, 0), due: at(20, 0)), zhou, furong, "红星冷链市场"),
            item(
                "o7",
                obligation(
                    .release, "tracing.close.release.1", chen, measure: .tracing, role: .isolationSite,
                    basis: .endOfControl(date(29)), opens: at(29, 8), due: at(29, 20)), chen, kaifu, "集中隔离点 3 号，512 室"),
            item(
                "o8",
                obligation(
                    .followUp, "tracing.close.stages.2.followUp", he, measure: .community, role: .communityWorker, day: 2,
                    basis: .dayOfStage(anchor: date(17)), opens: at(19, 0), due: at(20, 0)), he, yuhua, "人民东路 8 号 1 单元 402"),
        ]
        for index in 0..<22 {
            let tag = PersonTag(
                id: PersonID(rawValue: Int64(8300 + index)), name: ["刘*", "黄*军", "彭*", "谭*燕", "欧阳*", "邓*平"][index % 6],
                standings: [.contact(index.isMultiple(of: 3) ? .secondary : .close, ofCases: 1)])
            items.append(
                item(
                    "g\(index)",
                    obligation(
                        .test, "tracing.close.stages.1.tests.\(1 + index % 3 * 3)", tag, measure: .testing, role: .laboratory, day: 1 + index % 3 * 3,
                        stage: 1, basis: .dayOfStage(anchor: date(18 - index % 3 * 3)), opens: at(19, 0), due: at(20, 0)), tag,
                    [yuhua, furong, kaifu][index % 3], "集中隔离点 \(1 + index % 4) 号，\(301 + index) 室"))
        }
        return items
    }

    static var home: HomePage.Content {
        HomePage.Content(
            counts: [.late: 2, .soon: 3, .today: 24, .later: 161], items: items, next: "2022-03-20:8321", query: WorklistQuery(Query(nil)),
            measures: [.testing, .tracing, .arrivals, .community], roles: [.investigator, .laboratory, .checkpoint, .isolationSite],
            situation: .init(inHospital: 15, asymptomatic: 18, newSinceYesterday: 4, contactsHeld: 1204, lateObligations: 87))
    }

    static var situation: SituationPage.Content {
        let affected = ["4303", "4301", "4306", "4305", "4312", "4311"]
        let areas = prefectures.enumerated().map { index, prefecture in
            let cases = affected.firstIndex(of: prefecture.0).map { 9 - $0 } ?? 0
            return SituationPage.Area(
                code: code(prefecture.0), name: prefecture.1, cases14: cases, outside14: cases / 4, held: cases * 97 + index * 3,
                late: [12, 0, 5, 0, 3, 7, 0, 0, 0, 0, 2, 1, 0, 0][index], zone: cases > 7 ? .high : cases > 4 ? .medium : nil)
        }
        let counties = (try? countyCodes()) ?? []
        return SituationPage.Content(
            territory: .init(zh: "湖南省", en: "Hunan"), inHospital: 15, elsewhere: 0, asymptomatic: 18, asymptomaticImported: 18,
            affected: affected.compactMap { code in prefectures.first { $0.0 == code }?.1 },
            lights: [
                .init(target: .noSpillOver, state: .holds(days: 6), warnings: 0), .init(target: .noImport, state: .broken(count: 2), warnings: 1),
                .init(target: .noNosocomial, state: .holds(days: 31), warnings: 2),
                .init(target: .zeroOutside, state: .approaching(day: 1, of: 3), warnings: 0),
            ], areas: areas,
            counties: counties.enumerated().map { index, county in
                let cases = [8, 3, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 5][index % 14] * (index < 60 ? 1 : 0)
                return .init(
                    code: code(county.0), name: .init(zh: county.1, en: county.1), cases14: cases, outside14: cases / 3, held: cases * 40,
                    late: cases / 2, zone: nil)
            },
            curve: (0..<21).map { day in
                let wave = [0, 0, 1, 0, 0, 1, 2, 1, 3, 4, 3, 6, 5, 7, 6, 8, 5, 4, 4, 3, 1][day]
                return .init(
                    date: date(19) - Days(20 - day), inside: wave * 2 / 3, outside: wave - wave * 2 / 3, imported: [2, 0, 1, 3, 1][day % 5],
                    isFilling: day > 18)
            },
            figures: [
                .init(kind: .newCases, value: "4", range: nil, previous: "6", path: "/list/cases?status=new"),
                .init(kind: .closeContacts, value: "1,204", range: nil, previous: "1,131", path: "/list/contacts"),
                .init(kind: .secondaryContacts, value: "3,377", range: nil, previous: "3,020", path: "/list/contacts?status=secondary"),
                .init(kind: .heldCentrally, value: "2,960", range: nil, previous: "2,711", path: "/list/contacts?status=held"),
                .init(kind: .tests, value: "118,402", range: nil, previous: "97,010", path: nil),
                .init(kind: .onsetToIsolation, value: "1.9", range: "1.2–2.6", previous: nil, path: nil),
                .init(kind: .reproduction, value: "0.8", range: "0.6–1.1", previous: nil, path: nil),
            ],
            columns: [.init(code: hunan, name: .init(zh: "全省", en: "Province"))]
                + prefectures.map { .init(code: code($0.0), name: .init(zh: $0.1.zh.replacing("市", with: ""), en: $0.1.en)) },
            rows: Measure.allCases.map { measure in
                .init(
                    measure: measure,
                    cells: (0..<15).map { column in
                        guard measure.rawValue <= 4 || column < 7 else {
                            return .init(due: 0, metInTime: 0, metLate: 0, overdue: 0, shareYesterday: nil)
                        }
                        let due = 120 + (measure.rawValue * 37 + column * 53) % 400
                        let overdue = (measure.rawValue * 7 + column * 5) % 11 == 0 ? 1 + (column + measure.rawValue) % 12 : 0
                        let late = (measure.rawValue + column) % 4 * 5
                        return .init(
                            due: due, metInTime: due - overdue - late, metLate: late, overdue: overdue,
                            shareYesterday: (measure.rawValue + column).isMultiple(of: 3) ? 0.93 : 0.99)
                    })
            }, path: [])
    }

    /// The counties whose boundaries the map has, so that the preview draws one.
    static func countyCodes() throws -> [(String, String)] {
        guard let file = PreviewWorld.boundaries else { return [] }
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
        return (json?["features"] as? [[String: Any]] ?? []).compactMap { feature in
            let properties = feature["properties"] as? [String: Any]
            return (properties?["adcode"] as? String).map { ($0, properties?["name"] as? String ?? $0) }
        }
    }

    static var boundaries: URL? {
        ProcessInfo.processInfo.environment["SHOUTU_PREVIEW_WEB"].map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("boundaries/hunan-counties.geojson")
        }
    }

    static var person: PersonPage.Content {
        let exposure = Exposure(
            index: wang.id, nearness: .close, first: date(12), last: date(15), setting: .household, territory: code("430111"), circumstance: "同住夫妻")
        let bar = Exposure(index: zhao.id, nearness: .close, last: date(14), setting: .meal, circumstance: "湘菜馆二楼 6 号桌")
        let stay = Stay(mode: .central, site: "集中隔离点 3 号", room: "512", territory: code("430105"))
        let homeStay = Stay(mode: .homeMonitoring, territory: code("430111"), until: at(16, 9, 30), ending: .transferred)
        func entry(
            _ id: Int64, _ happened: Instant, known: Instant? = nil, _ fact: Fact, source: LocalizedText, by: String, withdrawn: Bool = false,
            superseded: Bool = false, reason: String? = nil, unseen: Bool = false
        ) -> PersonPage.Entry {
            PersonPage.Entry(
                id: FactID(rawValue: id), entity: id, happenedAt: happened, knownAt: known ?? happened, fact: fact, isWithdrawn: withdrawn,
                isSuperseded: superseded, source: source, recorder: by, reason: reason, isUnseen: unseen, canCorrect: true, places: [:])
        }
        let console = LocalizedText(zh: "本系统", en: "console")
        let lab = LocalizedText(zh: "省疾控实验室接口", en: "provincial laboratory")
        var open = items.filter { ["o1", "o3", "o7"].contains($0.key) }
        open = open.map { item in
            var item = item
            item.subject = li
            return item
        }
        let met = [
            item(
                "m1",
                obligation(
                    .clock, "tracing.closeClocks.located", li, basis: .hours(2), opens: at(15, 20), due: at(15, 22), met: at(15, 21, 10)), li, yuhua,
                nil, trigger: identified, evidence: .init(zh: "电话落位", en: "located by telephone")),
            item(
                "m2",
                obligation(
                    .test, "tracing.close.stages.1.tests.1", li, measure: .testing, day: 1, stage: 1, basis: .dayOfStage(anchor: date(15)),
                    opens: at(16, 0), due: at(17, 0), met: at(17, 9)), li, yuhua, nil, evidence: .init(zh: "阴性结果", en: "negative result")),
        ]
        return PersonPage.Content(
            person: li, document: "4301…12", phone: "138…34", sex: .female, age: 34, groups: [.pregnantOrNursing], occupation: "中学教师",
            residence: yuhua, territory: .init(zh: "雨花区", en: "Yuhua"), version: 7,
            control: .init(
                mode: .central, site: "集中隔离点 3 号，512 室", since: at(16, 9, 30), day: 4, of: 14, release: at(29, 8),
                because: [
                    .init(zh: "第1阶段于3月29日期满", en: "stage 1 ends on 29 March"), .init(zh: "须有第14天阴性结果", en: "a negative on day 14 is required"),
                    .init(zh: "与病例0318-1的接触更晚", en: "the exposure to case 0318-1 is later"),
                ], required: nil), next: open.first,
            calendar: .init(
                first: date(10), days: 30,
                stages: [
                    .init(mode: .homeMonitoring, from: date(15), until: date(15), isKept: true),
                    .init(mode: .central, from: date(16), until: date(19), isKept: true),
                    .init(mode: .central, from: date(15), until: date(29), isKept: false),
                    .init(mode: .homeMonitoring, from: date(30), until: date(5, month: 4), isKept: false),
                ],
                tests: [
                    .init(date: date(16), state: .negative), .init(date: date(18), state: .waiting), .init(date: date(17), state: .missed),
                    .init(date: date(19), state: .due), .init(date: date(22), state: .due), .init(date: date(29), state: .due),
                    .init(date: date(1, month: 4), state: .due), .init(date: date(5, month: 4), state: .due),
                ]),
            exposures: [
                .init(other: wang, isExposedTo: true, exposure: exposure), .init(other: zhao, isExposedTo: true, exposure: bar),
                .init(other: he, isExposedTo: false, exposure: Exposure(index: li.id, last: date(14), setting: .workplace)),
            ],
            timeline: [
                entry(51_500, at(19, 9, 40), .note(Note(text: "孕28周，需要产检，已联系市妇幼")), source: console, by: "刘芳", unseen: true),
                entry(
                    51_480, at(18, 8, 20),
                    .specimen(Specimen(method: .nucleicAcid, kind: .nasopharyngealSwab, swabs: 2, code: "CS0318-00412")), source: console,
                    by: "隔离点三号",
                    unseen: true),
                entry(
                    51_450, at(17, 9), known: at(17, 15),
                    .result(TestResult(specimen: Reference(rawValue: 51_420), outcome: .negative, ctN: nil, laboratory: "省疾控")), source: lab, by: "接口"
                ),
                entry(51_430, at(16, 9, 30), .stay(stay), source: console, by: "隔离点三号"),
                entry(51_425, at(16, 9), .stay(homeStay), source: console, by: "左家塘社区", superseded: true, reason: "时间录入有误"),
                entry(51_410, at(15, 21, 10), .act(Act(deed: .located, means: .telephone, by: "王建国")), source: console, by: "王建国"),
                entry(51_002, at(15, 20), .exposure(exposure), source: console, by: "王建国"),
                entry(51_001, at(15, 19, 50), .exposure(bar), source: console, by: "王建国", withdrawn: true, reason: "录入到他人名下"),
            ], obligations: open + met, hasOpenCase: false, isContact: true, hasArrival: false, hasOpenStay: true, unseen: 2, topic: "person-preview")
    }

    static func list(_ query: ListQuery) -> ListPage.Content {
        let rows = (0..<25).map { index -> ListPage.Row in
            let tag = PersonTag(
                id: PersonID(rawValue: Int64(7000 + index)), name: ["王*明", "赵*", "李*娜", "欧阳*华", "周*"][index % 5],
                standings: [
                    query.kind == .cases
                        ? .infection(index % 3 == 0 ? .asymptomatic : .confirmed, label: nil) : .contact(.close, ofCases: 1 + index % 2)
                ])
            let values: [ListValue] =
                switch query.kind {
                case .cases:
                    [
                        .text("03\(10 + index % 9)-\(index % 4 + 1)"), .caseKind(index % 3 == 0 ? .asymptomatic : .confirmed),
                        .origin(index % 3 == 0 ? .importedFromAbroad : .importedFromProvince), .day(date(10 + index % 8)),
                        .moment(at(12 + index % 7, 8)),
                        .mode(.hospital), .late(index % 6 == 0 ? 2 : 0),
                    ]
                case .contacts:
                    [
                        .degree(index % 4 == 0 ? .secondary : .close), .person(wang), .day(date(12 + index % 6)), .mode(.central),
                        .moment(at(26 + index % 4, 8)), .late(index % 5 == 0 ? 1 : 0),
                    ]
                case .arrivals:
                    [.text("上海"), .risk(.high), .moment(at(18, index % 24)), .mode(.central), .late(0)]
                case .held: [.mode(.central), .text("集中隔离点 3 号"), .text("512"), .moment(at(14, 9)), .moment(at(26, 8)), .late(0)]
                case .posts:
                    [
                        .label(.init(zh: "冷链搬运人员", en: "Cold-chain handler")), .text("红星冷链市场"), .day(date(1)), .moment(at(17, 8)), .day(date(19)),
                        .late(0),
                    ]
                }
            return .init(person: tag, territory: prefectures[index % 14].1, values: values)
        }
        return .init(query: query, total: 1204, isTotalCapped: false, rows: rows, next: "7024")
    }

    static func form(_ request: FormRequest) -> FormContext {
        var context = FormContext(
            territory: code("430111"),
            territories: [(code("430111"), .init(zh: "雨花区", en: "Yuhua")), (code("430102"), furong), (code("430105"), kaifu)])
        context.person = request.person == nil ? nil : li
        context.version = request.person == nil ? nil : 7
        if request.person == nil, !request.obligations.isEmpty { context.people = [li, chen, he] }
        context.obligation = items.first { $0.key == request.obligations.first }
        context.sites = ["集中隔离点 1 号", "集中隔离点 3 号"]
        context.postClasses = [("coldChain", .init(zh: "冷链搬运人员", en: "Cold-chain handler"))]
        let thing = FormContext.Thing(entity: 51_430, label: .init(zh: "3月16日 集中隔离", en: "central quarantine, 16 Mar"))
        context.stays = [thing]
        context.specimens = [.init(entity: 51_480, label: .init(zh: "3月18日 08:20 采样", en: "specimen of 18 Mar 08:20"))]
        context.cases = [.init(entity: 50_000, label: .init(zh: "0317-2", en: "0317-2"))]
        context.arrivals = [.init(entity: 50_100, label: .init(zh: "3月19日自上海", en: "from Shanghai, 19 Mar"))]
        if let entry = request.entry {
            context.entry = .init(
                id: entry, entity: entry.rawValue, fact: .specimen(Specimen(code: "CS0318-00412")), happenedAt: at(18, 8, 20))
        }
        return context
    }
}
