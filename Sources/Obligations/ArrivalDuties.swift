import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 4: what someone who entered must do, by the risk of where they came from.
    mutating func addArrivals(_ edition: (Instant) -> Policy) {
        for (ordinal, arrival) in dossier.arrivals.enumerated() {
            let policy = edition(arrival.happenedAt)
            guard let rules = policy.arrivals.byRisk[arrival.value.risk] else { continue }
            let ended = earliest(infection(endingReasonBegunAt: arrival.happenedAt), deathAt)
            let reason = Reason(
                policy: policy, reason: .arrival, ordinal: ordinal, measure: .arrivals, rule: "arrivals." + arrival.value.risk.rawValue,
                trigger: arrival.fact, began: arrival.happenedAt, ended: ended, territory: arrival.value.destination, entity: arrival.id.rawValue)
            addEntry(reason, rules, arrival)
            addArrivalTests(reason, rules)
            guard let schedule = rules.control else { continue }
            if let within = rules.controlWithin, let mode = schedule.stages.first?.mode(for: dossier.person?.value.groups ?? []), mode.isStay {
                addClock(
                    reason, rule: "controlWithin", Clock(within: within, role: .checkpoint), from: reason.began,
                    met: evidence.stay(atLeast: mode, from: reason.began))
            }
            let entry = policy.zone.date(of: arrival.happenedAt)
            addControl(
                reason, schedule, rule: "control.", anchor: rules.anchor == .leftArea ? arrival.value.leftOrigin ?? entry : entry,
                moveWithin: rules.controlWithin ?? 24)
        }
    }

    private mutating func addEntry(_ reason: Reason, _ rules: ArrivalRules.Rules, _ arrival: Recorded<Arrival>) {
        let shown = Obligation.Fulfilment(at: arrival.happenedAt, evidence: arrival.fact)
        if rules.registration {
            add(
                reason, .clock, rule: "registration", role: .checkpoint, basis: .hours(0), opens: reason.began, due: reason.began,
                closes: reason.began + rules.checkWithin.span, met: arrival.value.isRegistered ? shown : nil)
        }
        if !rules.checks.isEmpty {
            let met = evidence.deed(.checked, from: reason.began, concerning: reason.entity) { rules.checks.isSubset(of: $0.checks) }
            addClock(reason, rule: "checks", Clock(within: rules.checkWithin, role: .checkpoint), from: reason.began, met: met)
        }
        if let hours = rules.certificate {
            let isValid = arrival.value.certificateTaken.map { $0 >= arrival.happenedAt - hours.span && $0 <= arrival.happenedAt } ?? false
            add(
                reason, .clock, rule: "certificate", role: .checkpoint, basis: .hours(hours.count), opens: reason.began, due: reason.began,
                closes: reason.began + rules.checkWithin.span, met: isValid ? shown : nil)
        }
    }

    private mutating func addArrivalTests(_ reason: Reason, _ rules: ArrivalRules.Rules) {
        if let hours = rules.landingTest {
            let met = evidence.test(from: reason.began, until: nil, swabs: 1, method: .nucleicAcid)
            add(
                reason, .test, rule: "landingTest", role: .checkpoint, basis: .hours(hours.count), opens: reason.began,
                due: reason.began + hours.span,
                met: met?.fulfilment)
        }
        guard let span = rules.spanTests else { return }
        let zone = reason.policy.zone
        let end = zone.instant(zone.date(of: reason.began) + span.days)
        var after = reason.began
        for index in 0..<span.count {
            let met = evidence.test(from: after, until: nil, swabs: 1, method: .nucleicAcid)
            add(
                reason, .test, rule: "spanTests.\(index + 1)", role: .communityWorker,
                basis: .window(zone.date(of: reason.began), index: index + 1, of: span.count), opens: after,
                due: end - Span(milliseconds: span.gap.span.milliseconds * Int64(span.count - 1 - index)), met: met?.fulfilment)
            after = (met?.sample.taken ?? after) + span.gap.span
        }
    }
}
