/// What a file looks like before anything is asked of it: for the page on which its columns are mapped, even where some are missing.
public struct TableSurvey: Sendable {
    /// The sheet that is read, of a workbook.
    public let sheet: TableSheet?
    /// How its characters are written.
    public let encoding: TextEncoding
    /// What stands between its cells.
    public let separator: Character
    /// The columns, in the order of the file.
    public let columns: [ImportPlan.Column]
    /// The cells of the first row, as the file has them; they may hold identities.
    public let samples: [String]
    /// By column: values of closed choices that are not understood, or that the mapping reads as others.
    public let values: [Int: ColumnValues]

    /// Looks at a file.
    public init(_ source: TableSource, kind: TableKind, mapping: ColumnMapping? = nil) throws(TableError) {
        let survey = try FileSurvey(source, schema: kind.schema, mapping: mapping)
        sheet = survey.sheet
        encoding = survey.encoding
        separator = Character(Unicode.Scalar(survey.separator))
        columns = survey.layout.map { column in
            ImportPlan.Column(
                header: column.header, field: column.spec?.field.key, unread: column.unread, dateOrder: column.order,
                ambiguousDate: column.ambiguousExample)
        }
        var reader = RowReader(try TextStream(survey.source, encoding: survey.encoding, mark: survey.mark), separator: survey.separator)
        var row = RawRow()
        var samples: [String] = []
        var counting = ValueCounting(survey.layout)
        var rows = 0
        while samples.isEmpty || counting.isNeeded, rows < ColumnValues.rows, try reader.next(&row) {
            guard row.line > survey.headerLine, row.fault == nil else { continue }
            if samples.isEmpty { samples = (0..<row.count).map { row.text($0) } }
            counting.count(row)
            rows += 1
        }
        self.samples = samples
        values = counting.found
    }
}
