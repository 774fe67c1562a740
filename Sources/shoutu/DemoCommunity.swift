import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files the demo's neighbourhood, inspections and leaders, each fact known when it happened.
struct DemoCommunity {
    let operations: Operations
    let author: Author
    let community: HunanCommunity
    /// Whose inspectors draw the plans.
    let province: TerritoryCode

    /// The neighbourhoods and grids as the register names territories.
    static func entries(_ community: HunanCommunity) -> [TerritoryEntry] {
        community.names.map { TerritoryEntry(code: $0.code, chinese: $0.name.zh, english: $0.name.en, population: $0.residents) }
    }

    func play() async throws {
        let community = community
        let doors = try await operations.perform(as: author) { filing in
            let records = try filing.registerHouseholds(community.households, at: community.recorded, knownAt: community.recorded)
            for entry in community.grids { try filing.layGrid(entry.grid, at: entry.laid, knownAt: entry.laid) }
            for entry in community.shifts { try filing.planShifts([entry.shift], at: entry.laid, knownAt: entry.laid) }
            return records.map { Reference<Household>(rawValue: $0.entity) }
        }
        try await operations.perform(as: author) { filing in
            let round = try filing.orderDoorRound(
                community.round.title, in: community.round.grid, at: community.round.at, knownAt: community.round.at)
            for call in community.calls {
                try filing.callAtDoor(doors[call.door], of: round, call.outcome, at: call.at, knownAt: call.at)
            }
            for call in community.careCalls { try filing.callOnHousehold(doors[call.door], call.outcome, at: call.at, knownAt: call.at) }
            for entry in community.leaders { try filing.assignArea(entry.area, to: entry.leader, at: entry.at, knownAt: entry.at) }
        }
        let province = province
        for day in community.plans {
            try await operations.perform(as: author) { filing in
                let plan = try filing.drawInspectionPlan(for: province, theme: day.theme, seed: day.seed, at: day.drawn, knownAt: day.drawn)
                let targets = try filing.targets(of: plan)
                for (place, (target, seen)) in zip(targets, day.seen).enumerated() {
                    let inspection = try filing.inspect(target, under: plan, inspectors: ["省督查组"], at: seen, knownAt: seen)
                    for found in day.findings where found.target == place {
                        let finding = Finding(
                            inspection: inspection, territory: target, inspector: province, category: day.theme, severity: found.gravity,
                            text: found.text, prohibition: found.prohibition)
                        let reference = try filing.recordFinding(finding, at: seen, knownAt: seen)
                        if let at = found.rectified { try filing.rectify(reference, evidence: "照片、整改报告", at: at, knownAt: at) }
                        if let at = found.confirmed { try filing.recheck(reference, isRight: true, at: at, knownAt: at) }
                    }
                }
                if let summed = day.summed {
                    try filing.sumUp(InspectionSummary(text: summed.text, by: "省督查组"), of: plan, at: summed.at, knownAt: summed.at)
                }
            }
        }
    }
}
