/// A workbook that somebody sends: its sheets as text tables (ECMA-376 Part 1, SpreadsheetML, transitional and strict).
///
/// Each row stands on the line of its number, so that a message names the row that the sender sees. Days and times are written as such, numbers
/// that have lost digits so that nobody takes them for whole, and text exactly, but for line breaks within a cell, which become spaces.
struct WorkbookFile {
    /// A sheet that people see.
    struct Sheet {
        var name: String
        fileprivate var part: String
    }

    /// Why a workbook cannot be read.
    enum Fault: Error, Equatable {
        case damaged
        case encrypted
        case tooLarge
    }

    /// The sheets that are not hidden, in their order.
    private(set) var sheets: [Sheet] = []
    private let archive: ZipArchive
    private var strings: [[UInt8]] = []
    private var formats: [SheetNumber] = []
    private var isFrom1904 = false

    /// Reads what the sheets have in common.
    init(_ bytes: [UInt8]) throws(Fault) {
        do {
            archive = try ZipArchive(bytes)
        } catch {
            throw Fault(error)
        }
        guard let main = try relations(of: "").first(where: { $0.kind.hasSuffix("/officeDocument") })?.target else { throw .damaged }
        let parts = try relations(of: main)
        let targets = Dictionary(parts.map { ($0.id, $0.target) }, uniquingKeysWith: { first, _ in first })
        try forEach(in: main) { scanner, event in
            guard event == .opening else { return }
            if scanner.isNamed("workbookPr") {
                isFrom1904 = ["1", "true"].contains(scanner.attribute("date1904") ?? "")
            } else if scanner.isNamed("sheet"), (scanner.attribute("state") ?? "visible") == "visible",
                let name = scanner.attribute("name"), let part = scanner.attribute("id").flatMap({ targets[$0] })
            {
                sheets.append(Sheet(name: name, part: part))
            }
        }
        if let part = parts.first(where: { $0.kind.hasSuffix("/sharedStrings") })?.target { try readStrings(part) }
        if let part = parts.first(where: { $0.kind.hasSuffix("/styles") })?.target { try readFormats(part) }
    }

    /// A sheet as a table in UTF-8 with commas; empty if the sheet is.
    func text(of sheet: Sheet) throws(Fault) -> [UInt8] {
        var rows = SheetRows()
        try forEach(in: sheet.part) { scanner, event in try rows.take(scanner, event, self) }
        return rows.text
    }

    // MARK: what the sheets have in common

    private typealias Relation = (id: String, kind: String, target: String)

    /// The parts to which a part refers; those of the whole file by the empty name.
    private func relations(of part: String) throws(Fault) -> [Relation] {
        let folder = part.lastIndex(of: "/").map { String(part[...$0]) } ?? ""
        var relations: [Relation] = []
        try forEach(in: "\(folder)_rels/\(part.dropFirst(folder.count)).rels") { scanner, event in
            guard event == .opening, scanner.isNamed("Relationship"), let id = scanner.attribute("Id"), let kind = scanner.attribute("Type"),
                let target = scanner.attribute("Target")
            else { return }
            relations.append((id, kind, WorkbookFile.path(target, from: folder)))
        }
        return relations
    }

    /// A target that is told from the root of the file or from the folder of the part that refers to it.
    private static func path(_ target: String, from folder: String) -> String {
        var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = steps.popLast() } else { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }

    /// §18.4.9: a text may come in runs; the readings of its characters beside them do not belong to it.
    private mutating func readStrings(_ part: String) throws(Fault) {
        var text = RichText()
        try forEach(in: part) { scanner, event in
            if event == .opening, scanner.isNamed("si") { text = RichText() }
            text.take(scanner, event)
            if event == .closing, scanner.isNamed("si") { strings.append(text.bytes) }
        }
    }

    private mutating func readFormats(_ part: String) throws(Fault) {
        var own: [Int: SheetNumber] = [:]
        var isInCells = false
        try forEach(in: part) { scanner, event in
            if scanner.isNamed("cellXfs") { isInCells = event == .opening }
            guard event == .opening else { return }
            if scanner.isNamed("numFmt"), let number = scanner.number("numFmtId"), let format = scanner.attribute("formatCode") {
                own[number] = SheetNumber(format: format)
            } else if isInCells, scanner.isNamed("xf") {
                let number = scanner.number("numFmtId") ?? 0
                formats.append(own[number] ?? SheetNumber(builtIn: number))
            }
        }
    }

    fileprivate func string(_ index: Int) -> [UInt8]? { strings.indices.contains(index) ? strings[index] : nil }

    fileprivate func number(_ written: String, style: Int) -> String {
        (formats.indices.contains(style) ? formats[style] : .amount).text(written, isFrom1904: isFrom1904)
    }

    private func forEach(in part: String, _ body: (MarkupScanner, MarkupScanner.Event) throws -> Void) throws(Fault) {
        do {
            guard let content = try archive.contents(of: part) else { throw Fault.damaged }
            var scanner = MarkupScanner(content)
            while let event = try scanner.next() { try body(scanner, event) }
        } catch {
            throw Fault(error)
        }
    }
}

