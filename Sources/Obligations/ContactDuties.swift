import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 2 for a contact: locate, notify, transfer; stages, tests, follow-ups, release.
    mutating func addContacts(_ edition: (Instant) -> Policy) {
        for episode in episodes {
            let policy = edition(episode.began)
            let ended = earliest(episode.ended, infection(endingReasonBegunAt: episode.began), deathAt)
            if let ended, ended <= episode.began { continue }
            guard policy.tracing.degrees >= (episode.degree == .secondary ? 2 : 1) else { continue }
            let reason = Reason(
                policy: policy, reason: episode.degree.reason, ordinal: episode.ordinal, measure: .tracing, rule: "tracing",
                trigger: episode.trigger, began: episode.began, ended: ended,
                territory: episode.exposures.lazy.compactMap(\.value.territory).first ?? presentTerritory, entity: nil,
                lifted: episode.ended)
            let clocks = policy.tracing.clocks(for: episode.degree)
            var schedule = policy.tracing.schedule(for: episode.degree)
            if let rules = policy.tracing.immuneExempt, isImmune(rules, before: episode.firstExposure, policy) { schedule = nil }
            // What was done for the person since the exposure counts, though the contact was found later.
            let since = policy.zone.instant(episode.earliestLast)
            let plan = schedule?.plan(anchor: episode.lastExposure, entry: policy.zone.date(of: reason.began))
            let mode = plan?.stages.first.flatMap { first in schedule?.stages[first.index].mode(for: groups(policy)) }
            let holdingBegins = schedule.map { self.holdingBegins(reason, $0, first: episode.firstExposure) } ?? reason.began
            addContactClocks(reason, clocks, episode.degree.rule, mode: mode, since: since, holdingBegins: holdingBegins)
            addSending(reason, policy, episode, since: since)
            guard let schedule else { continue }
            addControl(
                reason, schedule, rule: episode.degree.rule + ".", anchor: episode.lastExposure, first: episode.firstExposure,
                knownSince: since,
                moveWithin: clocks[.transferred]?.within ?? schedule.moveWithin,
                gate: episode.degree == .secondary ? gate(policy, episode) : .distantPast)
        }
    }

    /// - Parameter mode: How the person is to be held first; nil where no stage is left: then nobody is moved.
    private mutating func addContactClocks(
        _ reason: Reason, _ clocks: [TracingRules.ContactTask: Clock], _ rule: String, mode: ControlMode?, since exposure: Instant,
        holdingBegins: Instant
    ) {
        for task in TracingRules.ContactTask.allCases {
            guard let clock = clocks[task] else { continue }
            let met: Obligation.Fulfilment?
            switch task {
            case .located: met = evidence.deed(.located, from: exposure, concerning: nil)
            case .notified: met = evidence.deed(.notified, from: exposure, concerning: nil)
            case .prophylaxis: met = evidence.deed(.prophylaxis, from: exposure, concerning: nil)
            case .transferred:
                guard let mode, mode.isStay else { continue }
                met =
                    evidence.stay(atLeast: mode, from: reason.began)
                    ?? evidence.deed(.controlledElsewhere, from: exposure, concerning: nil)
            }
            let starts = task == .transferred ? holdingBegins : reason.began
            addClock(reason, rule: rule + "Clocks." + task.rawValue, clock, from: starts, met: met)
        }
    }

    /// Somebody who is elsewhere while the duty is here must be asked for there: from the finding, or where nobody had to find them, from the
    /// beginning. A request, a stay anywhere or the word of another authority is the evidence.
    private mutating func addSending(_ reason: Reason, _ policy: Policy, _ episode: ContactEpisode, since: Instant) {
        guard let clock = policy.tracing.assistance?.send else { return }
        let sent = dossier.acts.first { $0.value.deed == .assistanceSent && $0.happenedAt >= since }
        guard let seat = sent?.value.territory ?? episode.exposures.lazy.compactMap(\.value.territory).first else { return }
        let own = seat.ancestor(at: .county) ?? seat
        let found = dossier.acts.first { act in
            act.value.deed == .located && act.happenedAt >= since && act.value.territory.map { !own.contains($0) } ?? false
        }
        guard sent != nil || found != nil || !own.contains(presentTerritory) else { return }
        // Where nobody had left the duty to another county, being asked is the first that is known of it.
        let isElsewhere = episode.exposures.contains { $0.value.territory != nil }
        let known = found?.happenedAt ?? (isElsewhere ? nil : sent?.happenedAt) ?? reason.began
        let opens = min(max(known, reason.began), sent?.happenedAt ?? .distantFuture)
        let met =
            sent.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) }
            ?? evidence.deed(.controlledElsewhere, from: since, concerning: nil) ?? evidence.stay(atLeast: .homeIsolation, from: reason.began)
        add(
            reason, .clock, rule: "assistance.send", role: clock.role, basis: .hours(clock.within.count), opens: opens,
            due: opens + clock.within.span, territory: seat, met: met)
    }

    /// When the linked close contacts' first tests opened the gate for their contacts; nil while they have not.
    private func gate(_ policy: Policy, _ episode: ContactEpisode) -> Instant? {
        guard let rule = policy.tracing.secondaryGate else { return .distantPast }
        var opened = Instant.distantPast
        for exposure in episode.exposures {
            guard let index = dossier.indices[exposure.value.index], let contact = index.contact(behind: exposure.value) else { return nil }
            let exposed = policy.zone.instant(contact.exposedFrom)
            let tests = index.tests.lazy.filter { $0.takenAt >= exposed }.map { (reported: $0.reportedAt, isNegative: $0.isNegative) }
            guard let moment = rule.opens(after: tests) else { return nil }
            opened = max(opened, moment)
        }
        return opened
    }

    /// Whether the person is known to be immune: recovered before the exposure, or by then protected by a full course.
    private func isImmune(_ rules: ImmunityRules, before exposure: CivilDate, _ policy: Policy) -> Bool {
        let moment = policy.zone.instant(exposure)
        if rules.recovered,
            cases.contains(where: { $0.excludedAt == nil && $0.closed?.outcome == .recovered && ($0.closed?.at ?? .distantFuture) < moment })
        {
            return true
        }
        return rules.courses.contains { key in
            guard let course = policy.community.courses[key], let last = lastDose(of: course, key, by: exposure, policy.zone) else { return false }
            return last + rules.after <= exposure
        }
    }

    /// The day of the dose that completed a course; a dose given too early, by age or gap, does not count and may be repeated.
    private func lastDose(of course: CommunityRules.Course, _ key: String, by exposure: CivilDate, _ zone: CivilZone) -> CivilDate? {
        var counted: [CivilDate] = []
        for dose in dossier.vaccinations where dose.value.product == key && counted.count < course.doses {
            let day = zone.date(of: dose.happenedAt)
            if day > exposure { break }
            if let birth = dossier.person?.value.birthDate, birth.years(until: day) < course.minAge { continue }
            if let last = counted.last {
                let gap = course.gaps.indices.contains(counted.count - 1) ? course.gaps[counted.count - 1] : course.gaps.last ?? 1
                if day - last < gap { continue }
            }
            counted.append(day)
        }
        return counted.count == course.doses ? counted.last : nil
    }
}
