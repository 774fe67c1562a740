/// Cells and rows of RFC 4180, safe to open in a spreadsheet.
enum CSVText {
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Appends a row.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front, which import takes off again; so does one that
    /// begins like such an apostrophe or like a remark.
    static func append(_ cells: some Sequence<String>, to output: inout [UInt8]) {
        var isFirst = true
        for cell in cells {
            if !isFirst { output.append(0x2C) }
            isFirst = false
            append(cell, to: &output)
        }
        output.append(contentsOf: [0x0D, 0x0A])
    }

    private static func append(_ cell: String, to output: inout [UInt8]) {
        var cell = cell
        cell.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last else { return }
            let isGuarded = CellText.isFormulaSign(first) || first == 0x23 || (first == 0x27 && bytes.count > 1 && CellText.isForced(bytes[1]))
            let isQuoted = first == 0x20 || last == 0x20 || bytes.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            if isQuoted { output.append(0x22) }
            if isGuarded { output.append(0x27) }
            if isQuoted {
                for byte in bytes {
                    if byte == 0x22 { output.append(0x22) }
                    output.append(byte)
                }
                output.append(0x22)
            } else {
                output.append(contentsOf: bytes)
            }
        }
    }
}

/// The language of headers and choices in written files.
public enum TableLanguage: String, CaseIterable, Sendable, Codable {
    case chinese = "zh"
    case english = "en"
}

/// The rejected rows of an import as a file that can be corrected and imported again: the columns of the original behind one that says
/// what is wrong, which the next import passes over.
///
/// It holds what the rows held, identities included: seal it and let it expire.
public struct RejectionWriter: Sendable {
    private let headers: [String]
    private let kept: [Int]
    private let language: TableLanguage

    /// A writer for the rejections of a plan's file.
    public init(_ plan: ImportPlan, language: TableLanguage) {
        // The error column of an earlier round is replaced, not kept beside the new one.
        let errors = Set(FileSurvey.errorHeaders.flatMap { [HeaderText.normalised($0.zh), HeaderText.normalised($0.en)] })
        kept = plan.layout.indices.filter { !errors.contains(HeaderText.normalised(plan.layout[$0].header)) }
        headers = kept.map { plan.layout[$0].header }
        self.language = language
    }

    /// The beginning of the file: byte order mark and header.
    public func beginning() -> [UInt8] {
        var output = CSVText.mark
        let name = FileSurvey.errorHeaders.first
        CSVText.append([language == .chinese ? name?.zh ?? "" : name?.en ?? ""] + headers, to: &output)
        return output
    }

    /// Appends a rejected row.
    public func append(_ rejection: RowRejection, to output: inout [UInt8]) {
        let text = language == .chinese ? rejection.text.zh : rejection.text.en
        let columns = (kept.last ?? -1) + 1
        let own = kept.map { $0 < rejection.cells.count ? rejection.cells[$0] : "" }
        CSVText.append([text] + own + rejection.cells.dropFirst(columns), to: &output)
    }
}
