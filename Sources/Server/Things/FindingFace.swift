import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Findings of inspections (measure 10): what was found, putting it right, the second look, escalation.
extension ThingFace {
    static let finding = ThingFace(
        kind: .finding, permission: .viewFindings, parts: [.addressee, .seat], states: FindingDuties.State.allCases.map(\.rawValue),
        classes: Finding.Gravity.allCases.map(\.rawValue), forms: FindingForms.all, facts: facts,
        factNames: ["territory", "inspector", "found", "category", "due", "prohibition", "text"],
        related: { view in view.dossier.founding(Finding.self)?.value.place.map { [.place($0)] } ?? [] })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let finding = view.dossier.founding(Finding.self) else { return [] }
        let (words, moments, value) = (reading.words, reading.moments, finding.value)
        var facts = [
            LabelledText(label: words("finding.territory"), value: words(name(value.territory))),
            LabelledText(label: words("finding.found"), value: moments.moment(finding.happenedAt).text),
        ]
        if let inspector = value.inspector { facts.append(LabelledText(label: words("finding.inspector"), value: words(name(inspector)))) }
        if let category = value.category { facts.append(LabelledText(label: words("finding.category"), value: category)) }
        if let broken = value.prohibition.flatMap(Prohibition.init(rawValue:)) {
            facts.append(LabelledText(label: words("finding.prohibition"), value: words(broken.words)))
        }
        if let due = value.due { facts.append(LabelledText(label: words("finding.due"), value: moments.moment(due).text)) }
        facts.append(LabelledText(label: words("finding.text"), value: value.text))
        return facts
    }
}

/// What can be recorded about a finding.
private enum FindingForms {
    static let all: [ThingForm] = [record, rectify, recheck, escalate]

    /// An inspection and what it found wrong.
    static let record = ThingForm(
        name: "findingRecord", kind: .finding, permission: .recordFinding, founds: true,
        fieldNames: ["territory", "theme", "inspectors", "gravity", "category", "prohibition", "shortcoming", "dueBy", "at"],
        fields: { context, reading in
            [
                .territory("territory", context, reading.words), .text("theme", isRequired: true), .text("inspectors", isRequired: true),
                .choice("gravity", Finding.Gravity.allCases) { reading.words("findingClass.\($0.rawValue)") }, .text("category"),
                FormField(
                    name: "prohibition",
                    kind: .choice(
                        [Option("", reading.words("finding.noneOfNine"))]
                            + Prohibition.allCases.map { Option($0.rawValue, "\($0.number) " + reading.words($0.words)) })),
                .area("shortcoming", isRequired: true), FormField(name: "dueBy", kind: .moment), .at(reading),
            ]
        },
        read: { reader, context in
            let territory = reader.territory("territory")
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let names = (reader.text("inspectors", required: true) ?? "").split { ",，、;；".contains($0) }.map { String($0).trimmed }
            let inspection = Inspection(territory: territory, theme: reader.text("theme", required: true) ?? "", inspectors: names)
            let severity: Finding.Gravity = reader.choice("gravity") ?? .minor
            let category = reader.text("category")
            let prohibition = reader.input["prohibition"].flatMap(Prohibition.init(rawValue:))?.rawValue
            let text = reader.text("shortcoming", required: true) ?? ""
            let due = reader.deadline("dueBy", after: at)
            // The inspectors are those of the territory the reader holds, where that lies above.
            let inspector = context.grants.first { $0.contains(territory) }
            return { filing in
                let moment = min(at, filing.now)
                let reference = try filing.recordInspection(inspection, at: moment)
                let finding = Finding(
                    inspection: reference, territory: territory, inspector: inspector, category: category, severity: severity, text: text, due: due,
                    prohibition: prohibition)
                return ThingFiled(subject: .finding(try filing.recordFinding(finding, at: moment)), undo: nil)
            }
        })

    static let rectify = ThingForm(
        name: "findingRectify", kind: .finding, permission: .rectifyFinding, meets: ["rectify"], fieldNames: ["at", "evidence", "by"],
        isOffered: { context in
            guard let view = context.view, let finding = view.dossier.founding(Finding.self) else { return false }
            return ["open", "rejected"].contains(view.standing.state) && context.acts(in: finding.value.territory)
        },
        fields: { _, reading in [.at(reading), .area("evidence", isRequired: true), .text("by")] },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let (evidence, by) = (reader.text("evidence", required: true), reader.text("by"))
            let reference = Reference<Finding>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.rectify(reference, evidence: evidence, by: by, at: min(at, filing.now))
                return ThingFiled(subject: .finding(reference), undo: record.id)
            }
        })

    /// What a second look found.
    private enum Look: String, CaseIterable { case confirmed, rejected }

    static let recheck = ThingForm(
        name: "findingRecheck", kind: .finding, permission: .recordFinding, meets: ["recheck"], fieldNames: ["look", "at", "evidence", "by"],
        isOffered: { $0.view?.standing.state == "rectified" && isInspectors($0) },
        fields: { _, reading in
            [
                .choice("look", Look.allCases) { reading.words("findingStep.\($0.rawValue)") }, .at(reading), .area("evidence"), .text("by"),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let look: Look = reader.choice("look") ?? .confirmed
            let (evidence, by) = (reader.text("evidence", required: look == .rejected), reader.text("by"))
            let reference = Reference<Finding>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.recheck(reference, isRight: look == .confirmed, evidence: evidence, by: by, at: min(at, filing.now))
                return ThingFiled(subject: .finding(reference), undo: record.id)
            }
        })

    static let escalate = ThingForm(
        name: "findingEscalate", kind: .finding, permission: .recordFinding, meets: ["notice", "interview", "accountability"],
        fieldNames: ["escalation", "at", "evidence", "by"], isOffered: { $0.view?.standing.state != "closed" && isInspectors($0) },
        fields: { context, reading in
            let asked = context.obligation?.obligation.id.rule.split(separator: ".").last.flatMap { FindingStep.Step(rawValue: String($0)) }
            return [
                .choice("escalation", [FindingStep.Step.notice, .interview, .accountability], first: asked) {
                    reading.words("findingStep.\($0.rawValue)")
                }, .at(reading), .area("evidence", isRequired: true), .text("by"),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let step: FindingStep.Step = reader.choice("escalation") ?? .notice
            let (evidence, by) = (reader.text("evidence", required: true), reader.text("by"))
            let reference = Reference<Finding>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                let record = try filing.escalate(reference, step, evidence: evidence, by: by, at: min(at, filing.now))
                return ThingFiled(subject: .finding(reference), undo: record.id)
            }
        })

    private static func isInspectors(_ context: ThingFormContext) -> Bool {
        guard let finding = context.view?.dossier.founding(Finding.self)?.value else { return false }
        return context.acts(in: finding.inspector ?? finding.territory)
    }
}
