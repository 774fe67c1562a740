import Policy
import Register
import Vocabulary

/// What a plan of inspection asks for (measure 10; `domain.md` §10.5): every target seen by its time, the day summed up, and the next plan drawn
/// when the policy wants it.
public struct InspectionPlanDuties: ThingDuties {
    /// Plans of inspection.
    public var kind: Subject.Kind { .inspectionPlan }

    /// What a plan asks for.
    public let tasks: [String: LocalizedText] = [
        "planTargets": LocalizedText(zh: "到计划对象督查", en: "Inspect the planned target"),
        "dailySummary": LocalizedText(zh: "提交当日督查汇总", en: "Hand in the day's summary"),
        "planEvery": LocalizedText(zh: "制定下一期督查计划", en: "Draw the next plan"),
    ]

    /// The states of a plan.
    public enum State: String, CaseIterable, Sendable {
        case running, seen, summed
    }

    /// How it stands: its targets see it.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let plan = dossier.founding(InspectionPlan.self) else { return nil }
        let seen = InspectionPlanDuties.visits(of: plan, in: dossier)
        let isSummed = !dossier.all(InspectionSummary.self).isEmpty
        let state: State = isSummed ? .summed : seen.count == plan.value.targets.count ? .seen : .running
        // Targets are not told beforehand: an announced inspection finds less. Those seen know.
        return ThingStanding(
            label: plan.value.theme, territory: plan.value.territory, state: state.rawValue, at: plan.happenedAt,
            concerned: seen.keys.sorted().map { ThingStanding.Concern(.area, $0, state: state.rawValue) })
    }

    /// The first inspection of each target by this plan.
    public static func visits(of plan: Recorded<InspectionPlan>, in dossier: ThingDossier) -> [TerritoryCode: Recorded<Inspection>] {
        var visits: [TerritoryCode: Recorded<Inspection>] = [:]
        let targets = plan.value.targets.map(\.territory)
        for inspection in dossier.around(Inspection.self) where inspection.value.plan == plan.id {
            guard let target = targets.first(where: { $0.contains(inspection.value.territory) }), visits[target] == nil else { continue }
            visits[target] = inspection
        }
        return visits
    }

    /// Adds visits, summary and the next plan.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let plan = duties.dossier.founding(InspectionPlan.self) else { return }
        let policy = duties.policy(at: plan.happenedAt)
        let reason = DutyReason(
            policy: policy, reason: .inspectionPlan, ordinal: 0, measure: .supervision, rule: "supervision", trigger: plan.fact,
            began: plan.happenedAt, territory: plan.value.territory, entity: plan.id.rawValue)
        let visits = InspectionPlanDuties.visits(of: plan, in: duties.dossier)
        for target in plan.value.targets {
            duties.add(
                reason, .clock, rule: "planTargets", ordinal: Int(target.territory.number), role: .inspector, basis: .condition,
                opens: plan.happenedAt, due: plan.value.due,
                met: visits[target.territory].map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        if policy.supervision.dailySummary {
            let summary = duties.dossier.all(InspectionSummary.self).first
            duties.add(
                reason, .clock, rule: "dailySummary", role: .inspector, basis: .condition, opens: plan.happenedAt, due: plan.value.due,
                met: summary.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        guard let days = policy.supervision.planEvery else { return }
        let next = duties.dossier.around(InspectionPlan.self).first { $0.value.previous == plan.id }
        let day = policy.zone.date(of: plan.happenedAt) + days
        duties.add(
            reason, .clock, rule: "planEvery", role: .inspector, basis: .window(day, index: 1, of: 1), opens: policy.zone.instant(day),
            due: policy.zone.instant(day + 1), met: next.map { .init(at: $0.happenedAt, evidence: $0.fact) })
    }
}

/// A leader in charge of every area 包片: of each county and township whose headquarters is at work, or that has had a case, without a gap.
extension TerritoryDuties {
    /// One obligation for every time without a leader, from when it began.
    func addAreaLeader(of code: TerritoryCode, _ duties: inout ThingDutyList) {
        guard code.level == .county || code.level == .township else { return }
        let atWork = duties.dossier.facts.first { $0.fact.isOfHeadquarters }?.happenedAt
        guard let first = earliest(atWork, TerritoryDuties.firstCases(of: code, in: duties.dossier).first?.happenedAt) else { return }
        for gap in AreaWatch(duties.dossier.all(AreaLeader.self), since: first).gaps {
            let policy = duties.policy(at: gap.since)
            guard policy.supervision.assignedAreas, let clock = policy.supervision.assignWithin, gap.since <= duties.horizon else { continue }
            let reason = DutyReason(
                policy: policy, reason: .territory, ordinal: 0, measure: .supervision, rule: "supervision", trigger: gap.after, began: gap.since,
                territory: code, entity: nil)
            duties.add(
                reason, .clock, rule: "assignWithin", ordinal: Int(gap.after?.rawValue ?? 0), role: clock.role, basis: .hours(clock.within.count),
                opens: gap.since, due: gap.since + clock.within.span, met: gap.ended.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }
}

/// Who is in charge of an area when, and the times in which nobody is.
public struct AreaWatch: Hashable, Sendable {
    /// A time without a leader.
    public struct Gap: Hashable, Sendable {
        /// From when.
        public let since: Instant
        /// The entry of the leader whose time ended; nil: there was none before.
        public let after: FactID?
        /// The leader who came; nil while nobody has.
        public let ended: Recorded<AreaLeader>?
    }

    /// The gaps since the area is one, by time.
    public let gaps: [Gap]
    private let leaders: [Recorded<AreaLeader>]

    /// The watch over an area since it became one.
    public init(_ leaders: [Recorded<AreaLeader>], since: Instant) {
        self.leaders = leaders.sorted { ($0.happenedAt, $0.fact) < ($1.happenedAt, $1.fact) }
        var gaps: [Gap] = []
        var (reached, last): (Instant?, FactID?) = (since, nil)
        for leader in self.leaders {
            if let end = reached, leader.happenedAt > end { gaps.append(Gap(since: end, after: last, ended: leader)) }
            let until = leader.value.until ?? .distantFuture
            if reached.map({ until >= $0 }) ?? false { (reached, last) = (until, leader.fact) }
        }
        if let end = reached, end < .distantFuture { gaps.append(Gap(since: end, after: last, ended: nil)) }
        self.gaps = gaps
    }

    /// Who is in charge at a moment.
    public func leaders(at moment: Instant) -> [Recorded<AreaLeader>] {
        leaders.filter { $0.happenedAt <= moment && ($0.value.until.map { $0 > moment } ?? true) }
    }
}
