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
}
