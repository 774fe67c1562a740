import Policy
import Register
import Vocabulary

/// What a territory as such owes (measure 8; `domain.md` §10): its headquarters is on duty as many hours of every day as the policy asks for,
/// every change of shift leaves a note, and a first local case brings a named leader to the spot.
///
/// A day's roster must be whole before the day begins; until shifts cover it, it is unmet, and when the day is over it is missed.
public struct TerritoryDuties: ThingDuties {
    /// Territories.
    public var kind: Subject.Kind { .territory }
    /// Cases of the county: the first obliges a leader. Grids of the village: every household lies in one. Teams of those whose doors lie in a grid.
    public let watches: Set<FactKind> = [.caseReport, .grid, .homeTeam]

    /// What a territory's headquarters is asked for.
    public let tasks: [String: LocalizedText] = [
        "duty": LocalizedText(zh: "排满当日值守", en: "Fill the roster of the day"),
        "handOver": LocalizedText(zh: "交接班记录", en: "Hand over"),
        "leaderAtLevel": LocalizedText(zh: "领导到场指挥", en: "Bring a leader to the spot"),
        "period": LocalizedText(zh: "制定下一周期行动计划", en: "Plan the next operational period"),
        "leaderPresence": LocalizedText(zh: "领导到场指挥", en: "Bring a leader to the spot"),
        "gridMap": LocalizedText(zh: "将住户划入唯一网格", en: "Put the households into exactly one grid"),
        "gridDuty": LocalizedText(zh: "安排网格长值守", en: "Have the head of the grid on duty"),
        "vulnerableEvery": LocalizedText(zh: "走访脆弱人群", en: "Call on vulnerable people"),
        "assignWithin": LocalizedText(zh: "明确包片领导", en: "Put a leader in charge of the area"),
    ]

