import Obligations
import Register
import Storage
import Vocabulary

/// Whom another territory can be asked about from a person's page: the person as a contact, or a case's contacts, with where each is.
public struct AssistanceDraft: Sendable {
    /// Where the duty for the person lies, at the level of a county.
    public let territory: TerritoryCode
    /// Those who may be asked about, the ones nobody was asked about yet first.
    public let people: [Someone]

    /// Somebody who may be asked about.
    public struct Someone: Hashable, Sendable {
        /// Who.
        public let person: PersonID
        /// Where the person was last known to be, or lives.
        public let place: TerritoryCode
        /// The open request by which the person is sought.
        public let open: Reference<AssistanceRequest>?
        /// Whether the person is held somewhere.
        public let isHeld: Bool
    }

    /// The counties in which people are whom nobody was asked about yet, with how many, the most first; that of the case is left out.
    public var elsewhere: [(county: TerritoryCode, count: Int)] {
        let waiting = people.filter { $0.open == nil && !territory.contains($0.place) && !$0.isHeld }
        return Dictionary(grouping: waiting) { $0.place.ancestor(at: .county) ?? $0.place }.map { ($0.key, $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    }
}

extension Operations {
    /// Whom another territory can be asked about from a person's page; nil if the scope does not see the person.
    public func assistanceDraft(of person: PersonID, scope: Scope, limit: Int = 600) async throws -> AssistanceDraft? {
        let (now, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            guard try reader.canSee(person), let listing = try reader.listing(of: person) else { return nil }
            let territory = listing.territory.ancestor(at: .county) ?? listing.territory
            let asked = try reader.asked(now: now, policies: policies)
            let isCase = listing.asCase.map { !$0.isExcluded } ?? false
            let candidates = isCase ? try reader.contacts(exposedTo: person).filter { try reader.canSee($0) } : [person]
            let people = try candidates.prefix(limit).compactMap { other -> AssistanceDraft.Someone? in
                guard let listing = try reader.listing(of: other) else { return nil }
                // Looser contacts are followed where they are, and nothing is asked of others about them.
                guard !isCase || [.close, .secondary].contains(listing.asContact?.degree) else { return nil }
                let links = try reader.links(of: other)
                let place = (links.first { $0.kind == .location } ?? links.first { $0.kind == .residence })?.territory ?? listing.territory
                return AssistanceDraft.Someone(person: other, place: place, open: asked[other], isHeld: listing.control != nil)
            }
            func order(_ someone: AssistanceDraft.Someone) -> (Int, Int, TerritoryCode, Int64) {
                (someone.open == nil && !someone.isHeld ? 0 : 1, territory.contains(someone.place) ? 1 : 0, someone.place, someone.person.rawValue)
            }
            return AssistanceDraft(territory: territory, people: people.sorted { order($0) < order($1) })
        }
    }
}

extension Reader {
    /// Those who are sought by an open request that the scope sees.
    fileprivate func asked(now: Instant, policies: PolicyShelf) throws -> [PersonID: Reference<AssistanceRequest>] {
        let open = [AssistanceCourse.Status.underApproval, .sent, .received, .returned].map(\.rawValue)
        let rows = try things(
            ThingListQuery(kind: .assistance, territory: scope.outermost ?? policies.root, states: Set(open), limit: 500, countCap: 0)
        ).rows
        var asked: [PersonID: Reference<AssistanceRequest>] = [:]
        for row in rows {
            let records = try entries(about: row.subject).map(\.record)
            let dossier = ThingDossier(subject: row.subject, records: records, surroundings: [], asOf: now)
            guard let course = dossier.assistance else { continue }
            for person in course.request.value.people where course.isOpen(for: person) { asked[person] = course.request.id }
        }
        return asked
    }
}