extension WorkbookFile.Fault {
    fileprivate init(_ error: any Error) {
        switch error {
        case let fault as WorkbookFile.Fault: self = fault
        case ZipArchive.Fault.encrypted: self = .encrypted
        case ZipArchive.Fault.tooLarge: self = .tooLarge
        default: self = .damaged
        }
    }
}

/// Text of one or several runs, without the readings of its characters (§18.4.6).
private struct RichText {
    var bytes: [UInt8] = []
    private var isInText = false
    private var isInReading = false

    mutating func take(_ scanner: borrowing MarkupScanner, _ event: MarkupScanner.Event) {
        switch event {
        case .text:
            if isInText, !isInReading { scanner.appendText(to: &bytes) }
        case .opening, .closing:
            if scanner.isNamed("t") { isInText = event == .opening }
            if scanner.isNamed("rPh") { isInReading = event == .opening }
        }
    }
}

/// The rows of a sheet (§18.3.1.73) on their way into a table.
private struct SheetRows {
    var text: [UInt8] = []
    private var row = 0
    private var column = -1
    private var cells: [String] = []
    private var kind = ""
    private var style = 0
    private var value: [UInt8] = []
    private var isInValue = false
    private var rich = RichText()
    private var isInRow = false
    private var isInCell = false

    mutating func take(_ scanner: borrowing MarkupScanner, _ event: MarkupScanner.Event, _ workbook: WorkbookFile) throws(WorkbookFile.Fault) {
        if isInCell {
            rich.take(scanner, event)
            if event == .text {
                if isInValue { scanner.appendText(to: &value) }
            } else if scanner.isNamed("v") {
                isInValue = event == .opening
            } else if scanner.isNamed("c"), event == .closing {
                try endCell(workbook)
            }
        } else if event == .opening, scanner.isNamed("c"), isInRow {
            try beginCell(scanner)
        } else if event != .text, scanner.isNamed("row") {
            if event == .opening { try beginRow(scanner) } else { try endRow() }
        }
    }

    private mutating func beginRow(_ scanner: borrowing MarkupScanner) throws(WorkbookFile.Fault) {
        let number = scanner.number("r") ?? row + 1
        guard number > row, number <= Workbook.longestSheet else { throw .damaged }
        // A line for every row, the empty ones too.
        text += repeatElement(0x0A, count: number - row - 1)
        (row, column, isInRow) = (number, -1, true)
        cells.removeAll(keepingCapacity: true)
    }

    private mutating func endRow() throws(WorkbookFile.Fault) {
        while cells.last?.isEmpty == true { cells.removeLast() }
        if cells.isEmpty { text.append(0x0A) } else { CSVText.append(cells, to: &text) }
        isInRow = false
        // A few bytes can name a cell far to the right: what a row becomes is larger than what it was.
        guard text.count <= ZipArchive.largestMember else { throw .tooLarge }
    }

    private mutating func beginCell(_ scanner: borrowing MarkupScanner) throws(WorkbookFile.Fault) {
        column = scanner.attribute("r").flatMap(SheetRows.column) ?? column + 1
        guard column >= cells.count, column < SheetRows.columnLimit else { throw .damaged }
        kind = scanner.attribute("t") ?? "n"
        style = scanner.number("s") ?? 0
        value.removeAll(keepingCapacity: true)
        (rich, isInValue, isInCell) = (RichText(), false, true)
    }

    private mutating func endCell(_ workbook: WorkbookFile) throws(WorkbookFile.Fault) {
        isInCell = false
        let written = String(decoding: value, as: UTF8.self)
        let content: String
        switch kind {
        case "s":
            guard let index = Int(written), let string = workbook.string(index) else { throw .damaged }
            content = SheetText.unescaped(String(decoding: string, as: UTF8.self))
        case "inlineStr": content = SheetText.unescaped(String(decoding: rich.bytes, as: UTF8.self))
        case "str": content = SheetText.unescaped(written)
        case "b": content = written == "1" ? "TRUE" : "FALSE"
        case "n": content = written.isEmpty ? "" : workbook.number(written, style: style)
        // Dates of the strict form are written as such; what went wrong in a formula is what people see.
        default: content = written
        }
        guard !content.isEmpty else { return }
        while cells.count < column { cells.append("") }
        cells.append(content.contains(where: \.isNewline) ? String(content.map { $0.isNewline ? " " : $0 }) : content)
    }

    /// `A` to `XFD` (§18.3.1.4).
    private static let columnLimit = 16_384

    /// The column of a reference such as `AB12`, from 0.
    private static func column(of reference: String) -> Int? {
        var number = 0
        for byte in reference.utf8 {
            guard (0x41...0x5A).contains(byte) else { break }
            number = number * 26 + Int(byte) - 0x40
            guard number <= columnLimit else { return nil }
        }
        return number > 0 ? number - 1 : nil
    }
}
