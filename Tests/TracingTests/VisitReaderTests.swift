import Testing
import Vocabulary

@testable import Tracing

@Suite("Visits are read row by row")
struct VisitReaderTests {
    private func read(_ text: String, piece: Int = .max) throws -> (table: VisitTable, problems: [String]) {
        var reader = VisitReader()
        var problems: [String] = []
        var rest = Array(text.utf8)
        var held: [UInt8] = []
        repeat {
            held += rest.prefix(piece)
            rest = Array(rest.dropFirst(piece))
            let isLast = rest.isEmpty
            let taken = try held.withUnsafeBytes { bytes in
                try reader.read(bytes, isLast: isLast) { problem, row in problems.append("\(problem) | \(String(decoding: row, as: UTF8.self))") }
            }
            held.removeFirst(taken)
        } while !rest.isEmpty
        return (reader.finish(), problems)
    }

    private func stays(_ table: VisitTable, _ person: String) -> [String] {
        guard let number = table.number(ofPerson: person) else { return [] }
        return table.stays(ofPerson: number).map { "\(table.place($0.other)) \(table.scale.text($0.start)) \(table.scale.text($0.end))" }
    }

    @Test("as minutes or as ISO times, and answers come back in the same form")
    func forms() throws {
        let minutes = try read("person,place,in,out\n7,12,60,75\n007,12,61,80\n")
        #expect(minutes.table.scale == .minutes)
        #expect(stays(minutes.table, "7") == ["12 60 75"])
        #expect(stays(minutes.table, "007") == ["12 61 80"], "007 and 7 are two people")
        let iso = try read("person,place,in,out\na,X,2022-03-19T23:50,2022-03-20 00:10:30\na,X,2022-03-19T16:00Z,2022-03-20T01:00:00.250+0900\n")
        #expect(
            stays(iso.table, "a") == [
                "X 2022-03-19T23:50:00+08:00 2022-03-20T00:10:30+08:00", "X 2022-03-20T00:00:00+08:00 2022-03-20T00:00:00+08:00",
            ])
        #expect(iso.problems.isEmpty)
    }

    @Test("with columns in any order, Chinese headers, quotes, a byte order mark and either line end")
    func layouts() throws {
        let table = try read("\u{FEFF}备注;离开时间;进入时间;场所;人员\r\n;20;5;\"食堂;一楼\";\"王\"\"五\"\r\n\r\n-;9;-3; 食堂 ;乙").table
        #expect(stays(table, "王\"五") == ["食堂;一楼 5 20"])
        #expect(stays(table, "乙") == ["食堂 -3 9"])
    }

    @Test("in pieces of any size")
    func pieces() throws {
        let text = "person,place,in,out\n" + (0..<50).map { "p\($0 % 7),l\($0 % 3),\($0),\($0 + 10)\n" }.joined()
        let whole = try read(text).table
        for piece in [1, 7, 64] {
            let table = try read(text, piece: piece).table
            for person in 0..<7 { #expect(stays(table, "p\(person)") == stays(whole, "p\(person)")) }
        }
    }

    @Test(
        "and each row that cannot be read is told with line, column and what would be accepted",
        arguments: [
            ("a,P,x,9", "line 3, column “in”: “x” is no moment; this file counts whole minutes, such as 1440"),
            ("a,P,5,2022-03-19T10:00", "line 3, column “out”: “2022-03-19T10:00” is no moment; this file counts whole minutes, such as 1440"),
            ("a,P,9,5", "line 3, column “out”: “5” lies before the beginning; an end not before it is expected"),
            (",P,1,5", "line 3, column “person”: empty; something is expected"),
            ("a,P,1", "line 3: 3 cells; the header has 4 columns"),
            ("\"a,P,1,5", "line 3: unbalanced quotes; a cell that begins with a quote ends with one on its line"),
            ("a,P,1,99999999999", "line 3, column “out”: “99999999999” is no moment; this file counts whole minutes, such as 1440"),
        ])
    func problems(row: String, problem: String) throws {
        let (table, problems) = try read("person,place,in,out\na,P,0,1\n\(row)\nb,P,2,3\n")
        #expect(problems == ["\(problem) | \(row)"])
        #expect(table.visitCount == 2, "the rows around it stand")
    }

    @Test(
        "and impossible days and hours are no moments",
        arguments: ["2022-02-30T10:00", "2022-03-19T24:00", "2022-03-19", "2022-03-19T10:00+19:00", "2022-03-19T10:00x", "1922-03-19T10:00"])
    func impossible(moment: String) throws {
        let (table, problems) = try read("person,place,in,out\na,P,2022-03-19T09:00,2022-03-19T10:00\na,P,\(moment),2022-03-19T10:00\n")
        #expect(problems.count == 1 && table.visitCount == 1)
    }

    @Test("a header that lacks a column stops the file")
    func header() {
        #expect(throws: TableProblem(line: 1, column: nil, kind: .header(missing: ["in"], found: ["person", "place", "out"]))) {
            try read("person,place,out\n")
        }
        #expect(throws: TableProblem.self) { try read("") }
    }

    @Test("a civil time in the hour that summer time skips or repeats is read as the zone says")
    func summerTime() throws {
        let zone = try #require(CivilZone("Europe/Berlin"))
        var reader = VisitReader(zone: zone)
        let text = Array("person,place,in,out\na,P,2022-03-27T01:30,2022-03-27T03:30\n".utf8)
        _ = try text.withUnsafeBytes { try reader.read($0) { _, _ in } }
        let table = reader.finish()
        let stay = try #require(table.stays(ofPerson: 0).first)
        #expect(stay.end - stay.start == 3600)
    }
}

