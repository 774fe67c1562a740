import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// How it stands in a territory as known at a moment.
public struct Situation: Hashable, Sendable {
    /// The territory.
    public let territory: TerritoryCode
    /// As known at.
    public let asOf: Instant
    /// What follows from the cases.
    public let figures: CaseFigures
    /// The cases counted.
    public let cases: [CaseLine]
    /// Met and missed by measure and child.
    public let scorecard: Scorecard
    /// The same a day before, as then known.
    public let yesterday: Scorecard
    /// The four targets.
    public let targets: [Light]
    /// Infections found elsewhere of late with their source here.
    public let spillOvers: [FactRecord]
    /// Suspected cases that would be a hospital's infection, or could be, if they are confirmed: they break nothing, and warn.
    public let hospitalSuspects: [Nosocomial.Line]
    /// Risk areas in force, the strictest first.
    public let zones: [ZoneLine]
    /// People held or followed now, by list and mode; nil for a past moment.
    public let rolls: RollCounts?

    /// Whether it is of a past moment.
    public var isPast: Bool { rolls == nil }
}

extension Operations {
    /// The situation of a territory, now or as known at a past moment.
    public func situation(of territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> Situation {
        let now = clock.now
        let moment = min(asOf ?? now, now)
        let isPast = asOf.map { $0 < now } ?? false
        let policies = policies
        return try await store.read(scope) { reader in
            let policy = try policies.edition(at: moment, in: territory)
            let (cases, suspects) = try reader.casesAndSuspects(in: territory, asOf: moment, policies: policies)
            let figures = CaseFigures(cases, at: moment, zone: policy.zone, recent: policy.targets.breachesCountFor)
            let spillOvers = try reader.spillOvers(from: territory, asOf: moment, within: policy.targets.breachesCountFor)
            let day = Span.hours(24)
            return Situation(
                territory: territory, asOf: moment, figures: figures, cases: cases,
                scorecard: Scorecard(of: territory, try reader.tallies(in: territory, dueBefore: moment, knownBefore: isPast ? moment : nil)),
                yesterday: Scorecard(of: territory, try reader.tallies(in: territory, dueBefore: moment - day, knownBefore: moment - day)),
                targets: Situation.Light.all(
                    figures, cases: cases, spillOvers: spillOvers.count, rules: policy.targets, at: moment, zone: policy.zone),
                spillOvers: spillOvers, hospitalSuspects: suspects, zones: try reader.zones(about: territory, asOf: moment),
                rolls: isPast ? nil : try reader.rollCounts(in: territory))
        }
    }
}

extension Reader {
    /// Infections found elsewhere in the last days whose source lies in the territory, as known at `moment`: they are facts about that territory,
    /// or name the person they came from.
    func spillOvers(from territory: TerritoryCode, asOf moment: Instant, within days: Days) throws -> [FactRecord] {
        try entries(FactsQuery(kind: .infectionElsewhere, before: moment + Span(milliseconds: 1))).map(\.record).inForce(asOf: moment).filter {
            guard $0.happenedAt > moment - .hours(24 * days.count) else { return false }
            if case .territory(let code) = $0.subject { return territory.contains(code) }
            guard case .infectionElsewhere(let found) = $0.fact, let source = found.source ?? $0.subject.person, try canSee(source) else {
                return false
            }
            return try listing(of: source).map { territory.contains($0.territory) } ?? false
        }
    }

    /// The established cases whose duty lies in the territory, as they stood and were known at `moment`.
    func caseLines(in territory: TerritoryCode, asOf moment: Instant, policies: PolicyShelf) throws -> [CaseLine] {
        try casesAndSuspects(in: territory, asOf: moment, policies: policies).cases
    }

    /// The same with what hospitals may have to do with them, and the suspected cases that may be a hospital's.
    func casesAndSuspects(
        in territory: TerritoryCode, asOf moment: Instant, policies: PolicyShelf
    ) throws -> (cases: [CaseLine], suspects: [Nosocomial.Line]) {
        let policy = try? policies.edition(at: moment, in: territory)
        var seen: Set<PersonID> = []
        let persons = try reportedCases(asOf: moment).filter { territory.contains($0.territory) && seen.insert($0.person).inserted }.map(\.person)
        var (cases, suspects): ([CaseLine], [Nosocomial.Line]) = ([], [])
        for person in persons {
            let dossier = Dossier(id: person, records: try records(of: person), asOf: moment)
            let standing = policies.standing(of: dossier)
            guard let infection = standing.infection, territory.contains(infection.report.territory) else { continue }
            let hospital = policy.flatMap { Nosocomial.Line(dossier, infection, $0) }
            if var line = CaseLine(dossier, standing: standing) {
                line.hospital = hospital
                cases.append(line)
            } else if let hospital, infection.outcome == nil {
                suspects.append(hospital)
            }
        }
        return (cases, suspects)
    }

    /// Everyone whom a report known at `moment` calls a case, even one since corrected, with the report's territory; by time of knowledge, a person
    /// once for each report.
    func reportedCases(asOf moment: Instant) throws -> [(person: PersonID, territory: TerritoryCode)] {
        var found: [(person: PersonID, territory: TerritoryCode)] = []
        var query = FactsQuery(kind: .caseReport, before: moment + Span(milliseconds: 1))
        while true {
            let entries = try entries(query)
            for entry in entries {
                guard let person = entry.record.subject.person, case .caseReport(let report) = entry.record.fact else { continue }
                found.append((person, report.territory))
            }
            guard entries.count == query.limit, let last = entries.last else { return found }
            query.after = last.record
        }
    }
}

extension PolicyShelf {
    /// How a person stands at a dossier's moment under the editions in force.
    func standing(of dossier: Dossier) -> Standing {
        derivation(of: dossier).standing
    }

    /// Obligations and standing at a dossier's moment under the editions in force.
    func derivation(of dossier: Dossier) -> Derivation {
        let book = book
        let territory = dossier.person?.value.residence
        return Derivation(
            governedBy: { trigger in book.edition(forTriggerAt: trigger, in: territory, knownAt: dossier.asOf) ?? book.fallback },
            inForce: { moment in book.edition(inForceAt: moment, in: territory, knownAt: dossier.asOf) ?? book.fallback }, dossier: dossier,
            through: horizon(dossier.asOf))
    }
}
