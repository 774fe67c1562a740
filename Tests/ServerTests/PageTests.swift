import Foundation
import Hummingbird
import HummingbirdTesting
import Obligations
import Register
import Testing
import Vocabulary

@testable import Server

/// What pages render: well-formed, nothing inline, every form guarded, every label translated, under their weight.
struct PageTests {
    static let paths: [(Role, String)] = [
        (.investigator, "/"), (.investigator, "/?group=place"), (.investigator, "/?due=late&measure=tracing"), (.investigator, "/situation"),
        (.investigator, "/situation?at=2022-03-18T10:00"), (.investigator, "/situation/epidemic"), (.commander, "/reports"),
        (.commander, "/reports?sort=bulletin"), (.investigator, "/reports"), (.commander, "/reports/71"),
        (.investigator, "/situation/epidemic?by=onset"), (.investigator, "/situation/epidemic?by=found"),
        (.investigator, "/situation/target/noImport"), (.investigator, "/list/cases"),
        (.investigator, "/list/contacts?sort=-release"), (.investigator, "/list/arrivals"), (.investigator, "/list/posts"),
        (.investigator, "/people/8123"), (.investigator, "/people/8123/reveal"), (.investigator, "/people/8123/record/beginStay?for=o1"),
        (.investigator, "/people/8123/record/correct?fact=51480"), (.investigator, "/people/8123/record/contact"),
        (.investigator, "/record/reportCase"), (.investigator, "/bulk/notify?for=o1&for=o3"), (.checkpoint, "/people/8123/record/checkArrival"),
        (.checkpoint, "/record/registerArrival"), (.investigator, "/import"), (.investigator, "/import/r1"), (.investigator, "/quality"),
        (.investigator, "/handover"), (.investigator, "/policy?against=national-9"), (.administrator, "/users"), (.administrator, "/audit"),
        (.investigator, "/people/404"), (.viewer, "/"), (.investigator, "/account"),
        (.commander, "/whatif"), (.commander, "/whatif?tracing.degrees=0&tracing.lookback.symptomatic=99"), (.commander, "/whatif?stopped=1"),
    ]

