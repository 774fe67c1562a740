import Policy
import Register
import Vocabulary

/// What an order to look back over arrivals owes (measure 5; `domain.md` §8.4), and how it stands: no source silent, no record without
/// identity, nobody without a place. What each person owes hangs on the person (`LookBackCall`).
public struct LookBackDuties: ThingDuties {
    /// Orders to look back.
    public var kind: Subject.Kind { .lookBack }

    /// What is due.
    public let tasks: [String: LocalizedText] = [
        "report": LocalizedText(zh: "报送该来源的入境人员信息", en: "Hand in what this source knows"),
        "identify": LocalizedText(zh: "补齐身份信息", en: "Say who the records without identity are"),
        "place": LocalizedText(zh: "核实所在位置", en: "Place the persons without location"),
        "close": LocalizedText(zh: "办结回头看并说明未找到人员", en: "Close the look-back and explain who was not found"),
    ]

    /// How an order stands, at its issuer and at each addressee.
    public enum State: String, CaseIterable, Sendable {
        /// Sources have not handed in yet.
        case silent
        /// All handed in, with records that say too little.
        case blank
        /// All handed in, without a blank.
        case complete
        /// Closed.
        case closed
    }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(LookBackOrder.self) else { return nil }
        let (value, reports) = (founding.value, dossier.all(LookBackReport.self))
        func state(_ territory: TerritoryCode) -> State {
            if value.closing != nil { return .closed }
            let told = LookBackDuties.newest(reports, in: territory)
            if let sources = value.sources, sources.contains(where: { source in !told.contains { $0.value.source == source } }) { return .silent }
            if told.isEmpty { return .silent }
            return told.contains { $0.value.withoutIdentity > 0 || $0.value.withoutLocation > 0 } ? .blank : .complete
        }
        let states = value.territories.map { ($0, state($0)) }
        let worst = State.allCases.first { state in states.contains { $0.1 == state } } ?? .silent
        return ThingStanding(
            label: value.title, territory: value.issuer, state: worst.rawValue, at: founding.happenedAt,
            concerned: states.map { ThingStanding.Concern(.addressee, $0.0, state: $0.1.rawValue) })
    }

    /// Adds the report of every source, the filling of every blank, and the closing.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let order = duties.dossier.founding(LookBackOrder.self) else { return }
        let policy = duties.policy(at: order.happenedAt)
        guard let rules = policy.screening.lookBack else { return }
        let reports = duties.dossier.all(LookBackReport.self)
        let reason = DutyReason(
            policy: policy, reason: .lookBack, ordinal: 0, measure: .screening, rule: "screening.lookBack", trigger: order.fact,
            began: order.happenedAt, ended: order.value.closing?.at, territory: order.value.issuer, entity: order.id.rawValue)
        for source in order.value.sources ?? ArrivalSource.allCases.filter(rules.sources.contains) {
            for territory in order.value.territories {
                addSource(source, in: territory, reports, rules, reason, to: &duties)
            }
        }
        guard let due = order.value.due else { return }
        duties.add(
            reason.open, .clock, rule: "close", role: .commander, basis: .condition, opens: order.happenedAt, due: due,
            met: order.value.closing.map { .init(at: $0.at, evidence: order.fact) })
    }

    private func addSource(
        _ source: ArrivalSource, in territory: TerritoryCode, _ reports: [Recorded<LookBackReport>], _ rules: ScreeningRules.LookBack,
        _ reason: DutyReason, to duties: inout ThingDutyList
    ) {
        let told = reports.filter { $0.value.source == source && territory.contains($0.value.territory) }
        let ordinal = Int(territory.number)
        duties.add(
            reason, .clock, rule: "sources.\(source.rawValue).report", ordinal: ordinal, role: rules.verify.role,
            basis: .hours(rules.verify.within.count), opens: reason.began, due: reason.began + rules.verify.within.span, territory: territory,
            met: told.first.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        // A blank stands from the report that shows it until one of the same place that shows none.
        func addBlank(_ rule: String, _ isBlank: (LookBackReport) -> Bool) {
            guard let first = told.first(where: { isBlank($0.value) }) else { return }
            let filled = told.first { report in
                report.happenedAt > first.happenedAt && LookBackDuties.newest(told, asOf: report.happenedAt).allSatisfy { !isBlank($0.value) }
            }
            duties.add(
                reason, .clock, rule: "sources.\(source.rawValue).\(rule)", ordinal: ordinal, role: rules.verify.role,
                basis: .hours(rules.escalateEvery.count), opens: first.happenedAt, due: first.happenedAt + rules.escalateEvery.span,
                territory: territory, met: filled.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        addBlank("identify") { $0.withoutIdentity > 0 }
        addBlank("place") { $0.withoutLocation > 0 }
    }

    /// The newest report of each source and place in a territory.
    public static func newest(_ reports: [Recorded<LookBackReport>], in territory: TerritoryCode) -> [Recorded<LookBackReport>] {
        newest(reports.filter { territory.contains($0.value.territory) }, asOf: .distantFuture)
    }

    private static func newest(_ reports: [Recorded<LookBackReport>], asOf moment: Instant) -> [Recorded<LookBackReport>] {
        struct Place: Hashable {
            let source: ArrivalSource
            let territory: TerritoryCode
        }
        var newest: [Place: Recorded<LookBackReport>] = [:]
        for report in reports where report.happenedAt <= moment {
            newest[Place(source: report.value.source, territory: report.value.territory)] = report
        }
        return newest.values.sorted { $0.fact < $1.fact }
    }
}

extension DutyReason {
    /// The same reason, not ended: for the duty whose fulfilment ends it.
    fileprivate var open: DutyReason {
        var reason = self
        reason.ended = nil
        return reason
    }
}
