import Vocabulary

/// The values of a column with a closed choice that nobody knows, or that a mapping reads as others: for the page on which they are given a meaning.
public struct ColumnValues: Sendable {
    /// A value as the file has it.
    public struct Value: Hashable, Sendable {
        /// What stands in the file.
        public let text: String
        /// How often, among the rows looked at.
        public let rows: Int
        /// What it is read as; empty where the cell counts as empty, nil where it is refused.
        public let meaning: String?

        /// A value from its parts.
        public init(text: String, rows: Int, meaning: String?) {
            self.text = text
            self.rows = rows
            self.meaning = meaning
        }
    }

    /// The values that can be meant, as the register has them.
    public let choices: [(value: String, label: LocalizedText)]
    /// The values of the file, the most frequent first.
    public let values: [Value]

    /// Values from their parts.
    public init(choices: [(value: String, label: LocalizedText)], values: [Value]) {
        self.choices = choices
        self.values = values
    }

    /// So many rows are looked at.
    static let rows = 20_000
    /// A column with more such values than this was given the wrong field: its words are not told, for they may be names.
    static let most = 30
}

/// Counts the values of the columns with a closed choice.
struct ValueCounting {
    private let layout: [ColumnLayout]
    private let choices: [Int: ChoiceSet]
    private var counts: [Int: [String: Int]] = [:]

    init(_ layout: [ColumnLayout]) {
        self.layout = layout
        choices = layout.enumerated().reduce(into: [:]) { choices, column in
            if case .choice(let set) = column.element.spec?.type { choices[column.offset] = set }
        }
    }

    /// Whether there is any such column.
    var isNeeded: Bool { !choices.isEmpty }

    mutating func count(_ row: RawRow) {
        for (column, set) in choices where column < row.count {
            let text = row.text(column)
            guard !text.isEmpty, counts[column, default: [:]].count <= ColumnValues.most else { continue }
            guard meaning(of: text, in: column) != nil || set.value(of: text) == nil else { continue }
            counts[column, default: [:]][text, default: 0] += 1
        }
    }

    /// By column.
    var found: [Int: ColumnValues] {
        choices.reduce(into: [:]) { found, column in
            let counted = counts[column.key] ?? [:]
            guard !counted.isEmpty, counted.count <= ColumnValues.most else { return }
            let values = counted.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { ColumnValues.Value(text: $0.key, rows: $0.value, meaning: meaning(of: $0.key, in: column.key)) }
            found[column.key] = ColumnValues(
                choices: column.value.choices.filter { !$0.value.isEmpty }.map { ($0.value, LocalizedText(zh: $0.zh, en: $0.en)) }, values: values)
        }
    }

    /// What the mapping reads a value as.
    private func meaning(of text: String, in column: Int) -> String? {
        let values = layout[column].values
        guard let bytes = values[text] ?? values[HeaderText.normalised(text)], let set = choices[column] else { return nil }
        return bytes.isEmpty ? "" : set.value(of: String(decoding: bytes, as: UTF8.self))
    }
}
