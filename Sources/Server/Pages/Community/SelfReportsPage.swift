import Operations
import Register
import Storage
import Vocabulary

/// What people reported of themselves: the unanswered first with their clock; answered from the row, by telephone.
struct SelfReportsPage: Sendable {
    /// What of them is asked for; the address says it.
    struct Filter: Sendable, Hashable {
        var about: SelfReport.Topic?
        var isAnswered: Bool?

        init(_ query: Query) {
            about = query["about"].flatMap(SelfReport.Topic.init)
            isAnswered = query["answered"].flatMap { ["yes": true, "no": false][$0] }
        }

        func admits(_ line: SelfReportLine) -> Bool {
            (about.map { $0 == line.report.value.about } ?? true) && (isAnswered.map { $0 == (line.answered != nil) } ?? true)
        }

        var items: [(String, String)] { [("about", about?.rawValue ?? ""), ("answered", isAnswered.map { $0 ? "yes" : "no" } ?? "")] }
    }

    /// What the page is made from.
    struct Content: Sendable {
        var filter: Filter
        var lines: [(line: SelfReportLine, tag: PersonTag, territory: LocalizedText)]
    }

    struct Row: Sendable {
        let person: PersonLink
        let number: String
        let name: String
        let report: String
        let sent: Moment
        let about: String
        let details: String
        let territory: String
        let state: String
        let tone: String
        let tried: String?
        let taps: [HomeDoorsPage.Tap]
        let key: String
        let isOpen: Bool
    }

    let rows: [Row]
    let hasRows: Bool
    let filters: [Choice]
    let filterAction: String
    let action: String?
    let back: String
    let count: String
    let problem: String?

    init(_ content: Content, _ reading: Reading, key: () -> String, problem: String? = nil) {
        let (words, moments, filter) = (reading.words, reading.moments, content.filter)
        let mayAnswer = reading.lens.asOf == nil && reading.may(.recordContact)
        let taps = [DoorTap.well, .unwell, .notSeen].map {
            HomeDoorsPage.Tap(value: $0.rawValue, label: words("reportTap.\($0.rawValue)"), isPrimary: $0 == .well)
        }
        let shown = content.lines.filter { filter.admits($0.line) }
        rows = shown.map { entry in
            let (line, report) = (entry.line, entry.line.report.value)
            let isLate = line.answered == nil && line.due.map { $0 < reading.now } ?? false
            let state =
                if let answered = line.answered {
                    words("selfReports.answeredAt", ["time": moments.moment(answered).text])
                } else if let due = line.due {
                    isLate
                        ? words("duty.late", ["time": moments.length(reading.now - due)])
                        : words("duty.in", ["time": moments.length(due - reading.now)])
                } else {
                    words("selfReports.open")
                }
            return Row(
                person: PersonLink(entry.tag, reading), number: "\(line.person.rawValue)", name: entry.tag.name,
                report: "\(line.report.id.rawValue)", sent: moments.moment(line.report.happenedAt),
                about: words("reportTopic.\(report.about.rawValue)"),
                details: words.list(
                    [
                        report.onset.map { words("selfReports.onset", ["day": moments.day($0)]) } ?? "",
                        report.from.map { words("selfReports.from", ["place": $0]) } ?? "", report.text ?? "",
                    ].filter { !$0.isEmpty }),
                territory: words(entry.territory), state: state, tone: line.answered != nil ? "met" : isLate ? "late" : "open",
                tried: line.answered == nil ? line.tried.map { words("selfReports.tried", ["time": moments.moment($0).text]) } : nil,
                taps: taps, key: key(), isOpen: line.answered == nil && mayAnswer)
        }
        hasRows = !rows.isEmpty
        let open = content.lines.count { $0.line.answered == nil }
        count = words("selfReports.count", ["n": words.figure(content.lines.count), "open": words.figure(open)])
        filters = [
            Choice(
                name: "about", label: words("selfReports.about"), isAuto: true,
                options: [Option("", words("things.any"))]
                    + SelfReport.Topic.allCases.map { Option($0.rawValue, words("reportTopic.\($0.rawValue)"), $0 == filter.about) }),
            Choice(
                name: "answered", label: words("things.state"), isAuto: true,
                options: [
                    Option("", words("things.any")), Option("no", words("selfReports.open"), filter.isAnswered == false),
                    Option("yes", words("selfReports.answered"), filter.isAnswered == true),
                ]),
        ]
        filterAction = "/community/reports"
        action = mayAnswer ? reading.address("/community/reports", filter.items) : nil
        back = reading.address("/community")
        self.problem = problem
    }
}
