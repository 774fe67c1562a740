import Exchange
import Foundation
import Hummingbird
import Obligations
import Register
import Vocabulary

import struct Exchange.ReportCard

@testable import Server

extension PreviewWorld {
    static let accounts: [Account] = Role.allCases.enumerated().map { index, role in
        Account(
            id: Int64(index + 1), userName: role.rawValue, displayName: ["刘芳", "周建军", "王建国", "陈静", "黄敏", "谭勇"][index % 6],
            grants: [.init(role: role, territory: hunan)], passwordHash: try? PasswordHash(of: "correct horse", cost: .trifling).text)
    }

    static var importRun: ImportRunPage.Content {
        let fields: [(key: String, label: LocalizedText)] = [
            ("name", .init(zh: "姓名", en: "Name")), ("document", .init(zh: "证件号", en: "Document number")),
            ("taken", .init(zh: "采样时间", en: "Taken at")),
            ("outcome", .init(zh: "结果", en: "Outcome")),
        ]
        return .init(
            id: "r1", file: "results-0319.csv", kind: .tests, state: .preview, encoding: "GB18030", separator: ",", rows: 1000, new: 961, changed: 12,
            unchanged: 20, rejected: 7,
            columns: [
                .init(header: "姓名", sample: "王*明", field: "name", fields: fields, isRequired: true),
                .init(header: "身份证号", sample: "4301…12", field: "document", fields: fields, isRequired: true),
                .init(header: "采样时间", sample: "2022/3/18 8:20", field: "taken", fields: fields, isRequired: true),
                .init(
                    header: "结果", sample: "neg", field: "outcome", fields: fields,
                    values: .init(
                        choices: [("negative", .init(zh: "阴性", en: "negative")), ("positive", .init(zh: "阳性", en: "positive"))],
                        values: [.init(text: "neg", rows: 961, meaning: "negative"), .init(text: "待复核", rows: 4, meaning: nil)]),
                    isRequired: true),
                .init(header: "备注", sample: "单管", field: nil, fields: fields, isRequired: false),
            ],
            mistakes: [
                .init(
                    line: 14, column: .init(zh: "身份证号", en: "身份证号"), value: "43010219880230…",
                    message: .init(zh: "出生日期不存在", en: "there is no such day of birth")),
                .init(
                    line: 88, column: .init(zh: "采样时间", en: "采样时间"), value: "昨天",
                    message: .init(zh: "应为日期时间，如 2022-03-18 08:20", en: "expected a day and time, such as 2022-03-18 08:20")),
            ])
    }

    static var quality: DataQualityPage.Content {
        let columns = prefectures.prefix(6).map { (code: code($0.0), name: $0.1) }
        func check(_ kind: DataQualityPage.Check.Kind, _ zh: String, _ en: String, _ counts: [Int], _ examples: [PersonTag] = [])
            -> DataQualityPage.Check
        {
            .init(
                kind: kind, label: .init(zh: zh, en: en), total: counts.reduce(0, +), byTerritory: counts, path: "/list/contacts", examples: examples)
        }
        return .init(
            checks: [
                check(.missing, "密接缺末次接触日期", "Contact without day of last exposure", [4, 0, 2, 0, 1, 0], [li, chen]),
                check(.missing, "无联系电话", "No telephone number", [12, 3, 8, 1, 0, 2], [he]),
                check(.contradictory, "确诊早于采样", "Confirmed before the specimen was taken", [1, 0, 0, 0, 0, 0], [wang]),
                check(.contradictory, "同一时间在两处管控", "Held in two places at once", [0, 0, 0, 0, 0, 0]),
                check(.overdue, "采样24小时无结果", "No result 24 h after the specimen", [31, 2, 14, 0, 3, 6]),
            ], columns: columns,
            sources: [
                .init(
                    label: .init(zh: "省疾控实验室接口", en: "Provincial laboratory"), facts: 118_402, incomplete: 410, delay: .hours(7),
                    lastAt: at(19, 9, 55)),
                .init(
                    label: .init(zh: "长沙铁路查验", en: "Changsha railway checkpoint"), facts: 8_210, incomplete: 960, delay: .minutes(12),
                    lastAt: at(19, 9, 58)),
            ])
    }

    static var handOver: HandOverPage.Content {
        .init(
            since: at(18, 20), until: now,
            newCases: [.init(person: wang, at: at(19, 5, 20), fact: .caseReport(CaseReport(kind: .confirmed, territory: code("430111"))))],
            newContacts: 73, met: 412, becameLate: [.init(measure: .tracing, count: 2, items: Array(items.prefix(2)))], stillLate: [],
            dueNext: [.init(measure: .tracing, count: 9, items: Array(items[2..<6]))],
            notes: [.init(person: li, at: at(19, 9, 40), fact: .note(Note(text: "孕28周，需要产检")))],
            doors: [
                .init(place: yuhua, address: "人民东路 8 号 1 单元 402", people: [he], tasks: [items[7]]),
                .init(place: yuhua, address: "曙光路 112 号 3 栋 601", people: [li, chen], tasks: [items[0], items[4]]),
            ])
    }

