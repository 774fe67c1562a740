import Policy
import Register
import Vocabulary

extension Duties {
    /// Measure 5 for whoever an order to look back names (`domain.md` §8.4): found and verified, tested, brought under control where the risk
    /// of their origin asks for it, each within the policy's hours from the order; and while nobody has found them, reported upwards again and
    /// again.
    ///
    /// Who left and is controlled elsewhere, or was a mistake in a list, owes nothing more.
    mutating func addLookBacks(_ edition: (Instant) -> Policy) {
        var orders: Set<Reference<LookBackOrder>> = []
        // Of records that were merged each may have been called: the person is looked for once, by the call that came first.
        for call in dossier.lookBacks where orders.insert(call.value.order).inserted {
            let policy = edition(call.happenedAt)
            guard let rules = policy.screening.lookBack else { continue }
            let settled = LookBackState.departure(of: call, acts: evidence.acts)
            let reason = Reason(
                policy: policy, reason: .lookBackCall, ordinal: Int(call.id.rawValue), measure: .screening, rule: "screening.lookBack",
                trigger: call.fact, began: call.happenedAt, ended: earliest(infection(endingReasonBegunAt: call.happenedAt), deathAt, settled),
                territory: call.value.territory, entity: call.id.rawValue)
            let found = LookBackState.verification(of: call, in: dossier, evidence)
            addClock(reason, rule: "verify", rules.verify, from: reason.began, met: found)
            addNeeds(reason, rules, call, policy)
            addEscalation(reason, rules, found: found?.at ?? settled)
        }
    }

    private mutating func addNeeds(
        _ reason: Reason, _ rules: ScreeningRules.LookBack, _ call: Recorded<LookBackCall>, _ policy: Policy
    ) {
        let arrival = policy.zone.instant(call.value.arrived)
        if let test = rules.test {
            let met = evidence.test(from: arrival, until: nil, swabs: 1, method: .nucleicAcid)
            add(
                reason, .test, rule: "test", role: test.role, basis: .hours(test.within.count), opens: min(arrival, reason.began),
                due: reason.began + test.within.span, met: met?.fulfilment)
        }
        guard let control = rules.control, let risk = call.value.risk, let schedule = policy.arrivals.byRisk[risk]?.control else { return }
        let plan = schedule.plan(anchor: call.value.arrived, entry: policy.zone.date(of: reason.began))
        guard let mode = plan.stages.first.map({ schedule.stages[$0.index].mode(for: groups(policy)) }), mode.isStay else { return }
        addClock(reason, rule: "control", control, from: reason.began, met: evidence.stay(atLeast: mode, from: arrival))
    }

    /// The daily report upwards of somebody nobody has found: each is met by the recorded statement that they still are not.
    private mutating func addEscalation(_ reason: Reason, _ rules: ScreeningRules.LookBack, found: Instant?) {
        let every = rules.escalateEvery.span
        var opens = reason.began + rules.verify.within.span
        var ordinal = 0
        let end = min(found ?? .distantFuture, horizon)
        while opens < end, ordinal < 60 {
            let closes = opens + every
            let told = evidence.deed(.lost, from: opens, concerning: reason.entity)
            add(
                reason, .escalation, rule: "escalate.\(ordinal + 1)", role: .commander, basis: .hours(rules.escalateEvery.count), opens: opens,
                due: closes, closes: closes, territory: reason.territory.ancestor(at: rules.escalateTo),
                met: told.flatMap { $0.at < closes ? $0 : nil })
            (opens, ordinal) = (closes, ordinal + 1)
        }
    }
}

/// How somebody whom an order to look back names stands: always in exactly one of these states.
public enum LookBackState: String, CaseIterable, Sendable, Codable {
    /// Found, with the tests that are required.
    case verified
    /// In quarantine, isolation or hospital.
    case controlled
    /// Left the territory; the one they went to confirmed that it has them.
    case left
    /// Nobody has found them, or the required test is missing.
    case notFound
    /// No such person came: the record was wrong.
    case dataError

    /// The state of a call in a dossier; `now` says which stays run.
    ///
    /// A mistake in a list comes first, for it says the others are of nobody; then control, which answers more than a test does; then the
    /// verification; then the departure.
    public init(of call: Recorded<LookBackCall>, in dossier: Dossier, policy: Policy, now: Instant) {
        let evidence = Evidence(dossier)
        let arrival = policy.zone.instant(call.value.arrived)
        if LookBackState.concerns(.notArrived, call, evidence.acts) != nil {
            self = .dataError
        } else if dossier.stays.contains(where: { $0.value.mode.isStay && $0.happenedAt <= now && ($0.value.until.map { $0 > now } ?? true) }) {
            self = .controlled
        } else if LookBackState.concerns(.controlledElsewhere, call, evidence.acts) != nil {
            self = .left
        } else if LookBackState.verification(of: call, in: dossier, evidence) != nil,
            policy.screening.lookBack?.test == nil || evidence.cleared(from: arrival, swabs: 1, method: .nucleicAcid) != nil
        {
            self = .verified
        } else {
            self = .notFound
        }
    }

    /// The act by which the person was found: seen, called, told, taken in, tested, since the order.
    static func verification(of call: Recorded<LookBackCall>, in dossier: Dossier, _ evidence: Evidence) -> Obligation.Fulfilment? {
        let deeds: Set<Act.Deed> = [.located, .notified, .followedUp, .homeVerified, .handedOver, .checked]
        let since = since(call)
        let act = evidence.acts.first { $0.happenedAt >= since && deeds.contains($0.value.deed) && $0.value.finding != .notSeen }
        let stay = evidence.stay(atLeast: .homeIsolation, from: since)
        let sample = dossier.specimens.first { $0.happenedAt >= since && $0.value.kind != .environment }
        return [
            act.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) }, stay,
            sample.map { Obligation.Fulfilment(at: $0.happenedAt, evidence: $0.fact) },
        ].compactMap(\.self).min { $0.at < $1.at }
    }

    /// When the person turned out to be elsewhere or nobody.
    static func departure(of call: Recorded<LookBackCall>, acts: [Recorded<Act>]) -> Instant? {
        earliest(concerns(.controlledElsewhere, call, acts), concerns(.notArrived, call, acts))
    }

    private static func concerns(_ deed: Act.Deed, _ call: Recorded<LookBackCall>, _ acts: [Recorded<Act>]) -> Instant? {
        let since = since(call)
        let act = acts.first { $0.value.deed == deed && $0.happenedAt >= since && ($0.value.concerning.map { $0 == call.id.rawValue } ?? true) }
        return act.map { max($0.happenedAt, call.happenedAt) }
    }

    /// The beginning of the minute of the call: people note moments to the minute, and what they did in the same one they did after it.
    private static func since(_ call: Recorded<LookBackCall>) -> Instant {
        Instant(milliseconds: call.happenedAt.milliseconds - call.happenedAt.milliseconds % 60_000)
    }
}
