import Obligations
import Register
import Storage
import Vocabulary

/// Somebody isolated at home, as those who call at the door need to know them (measure 9; `domain.md` §10.4).
public struct HomeDoor: Sendable {
    /// Who.
    public let person: PersonID
    /// Masked.
    public let identity: MaskedIdentity
    /// What lists show: since when, until when, where.
    public let listing: Listing
    /// What the community owes the person now: checks, deliveries, the seal of the door; by due time.
    public let open: [Obligation]
    /// Who answers for the person; nil while nobody is named.
    public let team: HomeTeam?
    /// When somebody was last met at the door, or reached.
    public let seen: Instant?
    /// When somebody called in vain since.
    public let missed: Instant?

    /// When the next of it is due; nil while nothing is open.
    public var due: Instant? { open.compactMap(\.due).min() }
}

/// A report of somebody about themselves, and what became of it (measure 9).
public struct SelfReportLine: Sendable {
    /// Who.
    public let person: PersonID
    /// Masked.
    public let identity: MaskedIdentity
    /// The report.
    public let report: Recorded<SelfReport>
    /// By when the community must have answered; nil where the policy names no time.
    public let due: Instant?
    /// When it was answered.
    public let answered: Instant?
    /// When somebody tried in vain to reach the person, last.
    public let tried: Instant?
}

extension Reader {
    /// The people isolated at home whose duty lies in a territory: those with something late first, then by what is due, those seen to last.
    ///
    /// - Complexity: one index walk, then the facts and the calendar of each.
    public func homeDoors(in territory: TerritoryCode, at moment: Instant, limit: Int) throws -> (doors: [HomeDoor], count: Page<LineListRow>.Count) {
        let page = try lineList(
            LineListQuery(territory: territory, kind: .controlled, tag: ControlMode.homeIsolation.rawValue, order: .oldest, limit: limit))
        let doors = try page.rows.map { row in
            let open = try obligations(of: row.id).filter { $0.isOwedAtTheDoor && $0.opens <= moment && $0.isOpen(at: moment) }
                .sorted { ($0.due ?? .distantFuture, $0.id) < ($1.due ?? .distantFuture, $1.id) }
            let records = try records(of: row.id)
            let calls = records.inForce(asOf: moment).filter { record in
                if case .act(let act) = record.fact { act.deed == .followedUp } else { false }
            }
            let seen = calls.filter(\.hasReached).map(\.happenedAt).max()
            let missed = calls.filter { !$0.hasReached }.map(\.happenedAt).max()
            return HomeDoor(
                person: row.id, identity: row.identity, listing: row.listing, open: open,
                team: Dossier(id: row.id, records: records, asOf: moment).homeTeam(at: moment), seen: seen,
                missed: missed.flatMap { $0 > seen ?? .distantPast ? $0 : nil })
        }
        return (
            doors.sorted { one, other in
                (one.due ?? .distantFuture, one.listing.territory, one.person.rawValue)
                    < (other.due ?? .distantFuture, other.listing.territory, other.person.rawValue)
            }, page.count
        )
    }

    /// Who answers for a person isolated at home at a moment; nil where nobody is named, or nobody need be.
    public func homeTeam(of person: PersonID, at moment: Instant) throws -> HomeTeam? {
        Dossier(id: person, records: try records(of: person), asOf: moment).homeTeam(at: moment)
    }

    /// The people isolated at home for whom a grid answers, as far as the scope sees them, with their teams.
    public func answeredFor(by view: ThingView) throws -> [(person: PersonID, team: HomeTeam)] {
        guard case .territory(let grid) = view.subject else { return [] }
        let people = view.dossier.surroundings.compactMap { record in
            if case .homeTeam = record.fact { record.subject.person } else { nil }
        }
        var seen: Set<PersonID> = []
        return try people.map { try bearer(of: $0) }.filter { seen.insert($0).inserted }.compactMap { person in
            guard try canSee(person), let team = try homeTeam(of: person, at: view.asOf), team.territory == grid else { return nil }
            return (person, team)
        }
    }

    /// What people of a territory reported of themselves since a moment: the unanswered by due time, then the answered, the newest first.
    public func selfReports(in territory: TerritoryCode, since: Instant, at moment: Instant, limit: Int) throws -> [SelfReportLine] {
        let found: [(person: PersonID, report: Recorded<SelfReport>)] = try entries(
            FactsQuery(kind: .selfReport, from: since, before: moment + .minutes(1), limit: limit)
        ).map(\.record).inForce(asOf: moment).compactMap { record in
            guard let person = record.subject.person, case .selfReport(let report) = record.fact, territory.contains(report.territory) else {
                return nil
            }
            return (
                try bearer(of: person),
                Recorded(
                    id: Reference(rawValue: record.entity), fact: record.id, happenedAt: record.happenedAt, knownAt: record.knownAt, value: report)
            )
        }
        return try found.compactMap { entry -> SelfReportLine? in
            guard try canSee(entry.person) else { return nil }
            let duty = try obligations(of: entry.person).first { $0.id.reason == .selfReport && $0.id.ordinal == Int(entry.report.id.rawValue) }
            let calls = try records(of: entry.person).inForce(asOf: moment).filter { record in
                guard case .act(let act) = record.fact, act.deed == .followedUp else { return false }
                return record.happenedAt >= entry.report.happenedAt && act.concerning ?? entry.report.id.rawValue == entry.report.id.rawValue
            }
            return SelfReportLine(
                person: entry.person, identity: try maskedIdentity(of: entry.person).identity, report: entry.report, due: duty?.due,
                answered: duty?.fulfilment?.at ?? calls.first(where: \.hasReached)?.happenedAt,
                tried: calls.last { !$0.hasReached }?.happenedAt)
        }.sorted { one, other in
            switch (one.answered, other.answered) {
            case (nil, nil): (one.due ?? .distantFuture, one.report.happenedAt) < (other.due ?? .distantFuture, other.report.happenedAt)
            case (nil, _): true
            case (_, nil): false
            case (let one?, let other?): one > other
            }
        }
    }
}

extension Obligation {
    /// Whether the community meets it at the door of somebody isolated at home.
    fileprivate var isOwedAtTheDoor: Bool {
        role == .communityWorker && (kind == .followUp || id.reason == .homeControl && kind == .clock)
    }

    fileprivate func isOpen(at moment: Instant) -> Bool { [.open, .pressing, .overdue].contains(state(at: moment)) }
}

extension FactRecord {
    /// Whether it is a call at which somebody was met or reached.
    fileprivate var hasReached: Bool {
        if case .act(let act) = fact { act.finding != .notSeen } else { false }
    }
}
