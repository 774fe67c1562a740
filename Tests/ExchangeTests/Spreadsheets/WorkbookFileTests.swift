import Register
import Testing
import Vocabulary

@testable import Exchange

@Suite("Workbooks that come in")
struct WorkbookFileTests {
    /// A workbook as Excel writes them: shared strings, styles, a hidden sheet; `sheets` are the rows of each visible sheet.
    static func workbook(_ sheets: [(name: String, rows: String)], strings: [String] = [], properties: String = "") -> [UInt8] {
        var zip = ZipStream()
        var output: [UInt8] = []
        func part(_ name: String, _ text: String) {
            zip.begin(name, &output)
            zip.add(Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + text).utf8), &output)
            zip.end(&output)
        }
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        part("_rels/.rels", "<Relationships><Relationship Id='rId1' Type='\(office)/officeDocument' Target='/xl/workbook.xml'/></Relationships>")
        let list = sheets.indices.map { "<sheet name=\"\(sheets[$0].name)\" sheetId=\"\($0 + 1)\" r:id=\"s\($0)\"/>" }.joined()
        part("xl/workbook.xml", "<workbook>\(properties)<sheets><sheet name='hidden' state='hidden' r:id='h'/>\(list)</sheets></workbook>")
        let relations = sheets.indices.map { "<Relationship Id=\"s\($0)\" Type=\"\(office)/worksheet\" Target=\"worksheets/s\($0).xml\"/>" }.joined()
        part(
            "xl/_rels/workbook.xml.rels",
            "<Relationships>\(relations)<Relationship Id='t' Type='\(office)/sharedStrings' Target='./sharedStrings.xml'/>"
                + "<Relationship Id='f' Type='\(office)/styles' Target='styles.xml'/></Relationships>")
        part("xl/sharedStrings.xml", "<sst>\(strings.map { "<si>\($0)</si>" }.joined())</sst>")
        let formats = [0, 14, 22, 165, 166, 167, 2, 20, 57].map { "<xf numFmtId=\"\($0)\"/>" }.joined()
        part(
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='165' formatCode='yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/>"
                + "<numFmt numFmtId='166' formatCode='[h]:mm'/><numFmt numFmtId='167' formatCode='0\\d&quot; days&quot;'/></numFmts>"
                + "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs>\(formats)</cellXfs></styleSheet>")
        for (index, sheet) in sheets.enumerated() {
            part("xl/worksheets/s\(index).xml", "<worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>")
        }
        zip.finish(&output)
        return output
    }

    static func text(_ rows: String, strings: [String] = [], properties: String = "") throws -> String {
        let file = try WorkbookFile(workbook([("Sheet1", rows)], strings: strings, properties: properties))
        let sheet = try #require(file.sheets.first)
        return String(decoding: try file.text(of: sheet), as: UTF8.self)
    }

    @Test(
        "a cell's text is what its sheet shows, and no digit more than it has",
        arguments: [
            ("<c r=\"A1\" t=\"s\"><v>0</v></c>", "张三"), ("<c r=\"A1\" t=\"s\"><v>1</v></c>", "孙丽"),
            ("<c r=\"A1\" t=\"inlineStr\"><is><t>a &amp; b&#x4E00;</t></is></c>", "a & b一"),
            ("<x:c r=\"A1\" t=\"str\"><x:f>1&lt;2</x:f><x:v>yes</x:v></x:c>", "yes"), ("<c r=\"A1\" t=\"b\"><v>1</v></c>", "TRUE"),
            ("<c r=\"A1\"><v>13900000000</v></c>", "13900000000"), ("<c r=\"A1\"><v>31.25</v></c>", "31.25"),
            ("<c r=\"A1\"><v>31.199999999999999</v></c>", "31.2"), ("<c r=\"A1\"><v>4.3010219800101003E+17</v></c>", "4.30102E+17"),
            ("<c r=\"A1\"><v>430102198001010030</v></c>", "4.30102E+17"), ("<c r=\"A1\" t=\"s\"><v>2</v></c>", "430102198001010030"),
            ("<c r=\"A1\" s=\"1\"><v>44639</v></c>", "2022-03-19"), ("<c r=\"A1\" s=\"2\"><v>44639.5</v></c>", "2022-03-19 12:00"),
            ("<c r=\"A1\" s=\"3\"><v>44639</v></c>", "2022-03-19"), ("<c r=\"A1\" s=\"8\"><v>44639</v></c>", "2022-03-19"),
            ("<c r=\"A1\" s=\"1\"><v>44639.999999</v></c>", "2022-03-20"),
            ("<c r=\"A1\" s=\"2\"><v>44639.925555555557</v></c>", "2022-03-19 22:12:48"),
            ("<c r=\"A1\" s=\"7\"><v>0.5625</v></c>", "13:30"), ("<c r=\"A1\" s=\"4\"><v>1.5</v></c>", "1.5"),
            ("<c r=\"A1\" s=\"5\"><v>14</v></c>", "14"),
            ("<c r=\"A1\" s=\"6\"><v>2.5</v></c>", "2.5"), ("<c r=\"A1\" s=\"1\"><v>1</v></c>", "1900-01-01"),
            ("<c r=\"A1\" s=\"1\"><v>61</v></c>", "1900-03-01"), ("<c r=\"A1\" t=\"d\"><v>2022-03-19T08:00:00</v></c>", "2022-03-19T08:00:00"),
            ("<c r=\"A1\" t=\"inlineStr\"><is><t>a_x000D_b_x005F_x</t></is></c>", "a b_x"), ("<c r=\"A1\" s=\"9\"/>", ""),
        ])
    func cells(cell: String, expected: String) throws {
        let strings = ["<t>张三</t>", "<r><t>孙</t></r><r><t>丽</t></r><rPh><t>sun li</t></rPh>", "<t>430102198001010030</t>"]
        let text = try WorkbookFileTests.text("<row r=\"1\">\(cell)</row>", strings: strings)
        #expect(text.filter { !$0.isNewline } == expected)
    }

    @Test("days of a workbook from 1904 count from there")
    func from1904() throws {
        let text = try WorkbookFileTests.text("<row><c s=\"1\"><v>43177</v></c></row>", properties: "<workbookPr date1904=\"1\"/>")
        #expect(text == "2022-03-19\r\n")
    }

    @Test("a row stands on the line of its number, a cell in the column of its letters, and a break within a cell is a space")
    func places() throws {
        let text = try WorkbookFileTests.text(
            "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>a\nb,\"c\"</t></is></c><c r=\"E2\"/></row>"
                + "<row><c t=\"inlineStr\"><is><t>=1</t></is></c><c><v>2</v></c></row><row r=\"6\"><c r=\"AA6\"><v>1</v></c></row>")
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        #expect(lines == ["", ",\"a b,\"\"c\"\"\"", "'=1,2", "", "", String(repeating: ",", count: 26) + "1", ""])
    }

    @Test("the sheet whose columns are known is read, hidden ones are passed over, and the others are named")
    func sheets() throws {
        let remarks = "<row><c t=\"inlineStr\"><is><t>填表说明</t></is></c></row>"
        let rows =
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>"
            + "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>4</v></c><c r=\"B3\"><v>13900000000</v></c><c r=\"C3\" s=\"2\"><v>44639.5</v></c>"
            + "<c r=\"D3\" t=\"s\"><v>5</v></c></row><row r=\"4\"><c r=\"A4\" t=\"s\"><v>4</v></c><c r=\"B4\"><v>4.3010219800101E+17</v></c></row>"
        let strings = ["姓名", "手机号", "采样时间", "检测结果", "张三", "阴性"].map { "<t>\($0)</t>" }
        let bytes = WorkbookFileTests.workbook([("说明", remarks), ("检测", rows), ("空", "")], strings: strings)
        let plan = try ImportPlan(.bytes(bytes, name: "a.xlsx"), kind: .tests, context: World.context())
        #expect(plan.sheet == TableSheet(name: "检测", others: ["说明"]) && plan.form == "sheet “检测”")
        let (read, rejections) = try World.read(plan)
        #expect(read.map(\.line) == [3] && read.first?.person?.identity.phones == ["13900000000"])
        #expect(read.first?.facts.first?.happenedAt == World.at("2022-03-19T12:00"))
        #expect(rejections.map(\.line) == [4] && rejections.first?.file == "a.xlsx")
        #expect(rejections.first?.problems.contains { $0.reason == .rounded } == true)
        #expect(try TableSurvey(.bytes(bytes, name: "a.xlsx"), kind: .tests).sheet?.name == "检测")
    }

    @Test("what is written as a workbook is read as the same rows")
    func roundTrip() throws {
        let text =
            "姓名,证件号码,手机号,采样时间,检测结果,报告时间,Ct值（N）\n张三,,13900000001,2022-03-19 08:10:05,阴性,2022-03-19 18:00,\n"
            + "\"李 \"\"四\"\"\",,13900000002,2022-03-19 08:20,阳性,2022-03-19 18:00,31.25\n"
        let plan = try World.plan(text, .tests)
        let (rows, _) = try World.read(plan)
        var file = TableFile(xlsx: TableWriter(.tests, language: .chinese, zone: .shanghai))
        var bytes = file.beginning()
        for row in rows { file.append(row, about: nil, to: &bytes) }
        file.finish(&bytes)
        let (again, rejections) = try World.read(ImportPlan(.bytes(bytes, name: "x.xlsx"), kind: .tests, context: World.context()))
        #expect(rejections.isEmpty && rows.count == 2)
        #expect(again.map(\.facts) == rows.map(\.facts) && again.map { $0.keys.map(\.content) } == rows.map { $0.keys.map(\.content) })
    }

    @Test("what is no workbook, or half of one, says so in both languages")
    func damaged() throws {
        let whole = WorkbookFileTests.workbook([("a", "<row><c><v>1</v></c></row>")])
        var empty = ZipStream()
        var archive: [UInt8] = []
        empty.begin("mimetype", &archive)
        empty.end(&archive)
        empty.finish(&archive)
        for bytes in [Array(whole.prefix(whole.count / 2)), archive] {
            do {
                _ = try TableSurvey(.bytes(bytes, name: "a.xlsx"), kind: .cases)
                Issue.record("read")
            } catch {
                #expect(error.text.zh.contains("a.xlsx") && error.text.en.contains("no whole XLSX workbook"))
            }
        }
        var locked = whole
        let place = try #require(locked.indices.dropLast(4).last { locked[$0..<$0 + 4] == [0x50, 0x4B, 1, 2] })
        locked[place + 8] |= 1
        #expect(throws: WorkbookFile.Fault.encrypted) { try WorkbookFile(locked) }
        #expect(throws: TableError.empty(file: "e.xlsx")) {
            try TableSurvey(.bytes(WorkbookFileTests.workbook([("a", "<row><c/></row>")]), name: "e.xlsx"), kind: .cases)
        }
    }

    @Test("bytes changed and cut at random never stop the program, whether in the file or in what it holds", arguments: 0..<4)
    func mutations(round: Int) {
        var dice = Dice(seed: UInt64(round) &* 104_729 &+ 7)
        let rows =
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>44639.5</v></c></row><row r=\"9\"><c t=\"inlineStr\"><is><t>x</t></is></c></row>"
        for _ in 0..<150 {
            var markup = Array(rows.utf8)
            for _ in 0..<dice.below(6) {
                let place = dice.below(markup.count)
                switch dice.below(3) {
                case 0: markup[place] = dice.pick(Array("<>/\"'&;=09 crvst".utf8))
                case 1: markup.removeSubrange(place..<min(markup.count, place + dice.below(9)))
                default: markup.insert(contentsOf: markup[place..<min(markup.count, place + dice.below(30))], at: place)
                }
                if markup.isEmpty { markup = [0x3C] }
            }
            var bytes = WorkbookFileTests.workbook([("a", String(decoding: markup, as: UTF8.self))], strings: ["<t>姓名</t>"])
            if dice.below(3) == 0 {
                for _ in 0...dice.below(4) { bytes[dice.below(bytes.count)] = UInt8(dice.below(256)) }
            } else if dice.below(4) == 0 {
                bytes.removeLast(dice.below(bytes.count))
            }
            do {
                _ = try TableSurvey(.bytes(bytes, name: "x.xlsx"), kind: .cases)
            } catch {
                #expect(!error.text.zh.isEmpty)
            }
        }
    }
}
