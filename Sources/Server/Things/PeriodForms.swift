import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// The plan of an operational period, and who the task forces are (measure 8): what is recorded of a headquarters beside its roster.
enum PeriodForms {
    static let all: [ThingForm] = [plan, force]

    /// The next period: it begins where the last one ends, and says what came of that one.
    private static let plan = ThingForm(
        name: "periodPlan", kind: .territory, permission: .turnHeadquarters, meets: ["period"],
        fieldNames: ["periodFrom", "periodUntil", "objectives", "lastPeriod", "approvedBy", "at"],
        fields: { context, reading in
            let last = context.view?.dossier.periods.last
            let from = max(last?.value.until ?? reading.now, reading.now)
            let moments = reading.moments
            return [
                FormField(name: "periodFrom", kind: .moment, isRequired: true, value: moments.fieldValue(from)),
                FormField(
                    name: "periodUntil", kind: .moment, isRequired: true,
                    value: context.periodHours.map { moments.fieldValue(from + .hours($0)) } ?? ""),
                .area("objectives", isRequired: true),
            ] + (last == nil ? [] : [.area("lastPeriod", isRequired: true)]) + [.text("approvedBy"), .at(reading)]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let from = reader.deadline("periodFrom", after: .distantPast)
            if from == nil, reader.errors["periodFrom"] == nil { reader.errors["periodFrom"] = reader.words("field.required") }
            let until = reader.deadline("periodUntil", after: from ?? .distantPast)
            if until == nil, reader.errors["periodUntil"] == nil { reader.errors["periodUntil"] = reader.words("field.required") }
            let objectives = (reader.text("objectives", required: true) ?? "").split(whereSeparator: \.isNewline).map { String($0).trimmed }
                .filter { !$0.isEmpty }
            let handOver = reader.text("lastPeriod", required: !(context.view?.dossier.periods.isEmpty ?? true))
            let approvedBy = reader.text("approvedBy")
            return { filing in
                guard let territory = context.headquarters else { throw OperationError.notFound }
                let period = OperationalPeriod(
                    begins: from ?? filing.now, until: until ?? filing.now, objectives: objectives, handOver: handOver, approvedBy: approvedBy)
                let record = try filing.plan(period, of: territory, at: min(at, filing.now))
                return ThingFiled(subject: .territory(territory), undo: record.id)
            }
        })

    /// Who a task force is; without a leader it is dissolved.
    private static let force = ThingForm(
        name: "forceSet", kind: .territory, permission: .keepRoster, fieldNames: ["taskForce", "forceLead", "forceMembers", "at"],
        fields: { context, reading in
            let standing = context.view?.dossier.taskForces ?? []
            // The first that nobody leads yet.
            let open = context.forces.first { force in !standing.contains { $0.value.force == force.key } }
            return [
                FormField(
                    name: "taskForce", kind: .choice(context.forces.map { Option($0.key, reading.words($0.label)) }), isRequired: true,
                    value: open?.key ?? context.forces.first?.key ?? ""), .text("forceLead"), .area("forceMembers"), .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let force = TaskForce(
                force: reader.text("taskForce", required: true) ?? "", lead: reader.text("forceLead"), members: reader.names("forceMembers"))
            return { filing in
                guard let territory = context.headquarters else { throw OperationError.notFound }
                let record = try filing.set(force, of: territory, at: min(at, filing.now))
                return ThingFiled(subject: .territory(territory), undo: record.id)
            }
        })
}

extension ThingFormContext {
    /// The territory whose headquarters the form is about.
    fileprivate var headquarters: TerritoryCode? {
        if case .territory(let code) = view?.subject { code } else { nil }
    }
}

extension OperationsDesk {
    /// What the headquarters sets out to do now, and who its task forces are with the orders that are theirs.
    func periodPanels(_ view: ThingView, _ reader: Reader) throws -> [ThingPanel] {
        guard case .territory(let code) = view.subject, code.level != .grid else { return [] }
        let policy = try operations.policies.edition(at: view.asOf, in: code)
        return (policy.command.period == nil ? [] : [periodPanel(view)]) + (try forcePanels(view, code, policy, reader))
    }

    private func periodPanel(_ view: ThingView) -> ThingPanel {
        let (periods, now) = (view.dossier.periods, view.asOf)
        var panel = ThingPanel(title: LocalizedText(zh: "行动周期", en: "Operational period"))
        guard let running = periods.last(where: { $0.value.begins <= now && $0.value.until > now }) else {
            let ended = periods.last { $0.value.until <= now }?.value.until
            panel.add(
                "当前", "Now",
                LocalizedText(
                    zh: ended.map { "无行动计划，上一周期已于\(shown($0).zh)结束" } ?? "尚未制定行动计划",
                    en: ended.map { "no plan: the last period ended \(shown($0).en)" } ?? "no plan yet"), isLate: true)
            return panel
        }
        panel.add("起止", "From – until", shown(from: running.value.begins, until: running.value.until))
        for (position, objective) in running.value.objectives.enumerated() { panel.add("目标\(position + 1)", "Objective \(position + 1)", objective) }
        if let handOver = running.value.handOver { panel.add("上一周期交接", "Handed over by the last", handOver) }
        if let name = running.value.approvedBy { panel.add("批准", "Approved by", name) }
        if let next = periods.first(where: { $0.value.begins > now }) {
            panel.add("下一周期", "Next", shown(from: next.value.begins, until: next.value.until))
        }
        return panel
    }

    /// A line a force: who leads it, who belongs to it, which open orders are addressed to it.
    private func forcePanels(_ view: ThingView, _ code: TerritoryCode, _ policy: Policy, _ reader: Reader) throws -> [ThingPanel] {
        let standing = view.dossier.taskForces
        guard !policy.command.forces.isEmpty else { return [] }
        let orders = try openOrders(of: code, reader)
        var panel = ThingPanel(title: LocalizedText(zh: "工作专班", en: "Task forces"))
        for force in standing {
            let own = orders.filter { $0.forces?.contains(force.value.force) ?? false }.map(\.title)
            let members = force.value.members.joined(separator: "、")
            panel.lines.append(
                ThingPanel.Line(
                    label: policy.command.forces[force.value.force]?.label ?? LocalizedText(zh: force.value.force, en: force.value.force),
                    value: LocalizedText(
                        zh: (["组长\(force.value.lead ?? "")", members.isEmpty ? nil : "成员\(members)"] + own.map { "指令《\($0)》" }).compactMap(\.self)
                            .joined(separator: "；"),
                        en: (["lead \(force.value.lead ?? "")", members.isEmpty ? nil : "members \(members)"] + own.map { "order “\($0)”" })
                            .compactMap(\.self).joined(separator: "; "))))
        }
        let unnamed = policy.command.forces.keys.filter { key in !standing.contains { $0.value.force == key } }.count
        if unnamed > 0 { panel.add("尚未组建", "Nobody named yet", "\(unnamed) / \(policy.command.forces.count)") }
        return [panel]
    }

    /// The orders addressed to a territory that are not accepted yet.
    private func openOrders(of code: TerritoryCode, _ reader: Reader) throws -> [Directive] {
        try reader.things(ThingListQuery(kind: .directive, territory: code, part: .addressee, isOwn: true, limit: 100)).rows.compactMap { row in
            guard row.state != DirectiveDuties.Fate.accepted.rawValue else { return nil }
            let records = try reader.entries(about: row.subject).map(\.record)
            return ThingDossier(subject: row.subject, records: records, surroundings: [], asOf: now).founding(Directive.self)?.value
        }
    }
}
