import Policy
import Register
import Vocabulary

/// The rounds of mass screening that a risk area owes (measure 1; `domain.md` §5.3): the first within the policy's hours of its declaration,
/// then daily until the stopping rule is satisfied. Met by a round that screens every part of the area.
enum ZoneRounds {
    /// What the duties ask for.
    static let tasks: [String: LocalizedText] = [
        "firstRoundWithin": LocalizedText(zh: "启动首轮核酸检测", en: "Begin the first round of screening"),
        "stopping": LocalizedText(zh: "启动下一轮核酸检测", en: "Begin the next round of screening"),
    ]

    /// Adds the rounds owed by the area of `zone`.
    static func add(to duties: inout ThingDutyList, zone: Recorded<Zone>) {
        let declared = zone.declared
        let policy = duties.policy(at: declared)
        let level = zone.periods.first?.level ?? zone.value.level
        guard let rules = policy.testing.rounds, let within = rules.firstRoundWithin[level] else { return }
        let reason = DutyReason(
            policy: policy, reason: .zone, ordinal: 0, measure: .testing, rule: "testing.rounds", trigger: zone.fact, began: declared,
            ended: zone.value.lifted, territory: zone.value.territory, entity: zone.id.rawValue)
        let rounds = duties.dossier.around(ScreeningRound.self).filter { $0.happenedAt >= declared && $0.value.screens(zone.value.members) }
        duties.add(
            reason, .clock, rule: "firstRoundWithin", role: .commander, basis: .hours(within.count), opens: declared,
            due: declared + within.span, met: rounds.first.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        guard let stopping = rules.stopping else { return }
        var held: [(day: CivilDate, isClean: Bool)] = []
        for (position, round) in rounds.enumerated() {
            held.append((policy.zone.date(of: round.happenedAt), round.value.closing.map { $0.infections == 0 } ?? false))
            let day: CivilDate
            switch stopping.next(after: held) {
            case .on(let next), .finally(let next): day = next
            case .some(.none), nil: return
            }
            let next = position + 1 < rounds.count ? rounds[position + 1] : nil
            let opens = policy.zone.instant(day)
            duties.add(
                reason, .clock, rule: "stopping", ordinal: Int(round.id.rawValue), role: .commander, basis: .condition, opens: opens,
                due: policy.zone.instant(day + 1), met: next.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }
}

extension ScreeningRound {
    /// Whether it screens all of these territories.
    func screens(_ territories: [TerritoryCode]) -> Bool {
        territories.allSatisfy { territory in area.contains { $0.contains(territory) } }
    }
}
