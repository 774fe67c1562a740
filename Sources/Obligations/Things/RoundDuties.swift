import Policy
import Register
import Vocabulary

/// What a round of mass screening owes (measure 1; `domain.md` §5.3), and how it stands.
///
/// Its samples are no facts: a million of them lie in compact storage (docs/decisions/0006). What follows from them is: the closing that
/// counts them, and a tube (``PoolDuties``) for each that came out positive or grey.
public struct RoundDuties: ThingDuties {
    /// Rounds of mass screening.
    public var kind: Subject.Kind { .round }

    /// What a round asks for.
    public let tasks: [String: LocalizedText] = ["timeLimit": LocalizedText(zh: "在时限内完成本轮检测", en: "Finish the round in time")]

    /// The states of a round.
    public enum State: String, CaseIterable, Sendable {
        case running, clean, found
    }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(ScreeningRound.self) else { return nil }
        let value = founding.value
        let state: State = value.closing.map { $0.infections == 0 ? .clean : .found } ?? .running
        return ThingStanding(
            label: value.name, territory: value.territory, state: state.rawValue, at: founding.happenedAt,
            concerned: value.area.map { ThingStanding.Concern(.area, $0, state: state.rawValue) })
    }

    /// Adds the clock of the round.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let round = duties.dossier.founding(ScreeningRound.self) else { return }
        let policy = duties.policy(at: round.happenedAt)
        guard let rules = policy.testing.rounds else { return }
        let reason = DutyReason(
            policy: policy, reason: .round, ordinal: 0, measure: .testing, rule: "testing.rounds", trigger: round.fact, began: round.happenedAt,
            territory: round.value.territory, entity: round.id.rawValue)
        duties.add(
            reason, .clock, rule: "timeLimit", role: .commander, basis: round.value.until == nil ? .hours(rules.timeLimit.count) : .condition,
            opens: round.happenedAt, due: round.value.until ?? round.happenedAt + rules.timeLimit.span,
            met: round.value.closing.map { .init(at: $0.at, evidence: round.fact) })
    }
}
