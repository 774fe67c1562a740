import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Measure 10: plans, findings, and who was responsible for what.
extension OperationsDesk {
    func supervision(_ viewer: Viewer, _ lens: Lens) async throws -> SupervisionPage.Content {
        let (now, names) = (now, names)
        let moment = lens.asOf ?? now
        let below = try await read(viewer) { reader in
            try reader.things(ThingListQuery(kind: .territory, territory: lens.territory, limit: 300)).rows.compactMap { row -> TerritoryCode? in
                if case .territory(let code) = row.subject, code != lens.territory { code } else { nil }
            }
        }
        let ledger = try await operations.responsibility(
            in: lens.territory, at: moment, below: below.filter { $0.level <= .township || lens.territory.level >= .township }.sorted(),
            scope: scope(of: viewer))
        let command = try? operations.policies.edition(at: now, in: lens.territory).command
        return try await read(viewer) { reader in
            var plans: [SupervisionPage.Plan] = []
            for row in try reader.things(ThingListQuery(kind: .inspectionPlan, territory: lens.territory, limit: 14)).rows {
                guard let view = try reader.thingView(row.subject, asOf: moment, policies: operations.policies),
                    let plan = view.dossier.founding(InspectionPlan.self)
                else { continue }
                plans.append(
                    SupervisionPage.Plan(
                        tag: ThingTag(subject: row.subject, label: label(of: row.subject, row.label), state: view.standing.state, seat: row.seat),
                        at: plan.happenedAt, targets: plan.value.targets.count,
                        seen: InspectionPlanDuties.visits(of: plan, in: view.dossier).count,
                        byChance: plan.value.targets.count { $0.grounds == .chance },
                        summary: view.dossier.all(InspectionSummary.self).last?.value.text))
            }
            var findings = ThingListQuery(kind: .finding, territory: lens.territory, part: .addressee, limit: 1, countCap: 10_000)
            findings.states = ["open", "rejected", "rectified"]
            let late = Storage.WorklistQuery(territories: [lens.territory], measure: .supervision, limit: 1, countCap: 10_000).late(at: now)
            return SupervisionPage.Content(
                plans: plans, openFindings: try reader.things(findings).count.least, late: try reader.worklist(late).count.least, ledger: ledger,
                names: { names[$0] },
                functionName: { key in
                    if key == "gridHead" { return LocalizedText(zh: "网格长", en: "head of the grid") }
                    return command?.forces[key]?.label ?? LocalizedText(zh: key, en: key)
                })
        }
    }
}
