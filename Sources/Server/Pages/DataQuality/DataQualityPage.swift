import Operations
import Register
import Storage
import Vocabulary

/// Data quality: what is missing, contradictory or overdue for entry, by territory and source.
struct DataQualityPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var checks: [Check]
        /// Territories heading the columns.
        var columns: [(code: TerritoryCode, name: LocalizedText)]
        var sources: [Source]
        /// Where the most entries came from, heading the columns of the checks by source, those of all others last.
        var sourceColumns: [LocalizedText] = []
        /// Whether `sources` tells of everything, and not of the newest entries alone.
        var isAllSources = true
    }
    /// One thing that can be wrong, with its count in each territory.
    struct Check: Sendable {
        enum Kind: String, Sendable { case missing, contradictory, overdue }
        var kind: Kind
        var label: LocalizedText
        var total: Int
        var byTerritory: [Int]
        /// Its count by source, in the order of the columns; nil where there are too many to look at each.
        var bySource: [Int]? = nil
        /// The rows behind it.
        var path: String?
        /// The first few, to begin with.
        var examples: [PersonTag]
    }
    /// How fast and how completely a source reports.
    struct Source: Sendable {
        var label: LocalizedText
        var facts: Int
        var incomplete: Int
        /// Median time from happening to being known.
        var delay: Span
        var lastAt: Instant
    }
    struct Row: Sendable {
        let kind: String
        let label: String
        let total: String
        let isClean: Bool
        let cells: [Cell]
        let address: String?
        let examples: [PersonLink]
    }
    /// A number and the rows behind it.
    struct Cell: Sendable {
        let text: String
        let address: String?
    }
    struct CheckedSource: Sendable {
        let label: String
        let cells: [String]
    }
    struct SourceRow: Sendable {
        let label: String
        let facts: String
        let complete: String
        let delay: String
        let last: Moment
    }

    let days: String
    let columns: [String]
    let rows: [Row]
    /// The checks that found anything, by source.
    let sourceColumns: [String]
    let bySource: [CheckedSource]
    let hasBySource: Bool
    let sourcesNotes: [String]
    let newestNote: String?
    let sources: [SourceRow]
    let csvAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        days = words.count("quality.days", DataQualityView.days.count)
        columns = content.columns.map { words($0.name) }
        let found = content.checks.filter { $0.total > 0 }
        sourceColumns = content.sourceColumns.map { words($0) }
        bySource = found.map { check in
            let cells = check.bySource.map { counts in counts.map { $0 == 0 ? "–" : words.figure($0) } }
            return CheckedSource(label: words(check.label), cells: cells ?? content.sourceColumns.map { _ in "…" })
        }
        hasBySource = !bySource.isEmpty && !sourceColumns.isEmpty
        sourcesNotes = [
            words("quality.bySourceHint"),
            found.contains { $0.bySource == nil } ? words("quality.tooMany", ["n": words.figure(GapCount.mostBySource)]) : nil,
        ].compactMap(\.self)
        newestNote = content.isAllSources ? nil : words("quality.newest", ["n": words.figure(SourceReport.newest)])
        rows = content.checks.map { check in
            Row(
                kind: words("quality.\(check.kind.rawValue)"), label: words(check.label), total: words.figure(check.total),
                isClean: check.total == 0,
                cells: zip(check.byTerritory, content.columns).map { count, column in
                    Cell(
                        text: count == 0 ? "–" : words.figure(count),
                        address: count == 0 ? nil : check.path.map { reading.address($0, at: column.code) })
                },
                address: check.total == 0 ? nil : check.path.map(reading.deepen), examples: check.examples.map { PersonLink($0, reading) })
        }
        sources = content.sources.map { source in
            SourceRow(
                label: words(source.label), facts: words.figure(source.facts),
                complete: words.percent(source.facts - source.incomplete, of: source.facts), delay: reading.moments.length(source.delay),
                last: reading.moments.moment(source.lastAt))
        }
        csvAddress = reading.address("/quality.csv")
    }
}
