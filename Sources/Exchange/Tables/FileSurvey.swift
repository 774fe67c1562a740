import Vocabulary

/// What a first look at a file finds: encoding, separator, header, columns, the order of day and month.
///
/// Everything but the header line and the dates in doubt is told from the file's beginning; the encoding from all of it, since one Chinese
/// name may be the only text that is not ASCII.
struct FileSurvey {
    /// Column of earlier error files, left out when they come back corrected.
    static let errorHeaders: [LocalizedText] = [LocalizedText(zh: "导入错误", en: "Import error")]
    private static let headerRows = 15
    private static let rowsForDates = 2000

    /// The text that is read: the file, or a sheet of it.
    let source: TableSource
    /// The sheet that is read, of a workbook.
    private(set) var sheet: TableSheet?
    let encoding: TextEncoding
    let mark: Int
    let separator: UInt8
    let headerLine: Int
    private(set) var layout: [ColumnLayout]
    /// How well the header fits.
    private let score: Int

    /// Looks at a file; of a workbook, at the sheet whose columns are known best.
    init(_ source: TableSource, schema: TableSchema, mapping: ColumnMapping?) throws(TableError) {
        guard let sheets = try source.sheets() else {
            try self.init(text: source, schema: schema, mapping: mapping)
            return
        }
        var best: (survey: FileSurvey, name: String)?
        for sheet in sheets {
            let survey = try FileSurvey(text: sheet.source, schema: schema, mapping: mapping)
            if survey.score > best?.survey.score ?? -1 { best = (survey, sheet.name) }
        }
        guard let best else { throw .empty(file: source.name) }
        self = best.survey
        sheet = TableSheet(name: best.name, others: sheets.map(\.name).filter { $0 != best.name })
    }

    private init(text source: TableSource, schema: TableSchema, mapping: ColumnMapping?) throws(TableError) {
        self.source = source
        (encoding, mark) = try FileSurvey.encoding(of: source, wanted: mapping?.encoding)
        var best: (score: Int, separator: UInt8, line: Int, layout: [ColumnLayout])?
        let candidates = mapping?.separator.map { Array($0.utf8) } ?? Array(",;\t|".utf8)
        for separator in candidates {
            var reader = RowReader(try TextStream(source, encoding: encoding, mark: mark), separator: separator)
            var row = RawRow()
            for _ in 0..<FileSurvey.headerRows {
                guard try reader.next(&row) else { break }
                let layout = FileSurvey.layout(of: row, schema: schema, mapping: mapping)
                let known = layout.count { $0.spec != nil || $0.unread == .ignored }
                // Known headers decide; without any, the first row with the most cells.
                let score = known * 10_000 + (known == 0 ? layout.count : 0)
                if score > best?.score ?? 0 { best = (score, separator, row.line, layout) }
            }
        }
        guard let best else { throw .empty(file: source.name) }
        (separator, headerLine, layout, score) = (best.separator, best.line, best.layout, best.score)
        for column in layout.indices where layout[column].unread == .unrecognised(suggestion: nil) && !layout[column].header.isEmpty {
            layout[column].unread = .unrecognised(suggestion: schema.suggestion(for: layout[column].header)?.label)
        }
        try findDateOrders(source, mapping: mapping)
    }

    private static func encoding(of source: TableSource, wanted: TextEncoding?) throws(TableError) -> (TextEncoding, Int) {
        let stream = try ByteStream(source)
        var evidence = EncodingEvidence()
        var piece: [UInt8] = []
        var isFirst = true
        while try stream.append(to: &piece) {
            if isFirst, let kind = EncodingEvidence.binaryKind(Array(piece.prefix(16))) { throw .notText(file: source.name, looksLike: kind) }
            isFirst = false
            piece.withUnsafeBufferPointer { evidence.observe($0) }
            piece.removeAll(keepingCapacity: true)
            if evidence.isConclusive { break }
        }
        if isFirst { throw .empty(file: source.name) }
        guard let verdict = evidence.verdict() else { throw .notText(file: source.name, looksLike: nil) }
        guard let wanted else { return verdict }
        return (wanted, verdict.encoding == wanted ? verdict.mark : 0)
    }

