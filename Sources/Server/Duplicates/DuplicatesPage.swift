import Operations
import Vocabulary

/// What the page of searches is made from.
struct DuplicateRunsContent: Sendable {
    var runs: [DuplicateRuns.Sight]
    /// Orders to look back whose people can be searched.
    var orders: [(number: Int64, title: LocalizedText)]
}

/// Searches for duplicates, and where to begin one.
struct DuplicatesPage: Sendable {
    struct Row: Sendable {
        let what: String
        let started: Moment
        let state: String
        let pairs: String
        let address: String
    }

    let territory: String
    let action: String
    let orders: [Option]
    let rows: [Row]
    let hasRows: Bool

    init(_ content: DuplicateRunsContent, territory: LocalizedText, _ reading: Reading) {
        let words = reading.words
        self.territory = words(territory)
        action = reading.address("/duplicates")
        orders = [Option("", words("duplicate.everyone"))] + content.orders.map { Option("\($0.number)", words($0.title)) }
        rows = content.runs.map { sight in
            Row(
                what: sight.run.order == nil ? words(sight.territory) : words("duplicate.calledIn", ["place": words(sight.territory)]),
                started: reading.moments.moment(sight.run.startedAt), state: words("duplicateRun.\(sight.run.phase.rawValue)"),
                pairs: sight.run.phase == .finished ? words.figure(sight.run.pairs) : "–", address: reading.address("/duplicates/\(sight.run.id)"))
        }
        hasRows = !rows.isEmpty
    }
}

/// One search: how far it is, what it found, where to begin deciding.
struct DuplicateRunPage: Sendable {
    let title: String
    let isRunning: Bool
    let isFailed: Bool
    let progress: String
    let done: Int
    let total: Int
    let facts: [LabelledText]
    let beyond: String?
    let beginAddress: String?
    let nothingLeft: Bool
    let refreshAddress: String

    init(_ sight: DuplicateRuns.Sight, next: Int?, _ reading: Reading) {
        let (words, run) = (reading.words, sight.run)
        let path = "/duplicates/\(run.id)"
        title = run.order == nil ? words(sight.territory) : words("duplicate.calledIn", ["place": words(sight.territory)])
        isRunning = run.phase == .running
        isFailed = run.phase == .failed
        done = run.read
        total = max(run.total, 1)
        progress = words("duplicate.progress", ["n": words.figure(run.read), "of": words.figure(run.total)])
        facts =
            sight.found.map { found in
                [
                    LabelledText(label: words("duplicate.compared"), value: words.figure(found.persons)),
                    LabelledText(label: words("duplicate.pairsCompared"), value: words.figure(found.comparisons)),
                    LabelledText(label: words("duplicate.toDecide"), value: words.figure(found.pairs.count)),
                    LabelledText(label: words("duplicate.sureOnes"), value: words.figure(found.sureCount)),
                    LabelledText(label: words("duplicate.learnt"), value: words.figure(found.learntFrom)),
                ]
            } ?? []
        beyond = sight.found.flatMap { $0.beyond > 0 ? words.count("duplicate.beyond", $0.beyond) : nil }
        beginAddress = next.map { reading.address("\(path)/pairs/\($0)") }
        nothingLeft = run.phase == .finished && next == nil
        refreshAddress = reading.address(path)
    }
}
