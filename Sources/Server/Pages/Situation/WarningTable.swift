import Operations
import Register
import Vocabulary

/// Where sentinels count more than is to be expected.
extension EpidemicTables {
    /// The most series that are told where none stands out.
    private static let shown = 10

    /// The series that stand out, and those that come nearest to it.
    var warning: EpidemicPage.Table {
        let found = content.warning
        let alarms = found.lines.prefix { $0.isAlarm }
        let shown = alarms.count >= EpidemicTables.shown ? alarms : found.lines.prefix(EpidemicTables.shown)
        return table(
            "warning", words("epidemic.warning"),
            note: words.sentences([
                words("epidemic.warningNote"),
                found.silent > 0 ? words.count("epidemic.silent", found.silent) : nil,
                found.unjudged > 0 ? words.count("epidemic.unjudged", found.unjudged) : nil,
            ]), lack: found.lines.isEmpty ? words("epidemic.noCounts") : nil, chart: nil,
            head: [
                head(words("situation.area")), head(words("epidemic.sentinel")), head(words("situation.day")), head(words("epidemic.counted")),
                head(words("epidemic.clusterExpected")), head(words("epidemic.threshold")), head(words("epidemic.standsOut")),
            ],
            rows: shown.map { line in
                row(
                    name(line.count.territory),
                    [
                        words("sentinel.\(line.count.source.rawValue)"), reading.moments.day(line.count.day), whole(line.count.count),
                        number(line.expected), number(line.threshold), line.isAlarm ? words("epidemic.yes") : "–",
                    ])
            })
    }

    /// How many series stand out, and which most.
    var warningFigure: KeyFigure {
        let found = content.warning
        let first = found.lines.first.flatMap { $0.isAlarm ? $0 : nil }
        let note = first.map {
            words("epidemic.strongestWarning", ["place": name($0.count.territory), "source": words("sentinel.\($0.count.source.rawValue)")])
        }
        return KeyFigure(
            label: words("epidemic.warning"), value: found.lines.isEmpty ? "–" : words.figure(found.lines.prefix { $0.isAlarm }.count),
            note: note ?? (found.lines.isEmpty ? words("epidemic.noCounts") : words.count("epidemic.judged", found.lines.count)),
            address: reading.address("/situation/epidemic") + "#section-warning")
    }
}
