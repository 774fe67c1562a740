import Operations
import Register
import Vocabulary

/// The reports of a territory, and a new one as the figures have it.
struct ReportsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var territory: LocalizedText
        var sort: IssuedReport.Sort
        /// The new one; nil where the reader may not write one.
        var draft: (text: LocalizedText, moment: Instant)?
        var reports: [ReportView]
        /// Whether the new one goes on with where the new cases were.
        var movements = false
        /// The identities of the bulletin that do not hold, for which there is no new one.
        var breaches: [String] = []
        /// Why what was written, which is the draft then, was not taken.
        var problem: LocalizedText?
    }
    struct Row: Sendable {
        let title: String
        let address: String
        let state: String
        let tone: String
        let version: String
    }
    struct Tab: Sendable {
        let label: String
        let address: String
        let isCurrent: Bool
    }

    let title: String
    let tabs: [Tab]
    let form: ReportForm?
    /// Adds where the new cases were to the new bulletin, or leaves it out again; nil where there is no new bulletin.
    let movements: Tab?
    let breaches: [String]
    let rows: [Row]
    let hasRows: Bool

    /// - Parameter key: The submission's that was refused; nil for a new one.
    init(_ content: Content, _ reading: Reading, key: String? = nil) {
        let words = reading.words
        title = words("reports.title", ["place": words(content.territory)])
        tabs = IssuedReport.Sort.allCases.map {
            Tab(
                label: words.name($0), address: reading.address("/reports", $0 == .brief ? [] : [("sort", $0.rawValue)]),
                isCurrent: $0 == content.sort)
        }
        form = content.draft.map {
            ReportForm(
                action: reading.address("/reports"), sort: content.sort, text: $0.text, version: "", moment: $0.moment, canSign: false, reading,
                key: key, problem: content.problem)
        }
        movements =
            form == nil || content.sort != .bulletin
            ? nil
            : Tab(
                label: words(content.movements ? "reports.withoutMovements" : "reports.withMovements"),
                address: reading.address("/reports", [("sort", content.sort.rawValue)] + (content.movements ? [] : [("movements", "1")])),
                isCurrent: content.movements)
        breaches = content.breaches
        rows = content.reports.map { report in
            Row(
                title: words.name(report.report.sort) + " " + reading.moments.moment(report.moment).text,
                address: reading.address("/reports/\(report.entity)"), state: words.state(report),
                tone: report.report.signedBy == nil ? "soon" : "met",
                version: words("reports.version", ["n": words.figure(report.versions.count)]))
        }
        hasRows = !rows.isEmpty
    }
}

/// The fields in which a report is written.
struct ReportForm: Sendable {
    let action: String
    let sort: String
    let zh: String
    let en: String
    let version: String
    /// The moment of which it speaks, for machines.
    let moment: String
    let canSign: Bool
    /// Told apart from every other submission: sent twice, it is written once.
    let key: String
    /// Why what was written was not taken.
    let problem: String?

    init(
        action: String, sort: IssuedReport.Sort, text: LocalizedText, version: String, moment: Instant, canSign: Bool, _ reading: Reading,
        key: String?, problem: LocalizedText? = nil
    ) {
        self.key = key ?? Secret.token()
        self.problem = problem.map { reading.words($0) }
        self.action = action
        self.sort = sort.rawValue
        zh = text.zh
        en = text.en
        self.version = version
        self.moment = reading.moments.zone.text(of: moment)
        self.canSign = canSign
    }
}

