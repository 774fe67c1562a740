import Vocabulary

/// What is wrong with a row of a table of visits or cases, so that it can be put right.
public struct TableProblem: Error, Hashable, Sendable {
    /// The line, from 1; the header is line 1.
    public let line: Int
    /// The column's name, or nil where the whole row is meant.
    public let column: String?
    /// What is wrong with it.
    public let kind: Kind

    /// Ways in which a row can be wrong.
    public enum Kind: Hashable, Sendable {
        /// The cell is empty.
        case empty
        /// The cell is no moment of the form that the file uses.
        case noMoment(found: String, isInMinutes: Bool)
        /// The cell is no day.
        case noDay(found: String)
        /// The end lies before the beginning.
        case endsBeforeItBegins(found: String)
        /// The row has too few cells.
        case cells(found: Int, expected: Int)
        /// A quoted cell does not end on its line, or something follows the closing quote.
        case quotes
        /// The header lacks columns.
        case header(missing: [String], found: [String])
        /// The person has no moment from which the window could be counted.
        case noAnchor(expected: [String])
    }

    /// The problem in words, with its place.
    public var text: LocalizedText {
        let what = kind.text
        let zh = column.map { "第 \(line) 行“\($0)”列：" } ?? "第 \(line) 行："
        let en = column.map { "line \(line), column “\($0)”: " } ?? "line \(line): "
        return LocalizedText(zh: zh + what.zh, en: en + what.en)
    }
}

extension TableProblem: CustomStringConvertible {
    /// The problem in English.
    public var description: String { text.en }
}

extension TableProblem.Kind {
    var text: LocalizedText {
        switch self {
        case .empty: LocalizedText(zh: "空白；应有内容", en: "empty; something is expected")
        case .noMoment(let found, true):
            LocalizedText(zh: "“\(found)”不是时刻；本文件的时刻应为整数分钟，如 1440", en: "“\(found)” is no moment; this file counts whole minutes, such as 1440")
        case .noMoment(let found, false):
            LocalizedText(
                zh: "“\(found)”不是时刻；应为 2022-03-19T10:00，秒和时区可有可无，1932 至 2068 年",
                en: "“\(found)” is no moment; expected 2022-03-19T10:00, with seconds or an offset such as +08:00 or without, from 1932 to 2068")
        case .noDay(let found): LocalizedText(zh: "“\(found)”不是日期；应为 2022-03-19", en: "“\(found)” is no day; expected 2022-03-19")
        case .endsBeforeItBegins(let found):
            LocalizedText(zh: "“\(found)”早于开始时刻；结束不得早于开始", en: "“\(found)” lies before the beginning; an end not before it is expected")
        case .cells(let found, let expected):
            LocalizedText(zh: "只有 \(found) 格；表头有 \(expected) 列", en: "\(found) cells; the header has \(expected) columns")
        case .quotes:
            LocalizedText(zh: "引号不成对；以引号开头的格应在同一行以引号结束", en: "unbalanced quotes; a cell that begins with a quote ends with one on its line")
        case .header(let missing, let found):
            LocalizedText(
                zh: "表头缺少 \(missing.joined(separator: "、"))；现有 \(found.joined(separator: "、"))",
                en: "the header lacks \(missing.joined(separator: ", ")); it has \(found.joined(separator: ", "))")
        case .noAnchor(let expected):
            LocalizedText(
                zh: "没有可以起算的时间；应填写 \(expected.joined(separator: "、")) 之一",
                en: "no date to count from; fill in one of \(expected.joined(separator: ", "))")
        }
    }
}
