import Obligations
import Operations
import Register
import Vocabulary

/// A person (case, contact, arrival, holder of a post): the whole story on one page.
struct PersonPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var person: PersonTag
        /// Masked: 4301…12, 138…34.
        var document: String?
        var phone: String?
        var sex: Sex?
        var age: Int?
        var groups: [SpecialGroup]
        var occupation: String?
        var residence: LocalizedText
        var territory: LocalizedText
        /// Goes into every form, so that a stale edit is refused.
        var version: Int64
        var control: Control?
        /// What the policy asks for, also where nothing is kept yet.
        var demanded: ControlMode?
        /// What must be done next; its form is the page's one primary action.
        var next: ObligationItem?
        var calendar: Calendar?
        var exposures: [Exposed]
        /// Newest first.
        var timeline: [Entry]
        var obligations: [ObligationItem]
        /// Whether there is a report card to print.
        var hasCase = false
        /// When the person was last let go; nil where they never were, and in the past.
        var release: Instant?
        /// Cases of this person that can be excluded, closed or reclassed.
        var hasOpenCase: Bool
        var isContact: Bool
        var hasArrival: Bool
        var hasOpenStay: Bool
        /// Whether the person is held at home now, and who answers for them.
        var isAtHome = false
        var team: HomeTeam?
        /// Whether a transfer of the person waits for its next turn.
        var isInTransfer = false
        /// A contact's way through the closed loop.
        var loop: ClosedLoop?
        /// How many entries are newer than this reader's last look.
        var unseen: Int
        /// Opaque; the live topic that this page listens to.
        var topic: String
    }

    /// How the person is held now, and until when at the earliest.
    struct Control: Sendable {
        var mode: ControlMode
        var site: String?
        var since: Instant
        var day: Int?
        var of: Int?
        var release: Instant?
        /// What the release waits for, each a clause: the end of stage 2, a negative on day 14.
        var because: [LocalizedText]
        /// The stage asked for by the policy, when it is stricter than what is kept.
        var required: ControlMode?
    }

    /// Days across: stages as bars, tests as dots.
    struct Calendar: Sendable {
        var first: CivilDate
        var days: Int
        var stages: [Stage]
        var tests: [Test]

        struct Stage: Sendable {
            var mode: ControlMode
            var from: CivilDate
            /// Last day, included.
            var until: CivilDate
            /// Whether a stay was recorded, or the policy asks for one.
            var isKept: Bool
        }
        struct Test: Sendable {
            enum State: String, Sendable { case negative, positive, waiting, due, overdue, missed }
            var date: CivilDate
            var state: State
        }
    }

    /// One meeting with another person.
    struct Exposed: Sendable {
        var other: PersonTag
        /// Whether this person was exposed to the other, or the other to this one.
        var isExposedTo: Bool
        var exposure: Exposure
    }

    /// One entry of the register about the person.
    struct Entry: Sendable {
        var id: FactID
        var entity: Int64
        var happenedAt: Instant
        var knownAt: Instant
        var fact: Fact
        var isWithdrawn: Bool
        /// Whether a later entry replaced this one.
        var isSuperseded: Bool
        var source: LocalizedText
        var recorder: String
        /// Why it was corrected or withdrawn.
        var reason: String?
        var isUnseen: Bool
        var canCorrect: Bool
        /// Names of territories the fact mentions.
        var places: [TerritoryCode: LocalizedText]
    }

    struct Strip: Sendable {
        let caption: String
        let days: [StripDay]
        let months: [StripSpan]
        let lanes: [StripLane]
        let tests: [StripTest]
    }
    struct StripDay: Sendable {
        let number: Int
        let weekday: String
        let isToday: Bool
        let isRest: Bool
    }
    struct StripSpan: Sendable {
        let span: Int
        let text: String
    }
    struct StripLane: Sendable {
        let kind: String
        let label: String
        let cells: [StripCell]
    }
    struct StripCell: Sendable {
        let span: Int
        let text: String?
        let tone: String
        let title: String?
        /// Whether only the mode's letter has room.
        let isShort: Bool
    }
    struct StripTest: Sendable {
        let mark: String?
        let text: String?
        let tone: String
        let isToday: Bool
    }
    struct ControlLine: Sendable {
        let mode: String
        let site: String?
        let since: Moment
        let day: String?
        let release: Moment?
        let because: String?
        let required: String?
    }
    struct ExposureRow: Sendable {
        let person: PersonLink
        let direction: String
        let degree: String
        let setting: String
        let days: String
        let circumstance: String?
    }
    struct TimelineRow: Sendable {
        let id: String
        let happened: Moment
        let known: Moment?
        let text: String
        let source: String
        let recorder: String?
        let reason: String?
        let isWithdrawn: Bool
        let isSuperseded: Bool
        let isUnseen: Bool
        let correctAddress: String?
        let withdrawAddress: String?
    }
    /// A stretch of a long table and the way to the ones beside it.
    struct Pages: Sendable {
        let text: String
        let previousAddress: String?
        let nextAddress: String?
    }
    struct Action: Sendable {
        let label: String
        let address: String
    }

    let name: String
    let standing: String
    let facts: [LabelledText]
    let unseen: String?
    let control: ControlLine?
    let noControl: Bool
    /// What the policy asks for where nothing is kept.
    let missing: String?
    let next: ObligationRow?
    let strip: Strip?
    let exposures: [ExposureRow]
    /// Which of how many, and where the others are; nil where all are shown.
    let exposurePages: Pages?
    let hasExposures: Bool
    /// Of a contact: each hop with both its ends.
    let loop: [LoopRow]
    let hasLoop: Bool
    let gapsAddress: String?
    let timeline: [TimelineRow]
    let open: [ObligationRow]
    let settled: [ObligationRow]
    let hasSettled: Bool
    let settledCount: String
    let actions: [Action]
    /// Where the contacts of a case are sought among those who were where it was.
    let candidatesAddress: String?
    /// The case's four clears, its investigation; where another territory is asked to find the person, or the case's contacts.
    let clearsAddress, investigationAddress, assistanceAddress: String?
    let canReveal: Bool
    /// Where the report card of the case is printed, if there is one and the reader may.
    let cardAddress: String?
    /// When the person was last let go, and where the notice of it is printed, if the reader may.
    let released: Moment?
    let noticeAddress: String?
    let revealAddress: String
    /// Who looked at the identity, for whoever may see the audit.
    let auditAddress: String?
    let refreshAddress: String
    let topic: String
    /// Records merged into this one.
    let merged: [MergedRow]
    let hasMerged: Bool
    /// Where the record is held against another; nil where the reader may not merge.
    let sameAddress: String?

    /// - Parameters:
    ///   - met: From which of the people met on the table begins, from 0.
    ///   - merged: The records merged into this one.
    init(_ content: Content, _ reading: Reading, metFrom met: Int = 0, merged: [MergedRow] = []) {
        self.merged = merged
        hasMerged = !merged.isEmpty
        sameAddress = reading.may(.mergePeople) ? reading.address("/people/\(content.person.id.rawValue)/same") : nil
        let (words, moments) = (reading.words, reading.moments)
        let path = "/people/\(content.person.id.rawValue)"
        name = content.person.name
        standing = words.names(content.person.standings)
        facts = PersonPage.facts(content, words)
        unseen = content.unseen > 0 ? words.count("person.unseen", content.unseen) : nil
        control = content.control.map { PersonPage.control($0, reading) }
        noControl = content.control == nil
        missing = content.control == nil ? content.demanded.map { words("person.required", ["mode": words.name($0)]) } : nil
        next = content.next.map { ObligationRow($0, reading) }
        strip = content.calendar.map { PersonPage.strip($0, moments, words) }
        let total = content.exposures.count
        let start = max(0, min(met, max(0, total - 1)) / PersonPage.exposuresShown * PersonPage.exposuresShown)
        exposures = content.exposures.dropFirst(start).prefix(PersonPage.exposuresShown).map { PersonPage.exposure($0, reading) }
        exposurePages = PersonPage.pages(from: start, of: total, path, reading)
        hasExposures = !content.exposures.isEmpty
        loop = content.loop.map { LoopRow.rows(of: $0, reading) } ?? []
        hasLoop = !loop.isEmpty
        gapsAddress = reading.may(.viewFourClears) ? reading.address("/gaps") : nil
        timeline = content.timeline.map { PersonPage.entry($0, path, reading) }
        let rows = content.obligations.map { ObligationRow($0, reading) }
        open = rows.filter { $0.tone != "met" && $0.tone != "missed" }
        settled = rows.filter { $0.tone == "met" || $0.tone == "missed" }
        hasSettled = !settled.isEmpty
        settledCount = words.figure(settled.count)
        var kinds: [FormKind] = [.specimen, .result, .beginStay, content.isInTransfer ? .transferStep : .requestTransfer]
        if content.hasOpenStay { kinds.append(.endStay) }
        if content.isAtHome { kinds.append(.homeTeam) }
        if content.isContact { kinds += [.locate, .notify, .followUp, .convert] }
        if content.hasArrival { kinds.append(.checkArrival) }
        if content.hasOpenCase { kinds += [.contact, .changeCase, .exclude] }
        kinds += [.act, .assignPost, .vaccinate, .note]
        actions = kinds.filter { reading.may($0.permission) }.map {
            Action(label: words("form.\($0.rawValue)"), address: reading.address("\(path)/record/\($0.rawValue)"))
        }
        candidatesAddress = content.hasOpenCase && reading.may(.recordContact) ? reading.address("\(path)/candidates") : nil
        clearsAddress = content.hasOpenCase && reading.may(.viewFourClears) ? reading.address("\(path)/clears") : nil
        investigationAddress = content.hasCase ? reading.address("\(path)/investigation") : nil
        assistanceAddress =
            (content.isContact || content.hasOpenCase) && reading.may(.sendAssistance) ? reading.address("\(path)/assistance") : nil
        canReveal = reading.may(.revealIdentity)
        cardAddress = content.hasCase && canReveal ? reading.address("\(path)/card") : nil
        released = content.release.map(moments.moment)
        noticeAddress = content.release != nil && canReveal ? reading.address("\(path)/notice") : nil
        auditAddress = reading.may(.viewAudit) ? reading.address("/audit", [("person", "\(content.person.id.rawValue)")]) : nil
        revealAddress = reading.address("\(path)/reveal")
        refreshAddress = reading.address(path, start > 0 ? [("met", "\(start)")] : [])
        topic = content.topic
    }

    /// How many exposures a page shows; a case can have hundreds.
    private static let exposuresShown = 40

    private static func pages(from start: Int, of total: Int, _ path: String, _ reading: Reading) -> Pages? {
        guard total > exposuresShown else { return nil }
        func address(_ from: Int) -> String { reading.address(path, from > 0 ? [("met", "\(from)")] : []) + "#met" }
        let end = min(start + exposuresShown, total)
        return Pages(
            text: reading.words("person.metShown", ["from": "\(start + 1)", "to": "\(end)", "of": reading.words.figure(total)]),
            previousAddress: start > 0 ? address(start - exposuresShown) : nil, nextAddress: end < total ? address(end) : nil)
    }

    private static func facts(_ content: Content, _ words: Words) -> [LabelledText] {
        var facts: [LabelledText] = []
        let who = [content.sex.map(words.name), content.age.map { words.count("person.age", $0) }].compactMap(\.self)
        if !who.isEmpty { facts.append(LabelledText(label: words("person.who"), value: words.list(who))) }
        facts.append(LabelledText(label: words("person.residence"), value: words(content.residence)))
        if let document = content.document { facts.append(LabelledText(label: words("person.document"), value: document)) }
        if let phone = content.phone { facts.append(LabelledText(label: words("person.phone"), value: phone)) }
        if let occupation = content.occupation { facts.append(LabelledText(label: words("person.occupation"), value: occupation)) }
        if !content.groups.isEmpty { facts.append(LabelledText(label: words("person.groups"), value: words.list(content.groups.map(words.name)))) }
        facts.append(LabelledText(label: words("person.duty"), value: words(content.territory)))
        if content.isAtHome {
            facts.append(LabelledText(label: words("homeDoors.team"), value: content.team?.text(words) ?? words("homeDoors.noTeam")))
        }
        return facts
    }

    private static func control(_ control: Control, _ reading: Reading) -> ControlLine {
        let (words, moments) = (reading.words, reading.moments)
        let day: String? =
            if let day = control.day, let total = control.of {
                words("person.dayOf", ["day": words.figure(day), "of": words.figure(total)])
            } else { control.day.map { words("person.day", ["day": words.figure($0)]) } }
        let because = control.because.map { words($0) }.joined(separator: words.language.isChinese ? "；" : "; ")
        return ControlLine(
            mode: words.name(control.mode), site: control.site, since: moments.moment(control.since), day: day,
            release: control.release.map(moments.moment), because: because.isEmpty ? nil : because,
            required: control.required.map { words("person.required", ["mode": words.name($0)]) })
    }

    private static func exposure(_ exposed: Exposed, _ reading: Reading) -> ExposureRow {
        let (words, moments, exposure) = (reading.words, reading.moments, exposed.exposure)
        let last = moments.day(exposure.last)
        let days = exposure.first.map { $0 == exposure.last ? last : moments.day($0) + " – " + last } ?? last
        return ExposureRow(
            person: PersonLink(exposed.other, reading), direction: words(exposed.isExposedTo ? "person.exposedTo" : "person.exposed"),
            degree: words.name(exposure.nearness), setting: words.name(exposure.setting), days: days, circumstance: exposure.circumstance)
    }

    private static func entry(_ entry: Entry, _ path: String, _ reading: Reading) -> TimelineRow {
        let (words, moments) = (reading.words, reading.moments)
        let canCorrect = entry.canCorrect && !entry.isWithdrawn && !entry.isSuperseded && reading.may(.correctFacts)
        let id = "\(entry.id.rawValue)"
        return TimelineRow(
            id: id, happened: moments.moment(entry.happenedAt),
            known: entry.knownAt - entry.happenedAt > .minutes(30) ? moments.moment(entry.knownAt) : nil,
            text: words.sentence(entry.fact, moments, entry.places), source: words(entry.source),
            recorder: entry.recorder.isEmpty ? nil : words.label(entry.recorder),
            reason: entry.reason, isWithdrawn: entry.isWithdrawn, isSuperseded: entry.isSuperseded, isUnseen: entry.isUnseen,
            correctAddress: canCorrect ? reading.address("\(path)/record/correct", [("fact", id)]) : nil,
            withdrawAddress: canCorrect ? reading.address("\(path)/record/withdraw", [("fact", id)]) : nil)
    }
}

