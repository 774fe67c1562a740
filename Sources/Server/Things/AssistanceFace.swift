import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Requests for assistance between territories (measure 2): inbox and outbox, the ticket with its history, what either end says of it.
extension ThingFace {
    static let assistance = ThingFace(
        kind: .assistance, permission: .viewAssistance, parts: [.addressee, .seat],
        states: AssistanceCourse.Status.allCases.map(\.rawValue), classes: ["inside", "outside"], forms: AssistanceForms.all, facts: facts,
        factNames: ["from", "to", "sent", "line", "text"], panels: { try $2.assistancePanels($0, $1) })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let request = view.dossier.founding(AssistanceRequest.self) else { return [] }
        let (words, value) = (reading.words, request.value)
        func end(_ end: AssistanceRequest.Outside.End, _ code: TerritoryCode) -> String {
            value.outside?.end == end ? value.outside?.authority ?? "" : words(name(code))
        }
        var facts = [
            LabelledText(label: words("assistance.from"), value: end(.sender, value.from)),
            LabelledText(label: words("assistance.to"), value: end(.receiver, value.to)),
            LabelledText(label: words("assistance.sent"), value: reading.moments.moment(request.happenedAt).text),
        ]
        if !value.approvers.isEmpty {
            facts.append(LabelledText(label: words("assistance.line"), value: words.list(value.approvers.map { words(name($0)) })))
        }
        return facts + [LabelledText(label: words("assistance.text"), value: value.text)]
    }
}

/// What can be said of a request.
private enum AssistanceForms {
    static let all: [ThingForm] = [
        plain("assistanceApprove", .approved, .approveAssistance, meets: ["approve"]),
        plain("assistanceReceive", .received, .answerAssistance, meets: ["check"]), control,
        plain("assistanceReturn", .returned, .answerAssistance, picks: true),
        plain("assistanceRefuse", .refused, .answerAssistance),
        plain("assistanceSendAgain", .sentAgain, .sendAssistance, meets: ["send"]),
        plain("assistanceCancel", .cancelled, .sendAssistance),
        plain("assistanceRemark", .remarked, .viewAssistance),
    ]

    /// A turn that needs a moment and some words, and where it is said of people, of whom.
    static func plain(
        _ name: String, _ kind: AssistanceStep.Kind, _ permission: Permission, meets: Set<String> = [], picks: Bool = false
    ) -> ThingForm {
        ThingForm(
            name: name, kind: .assistance, permission: permission, meets: meets,
            fieldNames: picks ? ["assistancePeople", "assistanceNote", "at"] : ["assistanceNote", "at"],
            isOffered: { isOffered(kind, $0) },
            fields: { context, reading in
                (picks ? [people(context, reading, chosen: false)] : []) + [.area("assistanceNote", isRequired: kind.needsText), .at(reading)]
            },
            read: { reader, context in
                let picked = picks ? reader.assistancePeople() : []
                let text = reader.text("assistanceNote", required: kind.needsText)
                let at = reader.moment("at", required: true) ?? reader.reading.now
                let reference = Reference<AssistanceRequest>(rawValue: context.view?.subject.number ?? 0)
                return { filing in
                    let record = try filing.sayOfAssistance(reference, kind, of: picked, text: text, at: min(at, filing.now))
                    // What was filed about people along with it stands; only words can be taken back.
                    return ThingFiled(subject: .assistance(reference), undo: kind == .remarked || kind == .approved ? record.id : nil)
                }
            })
    }

