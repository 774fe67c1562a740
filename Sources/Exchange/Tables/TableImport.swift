import Vocabulary

/// Reads a table row by row: each row is a value, or a precise rejection that stops nothing.
///
///     let plan = try ImportPlan(.file(path: path), kind: .contacts, context: context)
///     var table = TableImport(plan)
///     while let row = try table.next() {
///         switch row {
///         case .success(let row): …        // match the person, write the facts
///         case .failure(let rejection): errors.append(rejection)
///         }
///         progress(table.progress)
///     }
///
/// Memory stays flat however long the file is. Reading the same file again gives equal rows and equal keys.
public struct TableImport {
    /// How the file is read.
    public let plan: ImportPlan
    /// Rows read so far, rejected ones included.
    public private(set) var rows = 0
    /// Rows rejected so far.
    public private(set) var rejected = 0
    private var reader: RowReader
    private var cells: RowCells

    /// An import of the plan's file from its beginning.
    public init(_ plan: ImportPlan) throws(TableError) {
        self.plan = plan
        reader = RowReader(
            try TextStream(plan.source, encoding: plan.encoding, mark: plan.mark), separator: plan.separator.asciiValue ?? 0x2C)
        cells = RowCells(plan)
    }

    /// Bytes of the file read, and in all.
    public var progress: (read: Int, total: Int) { reader.progress }

    /// The next row; nil at the end.
    ///
    /// - Throws: `TableError` if the rest of the file cannot be read as a table.
    public mutating func next() throws(TableError) -> Result<ImportRow, RowRejection>? {
        while try reader.next(&cells.row) {
            guard cells.row.line > plan.headerLine, !isRemark else { continue }
            rows += 1
            let row = read()
            if case .failure = row { rejected += 1 }
            return row
        }
        return nil
    }

    /// The cells of the row read last, as the file has them: samples of what the columns hold.
    public var lastCells: [String] { (0..<cells.row.count).map { cells.row.text($0) } }

    /// Lines that begin with `##` are remarks, as in the templates of other systems.
    private var isRemark: Bool { cells.row.bytes.starts(with: [0x23, 0x23]) }

    private mutating func read() -> Result<ImportRow, RowRejection> {
        cells.begin()
        switch cells.row.fault {
        case .unclosedQuote?: cells.refuse(column: nil, .unclosedQuote)
        case .textAfterQuote(let column)?: cells.refuse(column: column, .textAfterQuote)
        case nil: break
        }
        let columns = plan.layout.count
        if cells.row.count > columns, (columns..<cells.row.count).contains(where: { !cells.row.range($0).isEmpty }) {
            cells.refuse(column: nil, .extraCells(columns: columns))
        }
        guard cells.problems.isEmpty else { return .failure(rejection()) }
        let line = cells.row.line
        guard plan.kind.isAboutPersons else {
            let count = plan.kind == .counts ? cells.sentinelCount() : nil
            let facts = plan.kind == .places ? cells.placeFacts() : []
            guard cells.problems.isEmpty else { return .failure(rejection()) }
            return .success(ImportRow(line: line, person: nil, facts: facts, count: count, warnings: cells.warnings))
        }
        let person = cells.person()
        // Of a row that identifies nobody the other faults are told too.
        let facts = cells.facts(about: person ?? ImportPerson(identity: .init(name: "")))
        guard cells.problems.isEmpty, let person else { return .failure(rejection()) }
        return .success(ImportRow(line: line, person: person, facts: facts, warnings: cells.warnings))
    }

    /// The row read last as a rejection, where the register refuses what could be read.
    public func rejection(because reason: LocalizedText) -> RowRejection {
        let row = LocalizedText(zh: "本行", en: "row")
        return rejection([CellProblem(column: nil, header: row, found: "", reason: .refused(reason))])
    }

    private func rejection() -> RowRejection { rejection(cells.problems) }

    private func rejection(_ problems: [CellProblem]) -> RowRejection {
        var texts = (0..<cells.row.count).map { String(decoding: cells.row.whole($0), as: UTF8.self) }
        // Of a line with an open quotation mark the cells are guessed by its separators.
        if cells.row.fault == .unclosedQuote, let line = texts.first {
            texts = line.filter { $0 != "\"" }.split(separator: plan.separator, omittingEmptySubsequences: false).map(String.init)
        }
        return RowRejection(file: plan.source.name, line: cells.row.line, problems: problems, cells: texts)
    }
}

/// When the cases of a line list were exposed, diagnosed and reported, for files of exposures that tell no dates themselves.
///
/// Such pairs of files are what `epicontacts` and many published outbreaks consist of: a line list with windows of exposure, and a list
/// of who infected whom without a date.
public struct CompanionCases: Sendable {
    /// What is known of one case.
    struct Dates: Hashable, Sendable {
        var exposedUntil: CivilDate?
        var onset: CivilDate?
        var reported: Instant

        /// The last day of exposure, or the last on which it can have happened: that of onset, or else of the report.
        func lastExposure(in zone: CivilZone) -> CivilDate? { exposedUntil ?? onset ?? zone.date(of: reported) }
    }

    private var dates: [String: Dates] = [:]

    /// Reads the line list of the plan; rejected rows are passed over.
    public init(_ plan: ImportPlan) throws(TableError) {
        var table = try TableImport(plan)
        while let row = try table.next() {
            guard case .success(let row) = row, let number = row.person?.number, let report = row.facts.first,
                case .caseReport(let value) = report.fact
            else { continue }
            let exposedUntil = table.exposedUntil()
            dates[number] = Dates(exposedUntil: exposedUntil, onset: value.onset, reported: report.knownAt ?? report.happenedAt)
        }
    }

    /// How many cases are known.
    public var count: Int { dates.count }

    subscript(number: String) -> Dates? { dates[number] }
}

extension TableImport {
    /// The end of the exposure window in the row last read.
    fileprivate mutating func exposedUntil() -> CivilDate? { cells.date(.exposedUntil) ?? cells.date(.exposedFrom) }
}
