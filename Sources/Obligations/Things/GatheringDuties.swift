import Policy
import Register
import Vocabulary

/// What a gathering owes (measure 7; `domain.md` §9.3): a decision where a person must decide, the list of those who come, a look on the day,
/// and a second decision where a zone was set over an approved one.
public struct GatheringDuties: ThingDuties {
    /// Gatherings.
    public var kind: Subject.Kind { .gathering }
    /// The zones over the place where it is held.
    public let watches: Set<FactKind> = [.zone]

    /// What a gathering asks for.
    public let tasks: [String: LocalizedText] = [
        "decideWithin": LocalizedText(zh: "审批聚集性活动", en: "Decide on the gathering"),
        "conditions": LocalizedText(zh: "提交参加人员名单", en: "Hand in the list of those who come"),
        "check": LocalizedText(zh: "现场检查", en: "Look at it on the spot"),
    ]

    /// The states of a gathering.
    public enum State: String, CaseIterable, Sendable {
        case applied, approved, refused, calledOff, checked, checkedBad
    }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Gathering.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.title, territory: value.territory, thingClass: value.isIndoors ? "indoors" : "outdoors",
            state: GatheringDuties.state(of: dossier).rawValue, at: founding.happenedAt)
    }

    /// How far it has come.
    public static func state(of dossier: ThingDossier) -> State {
        let last = dossier.all(GatheringStep.self).last { $0.value.kind != .attendeeList }?.value.kind
        return switch last {
        case .approved: .approved
        case .refused: .refused
        case .calledOff: .calledOff
        case .checkedGood: .checked
        case .checkedBad: .checkedBad
        case .attendeeList, nil:
            switch dossier.founding(Gathering.self)?.value.decision {
            case .approved: .approved
            case .refused: .refused
            case .withdrawn: .calledOff
            case nil: .applied
            }
        }
    }

    /// Adds the decision, the list and the look on the day.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let gathering = duties.dossier.founding(Gathering.self), gathering.value.decision == nil else { return }
        let policy = duties.policy(at: gathering.happenedAt)
        let zones = duties.dossier.around(Zone.self)
        let steps = duties.dossier.all(GatheringStep.self)
        let calledOff = steps.first { $0.value.kind == .calledOff }?.happenedAt
        let reason = DutyReason(
            policy: policy, reason: .gathering, ordinal: 0, measure: .gatherings, rule: "gatherings", trigger: gathering.fact,
            began: gathering.happenedAt, ended: calledOff, territory: gathering.value.territory, entity: gathering.id.rawValue)
        let decision = policy.gatherings.decision(on: gathering, in: zones, at: gathering.happenedAt)
        if let limit = decision?.limit, limit.decision == .approve, let clock = policy.gatherings.decideWithin {
            let answer = steps.first { [.approved, .refused].contains($0.value.kind) }
            duties.add(
                reason, .clock, rule: "decideWithin", role: clock.role, basis: .hours(clock.within.count), opens: gathering.happenedAt,
                due: min(gathering.happenedAt + clock.within.span, max(gathering.begins, gathering.happenedAt + .hours(1))),
                territory: gathering.value.territory.ancestor(at: limit.by), met: answer.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        let approval = steps.first { $0.value.kind == .approved }
        if let approval {
            addSecondThoughts(gathering, since: approval.happenedAt, zones, steps, reason, &duties)
            // What was refused since is not held.
            if steps.contains(where: { $0.value.kind == .refused && $0.happenedAt > approval.happenedAt }) { return }
            addConditions(gathering, approval, steps, reason, &duties)
        }
    }

    /// A zone that was set over it after it was approved, and under which it would not be held by itself, calls for another decision.
    private func addSecondThoughts(
        _ gathering: Recorded<Gathering>, since approved: Instant, _ zones: [Recorded<Zone>], _ steps: [Recorded<GatheringStep>],
        _ reason: DutyReason, _ duties: inout ThingDutyList
    ) {
        for zone in zones where zone.covers(gathering.value.territory) {
            for (index, period) in zone.periods.enumerated() where period.since > approved && period.since < gathering.begins {
                let policy = duties.policy(at: period.since)
                guard let clock = policy.gatherings.decideWithin,
                    let limit = policy.gatherings.decision(on: gathering, in: zones, at: period.since)?.limit, limit.decision >= .approve
                else { continue }
                let answer = steps.first { [.approved, .refused, .calledOff].contains($0.value.kind) && $0.happenedAt >= period.since }
                duties.add(
                    reason, .clock, rule: "decideWithin", ordinal: Int(zone.id.rawValue) * 100 + index, role: clock.role,
                    basis: .hours(clock.within.count), opens: period.since,
                    due: min(period.since + clock.within.span, max(gathering.begins, period.since + .hours(1))),
                    territory: gathering.value.territory.ancestor(at: limit.by), met: answer.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            }
        }
    }

    private func addConditions(
        _ gathering: Recorded<Gathering>, _ approval: Recorded<GatheringStep>, _ steps: [Recorded<GatheringStep>], _ reason: DutyReason,
        _ duties: inout ThingDutyList
    ) {
        let policy = reason.policy
        if approval.value.conditions?.contains(GatheringRules.Condition.attendeeList.rawValue) == true {
            let list = steps.first { $0.value.kind == .attendeeList }
            duties.add(
                reason, .clock, rule: "conditions", role: .placeManager, basis: .condition, opens: approval.happenedAt,
                due: max(gathering.begins, approval.happenedAt), met: list.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        // What may be held without anybody's leave is not looked at.
        guard let clock = policy.gatherings.check, approval.value.conditions?.isEmpty == false else { return }
        let look = steps.first { [.checkedGood, .checkedBad].contains($0.value.kind) && $0.happenedAt >= gathering.begins }
        duties.add(
            reason, .clock, rule: "check", role: clock.role, basis: .hours(clock.within.count), opens: gathering.begins,
            due: gathering.begins + clock.within.span, met: look.map { .init(at: $0.happenedAt, evidence: $0.fact) })
    }
}

extension Recorded<Gathering> {
    /// When it begins.
    public var begins: Instant { value.begins ?? happenedAt }
}

extension GatheringRules {
    /// What is decided about a gathering under the zones known over its place at a moment; nil if no limit fits.
    public func decision(on gathering: Recorded<Gathering>, in zones: [Recorded<Zone>], at moment: Instant) -> (limit: Limit, index: Int)? {
        decision(
            kind: gathering.value.sort.flatMap(Kind.init(rawValue:)) ?? .other, people: gathering.value.attendance,
            isIndoors: gathering.value.isIndoors, zone: zones.level(in: gathering.value.territory, at: moment),
            crossesTerritories: gathering.value.crossesTerritories ?? false)
    }
}

extension TerritoryCode {
    /// The territory above (or this one) of a policy's level; this one where the policy names none, or one that codes do not have.
    public func ancestor(at level: TerritoryLevel?) -> TerritoryCode {
        let named: Level? =
            switch level {
            case .province: .province
            case .prefecture: .prefecture
            case .county: .county
            case .township: .township
            case .village: .village
            case .grid: .grid
            case .nation, nil: nil
            }
        return named.flatMap { ancestor(at: $0) } ?? self
    }
}
