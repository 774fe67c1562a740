import Exchange
import Operations
import Register
import Vocabulary

/// Kinds of rows that can be imported.
enum ImportKind: String, CaseIterable, Sendable {
    case cases, contacts, exposures, arrivals, tests, stays, posts, vaccinations, places, visits

    /// What whoever imports them must be allowed beside importing.
    var permission: Permission { self == .places ? .recordPlace : .importFiles }
}

/// Import: choose a kind, send a file or paste rows; and what was imported lately.
struct ImportPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var recent: [Run]
    }
    /// One import, past or under way.
    struct Run: Sendable {
        var id: String
        var file: String
        var kind: ImportKind
        var startedAt: Instant
        var by: String
        var done: Int
        var total: Int
        var rejected: Int
        var isFinished: Bool
    }
    struct RunRow: Sendable {
        let file: String
        let kind: String
        let started: Moment
        let by: String
        let progress: String
        let rejected: String
        let hasRejected: Bool
        let address: String
    }

    let kinds: [Option]
    /// How risky the origin of a passenger list is, which the list itself does not say.
    let risks: [Option]
    let recent: [RunRow]
    let hasRecent: Bool
    let uploadAddress: String
    let problem: String?

    init(_ content: Content, _ reading: Reading, kind: ImportKind? = nil, problem: String? = nil) {
        let words = reading.words
        kinds = ImportKind.allCases.filter { reading.may($0.permission) }.map { Option($0.rawValue, words("import.\($0.rawValue)"), $0 == kind) }
        risks = [Option("", "–")] + OriginRisk.allCases.map { Option($0.rawValue, words.name($0)) }
        recent = content.recent.map { run in
            RunRow(
                file: run.file, kind: words("import.\(run.kind.rawValue)"), started: reading.moments.moment(run.startedAt), by: run.by,
                progress: run.isFinished
                    ? words.count("importing.rows", run.done)
                    : words("importing.progress", ["done": words.figure(run.done), "total": words.figure(run.total)]),
                rejected: words.figure(run.rejected), hasRejected: run.rejected > 0, address: reading.address("/import/\(run.id)"))
        }
        hasRecent = !recent.isEmpty
        uploadAddress = reading.address("/import/upload")
        self.problem = problem
    }
}

