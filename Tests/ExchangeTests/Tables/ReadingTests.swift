import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

@Suite("Reading text tables")
struct ReadingTests {
    @Test(
        "cells, quotes and line ends are read by RFC 4180 and a little beyond",
        arguments: [
            ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
            ("a,b\r1,2", [["a", "b"], ["1", "2"]]),
            ("a,\"b,c\"\n", [["a", "b,c"]]),
            ("\"a\"\"b\",c", [["a\"b", "c"]]),
            ("\"one\ntwo\",x\ny,z", [["one\ntwo", "x"], ["y", "z"]]),
            ("a, \"b\" ,c", [["a", "b", "c"]]),
            ("\n\na\n\n\nb\n", [["a"], ["b"]]),
            (",,\na,,\n", [["a", "", ""]]),
            ("\u{3000}a\u{A0}, b ", [["a", "b"]]),
            ("5\" pipe,x", [["5\" pipe", "x"]]),
            ("\"\",\"\"\"\"", [["", "\""]]),
        ] as [(String, [[String]])])
    func rows(text: String, expected: [[String]]) throws {
        #expect(try World.cells(Array(text.utf8)) == expected)
    }

    @Test("rows are found at the same places however the file is cut into pieces")
    func pieces() throws {
        let row = "张三,\"a \"\"quoted\"\"\r\ncell\",2022-03-19\r\n"
        let text = String(repeating: row, count: 40_000)
        let cells = try World.cells(Array(text.utf8))
        #expect(cells.count == 40_000)
        #expect(cells.allSatisfy { $0 == ["张三", "a \"quoted\"\r\ncell", "2022-03-19"] })
    }

    @Test("a quotation mark that is never closed costs one row")
    func unclosedQuote() throws {
        let (rows, rejections) = try World.read(
            "编号,采样时间,结果\nA1,2022-03-19,阴性\nA2,\"2022-03-19,阴性\nA3,2022-03-19,阴性\nA4,2022-03-20,\"阴性\"\n", .tests)
        #expect(rows.map(\.person?.number) == ["A1", "A3", "A4"])
        #expect(rejections.map(\.line) == [3])
        #expect(rejections.first?.problems.first?.reason == .unclosedQuote)
        #expect(rejections.first?.cells == ["A2", "2022-03-19", "阴性"])
    }

    @Test("what is no table ends in a clear message")
    func noTable() {
        let cases: [([UInt8], TableError)] = [
            ([], .empty(file: "x")),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .notText(file: "x", looksLike: "XLS")),
            (Array("%PDF-1.7 …".utf8), .notText(file: "x", looksLike: "PDF")),
            ((0..<5000).map { UInt8($0 * 7 % 5 == 0 ? 0 : $0 % 251) }, .notText(file: "x", looksLike: nil)),
            ([UInt8](repeating: 0x61, count: 3_000_000), .rowTooLong(file: "x", line: 1, limit: RowReader.maximumLength)),
            ([UInt8](repeating: 0x2C, count: 1_000_000), .tooManyColumns(file: "x", line: 1, limit: RowReader.maximumColumns)),
        ]
        for (bytes, expected) in cases {
            #expect(throws: expected) { try ImportPlan(.bytes(bytes, name: "x"), kind: .cases, context: World.context()) }
        }
    }

    @Test("a file that does not exist is named")
    func noFile() {
        #expect(throws: TableError.self) { try ImportPlan(.file(path: "/nowhere/a.csv"), kind: .cases, context: World.context()) }
    }

    @Test("separators are told by the headers they make visible", arguments: [",", ";", "\t", "|"])
    func separators(mark: String) throws {
        let text = ["编号,采样时间,结果,备注", "A1,2022-03-19,阴性,甲；乙", "A2,2022-03-19,阳性,1.5"].map { $0.replacing(",", with: mark) }.joined(separator: "\n")
        let plan = try World.plan(text, .tests)
        #expect(String(plan.separator) == mark)
        #expect(try World.read(plan).rows.count == 2)
    }

    @Test("a title above the header and remarks between the rows are passed over")
    func titleRows() throws {
        let text = "芙蓉区核酸检测登记表,,\n填报日期：3月19日,,\n编号,采样时间,结果\n## 示例,2022-01-01,阴性\nA1,2022-03-19,阴性\n"
        let plan = try World.plan(text, .tests)
        #expect(plan.headerLine == 3)
        #expect(try World.read(plan).rows.map(\.line) == [5])
    }
}

@Suite("Encodings")
struct EncodingTests {
    static let text = "编号,姓名,证件号码,采样时间,结果\r\nA1,张三,430102209901010018,2022-03-19 10:30,阴性\r\nA2,欧阳䶮,,2022-03-19,阳性\r\n"

