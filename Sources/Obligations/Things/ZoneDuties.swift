import Policy
import Register
import Vocabulary

/// What a risk area owes (`domain.md` §4): a look at it every few days, a full negative round before it is lowered or lifted, and the lowering
/// itself once all conditions hold. Each level it had owes for its own time.
public struct ZoneDuties: ThingDuties {
    /// Risk areas.
    public var kind: Subject.Kind { .zone }
    /// Infections in its county: those in its members count against its clean days; rounds of screening, which it owes.
    public let watches: Set<FactKind> = [.caseReport, .screeningRound]

    /// What a zone asks for.
    public let tasks: [String: LocalizedText] = [
        "liftAfterHigher": LocalizedText(zh: "降级或解除风险区", en: "Lower or lift the zone"),
        "fullRound": LocalizedText(zh: "解除前全员核酸检测", en: "Full round before lifting"),
        "lift": LocalizedText(zh: "降级或解除风险区", en: "Lower or lift the zone"),
        "reviewEvery": LocalizedText(zh: "复核风险区", en: "Look at the zone again"),
    ].merging(ZoneRounds.tasks) { own, _ in own }

    /// The states of a zone.
    public enum State: String, CaseIterable, Sendable {
        case standing, lifted
    }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Zone.self) else { return nil }
        let value = founding.value
        let state: State = value.lifted == nil ? .standing : .lifted
        return ThingStanding(
            label: value.name, territory: value.territory, thingClass: value.level.rawValue, state: state.rawValue, at: founding.declared,
            concerned: Set(value.members).sorted().map { ThingStanding.Concern(.area, $0, state: state.rawValue) })
    }

    /// Adds what every level of the zone asks for.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let zone = duties.dossier.founding(Zone.self) else { return }
        for index in zone.periods.indices { addPeriod(index, of: zone, &duties) }
        ZoneRounds.add(to: &duties, zone: zone)
    }

    private func addPeriod(_ index: Int, of zone: Recorded<Zone>, _ duties: inout ThingDutyList) {
        let period = zone.periods[index]
        let policy = duties.policy(at: period.since)
        guard policy.zones.levels[period.level] != nil else { return }
        let reason = DutyReason(
            policy: policy, reason: .zone, ordinal: index, measure: .community, rule: "zones", trigger: zone.fact, began: period.since,
            ended: period.until, territory: zone.value.territory, entity: zone.id.rawValue)
        let course = ZoneCourse(index, of: zone, in: duties.dossier, policy: policy)
        addReviews(reason, period, &duties)
        addLift(reason, course, isLast: index + 1 == zone.periods.count, next: zone.periods.dropFirst(index + 1).first?.level, zone, &duties)
    }

    /// Fixed windows from the day the level took effect; a missed look is closed as missed when the next window opens.
    private func addReviews(_ reason: DutyReason, _ period: ZonePeriod, _ duties: inout ThingDutyList) {
        guard let every = reason.policy.zones.reviewEvery, every.count > 0 else { return }
        let civil = reason.policy.zone
        let reviews = duties.dossier.all(ZoneEvent.self).filter { $0.value.kind == .reviewed }
        let last = min(period.until ?? duties.horizon, duties.horizon)
        var day = civil.date(of: period.since)
        while civil.instant(day) <= last {
            let (opens, due) = (max(period.since, civil.instant(day)), civil.instant(day + every))
            let met = reviews.first { $0.happenedAt >= opens && $0.happenedAt < due }
            duties.add(
                reason, .clock, rule: "reviewEvery", ordinal: reason.ordinal * 100_000 + Int(day.daysSinceEpoch),
                role: reason.policy.zones.liftWithin?.role ?? .commander, basis: .window(day, index: 1, of: 1), opens: opens, due: due, closes: due,
                met: met.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            day = day + every
        }
    }

    private func addLift(
        _ reason: DutyReason, _ course: ZoneCourse, isLast: Bool, next: ZoneLevel?, _ zone: Recorded<Zone>, _ duties: inout ThingDutyList
    ) {
        guard let clock = reason.policy.zones.liftWithin, course.lift != nil else { return }
        let key = "levels.\(course.period.level.rawValue).\(course.isLowered && hasOwn(course, reason) ? "liftAfterHigher" : "lift")"
        if let round = course.round {
            duties.add(
                reason, .clock, rule: "\(key).fullRound", role: clock.role, basis: .condition, opens: round.opens, due: round.due,
                met: course.negative.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        let isLower = isLast ? zone.value.lifted != nil : next.map { course.period.level.isStricter(than: $0) } ?? false
        let met = isLower ? course.period.until.map { Obligation.Fulfilment(at: $0, evidence: zone.fact) } : nil
        duties.add(
            reason, .clock, rule: key, role: clock.role, basis: course.readyAt == nil ? .condition : .hours(clock.within.count),
            opens: course.readyAt ?? course.cleanFrom ?? course.period.since, due: course.readyAt.map { $0 + clock.within.span }, met: met)
    }

    private func hasOwn(_ course: ZoneCourse, _ reason: DutyReason) -> Bool {
        reason.policy.zones.levels[course.period.level]?.liftAfterHigher != nil
    }
}
