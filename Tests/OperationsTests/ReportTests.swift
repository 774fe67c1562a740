import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Reports of a territory")
struct ReportTests {
    private static let start = Instant.shanghai("2022-03-19T10:00")

    @Test("are drafted, edited, signed, and drafts again once changed; nothing is lost")
    func versions() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        let author = Author.user(1, .commander, in: .hunan, at: Self.start)
        func text(_ name: String) -> LocalizedText { LocalizedText(zh: name, en: name) }
        let first = try await operations.perform(as: author) {
            try $0.draftReport(IssuedReport(sort: .brief, territory: .hunan, text: LocalizedText(zh: "a", en: "a"), signedBy: "x"), at: Self.start)
        }
        #expect(try await operations.reports(of: .hunan, scope: author.scope).first?.report.signedBy == nil)
        let signed = try await operations.perform(as: author) {
            try $0.reviseReport(first.entity, text: LocalizedText(zh: "b", en: "b"), signedBy: "周建军", expected: first.id)
        }
        await #expect(throws: StoreError.self) {
            try await operations.perform(as: author) {
                _ = try $0.reviseReport(first.entity, text: LocalizedText(zh: "c", en: "c"), expected: first.id)
            }
        }
        let later = try await operations.perform(as: author) {
            try $0.draftReport(IssuedReport(sort: .brief, territory: .hunan, text: LocalizedText(zh: "d", en: "d")), at: Self.start)
        }
        let views = try await operations.reports(of: .hunan, scope: author.scope)
        #expect(views.map(\.entity) == [later.entity, first.entity])
        #expect(views[0].previous == text("b") && views[1].previous == nil)
        #expect(views[1].version == signed.id && views[1].versions.map(\.report.signedBy) == [nil, "周建军"])
        _ = try await operations.perform(as: author) {
            try $0.reviseReport(first.entity, text: LocalizedText(zh: "e", en: "e"), expected: signed.id)
        }
        #expect(try await operations.reports(of: .hunan, scope: author.scope).last?.report.signedBy == nil)
        #expect(try await operations.verifyDerivation().isGood)
    }

    @Test("of another territory can neither be written nor read")
    func scope() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        let stranger = Author.user(2, .commander, in: .yuetang, at: Self.start)
        await #expect(throws: StoreError.self) {
            try await operations.perform(as: stranger) {
                _ = try $0.draftReport(IssuedReport(sort: .brief, territory: .hunan, text: LocalizedText(zh: "a", en: "a")), at: Self.start)
            }
        }
        await #expect(throws: StoreError.self) { _ = try await operations.reports(of: .hunan, scope: stranger.scope) }
    }

    @Test("are drafted from the figures: the brief begins as the province puts it, the bulletin balances")
    func drafts() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        let author = Author.user(1, .commander, in: .hunan, at: Self.start)
        let names: @Sendable (TerritoryCode) -> LocalizedText = { _ in LocalizedText(zh: "湖南省", en: "Hunan") }
        let brief = try await operations.draft(.brief, of: .hunan, scope: author.scope, names: names)
        #expect(brief.text.zh.hasPrefix("截至3月19日10时，湖南省") && brief.moment == Self.start)
        let bulletin = try await operations.draft(.bulletin, of: .hunan, scope: author.scope, names: names)
        #expect(bulletin.text.zh.hasPrefix("2022年3月18日0—24时，湖南省报告新增确诊病例0例") && bulletin.moment == .shanghai("2022-03-19T00:00"))
    }

    @Test("brief and bulletin go on with targets, what is late and where, and what falls due in the next day, from one source")
    func measures() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let operations = register.at(Self.start)
        let author = Author.user(1, .commander, in: .hunan, at: Self.start)
        let names: @Sendable (TerritoryCode) -> LocalizedText = { LocalizedText(zh: $0.digits, en: $0.digits) }
        let day: Span = .hours(24)
        let earlier = Self.start - day - day
        let index = try await register.at(earlier).perform(as: .systemUnrestricted("test")) { filing in
            let person = try filing.register(Identity(name: "王一"), Person(residence: .yuhua))
            _ = try filing.reportCase(CaseReport(kind: .confirmed, origin: .local, territory: .yuhua), of: person, at: earlier)
            // Whose fourth day is today.
            let contact = try filing.register(Identity(name: "李二"), Person(residence: .yuhua))
            let last = CivilZone.shanghai.date(of: earlier) - 2
            try filing.identifyContact(contact, Exposure(index: person, last: last, setting: .household), at: earlier)
            return person
        }
        // One more late in the evening, to be transferred by the morning.
        let evening = Instant.shanghai("2022-03-18T22:00")
        try await register.at(evening).perform(as: .systemUnrestricted("test")) { filing in
            let contact = try filing.register(Identity(name: "张三"), Person(residence: .yuhua))
            let exposure = Exposure(index: index, last: CivilZone.shanghai.date(of: evening) - 1, setting: .household)
            try filing.identifyContact(contact, exposure, at: evening)
        }
        let (brief, bulletin) = (
            try await operations.draft(.brief, of: .hunan, scope: author.scope, names: names),
            try await operations.draft(.bulletin, of: .hunan, scope: author.scope, names: names)
        )
        for text in [brief.text, bulletin.text] {
            #expect(text.zh.contains("目标") && text.en.contains("argets"))
            #expect(text.en.contains("Met in time, by measure: no. 2") && text.zh.contains("十条措施按时完成率：第2条"))
            #expect(text.en.contains(" duties are late, of these 4301 "))
            #expect(text.en.contains("more fall due within the next 24 hours, of these no. "))
        }
        // As known when the day was over, drafted again a day later to the letter.
        let later = try await register.at(Self.start + day).draft(.bulletin, of: .hunan, scope: author.scope, asOf: bulletin.moment, names: names)
        #expect(later.text == bulletin.text)
    }

    @Test("the tests of a day's windows are among what falls due in that day, though they count as missed when it ends")
    func windowsOfTheDay() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let names: @Sendable (TerritoryCode) -> LocalizedText = { LocalizedText(zh: $0.digits, en: $0.digits) }
        let author = Author.user(1, .commander, in: .hunan, at: Self.start)
        let earlier = Self.start - .hours(72)
        try await register.at(earlier).perform(as: .systemUnrestricted("test")) { filing in
            for name in ["王一", "李二", "张三"] {
                let nurse = try filing.register(Identity(name: name), Person(residence: .yuhua))
                let from = CivilZone.shanghai.date(of: earlier)
                try filing.assign(PostHolding(postClass: "designated_isolation_ward", territory: .yuhua, from: from), to: nurse, at: earlier)
            }
        }
        let bulletin = try await register.at(Self.start).draft(.bulletin, of: .hunan, scope: author.scope, names: names)
        #expect(bulletin.text.zh.contains("未来24小时内还有3项到期，其中第1条3项。"))
        #expect(bulletin.text.en.contains("3 more fall due within the next 24 hours, of these no. 1 3."))
    }

    @Test(
        "sentences are compared figure by figure; dates and times are none",
        arguments: [
            ("3月19日0—24时，新增确诊病例3例。", "3月18日0—24时，新增确诊病例5例。", [("5", "3")]),
            ("2022年3月19日，在院1,203例，占97.5%。", "2022年3月18日，在院1,199例，占97.5%。", [("1,199", "1,203")]),
            ("As of 10:00 on 19 March, 2 prefectures", "As of 9:00 on 8 March, 2 prefectures", []),
            ("By 24:00 on 2022-03-19: 4 died (0 that day)", "By 24:00 on 2022-03-18: 4 died (1 that day)", [("1", "0")]),
        ] as [(String, String, [(String, String)])])
    func figures(now: String, before: String, changes: [(String, String)]) throws {
        let found = try #require(StatedFigures(now).changes(since: StatedFigures(before)))
        #expect(found.map(\.before) == changes.map(\.0) && found.map(\.after) == changes.map(\.1))
        #expect(StatedFigures(now).changes(since: StatedFigures("无新增。")) == nil)
    }
}
