import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// The open page on which a journey is announced or changed.
struct JourneyFormPage: Sendable {
    let title: String
    let intro: String
    let action: String
    let submit: String
    let key: String
    let cancelAddress: String?
    let fields: [FieldRow]
    let problem: String?

    init(_ form: JourneyForm, action: String, back: String? = nil, input: Query? = nil, errors: [String: String] = [:], problem: String? = nil) {
        let words = form.reading.words
        let isAmending = form.former != nil
        title = words(isAmending ? "journey.amend" : "journey.title")
        intro = words(isAmending ? "journey.amendIntro" : "journey.intro")
        submit = words(isAmending ? "journey.amendDo" : "journey.announceDo")
        self.action = action
        cancelAddress = back
        key = input?["key"] ?? Secret.token()
        fields = form.fields.map { field in
            FieldRow(field, values: input.map { $0.all(field.name) } ?? field.values, error: errors[field.name], words)
        }
        self.problem = problem ?? (errors.isEmpty ? nil : words.count("fill.problems", errors.count))
    }
}

/// What must be done on entry, in words: a verdict with every reason for it.
struct DecisionPanel: Sendable {
    struct Line: Sendable {
        let what: String
        let why: String
        let due: Moment?
    }

    let verdict: String
    let verdictText: String
    let held: String?
    let restriction: String?
    let lines: [Line]
    let hasLines: Bool
    /// What comes after the first few.
    let later: [Line]
    let laterText: String?

    init(_ decision: EntryDecision, _ reading: Reading) {
        let words = reading.words
        verdict = decision.verdict.rawValue
        verdictText = words("verdict.\(decision.verdict.rawValue)")
        held = decision.mode.map { mode in
            decision.until.map { words("entry.heldUntil", ["mode": words.name(mode), "day": reading.moments.day($0)]) } ?? words.name(mode)
        }
        restriction = decision.restriction.map { rule in
            let kept = words.list(rule.keepFrom.map { words("occasion.\($0.rawValue)") }.sorted())
            return words(
                "entry.keepFrom", ["what": kept, "days": rule.days.map { words.count("entry.days", $0.count) } ?? words("entry.untilNegative")])
        }
        let all = decision.demands.map { Line(what: words($0.what), why: words($0.why), due: $0.due.map { reading.moments.deadline($0) }) }
        lines = Array(all.prefix(4))
        later = Array(all.dropFirst(4))
        hasLines = !lines.isEmpty
        laterText = later.isEmpty ? nil : words.count("entry.later", later.count)
    }
}

/// A registration on its own page, for whoever holds the private link.
struct JourneyPage: Sendable {
    /// A code as the path of an SVG.
    struct Picture: Sendable {
        let path: String
        let side: String
    }

    let title: String
    let name: String?
    let done: String?
    let problem: String?
    let state: String
    let facts: [LabelledText]
    let decision: DecisionPanel
    let code: String?
    /// The code as a picture.
    let picture: Picture?
    let expires: Moment?
    let amendAddress: String?
    let withdrawAction: String?
    let appealAction: String
    let appeals: [LabelledText]
    let hasAppeals: Bool

    init(_ journey: Journey, link: String, _ reading: Reading, done: String? = nil, problem: String? = nil) {
        let (words, moments, view) = (reading.words, reading.moments, journey.view)
        let value = view.value
        title = words("journey.yours")
        name = view.isOwn ? view.name : nil
        self.done = done
        self.problem = problem
        state =
            view.isWithdrawn
            ? words("journey.withdrawn")
            : view.entered.map { words("journey.entered", ["time": moments.moment($0.at).text, "checkpoint": $0.checkpoint ?? "–"]) }
                ?? words("journey.announced", ["time": moments.moment(view.announced).text])
        var facts: [(String, String?)] = [
            ("field.filer", words("filer.\(value.by.rawValue)")), ("field.origin", value.origin), ("field.risk", value.risk.map { words.name($0) }),
            ("field.leftOrigin", value.leftOrigin.map { moments.day($0) }), ("field.stays", value.stays),
            ("field.arriving", moments.moment(value.arriving).text), ("field.vehicle", value.vehicle.map { words.name($0) }),
            ("field.transportNumber", value.transportNumber), ("field.seat", value.seat), ("field.destination", words(journey.destination)),
            ("field.certificateTaken", value.certificateTaken.map { moments.moment($0).text }), ("field.country", value.abroad?.country),
        ]
        if view.joined > 0 { facts.append(("journey.joined", words.count("journey.others", view.joined))) }
        self.facts = facts.compactMap { key, text in text.map { LabelledText(label: words(key), value: $0) } }
        decision = DecisionPanel(journey.decision, reading)
        code = journey.code
        picture = journey.code.flatMap { QRCode($0) }.map { Picture(path: $0.path, side: "\($0.size + 8)") }
        expires = journey.expires.map { moments.moment($0) }
        let isOpen = journey.code != nil
        amendAddress = isOpen ? "/register/\(link)/amend" : nil
        withdrawAction = isOpen ? "/register/\(link)/withdraw" : nil
        appealAction = "/register/\(link)/appeal"
        appeals = view.appeals.map { LabelledText(label: $0.text, value: $0.answer ?? words("journey.unanswered")) }
        hasAppeals = !appeals.isEmpty
    }
}
