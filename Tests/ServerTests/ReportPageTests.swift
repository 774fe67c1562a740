import Operations
import Register
import Testing
import Vocabulary

@testable import Server

extension PreviewWorld {
    private static let text = LocalizedText(
        zh: "2022年3月18日0—24时，湖南省报告新增确诊病例3例。\n新增无症状感染者2例。",
        en: "0–24 h on 2022-03-18, Hunan: 3 new confirmed cases.\n2 new asymptomatic infections.")

    static var report: ReportPage.Content {
        let draft = IssuedReport(sort: .bulletin, territory: hunan, text: text)
        var signed = draft
        signed.signedBy = "周建军"
        return ReportPage.Content(
            territory: LocalizedText(zh: "湖南省", en: "Hunan"),
            view: ReportView(
                entity: 71, moment: at(19, 0), report: signed, version: FactID(rawValue: 73),
                versions: [.init(at: at(19, 7), author: "刘芳", report: draft), .init(at: at(19, 8), author: "周建军", report: signed)],
                previous: LocalizedText(
                    zh: "2022年3月17日0—24时，湖南省报告新增确诊病例5例。\n新增无症状感染者2例。\n今日无死亡病例。",
                    en: "0–24 h on 2022-03-17, Hunan: 5 new confirmed cases.\n2 new asymptomatic infections.")), mayWrite: true)
    }

    static func reports(_ sort: IssuedReport.Sort, movements: Bool = false) -> ReportsPage.Content {
        ReportsPage.Content(
            territory: LocalizedText(zh: "湖南省", en: "Hunan"), sort: sort, draft: (text, now), reports: sort == .bulletin ? [report.view] : [],
            movements: movements)
    }
}

@Suite("The pages of reports")
struct ReportPageTests {
    @Test("a report says who signed it, what changed since the last, and goes on from its version")
    func report() throws {
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(.english), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.commander))
        let page = ReportPage(PreviewWorld.report, reading)
        #expect(page.state == "signed off by 周建军" && page.isSigned)
        #expect(page.zh.map(\.isNew) == [false, false] && page.en.map(\.isNew) == [false, false])
        // The date is no figure; what stood at five stands at three.
        #expect(page.zh.map(\.changes) == ["5 → 3", nil] && page.en.map(\.changes) == ["5 → 3", nil])
        #expect(page.form?.key.isEmpty == false && ReportPage(PreviewWorld.report, reading, key: "mine").form?.key == "mine")
        #expect(page.versions.map(\.state) == ["signed off by 周建军", "draft"])
        #expect(page.form?.version == "73" && page.form?.canSign == true)
    }

    @Test("a bulletin tells what the figures say otherwise, and what the last one said besides")
    func altered() throws {
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(.english), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.commander))
        var content = PreviewWorld.report
        content.figures = LocalizedText(
            zh: "甲。\n新增无症状感染者2例。", en: "0–24 h on 2022-03-18, Hunan: 4 new confirmed cases.\n2 new asymptomatic infections.")
        let page = ReportPage(content, reading)
        #expect(page.altered == ["甲。", "0–24 h on 2022-03-18, Hunan: 4 new confirmed cases. ▲ 4: the text says 3"] && page.isAltered)
        #expect(page.gone == ["今日无死亡病例。"])
        #expect(!ReportPage(PreviewWorld.report, reading).isAltered)
    }

    @Test("only who may write reports is given the form, and what is written is led on to")
    func writing() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let commander = Browser(client)
            _ = try await commander.signIn(.commander)
            let page = String(buffer: try await commander.get("/reports?sort=bulletin").body)
            #expect(page.contains("<textarea id=\"zh\"") && page.contains("name=\"sort\" value=\"bulletin\"") && page.contains("/reports/71"))
            #expect(page.contains("name=\"key\" value=\""))
            let saved = try await commander.post("/reports", ["zh": "一", "en": "one", "sort": "bulletin"])
            #expect(saved.status == .seeOther && saved.headers[.location] == "/reports/71")
            #expect(try await commander.post("/reports", ["zh": "一"]).status == .unprocessableContent)
            let named = try await commander.post("/reports", ["zh": "联系人 139 0000 1234", "en": "one", "sort": "bulletin", "key": "k7"])
            #expect(named.status == .unprocessableContent && String(buffer: named.body).contains("“13900001234” looks like"))
            #expect(String(buffer: named.body).contains("name=\"key\" value=\"k7\""))
            #expect(String(buffer: named.body).contains("联系人 139 0000 1234</textarea>"))
            let investigator = Browser(client)
            _ = try await investigator.signIn(.investigator)
            #expect(try await investigator.post("/reports", ["zh": "一", "en": "one"]).status == .forbidden)
        }
    }
}
