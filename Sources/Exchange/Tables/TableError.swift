import Vocabulary

/// Why a file as a whole cannot be read as a table. Faults of single rows are `RowRejection`s and stop nothing.
public enum TableError: Error, Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable(file: String, reason: String)
    /// There is nothing in it.
    case empty(file: String)
    /// It is no text; `looksLike` names what it seems to be.
    case notText(file: String, looksLike: String?)
    /// It is a workbook that cannot be read.
    case workbook(file: String, reason: LocalizedText)
    /// This machine cannot convert from the encoding.
    case encodingUnavailable(file: String, encoding: TextEncoding)
    /// A line without end, or a file that is no table.
    case rowTooLong(file: String, line: Int, limit: Int)
    /// Quotation marks that are opened and never closed, again and again.
    case unclosedQuotes(file: String, line: Int)
    /// More columns than any table has.
    case tooManyColumns(file: String, line: Int, limit: Int)
    /// Columns that the kind of table cannot do without are missing.
    case missingColumns(file: String, [MissingColumn])
    /// The saved mapping does not fit.
    case mapping(reason: LocalizedText)

    /// What is wrong and what to do about it.
    public var text: LocalizedText {
        switch self {
        case .unreadable(let file, let reason):
            LocalizedText(zh: "无法读取\(file)：\(reason)", en: "\(file) cannot be read: \(reason)")
        case .empty(let file):
            LocalizedText(zh: "\(file)是空文件", en: "\(file) is empty")
        case .notText(let file, let looksLike):
            LocalizedText(
                zh: "\(file)不是表格" + (looksLike.map { "，看起来是\($0)" } ?? "") + "；请另存为XLSX或CSV（UTF-8）后导入",
                en: "\(file) is no table" + (looksLike.map { ", it looks like \($0)" } ?? "") + "; save it as XLSX or CSV (UTF-8) and import that")
        case .workbook(let file, let reason):
            LocalizedText(zh: "\(file)\(reason.zh)", en: "\(file) \(reason.en)")
        case .encodingUnavailable(let file, let encoding):
            LocalizedText(
                zh: "本机无法转换\(file)的编码\(encoding.name)；请另存为UTF-8", en: "this machine cannot convert \(file) from \(encoding.name); save it as UTF-8")
        case .rowTooLong(let file, let line, let limit):
            LocalizedText(
                zh: "\(file)第\(line)行超过\(limit)字节仍未结束，不是表格或换行符缺失",
                en: "\(file), line \(line): no end of line within \(limit) bytes; this is no table, or its line breaks are missing")
        case .unclosedQuotes(let file, let line):
            LocalizedText(
                zh: "\(file)第\(line)行的引号没有成对，此后各行无法分辨",
                en: "\(file), line \(line): quotation marks are not closed, the rows after it cannot be told apart")
        case .tooManyColumns(let file, let line, let limit):
            LocalizedText(zh: "\(file)第\(line)行超过\(limit)列", en: "\(file), line \(line): more than \(limit) columns")
        case .missingColumns(let file, let columns):
            LocalizedText(
                zh: "\(file)缺少列：" + columns.map(\.text.zh).joined(separator: "；"),
                en: "\(file) lacks columns: " + columns.map(\.text.en).joined(separator: "; "))
        case .mapping(let reason):
            LocalizedText(zh: "字段映射：\(reason.zh)", en: "mapping: \(reason.en)")
        }
    }
}

extension TableError: CustomStringConvertible {
    /// The English text.
    public var description: String { text.en }
}