    static func encoded(_ encoding: TextEncoding, mark: Bool) throws -> [UInt8] {
        let utf8 = Array(text.utf8)
        let start = mark ? encoding.byteOrderMark : []
        switch encoding {
        case .utf8: return start + utf8
        case .utf16LittleEndian: return start + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian: return start + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case .gb18030: return start + gb18030
        case .windows1252:
            return Array(
                "id,Nachname,Vorname,Sampling time,result\nA1,M\u{FC}ller,J\u{F6}rg,2022-03-19,negative\n".unicodeScalars.map { UInt8($0.value) })
        }
    }

    /// `text` in GB18030; 䶮 takes four bytes there.
    static let gb18030: [UInt8] =
        hex("b1e0bac5 2c d0d5c3fb 2c d6a4bcfebac5c2eb 2c b2c9d1f9cab1bce4 2c bde1b9fb 0d0a 41312c d5c5c8fd 2c")
        + Array("430102209901010018,2022-03-19 10:30,".utf8)
        + hex("d2f5d0d4 0d0a 41322c c5b7d1f4 fe9f 2c2c") + Array("2022-03-19,".utf8) + hex("d1f4d0d4 0d0a")

    static func hex(_ text: String) -> [UInt8] {
        let digits = text.filter { $0 != " " }.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    @Test(
        "the encoding is detected, with and without a mark",
        arguments: [
            (TextEncoding.utf8, true), (.utf8, false), (.gb18030, false), (.utf16LittleEndian, true), (.utf16LittleEndian, false),
            (.utf16BigEndian, true), (.utf16BigEndian, false), (.windows1252, false),
        ])
    func detected(encoding: TextEncoding, mark: Bool) throws {
        let bytes = try EncodingTests.encoded(encoding, mark: mark)
        let plan = try ImportPlan(.bytes(bytes, name: "x.csv"), kind: .tests, context: World.context())
        #expect(plan.encoding == encoding)
        let (rows, rejections) = try World.read(plan)
        #expect(rejections.isEmpty)
        #expect(rows.first?.person?.identity.name == (encoding == .windows1252 ? "Jörg Müller" : "张三"))
        if encoding != .windows1252 { #expect(rows.last?.person?.identity.name == "欧阳䶮") }
    }

    @Test("one name in a late row is enough to tell GB18030")
    func late() throws {
        let head = Array(("id,name,phone,taken at,result\n" + String(repeating: "A,Li,13800000000,2022-03-19,negative\n", count: 20_000)).utf8)
        let bytes = head + EncodingTests.hex("41312c d5c5c8fd 2c2c") + Array("2022-03-19,negative\n".utf8)
        let plan = try ImportPlan(.bytes(bytes, name: "x.csv"), kind: .tests, context: World.context())
        #expect(plan.encoding == .gb18030)
        #expect(try World.read(plan).rows.last?.person?.identity.name == "张三")
    }

    @Test("a broken character in a UTF-8 file costs one row")
    func broken() throws {
        var bytes = Array("编号,姓名,采样时间,结果\n".utf8)
        for number in 0..<50 { bytes += Array("A\(number),张三,2022-03-19,阴性\n".utf8) }
        bytes += Array("A50,李".utf8) + [0xE5, 0x2C] + Array("2022-03-19,阴性\n".utf8)
        let plan = try ImportPlan(.bytes(bytes, name: "x.csv"), kind: .tests, context: World.context())
        #expect(plan.encoding == .utf8)
        let (rows, rejections) = try World.read(plan)
        #expect(rows.count == 50)
        #expect(rejections.first?.problems.first?.reason == .undecodable)
        #expect(rejections.first?.problems.first?.column == 2)
    }
}

@Suite("Dates")
struct DateTests {
    static func read(_ text: String, _ order: DateOrder? = nil) -> Result<WrittenTime, DateFault> {
        Array(text.utf8).withUnsafeBufferPointer { DateReading.read($0, order: order) }
    }

    @Test(
        "dates are read in the forms people and programs write",
        arguments: [
            ("2022-03-19", "2022-03-19", nil, nil),
            ("2022/3/9", "2022-03-09", nil, nil),
            ("2022.3.9", "2022-03-09", nil, nil),
            ("20220319", "2022-03-19", nil, nil),
            ("19.03.2022", "2022-03-19", nil, nil),
            ("2022年3月19日", "2022-03-19", nil, nil),
            ("２０２２年３月１９日", "2022-03-19", nil, nil),
            ("2022年3月19日 10时30分", "2022-03-19", 37_800_000, nil),
            ("2022年3月19日10时", "2022-03-19", 36_000_000, nil),
            ("2022年3月19日 下午3:05", "2022-03-19", 54_300_000, nil),
            ("2022-03-19 10:30", "2022-03-19", 37_800_000, nil),
            ("2022-03-19T10:30:15", "2022-03-19", 37_815_000, nil),
            ("2022-03-19T10:30:15.25Z", "2022-03-19", 37_815_250, 0),
            ("2022-03-19T10:30+08:00", "2022-03-19", 37_800_000, 480),
            ("2022-03-19 10:30:00 +0530", "2022-03-19", 37_800_000, 330),
            ("2022-03-19 24:00", "2022-03-20", 0, nil),
            ("44639", "2022-03-19", nil, nil),
            ("44639.4375", "2022-03-19", 37_800_000, nil),
            ("202203191030", "2022-03-19", 37_800_000, nil),
            ("20220319103015", "2022-03-19", 37_815_000, nil),
            ("19-Mar-2022", "2022-03-19", nil, nil),
            ("19 March 2022", "2022-03-19", nil, nil),
            ("March 19, 2022", "2022-03-19", nil, nil),
            ("Mar 22 2021  7:24AM", "2021-03-22", 26_640_000, nil),
            ("3/19/2022 12:05 AM", "2022-03-19", 300_000, nil),
            ("19/3/2022", "2022-03-19", nil, nil),
            ("3/19/2022", "2022-03-19", nil, nil),
            ("4/4/2022", "2022-04-04", nil, nil),
            ("2024-02-29", "2024-02-29", nil, nil),
        ] as [(String, String, Int?, Int?)])
    func forms(text: String, date: String, time: Int?, offset: Int?) {
        #expect(DateTests.read(text) == .success(WrittenTime(date: World.day(date), time: time, offset: offset)))
    }

    @Test(
        "what is no date says why",
        arguments: [
            ("3/4/2022", DateFault.ambiguous), ("19.3.22", .twoDigitYear), ("3/19/22", .twoDigitYear), ("3月19日", .noYear), ("3-19", .noYear),
            ("2023-02-29", .impossible), ("2022-13-01", .impossible), ("2022-03-19 25:00", .impossible), ("20221301", .impossible),
            ("yesterday", .notADate), ("2022-03", .notADate), ("2022", .notADate), ("1234567", .notADate), ("2022-03-19x", .notADate),
            ("0022-03-19", .impossible), ("", .notADate), ("---", .notADate), ("2022-03-19 10", .notADate),
        ] as [(String, DateFault)])
    func faults(text: String, fault: DateFault) {
        #expect(DateTests.read(text) == .failure(fault))
    }

    @Test("day and month are told by the column, then by the rest of the file, or reported")
    func order() throws {
        func taken(_ cells: [String], header: String = "采样时间") throws -> (days: [Instant], refused: Int) {
            let text = "编号,\(header),结果\n" + cells.map { "A,\($0),阴性\n" }.joined()
            let (rows, rejections) = try World.read(text, .tests)
            return (rows.compactMap(\.facts.first?.happenedAt), rejections.count { $0.problems.first?.reason == .ambiguousDate })
        }
        #expect(try taken(["03/04/2021", "19/03/2021"]).days.first == World.at("2021-04-03T00:00"))
        #expect(try taken(["03/04/2021", "03/19/2021"]).days.first == World.at("2021-03-04T00:00"))
        #expect(try taken(["03/04/2021", "05/06/2021"]).refused == 2)
        let plan = try World.plan("编号,采样时间,结果\nA,03/04/2021,阴性\n", .tests)
        #expect(plan.columns[1].ambiguousDate == "03/04/2021")
        let other = try World.read("编号,出生日期,采样时间,结果\nA,25/12/1980,03/04/2021,阴性\n", .tests)
        #expect(other.rows.first?.facts.first?.happenedAt == World.at("2021-04-03T00:00"))
        let mapped = try World.read(
            "编号,采样时间,结果\nA,03/04/2021,阴性\n", .tests, mapping: ColumnMapping(kind: .tests, dateOrder: .monthFirst))
        #expect(mapped.rows.first?.facts.first?.happenedAt == World.at("2021-03-04T00:00"))
    }

    @Test("a time without offset is civil time of the zone; one with an offset falls on the zone's day")
    func zones() throws {
        let text = "编号,病例分类,诊断时间,发病日期\nA,确诊,2022-03-18T16:30:00Z,2022-03-18T16:30:00Z\nB,确诊,2022-03-19 00:30,2022-03-19\n"
        let rows = try World.read(text, .cases).rows
        #expect(rows[0].facts[0].happenedAt == rows[1].facts[0].happenedAt)
        #expect(
            rows.compactMap { if case .caseReport(let report) = $0.facts[0].fact { report.onset } else { nil } } == [
                World.day("2022-03-19"), World.day("2022-03-19"),
            ])
        let seoul = try World.read(
            "id,class,diagnosis date\nA,confirmed,2022-03-19\n", .cases, context: World.context(CivilZone("Asia/Seoul") ?? .utc)
        ).rows
        #expect(seoul.first?.facts.first?.happenedAt == Instant("2022-03-18T15:00:00Z"))
    }
}