extension PersonPage {
    /// The strip: one column a day, lanes of stages without overlap, a line of tests.
    private static func strip(_ calendar: Calendar, _ moments: Moments, _ words: Words) -> Strip {
        let dates = (0..<calendar.days).map { calendar.first + Days($0) }
        let last = calendar.first + Days(calendar.days - 1)
        var months: [StripSpan] = []
        for date in dates {
            let month = date.components.month
            let text = words.language.isChinese ? "\(month)月" : String(moments.day(date).split(separator: " ")[1])
            if let open = months.last, open.text == text {
                months[months.count - 1] = StripSpan(span: open.span + 1, text: text)
            } else {
                months.append(StripSpan(span: 1, text: text))
            }
        }
        let days = dates.map {
            StripDay(number: $0.components.day, weekday: moments.weekday($0), isToday: $0 == moments.today, isRest: $0.weekday > 5)
        }
        let lanes = [(true, "person.kept"), (false, "person.asked")].compactMap { isKept, label -> StripLane? in
            let stages = calendar.stages.filter { $0.isKept == isKept && $0.until >= calendar.first && $0.from <= last }
            guard !stages.isEmpty else { return nil }
            return StripLane(
                kind: isKept ? "kept" : "asked", label: words(label),
                cells: cells(stages.sorted { $0.from < $1.from }, calendar.first, last, moments, words))
        }
        let tests = dates.map { date -> StripTest in
            guard let test = calendar.tests.last(where: { $0.date == date }) else {
                return StripTest(mark: nil, text: nil, tone: "none", isToday: date == moments.today)
            }
            let mark =
                switch test.state {
                case .negative: "●"
                case .positive: "▲"
                case .waiting: "◐"
                case .due: "○"
                case .overdue: "◆"
                case .missed: "✕"
                }
            return StripTest(
                mark: mark, text: words("strip.\(test.state.rawValue)"), tone: test.state.rawValue, isToday: date == moments.today)
        }
        return Strip(caption: words("person.calendar"), days: days, months: months, lanes: lanes, tests: tests)
    }

