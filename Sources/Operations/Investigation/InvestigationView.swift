import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Where an investigation has found a case to have been, and of which hours it knows nothing.
public struct InvestigationView: Sendable {
    /// The time in which contacts are sought, by the policy's look-back, to isolation or now; nil where the case has no anchor.
    public let window: Range<Instant>?
    /// The points confirmed, by time.
    public let points: [Recorded<TrajectoryPoint>]
    /// Doors passed in that time of which no point tells, by time.
    public let doors: [Door]
    /// Stretches of the window of which nothing is known.
    public let gaps: [TrajectoryGap]
    /// Who works on the case, the lines that the policy asks for first.
    public let team: [Line]
    /// How many independent sources the policy asks for a point.
    public let sourcesPerPoint: Int
    /// Where the duty for the case lies.
    public let territory: TerritoryCode
    /// When the case was diagnosed.
    public let diagnosedAt: Instant

    /// A line of the investigation team.
    public struct Line: Hashable, Sendable {
        /// Which.
        public let line: InvestigationLine
        /// Who works on it; nil while nobody was named.
        public let named: Recorded<TeamAssignment>?
        /// By when somebody is to be named; nil where the policy asks for nobody.
        public let due: Instant?
        /// How many points of the timeline the line has brought.
        public let points: Int
    }

    /// A visit told by the code at a door.
    public struct Door: Hashable, Sendable {
        /// Where.
        public let place: Reference<Place>
        /// Its name.
        public let name: String
        /// Where it lies.
        public let territory: TerritoryCode?
        /// When the person came in.
        public let from: Instant
        /// When the person left, if noted.
        public let until: Instant?
    }
}

extension Operations {
    /// What is known of a case's trajectory; nil if the scope does not see the person, or the person is no case.
    public func investigation(of person: PersonID, scope: Scope) async throws -> InvestigationView? {
        let (now, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            guard try reader.canSee(person) else { return nil }
            let view = try reader.personView(person, asOf: now, policies: policies)
            guard let infection = view.standing.infection else { return nil }
            let territory = view.listing?.territory ?? policies.root
            let policy = try policies.edition(at: infection.diagnosedAt, in: territory)
            let window = view.dossier.infectiousTime(of: infection, by: policy, until: now)
            let points = view.dossier.trajectory
            let first = min(window?.lowerBound ?? now, points.first?.happenedAt ?? now)
            let doors = try reader.visits(of: person, from: first, until: now).compactMap { place, visit -> InvestigationView.Door? in
                // A confirmed point at a registered place is a visit there: it is told once, with its sources.
                let isPoint = points.contains { $0.value.registered == place && $0.happenedAt == visit.entered }
                guard !isPoint, try reader.canSee(.place(place)) else { return nil }
                let standing = try reader.thing(.place(place))?.standing
                return InvestigationView.Door(
                    place: place, name: standing?.label ?? "", territory: standing?.territory, from: visit.entered, until: visit.left)
            }
            let known =
                points.filter(\.value.isTimed).map { (from: $0.happenedAt, until: $0.value.until) } + doors.map { (from: $0.from, until: $0.until) }
            return InvestigationView(
                window: window, points: points, doors: doors, gaps: window.map { TrajectoryGap.gaps(within: $0, known: known) } ?? [],
                team: view.team(of: infection, by: policy), sourcesPerPoint: policy.tracing.sourcesPerPoint, territory: territory,
                diagnosedAt: infection.diagnosedAt)
        }
    }
}

extension PersonView {
    /// The lines that the policy asks for, and those that work on the case without being asked for.
    fileprivate func team(of infection: Standing.Infection, by policy: Policy) -> [InvestigationView.Line] {
        let rules = policy.tracing.team
        return InvestigationLine.allCases.compactMap { line in
            let named = dossier.team.last { $0.value.line == line }
            let isAsked = rules?.lines.contains(line) ?? false
            guard isAsked || named != nil else { return nil }
            return InvestigationView.Line(
                line: line, named: named, due: isAsked ? rules.map { infection.diagnosedAt + $0.named.within.span } : nil,
                points: dossier.trajectory.count { $0.value.sources.contains { $0.line == line } })
        }
    }
}

extension Dossier {
    /// The time in which a case's contacts are sought: from the policy's look-back to isolation, the end of infectiousness, or `moment`; nil
    /// where the case has no anchor, or was held from the beginning.
    func infectiousTime(of infection: Standing.Infection, by policy: Policy, until moment: Instant) -> Range<Instant>? {
        let firstPositive = infection.report.firstPositiveTaken.map { policy.zone.date(of: $0) }
        guard let window = policy.infectiousWindow(onset: infection.onset, firstPositive: firstPositive) else { return nil }
        let from = policy.zone.instant(window.lowerBound)
        let isolated = stays.filter { $0.value.mode >= .homeIsolation && $0.happenedAt >= from }.map(\.happenedAt).min()
        let until = min(policy.zone.instant(window.upperBound + 1), isolated ?? moment, moment)
        return from < until ? from..<until : nil
    }
}
