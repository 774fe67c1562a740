import Obligations
import Operations
import Register
import Vocabulary

/// One measure of a territory: how its duties stand, by territory and day by day, and what each figure means; every figure opens its duties.
struct MeasurePage: Sendable {
    struct Row: Sendable {
        let name: String
        /// The same page of the territory; nil for what lies on the territory's own level.
        let address: String?
        let figures: [Figure]
    }
    struct Figure: Sendable {
        let label: String
        let text: String
        let address: String?
        let isLate: Bool
    }
    struct DayRow: Sendable {
        let day: String
        let iso: String
        let figures: [Figure]
    }
    struct Definition: Sendable {
        let term: String
        let meaning: String
    }
    struct Column: Sendable {
        let name: String
    }

    let title: String
    let territory: String
    let crumbs: [SituationPage.Crumb]
    let figures: [KeyFigure]
    let partColumns: [Column]
    let parts: [Row]
    let hasParts: Bool
    let dayColumns: [Column]
    let days: [DayRow]
    let definitions: [Definition]
    /// The pages on which the measure is worked, as far as the reader may.
    let work: [SituationPage.Crumb]
    let partsCSV: String
    let daysCSV: String

    init(_ course: MeasureCourse, named name: (TerritoryCode) -> LocalizedText, _ reading: Reading) {
        let (words, measure) = (reading.words, course.measure)
        title = "\(measure.rawValue) \(words.short(measure))"
        territory = words(name(course.territory))
        let above = course.territory.parent.flatMap { reading.home.contains($0) ? $0 : nil }
        let path = "/situation/measure/\(measure.key)"
        crumbs =
            [.init(name: words("nav.situation"), address: reading.address("/situation"))]
            + (above.map { [.init(name: words(name($0)), address: reading.address(path, at: $0))] } ?? [])
        let total = MeasurePage.figures(course.total, measure, course.territory, reading)
        figures = total.map { KeyFigure(label: $0.label, value: $0.text, note: nil, address: $0.address) }
        partColumns = total.map { Column(name: $0.label) }
        parts = course.parts.map { part in
            Row(
                name: part.territory == course.territory ? words("course.ownLevel") : words(name(part.territory)),
                address: part.territory == course.territory ? nil : reading.address(path, at: part.territory),
                figures: MeasurePage.figures(
                    part.cell, measure, part.territory, reading, opens: part.territory != course.territory))
        }
        hasParts = !parts.isEmpty
        days = course.days.map { day in
            DayRow(day: reading.moments.day(day.date), iso: day.date.description, figures: MeasurePage.figures(of: day, words))
        }
        dayColumns = course.days.first.map { MeasurePage.figures(of: $0, words).map { Column(name: $0.label) } } ?? []
        definitions = MeasurePage.terms.map {
            Definition(term: words("course.\($0)"), meaning: words("course.\($0)Means"))
        }
        work = Navigation.pages.filter { measure.workPaths.contains($0.path) && reading.may($0.permission) }
            .map { .init(name: words($0.label), address: reading.address($0.path)) }
        partsCSV = reading.address(path + "/parts.csv")
        daysCSV = reading.address(path + "/days.csv")
    }

    /// What is defined, in its order.
    static let terms = ["share"] + CountedDuties.allCases.map(\.rawValue) + ["hoursLost", "perHundred", "thenKnown", "where"]

    /// The figures of a cell: what was due and what came of it open their duties, what follows from them does not.
    private static func figures(
        _ cell: Scorecard.Cell, _ measure: Measure, _ territory: TerritoryCode, _ reading: Reading, opens: Bool = true
    ) -> [Figure] {
        let words = reading.words
        func counted(_ kind: CountedDuties, _ count: Int) -> Figure {
            let path = "/situation/measure/\(measure.key)/\(kind.rawValue)"
            return Figure(
                label: words("course.\(kind.rawValue)"), text: words.figure(count),
                address: opens && count > 0 ? reading.address(path, at: territory) : nil, isLate: kind == .late && count > 0)
        }
        return [
            Figure(label: words("course.share"), text: words.percent(cell.metInTime, of: cell.due), address: nil, isLate: false),
            counted(.due, cell.due), counted(.metInTime, cell.metInTime), counted(.metLate, cell.metLate), counted(.late, cell.late),
            counted(.missed, cell.missed),
            Figure(label: words("course.hoursLost"), text: words.figure(cell.hoursLost), address: nil, isLate: false),
            Figure(
                label: words("course.perHundred"), text: cell.hoursLostPerHundred.map(Words.decimal) ?? "–", address: nil, isLate: false),
        ]
    }

    private static func figures(of day: MeasureCourse.Day, _ words: Words) -> [Figure] {
        let cell = day.restated
        func figure(_ key: String, _ text: String) -> Figure { Figure(label: words("course.\(key)"), text: text, address: nil, isLate: false) }
        return [
            figure("share", words.percent(cell.metInTime, of: cell.due)),
            figure("thenKnown", day.known.map { words.percent($0.metInTime, of: $0.due) } ?? "–"), figure("due", words.figure(cell.due)),
            figure("metInTime", words.figure(cell.metInTime)), figure("metLate", words.figure(cell.metLate)),
            figure("notMet", words.figure(cell.overdue)), figure("hoursLostDay", words.figure(cell.hoursLost)),
        ]
    }

    /// A table of the page as a file; nil for one it does not have.
    func file(_ name: String, _ words: Words) -> [[String]]? {
        switch name {
        case "parts.csv": [[words("situation.area")] + partColumns.map(\.name)] + parts.map { [$0.name] + $0.figures.map(\.text) }
        case "days.csv": [[words("situation.day")] + dayColumns.map(\.name)] + days.map { [$0.iso] + $0.figures.map(\.text) }
        default: nil
        }
    }
}

/// The duties behind a figure of a measure.
struct MeasureDutiesPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var measure: Measure
        var territory: LocalizedText
        var counted: CountedDuties
        var items: [ObligationItem]
        /// After which person the next page begins; nil on the last.
        var next: Int64?
    }

    let title: String
    let territory: String
    let meaning: String
    let measure: String
    let backAddress: String
    let rows: [ObligationRow]
    let isEmpty: Bool
    let moreAddress: String?

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words("course.\(content.counted.rawValue)")
        meaning = words("course.\(content.counted.rawValue)Means")
        territory = words(content.territory)
        measure = "\(content.measure.rawValue) \(words.short(content.measure))"
        let path = "/situation/measure/\(content.measure.key)"
        backAddress = reading.address(path)
        rows = content.items.map { ObligationRow($0, reading) }
        isEmpty = rows.isEmpty
        moreAddress = content.next.map { reading.address("\(path)/\(content.counted.rawValue)", [("after", "\($0)")]) }
    }
}

extension Measure {
    /// The pages on which the measure is worked.
    fileprivate var workPaths: Set<String> {
        switch self {
        case .testing: ["/testing"]
        case .tracing: ["/clears", "/things/assistance"]
        case .treatment: ["/treatment", "/beds"]
        case .arrivals: ["/arrivals", "/checkpoint"]
        case .screening: ["/things/lookBack"]
        case .places: ["/things/place"]
        case .gatherings: ["/things/gathering"]
        case .command: ["/things/territory", "/things/directive"]
        case .community: ["/community"]
        case .supervision: ["/supervision", "/things/finding"]
        }
    }
}
