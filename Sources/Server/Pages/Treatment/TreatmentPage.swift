import Epidemiology
import Operations
import Register
import Storage
import Vocabulary

/// Measure 3 on one page: the four alls with who is missing, the four earlies as distributions.
struct TreatmentPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var alls: FourAlls
        var earlies: CareTimes
        var nosocomial: Nosocomial
        /// Those of the late, and of the hospitals' infections, whom the reader sees, by number.
        var people: [PersonID: PersonTag]
        var at: Instant
    }
    /// One of the four alls.
    struct All: Sendable {
        let title: String
        let definition: String
        let share: String
        let counted: String
        let missing: String?
        let tone: String
        let groups: [Group]
        let hasGroups: Bool
    }
    struct Group: Sendable {
        let name: String
        let due: String
        let missing: String
        let address: String?
        let share: String
        let tone: String
    }
    /// One of the four earlies.
    struct Early: Sendable {
        let title: String
        let definition: String
        let limit: String
        let share: String
        /// The limits of that share.
        let interval: String?
        let tone: String
        /// Names of the quantiles.
        let heads: [String]
        let isDetection: Bool
        /// In what its times are told.
        let unit: String
        let rows: [Row]
        let box: EarlyBox?
        let late: [LateRow]
        let hasLate: Bool
        let lateCount: String
    }
    /// Quantiles of some days.
    struct Row: Sendable {
        let days: String
        let count: String
        let waiting: String
        let quantiles: [String]
        let share: String
        /// Found before any symptoms; nil where it is not about detection.
        let beforeSymptoms: String?
    }
    /// An infection that may be a hospital's.
    struct Infection: Sendable {
        let person: PersonLink?
        let place: String
        let days: String
        let attribution: String
        let tone: String
        let diagnosed: Moment
    }
    struct LateRow: Sendable {
        let person: PersonLink?
        let time: String
        let state: String
    }

    let at: Moment
    let alls: [All]
    let earlies: [Early]
    let infections: [Infection]
    let hasInfections: Bool
    let infectionsCount: String
    let targetAddress: String
    let bedsAddress: String
    let transfersAddress: String
    let refreshAddress: String

    /// As many late ones as are shown of each.
    static let longest = 20

    init(_ content: Content, _ reading: Reading) {
        at = reading.moments.moment(content.at)
        alls = content.alls.lines.map { TreatmentPage.all($0, reading) }
        earlies = content.earlies.earlies.map { TreatmentPage.early($0, content.people, reading) }
        infections = content.nosocomial.lines.map { TreatmentPage.infection($0, content.people, reading) }
        hasInfections = !infections.isEmpty
        infectionsCount = reading.words.count(
            "treatment.hospitals", content.nosocomial.lines.count { $0.attribution.isHospitals && !$0.isSuspected })
        targetAddress = reading.address("/situation/target/noNosocomial")
        bedsAddress = reading.address("/beds")
        transfersAddress = reading.address("/transfers")
        refreshAddress = reading.address("/treatment")
    }

    private static func all(_ line: FourAlls.Line, _ reading: Reading) -> All {
        let words = reading.words
        return All(
            title: words("allAsk.\(line.ask.rawValue)"), definition: words("allWhat.\(line.ask.rawValue)"),
            share: words.percent(line.due - line.missing, of: line.due),
            counted: words("treatment.counted", ["there": words.figure(line.due - line.missing), "due": words.figure(line.due)]),
            missing: line.missing > 0 ? words.count("treatment.missing", line.missing) : nil, tone: line.missing > 0 ? "late" : "met",
            groups: line.groups.map { group in
                let due = group.due
                return Group(
                    name: words(group.name), due: due.map { words.figure($0) } ?? words("treatment.notKept"),
                    missing: due == nil ? "–" : words.figure(group.missing),
                    address: group.missing > 0 && reading.may(.viewPerson)
                        ? reading.address("/treatment/missing", [("ask", line.ask.rawValue), ("group", group.name)]) : nil,
                    share: due.map { words.percent($0 - group.missing, of: $0) } ?? "–", tone: group.missing > 0 ? "late" : "none")
            }, hasGroups: !line.groups.isEmpty)
    }

    private static func infection(_ line: Nosocomial.Line, _ people: [PersonID: PersonTag], _ reading: Reading) -> Infection {
        let words = reading.words
        return Infection(
            person: people[line.person].map { PersonLink($0, reading) },
            place: words.list([line.site, people[line.person] == nil ? nil : line.room].compactMap(\.self)), days: words.counted(line),
            attribution: words(line.isSuspected ? "treatment.suspected" : "attribution.\(line.attribution.rawValue)"),
            tone: line.isSuspected ? "soon" : line.attribution.isHospitals ? "late" : "none",
            diagnosed: reading.moments.moment(line.diagnosedAt))
    }

    private static func early(_ early: CareTimes.Early, _ people: [PersonID: PersonTag], _ reading: Reading) -> Early {
        let (words, moments) = (reading.words, reading.moments)
        let window = words.figure(CareTimes.window.count)
        let isDays = early.kind == .detection
        func time(_ hours: Double) -> String { Words.decimal(isDays ? hours / 24 : hours) }
        func row(_ key: String, _ spread: Timeliness) -> Row {
            Row(
                days: words(key, ["n": window]),
                count: words.figure(spread.inTime.total + spread.running + spread.contradictory),
                waiting: words.figure(spread.running + spread.overdue),
                quantiles: EarlyBox.levels.map { level in spread.hours.map { time(level.of($0)) } ?? "–" },
                share: early.limit == nil ? "–" : words.percent(spread.inTime.count, of: spread.inTime.total),
                beforeSymptoms: isDays ? words.figure(spread.contradictory) : nil)
        }
        let interval = early.limit == nil ? nil : early.recent.inTime.interval()
        return Early(
            title: words("early.\(early.kind.rawValue)"), definition: words("earlyWhat.\(early.kind.rawValue)"),
            limit: early.limit.map { words("treatment.limit", ["time": moments.length($0.span)]) } ?? words("treatment.noLimit"),
            share: early.limit == nil ? "–" : words.percent(early.recent.inTime.count, of: early.recent.inTime.total),
            interval: interval.map { "\(Int(($0.lower * 100).rounded()))–\(Int(($0.upper * 100).rounded())) %" },
            tone: early.late.isEmpty ? "none" : "late", heads: EarlyBox.levels.map { words("treatment.quantile", ["share": $0.percent]) },
            isDetection: isDays, unit: words(isDays ? "treatment.inDays" : "treatment.inHours"),
            rows: [row("treatment.recent", early.recent), row("treatment.before", early.before)],
            box: early.recent.hours.map { EarlyBox($0, limit: early.limit.map { Double($0.count) }, last: time) },
            late: early.late.prefix(longest).map { late in
                LateRow(
                    person: people[late.person].map { PersonLink($0, reading) }, time: moments.length(late.span),
                    state: words(late.isWaiting ? "treatment.stillWaits" : "treatment.tookLonger"))
            }, hasLate: !early.late.isEmpty, lateCount: words.count("treatment.late", early.late.count))
    }
}

