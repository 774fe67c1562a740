import Exchange
import Testing

/// All rows of a table as texts.
private func rows(_ table: ByteTable) -> [[String]] {
    var rows: [[String]] = []
    for part in table.parts {
        _ = table.forEachRow(in: part) { cells in rows.append((0..<cells.count).map { String(decoding: cells[$0], as: UTF8.self) }) }
    }
    return rows
}

@Suite("Tables held as bytes")
struct ByteTableTests {
    @Test("cells are given without quotation marks, white space around them and line ends")
    func cells() throws {
        let table = try ByteTable(.text("\u{FEFF}id, name ,note\r\n1, \"Li, Anna\" ,\"said \"\"no\"\"\"\r\n2,,\"two\nlines\"\r\n\r\n3,x,y"))
        #expect(table.headers == ["id", "name", "note"])
        #expect(rows(table) == [["1", "Li, Anna", "said \"no\""], ["2", "", "two\nlines"], ["3", "x", "y"]])
    }

    @Test("rows with too many or too few cells are told by their line and left out")
    func misshapen() throws {
        let table = try ByteTable(.text("a;b\n1;2\n3\n\"x\ny\";4\n5;6;7\n"))
        let part = try #require(table.parts.first)
        var count = 0
        let read = table.forEachRow(in: part) { _ in count += 1 }
        #expect(count == 2)
        #expect(read.misshapen.map(\.line) == [2, 5])
        #expect(read.misshapen.map(\.cells) == [1, 3])
        #expect(table.linesBeforeRows == 1)
    }

    @Test("text of another encoding is converted")
    func encoding() throws {
        let table = try ByteTable(.bytes([0xD0, 0xD5, 0xC3, 0xFB, 0x0A, 0xD5, 0xC5, 0xC8, 0xFD, 0x0A], name: "gbk.csv"))
        #expect(table.headers == ["姓名"])
        #expect(rows(table) == [["张三"]])
    }

    @Test("a large table comes in parts that hold every row once, in order")
    func parts() throws {
        let text =
            "id,text\n" + (0..<200_000).map { $0.isMultiple(of: 7) ? "\($0),\"a\nquoted, cell\"\n" : "\($0),a plain cell of some length\n" }.joined()
        let table = try ByteTable(.text(text))
        #expect(table.parts.count > 1)
        #expect(rows(table).map { $0[0] } == (0..<200_000).map(String.init))
    }

    @Test("what is empty or no text is refused")
    func refused() {
        #expect(throws: TableError.self) { try ByteTable(.text("")) }
        #expect(throws: TableError.notText(file: "x", looksLike: "PDF")) { try ByteTable(.bytes(Array("%PDF-1.7 ...".utf8), name: "x")) }
        #expect(throws: TableError.self) { try ByteTable(.file(path: "/nowhere/x.csv")) }
    }
}
