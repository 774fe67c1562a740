import Foundation
import Register
import Testing
import Vocabulary

@testable import Server

/// The texts of the console: complete in every language, none left over, dates and numbers as people write them.
struct WordsTests {
    static let catalogue: Catalogue? = try? Catalogue(folder: PreviewWorld.resources.appendingPathComponent("strings"))

    private var words: Words { Self.catalogue?.words(.english) ?? Words(language: .english, texts: [:]) }

    /// Every text of the sources of a kind, joined.
    private static func sources(_ folder: String, _ suffix: String) -> String {
        let root = PreviewWorld.resources.deletingLastPathComponent().appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return files.filter { $0.pathExtension == suffix }.compactMap { try? String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
    }

    /// Keys that code makes from a name: the vocabulary's families and those of pages.
    private static var made: Set<String> {
        var keys = Set(Words.families.flatMap { section, names in names.map { "\(section).\($0)" } })
        for kind in ListKind.allCases {
            keys.insert("list.\(kind.rawValue)")
            keys.formUnion(kind.statuses.map { "status.\($0)" })
            keys.formUnion(kind.columns.map { "column.\($0.name)" })
        }
        keys.formUnion(WorklistQuery.Bucket.allCases.map { "home.\($0.rawValue)" })
        keys.formUnion(WorklistQuery.Grouping.allCases.map { "home.group\($0.rawValue.capitalized)" })
        keys.formUnion(SituationPage.Figure.Kind.allCases.map { "figure.\($0.rawValue)" })
        keys.formUnion(["High", "Medium", "Low"].map { "situation.zone\($0)" })
        keys.formUnion(["negative", "positive", "waiting", "due", "overdue", "missed"].map { "strip.\($0)" })
        keys.formUnion(["missing", "contradictory", "overdue"].map { "quality.\($0)" })
        for face in ThingFaces.all { keys.formUnion(face.keys) }
        for problem in ["badRequest", "forbidden", "notFound", "conflict", "tooLarge", "tooMany", "busy", "full", "internal"] {
            keys.formUnion(["problem.\(problem)", "problem.\(problem)Text"])
        }
        keys.formUnion(Navigation.Group.allCases.filter { $0 != .daily }.map { "navGroup.\($0.rawValue)" })
        for stop in Tour.stops(Tour.Places(contact: PersonID(rawValue: 1), surprise: PersonID(rawValue: 2))) {
            keys.formUnion(["tour.title\(stop.text)", "tour.text\(stop.text)"])
        }
        let context = FormContext(territory: PreviewWorld.hunan, territories: [])
        let reading = Reading(
            language: Words(language: .english, texts: [:]), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: [])
        keys.formUnion(JourneyForm(areas: [], destinations: [], reading: reading).fields.map { "field.\($0.name)" })
        keys.formUnion(SelfReportPage.fields([], reading).map { "field.\($0.name)" })
        for kind in FormKind.allCases {
            keys.formUnion(FormFields(context: context, reading: reading).fields(of: kind).map { "field.\($0.name)" })
        }
        return keys
    }

    @Test("every text that a template or the code asks for is in the catalogue")
    func nothingIsMissing() throws {
        let catalogue = try #require(Self.catalogue)
        var asked = Self.made
        for match in Self.sources("Resources/templates", "mustache").matches(of: /\bt\.([a-z]\w*\.\w+)/) { asked.insert(String(match.1)) }
        let sections = Set(catalogue.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
        for match in Self.sources("", "swift").matches(of: /"([a-z]\w*)\.([A-Za-z]\w*)"/) where sections.contains(String(match.1)) {
            if match.2 != "csv" { asked.insert("\(match.1).\(match.2)") }
        }
        // Acts of the audit bear such names too; their words stand beside them.
        #expect(asked.subtracting(catalogue.keys).subtracting(OperationsDesk.acts.map(\.key) + ["person.linked"]).sorted() == [])
    }

    @Test("every text of the catalogue is used")
    func nothingIsLeftOver() throws {
        let catalogue = try #require(Self.catalogue)
        let code = Self.sources("", "swift")
        let templates = Self.sources("Resources/templates", "mustache")
        // Fields bring the names of their hints.
        let unused = catalogue.keys.subtracting(Self.made).filter { key in
            !key.hasPrefix("hint.") && !code.contains("\"\(key)\"") && !templates.contains("t.\(key)")
        }
        #expect(unused.sorted() == [])
    }

    @Test("both languages name the same values in a text")
    func placeholdersAgree() throws {
        let catalogue = try #require(Self.catalogue)
        let (english, chinese) = (catalogue.words(.english), catalogue.words(.simplified))
        for key in catalogue.keys {
            let inEnglish = Set(english(key).matches(of: /\{(\w+)\}/).map { $0.1 })
            let inChinese = Set(chinese(key).matches(of: /\{(\w+)\}/).map { $0.1 })
            #expect(inEnglish == inChinese, "\(key)")
        }
    }

    @Test("Traditional Chinese is derived from Simplified")
    func traditional() throws {
        #expect(Catalogue.traditional("核酸检测、流调溯源") == "核酸檢測、流調溯源")
        #expect(try #require(Self.catalogue).words(.traditional)("signin.submit") == "登錄")
    }

    @Test("an English number takes its singular and plural", arguments: [(1, "1 person"), (2, "2 people"), (1204, "1,204 people")])
    func plural(number: Int, text: String) { #expect(words.count("list.count", number) == text) }

    @Test("a share is never 100 % while something is missing", arguments: [(0, 0, "–"), (1, 1, "100 %"), (999, 1000, "99 %"), (0, 3, "0 %")])
    func percent(part: Int, whole: Int, text: String) { #expect(words.percent(part, of: whole) == text) }

    @Test("moments are short and local, and whole on hover")
    func moments() {
        let english = Moments(language: .english, zone: .shanghai, now: PreviewWorld.now)
        let chinese = Moments(language: .simplified, zone: .shanghai, now: PreviewWorld.now)
        #expect(english.moment(PreviewWorld.now).text == "19 Mar 10:00")
        #expect(chinese.moment(PreviewWorld.now).text == "3月19日 10:00")
        #expect(english.moment(PreviewWorld.now).full == "2022-03-19 10:00:00 +08:00")
        #expect(chinese.day(PreviewWorld.date(3) - Days(80)) == "2021年12月13日")
        #expect(english.length(.minutes(130)) == "2 h 10")
        #expect(chinese.length(.minutes(130)) == "2小时10分")
        #expect(Moments(language: .traditional, zone: .shanghai, now: PreviewWorld.now).length(.minutes(130)) == "2小時10分")
        #expect(english.length(.hours(76)) == "3 d 4 h")
    }

    @Test(
        "the browser's wish decides the language, Chinese where nothing fits",
        arguments: [("en-GB,en;q=0.9", Language.english), ("zh-CN", .simplified), ("zh-TW,zh;q=0.9,en;q=0.8", .traditional), ("fr", .simplified)])
    func negotiation(header: String, language: Language) { #expect(Language.negotiated(header) == language) }
}