    @Test("a page is well-formed, has nothing inline and says everything in the reader's language", arguments: Language.allCases)
    func everyPage(language: Language) async throws {
        try await PreviewWorld.console().visit { client async throws in
            var browsers: [Role: Browser] = [:]
            for (role, path) in Self.paths {
                let browser: Browser
                if let known = browsers[role] {
                    browser = known
                } else {
                    browser = Browser(client)
                    _ = try await browser.signIn(role)
                    _ = try await browser.get("/language/\(language.rawValue)?back=/")
                    browsers[role] = browser
                }
                let response = try await browser.get(path)
                if response.status == .seeOther { continue }
                let html = String(buffer: response.body)
                #expect(Markup.mistakes(html) == [], "\(path)")
                #expect(html.contains("<html lang=\"\(language.rawValue)\">"))
                #expect(html.utf8.count < 100_000, "\(path) weighs \(html.utf8.count)")
                #expect(!html.contains("{{"), "\(path)")
                // A key that stands where its text should be.
                for match in Markup.text(html).matches(of: /\b([a-z]+)\.([a-z]\w+)\b/) {
                    #expect(WordsTests.catalogue?.keys.contains(String(match.0)) != true, "\(path) shows the key \(match.0)")
                }
                if language == .english { #expect(html.contains("A demonstration: every person here is invented.")) }
            }
        }
    }

    @Test("a past moment tints the frame, says so, and travels in every link")
    func past() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            let html = String(buffer: try await browser.get("/situation?t=4301&at=2022-03-18T10:00").body)
            #expect(html.contains("class=\"past\">"))
            #expect(html.contains("You are looking at what was known on 18 Mar 10:00."))
            #expect(html.contains("href=\"/list/cases?t=4301&amp;at=2022-03-18T10:00:00%2B08:00\""))
            #expect(!html.contains("data-live"))
            let future = String(buffer: try await browser.get("/situation?at=2030-01-01T00:00").body)
            #expect(!future.contains("<body class=\"past\""))
        }
    }

    @Test("a recorded form leads on, says what was met, and offers to undo")
    func recording() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            let form = String(buffer: try await browser.get("/people/8123/record/locate?for=o1").body)
            #expect(form.contains("name=\"version\" value=\"7\"") && form.contains("name=\"for\" value=\"o1\""))
            let wrong = try await browser.post("/people/8123/record/locate", ["at": "2022-03-25T10:00", "territory": "430111", "version": "7"])
            #expect(wrong.status == .unprocessableContent)
            #expect(String(buffer: wrong.body).contains("This has not happened yet."))
            let done = try await browser.post(
                "/people/8123/record/locate", ["at": "2022-03-19T09:30", "territory": "430111", "means": "telephone", "version": "7"])
            #expect(done.status == .seeOther && done.headers[.location] == "/people/8123")
            let page = String(buffer: try await browser.get("/people/8123").body)
            #expect(page.contains("Located: recorded. 1 obligation met. 2 new obligations."))
            #expect(page.contains("action=\"/undo/60000\""))
            #expect(!String(buffer: try await browser.get("/people/8123").body).contains("recorded."))
        }
    }

    @Test("a stale edit is refused with both versions shown, and nothing typed is lost")
    func stale() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            let response = try await browser.post(
                "/people/8123/record/beginStay",
                ["at": "2022-03-19T09:30", "mode": "central", "site": "Centre <3>", "territory": "430111", "version": "1"])
            #expect(response.status == .conflict)
            let html = String(buffer: response.body)
            #expect(html.contains("home isolation") && html.contains("central quarantine") && html.contains("刘芳"))
            #expect(html.contains("value=\"Centre &lt;3&gt;\""))
            #expect(html.contains("name=\"version\" value=\"7\""))
        }
    }

    @Test("the worklist's rows say how late, what, about whom and why")
    func worklist() throws {
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(.english), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.investigator))
        let page = HomePage(PreviewWorld.home, reading)
        let row = try #require(page.groups.first?.rows.first)
        #expect(row.due == "2 h 10 late" && row.tone == "late" && row.mark == "●")
        #expect(row.what == "Bring under control" && row.mode == "→ central quarantine")
        #expect(row.action == "Record transfer" && row.actionAddress == "/people/8123/record/beginStay?for=o1")
        #expect(row.why.count == 3)
        #expect(row.why[1].hasPrefix("Triggered by: ") && row.why[1].contains("identified as a close contact, 18 Mar 23:50"))
        #expect(page.counters.map(\.count) == ["2", "3", "24", "161"])
        let viewer = HomePage(
            PreviewWorld.home,
            Reading(
                language: reading.words, zone: .shanghai, now: PreviewWorld.now, lens: reading.lens, home: reading.home, permissions: []))
        #expect(viewer.groups.allSatisfy { $0.rows.allSatisfy { $0.action == nil } } && !viewer.canBulk)
    }

    @Test("whoever looks after others' work sees the most urgent of each measure, and where the rest is")
    func sections() throws {
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(.english), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.commander))
        var content = PreviewWorld.home
        let items = content.items
        content.sections = [
            .init(measure: .tracing, late: 179, items: Array(items.prefix(2)), hasMore: true),
            .init(measure: .command, late: 0, items: Array(items.suffix(1)), hasMore: false),
        ]
        (content.items, content.next, content.grouping) = ([], nil, .measure)
        let page = HomePage(content, reading)
        #expect(page.groups.map(\.title) == ["2 Tracing", "8 Command"] && page.groups.map(\.rows.count) == [2, 1])
        #expect(page.groups[0].count == "179 late" && page.groups[1].count.isEmpty)
        #expect(page.groups[0].allAddress?.contains("measure=tracing") == true && page.groups[1].allAddress == nil)
        #expect(!page.isEmpty && page.moreAddress == nil)
        #expect(page.filters.first { $0.name == "group" }?.options.first { $0.isSelected }?.value == "measure")
    }

    @Test("the situation's first sentences are the bulletin's")
    func lead() throws {
        let catalogue = try #require(WordsTests.catalogue)
        func lead(_ language: Language) -> String {
            let reading = Reading(
                language: catalogue.words(language), zone: .shanghai, now: PreviewWorld.now, lens: Lens(territory: PreviewWorld.hunan, asOf: nil),
                home: PreviewWorld.hunan, permissions: [])
            return SituationPage(PreviewWorld.situation, reading).lead
        }
        #expect(
            lead(.simplified)
                == "湖南省现有在院本土确诊病例15例，尚在医学观察的无症状感染者18例。无症状感染者均为境外输入。6地有散发本土病例：湘潭市、长沙市、岳阳市、邵阳市、怀化市、永州市。")
        #expect(lead(.english).hasPrefix("Hunan: 15 local confirmed cases in hospital and 18 asymptomatic infections under observation."))
    }

    @Test("topics tell nothing of the person, and a session has one stream")
    func live() async throws {
        let live = LiveEvents()
        let name = live.name(of: .subject(.person(PreviewWorld.li.id)))
        #expect(name.hasPrefix("subject-") && !name.contains("8123"))
        let first = await live.open("session")
        let second = await live.open("session")
        #expect(await live.listeners == 1)
        await live.publish([.duties])
        var heard: [String] = []
        for await text in first.stream { heard.append(text) }
        #expect(heard == ["retry: 3000\nevent: open\ndata: 1\n\n"])
        var iterator = second.stream.makeAsyncIterator()
        _ = await iterator.next()
        #expect(await iterator.next() == "event: duties\ndata: 1\n\n")
    }

    @Test("readiness names what is in the way")
    func readiness() async throws {
        var desk = PreviewWorld.desk()
        desk.obstacles = { ["the database cannot be written"] }
        let console = try Console(desk: desk, accounts: .inMemory([]), resources: PreviewWorld.resources)
        try await console.visit { client async throws in
            let ready = try await Browser(client).get("/health/ready")
            #expect(ready.status == .serviceUnavailable && String(buffer: ready.body).contains("database"))
            #expect(try await Browser(client).get("/health/live").status == .ok)
        }
    }

    @Test("files of the pages carry a digest in their address and may be kept; a wrong one is not found")
    func assets() async throws {
        let console = try PreviewWorld.console()
        let style = try #require(console.parts.assets.address("style.css"))
        try await console.visit { client async throws in
            let response = try await Browser(client).get(style)
            #expect(response.status == .ok && response.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(response.headers[.contentType] == "text/css; charset=utf-8")
            #expect(try await Browser(client).get("/assets/style.0000.css").status == .notFound)
        }
    }
}