    /// How it stands: it is there from its first fact, or the first case of a county.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard case .territory(let code) = dossier.subject else { return nil }
        let cases = TerritoryDuties.firstCases(of: code, in: dossier)
        guard let first = [dossier.facts.first?.happenedAt, cases.first?.happenedAt].compactMap(\.self).min() else { return nil }
        let headquarters = Headquarters(dossier)
        return ThingStanding(
            label: code.digits, territory: code, thingClass: headquarters.turned?.value.response, state: headquarters.state.rawValue, at: first)
    }

    /// Adds what it owes.
    public func addDuties(to duties: inout ThingDutyList) {
        guard case .territory(let code) = duties.dossier.subject else { return }
        addLeader(of: code, &duties)
        addLeaderAtLevel(of: code, &duties)
        // A grid has no headquarters: its head's roster runs from the day it was laid out.
        for period in code.level == .grid
            ? [] : TerritoryDuties.periods(of: code, in: duties.dossier, governedBy: { [duties] in duties.policy(at: $0) })
        {
            addRoster(of: code, period, &duties)
            addPlans(of: code, period, &duties)
        }
        addHandOvers(of: code, &duties)
        addGridDuty(of: code, &duties)
        addVillage(code, &duties)
        addAreaLeader(of: code, &duties)
    }

    // MARK: Duty

    /// The times in which the headquarters must be on duty, by the policy in force when each began.
    ///
    /// Where headquarters are always active it is from the first fact recorded of one; with the first case from then until stood down; on
    /// order while it is activated.
    static func periods(
        of code: TerritoryCode, in dossier: ThingDossier, governedBy edition: (Instant) -> Policy
    ) -> [(since: Instant, until: Instant?, fact: FactID)] {
        let steps = dossier.all(HeadquartersStep.self).filter { $0.value.kind == .activated || $0.value.kind == .stoodDown }
        var begun: [(at: Instant, fact: FactID)] = steps.filter { $0.value.kind == .activated }.map { ($0.happenedAt, $0.fact) }
        if let first = dossier.facts.first(where: { $0.fact.isOfHeadquarters }), edition(first.happenedAt).command.activation == .always {
            begun.append((first.happenedAt, first.id))
        }
        for found in firstCases(of: code, in: dossier) where edition(found.happenedAt).command.activation == .onCase {
            begun.append((found.happenedAt, found.fact))
        }
        var periods: [(since: Instant, until: Instant?, fact: FactID)] = []
        for start in begun.sorted(by: { ($0.at, $0.fact) < ($1.at, $1.fact) }) {
            if let last = periods.last, last.until.map({ start.at < $0 }) ?? true { continue }
            let end = edition(start.at).command.activation == .always ? nil : steps.first { $0.value.kind == .stoodDown && $0.happenedAt > start.at }
            periods.append((start.at, end?.happenedAt, start.fact))
        }
        return periods
    }

    /// One obligation a day, from the first whole day on.
    func addRoster(
        of code: TerritoryCode, _ period: (since: Instant, until: Instant?, fact: FactID), _ duties: inout ThingDutyList
    ) {
        let civil = duties.policy(at: period.since).zone
        let shifts = duties.dossier.all(Shift.self)
        let last = min(period.until ?? duties.horizon, duties.horizon)
        // Editions seldom differ in the longest shift: one roster serves nearly every day.
        var roster: (longest: Span, shifts: DutyRoster)?
        var day = civil.date(of: period.since) + 1
        while civil.instant(day) <= last {
            defer { day = day + 1 }
            let (start, end) = (civil.instant(day), civil.instant(day + 1))
            let policy = duties.policy(at: start)
            let isAsked = code.level == .grid || policy.command.asksForHeadquarters(of: code)
            guard isAsked, let rules = TerritoryDuties.dutyRules(of: code, policy) else { continue }
            let reason = reason(code, policy, began: period.since, ended: period.until, trigger: period.fact)
            let longest = rules.longestShift.span
            let watches = roster.flatMap { $0.longest == longest ? $0.shifts : nil } ?? DutyRoster(shifts, longest: longest)
            roster = (longest, watches)
            let done = watches.completion(
                from: start, until: end, people: rules.people, needed: min(.hours(rules.hoursPerDay), end - start))
            duties.add(
                reason, .clock, rule: TerritoryDuties.dutyKey(of: code), ordinal: Int(day.daysSinceEpoch),
                role: code.level == .grid ? .communityWorker : .dutyOfficer, basis: .window(day, index: 1, of: 1),
                opens: max(period.since, civil.instant(day - 1)), due: start, closes: end, met: done.map { .init(at: $0.at, evidence: $0.by) })
        }
    }

    /// Whoever goes off duty leaves a note, once for all who go at the same time from the same function.
    private func addHandOvers(of code: TerritoryCode, _ duties: inout ThingDutyList) {
        let notes = duties.dossier.all(HandOver.self)
        let changes = Dictionary(grouping: duties.dossier.all(Shift.self)) { Change(function: $0.value.function, at: $0.value.until) }
        for (change, shifts) in changes {
            guard let first = shifts.min(by: { $0.id.rawValue < $1.id.rawValue }) else { continue }
            let begins = shifts.map { $0.value.begins ?? $0.happenedAt }.min() ?? first.happenedAt
            let policy = duties.policy(at: begins)
            guard TerritoryDuties.dutyRules(of: code, policy)?.handOver == true, change.at <= duties.horizon else { continue }
            let note = notes.first { note in shifts.contains { $0.id == note.value.shift } }
            duties.add(
                reason(code, policy, began: begins, trigger: first.fact), .clock, rule: TerritoryDuties.dutyKey(of: code) + ".handOver",
                ordinal: Int(first.id.rawValue), role: code.level == .grid ? .communityWorker : .dutyOfficer, basis: .condition, opens: begins,
                due: change.at, met: note.map { .init(at: $0.happenedAt, evidence: $0.fact) })
        }
    }

    private struct Change: Hashable {
        let function: String
        let at: Instant
    }

    // MARK: Leaders

    /// The first local case of a county, and the first after each time its headquarters was stood down.
    ///
    /// Suspected cases and infections brought from abroad are none. A case that is ruled out later counts until its report is withdrawn: its
    /// exclusion is a fact about the person.
    static func firstCases(of code: TerritoryCode, in dossier: ThingDossier) -> [Recorded<CaseReport>] {
        guard code.level == .county else { return [] }
        let cases = dossier.around(CaseReport.self).filter { found in
            found.value.origin != .importedFromAbroad && found.value.kind != .suspected && code.contains(found.value.territory)
        }
        let downs = dossier.all(HeadquartersStep.self).filter { $0.value.kind == .stoodDown }.map(\.happenedAt)
        let firsts = ([.distantPast] + downs).compactMap { down in cases.first { $0.happenedAt > down } }
        return firsts.reduce(into: []) { found, next in if found.last?.id != next.id { found.append(next) } }
    }

    private func addLeader(of code: TerritoryCode, _ duties: inout ThingDutyList) {
        let steps = duties.dossier.all(HeadquartersStep.self)
        for found in TerritoryDuties.firstCases(of: code, in: duties.dossier) {
            let policy = duties.policy(at: found.happenedAt)
            guard let clock = policy.command.leaderPresence else { continue }
            let present = Headquarters(duties.dossier, at: found.happenedAt).leader
            let came = present ?? steps.first { $0.value.kind == .leaderPresent && $0.happenedAt >= found.happenedAt }
            duties.add(
                reason(code, policy, began: found.happenedAt, trigger: found.fact), .clock, rule: "leaderPresence", ordinal: Int(found.id.rawValue),
                role: clock.role, basis: .hours(clock.within.count), opens: found.happenedAt, due: found.happenedAt + clock.within.span,
                met: came.map { .init(at: max($0.happenedAt, found.happenedAt), evidence: $0.fact) })
        }
    }

    func reason(
        _ code: TerritoryCode, _ policy: Policy, began: Instant, ended: Instant? = nil, trigger: FactID?
    ) -> DutyReason {
        DutyReason(
            policy: policy, reason: .territory, ordinal: 0, measure: code.level == .grid ? .community : .command,
            rule: code.level == .grid ? "community" : "command", trigger: trigger, began: began, ended: ended,
            territory: code, entity: nil)
    }
}

extension CommandRules {
    /// Whether the policy asks for a headquarters of this territory; where it names no levels, of every one that has one.
    public func asksForHeadquarters(of code: TerritoryCode) -> Bool {
        code.level != .grid && (levels.isEmpty || levels.contains { $0.rawValue == "\(code.level)" })
    }
}

extension Fact {
    /// Whether the fact tells of a headquarters; inspections and reports of a territory do not.
    var isOfHeadquarters: Bool {
        switch self {
        case .headquarters, .shift, .handOver, .period, .taskForce, .meeting: true
        default: false
        }
    }
}
