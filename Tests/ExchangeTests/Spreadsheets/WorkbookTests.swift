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
        #expect(CyclicRedundancyCheck.extended(0, by: Array("123456789".utf8)) == 0xCBF4_3926)
        let parts = CyclicRedundancyCheck.extended(CyclicRedundancyCheck.extended(0, by: Array("1234".utf8)), by: Array("56789".utf8))
        #expect(parts == 0xCBF4_3926)
    }

    @Test("every part stands where the directory says, with the size and check sum it says")
    func parts() throws {
        var workbook = Workbook(sheet: "cases/1", header: ["姓名", "Onset"])
        var bytes = workbook.beginning()
        for number in 0..<3000 { workbook.append([.text("张三 & <\(number)>"), .day(CivilDate(daysSinceEpoch: 19_070))], to: &bytes) }
        workbook.finish(&bytes)
        let parts = try Unzipped(bytes).parts
        #expect(
            Set(parts.keys) == [
                "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "_rels/.rels", "[Content_Types].xml",
            ])
        let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("<row r=\"3001\">") && sheet.contains("张三 &amp; &lt;2999&gt;") && sheet.contains("ref=\"A1:B3001\""))
        #expect(parts["xl/workbook.xml"]?.contains("name=\"cases1\"") == true)
        for part in parts.values { #expect(XMLParser(data: Data(part.utf8)).parse()) }
    }

    @Test("what is compressed is read again, whatever it is")
    func compression() throws {
        var dice = Dice(seed: 5)
        var noise: [UInt8] = []
        for _ in 0..<200_000 { noise.append(UInt8(truncatingIfNeeded: dice.next())) }
        let words = (0..<40_000).flatMap { "<c r=\"A\($0)\"><v>\($0 % 97)</v></c>".utf8 }
        for (bytes, most) in [(noise, 240_000), (words, words.count / 4), ([], 10), (Array(repeating: 7, count: 100_000), 2_000), ([1, 2, 3], 20)] {
            var zip = ZipStream()
            var output: [UInt8] = []
            zip.begin("x", &output)
            for start in stride(from: 0, to: bytes.count, by: 7919) { zip.add(Array(bytes[start..<min(start + 7919, bytes.count)]), &output) }
            zip.end(&output)
            let (content, end) = try Inflated.read(output, from: 31)
            #expect(content == bytes && end - 31 <= most && end + 16 == output.count)
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
        #expect(try Unzipped(bytes).parts["xl/worksheets/sheet1.xml"]?.contains(expected) == true)
    }

    @Test("rows beyond the end of a sheet go on another, under the same header")
    func sheets() throws {
        var workbook = Workbook(sheet: "x", header: ["head"], rowLimit: 3)
        var bytes = workbook.beginning()
        for number in 0..<5 { workbook.append([.integer(number)], to: &bytes) }
        workbook.finish(&bytes)
        let parts = try Unzipped(bytes).parts
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
        let sheet = try #require(try Unzipped(bytes).parts["xl/worksheets/sheet1.xml"])
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

/// A ZIP file taken apart by its directory, with everything it says of its members checked.
private struct Unzipped {
    var parts: [String: String] = [:]

    struct Broken: Error { let what: String }

    init(_ bytes: [UInt8]) throws {
        func number(_ at: Int, _ width: Int) -> Int { (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
        let end = bytes.count - 22
        guard number(end, 4) == 0x0605_4B50 else { throw Broken(what: "end") }
        var entry = number(end + 16, 4)
        for _ in 0..<number(end + 10, 2) {
            guard number(entry, 4) == 0x0201_4B50 else { throw Broken(what: "directory") }
            let (check, deflated, size, length) = (number(entry + 16, 4), number(entry + 20, 4), number(entry + 24, 4), number(entry + 28, 2))
            let name = String(decoding: bytes[entry + 46..<entry + 46 + length], as: UTF8.self)
            let local = number(entry + 42, 4)
            guard number(local, 4) == 0x0403_4B50, number(local + 26, 2) == length else { throw Broken(what: "header of \(name)") }
            let start = local + 30 + length
            let (content, at) = try Inflated.read(bytes, from: start)
            guard at - start == deflated, content.count == size, Int(CyclicRedundancyCheck.extended(0, by: content)) == check,
                number(at, 4) == 0x0807_4B50, number(at + 4, 4) == check, number(at + 8, 4) == deflated, number(at + 12, 4) == size
            else { throw Broken(what: "sizes of \(name)") }
            parts[name] = String(decoding: content, as: UTF8.self)
            entry += 46 + length
        }
    }
}

/// Reads stored blocks and blocks of fixed codes (RFC 1951 §3.2.4, §3.2.6), bit by bit.
private enum Inflated {
    static func read(_ bytes: [UInt8], from start: Int) throws -> (content: [UInt8], end: Int) {
        var position = start * 8
        func bits(_ count: Int) -> Int {
            defer { position += count }
            return (0..<count).reduce(0) { $0 | Int(bytes[(position + $1) / 8] >> UInt8((position + $1) % 8) & 1) << $1 }
        }
        func code(_ count: Int) -> Int { (0..<count).reduce(0) { value, _ in value << 1 | bits(1) } }
        let lengths = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
        let distances = [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
            24577,
        ]
        func symbol() -> Int {
            let first = code(7)
            if first < 24 { return 256 + first }
            let second = first << 1 | bits(1)
            if second < 192 { return second - 48 }
            if second < 200 { return second - 192 + 280 }
            return (second << 1 | bits(1)) - 400 + 144
        }
        var content: [UInt8] = []
        while true {
            let (isLast, kind) = (bits(1) == 1, bits(2))
            if kind == 0 {
                position = (position + 7) / 8 * 8
                let (count, check) = (bits(16), bits(16))
                guard count ^ check == 0xFFFF else { throw Unzipped.Broken(what: "stored block") }
                for _ in 0..<count { content.append(UInt8(bits(8))) }
            } else {
                guard kind == 1 else { throw Unzipped.Broken(what: "kind of block") }
                while true {
                    let symbol = symbol()
                    if symbol == 256 { break }
                    if symbol < 256 {
                        content.append(UInt8(symbol))
                        continue
                    }
                    let place = symbol - 257
                    let length = lengths[place] + bits(place < 8 || place == 28 ? 0 : (place - 4) / 4)
                    let far = code(5)
                    let distance = distances[far] + bits(far < 4 ? 0 : far / 2 - 1)
                    guard distance <= content.count else { throw Unzipped.Broken(what: "distance") }
                    for _ in 0..<length { content.append(content[content.count - distance]) }
                }
            }
            if isLast { return (content, (position + 7) / 8) }
        }
    }
}