/// One import: what was read, how it is understood, what it would change; then its progress and what was refused.
struct ImportRunPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        enum State: Sendable, Equatable {
            /// Dry run done; nothing is written.
            case preview
            case running(done: Int, total: Int)
            case finished
            case failed(String)
        }
        var id: String
        var file: String
        var kind: ImportKind
        var state: State
        /// Which sheet is read, of a workbook.
        var sheet: TableSheet?
        /// UTF-8, comma, in words.
        var encoding: String
        var separator: String
        /// What was found before the file became a table.
        var notes: [LocalizedText] = []
        var rows: Int
        var new: Int
        var changed: Int
        var unchanged: Int
        var rejected: Int
        var columns: [Column]
        /// The first of the mistakes.
        var mistakes: [Mistake]
        /// Mappings saved by name for this kind, and the one in use.
        var mappings: [String] = []
        var mapping: String?
        /// Earlier imports whose numbers for people the file may go on, and the one it does.
        var lists: [(id: String, file: String, startedAt: Instant)] = []
        var list: String?
        /// The order to look back it was handed in for.
        var lookBack: HandedIn?
    }
    /// An order to look back that a file was handed in for, and what came of it.
    struct HandedIn: Sendable {
        var order: Reference<LookBackOrder>
        var source: ArrivalSource
        var outcome: LookBackList.Outcome?
    }
    /// A column of the file and the field it fills.
    struct Column: Sendable {
        var header: String
        var sample: String
        var field: String?
        /// Fields it can fill.
        var fields: [(key: String, label: LocalizedText)]
        /// Values of a closed choice that are not understood, or that were given a meaning.
        var values: ColumnValues?
        var isRequired: Bool
    }
    /// A row that cannot be taken, with what would be accepted.
    struct Mistake: Sendable {
        var line: Int
        var column: LocalizedText
        var value: String
        var message: LocalizedText
    }
    struct ColumnRow: Sendable {
        let name: String
        let header: String
        let sample: String
        let options: [Option]
    }
    struct MistakeRow: Sendable {
        let line: String
        let column: String
        let value: String
        let message: String
    }

    let title: String
    let kind: String
    let format: String
    let notes: [String]
    let figures: [KeyFigure]
    let columns: [ColumnRow]
    let values: [ImportValueRow]
    let hasValues: Bool
    let mistakes: [MistakeRow]
    let hasMistakes: Bool
    let moreMistakes: String?
    let isPreview: Bool
    let isRunning: Bool
    let isFinished: Bool
    let failure: String?
    let progress: String?
    let done: Int
    let total: Int
    let canCommit: Bool
    let commitLabel: String
    let commitAddress: String
    let mappingAddress: String
    let errorsAddress: String?
    let refreshAddress: String
    let mappings: [Option]
    let lists: [Option]
    let handedIn: LookBackHandedIn?

    /// How the file is read: which sheet, or which characters and separator.
    private static func format(_ content: Content, _ words: Words) -> String {
        guard let sheet = content.sheet else {
            return words("importing.format", ["encoding": content.encoding, "separator": content.separator])
        }
        guard !sheet.others.isEmpty else { return words("importing.sheet", ["sheet": sheet.name]) }
        return words("importing.otherSheets", ["sheet": sheet.name, "others": words.list(sheet.others)])
    }

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        mappings =
            [Option("", words("importing.asBelow"), content.mapping == nil)] + content.mappings.map { Option($0, $0, $0 == content.mapping) }
        lists =
            [Option("", words("importing.ownList"), content.list == nil)]
            + content.lists.map { Option($0.id, "\($0.file) · \(reading.moments.moment($0.startedAt).text)", $0.id == content.list) }
        handedIn = content.lookBack.map { LookBackHandedIn($0, reading) }
        let path = "/import/\(content.id)"
        title = content.file
        kind = words("import.\(content.kind.rawValue)")
        format = ImportRunPage.format(content, words)
        notes = content.notes.map { words($0) }
        figures = [
            ("importing.read", content.rows), ("importing.new", content.new), ("importing.changed", content.changed),
            ("importing.unchanged", content.unchanged), ("importing.rejected", content.rejected),
        ].map { KeyFigure(label: words($0.0), value: words.figure($0.1), note: nil, address: nil) }
        columns = content.columns.enumerated().map { index, column in
            ColumnRow(
                name: "c\(index)", header: column.header, sample: column.sample,
                options: [Option("", words("importing.ignore"), column.field == nil)]
                    + column.fields.map { Option($0.key, words($0.label), $0.key == column.field) })
        }
        values = content.columns.enumerated().flatMap { index, column in
            column.values.map { ImportValueRow.rows($0, of: column, index, words) } ?? []
        }
        hasValues = !values.isEmpty
        mistakes = content.mistakes.map {
            MistakeRow(line: words.figure($0.line), column: words($0.column), value: $0.value, message: words($0.message))
        }
        hasMistakes = !mistakes.isEmpty
        let more = content.rejected - content.mistakes.count
        moreMistakes = more > 0 ? words.count("importing.moreMistakes", more) : nil
        isPreview = content.state == .preview
        isFinished = content.state == .finished
        var (running, progress, failure, done, total) = (false, String?.none, String?.none, 0, 0)
        switch content.state {
        case .running(let count, let all):
            running = true
            (done, total) = (count, all)
            progress = words("importing.progress", ["done": words.figure(count), "total": words.figure(all)])
        case .failed(let reason): failure = reason
        case .preview, .finished: break
        }
        isRunning = running
        self.progress = progress
        self.failure = failure
        self.done = done
        self.total = total
        let taken = content.new + content.changed
        // A list for a look-back is handed in also where the register knows everyone on it.
        canCommit = isPreview && (taken > 0 || content.lookBack != nil && content.rows > 0)
        commitLabel = content.lookBack == nil ? words.count("importing.commit", taken) : words("lookBack.handInDo")
        commitAddress = reading.address("\(path)/commit")
        mappingAddress = reading.address("\(path)/mapping")
        errorsAddress = content.rejected > 0 ? reading.address("\(path)/errors.csv") : nil
        refreshAddress = reading.address(path)
    }
}
