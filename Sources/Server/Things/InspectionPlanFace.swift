import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Plans of inspection (measure 10): drawn by risk and chance, worked target by target, summed up.
extension ThingFace {
    static let inspectionPlan = ThingFace(
        kind: .inspectionPlan, permission: .viewFindings, states: InspectionPlanDuties.State.allCases.map(\.rawValue), forms: PlanForms.all,
        facts: facts, factNames: ["drawn", "due", "seed"], panels: { view, _, desk in try desk.planPanels(view) })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, _ in
        guard let plan = view.dossier.founding(InspectionPlan.self) else { return [] }
        let (words, moments) = (reading.words, reading.moments)
        return [
            LabelledText(label: words("inspectionPlan.drawn"), value: moments.moment(plan.happenedAt).text),
            LabelledText(label: words("inspectionPlan.due"), value: moments.moment(plan.value.due).text),
            LabelledText(label: words("inspectionPlan.seed"), value: "\(plan.value.seed)"),
        ]
    }
}

extension OperationsDesk {
    /// The targets with why they were drawn, and when each was seen. Whoever is a target sees nothing of the others.
    func planPanels(_ view: ThingView) throws -> [ThingPanel] {
        guard let plan = view.dossier.founding(InspectionPlan.self) else { return [] }
        let visits = InspectionPlanDuties.visits(of: plan, in: view.dossier)
        var panel = ThingPanel(title: LocalizedText(zh: "督查对象", en: "Targets"))
        for target in plan.value.targets {
            let why =
                switch target.grounds {
                case .risk: LocalizedText(zh: "风险第\(target.rank)位", en: "risk, place \(target.rank)")
                case .chance: LocalizedText(zh: "随机抽取（风险第\(target.rank)位）", en: "by chance (place \(target.rank))")
                }
            let seen = visits[target.territory].map { shown($0.happenedAt) }
            panel.lines.append(
                ThingPanel.Line(
                    label: names[target.territory],
                    value: LocalizedText(
                        zh: "\(why.zh) · \(seen.map { "\($0.zh)已督查" } ?? "未督查")",
                        en: "\(why.en) · \(seen.map { "seen \($0.en)" } ?? "not seen")"),
                    isLate: seen == nil && view.asOf > plan.value.due))
        }
        return [panel]
    }
}

/// What can be recorded about a plan.
private enum PlanForms {
    static let all: [ThingForm] = [draw, visit, sum]

    static let draw = ThingForm(
        name: "planDraw", kind: .inspectionPlan, permission: .drawPlan, founds: true, meets: ["planEvery"],
        fieldNames: ["theme", "seed", "dueBy", "at"],
        fields: { _, reading in
            [
                .text("theme", isRequired: true),
                // The present minute: nobody picks the lots, and anyone can draw again.
                FormField(name: "seed", kind: .number, isRequired: true, value: "\(reading.now.milliseconds / 60_000)"),
                FormField(name: "dueBy", kind: .moment), .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let theme = reader.text("theme", required: true) ?? ""
            let seed = reader.number("seed", 0...1_000_000_000_000) ?? 0
            let due = reader.deadline("dueBy", after: at)
            // Inspectors draw for the territory they hold.
            let territory = context.grants.contains { $0.contains(context.territory) } ? context.territory : context.grants.first ?? context.territory
            return { filing in
                let plan = try filing.drawInspectionPlan(for: territory, theme: theme, seed: Int64(seed), due: due, at: min(at, filing.now))
                return ThingFiled(subject: .inspectionPlan(plan), undo: nil)
            }
        })

    static let visit = ThingForm(
        name: "planVisit", kind: .inspectionPlan, permission: .recordFinding, meets: ["planTargets"], fieldNames: ["target", "inspectors", "at"],
        isOffered: { isOwn($0) },
        fields: { context, reading in
            let targets = context.view?.dossier.founding(InspectionPlan.self)?.value.targets ?? []
            let names = Dictionary(context.territories.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
            let asked = context.obligation.map { "\($0.obligation.id.ordinal)" }
            return [
                FormField(
                    name: "target",
                    kind: .choice(
                        targets.map { target in
                            Option(target.territory.digits, names[target.territory].map { reading.words($0) } ?? target.territory.digits)
                        }), isRequired: true, value: asked ?? targets.first?.territory.digits ?? ""), .text("inspectors", isRequired: true),
                .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let target = reader.territory("target")
            let inspectors = reader.names("inspectors", required: true)
            let plan = Reference<InspectionPlan>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let inspection = try filing.inspect(target, under: plan, inspectors: inspectors, at: min(at, filing.now))
                return ThingFiled(subject: .inspectionPlan(plan), undo: FactID(rawValue: inspection.rawValue))
            }
        })

    static let sum = ThingForm(
        name: "planSum", kind: .inspectionPlan, permission: .recordFinding, meets: ["dailySummary"], fieldNames: ["summary", "by", "at"],
        isOffered: { $0.view?.standing.state != "summed" && isOwn($0) },
        fields: { context, reading in
            // Counted from the facts of the day; the inspectors look it over and sign it.
            [.area("summary", isRequired: true, value: context.draft.map { reading.words($0) } ?? ""), .text("by"), .at(reading)]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let summary = InspectionSummary(text: reader.text("summary", required: true) ?? "", by: reader.text("by"))
            let plan = Reference<InspectionPlan>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.sumUp(summary, of: plan, at: min(at, filing.now))
                return ThingFiled(subject: .inspectionPlan(plan), undo: record.id)
            }
        })

    private static func isOwn(_ context: ThingFormContext) -> Bool {
        context.view?.dossier.founding(InspectionPlan.self).map { context.acts(in: $0.value.territory) } ?? false
    }
}

/// Putting a leader in charge of an area 包片.
enum AreaForms {
    static let assign = ThingForm(
        name: "areaAssign", kind: .territory, permission: .assignArea, founds: true, isListed: false, meets: ["assignWithin"],
        fieldNames: ["territory", "areaLeader", "office", "leaderUntil", "at"],
        fields: { context, reading in
            [
                .territory("territory", context, reading.words), .text("areaLeader", isRequired: true), .text("office", isRequired: true),
                FormField(name: "leaderUntil", kind: .moment), .at(reading),
            ]
        },
        read: { reader, _ in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let territory = reader.territory("territory")
            let name = reader.text("areaLeader", required: true) ?? ""
            let office = reader.text("office", required: true) ?? ""
            let until = reader.deadline("leaderUntil", after: at)
            return { filing in
                let record = try filing.assignArea(territory, to: AreaLeader(name: name, office: office, until: until), at: min(at, filing.now))
                return ThingFiled(subject: .territory(territory), undo: record.id)
            }
        })
}
