import Register
import Vocabulary

/// One of the four province-wide targets and whether it holds.
struct TargetLight: Sendable {
    enum Target: String, CaseIterable, Sendable { case noSpillOver, noImport, noNosocomial, zeroOutside }
    enum State: Sendable {
        /// Holds since so many days.
        case holds(days: Int)
        /// On the way: day so of so many.
        case approaching(day: Int, of: Int)
        /// Broken so many times.
        case broken(count: Int)
        /// Nothing says so yet.
        case unknown
    }

    var target: Target
    var state: State
    /// How many leading indicators warn, while it still holds.
    var warnings: Int
}

/// Situation: is it getting better, and where not.
struct SituationPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var territory: LocalizedText
        /// What the bulletin counts.
        var inHospital: Int
        /// Confirmed and open, with no stay in a hospital recorded.
        var elsewhere: Int
        var asymptomatic: Int
        var asymptomaticImported: Int
        /// Prefectures (or counties) with local cases.
        var affected: [LocalizedText]
        var lights: [TargetLight]
        /// The children of the territory, for the table; and every county below it, for the map.
        var areas: [Area]
        var counties: [Area]
        /// Days up to the moment, oldest first.
        var curve: [CurveDay]
        var figures: [Figure]
        var columns: [Column]
        var rows: [ScoreRow]
        /// Territories above, from the top.
        var path: [(code: TerritoryCode, name: LocalizedText)]
        /// Risk areas in force, the strictest first.
        var zones: [ZoneRow] = []
    }

    /// A risk area in force.
    struct ZoneRow: Sendable {
        var name: String
        var level: ZoneLevel
        /// What the policy calls the level.
        var label: LocalizedText?
        var territory: LocalizedText
        var since: Instant
    }

    /// A territory with its numbers of the last 14 days.
    struct Area: Sendable {
        var code: TerritoryCode
        var name: LocalizedText
        var cases14: Int
        var outside14: Int
        /// Nil for a past moment, of which the lists do not tell.
        var held: Int?
        var late: Int
        var zone: ZoneLevel?
        /// Drawn on the map to show where the others lie, without numbers.
        var isNeighbour = false
    }

    /// New infections of a day, by where they were found.
    struct CurveDay: Sendable {
        var date: CivilDate
        var inside: Int
        var outside: Int
        var imported: Int
        /// Whether reports of the day still come in.
        var isFilling: Bool
    }

    /// A key number with yesterday's.
    struct Figure: Sendable {
        enum Kind: String, CaseIterable, Sendable {
            case newCases, closeContacts, secondaryContacts, heldCentrally, arrivals, tests, zones, onsetToIsolation, reproduction
        }
        var kind: Kind
        /// Already written: a count, 1.9 (days), 0.8.
        var value: String
        /// 0.6–1.1, or yesterday's.
        var range: String?
        var previous: String?
        /// The rows behind it.
        var path: String?
    }

    /// A child territory heading a column of the scorecard; the first stands for the territory itself.
    struct Column: Sendable {
        var code: TerritoryCode
        var name: LocalizedText
    }

    /// A measure across the columns.
    struct ScoreRow: Sendable {
        var measure: Measure
        var cells: [Cell]
    }

    /// Obligations of a measure in a territory: due so far, met in time, met late, still overdue; and yesterday's share.
    struct Cell: Sendable {
        var due: Int
        var metInTime: Int
        var metLate: Int
        var overdue: Int
        var shareYesterday: Double?

        var share: Double? { due > 0 ? Double(metInTime) / Double(due) : nil }
    }

    struct Light: Sendable {
        let name: String
        let tone: String
        let mark: String
        let text: String
        let address: String
    }
    struct AreaRow: Sendable {
        let code: String
        let name: String
        let cases: String
        let casesRaw: Int
        let outside: String
        let held: String
        let late: String
        let isLate: Bool
        let zone: String?
        let address: String?
    }
    struct ZoneLine: Sendable {
        let name: String
        let level: String
        let territory: String
        let since: Moment
    }
    struct DayRow: Sendable {
        let date: String
        let iso: String
        let inside: Int
        let outside: Int
        let imported: Int
        let total: Int
        let isFilling: Bool
    }
    struct ScoreColumn: Sendable {
        let name: String
        let address: String?
    }
    struct ScoreLine: Sendable {
        let number: Int
        let name: String
        /// How the measure stands by territory and day.
        let address: String
        let cells: [ScoreCell]
    }
    struct ScoreCell: Sendable {
        let share: String
        let trend: String?
        let late: String?
        let tone: String
        let address: String
        let label: String
        let sort: Int
    }
    struct Crumb: Sendable {
        let name: String
        let address: String
    }

    let title: String
    let lead: String
    let crumbs: [Crumb]
    let lights: [Light]
    let areas: [AreaRow]
    let counties: [AreaRow]
    let hasAreas: Bool
    let days: [DayRow]
    let figures: [KeyFigure]
    let columns: [ScoreColumn]
    let score: [ScoreLine]
    let refreshAddress: String
    let epidemicAddress: String
    let clearsAddress: String?
    let zones: [ZoneLine]
    let hasZones: Bool
    let areasCSV: String
    let curveCSV: String
    let scoreCSV: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words(content.territory)
        lead = SituationPage.lead(content, reading)
        crumbs = content.path.map { Crumb(name: words($0.name), address: reading.address("/situation", at: $0.code)) }
        lights = content.lights.map { SituationPage.light($0, reading) }
        areas = content.areas.map { SituationPage.area($0, reading) }
        counties = content.counties.map { SituationPage.area($0, reading) }
        hasAreas = !content.areas.isEmpty
        days = content.curve.map {
            DayRow(
                date: reading.moments.day($0.date), iso: "\($0.date)", inside: $0.inside, outside: $0.outside, imported: $0.imported,
                total: $0.inside + $0.outside + $0.imported, isFilling: $0.isFilling)
        }
        figures = content.figures.map { figure in
            let previous = figure.previous.map { words("situation.yesterday", ["value": $0]) }
            let value = Int(figure.value).map(words.figure) ?? figure.value
            return KeyFigure(
                label: words("figure.\(figure.kind.rawValue)"),
                value: figure.kind == .onsetToIsolation ? words("epidemic.days", ["n": value]) : value,
                note: figure.range ?? previous, address: figure.path.map { $0.hasPrefix("#") ? $0 : reading.deepen($0) })
        }
        columns = content.columns.enumerated().map { index, column in
            ScoreColumn(name: words(column.name), address: index == 0 ? nil : reading.address("/situation", at: column.code))
        }
        score = content.rows.map { row in
            ScoreLine(
                number: row.measure.rawValue, name: words.short(row.measure),
                address: reading.address("/situation/measure/\(row.measure.key)"),
                cells: zip(content.columns, row.cells).map { SituationPage.cell($1, row.measure, $0, reading) })
        }
        refreshAddress = reading.address("/situation")
        epidemicAddress = reading.address("/situation/epidemic")
        clearsAddress = reading.may(.viewFourClears) ? reading.address("/clears") : nil
        zones = content.zones.map {
            ZoneLine(
                name: $0.name, level: $0.label.map { words($0) } ?? words("situation.zone\($0.level.rawValue.capitalized)"),
                territory: words($0.territory),
                since: reading.moments.moment($0.since))
        }
        hasZones = !zones.isEmpty
        areasCSV = reading.address("/situation/areas.csv")
        curveCSV = reading.address("/situation/curve.csv")
        scoreCSV = reading.address("/situation/scorecard.csv")
    }

    private static func lead(_ content: Content, _ reading: Reading) -> String {
        let words = reading.words
        var sentences = [
            words(
                "situation.lead",
                [
                    "place": words(content.territory), "hospital": words.figure(content.inHospital),
                    "asymptomatic": words.figure(content.asymptomatic),
                ])
        ]
        if content.elsewhere > 0 { sentences.insert(words.count("situation.elsewhere", content.elsewhere), at: 1) }
        if content.asymptomatic > 0, content.asymptomaticImported == content.asymptomatic {
            sentences.append(words("situation.allImported"))
        } else if content.asymptomaticImported > 0 {
            sentences.append(words("situation.someImported", ["n": words.figure(content.asymptomaticImported)]))
        }
        if !content.affected.isEmpty {
            let names = content.affected.map { words($0) }.joined(separator: words.language.isChinese ? "、" : ", ")
            sentences.append(words.count("situation.affected", content.affected.count, ["places": names]))
        }
        return sentences.joined(separator: words.language.isChinese ? "" : " ")
    }

    static func light(_ light: TargetLight, _ reading: Reading) -> Light {
        let words = reading.words
        let (tone, mark, text): (String, String, String) =
            switch light.state {
            case .holds(let days): (light.warnings > 0 ? "soon" : "met", "✓", words.count("situation.holds", days))
            case .approaching(let day, let total):
                ("soon", "◐", words("situation.approaching", ["day": words.figure(day), "of": words.figure(total)]))
            case .broken(let count): ("late", "✗", words.count("situation.broken", count))
            case .unknown: ("none", "–", words("situation.unknown"))
            }
        let warning = light.warnings > 0 ? " · " + words.count("situation.warnings", light.warnings) : ""
        return Light(
            name: words("target.\(light.target.rawValue)"), tone: tone, mark: mark, text: text + warning,
            address: reading.address("/situation/target/\(light.target.rawValue)"))
    }

    private static func area(_ area: Area, _ reading: Reading) -> AreaRow {
        let words = reading.words
        if area.isNeighbour {
            return AreaRow(
                code: area.code.digits, name: words(area.name), cases: "–", casesRaw: 0, outside: "–", held: "–", late: "–", isLate: false, zone: nil,
                address: nil)
        }
        return AreaRow(
            code: area.code.digits, name: words(area.name), cases: words.figure(area.cases14), casesRaw: area.cases14,
            outside: words.figure(area.outside14), held: area.held.map(words.figure) ?? "–", late: words.figure(area.late), isLate: area.late > 0,
            zone: area.zone.map { words("situation.zone\($0.rawValue.capitalized)") }, address: reading.address("/situation", at: area.code))
    }

    private static func cell(_ cell: Cell, _ measure: Measure, _ column: Column, _ reading: Reading) -> ScoreCell {
        let words = reading.words
        let share = cell.share
        var trend: String?
        if let share, let before = cell.shareYesterday {
            if share - before >= 0.005 { trend = "▲" }
            if before - share >= 0.005 { trend = "▼" }
        }
        let text = words.percent(cell.metInTime, of: cell.due)
        return ScoreCell(
            share: text, trend: trend, late: cell.overdue > 0 ? words.figure(cell.overdue) : nil,
            tone: cell.due == 0 ? "none" : cell.overdue > 0 ? "behind" : (share ?? 1) < 0.9 ? "low" : "good",
            address: reading.address("/", [("due", "late"), ("measure", measure.key), ("role", WorklistQuery.everyone)], at: column.code),
            label: words(
                "situation.cell",
                [
                    "measure": words.short(measure), "place": words(column.name), "met": words.figure(cell.metInTime),
                    "due": words.figure(cell.due), "late": words.figure(cell.overdue),
                ]), sort: Int((share ?? -1) * 1000))
    }
}