/// One report: as it is printed, in both languages, with what changed since the last, its versions, and the form to go on with.
struct ReportPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var territory: LocalizedText
        var view: ReportView
        var mayWrite: Bool
        /// A bulletin as the figures have it; nil of a brief, whose moment is over.
        var figures: LocalizedText?
        /// The identities of the bulletin that do not hold.
        var breaches: [String] = []
        /// What was written and why it was not taken.
        var refused: (text: LocalizedText, problem: LocalizedText)?
    }
    struct Line: Sendable {
        let text: String
        /// Whether the last signed report did not say so.
        let isNew: Bool
        /// The figures that are others than in the last signed report, where it said the same of others.
        let changes: String?
    }
    struct Version: Sendable {
        let at: Moment
        let author: String
        let state: String
    }

    let title: String
    let state: String
    let isSigned: Bool
    let zh: [Line]
    let en: [Line]
    let hasPrevious: Bool
    /// What the last signed report said and this one does not, in both languages.
    let gone: [String]
    let hasGone: Bool
    /// Sentences of the figures that the text says otherwise or leaves out, in both languages.
    let altered: [String]
    let isAltered: Bool
    let breaches: [String]
    let versions: [Version]
    let form: ReportForm?
    let backAddress: String

    /// - Parameter key: The submission's that was refused; nil for a new one.
    init(_ content: Content, _ reading: Reading, key: String? = nil) {
        let (words, view) = (reading.words, content.view)
        title = "\(words(content.territory)) · \(words.name(view.report.sort)) · \(reading.moments.moment(view.moment).text)"
        state = words.state(view)
        isSigned = view.report.signedBy != nil
        zh = ReportPage.lines(view.report.text.zh, view.previous?.zh)
        en = ReportPage.lines(view.report.text.en, view.previous?.en)
        hasPrevious = view.previous != nil
        func own(_ text: LocalizedText) -> [String] { ReportPage.split(text.zh) + ReportPage.split(text.en) }
        let said = Set(own(view.report.text))
        let patterns = Set(said.map { StatedFigures($0).pattern })
        // A sentence that stands with other figures is told beside it.
        gone = view.previous.map { own($0).filter { !patterns.contains(StatedFigures($0).pattern) } } ?? []
        hasGone = !gone.isEmpty
        altered = content.figures.map { ReportPage.altered(own($0), in: own(view.report.text), words) } ?? []
        isAltered = !altered.isEmpty
        breaches = content.breaches
        versions = view.versions.reversed().map { version in
            Version(
                at: reading.moments.moment(version.at), author: version.author ?? "–",
                state: version.report.signedBy.map { words("reports.signed", ["name": $0]) } ?? words("reports.draft"))
        }
        form =
            content.mayWrite
            ? ReportForm(
                action: reading.address("/reports/\(view.entity)"), sort: view.report.sort, text: content.refused?.text ?? view.report.text,
                version: "\(view.version.rawValue)", moment: view.moment,
                canSign: true, reading, key: key, problem: content.refused?.problem) : nil
        backAddress = reading.address("/reports", view.report.sort == .brief ? [] : [("sort", view.report.sort.rawValue)])
    }

    private static func split(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// The text's sentences, each compared with what the last signed report said of the same.
    private static func lines(_ text: String, _ previous: String?) -> [Line] {
        let before = previous.map { split($0).map(StatedFigures.init) }
        return split(text).map { line in
            let stated = StatedFigures(line)
            guard let before else { return Line(text: line, isNew: false, changes: nil) }
            guard let changes = before.lazy.compactMap({ stated.changes(since: $0) }).first else {
                return Line(text: line, isNew: true, changes: nil)
            }
            return Line(
                text: line, isNew: false, changes: changes.isEmpty ? nil : changes.map { "\($0.before) → \($0.after)" }.joined(separator: ", "))
        }
    }

    /// Sentences of the figures that the text does not have, each with the figures that it has instead.
    private static func altered(_ figures: [String], in said: [String], _ words: Words) -> [String] {
        let stated = said.map(StatedFigures.init)
        return figures.filter { !said.contains($0) }.map { sentence in
            let register = StatedFigures(sentence)
            guard let changes = stated.lazy.compactMap({ $0.changes(since: register) }).first, !changes.isEmpty else { return sentence }
            let told = changes.map { words("reports.saidInstead", ["true": $0.before, "said": $0.after]) }
            return sentence + " ▲ " + words.list(told)
        }
    }
}

extension Words {
    /// What a sort of report is called.
    func name(_ sort: IssuedReport.Sort) -> String {
        switch sort {
        case .brief: self("reports.brief")
        case .bulletin: self("reports.bulletin")
        }
    }

    /// Whether a report was signed, and by whom.
    func state(_ report: ReportView) -> String { report.report.signedBy.map { self("reports.signed", ["name": $0]) } ?? self("reports.draft") }
}