    static var policy: PolicyPage.Content {
        .init(
            id: "hunan-2022-03", title: .init(zh: "湖南省十条措施（2022年3月）", en: "Hunan, ten measures (March 2022)"),
            territory: .init(zh: "湖南省", en: "Hunan"), from: date(15), until: nil, disease: .init(zh: "新冠肺炎", en: "COVID-19"), governsOpen: false,
            sections: [
                .init(
                    measure: .tracing, title: .init(zh: "流调溯源", en: "Tracing"),
                    lines: [
                        .init(
                            key: "tracing.close.stages.1",
                            text: .init(
                                zh: "密接：集中隔离14天，第1、4、7、14天核酸检测", en: "Close contacts: central quarantine for 14 days, tests on days 1, 4, 7 and 14"),
                            isUncertain: false),
                        .init(
                            key: "tracing.close.clocks.transferred", text: .init(zh: "密接8小时内转运", en: "Close contacts transferred within 8 hours"),
                            isUncertain: true),
                    ]),
                .init(
                    measure: .arrivals, title: .init(zh: "入湘管控", en: "Arrivals"),
                    lines: [
                        .init(
                            key: "arrivals.high.control",
                            text: .init(zh: "高风险来湘：集中隔离14天", en: "From high-risk areas: central quarantine for 14 days"), isUncertain: false)
                    ]),
            ], comparedWith: ("national-9", .init(zh: "第九版", en: "9th edition")),
            changes: [
                .init(
                    key: "tracing.close.stages.1.days", label: .init(zh: "密接集中隔离", en: "Central quarantine of close contacts"),
                    before: .init(zh: "7天", en: "7 days"),
                    after: .init(zh: "14天", en: "14 days"))
            ],
            editions: [("hunan-2022-03", .init(zh: "湖南2022年3月", en: "Hunan March 2022")), ("national-9", .init(zh: "第九版", en: "9th edition"))],
            warnings: [.init(zh: "密接隔离14天，较国家方案延长", en: "Close contacts held 14 days: longer than the national edition")])
    }

