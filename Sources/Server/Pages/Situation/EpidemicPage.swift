import Epidemiology
import Operations
import Vocabulary

/// What the cases say of the epidemic: curve, nowcast, R, growth, delays, who transmits, forecast with its record;
/// and whether the response is in time.
///
/// Every figure is a table; charts are drawn from the tables, and each is a CSV.
struct EpidemicPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var territory: LocalizedText
        var estimates: Estimates
        var tracing: TracingFigures
        /// The latest outbreaks, of the territory first.
        var events: [EventTimeliness]
        var warning: EarlyWarning
        /// Names of the territories below.
        var names: [TerritoryCode: LocalizedText]
    }

    /// By what the curve counts.
    enum Count: String, CaseIterable, Sendable { case report, onset, found }

    /// A table, and how a chart draws its columns.
    struct Table: Sendable {
        let id: String
        let title: String
        let note: String?
        /// Why there are no rows.
        let lack: String?
        /// How it is drawn: `series` or `map`; nil if it is not.
        let chart: String?
        /// A line drawn across, such as R = 1.
        let threshold: String?
        let csv: String
        let head: [Head]
        let rows: [Row]
    }
    struct Head: Sendable {
        let label: String
        /// Whether numbers stand below it.
        var isNumber = true
        /// What a chart makes of the column: bar, line, low or high; empty where it is not drawn.
        let series: String
        let colour: String
        /// The band to which low and high belong.
        let band: String
    }
    struct Row: Sendable {
        let label: String
        /// The label as files give it.
        let iso: String
        /// The territory, and what a map colours it by.
        var code: String?
        var value: String?
        let isFilling: Bool
        let cells: [Cell]
    }
    struct Cell: Sendable {
        let text: String
        let label: String
    }
    struct Tab: Sendable {
        let label: String
        let address: String
        let isCurrent: Bool
    }

    let title: String
    let lead: String
    let backAddress: String
    let figures: [KeyFigure]
    let tabs: [Tab]
    let tables: [Table]
    let filling: String
    /// The counties of each cluster, as a map outlines them: codes apart by spaces, clusters by semicolons.
    let clusters: String

    init(_ content: Content, _ reading: Reading, by count: Count) {
        let words = reading.words
        let maker = EpidemicTables(content, reading)
        title = words("epidemic.title", ["place": words(content.territory)])
        lead = maker.lead
        backAddress = reading.address("/situation")
        filling = words("situation.filling")
        figures = maker.figures
        clusters = maker.outlines
        tabs = Count.allCases.map { choice in
            let label =
                switch choice {
                case .report: words("epidemic.byReport")
                case .onset: words("epidemic.byOnset")
                case .found: words("epidemic.byFound")
                }
            return Tab(
                label: label, address: reading.address("/situation/epidemic", choice == .report ? [] : [("by", choice.rawValue)]),
                isCurrent: choice == count)
        }
        tables = [
            maker.curve(count), maker.reproduction, maker.forecast, maker.places, maker.clusters, maker.warning, maker.delays, maker.events,
            maker.tracing,
            maker.transmission, maker.record,
        ].flatMap { $0.id == "clusters" && maker.hasMap ? [$0, maker.counties] : [$0] }
    }

    /// A table as rows of a file, its head first; nil for a name that no table has.
    func file(_ name: String) -> [[String]]? {
        tables.first { name == "\($0.id).csv" }.map { table in
            [table.head.map(\.label)] + table.rows.map { [$0.iso] + $0.cells.map(\.text) }
        }
    }
}
