import Epidemiology
import Obligations
import Policy
import Register
import Testing
import Vocabulary

import struct Exchange.PolicyFolder
import struct Storage.TerritoryEntry

@testable import Operations
@testable import Server

extension PreviewWorld {
    /// A wave of three weeks in two prefectures, reported one to four days after onset.
    static var epidemicCases: [CaseLine] {
        (0..<21).flatMap { day -> [CaseLine] in
            (0..<(2 + day / 3)).compactMap { number in
                let onset = date(19) - Days(21 - day)
                let report = onset + Days(1 + (day * 5 + number * 3) % 4)
                guard report <= date(19) else { return nil }
                let person = PersonID(rawValue: Int64(20_000 + day * 100 + number))
                let facts = CaseReport(
                    kind: .confirmed, origin: .local, onset: onset, foundUnderControl: number % 3 > 0,
                    territory: number % 5 == 4 ? code("430302") : code("430111"))
                return CaseLine(
                    person: person,
                    infection: Standing.Infection(
                        of: Reference(rawValue: person.rawValue), report: facts, kind: .confirmed, diagnosedAt: CivilZone.shanghai.instant(report),
                        onset: onset),
                    firstIsolatedAt: CivilZone.shanghai.instant(onset + 1),
                    exposures: day > 2
                        ? [.init(index: PersonID(rawValue: Int64(20_000 + (day - 3) * 100)), setting: .household, last: onset - 1)] : [])
            }
        }
    }

    /// Counties far from each other; one has most of the cases.
    private static var epidemicCounties: [TerritoryEntry] {
        ["430111", "430302", "430104", "431302"].enumerated().map { index, digits in
            TerritoryEntry(
                code: code(digits), chinese: "县", english: "County", population: digits == "430111" ? 300_000 : 3_000_000,
                latitude: 27 + Double(index), longitude: 111 + Double(index))
        }
    }

    /// Whom they met: those infected, and as many who stayed well.
    private static var epidemicContacts: Estimates.Contacts {
        Estimates.Contacts(
            exposed: epidemicCases.flatMap { line in
                line.exposures.flatMap { exposure in
                    [line.person, PersonID(rawValue: line.person.rawValue + 50_000)].map {
                        Estimates.Contacts.Exposed(person: $0, index: exposure.index, setting: exposure.setting, last: exposure.last)
                    }
                }
            })
    }

    /// What these cases say under the edition of the day.
    static func epidemic() throws -> EpidemicPage.Content { try made.get() }

    /// Two counties count ten weeks of visits to fever clinics; one of them twice as many on the last day.
    private static var sentinels: [SentinelCount] {
        [("430111", 40), ("430302", 20)].flatMap { county, last in
            (0..<70).map { back in
                SentinelCount(
                    territory: code(county), source: .feverClinic, day: date(18) - Days(69 - back), count: back == 69 ? last : 18 + back % 5)
            }
        }
    }

    private static let made = Result { () throws -> EpidemicPage.Content in
        let folder = PolicyFolder(
            resources.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "policies"))
        let policy = try folder.edition("hunan-2022-03")
        let outbreak = epidemicCases.map { DatedCase($0, zone: .shanghai) }
        let told = [10, 30].map { hours in
            TracingFigures.Traced(
                began: now - .hours(hours),
                subject: TracingIndicators.TracedContact(named: now - .hours(hours), notified: hours > 20 ? now - .hours(hours - 2) : nil))
        }
        return EpidemicPage.Content(
            territory: LocalizedText(zh: "湖南省", en: "Hunan"),
            estimates: Estimates(
                epidemicCases, of: hunan, among: epidemicCounties, contacts: epidemicContacts, disease: policy.disease, at: now, zone: .shanghai),
            tracing: TracingFigures(cases: [], contacts: told, policy: policy, at: now),
            events: [
                EventTimeliness(of: hunan, outbreak, met: FirstMet([]), hasContacts: true, coordinated: .some(nil), policy: policy, at: now)
            ],
            warning: EarlyWarning(sentinels, at: now, zone: .shanghai),
            names: [
                code("430111"): LocalizedText(zh: "雨花区", en: "Yuhua"),
                hunan: LocalizedText(zh: "湖南省", en: "Hunan"), code("4301"): LocalizedText(zh: "长沙市", en: "Changsha"),
                code("4303"): LocalizedText(zh: "湘潭市", en: "Xiangtan"),
            ])
    }
}

