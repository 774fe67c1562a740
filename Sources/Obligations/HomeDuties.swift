import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 9 for a person isolated at home (`domain.md` §10.4): a team with a name to each part that the policy asks for, the door sealed at the
    /// beginning, somebody of the team looks in as often a day as the policy says, and what is needed is brought.
    ///
    /// They hang on the stay, not on the plan: nobody is checked at home who has not been brought there. Where the schedule itself asks for
    /// follow-ups, those stand instead of the checks.
    mutating func addHomeControl(_ edition: (Instant) -> Policy) {
        for stay in dossier.stays where stay.value.mode == .homeIsolation {
            let began = stay.happenedAt
            let policy = edition(began)
            let rules = policy.community
            let end = earliest(stay.value.until, deathAt)
            let reason = Reason(
                policy: policy, reason: .homeControl, ordinal: Int(stay.id.rawValue), measure: .community, rule: "community", trigger: stay.fact,
                began: began, ended: end, territory: stay.value.territory, entity: stay.id.rawValue)
            if let clock = rules.teamWithin {
                let parts = Set(rules.homeTeam.map(\.rawValue))
                let named = dossier.homeTeams.first { $0.happenedAt >= began && parts.isSubset(of: $0.value.members.map(\.part)) }
                addClock(
                    reason, rule: "teamWithin", clock, from: began,
                    met: named.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) })
            }
            if let clock = rules.doorSeal {
                addClock(reason, rule: "doorSeal", clock, from: began, met: evidence.deed(.doorSealed, from: began, concerning: nil))
            }
            if rules.checksPerDay > 0, !hasFollowUps { addChecks(reason, perDay: rules.checksPerDay, until: end) }
            if let days = rules.deliverEvery { addDeliveries(reason, every: days, until: end) }
        }
    }

    /// Whether a schedule that holds the person asks for follow-ups of its own.
    private var hasFollowUps: Bool { obligations.contains { $0.kind == .followUp } }

    /// Windows that share the day evenly, from the first that opens after the stay began.
    private mutating func addChecks(_ reason: Reason, perDay: Int, until end: Instant?) {
        let zone = reason.policy.zone
        let part = Span(milliseconds: 86_400_000 / Int64(perDay))
        let last = min(end ?? .distantFuture, horizon)
        var date = zone.date(of: reason.began)
        while zone.instant(date) <= last {
            for turn in 0..<perDay {
                let opens = zone.instant(date) + Span(milliseconds: part.milliseconds * Int64(turn))
                let due = turn == perDay - 1 ? zone.instant(date + 1) : opens + part
                guard opens >= reason.began, opens <= last else { continue }
                let seen = evidence.acts.first {
                    $0.value.deed == .followedUp && $0.value.finding != .notSeen && $0.happenedAt >= opens && $0.happenedAt < due
                }
                add(
                    reason, .followUp, rule: "checksPerDay", ordinal: (reason.ordinal * 100_000 + Int(date.daysSinceEpoch)) * 100 + turn,
                    role: .communityWorker, basis: .window(date, index: turn + 1, of: perDay), opens: opens, due: due, closes: due,
                    met: seen.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            }
            date = date + 1
        }
    }

    private mutating func addDeliveries(_ reason: Reason, every days: Days, until end: Instant?) {
        let zone = reason.policy.zone
        let last = min(end ?? .distantFuture, horizon)
        var date = zone.date(of: reason.began) + 1
        while zone.instant(date) <= last {
            let (opens, due) = (zone.instant(date), zone.instant(date + days))
            let brought = evidence.acts.first { $0.value.deed == .delivered && $0.happenedAt >= opens && $0.happenedAt < due }
            add(
                reason, .clock, rule: "deliverEvery", ordinal: reason.ordinal * 100_000 + Int(date.daysSinceEpoch), role: .communityWorker,
                basis: .window(date, index: 1, of: 1), opens: opens, due: due, closes: due,
                met: brought.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            date = date + days
        }
    }
}

extension Duties {
    /// Measure 9: the dose that the policy's interval has made due, for those who began a course (`domain.md` §11).
    ///
    /// Until the edition's latest day where it names one, else within its time from the day on which the dose may be given.
    mutating func addVaccinations(_ edition: (Instant) -> Policy) {
        let doses = dossier.vaccinations
        guard let product = doses.first?.value.product else { return }
        for (position, dose) in doses.enumerated() {
            let following = doses[(position + 1)...].first
            let count = max(position + 1, dose.value.dose)
            guard let next = now.community.next(afterDose: count, ofCourse: product) else { continue }
            let zone = now.zone
            let opens = zone.instant(zone.date(of: dose.happenedAt) + next.gap)
            // A dose that became due before the edition asked for it was nobody's duty.
            let policy = edition(opens)
            guard isOldEnough(next.minAge, at: opens, policy), let clock = policy.community.vaccinate else { continue }
            let latest = next.latest.map { zone.instant(zone.date(of: doses[0].happenedAt) + $0) }
            let reason = Reason(
                policy: policy, reason: .vaccination, ordinal: Int(dose.id.rawValue), measure: .community, rule: "community", trigger: dose.fact,
                began: opens, ended: deathAt, territory: dossier.person?.value.residence ?? presentTerritory, entity: dose.id.rawValue)
            let due = max(opens, latest ?? opens + clock.within.span)
            add(
                reason, .clock, rule: "vaccinate", role: clock.role, basis: latest == nil ? .hours(clock.within.count) : .condition,
                opens: min(opens, following?.happenedAt ?? opens), due: due,
                met: following.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }

    private func isOldEnough(_ years: Int, at moment: Instant, _ policy: Policy) -> Bool {
        guard let born = dossier.person?.value.birthDate else { return true }
        return born.years(until: policy.zone.date(of: moment)) >= years
    }
}
