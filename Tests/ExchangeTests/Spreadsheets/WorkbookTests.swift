import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite("Workbooks")
struct WorkbookTests {
    @Test("the check sum is that of the standard")
    func checkSum() {
        #expect(Deflate.check(0, extendedBy: Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(Deflate.check(Deflate.check(0, extendedBy: Array("1234".utf8)), extendedBy: Array("56789".utf8)) == 0xCBF4_3926)
    }

    @Test("every part stands where the directory says, with the size and check sum it says")
    func parts() throws {
        var workbook = Workbook(sheet: "cases/1", header: ["姓名", "Onset"])
        var bytes = workbook.beginning()
        for number in 0..<3000 { workbook.append([.text("张三 & <\(number)>"), .day(CivilDate(daysSinceEpoch: 19_070))], to: &bytes) }
        workbook.finish(&bytes)
        let parts = try parts(of: bytes)
        #expect(
            Set(parts.keys) == [
                "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml",
            ])
        let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("<row r=\"3001\">") && sheet.contains("张三 &amp; &lt;2999&gt;") && sheet.contains("ref=\"A1:B3001\""))
        #expect(parts["xl/workbook.xml"]?.contains("name=\"cases1\"") == true)
        for part in parts.values { #expect(XMLParser(data: Data(part.utf8)).parse()) }
    }

    /// Every part of a workbook, as the directory has them.
    private func parts(of bytes: [UInt8]) throws -> [String: String] {
        let archive = try ZipArchive(bytes)
        return try archive.names.reduce(into: [:]) { parts, name in
            parts[name] = try archive.contents(of: name).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    @Test("what is compressed is read again, whatever it is")
    func compression() throws {
        var dice = Dice(seed: 5)
        var noise: [UInt8] = []
        for _ in 0..<200_000 { noise.append(UInt8(truncatingIfNeeded: dice.next())) }
        let words = (0..<40_000).flatMap { "<c r=\"A\($0)\"><v>\($0 % 97)</v></c>".utf8 }
        for (bytes, most) in [(noise, 200_200), (words, words.count / 4), ([], 10), (Array(repeating: 7, count: 100_000), 2_000), ([1, 2, 3], 20)] {
            var zip = ZipStream()
            var output: [UInt8] = []
            zip.begin("x", &output)
            for start in stride(from: 0, to: bytes.count, by: 7919) { zip.add(Array(bytes[start..<min(start + 7919, bytes.count)]), &output) }
            zip.end(&output)
            #expect(output.count - 47 <= most)
            zip.finish(&output)
            #expect(try ZipArchive(output).contents(of: "x") == bytes)
        }
    }

    @Test(
        "days and moments are serial numbers, numbers are numbers, codes and what looks like a formula are text",
        arguments: [
            (SheetCell.day(CivilDate("2022-03-19") ?? .init(daysSinceEpoch: 0)), "s=\"1\"><v>44639</v>"),
            (.moment(CivilDate("2022-03-19") ?? .init(daysSinceEpoch: 0), 43_200_000), "s=\"2\"><v>44639.5</v>"),
            (.day(CivilDate("1900-02-28") ?? .init(daysSinceEpoch: 0)), "t=\"inlineStr\"><is><t xml:space=\"preserve\">1900-02-28</t>"),
            (.integer(-3), "<v>-3</v>"), (.decimal(31.25), "<v>31.25</v>"),
            (.text("430102209901010018"), "t=\"inlineStr\"><is><t xml:space=\"preserve\">430102209901010018</t>"),
            (.text("=1+1"), "<t xml:space=\"preserve\">=1+1</t>"), (.text("a\u{1}_x0041_"), "a_x0001__x005F_x0041_"),
        ])
    func cells(cell: SheetCell, expected: String) throws {
        var workbook = Workbook(sheet: "x", header: ["a"])
        var bytes = workbook.beginning()
        workbook.append([cell], to: &bytes)
        workbook.finish(&bytes)
        #expect(try parts(of: bytes)["xl/worksheets/sheet1.xml"]?.contains(expected) == true)
    }

    @Test("rows beyond the end of a sheet go on another, under the same header")
    func sheets() throws {
        var workbook = Workbook(sheet: "x", header: ["head"], rowLimit: 3)
        var bytes = workbook.beginning()
        for number in 0..<5 { workbook.append([.integer(number)], to: &bytes) }
        workbook.finish(&bytes)
        let parts = try parts(of: bytes)
        let sheets = (1...3).compactMap { parts["xl/worksheets/sheet\($0).xml"] }
        #expect(sheets.count == 3 && sheets.allSatisfy { $0.contains("head") })
        #expect(sheets.map { $0.components(separatedBy: "<row ").count - 1 } == [3, 3, 2])
        #expect(parts["xl/workbook.xml"]?.contains("\"x 3\"") == true)
    }

    @Test("columns are lettered as spreadsheets letter them")
    func letters() throws {
        var workbook = Workbook(sheet: "x", header: (0..<703).map(String.init))
        var bytes = workbook.beginning()
        workbook.finish(&bytes)
        let sheet = try #require(try parts(of: bytes)["xl/worksheets/sheet1.xml"])
        for (place, text) in [("A1", 0), ("Z1", 25), ("AA1", 26), ("AZ1", 51), ("BA1", 52), ("ZZ1", 701), ("AAA1", 702)] {
            #expect(sheet.contains("r=\"\(place)\" s=\"4\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(text)</t>"))
        }
    }

    @Test("a table's rows become cells of their kinds")
    func tables() throws {
        let row = ImportRow(
            person: ImportPerson(identity: Identity(name: "张三", documentNumber: "430102209901010018", phones: ["13900000000"])),
            facts: [
                ImportFact(.specimen(Specimen(swabs: 2, code: "0012")), happenedAt: World.at("2022-03-19T10:30")),
                ImportFact(
                    .result(TestResult(specimen: Reference(rawValue: 0), outcome: .positive, ctN: 31.5)), link: .fact(0),
                    happenedAt: World.at("2022-03-20T00:00")),
            ])
        let cells = TableWriter(.tests, language: .chinese, zone: .shanghai).cells(of: row)
        for cell in [
            SheetCell.text("张三"), .text("430102209901010018"), .text("0012"), .moment(World.day("2022-03-19"), 37_800_000), .integer(2),
            .decimal(31.5),
            .moment(World.day("2022-03-20"), 0), .text("阳性"),
        ] {
            #expect(cells.contains(cell), "\(cell)")
        }
    }
}
