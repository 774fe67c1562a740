import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Who was responsible for what in a territory at a moment: leaders in charge of areas, who was on duty, the leader on the spot, heads of grids
/// (measure 10). Everything in it is a recorded fact; what nobody recorded is told as a gap.
public struct ResponsibilityView: Sendable {
    /// One responsibility.
    public struct Line: Sendable {
        /// Where.
        public let territory: TerritoryCode
        /// What for.
        public let part: Part
        /// Who; nil: nobody.
        public let holder: String?
        /// In what office or function.
        public let office: String?
        /// From when.
        public let since: Instant?
        /// Until when, where it ends.
        public let until: Instant?
    }

    /// What somebody can be responsible for.
    public enum Part: String, CaseIterable, Sendable {
        case areaLeader, leaderPresent, onDuty, gridHead
    }

    /// The moment asked about.
    public let moment: Instant
    /// Those of the territory, those above it, and those directly below, from above.
    public let lines: [Line]
}

extension Operations {
    /// Who is known to have been responsible at a moment in a territory, above it as far as the scope sees, and directly below.
    public func responsibility(
        in territory: TerritoryCode, at moment: Instant, below: [TerritoryCode], scope: Scope
    ) async throws -> ResponsibilityView {
        let (policies, now) = (policies, clock.now)
        return try await store.read(scope) { reader in
            var codes = [territory] + below
            var above = territory.parent
            while let next = above {
                if scope.covers(next) { codes.insert(next, at: 0) }
                above = next.parent
            }
            let lines = try codes.flatMap { try reader.responsibilities(of: $0, at: moment, asOf: now, policies: policies) }
            return ResponsibilityView(moment: moment, lines: lines)
        }
    }
}

extension Reader {
    fileprivate func responsibilities(
        of code: TerritoryCode, at moment: Instant, asOf now: Instant, policies: PolicyShelf
    ) throws -> [ResponsibilityView.Line] {
        let subject = Subject.territory(code)
        let dossier = ThingDossier(subject: subject, records: try entries(about: subject).map(\.record), surroundings: [], asOf: now)
        let policy = try policies.edition(at: moment, in: code)
        func line(
            _ part: ResponsibilityView.Part, _ holder: String?, _ office: String? = nil, since: Instant? = nil, until: Instant? = nil
        ) -> ResponsibilityView.Line {
            .init(territory: code, part: part, holder: holder, office: office, since: since, until: until)
        }
        var lines: [ResponsibilityView.Line] = []
        if code.level == .county || code.level == .township {
            let leaders = AreaWatch(dossier.all(AreaLeader.self), since: moment).leaders(at: moment)
            lines += leaders.map { line(.areaLeader, $0.value.name, $0.value.office, since: $0.happenedAt, until: $0.value.until) }
            // An area without a headquarters, that never had a leader, is not at work.
            let isAtWork = !dossier.all(HeadquartersStep.self).isEmpty || !dossier.all(Shift.self).isEmpty || !dossier.all(AreaLeader.self).isEmpty
            if leaders.isEmpty, policy.supervision.assignedAreas, isAtWork {
                lines.append(line(.areaLeader, nil))
            }
        }
        if let leader = Headquarters(dossier, at: moment).leader {
            lines.append(line(.leaderPresent, leader.value.leader, since: leader.happenedAt))
        }
        let rules = TerritoryDuties.dutyRules(of: code, policy)
        let roster = DutyRoster(dossier.all(Shift.self), longest: rules?.longestShift.span)
        let part: ResponsibilityView.Part = code.level == .grid ? .gridHead : .onDuty
        let held = roster.held(at: moment)
        lines += held.map { line(part, $0.shift.value.holder, $0.shift.value.function, since: $0.begins, until: $0.shift.value.until) }
        let isAsked = code.level == .grid ? !dossier.all(Grid.self).isEmpty : policy.command.asksForHeadquarters(of: code) && !roster.watches.isEmpty
        if held.isEmpty, isAsked { lines.append(line(part, nil)) }
        return lines
    }
}