    private static func layout(of row: RawRow, schema: TableSchema, mapping: ColumnMapping?) -> [ColumnLayout] {
        let named = (mapping?.columns ?? [:]).reduce(into: [String: ColumnMapping.Column]()) { $0[HeaderText.normalised($1.key)] = $1.value }
        let errors = Set(errorHeaders.flatMap { [HeaderText.normalised($0.zh), HeaderText.normalised($0.en)] })
        var taken: Set<TableField> = []
        var layout: [ColumnLayout] = []
        // Columns the mapping names come first in right, wherever they stand.
        let headers = (0..<row.count).map { row.text($0) }
        for header in headers {
            if let key = named[HeaderText.normalised(header)]?.field, let field = TableField(key: key) { taken.insert(field) }
        }
        var given: Set<TableField> = []
        for header in headers {
            var column = ColumnLayout(header: header)
            let key = HeaderText.normalised(header)
            if let mapped = named[key], !key.isEmpty {
                column.spec = mapped.field.flatMap(TableField.init(key:)).flatMap(schema.spec)
                column.values = mapped.values.reduce(into: [:]) { values, entry in
                    for form in [entry.key, HeaderText.normalised(entry.key)] { values[form] = Array(entry.value.utf8) }
                }
                if column.spec == nil { column.unread = .ignored }
                if let field = column.spec?.field, !given.insert(field).inserted { (column.spec, column.unread) = (nil, .duplicate) }
            } else if errors.contains(key) || header.isEmpty {
                column.unread = header.isEmpty ? .unrecognised(suggestion: nil) : .ignored
            } else if let spec = schema.recognise(header) {
                if taken.insert(spec.field).inserted { column.spec = spec } else { column.unread = .duplicate }
            } else {
                column.unread = .unrecognised(suggestion: nil)
            }
            layout.append(column)
        }
        return layout
    }

    /// Reads dates until every column in doubt is decided; a file without such dates costs its first rows only.
    private mutating func findDateOrders(_ source: TableSource, mapping: ColumnMapping?) throws(TableError) {
        let dates = layout.indices.filter { layout[$0].spec?.type.isTime == true }
        if let order = mapping?.dateOrder {
            for column in dates { layout[column].order = order }
            return
        }
        guard !dates.isEmpty else { return }
        var counts = [(day: Int, month: Int, either: Int)](repeating: (0, 0, 0), count: layout.count)
        var examples = [String?](repeating: nil, count: layout.count)
        var reader = RowReader(try TextStream(source, encoding: encoding, mark: mark), separator: separator)
        var row = RawRow()
        var rows = 0
        while try reader.next(&row) {
            guard row.line > headerLine, row.fault == nil else { continue }
            rows += 1
            for column in dates where column < row.count {
                let evidence = row.bytes.withUnsafeBufferPointer { DateReading.evidence(UnsafeBufferPointer(rebasing: $0[row.range(column)])) }
                switch evidence {
                case .none: break
                case .dayFirst: counts[column].day += 1
                case .monthFirst: counts[column].month += 1
                case .either:
                    counts[column].either += 1
                    examples[column] = examples[column] ?? row.text(column)
                }
            }
            if rows >= FileSurvey.rowsForDates, dates.allSatisfy({ counts[$0].either == 0 || counts[$0].day + counts[$0].month > 0 }) { break }
        }
        // A column that cannot tell by itself follows the others of its file, if these agree.
        let byFile = dates.reduce((day: 0, month: 0)) { ($0.day + counts[$1].day, $0.month + counts[$1].month) }
        let common: DateOrder? = byFile.day > 0 && byFile.month == 0 ? .dayFirst : byFile.month > 0 && byFile.day == 0 ? .monthFirst : nil
        for column in dates {
            let (day, month, either) = counts[column]
            if day != month {
                layout[column].order = day > month ? .dayFirst : .monthFirst
            } else {
                layout[column].order = common
            }
            if layout[column].order == nil, either > 0 { layout[column].ambiguousExample = examples[column] }
        }
    }
}
