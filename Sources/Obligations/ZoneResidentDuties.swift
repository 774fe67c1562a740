import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 9 for those who live in a risk area (`domain.md` §4): the stages and tests of its level, counted from the day the level took effect,
    /// until the area is lowered or lifted, the person is found infected, or dies.
    ///
    /// The area itself holds them: nobody of half a million people is brought anywhere, so that the declaration stands for the stay unless a stay at
    /// home of their own says that they left it. Whoever came to live there, or became known, later begins then.
    mutating func addZones(_ edition: (Instant) -> Policy) {
        guard let person = dossier.person else { return }
        let home = person.value.residence
        for zone in dossier.zones where zone.covers(home) {
            for (index, period) in zone.periods.enumerated() {
                let policy = edition(period.since)
                guard let schedule = policy.zones.levels[period.level]?.control else { continue }
                let began = max(period.since, person.happenedAt)
                if let until = period.until, until <= began { continue }
                let infected = infection(endingReasonBegunAt: began)
                let reason = Reason(
                    policy: policy, reason: .zoneResident, ordinal: Int(zone.id.rawValue) * Duties.levelsOfZone + index, measure: .community,
                    rule: "zones.levels.\(period.level.rawValue).control", trigger: zone.fact, began: began,
                    ended: earliest(period.until, infected, deathAt), territory: home, entity: zone.id.rawValue, lifted: period.until)
                addControl(
                    reason, schedule, anchor: policy.zone.date(of: period.since), moveWithin: schedule.moveWithin, heldBy: zone.fact)
            }
        }
    }

    /// More than the levels a zone passes through.
    private static let levelsOfZone = 100
}
