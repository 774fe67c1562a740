import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Headquarters (measure 8): who is on duty now and next, where the roster has gaps, activation and response level, the leader on the spot.
extension ThingFace {
    static let territory = ThingFace(
        kind: .territory, permission: .viewCommand, deepest: .township, states: Headquarters.State.allCases.map(\.rawValue),
        classes: CommandRules.ResponseLevel.allCases.map(\.rawValue),
        forms: (HeadquartersForms.all + PeriodForms.all + [MeetingForms.record]).map(GridForms.exceptGrids) + GridForms.all + [
            AreaForms.assign, SpillForms.record,
        ],
        facts: facts,
        factNames: ["turned", "leader", "leaderSince", "grounds"], isLedByPanels: true,
        panels: { view, reader, desk in
            try desk.rosterPanels(view) + desk.periodPanels(view, reader) + desk.meetingPanels(view, reader) + desk.homePanels(view, reader)
        })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, _ in
        let (words, headquarters) = (reading.words, Headquarters(view.dossier))
        var facts: [LabelledText] = []
        if let turned = headquarters.turned {
            facts.append(LabelledText(label: words("territory.turned"), value: reading.moments.moment(turned.happenedAt).text))
            if let grounds = turned.value.grounds { facts.append(LabelledText(label: words("territory.grounds"), value: grounds)) }
        }
        if let leader = headquarters.leader {
            facts.append(LabelledText(label: words("territory.leader"), value: leader.value.leader ?? "–"))
            facts.append(LabelledText(label: words("territory.leaderSince"), value: reading.moments.moment(leader.happenedAt).text))
        }
        return facts
    }
}

/// What can be recorded about a headquarters.
private enum HeadquartersForms {
    static let all: [ThingForm] = [activate, roster, handOver, arrival, turn]

    /// Puts a headquarters on record.
    static let activate = ThingForm(
        name: "hqActivate", kind: .territory, permission: .turnHeadquarters, founds: true, fieldNames: ["territory", "response", "grounds", "at"],
        fields: { context, reading in
            [.territory("territory", context, reading.words), response(context), .area("grounds", isRequired: true), .at(reading)]
        },
        read: { reader, _ in
            let territory = reader.territory("territory")
            let step = HeadquartersStep(.activated, response: reader.text("response"), grounds: reader.text("grounds", required: true))
            return turned(territory, step, reader.moment("at", required: true) ?? reader.reading.now)
        })

    /// Another response level, standing down, a leader leaving.
    static let turn = ThingForm(
        name: "hqTurn", kind: .territory, permission: .turnHeadquarters, fieldNames: ["hqStep", "response", "grounds", "at"],
        fields: { context, reading in
            let kinds: [HeadquartersStep.Kind] = [.activated, .stoodDown, .leaderLeft]
            return [
                .choice("hqStep", kinds) { reading.words("headquartersStep.\($0.rawValue)") }, response(context), .area("grounds", isRequired: true),
                .at(reading),
            ]
        },
        read: { reader, context in
            let kind: HeadquartersStep.Kind = reader.choice("hqStep") ?? .activated
            let response = kind == .activated ? reader.text("response") : nil
            let step = HeadquartersStep(kind, response: response, grounds: reader.text("grounds", required: true))
            return turned(code(context), step, reader.moment("at", required: true) ?? reader.reading.now)
        })

    /// A named leader has come.
    static let arrival = ThingForm(
        name: "hqLeader", kind: .territory, permission: .keepRoster, meets: ["leaderPresence"], fieldNames: ["leaderName", "evidence", "at"],
        fields: { _, reading in [.text("leaderName", isRequired: true), .area("evidence"), .at(reading)] },
        read: { reader, context in
            let step = HeadquartersStep(.leaderPresent, leader: reader.text("leaderName", required: true), grounds: reader.text("evidence"))
            return turned(code(context), step, reader.moment("at", required: true) ?? reader.reading.now)
        })

    /// Puts people on duty, the same hours on several days.
    static let roster = ThingForm(
        name: "shiftPlan", kind: .territory, permission: .keepRoster, meets: ["duty"],
        fieldNames: ["dutyFunction", "holders", "dutyFrom", "dutyUntil", "dutyDays"],
        fields: { context, reading in
            [
                FormField(
                    name: "dutyFunction", kind: .choice(context.forces.map { Option($0.key, reading.words($0.label)) }), isRequired: true,
                    value: context.forces.contains { $0.key == "office" } ? "office" : context.forces.first?.key ?? ""),
                .area("holders", isRequired: true), moment("dutyFrom", context, reading), moment("dutyUntil", context, reading),
                FormField(name: "dutyDays", kind: .number, isRequired: true, value: "1"),
            ]
        },
        read: { reader, context in
            let function = reader.text("dutyFunction", required: true) ?? ""
            let holders = (reader.text("holders", required: true) ?? "").split(whereSeparator: { ",，、;；\n\r".contains($0) })
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            let from = reader.deadline("dutyFrom", after: .distantPast)
            if from == nil, reader.errors["dutyFrom"] == nil { reader.errors["dutyFrom"] = reader.words("field.required") }
            let until = reader.deadline("dutyUntil", after: from ?? .distantPast)
            if until == nil, reader.errors["dutyUntil"] == nil { reader.errors["dutyUntil"] = reader.words("field.required") }
            let days = reader.number("dutyDays", 1...31) ?? 1
            let territory = code(context)
            return { filing in
                let (from, until) = (from ?? filing.now, until ?? filing.now)
                let shifts = (0..<days).flatMap { day in
                    holders.map { holder in
                        Shift(
                            territory: territory, function: function, begins: from + .hours(24 * day), until: until + .hours(24 * day), holder: holder
                        )
                    }
                }
                let records = try filing.planShifts(shifts, at: filing.now)
                return ThingFiled(subject: .territory(territory), undo: records.count == 1 ? records[0].id : nil)
            }
        })