@Suite("The page of the epidemic")
struct EpidemicPageTests {
    private static func page(_ language: Language = .english, by count: EpidemicPage.Count = .report) throws -> EpidemicPage {
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(language), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.commander))
        return EpidemicPage(try PreviewWorld.epidemic(), reading, by: count)
    }

    @Test("gives R with its limits, and an honest word where there are too few cases")
    func territories() throws {
        let page = try Self.page()
        #expect(page.lead.contains("a serial interval of 3.00 days (standard deviation 2.00)"))
        #expect(page.figures[0].value.contains(".") && page.figures[0].note?.contains("–") == true)
        let rows = try #require(page.tables.first { $0.id == "territories" }).rows
        #expect(rows.map(\.label) == ["Hunan", "Changsha", "Xiangtan"])
        #expect(rows[0].cells[1].text.contains("("))
        #expect(rows[2].cells[1].text.hasPrefix("too few cases: "))
        let chinese = try Self.page(.simplified)
        #expect(chinese.tables.first { $0.id == "territories" }?.rows[2].cells[1].text.hasPrefix("病例太少") == true)
    }

    @Test("switches its curve, and each way counts the same infections")
    func curves() throws {
        func sum(_ count: EpidemicPage.Count, _ columns: Range<Int>) throws -> Int {
            let curve = try #require(try Self.page(by: count).tables.first { $0.id == "curve" })
            return curve.rows.flatMap { row in columns.map { Int(row.cells[$0].text) ?? 0 } }.reduce(0, +)
        }
        let all = PreviewWorld.epidemicCases.count
        #expect(try sum(.report, 0..<1) == all && sum(.onset, 0..<1) == all && sum(.found, 0..<3) == all)
        let onset = try #require(try Self.page(by: .onset).tables.first { $0.id == "curve" })
        #expect(onset.head.map(\.series) == ["", "bar", "line", "low", "high"])
        let filling = onset.rows.filter(\.isFilling)
        #expect(!filling.isEmpty && filling.last?.label == onset.rows.last?.label)
    }

    @Test("draws the counties and outlines those of a cluster")
    func clusters() throws {
        let page = try Self.page()
        let counties = try #require(page.tables.first { $0.id == "counties" })
        #expect(counties.chart == "map" && counties.rows.count == 4)
        let inside = counties.rows.filter { !$0.cells[1].text.isEmpty }
        #expect(inside.map(\.code) == ["430111"] && page.clusters == "430111")
        #expect(page.figures.last?.value == "1" && page.figures.last?.note?.hasPrefix("Yuhua") == true)
        #expect(page.figures.last?.address?.hasSuffix("#section-clusters") == true)
    }

    @Test("says which steps of tracing are in time, and which action of response is still missing")
    func performance() throws {
        let page = try Self.page()
        let tracing = try #require(page.tables.first { $0.id == "tracing" })
        let notified = try #require(tracing.rows.first { $0.label == "Contact named to told" })
        // The clock of four hours has run out for both; one was told after two.
        #expect(notified.cells.map(\.text) == ["4 h", "50 % (1 of 2), median 2.00 h", "–", ""])
        #expect(tracing.rows.first { $0.label == "Cases interviewed" }?.cells.map(\.text) == ["–", "–", "–", "100 %"])
        let event = try #require(page.tables.first { $0.id == "events" }?.rows.first)
        #expect(event.label == "Hunan" && event.cells.last?.text.contains("headquarters activated") == true)
        #expect(event.cells[3].text.hasSuffix("so far, too long"))
        #expect(page.file("tracing.csv")?.count == tracing.rows.count + 1)
    }

    @Test("says where a sentinel counts more than was to be expected, and beside what")
    func warning() throws {
        let page = try Self.page()
        let rows = try #require(page.tables.first { $0.id == "warning" }).rows
        #expect(rows.map(\.label) == ["Yuhua", "430302"])
        #expect(
            rows.map { [$0.cells[0].text, $0.cells[2].text, $0.cells[5].text] } == [["fever clinics", "40", "yes"], ["fever clinics", "20", "–"]])
        let figure = try #require(page.figures.first { $0.label == "Early warning" })
        #expect(figure.value == "1" && figure.note == "Yuhua: fever clinics")
    }

    @Test("says how many of those exposed in a setting were infected")
    func attackRates() throws {
        let rows = try #require(try Self.page().tables.first { $0.id == "settings" }).rows
        #expect(rows[0].label == "household" && rows[0].cells[1].text.contains(" of ") && rows[0].cells[2].text.contains("%"))
    }

    @Test("every table is a file with its head")
    func files() throws {
        let page = try Self.page(by: .found)
        for table in page.tables {
            let rows = try #require(page.file("\(table.id).csv"))
            #expect(rows.count == table.rows.count + 1 && rows.allSatisfy { $0.count == table.head.count }, "\(table.id)")
        }
        #expect(page.file("curve.csv")?[1][0] == "2022-02-26")
        #expect(page.file("none.csv") == nil)
    }
}