    /// The second handshake: of whom, and how they are held who are in no stay yet.
    static let control = ThingForm(
        name: "assistanceControl", kind: .assistance, permission: .answerAssistance, meets: ["control"],
        fieldNames: ["assistancePeople", "mode", "site", "assistanceNote", "at"], isOffered: { isOffered(.controlled, $0) },
        fields: { context, reading in
            let modes: [ControlMode] = [.central, .hospital, .homeIsolation, .homeMonitoring]
            let isOutside = context.view?.dossier.founding(AssistanceRequest.self)?.value.outside?.end == .receiver
            return [people(context, reading, chosen: true)]
                + (isOutside
                    ? []
                    : [.choice("mode", modes, first: .central) { reading.words.name($0) }, .text("site")])
                + [.area("assistanceNote"), .at(reading)]
        },
        read: { reader, context in
            let picked = reader.assistancePeople()
            let text = reader.text("assistanceNote")
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let mode: ControlMode? = reader.choice("mode")
            let to = context.view?.dossier.founding(AssistanceRequest.self)?.value.to ?? context.territory
            let stay = mode.map { Stay(mode: $0, site: reader.text("site"), room: nil, territory: to) }
            let reference = Reference<AssistanceRequest>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                try filing.sayOfAssistance(reference, .controlled, of: picked, text: text, control: stay, at: min(at, filing.now))
                return ThingFiled(subject: .assistance(reference), undo: nil)
            }
        })

    /// Whether a turn is possible as the request stands, and the reader's to take. People are spoken of once they are seen.
    private static func isOffered(_ kind: AssistanceStep.Kind, _ context: ThingFormContext) -> Bool {
        guard let course = context.view?.dossier.assistance, course.admits(kind) else { return false }
        let request = course.request.value
        switch kind {
        case .approved: return course.nextApprover.map(context.acts) ?? false
        case .refused: return context.acts(in: course.nextApprover ?? request.speaker(for: .receiver))
        case .controlled, .returned: return course.received != nil && context.acts(in: request.speaker(for: .receiver))
        case .received: return context.acts(in: request.speaker(for: .receiver))
        case .sentAgain, .cancelled: return context.acts(in: request.speaker(for: .sender))
        case .remarked: return true
        }
    }

    private static func people(_ context: ThingFormContext, _ reading: Reading, chosen: Bool) -> FormField {
        let options = context.people.map { Option("\($0.id.rawValue)", "\($0.name) \(reading.words.names($0.standings))") }
        return FormField(
            name: "assistancePeople", kind: .set(options), isRequired: true, chosen: chosen ? options.map(\.value) : [])
    }
}

extension FieldReader {
    /// Of whom something is said.
    fileprivate mutating func assistancePeople() -> [PersonID] {
        let people = input.all("assistancePeople").compactMap { Int64($0) }.map(PersonID.init(rawValue:))
        if people.isEmpty { errors["assistancePeople"] = words("field.required") }
        return people
    }
}

extension OperationsDesk {
    /// Both ends, and how many people.
    func label(_ label: AssistanceLabel) -> LocalizedText {
        func end(_ end: AssistanceRequest.Outside.End, _ code: TerritoryCode) -> LocalizedText {
            guard let outside = label.outside, outside.end == end else { return names[code] }
            return LocalizedText(zh: outside.authority, en: outside.authority)
        }
        let (from, to) = (end(.sender, label.from), end(.receiver, label.to))
        return LocalizedText(
            zh: "\(from.zh) → \(to.zh)（\(label.count)人）", en: "\(from.en) → \(to.en) (\(label.count) \(label.count == 1 ? "person" : "people"))")
    }

    /// Those still sought by a request, as far as the reader sees them.
    func soughtPeople(of view: ThingView, _ reader: Reader) throws -> [PersonTag] {
        try view.dossier.assistance?.sought.compactMap { try tag(of: $0, reader) } ?? []
    }

    /// Who is in the request and how each stands; whom the reader may not see yet is counted.
    func assistancePanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard let course = view.dossier.assistance else { return [] }
        var panel = ThingPanel(title: LocalizedText(zh: "协查对象", en: "Whom it is about"))
        let asked = course.request.value.people
        panel.add("已落实管控", "Under control", "\(course.controlledCount) / \(asked.count)")
        let returned = asked.filter { if case .returned? = course.people[$0] { true } else { false } }.count
        if returned > 0 { panel.add("退回", "Not there", "\(returned)", isLate: true) }
        for person in asked {
            guard let tag = try tag(of: person, reader) else { continue }
            panel.people.append(tag)
            panel.notes[person] =
                switch course.people[person] {
                case .controlled(let step): LocalizedText(zh: "\(shown(step.happenedAt).zh) 已管控", en: "under control \(shown(step.happenedAt).en)")
                case .returned(let step):
                    LocalizedText(zh: "退回：\(step.value.text ?? "")", en: "not there: \(step.value.text ?? "")")
                default: LocalizedText(zh: "查找中", en: "sought")
                }
        }
        let hidden = asked.count - panel.people.count
        if hidden > 0 {
            panel.add(
                "未开放", "Not open to you yet", LocalizedText(zh: "\(hidden)人，签收后可见", en: "\(hidden), opened when the request is received"))
        }
        return [panel]
    }
}