@Suite("A column file")
struct ColumnFileTests {
    private func file(_ table: VisitTable) -> [UInt8] { table.withFile { $0 + Array($1) } }

    private func read(_ bytes: [UInt8]) throws(ColumnFileError) -> VisitTable {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
        copy.copyBytes(from: bytes)
        let address = UInt(bitPattern: copy.baseAddress)
        return try VisitTable(columnFile: UnsafeRawBufferPointer(copy)) { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
    }

    @Test("holds the table it was written from, to the byte", arguments: 0..<10)
    func roundTrip(seed: UInt64) throws {
        let world = InventedVisits(seed: seed)
        let table = VisitTable(world.visits, scale: seed % 2 == 0 ? .minutes : .seconds(.shanghai))
        let bytes = file(table)
        let copy = try read(bytes)
        #expect(copy.scale == table.scale)
        #expect(file(copy) == bytes)
        let sources = (0..<UInt32(table.personCount)).map { Source(person: $0, from: .min, until: .max) }
        let rule = CoPresenceRule(minimum: .minutes(1))
        #expect(CoPresence(copy, rule).meetings(of: sources) == CoPresence(table, rule).meetings(of: sources))
    }

    @Test("that was cut, lengthened, damaged or is something else is refused, never read wrongly")
    func damage() throws {
        let table = VisitTable(InventedVisits(seed: 3).visits)
        let bytes = file(table)
        #expect(throws: ColumnFileError.size(found: bytes.count - 8, expected: bytes.count)) { try read(bytes.dropLast(8)) }
        #expect(throws: ColumnFileError.size(found: bytes.count + 8, expected: bytes.count)) { try read(bytes + [UInt8](repeating: 0, count: 8)) }
        #expect(throws: ColumnFileError.notAColumnFile) { try read(Array("person,place,in,out\n".utf8)) }
        #expect(throws: ColumnFileError.size(found: 40, expected: nil)) { try read(Array(bytes.prefix(40))) }
        for position in stride(from: 128, to: bytes.count, by: 97) {
            var damaged = bytes
            damaged[position] ^= 0x10
            #expect(throws: ColumnFileError.damaged(section: "checksum")) { try read(damaged) }
        }
        var version = bytes
        version[8] = 9
        #expect(throws: ColumnFileError.version(found: 9, expected: 1)) { try read(version) }
    }
}
