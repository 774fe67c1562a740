import Exchange
import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Places and visits are imported")
struct PlaceImportTests {
    static let now = Instant.shanghai("2022-03-19T10:00")

    private static let places = """
        场所名称,场所类别,所在地区,核定容量,负责人
        双桥菜市场,market,430111007003,300,王
        东塘网吧,网吧,430111,80,
        不知何处,集贸,430111,10,
        """
    private static let visits = """
        姓名,手机号,场所名称,进入时间,离开时间
        张三,13900000000,双桥菜市场,2022-03-18 09:00,2022-03-18 09:40
        李四,13900000001,双桥菜市场,2022-03-18 09:10,
        王五,13900000002,没有的店,2022-03-18 09:10,
        """

    private func run(
        _ text: String, _ kind: TableKind, _ register: TemporaryRegister, isDry: Bool = false, as author: Author = .systemUnrestricted("test")
    ) async throws -> ImportReport {
        let operations = register.at(Self.now)
        let context = try await operations.importContext()
        let request = try ImportRequest(ImportPlan(.bytes(Array(text.utf8), name: "test.csv"), kind: kind, context: context))
        return isDry ? try await operations.dryRun(request, scope: author.scope) : try await operations.importTable(request, as: author)
    }

    private func counts(_ report: ImportReport) -> [Int] {
        [report.counts.new, report.counts.changed, report.counts.unchanged, report.counts.rejected]
    }

    @Test("a register of places founds them once; a class nobody knows refuses its row; what is new is taken up, what is silent stays")
    func places() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        let known = try register.policies.edition(at: Self.now, in: .yuhua).places
        let word = try #require(known.key.first?.value.label.zh ?? known.special.first?.value.label.zh)
        let text = Self.places.replacing("网吧,80", with: "\(word),80").replacing("东塘网吧,网吧", with: "东塘网吧,\(word)")
        #expect(counts(try await run(text, .places, register, isDry: true)) == [2, 0, 0, 1])
        let first = try await run(text, .places, register)
        #expect(counts(first) == [2, 0, 0, 1])
        #expect(first.mistakes.first?.text.en.contains("accepted: ") == true)
        #expect(counts(try await run(text, .places, register)) == [0, 0, 2, 1])
        #expect(counts(try await run(text, .places, register, isDry: true)) == [0, 0, 2, 1])
        let more = try await run("名称,类别,地区,核定容量\n双桥菜市场,market,430111,350\n", .places, register)
        #expect(counts(more) == [0, 1, 0, 0])
        let rows = try await register.store.read(.systemUnrestricted) { reader in
            try reader.placeNames().compactMap { try reader.records(ofEntity: $0.place.rawValue).last.flatMap { Place.value(in: $0.record.fact) } }
        }
        let market = try #require(rows.first { $0.name == "双桥菜市场" })
        #expect(rows.count == 2 && market.ratedCapacity == 350 && market.responsible == "王" && market.territory.digits == "430111007003")
    }

    @Test("a place registered under a class that the edition does not know goes on under it; another one is refused")
    func otherClasses() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        _ = try await register.at(Self.now).perform(as: .systemUnrestricted("test")) { filing in
            try filing.found(.place(Place(name: "湘味楼", placeClass: "noodle_bar", territory: .yuhua)), at: Self.now)
        }
        let rows = "名称,类别,地区,核定容量\n湘味楼,noodle_bar,430111,160\n老树米粉馆,noodle_bar,430111,40\n"
        #expect(counts(try await run(rows, .places, register, isDry: true)) == [0, 1, 0, 1])
        #expect(counts(try await run(rows, .places, register)) == [0, 1, 0, 1])
        #expect(counts(try await run(rows, .places, register)) == [0, 0, 1, 1])
    }

    @Test("visits are noted once, ends are added, and of an unknown place only that row is refused")
    func visits() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        _ = try await run("名称,类别,地区\n双桥菜市场,market,430111\n", .places, register)
        #expect(counts(try await run(Self.visits, .visits, register, isDry: true)) == [2, 0, 0, 1])
        let first = try await run(Self.visits, .visits, register)
        #expect(counts(first) == [2, 0, 0, 1])
        #expect(first.mistakes.first?.text.en.contains("没有的店") == true)
        #expect(counts(try await run(Self.visits, .visits, register)) == [0, 0, 2, 1])
        let ended = Self.visits.replacing("2022-03-18 09:10,\n王五", with: "2022-03-18 09:10,2022-03-18 10:00\n王五")
        #expect(counts(try await run(ended, .visits, register, isDry: true)) == [0, 1, 1, 1])
        #expect(counts(try await run(ended, .visits, register)) == [0, 1, 1, 1])
        let place = try await register.store.read(.systemUnrestricted) { try $0.placeNames()[0].place }
        let (seen, total) = try await register.store.read(.systemUnrestricted) {
            try $0.visitors(of: place, from: .shanghai("2022-03-18T00:00"), until: Self.now)
        }
        #expect(total == 2 && seen.allSatisfy { $0.left != nil })
        // How many are inside is counted at the door.
        #expect(try await register.store.read(.systemUnrestricted) { try $0.occupancy(of: place) } == nil)
    }

    @Test("nobody imports a place of another territory, nor a visit to one they do not see")
    func scope() async throws {
        let register = try await TemporaryRegister(at: Self.now)
        _ = try await run("名称,类别,地区\n双桥菜市场,market,430111\n", .places, register)
        let other = Author.user(in: .yuelu, at: Self.now)
        let places = try await run("名称,类别,地区\nA,market,430111\nB,market,430104\n", .places, register, as: other)
        #expect(counts(places) == [1, 0, 0, 1])
        let visits = try await run("姓名,手机号,场所名称,进入时间\n张三,13900000000,双桥菜市场,2022-03-18 09:00\n", .visits, register, as: other)
        #expect(counts(visits) == [0, 0, 0, 1])
    }

    @Test("what is exported of places and visits imports back and changes nothing", arguments: TableLanguage.allCases)
    func export(language: TableLanguage) async throws {
        let register = try await TemporaryRegister(at: Self.now)
        _ = try await run("名称,类别,地区,负责人\n双桥菜市场,market,430111,王\nA,market,430104,\n", .places, register)
        _ = try await run(Self.visits, .visits, register)
        for (kind, rows) in [(TableKind.places, 2), (.visits, 2)] {
            let file = Collected()
            let request = ExportRequest(kind: kind, language: language, purpose: "test")
            #expect(try await register.at(Self.now).exportTable(request, as: .systemUnrestricted("test")) { file.append($0) } == rows)
            let again = try await run(String(decoding: file.bytes.dropFirst(3), as: UTF8.self), kind, register)
            #expect(counts(again) == [0, 0, rows, 0])
        }
    }
}
