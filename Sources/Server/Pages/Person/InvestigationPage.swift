import Operations
import Register
import Vocabulary

/// The investigation of a case: its timeline day by day with the sources of each point, the hours nobody knows of, and where a text is pasted.
struct InvestigationPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var person: PersonTag
        var view: InvestigationView
        /// Names of the territories it mentions.
        var names: [TerritoryCode: LocalizedText]
        /// Where on the map they lie.
        var positions: [TerritoryCode: RouteMap.Position]
    }
    struct Row: Sendable {
        /// Its number on the map, in the order of time; nil where nothing is known.
        var number: String?
        let spot: RouteMap.Spot?
        let time: String
        let place: String
        let address: String?
        let journey: String?
        let met: String?
        let sources: String?
        /// Whether fewer sources say so than the policy asks.
        let isThin: Bool
        let quote: String?
        let isGap: Bool
        /// The point, where a source can be added.
        let point: String?
        let missing: [Option]
    }
    /// A line of the team: who, what it brings, what it has brought; or that nobody was named, and by when somebody was to be.
    struct Line: Sendable {
        let key: String
        let name: String
        let brings: String
        let who: String?
        let task: String?
        let since: Moment?
        let points: String
        let due: String?
        let tone: String
    }
    struct Day: Sendable {
        let label: String
        let rows: [Row]
    }

    let person: PersonLink
    let window: String
    let gapCount: String
    let hasGaps: Bool
    let thinCount: String?
    let team: [Line]
    let hasTeam: Bool
    let teamAction: String
    let route: RouteMap
    let days: [Day]
    let hasDays: Bool
    let canRecord: Bool
    /// Whether the text field stands open: until something is known, and while a text is being put right.
    let isOpen: Bool
    let key: String
    let readAction: String
    let sourceAction: String
    let candidatesAddress: String
    let personAddress: String
    let problem: String?
    let text: String

    /// - Parameter day: The one day that the map shows; nil: all.
    init(_ content: Content, _ reading: Reading, day: CivilDate? = nil, problem: String? = nil, text: String = "") {
        let (words, moments, view) = (reading.words, reading.moments, content.view)
        let path = "/people/\(content.person.id.rawValue)"
        person = PersonLink(content.person, reading)
        window =
            view.window.map {
                words("investigation.window", ["from": moments.moment($0.lowerBound).text, "until": moments.moment($0.upperBound).text])
            } ?? words("candidates.noWindow")
        gapCount = words.count("investigation.gaps", view.gaps.count)
        hasGaps = !view.gaps.isEmpty
        team = view.team.map { InvestigationPage.line($0, reading) }
        hasTeam = !team.isEmpty
        teamAction = reading.address("\(path)/investigation/team")
        let thin = view.points.count { $0.value.sources.count < view.sourcesPerPoint }
        thinCount = thin > 0 ? words.count("investigation.thin", thin, ["least": words.figure(view.sourcesPerPoint)]) : nil
        var entries = view.points.map { Entry(from: $0.happenedAt, until: $0.value.until, InvestigationPage.row($0, content, reading)) }
        entries += view.doors.map { Entry(from: $0.from, until: $0.until, InvestigationPage.row($0, content, reading)) }
        entries += view.gaps.map { Entry(from: $0.from, until: $0.until, InvestigationPage.row($0, reading)) }
        entries.sort { ($0.from, $0.row.place) < ($1.from, $1.row.place) }
        for (number, place) in entries.indices.filter({ !entries[$0].row.isGap }).enumerated() {
            entries[place].row.number = words.figure(number + 1)
        }
        let all = Set(entries.map { moments.zone.date(of: $0.from) }).sorted()
        if let day {
            let (opens, closes) = (moments.zone.instant(day), moments.zone.instant(day + 1))
            entries.removeAll { $0.from >= closes || ($0.until ?? $0.from + .hours(1)) <= opens }
        }
        route = RouteMap(days: all, chosen: day, spots: entries.compactMap(\.row.spot), of: content.person.id, reading)
        let byDay = Dictionary(grouping: entries) { day ?? moments.zone.date(of: $0.from) }
        days = byDay.keys.sorted().map { Day(label: moments.day($0) + " " + moments.weekday($0), rows: byDay[$0]?.map(\.row) ?? []) }
        hasDays = !all.isEmpty
        canRecord = reading.may(.investigate)
        isOpen = view.points.isEmpty || problem != nil || !text.isEmpty
        key = Secret.token()
        readAction = reading.address("\(path)/investigation")
        sourceAction = reading.address("\(path)/investigation/source")
        candidatesAddress = reading.address("\(path)/candidates")
        personAddress = reading.address(path)
        self.problem = problem
        self.text = text
    }

    private static func line(_ line: InvestigationView.Line, _ reading: Reading) -> Line {
        let (words, moments) = (reading.words, reading.moments)
        let isLate = line.named == nil && (line.due.map { $0 < reading.now } ?? false)
        let due = line.named == nil ? line.due : nil
        return Line(
            key: line.line.rawValue, name: words.name(line.line), brings: words("lineBrings.\(line.line.rawValue)"), who: line.named?.value.who,
            task: line.named?.value.task, since: line.named.map { moments.moment($0.happenedAt) },
            points: line.points > 0 ? words.count("investigation.brought", line.points) : words("investigation.broughtNothing"),
            due: due.map { due in
                isLate
                    ? words("duty.late", ["time": moments.length(reading.now - due)])
                    : words("duty.in", ["time": moments.length(due - reading.now)])
            }, tone: isLate ? "late" : "soon")
    }

    /// A row with the time it stands for.
    private struct Entry {
        let from: Instant
        let until: Instant?
        var row: Row

        init(from: Instant, until: Instant?, _ row: Row) {
            self.from = from
            self.until = until
            self.row = row
        }
    }

    private static func row(_ recorded: Recorded<TrajectoryPoint>, _ content: Content, _ reading: Reading) -> Row {
        let (words, moments, point, view, names) = (reading.words, reading.moments, recorded.value, content.view, content.names)
        let sources = TrajectoryPoint.Source.allCases.filter(point.sources.contains)
        let place = words.list([point.place, point.territory.flatMap { names[$0] }.map { words($0) }].compactMap(\.self).filter { !$0.isEmpty })
        return Row(
            spot: content.spot(of: point.territory),
            time: point.isTimed
                ? moments.clock(recorded.happenedAt) + (point.until.map { "–" + moments.clock($0) } ?? "") : words("investigation.someHour"),
            place: place, address: point.registered.map { reading.address(of: .place($0)) }, journey: point.journey.map(words.journey),
            met: point.met.isEmpty ? nil : words.list(point.met), sources: words.list(sources.map(words.name)),
            isThin: sources.count < view.sourcesPerPoint, quote: point.quote, isGap: false, point: "\(recorded.id.rawValue)",
            missing: TrajectoryPoint.Source.allCases.filter { !point.sources.contains($0) }.map { Option($0.rawValue, words.name($0)) })
    }

    private static func row(_ door: InvestigationView.Door, _ content: Content, _ reading: Reading) -> Row {
        let moments = reading.moments
        return Row(
            spot: content.spot(of: door.territory),
            time: moments.clock(door.from) + (door.until.map { "–" + moments.clock($0) } ?? ""), place: door.name,
            address: reading.address(of: .place(door.place)), journey: nil, met: nil, sources: reading.words.name(.placeCode), isThin: false,
            quote: nil, isGap: false, point: nil, missing: [])
    }

    private static func row(_ gap: TrajectoryGap, _ reading: Reading) -> Row {
        let (words, moments) = (reading.words, reading.moments)
        let isSameDay = moments.zone.date(of: gap.from) == moments.zone.date(of: gap.until)
        let until = isSameDay ? moments.clock(gap.until) : moments.moment(gap.until).text
        return Row(
            spot: nil, time: moments.clock(gap.from) + "–" + until, place: words("investigation.unknown"), address: nil,
            journey: moments.length(gap.until - gap.from), met: nil, sources: nil, isThin: false, quote: nil, isGap: true, point: nil, missing: [])
    }
}
