import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Gatherings (measure 7): the application, what was decided and by which rule, who comes, the look on the day.
extension ThingFace {
    static let gathering = ThingFace(
        kind: .gathering, permission: .viewGatherings, states: GatheringDuties.State.allCases.map(\.rawValue), classes: ["indoors", "outdoors"],
        forms: GatheringForms.all, facts: facts, factNames: ["territory", "sort", "attendance", "begins", "until", "organiser", "plan"],
        related: { view in view.dossier.founding(Gathering.self)?.value.place.map { [.place($0)] } ?? [] },
        panels: { try $2.gatheringPanels($0, $1) })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let gathering = view.dossier.founding(Gathering.self) else { return [] }
        let (words, value, moments) = (reading.words, gathering.value, reading.moments)
        let sort = value.sort.flatMap(GatheringRules.Kind.init(rawValue:)) ?? .other
        var facts = [
            LabelledText(label: words("gathering.territory"), value: words(name(value.territory))),
            LabelledText(label: words("gathering.sort"), value: words(sort.words)),
            LabelledText(label: words("gathering.attendance"), value: words.figure(value.attendance)),
            LabelledText(label: words("gathering.begins"), value: moments.moment(gathering.begins).text),
            LabelledText(label: words("gathering.until"), value: moments.moment(value.until).text),
        ]
        if let organiser = value.organiser { facts.append(LabelledText(label: words("gathering.organiser"), value: organiser)) }
        if let plan = value.plan { facts.append(LabelledText(label: words("gathering.plan"), value: plan)) }
        return facts
    }
}

/// What can be recorded about a gathering.
private enum GatheringForms {
    static let all: [ThingForm] = [apply, decide, list, check, callOff]

    private static let apply = ThingForm(
        name: "gatheringApply", kind: .gathering, permission: .applyGathering, founds: true,
        fieldNames: ["gatheringTitle", "gatheringSort", "territory", "attendance", "indoors", "crosses", "beginsAt", "endsAt", "organiser", "plan"],
        fields: { context, reading in
            let words = reading.words
            let yesNo = [Option("yes", words("field.yes")), Option("no", words("field.no"))]
            return [
                .text("gatheringTitle", isRequired: true),
                FormField(
                    name: "gatheringSort", kind: .choice(GatheringRules.Kind.allCases.map { Option($0.rawValue, words($0.words)) }), isRequired: true,
                    value: GatheringRules.Kind.meeting.rawValue),
                .territory("territory", context, words), FormField(name: "attendance", kind: .number, isRequired: true),
                FormField(name: "indoors", kind: .choice(yesNo), isRequired: true, value: "yes"),
                FormField(name: "crosses", kind: .choice(yesNo), isRequired: true, value: "no"),
                FormField(name: "beginsAt", kind: .moment, isRequired: true), FormField(name: "endsAt", kind: .moment, isRequired: true),
                .text("organiser", isRequired: true), .area("plan"),
            ]
        },
        read: { reader, _ in
            let title = reader.text("gatheringTitle", required: true) ?? ""
            let (sort, territory) = (reader.text("gatheringSort", required: true), reader.territory("territory"))
            let attendance = reader.number("attendance", 1...1_000_000)
            if attendance == nil, reader.errors["attendance"] == nil { reader.errors["attendance"] = reader.words("field.required") }
            let begins = reader.deadline("beginsAt", after: reader.reading.now)
            if begins == nil, reader.errors["beginsAt"] == nil { reader.errors["beginsAt"] = reader.words("field.required") }
            let ends = reader.deadline("endsAt", after: begins ?? reader.reading.now)
            if ends == nil, reader.errors["endsAt"] == nil { reader.errors["endsAt"] = reader.words("field.required") }
            let gathering = Gathering(
                title: title, territory: territory, attendance: attendance ?? 1, isIndoors: reader.input["indoors"] != "no",
                until: ends ?? reader.reading.now, organiser: reader.text("organiser", required: true), sort: sort, begins: begins,
                crossesTerritories: reader.input["crosses"] == "yes", plan: reader.text("plan"))
            return { filing in
                ThingFiled(subject: .gathering(try filing.applyForGathering(gathering, at: filing.now)), undo: nil)
            }
        })

    private static let decide = ThingForm(
        name: "gatheringDecide", kind: .gathering, permission: .decideGathering, meets: ["decideWithin"],
        fieldNames: ["decision", "remark", "at"],
        isOffered: { context in
            guard let view = context.view else { return false }
            return view.obligations.contains { $0.obligation.id.rule.hasSuffix("decideWithin") && $0.obligation.fulfilment == nil }
        },
        fields: { _, reading in
            [
                .choice("decision", [GatheringStep.Kind.approved, .refused]) { reading.words("gatheringState.\($0.rawValue)") },
                .area("remark", isRequired: true), .at(reading),
            ]
        },
        read: { reader, context in
            let isApproved = reader.input["decision"] == GatheringStep.Kind.approved.rawValue
            let (remark, at) = (reader.text("remark", required: true), reader.moment("at", required: true) ?? reader.reading.now)
            let reference = reference(context)
            return { filing in
                let record = try filing.decideGathering(reference, isApproved: isApproved, remark: remark, at: min(at, filing.now))
                return ThingFiled(subject: .gathering(reference), undo: record.id)
            }
        })

