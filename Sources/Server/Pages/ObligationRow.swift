import Obligations
import Register
import Vocabulary

/// An obligation as the pages are given it: the derived value, whom it is about and where.
struct ObligationItem: Sendable {
    /// Opaque and stable; names the obligation in forms.
    var key: String
    var obligation: Obligation
    /// Whom it is about, if a person within the reader's scope.
    var subject: PersonTag?
    /// What it is about, if a thing.
    var thing: ThingTag?
    /// Where the duty lies.
    var territory: LocalizedText
    /// Site and room, street and building, as far as the reader may see.
    var detail: String?
    /// The mode of a stage, or of the stay that is asked for.
    var mode: ControlMode?
    /// The fact that triggered it; nil where it lies outside the reader's scope.
    var trigger: Fact?
    /// The fact that met it.
    var evidence: Fact?
    /// Whether the reader is among those who can meet it, as far as that is a matter of territory.
    var canAct = true
}

/// One obligation ready to show: what, about whom, by when, why, and the one thing to do about it.
struct ObligationRow: Sendable {
    let key: String
    /// late, soon, open, later, met, missed: the row's class, a shape and a word say the same.
    let tone: String
    let mark: String
    let state: String
    /// 2 h 10 late, in 25 min.
    let due: String
    let dueAt: Moment?
    let what: String
    let mode: String?
    let subject: PersonLink?
    let territory: String
    let detail: String?
    let rule: String
    let role: String
    let measure: String
    let measureNumber: Int
    /// Whole sentences: which rule, triggered by what, due when and why, met by what.
    let why: [String]
    /// The form that records what meets it, if the reader may fill it in.
    let action: String?
    let actionAddress: String?
    let canSelect: Bool

    init(_ item: ObligationItem, _ reading: Reading) {
        let (words, obligation) = (reading.words, item.obligation)
        let state = obligation.state(at: reading.now)
        key = item.key
        tone = ObligationRow.tone(state)
        mark = ObligationRow.mark(state)
        self.state = words.name(state)
        due = ObligationRow.due(obligation, state, reading)
        dueAt = obligation.due.map(reading.moments.deadline)
        let explanation = Explanation(of: obligation, zone: reading.moments.zone)
        what = words(explanation.what)
        mode = item.mode.map { "→ " + words.name($0) }
        subject = item.subject.map { PersonLink($0, reading) } ?? item.thing.map { PersonLink($0, reading) }
        territory = words(item.territory)
        detail = item.detail
        rule = "§" + obligation.id.rule
        role = words.name(obligation.role)
        measure = words.short(obligation.measure)
        measureNumber = obligation.measure.rawValue
        why = words.explanation(of: item, explanation, state, reading.moments)
        let form = item.subject == nil ? nil : FormKind.meeting(obligation)
        let isOpen = [.overdue, .pressing, .open, .upcoming].contains(state)
        if isOpen, let form, let person = item.subject, reading.may(form.permission) {
            action = words("formDo.\(form.rawValue)")
            actionAddress = reading.address("/people/\(person.id.rawValue)/record/\(form.rawValue)", [("for", item.key)])
        } else if isOpen, let thing = item.thing, let form = ThingFaces.form(meeting: obligation), item.canAct, reading.may(form.permission) {
            action = words("formDo.\(form.name)")
            // What is founded to meet it opens in the territory whose duty it is.
            actionAddress =
                form.founds
                ? reading.address(form.foundingPath, [("for", item.key)], at: obligation.territory)
                : reading.address(form.path(about: thing.subject), [("for", item.key)])
        } else if isOpen, obligation.id.reason == .appeal, reading.may(.answerAppeal) {
            action = words("formDo.answerAppeal")
            actionAddress = reading.address("/appeals")
        } else if let person = item.subject, obligation.kind == .release, state == .metInTime || state == .metLate, reading.may(.revealIdentity) {
            action = words("notice.title")
            actionAddress = reading.address("/people/\(person.id.rawValue)/notice")
        } else {
            action = nil
            actionAddress = nil
        }
        canSelect = isOpen && form?.isBulk == true && action != nil
    }

    private static func tone(_ state: Obligation.State) -> String {
        switch state {
        case .overdue: "late"
        case .pressing: "soon"
        case .open: "open"
        case .upcoming: "later"
        case .missed: "missed"
        case .metInTime, .metLate: "met"
        }
    }

    private static func mark(_ state: Obligation.State) -> String {
        switch state {
        case .overdue: "●"
        case .pressing: "◐"
        case .open: "○"
        case .upcoming: "◌"
        case .missed: "✕"
        case .metInTime, .metLate: "✓"
        }
    }

    private static func due(_ obligation: Obligation, _ state: Obligation.State, _ reading: Reading) -> String {
        let (words, moments) = (reading.words, reading.moments)
        if let fulfilment = obligation.fulfilment, fulfilment.at <= reading.now {
            guard let due = obligation.due, fulfilment.at > due else { return words("duty.met") }
            return words("duty.metLate", ["time": moments.length(fulfilment.at - due)])
        }
        if state == .missed { return words("duty.missed") }
        guard let due = obligation.due else { return words("duty.noDate") }
        if due < reading.now { return words("duty.late", ["time": moments.length(reading.now - due)]) }
        if due - reading.now < .hours(24) { return words("duty.in", ["time": moments.length(due - reading.now)]) }
        return moments.deadline(due).text
    }
}

extension Words {
    /// Why an obligation stands and when it is due, as the engine explains it, with the facts behind it.
    func explanation(of item: ObligationItem, _ explanation: Explanation, _ state: Obligation.State, _ moments: Moments) -> [String] {
        let obligation = item.obligation
        var sentences = [self(explanation.why)]
        if let trigger = item.trigger { sentences.append(self("why.trigger", ["fact": sentence(trigger, moments)])) }
        sentences.append(self("why.role", ["role": name(obligation.role)]))
        if let fulfilment = obligation.fulfilment, fulfilment.at <= moments.now {
            let fact = item.evidence.map { sentence($0, moments) } ?? self("why.fact", ["n": "\(fulfilment.evidence.rawValue)"])
            sentences.append(self("why.met", ["fact": fact, "time": moments.moment(fulfilment.at).text]))
        } else if state == .missed {
            sentences.append(self("why.missed"))
        }
        return sentences
    }
}
