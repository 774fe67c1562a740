import Policy
import Register
import Vocabulary

/// What an order to knock at every door of a grid asks for (measure 9): that within the policy's time nobody has been left out. A door at which
/// nobody was at home is called at again; one that refused, or whose people have moved away, is settled.
public struct DoorRoundDuties: ThingDuties {
    /// Rounds of calls.
    public var kind: Subject.Kind { .doorRound }

    /// What a round asks for.
    public let tasks: [String: LocalizedText] = ["doorKnock": LocalizedText(zh: "敲遍每一户", en: "Knock at every door")]

    /// The states of a round.
    public enum State: String, CaseIterable, Sendable {
        case running, done
    }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let round = dossier.founding(DoorRound.self) else { return nil }
        let state: State = DoorRoundProgress(dossier).completion == nil ? .running : .done
        return ThingStanding(label: round.value.title, territory: round.value.grid, state: state.rawValue, at: round.happenedAt)
    }

    /// One obligation, met by the call that settled the last door.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let round = duties.dossier.founding(DoorRound.self) else { return }
        let policy = duties.policy(at: round.happenedAt)
        guard let clock = policy.community.doorKnock else { return }
        let reason = DutyReason(
            policy: policy, reason: .doorRound, ordinal: 0, measure: .community, rule: "community", trigger: round.fact,
            began: round.happenedAt, territory: round.value.grid, entity: round.id.rawValue)
        let completion = DoorRoundProgress(duties.dossier).completion
        duties.add(
            reason, .clock, rule: "doorKnock", role: clock.role, basis: round.value.due == nil ? .hours(clock.within.count) : .condition,
            opens: round.happenedAt, due: round.value.due ?? round.happenedAt + clock.within.span,
            met: completion.map { .init(at: $0.happenedAt, evidence: $0.fact) })
    }
}

/// How far a round of calls has come: what came of each door last.
public struct DoorRoundProgress: Hashable, Sendable {
    /// The doors of the round.
    public let doors: [Reference<Household>]
    /// The last call at each door that was called at.
    public let last: [Reference<Household>: Recorded<HouseholdVisit>]
    /// The call that settled the last door; nil while one is unsettled.
    public let completion: Recorded<HouseholdVisit>?

    /// The progress of a round. Complexity: O(calls).
    public init(_ dossier: ThingDossier) {
        doors = dossier.founding(DoorRound.self)?.value.doors ?? []
        var last: [Reference<Household>: Recorded<HouseholdVisit>] = [:]
        var unsettled = Set(doors)
        var completion: Recorded<HouseholdVisit>?
        for call in dossier.all(HouseholdVisit.self) {
            guard let door = call.value.household else { continue }
            last[door] = call
            if call.value.outcome.isSettled, unsettled.remove(door) != nil, unsettled.isEmpty { completion = call }
        }
        (self.last, self.completion) = (last, completion)
    }

    /// How many doors ended with an outcome.
    public func count(_ outcome: HouseholdVisit.Outcome) -> Int { doors.count { last[$0]?.value.outcome == outcome } }

    /// The doors that must still be called at, those never called at first.
    public var open: [Reference<Household>] {
        doors.filter { last[$0] == nil } + doors.filter { last[$0].map { !$0.value.outcome.isSettled } ?? false }
    }
}
