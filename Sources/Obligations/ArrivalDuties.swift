import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 4: what someone who entered must do, by the risk of where they came from.
    mutating func addArrivals(_ edition: (Instant) -> Policy) {
        for arrival in dossier.arrivals {
            let policy = edition(arrival.happenedAt)
            guard let rules = policy.arrivals.byRisk[arrival.value.risk] else { continue }
            let ended = earliest(infection(endingReasonBegunAt: arrival.happenedAt), deathAt)
            let reason = Reason(
                policy: policy, reason: .arrival, ordinal: Int(arrival.id.rawValue), measure: .arrivals,
                rule: "arrivals." + arrival.value.risk.rawValue,
                trigger: arrival.fact, began: arrival.happenedAt, ended: ended, territory: arrival.value.destination, entity: arrival.id.rawValue)
            addEntry(reason, rules, arrival)
            addArrivalTests(reason, rules)
            guard let schedule = rules.control else { continue }
            let entry = policy.zone.date(of: arrival.happenedAt)
            let anchor = rules.anchor == .leftArea ? arrival.value.leftOrigin ?? entry : entry
            let plan = schedule.plan(anchor: anchor, entry: entry)
            addHomeCheck(arrival, schedule, plan, reason)
            let mode = plan.stages.first.map { schedule.stages[$0.index].mode(for: groups(policy)) }
            // Where no day of control is left, nobody is moved.
            if let within = rules.controlWithin, let mode, mode.isStay {
                addClock(
                    reason, rule: "controlWithin", Clock(within: within, role: .checkpoint), from: reason.began,
                    met: evidence.stay(atLeast: mode, from: reason.began))
            }
            addControl(reason, schedule, rule: "control.", anchor: anchor, moveWithin: rules.controlWithin ?? schedule.moveWithin)
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
            let met = evidence.checks(rules.checks, from: reason.began, concerning: reason.entity)
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
                due: reason.began + hours.span, met: met?.fulfilment)
        }
        guard let span = rules.spanTests else { return }
        let zone = reason.policy.zone
        let end = zone.instant(zone.date(of: reason.began) + span.days)
        var after = reason.began
        for index in 0..<span.count {
            let met = evidence.test(from: after, until: nil, swabs: 1, method: .nucleicAcid)
            let due = end - Span(milliseconds: span.gap.span.milliseconds * Int64(span.count - 1 - index))
            add(
                reason, .test, rule: "spanTests.\(index + 1)", role: .communityWorker,
                basis: .window(zone.date(of: reason.began), index: index + 1, of: span.count), opens: min(after, due),
                due: due, met: met?.fulfilment)
            after = (met?.sample.taken ?? after) + span.gap.span
        }
    }
}