    static func desk() -> Desk {
        Desk(
            now: { now }, demo: .invented, tour: Tour.Places(contact: li.id, surprise: zhao.id),
            territoryName: { code in prefectures.first { $0.0 == code.digits }?.1 ?? LocalizedText(zh: "湖南省", en: "Hunan") },
            territoryChoices: { _, _ in [(hunan, LocalizedText(zh: "湖南省", en: "Hunan"))] + prefectures.map { (code($0.0), $0.1) } },
            home: { _, _, query in
                var content = home
                content.query = query
                return content
            },
            situation: { _, _ in situation }, epidemic: { _, _ in try epidemic() },
            reports: { _, _, sort, movements in reports(sort, movements: movements) }, report: { _, _, number in number == 71 ? report : nil },
            writeReport: { _, _, _ in 71 },
            target: { _, _, target in
                .init(
                    light: .init(target: target, state: .broken(count: 2), warnings: 1),
                    definition: .init(zh: "无病例地区14天内没有外地输入病例。", en: "No case brought into a territory without cases in the last 14 days."),
                    breaches: [
                        .init(
                            text: .init(zh: "自上海抵达后确诊", en: "confirmed after arriving from Shanghai"), at: at(17, 9), person: wang, territory: furong)
                    ],
                    warnings: [
                        .init(
                            text: .init(zh: "3名高风险来湘人员未查验", en: "3 arrivals from high-risk areas not checked"), at: nil, person: nil, territory: kaifu
                        )
                    ])
            },
            list: { _, _, query in list(query) },
            export: { _, _, _ in
                AsyncThrowingStream { continuation in
                    continuation.yield([
                        ExportedListRow(
                            id: li.id, name: li.name, document: "4301…12", territory: hunan, territoryName: yuhua,
                            values: [.none, .day(CivilDate(daysSinceEpoch: 19_070)), .late(2)])
                    ])
                    continuation.finish()
                }
            },
            search: { _, text in
                .init(
                    rows: text == "nobody" ? [] : [.init(person: li, territory: yuhua, age: 34, sex: .female, document: "4301…12", phone: "138…34")],
                    isCapped: false)
            },
            person: { _, _, id in id.rawValue == 404 ? nil : person },
            reveal: { _, id, _ in
                id.rawValue == 404
                    ? nil : (li, Identity(name: "李某", documentNumber: "990102199001011234", phones: ["10000000034"], address: "曙光路 112 号 3 栋 601"))
            },
            reportCard: { _, id, _ in
                let card = ReportCard(
                    case: Recorded(
                        id: Reference(rawValue: 7), fact: FactID(rawValue: 7), happenedAt: at(18, 9), knownAt: at(18, 9),
                        value: CaseReport(kind: .confirmed, territory: hunan, label: "0412-7")), in: Dossier(id: id, asOf: now),
                    identity: Identity(name: "李某"), disease: .init(zh: "新冠肺炎", en: "COVID-19"))
                return id.rawValue == 404 ? nil : (li, card)
            },
            form: { _, request in request.person?.rawValue == 404 ? nil : form(request) },
            submit: { _, submission in
                if submission.version == 1 {
                    throw Refusal.stale(mine: .init(zh: "集中隔离", en: "central quarantine"), theirs: .init(zh: "居家隔离", en: "home isolation"), by: "刘芳")
                }
                return .init(person: submission.people.first, met: 1, new: 2, undo: FactID(rawValue: 60_000))
            },
            undo: { _, _ in .person(li.id) },
            things: { _, _, query in things(query) },
            thing: { _, _, subject in subject.number == 404 ? nil : thing(subject) },
            thingForm: { _, request in request.subject?.number == 404 ? nil : thingForm(request) },
            submitThing: { _, submission in .init(subject: submission.subject ?? .directive(order), met: 1, new: 0, undo: FactID(rawValue: 60_001)) },
            imports: { _ in
                .init(recent: [
                    .init(
                        id: "r1", file: "results-0319.csv", kind: .tests, startedAt: at(19, 9, 30), by: "陈静", done: 1000, total: 1000, rejected: 7,
                        isFinished: true)
                ])
            },
            startImport: { _, _, _, file, _, _ in
                try? FileManager.default.removeItem(at: file)
                return "r1"
            },
            importRun: { _, run in run == "r1" ? importRun : nil },
            remapImport: { _, _, _ in }, commitImport: { _, _ in },
            importErrors: { _, _ in
                AsyncThrowingStream { continuation in
                    continuation.yield("line,problem\r\n")
                    continuation.finish()
                }
            },
            quality: { _, _ in quality },
            qualityRows: { _, _, key, _ in
                .init(key: key, kind: .missing, label: .init(zh: "无联系电话", en: "No telephone number"), rows: [(li, .init(zh: "雨花区", en: "Yuhua"))])
            }, handOver: { _, _, _ in handOver }, policy: { _, _, _, _ in policy },
            whatIf: { _, _, query in try PreviewWhatIf.content(query) }, cheapest: { _, _, query in try PreviewWhatIf.cheapest(query) },
            stopWhatIf: { _ in },
            draftPolicy: { _, _, query in try PreviewWhatIf.draft(query) },
            users: { _ in
                .init(
                    users: accounts.map { .init(account: $0, territories: [.init(zh: "湖南省", en: "Hunan")], lastUsed: at(19, 9), sessions: 1) },
                    territories: [(hunan, .init(zh: "湖南省", en: "Hunan"))])
            },
            createUser: { _, user in Account(id: 3, userName: user.userName, displayName: user.displayName, grants: [user.grant]) },
            setDisabled: { _, _, _ in },
            audit: { _, _ in
                .init(
                    entries: [
                        .init(
                            number: 51_502, at: now, who: "王建国", role: .investigator, what: .init(zh: "登记落位", en: "recorded: located"), person: li,
                            purpose: nil, digest: "9f3a1c"),
                        .init(
                            number: 51_501, at: at(19, 9, 58), who: "刘芳", role: .communityWorker, what: .init(zh: "查看身份", en: "showed an identity"),
                            person: chen,
                            purpose: "上门走访", digest: "77b0e2"),
                    ], next: nil, verdict: .whole(entries: 51_502, at: now))
            },
            verifyAudit: { _ in .whole(entries: 51_502, at: now) }, obstacles: { [] })
    }

    static var resources: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/Server/Resources")
    }

    static func console(now trueNow: @escaping @Sendable () -> Instant = Console.trueTime, port: Int = 0) throws -> Console {
        let web = ProcessInfo.processInfo.environment["SHOUTU_PREVIEW_WEB"].map { URL(fileURLWithPath: $0) }
        return try Console(
            desk: desk(), accounts: .inMemory(accounts), resources: resources,
            configuration: .init(port: port, webFolder: web, boundaries: boundaries), now: trueNow)
    }
}
