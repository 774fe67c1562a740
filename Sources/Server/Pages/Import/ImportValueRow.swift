import Exchange

/// A value of a column of fixed choices that a person may give a meaning, on the page of an import.
struct ImportValueRow: Sendable {
    let name: String
    let header: String
    let text: String
    let rows: String
    let options: [Option]

    /// What stands in a form for a value that is refused, and for one that counts as an empty cell.
    private static let (refused, empty) = ("", "-")

    /// The rows of a column.
    static func rows(_ values: ColumnValues, of column: ImportRunPage.Column, _ position: Int, _ words: Words) -> [ImportValueRow] {
        values.values.enumerated().map { place, value in
            let fixed = [
                Option(refused, words("importing.refuseValue"), value.meaning == nil),
                Option(empty, words("importing.emptyValue"), value.meaning?.isEmpty == true),
            ]
            return ImportValueRow(
                name: "v\(position).\(place)", header: column.header, text: String(value.text.prefix(40)), rows: words.figure(value.rows),
                options: fixed + values.choices.map { Option($0.value, words($0.label), $0.value == value.meaning) })
        }
    }

    /// What a value is to be read as, by what the form says of it; nil where it is refused.
    static func meaning(of choice: String) -> String? { choice == refused ? nil : choice == empty ? "" : choice }
}
