import Register
import Vocabulary

/// A short table beside what every thing's page shows: how a zone stands against its conditions, how full a place is, who comes.
struct ThingPanel: Sendable {
    struct Line: Sendable {
        var label: LocalizedText
        var value: LocalizedText
        /// Whether it needs action now.
        var isLate = false
        /// What can be done about it, for whom it is permitted.
        var link: Link?
    }
    /// Something to do about a line.
    struct Link: Sendable {
        /// The key of its text.
        var label: String
        var path: String
        var items: [(String, String)] = []
        var permission: Permission
    }
    /// A territory of a map, with its number and a second beside it.
    struct Area: Sendable {
        var code: TerritoryCode
        var name: LocalizedText
        var count: Int
        var of: Int
    }

    var title: LocalizedText
    var lines: [Line] = []
    /// People it names, as far as the reader sees them.
    var people: [PersonTag] = []
    /// The territories of its map; none: it has no map.
    var areas: [Area] = []
    /// What the numbers of the map count, and of what.
    var counted = (one: LocalizedText(zh: "", en: ""), of: LocalizedText(zh: "", en: ""))
    /// What is to be said of some of them.
    var notes: [PersonID: LocalizedText] = [:]

    /// A line of a label and a value in both languages.
    mutating func add(_ zh: String, _ en: String, _ value: LocalizedText, isLate: Bool = false) {
        lines.append(Line(label: LocalizedText(zh: zh, en: en), value: value, isLate: isLate))
    }

    /// A line whose value reads the same in every language.
    mutating func add(_ zh: String, _ en: String, _ value: String, isLate: Bool = false) {
        add(zh, en, LocalizedText(zh: value, en: value), isLate: isLate)
    }
}

extension OperationsDesk {
    /// A moment as panels write it, in both languages: 19 Mar 20:00, 3月19日 20:00.
    func shown(_ moment: Instant) -> LocalizedText {
        LocalizedText(
            zh: Moments(language: .simplified, zone: zone, now: now).moment(moment).text,
            en: Moments(language: .english, zone: zone, now: now).moment(moment).text)
    }

    /// A length of time as panels write it; without an end it goes on.
    func shown(from begin: Instant, until end: Instant?) -> LocalizedText {
        let (from, until) = (shown(begin), end.map(shown))
        return LocalizedText(zh: "\(from.zh) – \(until?.zh ?? "")", en: "\(from.en) – \(until?.en ?? "")")
    }
}

/// A panel ready to show.
struct ThingPanelRows: Sendable {
    struct Row: Sendable {
        let label: String
        let value: String
        let tone: String
        let link: PersonPage.Action?
    }
    /// A row of the table under the map.
    struct AreaRow: Sendable {
        let code: String
        let name: String
        let address: String
        let raw: Int
        let count: String
        let of: String
        let tone: String
    }

    let title: String
    let rows: [Row]
    /// Somebody it names.
    struct Named: Sendable {
        let person: PersonLink
        let note: String?
    }

    let areas: [AreaRow]
    let hasAreas: Bool
    let counted: String
    let countedOf: String
    let people: [Named]
    let hasPeople: Bool

    init(_ panel: ThingPanel, _ reading: Reading) {
        title = reading.words(panel.title)
        rows = panel.lines.map { line in
            Row(
                label: reading.words(line.label), value: reading.words(line.value), tone: line.isLate ? "late" : "plain",
                link: line.link.flatMap { link in
                    reading.may(link.permission)
                        ? PersonPage.Action(label: reading.words(link.label), address: reading.address(link.path, link.items)) : nil
                })
        }
        areas = panel.areas.map { area in
            AreaRow(
                code: area.code.digits, name: reading.words(area.name),
                address: reading.address("/", [("measure", Measure.screening.key), ("role", WorklistQuery.everyone)], at: area.code),
                raw: area.count, count: reading.words.figure(area.count), of: reading.words.figure(area.of), tone: area.count > 0 ? "late" : "none")
        }
        hasAreas = !areas.isEmpty
        (counted, countedOf) = (reading.words(panel.counted.one), reading.words(panel.counted.of))
        people = panel.people.map { Named(person: PersonLink($0, reading), note: panel.notes[$0.id].map { reading.words($0) }) }
        hasPeople = !people.isEmpty
    }
}
