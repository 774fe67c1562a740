import Policy
import Register
import Vocabulary

/// What an order asks of each of its addressees, and of its issuer (measure 8; `domain.md` §10).
///
/// Every addressee reads, acknowledges, reports and, where the order reaches further down, passes it on; each duty lies in the addressee's
/// territory and bears the territory's code as its ordinal. A report that is returned opens the order anew for that addressee. The issuer
/// reviews every report, and presses for what is overdue.
public struct DirectiveDuties: ThingDuties {
    /// Orders.
    public var kind: Subject.Kind { .directive }

    /// What an order asks for.
    public let tasks: [String: LocalizedText] = [
        "read": LocalizedText(zh: "阅读指令", en: "Read the order"),
        "acknowledged": LocalizedText(zh: "签收指令", en: "Acknowledge the order"),
        "reported": LocalizedText(zh: "落实并反馈", en: "Carry out and report"),
        "cascadeWithin": LocalizedText(zh: "向下级转发", en: "Pass the order on"),
        "review": LocalizedText(zh: "审核反馈", en: "Review the report"),
        "urge": LocalizedText(zh: "督办逾期反馈", en: "Press for the overdue report"),
    ]

    /// How far an addressee has come, in the order of coming: the states of a branch.
    public enum Fate: String, CaseIterable, Sendable {
        case sent, read, acknowledged, passedOn, returned, reported, accepted
    }

    /// How the order stands: it as far as its slowest addressee has come, each addressee by itself.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let order = dossier.founding(Directive.self) else { return nil }
        let fates = order.value.addressees.map { ($0, DirectiveDuties.fate(of: $0, in: dossier)) }
        let slowest = Fate.allCases.first { fate in fates.contains { $0.1 == fate } } ?? .sent
        return ThingStanding(
            label: order.value.title, territory: order.value.issuer, thingClass: order.value.parent == nil ? "own" : "passedOn",
            state: slowest.rawValue, at: order.happenedAt,
            concerned: fates.map { ThingStanding.Concern(.addressee, $0.0, state: $0.1.rawValue) })
    }

    /// How far an addressee has come.
    public static func fate(of addressee: TerritoryCode, in dossier: ThingDossier) -> Fate {
        let steps = dossier.all(Receipt.self).filter { $0.value.territory == addressee }.map(\.value.step)
        guard let last = steps.last(where: { $0 != .urged && $0 != .read && $0 != .acknowledged }) else {
            if dossier.passedOn(by: addressee) != nil { return .passedOn }
            return steps.contains(.acknowledged) ? .acknowledged : steps.contains(.read) ? .read : .sent
        }
        return last == .accepted ? .accepted : last == .returned ? .returned : .reported
    }

    /// Adds what every addressee and the issuer owe.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let order = duties.dossier.founding(Directive.self) else { return }
        let policy = duties.policy(at: order.happenedAt)
        for addressee in Set(order.value.addressees).sorted() { addBranch(of: order, to: addressee, policy, &duties) }
    }

    private func addBranch(
        of order: Recorded<Directive>, to addressee: TerritoryCode, _ policy: Policy, _ duties: inout ThingDutyList
    ) {
        let rules = policy.command
        let reason = DutyReason(
            policy: policy, reason: .directive, ordinal: Int(addressee.digits) ?? 0, measure: .command, rule: "command", trigger: order.fact,
            began: order.happenedAt, territory: addressee, entity: order.id.rawValue)
        let receipts = duties.dossier.all(Receipt.self).filter { $0.value.territory == addressee }
        func first(_ steps: Set<Receipt.Step>, from moment: Instant) -> Obligation.Fulfilment? {
            receipts.first { steps.contains($0.value.step) && $0.happenedAt >= moment }.map { .init(at: $0.happenedAt, evidence: $0.fact) }
        }
        let issued = order.happenedAt
        if let clock = rules.directives[.read] {
            duties.addClock(reason, rule: "directives.read", clock, from: issued, met: first([.read, .acknowledged, .reported], from: issued))
        }
        if let clock = rules.directives[.acknowledged] {
            duties.addClock(reason, rule: "directives.acknowledged", clock, from: issued, met: first([.acknowledged, .reported], from: issued))
        }
        if let within = rules.cascadeWithin, let reach = order.value.reach, addressee.level < reach {
            let clock = Clock(within: within, role: (rules.directives[.reported] ?? rules.directives[.acknowledged])?.role ?? .commander)
            duties.addClock(
                reason, rule: "cascadeWithin", clock, from: issued,
                met: duties.dossier.passedOn(by: addressee).map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        guard let clock = rules.directives[.reported] else { return }
        // What was returned is open again: evidence that did not hold is none.
        let returned = receipts.last { $0.value.step == .returned }
        let report = receipts.first { receipt in
            receipt.value.step == .reported && (returned.map { (receipt.happenedAt, receipt.fact) > ($0.happenedAt, $0.fact) } ?? true)
        }
        let stated = order.value.due ?? issued + clock.within.span
        let due = returned.map { max(stated, $0.happenedAt + clock.within.span) } ?? stated
        duties.add(
            reason, .clock, rule: "directives.reported", role: clock.role,
            basis: order.value.due == nil || due > stated ? .hours(clock.within.count) : .condition, opens: issued, due: due,
            met: report.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        if let review = rules.review { addReviews(of: receipts, by: order.value.issuer, review, reason, &duties) }
        if let urge = rules.urge, report.map({ $0.happenedAt > due }) ?? true {
            duties.add(
                reason, .escalation, rule: "urge", role: urge.role, basis: .hours(urge.within.count), opens: due, due: due + urge.within.span,
                territory: order.value.issuer, met: first([.urged], from: due))
        }
    }

    private func addReviews(
        of receipts: [Recorded<Receipt>], by issuer: TerritoryCode, _ clock: Clock, _ reason: DutyReason, _ duties: inout ThingDutyList
    ) {
        for (position, report) in receipts.enumerated() where report.value.step == .reported {
            let answer = receipts[(position + 1)...].first { [.accepted, .returned].contains($0.value.step) }
            duties.add(
                reason, .clock, rule: "review", ordinal: Int(report.id.rawValue), role: clock.role, basis: .hours(clock.within.count),
                opens: report.happenedAt, due: report.happenedAt + clock.within.span, territory: issuer,
                met: answer.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }
}

extension ThingDossier {
    /// The order by which an addressee passed this one on.
    fileprivate func passedOn(by addressee: TerritoryCode) -> Recorded<Directive>? {
        around(Directive.self).first { $0.value.issuer == addressee && $0.value.parent?.rawValue == subject.number }
    }
}