    /// The narrowest bar that holds the whole name of a mode, in days; narrower ones show its letter.
    private static let wholeName = 4

    private static func cells(
        _ stages: [Calendar.Stage], _ first: CivilDate, _ last: CivilDate, _ moments: Moments, _ words: Words
    ) -> [StripCell] {
        // One day has room for one bar: where one stage ends and the next begins on the same day, the day is the next one's.
        var bars: [(stage: Calendar.Stage, from: CivilDate, until: CivilDate)] = []
        for stage in stages {
            let (from, until) = (max(stage.from, first), min(stage.until, last))
            guard until >= from else { continue }
            while let former = bars.last, former.until >= from {
                bars.removeLast()
                if former.from < from { bars.append((former.stage, former.from, from - 1)) }
            }
            bars.append((stage, from, until))
        }
        var cells: [StripCell] = []
        var at = first
        for bar in bars {
            if bar.from > at { cells.append(StripCell(span: (bar.from - at).count, text: nil, tone: "none", title: nil, isShort: false)) }
            let span = (bar.until - bar.from).count + 1
            let name = words.name(bar.stage.mode)
            let isShort = span < wholeName
            cells.append(
                StripCell(
                    span: span, text: isShort ? words("modeMark.\(bar.stage.mode.rawValue)") : name, tone: bar.stage.mode.rawValue,
                    title: name + ", " + moments.day(bar.stage.from) + " – " + moments.day(bar.stage.until), isShort: isShort))
            at = bar.until + 1
        }
        if at <= last { cells.append(StripCell(span: (last - at).count + 1, text: nil, tone: "none", title: nil, isShort: false)) }
        return cells
    }
}