    private static let list = ThingForm(
        name: "gatheringList", kind: .gathering, permission: .applyGathering, meets: ["conditions"], fieldNames: ["attendees", "at"],
        isOffered: { $0.view?.standing.state == GatheringDuties.State.approved.rawValue },
        fields: { _, reading in [.area("attendees", isRequired: true), .at(reading)] },
        read: { reader, context in
            let identities = reader.attendees()
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let reference = reference(context)
            return { filing in
                let moment = min(at, filing.now)
                let record = try filing.aboutAnyone { try filing.handInAttendees(identities, of: reference, at: moment) }
                return ThingFiled(subject: .gathering(reference), undo: record.id)
            }
        })

    private static let check = ThingForm(
        name: "gatheringCheck", kind: .gathering, permission: .checkGathering, meets: ["check"],
        fieldNames: ["asApproved", "counted", "remark", "at"],
        isOffered: { context in
            guard let view = context.view, let gathering = view.dossier.founding(Gathering.self) else { return false }
            return view.standing.state == GatheringDuties.State.approved.rawValue && gathering.begins <= view.asOf
        },
        fields: { _, reading in
            [
                .choice("asApproved", [GatheringStep.Kind.checkedGood, .checkedBad]) { reading.words("gatheringStep.\($0.rawValue)") },
                FormField(name: "counted", kind: .number), .text("remark"), .at(reading),
            ]
        },
        read: { reader, context in
            let isGood = reader.input["asApproved"] == GatheringStep.Kind.checkedGood.rawValue
            let (counted, remark) = (reader.number("counted", 0...1_000_000), reader.text("remark"))
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let reference = reference(context)
            return { filing in
                let record = try filing.checkGathering(reference, isGood: isGood, counted: counted, remark: remark, at: min(at, filing.now))
                return ThingFiled(subject: .gathering(reference), undo: record.id)
            }
        })

    private static let callOff = ThingForm(
        name: "gatheringCallOff", kind: .gathering, permission: .applyGathering, fieldNames: ["remark", "at"],
        isOffered: { context in
            [GatheringDuties.State.applied, .approved].contains { $0.rawValue == context.view?.standing.state }
        },
        fields: { _, reading in [.text("remark"), .at(reading)] },
        read: { reader, context in
            let (remark, at) = (reader.text("remark"), reader.moment("at", required: true) ?? reader.reading.now)
            let reference = reference(context)
            return { filing in
                let record = try filing.callOffGathering(reference, remark: remark, at: min(at, filing.now))
                return ThingFiled(subject: .gathering(reference), undo: record.id)
            }
        })

    private static func reference(_ context: ThingFormContext) -> Reference<Gathering> {
        Reference(rawValue: context.view?.subject.number ?? 0)
    }
}

extension ReadsFields {
    /// Who comes to a gathering: a name and a telephone number or document in each line.
    mutating func attendees() -> [Identity] {
        var identities: [Identity] = []
        for line in (text("attendees", required: true) ?? "").split(whereSeparator: \.isNewline) {
            let parts = line.split(whereSeparator: { " ,，、;；\t".contains($0) }).map(String.init)
            let number = parts.last ?? ""
            guard parts.count >= 2, number.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), number.count >= 7 else {
                errors["attendees"] = words("field.notAttendee", ["found": String(line)])
                continue
            }
            let name = parts.dropLast().joined(separator: " ")
            identities.append(
                number.count >= 15 ? Identity(name: name, documentNumber: number) : Identity(name: name, phones: [number]))
        }
        return identities
    }
}

extension OperationsDesk {
    func gatheringPanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard let gathering = view.dossier.founding(Gathering.self) else { return [] }
        let policy = try operations.policies.edition(at: gathering.happenedAt, in: gathering.value.territory)
        let steps = view.dossier.all(GatheringStep.self)
        var panel = ThingPanel(title: LocalizedText(zh: "审批", en: "Decision"))
        let limit = policy.gatherings.decision(on: gathering, in: view.dossier.around(Zone.self), at: gathering.happenedAt)
        if let last = steps.last(where: { [.approved, .refused].contains($0.value.kind) }) {
            let isApproved = last.value.kind == .approved
            panel.add(
                "结论", "Outcome", isApproved ? LocalizedText(zh: "可以举办", en: "may be held") : LocalizedText(zh: "不得举办", en: "may not be held"))
            panel.add(
                "由谁决定", "Decided by",
                last.value.rule.map { LocalizedText(zh: "方案自动判定 §\($0)", en: "the policy itself, §\($0)") }
                    ?? LocalizedText(zh: "人工审批", en: "a person"))
            let conditions = (last.value.conditions ?? []).compactMap(GatheringRules.Condition.init(rawValue:)).map(\.words)
            if !conditions.isEmpty {
                panel.add(
                    "条件", "Conditions",
                    LocalizedText(zh: conditions.map(\.zh).joined(separator: "、"), en: conditions.map(\.en).joined(separator: ", ")))
            }
            if let remark = last.value.remark { panel.add("理由", "Grounds", remark) }
        } else if let limit, let by = limit.limit.by {
            panel.add("须由谁审批", "To be approved by", names[gathering.value.territory.ancestor(at: by)])
        }
        var panels = [panel]
        if let list = steps.last(where: { $0.value.kind == .attendeeList })?.value.attendees {
            var people = ThingPanel(title: LocalizedText(zh: "参加人员", en: "Who comes"))
            people.add("人数", "Number", Words.grouped(list.count))
            people.people = try list.compactMap { try tag(of: $0, reader) }
            panels.append(people)
        }
        return panels
    }
}