extension Words {
    /// By what an infection is counted to a hospital: the day since the admission, the post, the care given.
    func counted(_ line: Nosocomial.Line) -> String {
        if let post = line.post { return self("treatment.staff", ["post": label(post)]) }
        guard let day = line.day else { return self("treatment.visitor") }
        guard let after = line.afterDischarge else { return self("treatment.dayOfStay", ["day": figure(day)]) }
        return self("treatment.afterDischarge", ["day": figure(day), "n": figure(after)])
    }
}

/// The spread of a time as a small drawing: 5 to 95 %, the quartiles as a box, the median, the limit; the table beside it says the same.
struct EarlyBox: Sendable {
    /// The quantiles that are told.
    static let levels: [(percent: String, of: @Sendable (Quantiles) -> Double)] = [
        ("25", { $0.q25 }), ("50", { $0.q50 }), ("75", { $0.q75 }), ("95", { $0.q95 }),
    ]

    let whisker: String
    let boxFrom: String
    let boxWidth: String
    let median: String
    /// Where the limit stands; nil without one.
    let limit: String?
    let last: String

    init(_ hours: Quantiles, limit: Double?, last: (Double) -> String) {
        let reach = max(hours.q95, (limit ?? 0) * 1.5, 1)
        func place(_ hours: Double) -> Double { max(0, min(hours, reach)) / reach * 240 }
        whisker = "M\(Words.decimal(place(hours.q05))) 12H\(Words.decimal(place(hours.q95)))"
        boxFrom = Words.decimal(place(hours.q25))
        boxWidth = Words.decimal(max(1, place(hours.q75) - place(hours.q25)))
        median = Words.decimal(place(hours.q50))
        self.limit = limit.map { Words.decimal(place($0)) }
        self.last = last(reach)
    }
}

/// Who of a group is missing.
struct MissingPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var ask: FourAlls.Ask
        var group: String
        var rows: [Row]
        var count: Int
    }
    struct Row: Sendable {
        var person: PersonTag
        var since: Instant
        /// What is overdue, in words.
        var what: LocalizedText?
    }
    struct Line: Sendable {
        let person: PersonLink
        let since: Moment
        let late: String
        let what: String
    }

    let title: String
    let group: String
    let definition: String
    let rows: [Line]
    let isEmpty: Bool
    let more: String?
    let backAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        title = words("allAsk.\(content.ask.rawValue)")
        group = words(content.group)
        definition = words("allWhat.\(content.ask.rawValue)")
        rows = content.rows.map { row in
            Line(
                person: PersonLink(row.person, reading), since: reading.moments.moment(row.since),
                late: words("duty.late", ["time": reading.moments.length(reading.now - row.since)]),
                what: row.what.map { words($0) } ?? words("treatment.notHeld"))
        }
        isEmpty = rows.isEmpty
        more = content.count > rows.count ? words("beds.more", ["n": words.figure(content.count - rows.count)]) : nil
        backAddress = reading.address("/treatment")
    }
}
