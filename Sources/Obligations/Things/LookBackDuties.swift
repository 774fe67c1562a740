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
        "hours": LocalizedText(zh: "补报缺失的时段", en: "Hand in the hours that are missing"),
        "escalate": LocalizedText(zh: "仍有空白，上报现状", en: "Blanks remain: report upwards how it stands"),
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
            let blanks = LookBackBlank.all(of: founding, reports, in: territory)
            if blanks.contains(where: { $0.kind == .silent }) { return .silent }
            if value.sources == nil, !reports.contains(where: { territory.contains($0.value.territory) }) { return .silent }
            return blanks.isEmpty ? .complete : .blank
        }
        // Whoever holds a part of it sees it and has a state of their own: counties with their lists, townships and grids with their doors.
        let parts = Set((value.kept?.counties ?? []) + (value.units ?? [])).subtracting(value.territories).sorted()
        let blanks = value.territories.flatMap { LookBackBlank.all(of: founding, reports, in: $0) }
        let levels = Set(parts.map(\.level))
        var states: [TerritoryCode: State] = [:]
        for blank in blanks {
            for code in levels.compactMap({ blank.territory.ancestor(at: $0) }) where states[code] != .silent {
                states[code] = blank.kind == .silent ? .silent : .blank
            }
        }
        func partState(_ part: TerritoryCode) -> State { value.closing != nil ? .closed : states[part] ?? .complete }
        let addressed = value.territories.map { ($0, state($0)) }
        let worst = State.allCases.first { state in addressed.contains { $0.1 == state } } ?? .silent
        return ThingStanding(
            label: value.title, territory: value.issuer, state: worst.rawValue, at: founding.happenedAt,
            concerned: (addressed + parts.map { ($0, partState($0)) }).map { ThingStanding.Concern(.addressee, $0.0, state: $0.1.rawValue) })
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
        for territory in order.value.territories {
            var open: [TerritoryCode: [Open]] = [:]
            for source in order.value.sources ?? ArrivalSource.allCases.filter(rules.sources.contains) {
                for part in LookBackBlank.parts(of: order.value, source, in: territory, reports) {
                    // A county that keeps lists of its own answers for its own blanks; what lies in no such county is the addressee's.
                    let holder = order.value.kept?.counties.first { $0.contains(part.territory) } ?? territory
                    open[holder, default: []] += addSource(source, in: part, order, rules, reason, to: &duties)
                }
            }
            for (holder, open) in open.sorted(by: { $0.key < $1.key }) {
                addEscalation(of: open, in: holder, reports, rules, reason, to: &duties)
            }
        }
        guard let due = order.value.due else { return }
        duties.add(
            reason.open, .clock, rule: "close", role: .commander, basis: .condition, opens: order.happenedAt, due: due,
            met: order.value.closing.map { .init(at: $0.at, evidence: order.fact) })
    }

    /// A blank that was somebody's from one moment to another.
    private struct Open {
        let due: Instant
        let filled: Instant?
        /// Whether it was, or is, still blank when its time was over.
        var isPastDue: Bool { filled.map { $0 > due } ?? true }
    }

    /// The report of a source for a part of the order, and the filling of each of its blanks.
    private func addSource(
        _ source: ArrivalSource, in part: LookBackBlank.Part, _ order: Recorded<LookBackOrder>,
        _ rules: ScreeningRules.LookBack, _ reason: DutyReason, to duties: inout ThingDutyList
    ) -> [Open] {
        let told = part.told
        var open: [Open] = []
        func add(_ rule: String, _ within: Hours, opens: Instant, filled: Recorded<LookBackReport>?) {
            let due = opens + within.span
            open.append(Open(due: due, filled: filled?.happenedAt))
            duties.add(
                reason, .clock, rule: "sources.\(source.rawValue).\(rule)", ordinal: Int(part.territory.number), role: rules.verify.role,
                basis: .hours(within.count), opens: opens, due: due, territory: part.territory,
                met: filled.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
        if part.isAsked { add("report", rules.verify.within, opens: reason.began, filled: part.first) }
        // A blank stands from the report that shows it until those of the same place show none.
        for kind in LookBackBlank.Kind.told {
            func isBlank(_ moment: Instant) -> Bool { kind.isShown(by: LookBackDuties.newest(told, asOf: moment), told, order, asOf: moment) }
            guard let first = told.first(where: { isBlank($0.happenedAt) }) else { continue }
            let filled = told.first { $0.happenedAt > first.happenedAt && !isBlank($0.happenedAt) }
            add(kind.rawValue, rules.escalateEvery, opens: first.happenedAt, filled: filled)
        }
        return open
    }

    /// While blanks of an addressee are past their time, how they stand goes upwards every so many hours; the report of a source that stood
    /// blank, filed again with what is known, is what goes.
    private func addEscalation(
        of open: [Open], in territory: TerritoryCode, _ reports: [Recorded<LookBackReport>], _ rules: ScreeningRules.LookBack, _ reason: DutyReason,
        to duties: inout ThingDutyList
    ) {
        guard let first = open.lazy.filter(\.isPastDue).map(\.due).min() else { return }
        let (every, end) = (rules.escalateEvery.span, min(reason.ended ?? .distantFuture, duties.horizon))
        let own = reports.filter { territory.contains($0.value.territory) }
        var (opens, count) = (first, 0)
        while opens < end, count < LookBackDuties.mostEscalations {
            let closes = opens + every
            if open.contains(where: { blank in blank.due <= opens && (blank.filled.map { $0 > opens } ?? true) }) {
                let told = own.first { $0.happenedAt >= opens && $0.happenedAt < closes }
                duties.add(
                    reason, .escalation, rule: "escalate.\(count + 1)", ordinal: Int(territory.number), role: .commander,
                    basis: .hours(rules.escalateEvery.count), opens: opens, due: closes, closes: closes,
                    territory: territory.ancestor(at: rules.escalateTo), met: told.map { .init(at: $0.happenedAt, evidence: $0.fact) })
            }
            (opens, count) = (closes, count + 1)
        }
    }

    /// The most rounds of escalation of one addressee.
    private static let mostEscalations = 60

    /// The newest report of each source, place and hours in a territory.
    public static func newest(_ reports: [Recorded<LookBackReport>], in territory: TerritoryCode) -> [Recorded<LookBackReport>] {
        newest(reports.filter { territory.contains($0.value.territory) }, asOf: .distantFuture)
    }

    static func newest(_ reports: [Recorded<LookBackReport>], asOf moment: Instant) -> [Recorded<LookBackReport>] {
        struct Place: Hashable {
            let source: ArrivalSource
            let territory: TerritoryCode
            let hours: LookBackReport.Hours?
        }
        var newest: [Place: Recorded<LookBackReport>] = [:]
        for report in reports where report.happenedAt <= moment {
            newest[Place(source: report.value.source, territory: report.value.territory, hours: report.value.hours)] = report
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
