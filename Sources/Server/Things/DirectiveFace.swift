import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Orders (measure 8): outbox and inbox, the fate of every branch, what addressees and issuers record.
extension ThingFace {
    static let directive = ThingFace(
        kind: .directive, permission: .viewOrders, parts: [.addressee, .seat], states: DirectiveDuties.Fate.allCases.map(\.rawValue),
        classes: ["own", "passedOn"], forms: DirectiveForms.all, facts: facts,
        factNames: ["issuer", "issued", "due", "reach", "forces", "text", "meeting"],
        related: { view in
            guard let order = view.dossier.founding(Directive.self)?.value else { return [] }
            // The meeting stands on the page of the headquarters that held it.
            return (order.parent.map { [.directive($0)] } ?? []) + (order.meeting == nil ? [] : [.territory(order.issuer)])
        },
        branches: { view in
            view.dossier.around(Directive.self).map { (territory: $0.value.issuer, subject: .directive(Reference(rawValue: $0.id.rawValue))) }
        })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let order = view.dossier.founding(Directive.self) else { return [] }
        let (words, moments) = (reading.words, reading.moments)
        var facts = [
            LabelledText(label: words("directive.issuer"), value: words(name(order.value.issuer))),
            LabelledText(label: words("directive.issued"), value: moments.moment(order.happenedAt).text),
        ]
        if let due = order.value.due { facts.append(LabelledText(label: words("directive.due"), value: moments.moment(due).text)) }
        if let reach = order.value.reach { facts.append(LabelledText(label: words("directive.reach"), value: words.name(reach))) }
        if let forces = order.value.forces, !forces.isEmpty {
            facts.append(LabelledText(label: words("directive.forces"), value: words.list(forces.map { words.label("force.\($0)") })))
        }
        if order.value.meeting != nil { facts.append(LabelledText(label: words("directive.meeting"), value: words("meeting.decided"))) }
        facts.append(LabelledText(label: words("directive.text"), value: order.value.text))
        return facts
    }
}

/// What can be recorded about an order.
private enum DirectiveForms {
    static let all: [ThingForm] = [
        issue, step("orderRead", .read, meets: "read"), step("orderAcknowledge", .acknowledged, meets: "acknowledged"),
        step("orderReport", .reported, meets: "reported", needsEvidence: true), passOn,
        answer("orderAccept", .accepted, meets: ["review"]), answer("orderReturn", .returned, needsEvidence: true),
        answer("orderUrge", .urged, meets: ["urge"]),
    ]

    static let issue = ThingForm(
        name: "orderIssue", kind: .directive, permission: .issueOrder, founds: true,
        fieldNames: ["orderTitle", "orderText", "addressees", "forces", "fromMeeting", "dueBy", "reach", "at"],
        fields: { context, reading in orderFields(context, reading, issuer: context.territory, former: nil) },
        read: { reader, context in
            let order = order(&reader, issuer: context.territory, parent: nil)
            return { filing in
                let reference = try filing.issueDirective(order.directive, at: min(order.at, filing.now))
                return ThingFiled(subject: .directive(reference), undo: nil)
            }
        })

    /// An addressee passes an order on to those below.
    static let passOn = ThingForm(
        name: "orderPassOn", kind: .directive, permission: .issueOrder, meets: ["cascadeWithin"],
        fieldNames: ["orderTitle", "orderText", "addressees", "forces", "dueBy", "reach", "at"], isOffered: { !own($0).isEmpty },
        fields: { context, reading in
            orderFields(
                context, reading, issuer: addressee(context) ?? context.territory, former: context.view?.dossier.founding(Directive.self)?.value)
        },
        read: { reader, context in
            let parent = context.view?.subject.number ?? 0
            let order = order(&reader, issuer: addressee(context) ?? context.territory, parent: Reference(rawValue: parent))
            return { filing in
                let reference = try filing.issueDirective(order.directive, at: min(order.at, filing.now))
                return ThingFiled(subject: .directive(reference), undo: nil)
            }
        })

    /// A step of an addressee.
    static func step(_ name: String, _ step: Receipt.Step, meets task: String, needsEvidence: Bool = false) -> ThingForm {
        ThingForm(
            name: name, kind: .directive, permission: .answerOrder, meets: [task], fieldNames: ["addressee", "at", "evidence"],
            isOffered: { !own($0).isEmpty },
            fields: { context, reading in
                receiptFields(context, reading, among: own(context), needsEvidence: needsEvidence)
            }, read: { reader, context in receipt(&reader, context, step, needsEvidence: needsEvidence) })
    }

    /// A step of the issuer.
    static func answer(_ name: String, _ step: Receipt.Step, meets: Set<String> = [], needsEvidence: Bool = false) -> ThingForm {
        ThingForm(
            name: name, kind: .directive, permission: .issueOrder, meets: meets, fieldNames: ["addressee", "at", "evidence"],
            isOffered: { context in
                guard let order = context.view?.dossier.founding(Directive.self)?.value, context.acts(in: order.issuer) else { return false }
                return !answerable(context, step).isEmpty
            },
            fields: { context, reading in
                receiptFields(context, reading, among: answerable(context, step), needsEvidence: needsEvidence)
            }, read: { reader, context in receipt(&reader, context, step, needsEvidence: needsEvidence) })
    }

