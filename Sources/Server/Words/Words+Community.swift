import Policy
import Register
import Vocabulary

/// Facts of measures 9 and 10 in words.
extension Words {
    /// A fact about households and grids.
    func communitySentence(_ fact: Fact, _ place: (TerritoryCode?) -> String?) -> String? {
        switch fact {
        case .grid(let grid):
            list(
                [
                    self("gridFact.laid", ["name": grid.name]), count("gridFact.buildings", grid.buildings.count),
                    list(grid.team.map { "\(name(part: $0.part)) \($0.name)" }),
                ].filter { !$0.isEmpty })
        case .household(let household): list([self("gridFact.household", ["place": household.place]), care(household) ?? ""].filter { !$0.isEmpty })
        case .householdVisit(let visit): list([self("call.\(visit.outcome.rawValue)"), visit.remark].compactMap(\.self))
        case .doorRound(let round):
            list([self("gridFact.round", ["title": round.title]), place(round.grid), count("gridFact.doors", round.doors.count)].compactMap(\.self))
        default: nil
        }
    }

    /// A fact about plans of inspection and leaders of areas.
    func supervisionSentence(_ fact: Fact, _ moments: Moments, _ place: (TerritoryCode?) -> String?) -> String? {
        switch fact {
        case .inspectionPlan(let plan):
            list([self("planFact.drawn", ["theme": plan.theme]), list(plan.targets.compactMap { place($0.territory) })].filter { !$0.isEmpty })
        case .inspectionSummary(let summary): list([self("planFact.summed", ["text": summary.text]), summary.by].compactMap(\.self))
        case .areaLeader(let leader):
            list(
                [
                    self("planFact.leader", ["name": leader.name, "office": leader.office]),
                    leader.until.map { self("fact.until", ["time": moments.moment($0).text]) },
                ].compactMap(\.self))
        default: nil
        }
    }

    /// Why somebody of a household needs looking after; nil: nobody does.
    func care(_ household: Household) -> String? {
        let groups = (household.care ?? []).compactMap(CommunityRules.VulnerableGroup.init(rawValue:)).map { self("vulnerable.\($0.rawValue)") }
        return groups.isEmpty ? nil : list(groups)
    }

    /// What somebody of a grid's team does.
    func name(part: String) -> String { CommunityRules.TeamMember(rawValue: part).map { self("team.\($0.rawValue)") } ?? part }
}
