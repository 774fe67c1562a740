import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 2 for a contact: locate, notify, transfer; stages, tests, follow-ups, release.
    mutating func addContacts(_ edition: (Instant) -> Policy) {
        // The degrees an exposure gives hang on the rules now in force; what is due then on the edition that governs the trigger.
        for episode in ContactEpisode.all(of: dossier, policy: now) {
            let policy = edition(episode.began)
            let ended = earliest(episode.ended, infection(endingReasonBegunAt: episode.began), deathAt)
            if let ended, ended <= episode.began { continue }
            guard policy.tracing.degrees >= (episode.degree == .secondary ? 2 : 1) else { continue }
            let reason = Reason(
                policy: policy, reason: episode.degree.reason, ordinal: episode.ordinal, measure: .tracing, rule: "tracing",
                trigger: episode.trigger, began: episode.began, ended: ended,
                territory: episode.exposures.lazy.compactMap(\.value.territory).first ?? presentTerritory, entity: nil)
            let clocks = policy.tracing.clocks(for: episode.degree)
            let schedule = policy.tracing.schedule(for: episode.degree)
            addContactClocks(reason, clocks, episode.degree.rule, schedule, since: policy.zone.instant(episode.lastExposure))
            guard let schedule else { continue }
            addControl(
                reason, schedule, rule: episode.degree.rule + ".", anchor: episode.lastExposure, moveWithin: clocks[.transferred]?.within ?? 24,
                gate: episode.degree == .secondary ? gate(policy, episode) : .distantPast)
        }
    }

    private mutating func addContactClocks(
        _ reason: Reason, _ clocks: [TracingRules.ContactTask: Clock], _ rule: String, _ schedule: ControlSchedule?, since exposure: Instant
    ) {
        for task in TracingRules.ContactTask.allCases {
            guard let clock = clocks[task] else { continue }
            let met: Obligation.Fulfilment? =
                switch task {
                case .located: evidence.deed(.located, from: exposure, concerning: nil)
                case .notified: evidence.deed(.notified, from: exposure, concerning: nil)
                case .prophylaxis: evidence.deed(.prophylaxis, from: exposure, concerning: nil)
                case .transferred: transfer(reason, schedule)
                }
            addClock(reason, rule: rule + "Clocks." + task.rawValue, clock, from: reason.began, met: met)
        }
    }

    private func transfer(_ reason: Reason, _ schedule: ControlSchedule?) -> Obligation.Fulfilment? {
        let groups = dossier.person?.value.groups ?? []
        let mode = schedule?.stages.first?.mode(for: groups) ?? .homeIsolation
        return evidence.stay(atLeast: mode, from: reason.began) ?? evidence.deed(.controlledElsewhere, from: reason.began, concerning: nil)
    }

    /// When the linked close contacts' first tests opened the gate for their contacts; nil while they have not.
    private func gate(_ policy: Policy, _ episode: ContactEpisode) -> Instant? {
        guard let rule = policy.tracing.secondaryGate else { return .distantPast }
        let isOpen = episode.exposures.allSatisfy { exposure in
            let tests = dossier.indices[exposure.value.index]?.testsNegative ?? []
            return tests.count >= rule.linkedNegatives && tests.prefix(rule.linkedNegatives).allSatisfy(\.self)
        }
        return isOpen ? .distantPast : nil
    }
}