/// A small check of markup: enough to find an unclosed element, an inline script or style, a form without its token.
enum Markup {
    private static let void: Set<String> = ["meta", "link", "input", "br", "img", "hr", "col"]

    /// What is wrong with a page, in words.
    static func mistakes(_ html: String) -> [String] {
        var mistakes: [String] = []
        var open: [String] = []
        var ids: Set<String> = []
        for match in html.matches(of: /<(\/?)([a-zA-Z0-9]+)((?:[^>"]|"[^"]*")*)>/) {
            let (isClosing, name, attributes) = (match.1 == "/", match.2.lowercased(), String(match.3))
            if isClosing {
                if open.last == name { open.removeLast() } else { mistakes.append("</\(name)> closes <\(open.last ?? "nothing")>") }
                if mistakes.count > 3 { return mistakes }
                continue
            }
            if attributes.contains(/\sstyle=/) { mistakes.append("inline style on <\(name)>") }
            if attributes.contains(/\son\w+=/) { mistakes.append("inline handler on <\(name)>") }
            if name == "script", !attributes.contains("src=") { mistakes.append("inline script") }
            if name == "style" { mistakes.append("inline style element") }
            if let id = attributes.firstMatch(of: /\sid="([^"]+)"/), !ids.insert(String(id.1)).inserted { mistakes.append("id \(id.1) twice") }
            if name == "form", attributes.contains("method=\"post\"") {
                let rest = html[match.range.upperBound...]
                let form = rest[..<(rest.range(of: "</form>")?.lowerBound ?? rest.endIndex)]
                if form.firstMatch(of: /name="csrf" value="[^"]+"/) == nil { mistakes.append("a form without its token: \(attributes)") }
            }
            if ["input", "select", "textarea"].contains(name), !attributes.contains("type=\"hidden\""), !attributes.contains("aria-label="),
                !attributes.contains("type=\"checkbox\"")
            {
                let id = attributes.firstMatch(of: /\sid="([^"]+)"/).map { String($0.1) }
                let isLabelled = id.map { html.contains("for=\"\($0)\"") } ?? open.contains("label")
                if !isLabelled { mistakes.append("a field without label: \(attributes)") }
            }
            if !void.contains(name), !attributes.hasSuffix("/") { open.append(name) }
        }
        if !open.isEmpty { mistakes.append("left open: \(open)") }
        return mistakes
    }

    /// The text between the tags, without addresses and codes.
    static func text(_ html: String) -> String {
        html.replacing(/<code[^>]*>[^<]*<\/code>/, with: " ").replacing(/<summary[^>]*>§[^<]*<\/summary>/, with: " ")
            .replacing(/<ul class="why">.*?<\/ul>/, with: " ").replacing(/<(?:[^>"]|"[^"]*")*>/, with: " ")
    }
}