    // MARK: Who

    /// The addressees whose part the reader can play.
    private static func own(_ context: ThingFormContext) -> [TerritoryCode] {
        context.view?.dossier.founding(Directive.self)?.value.addressees.filter(context.acts) ?? []
    }

    /// The addressees to whom the issuer can take a step now.
    private static func answerable(_ context: ThingFormContext, _ step: Receipt.Step) -> [TerritoryCode] {
        guard let view = context.view, let order = view.dossier.founding(Directive.self)?.value else { return [] }
        return order.addressees.filter { addressee in
            let fate = DirectiveDuties.fate(of: addressee, in: view.dossier)
            return step == .urged ? fate != .reported && fate != .accepted : fate == .reported
        }
    }

    /// The addressee that the obligation is about from which the form was opened, else the first whose part the reader can play.
    private static func addressee(_ context: ThingFormContext) -> TerritoryCode? {
        let asked = context.obligation.map(\.obligation.territory)
        let own = own(context)
        return asked.flatMap { own.contains($0) ? $0 : nil } ?? own.first
    }

    // MARK: Fields

    private static func receiptFields(
        _ context: ThingFormContext, _ reading: Reading, among addressees: [TerritoryCode], needsEvidence: Bool
    ) -> [FormField] {
        let names = Dictionary(context.territories.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        let asked = context.obligation.map(\.obligation.territory)
        let ordinal = context.obligation.flatMap { TerritoryCode("\($0.obligation.id.ordinal)") }
        let first = [asked, ordinal].compactMap(\.self).first { addressees.contains($0) } ?? addressees.first
        return [
            FormField(
                name: "addressee",
                kind: .choice(addressees.map { code in Option(code.digits, names[code].map { reading.words($0) } ?? code.digits) }),
                isRequired: true, value: first?.digits ?? ""), .at(reading), .area("evidence", isRequired: needsEvidence),
        ]
    }

    private static func orderFields(_ context: ThingFormContext, _ reading: Reading, issuer: TerritoryCode, former: Directive?) -> [FormField] {
        let words = reading.words
        let below = context.territories.filter { $0.code.parent == issuer }
        let levels = TerritoryCode.Level.allCases.filter { $0 > issuer.level }
        return [
            .text("orderTitle", isRequired: true, value: former?.title ?? ""), .area("orderText", isRequired: true, value: former?.text ?? ""),
            FormField(
                name: "addressees", kind: .set(below.map { Option($0.code.digits, words($0.name)) }), isRequired: true,
                chosen: former == nil ? [] : below.map(\.code.digits)),
            FormField(name: "forces", kind: .set(context.forces.map { Option($0.key, words($0.label)) }), chosen: former?.forces ?? []),
        ]
            + (former != nil || context.meetings.isEmpty
                ? []
                : [
                    FormField(
                        name: "fromMeeting",
                        kind: .choice([Option("", words("meeting.noMeeting"))] + context.meetings.map { Option("\($0.id)", words($0.label)) }))
                ]) + [
                FormField(name: "dueBy", kind: .moment, value: former?.due.map(reading.moments.fieldValue) ?? ""),
                FormField(
                    name: "reach", kind: .choice([Option("", "–")] + levels.map { Option("\($0.rawValue)", words.name($0)) }),
                    value: former?.reach.map { "\($0.rawValue)" } ?? ""), .at(reading),
            ]
    }

    private static func order(
        _ reader: inout FieldReader, issuer: TerritoryCode, parent: Reference<Directive>?
    ) -> (directive: Directive, at: Instant) {
        let at = reader.moment("at", required: true) ?? reader.reading.now
        let forces = reader.input.all("forces").filter { !$0.isEmpty }
        let order = Directive(
            title: reader.text("orderTitle", required: true) ?? "", text: reader.text("orderText", required: true) ?? "", issuer: issuer,
            addressees: reader.territories("addressees"), due: reader.deadline("dueBy", after: at), parent: parent,
            reach: reader.input["reach"].flatMap { Int($0) }.flatMap(TerritoryCode.Level.init(rawValue:)),
            forces: forces.isEmpty ? nil : forces, meeting: reader.input["fromMeeting"].flatMap { Int64($0) }.map { Reference(rawValue: $0) })
        return (order, at)
    }

    private static func receipt(
        _ reader: inout FieldReader, _ context: ThingFormContext, _ step: Receipt.Step, needsEvidence: Bool
    ) -> ThingAct {
        let addressee = reader.territory("addressee")
        let at = reader.moment("at", required: true) ?? reader.reading.now
        let evidence = reader.text("evidence", required: needsEvidence)
        let reference = Reference<Directive>(rawValue: context.view?.subject.number ?? 0)
        return { filing in
            let record = try filing.answerDirective(reference, of: addressee, step, evidence: evidence, at: min(at, filing.now))
            return ThingFiled(subject: .directive(reference), undo: record.id)
        }
    }
}