    /// What one shift leaves to the next.
    static let handOver = ThingForm(
        name: "handOver", kind: .territory, permission: .keepRoster, meets: ["handOver"],
        fieldNames: ["shiftEnded", "handOverNote", "takenOverBy", "at"],
        isOffered: { context in context.view.map { !begun($0).isEmpty } ?? false },
        fields: { context, reading in
            let shifts = context.view.map(begun) ?? []
            let options = shifts.map { shift in
                Option("\(shift.id.rawValue)", "\(shift.value.holder) – \(reading.moments.moment(shift.value.until).text)")
            }
            let asked = context.obligation.map { "\($0.obligation.id.ordinal)" }
            return [
                FormField(name: "shiftEnded", kind: .choice(options), isRequired: true, value: asked ?? options.first?.value ?? ""),
                .area("handOverNote", isRequired: true), .text("takenOverBy"), .at(reading),
            ]
        },
        read: { reader, context in
            let shift = reader.thing("shiftEnded") ?? 0
            let note = reader.text("handOverNote", required: true) ?? ""
            let (to, at) = (reader.text("takenOverBy"), reader.moment("at", required: true) ?? reader.reading.now)
            let territory = code(context)
            return { filing in
                let record = try filing.handOver(HandOver(shift: Reference(rawValue: shift), note: note, to: to), at: min(at, filing.now))
                return ThingFiled(subject: .territory(territory), undo: record.id)
            }
        })

    // MARK: Parts

    private static func turned(_ territory: TerritoryCode, _ step: HeadquartersStep, _ at: Instant) -> ThingAct {
        { filing in
            let record = try filing.turnHeadquarters(of: territory, step, at: min(at, filing.now))
            return ThingFiled(subject: .territory(territory), undo: record.id)
        }
    }

    private static func code(_ context: ThingFormContext) -> TerritoryCode {
        if case .territory(let code) = context.view?.subject { code } else { context.territory }
    }

    private static func response(_ context: ThingFormContext) -> FormField {
        FormField(name: "response", kind: .choice([Option("", "–")] + context.responses.map { Option($0, $0) }))
    }

    private static func moment(_ name: String, _ context: ThingFormContext, _ reading: Reading) -> FormField {
        // Opened from a day's gap, the form opens on that day.
        let start = context.obligation?.obligation.due.map { max($0, reading.now) } ?? reading.now
        return FormField(name: name, kind: .moment, isRequired: true, value: name == "dutyFrom" ? reading.moments.fieldValue(start) : "")
    }

    /// The shifts begun that have left no note yet, the latest first.
    private static func begun(_ view: ThingView) -> [Recorded<Shift>] {
        let noted = Set(view.dossier.all(HandOver.self).map(\.value.shift))
        return view.dossier.all(Shift.self).filter { ($0.value.begins ?? $0.happenedAt) <= view.asOf && !noted.contains($0.id) }
            .sorted { $0.value.until > $1.value.until }
    }
}

extension OperationsDesk {
    /// Who is on duty now and next, and the gaps of the days that are being planned.
    func rosterPanels(_ view: ThingView) throws -> [ThingPanel] {
        guard case .territory(let code) = view.subject else { return [] }
        let policy = try operations.policies.edition(at: view.asOf, in: code)
        guard let rules = TerritoryDuties.dutyRules(of: code, policy) else { return [] }
        let roster = DutyRoster(view.dossier.all(Shift.self), longest: rules.longestShift.span)
        let (civil, now) = (policy.zone, view.asOf)
        func add(_ watches: [DutyRoster.Watch], to panel: inout ThingPanel) {
            for watch in watches {
                let value = watch.shift.value
                let label =
                    policy.command.forces[value.function]?.label
                    ?? (code.level == .grid
                        ? LocalizedText(zh: "网格长", en: "Head of the grid") : LocalizedText(zh: value.function, en: value.function))
                let hours = shown(from: watch.begins, until: value.until)
                panel.lines.append(
                    ThingPanel.Line(
                        label: label, value: LocalizedText(zh: "\(value.holder)（\(hours.zh)）", en: "\(value.holder) (\(hours.en))")))
            }
        }
        var present = ThingPanel(title: LocalizedText(zh: "当前值守", en: "On duty now"))
        let held = roster.held(at: now)
        add(held, to: &present)
        let count = Set(held.map(\.shift.value.holder)).count
        present.add("人数 / 应到", "People, and asked for", "\(count) / \(rules.people)", isLate: count < rules.people)
        var next = ThingPanel(title: LocalizedText(zh: "下一班", en: "Next on duty"))
        add(roster.next(after: now), to: &next)
        var gaps = ThingPanel(title: LocalizedText(zh: "值守空档", en: "Gaps in the roster"))
        let today = civil.date(of: now)
        for gap in roster.gaps(from: now, until: civil.instant(today + 3), people: rules.people) {
            gaps.lines.append(
                ThingPanel.Line(
                    label: shown(from: gap.from, until: gap.until),
                    value: LocalizedText(zh: "仅\(gap.people)人", en: "only \(gap.people)"), isLate: gap.from < civil.instant(today + 1)))
        }
        if gaps.lines.isEmpty { gaps.add("今后三日", "Three days from now", LocalizedText(zh: "无空档", en: "none")) }
        return [present, gaps] + (next.lines.isEmpty ? [] : [next])
    }
}
