import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

/// The published line lists are not part of the repository: they lie beside it, or these tests are skipped.
@Suite("Published line lists")
struct LineListTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let folder = root.deletingLastPathComponent().appendingPathComponent("shared/data/linelists")
    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appendingPathComponent("README.md").path) }

    static func mapping(_ name: String) throws -> ColumnMapping {
        let file = root.appendingPathComponent("Sources/Exchange/Resources/mappings/\(name).json")
        return try ColumnMapping(json: Data(contentsOf: file))
    }

    static func plan(_ file: String, _ mapping: ColumnMapping, companions: CompanionCases? = nil) throws -> ImportPlan {
        var context = World.context(companions: companions)
        context.territory = TerritoryCode("11")
        context.territories = nil
        return try ImportPlan(.file(path: folder.appendingPathComponent(file).path), kind: mapping.kind, mapping: mapping, context: context)
    }

    @Test("every mapping of the repository is valid")
    func mappings() throws {
        let folder = LineListTests.root.appendingPathComponent("Sources/Exchange/Resources/mappings")
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".json") {
            #expect(throws: Never.self) { try LineListTests.mapping(String(file.dropLast(5))) }
        }
    }

    @Test("MERS, Korea 2015: 162 cases and 98 exposures", .enabled(if: isPresent, "the published line lists do not lie beside the repository"))
    func mers() throws {
        let plan = try LineListTests.plan("mers_korea_2015_linelist.csv", LineListTests.mapping("mers-korea-2015-cases"))
        let cases = try World.read(plan)
        #expect(cases.rejections.isEmpty && cases.rows.count == 162)
        let first = try #require(cases.rows.first)
        #expect(first.person?.number == "SK_1" && first.person?.isNamed == false && first.person?.age == 68 && first.person?.sex == .male)
        let seoul = try #require(CivilZone("Asia/Seoul"))
        #expect(first.facts[0].happenedAt == seoul.instant(World.day("2015-05-20")))
        guard case .caseReport(let report) = first.facts[0].fact else { return #expect(Bool(false)) }
        #expect(report.onset == World.day("2015-05-11") && report.origin == .importedFromAbroad && report.label == "SK_1")
        #expect(cases.rows.count { row in row.facts.contains { if case .death = $0.fact { true } else { false } } } == 10)
        #expect(cases.rows.count { !$0.warnings.isEmpty } == 9)

        let companions = try CompanionCases(plan)
        #expect(companions.count == 162)
        let edges = try World.read(
            LineListTests.plan("mers_korea_2015_contacts.csv", LineListTests.mapping("mers-korea-2015-exposures"), companions: companions))
        #expect(edges.rejections.isEmpty && edges.rows.count == 98)
        let numbers = Set(cases.rows.compactMap(\.person?.number))
        for row in edges.rows {
            guard case .person(let index) = row.facts[0].link else { return #expect(Bool(false)) }
            #expect(numbers.contains(row.person?.number ?? "") && numbers.contains(index.number ?? ""))
        }
        // Without its companion the file tells no dates, and says so row by row.
        let alone = try World.read(LineListTests.plan("mers_korea_2015_contacts.csv", LineListTests.mapping("mers-korea-2015-exposures")))
        #expect(alone.rows.isEmpty && alone.rejections.first?.problems.map(\.reason) == [.missing, .missing])
    }

    @Test("Ebola, simulated: 5,829 cases and their exposures", .enabled(if: isPresent, "the published line lists do not lie beside the repository"))
    func ebola() throws {
        let mapping = try LineListTests.mapping("ebola-simulated-cases")
        let plan = try LineListTests.plan("ebola_sim_clean_linelist.csv", mapping)
        let cases = try World.read(plan)
        #expect(cases.rejections.isEmpty && cases.rows.count == 5829, "\(cases.rejections.first?.text.en ?? "")")
        let edges = try World.read(
            LineListTests.plan(
                "ebola_sim_clean_contacts.csv", LineListTests.mapping("ebola-simulated-exposures"), companions: CompanionCases(plan)))
        // 59 cases are missing in the line list: nothing tells when they were exposed.
        #expect(edges.rows.count == 3741 && edges.rejections.count == 59)
    }

    @Test("the same file twice gives equal rows and keys", .enabled(if: isPresent, "the published line lists do not lie beside the repository"))
    func twice() throws {
        let plan = try LineListTests.plan("mers_korea_2015_linelist.csv", LineListTests.mapping("mers-korea-2015-cases"))
        let (first, second) = (try World.read(plan).rows, try World.read(plan).rows)
        #expect(first == second && first.flatMap(\.keys).map(\.content) == second.flatMap(\.keys).map(\.content))
    }
}
