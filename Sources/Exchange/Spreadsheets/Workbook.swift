import Vocabulary

/// What a cell of a spreadsheet holds.
public enum SheetCell: Hashable, Sendable {
    /// Nothing.
    case empty
    /// Text, and numbers that are names: documents, telephones, codes. Never taken for a number or a formula.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number.
    case decimal(Double)
    /// A day.
    case day(CivilDate)
    /// A moment as a clock on the wall shows it: the day, and milliseconds after its midnight.
    case moment(CivilDate, Int)

    /// A moment as the clocks of a zone show it.
    public static func moment(_ instant: Instant, in zone: CivilZone) -> SheetCell {
        .moment(zone.date(of: instant), zone.timeOfDay(of: instant))
    }
}

/// Writes rows as a workbook of Excel (ECMA-376 Part 1, SpreadsheetML, transitional), piece by piece.
///
///     var workbook = Workbook(sheet: "cases", header: ["Name", "Onset date"])
///     var bytes = workbook.beginning()
///     workbook.append([.text("张三"), .day(onset)], to: &bytes)       // hand the bytes on and clear them as often as you like
///     workbook.finish(&bytes)
///
/// Dates are dates, whole numbers are numbers, everything else is text. A sheet holds 1,048,576 rows (§18.3.1.73); more go on another. The header
/// stays in sight and has a filter.
public struct Workbook: Sendable {
    /// Rows of a sheet, the header included.
    public static let longestSheet = 1_048_576
    /// Characters of a cell that Excel takes.
    static let longestText = 32_767

    private let name: String
    private let header: [String]
    private let rowLimit: Int
    private var zip = ZipStream()
    private var sheets = 0
    private var row = 0

    /// A workbook of a sheet name and a header.
    public init(sheet name: String, header: [String]) {
        self.init(sheet: name, header: header, rowLimit: Workbook.longestSheet)
    }

    init(sheet name: String, header: [String], rowLimit: Int) {
        // §18.2.19: at most 31 characters, none of \ / ? * [ ] :
        self.name = String(name.filter { !"\\/?*[]:'".contains($0) }.prefix(25))
        self.header = header
        self.rowLimit = rowLimit
    }

    /// The beginning of the file.
    public mutating func beginning() -> [UInt8] {
        var output: [UInt8] = []
        beginSheet(&output)
        return output
    }

    /// Appends a row.
    public mutating func append(_ cells: [SheetCell], to output: inout [UInt8]) {
        if row == rowLimit {
            endSheet(&output)
            beginSheet(&output)
        }
        write(cells, isHeader: false, &output)
    }

    /// Writes the end of the file.
    public mutating func finish(_ output: inout [UInt8]) {
        endSheet(&output)
        part("xl/styles.xml", Workbook.styles, &output)
        let names = (1...sheets).map { $0 == 1 ? name : "\(name) \($0)" }
        let list = names.enumerated().map { "<sheet name=\"\(SheetText.escaped($0.1))\" sheetId=\"\($0.0 + 1)\" r:id=\"rId\($0.0 + 1)\"/>" }.joined()
        part(
            "xl/workbook.xml",
            "<workbook xmlns=\"\(Workbook.main)\" xmlns:r=\"\(Workbook.office)\"><sheets>\(list)</sheets></workbook>", &output)
        let relations = (1...sheets).map { relation($0, "worksheet", "worksheets/sheet\($0).xml") } + [relation(sheets + 1, "styles", "styles.xml")]
        part("xl/_rels/workbook.xml.rels", relationships(relations), &output)
        part("_rels/.rels", relationships([relation(1, "officeDocument", "xl/workbook.xml")]), &output)
        let kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
        let parts =
            [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
            + (1...sheets).map { ("/xl/worksheets/sheet\($0).xml", "worksheet") }
        let overrides = parts.map { "<Override PartName=\"\($0.0)\" ContentType=\"\(kinds)\($0.1)+xml\"/>" }.joined()
        part(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>\(overrides)</Types>", &output)
        zip.finish(&output)
    }

    // MARK: sheets

    private mutating func beginSheet(_ output: inout [UInt8]) {
        sheets += 1
        row = 0
        zip.begin("xl/worksheets/sheet\(sheets).xml", &output)
        let columns = header.indices.map { index in
            // A Chinese character is two digits wide.
            let width = min(40, max(11, header[index].unicodeScalars.reduce(2) { $0 + ($1.value > 0xFF ? 2 : 1) }))
            return "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
        }
        add(
            Workbook.declaration + "<worksheet xmlns=\"\(Workbook.main)\"><sheetViews><sheetView workbookViewId=\"0\">"
                + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
                + (columns.isEmpty ? "" : "<cols>\(columns.joined())</cols>") + "<sheetData>", &output)
        write(header.map(SheetCell.text), isHeader: true, &output)
    }

    private mutating func endSheet(_ output: inout [UInt8]) {
        let last = SheetText.column(max(0, header.count - 1))
        add("</sheetData><autoFilter ref=\"A1:\(last)\(max(1, row))\"/></worksheet>", &output)
        zip.end(&output)
    }

    private mutating func write(_ cells: [SheetCell], isHeader: Bool, _ output: inout [UInt8]) {
        row += 1
        var text = "<row r=\"\(row)\">"
        for (index, cell) in cells.enumerated() { SheetText.append(cell, at: "\(SheetText.column(index))\(row)", isHeader: isHeader, to: &text) }
        text += "</row>"
        add(text, &output)
    }

    // MARK: parts

    private mutating func part(_ name: String, _ text: String, _ output: inout [UInt8]) {
        zip.begin(name, &output)
        add(Workbook.declaration + text, &output)
        zip.end(&output)
    }

    private mutating func add(_ text: String, _ output: inout [UInt8]) { zip.add(Array(text.utf8), &output) }

    private func relation(_ number: Int, _ kind: String, _ target: String) -> String {
        "<Relationship Id=\"rId\(number)\" Type=\"\(Workbook.office)/\(kind)\" Target=\"\(target)\"/>"
    }

    private func relationships(_ relations: [String]) -> String {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(relations.joined())</Relationships>"
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    /// Formats by number: 0 as it is, 1 a day, 2 a moment, 3 text, 4 the header.
    private static let styles =
        "<styleSheet xmlns=\"\(main)\"><numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
        + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm\"/></numFmts>"
        + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs><cellXfs count=\"5\">"
        + ["0", "164", "165", "49"].map { "<xf numFmtId=\"\($0)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>" }
        .joined()
        + "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>"
        + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>"
}
