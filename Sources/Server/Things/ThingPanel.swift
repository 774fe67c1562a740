import Register
import Vocabulary

/// A short table beside what every thing's page shows: how a zone stands against its conditions, how full a place is, who comes.
struct ThingPanel: Sendable {
    struct Line: Sendable {
        var label: LocalizedText
        var value: LocalizedText
        /// Whether it needs action now.
        var isLate = false
    }

    var title: LocalizedText
    var lines: [Line] = []
    /// People it names, as far as the reader sees them.
    var people: [PersonTag] = []
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
    }

    let title: String
    let rows: [Row]
    /// Somebody it names.
    struct Named: Sendable {
        let person: PersonLink
        let note: String?
    }

    let people: [Named]
    let hasPeople: Bool

    init(_ panel: ThingPanel, _ reading: Reading) {
        title = reading.words(panel.title)
        rows = panel.lines.map { Row(label: reading.words($0.label), value: reading.words($0.value), tone: $0.isLate ? "late" : "plain") }
        people = panel.people.map { Named(person: PersonLink($0, reading), note: panel.notes[$0.id].map { reading.words($0) }) }
        hasPeople = !people.isEmpty
    }
}
