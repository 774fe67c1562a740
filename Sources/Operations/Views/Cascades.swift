import Register
import Storage
import Vocabulary

/// What followed for others when a contact became a case, or a case was ruled out: told to the territories where those others are.
public struct Cascade: Hashable, Sendable {
    /// The contact who became a case, or the case that was ruled out.
    public let person: PersonID
    /// When it became known.
    public let knownAt: Instant
    /// What happened.
    public let kind: Kind
    /// Those in the territory who are close contacts now.
    public let promoted: [PersonID]
    /// Those in the territory who are no contacts any more.
    public let released: [PersonID]

    /// What sets others in motion.
    public enum Kind: String, CaseIterable, Sendable {
        /// A contact became a case: its own contacts are close contacts from then on, those let go begin again.
        case contactPositive
        /// A case was ruled out: whoever was held for it alone is let go.
        case caseExcluded
    }
}

extension Reader {
    /// The cascades that became known since a moment and touched somebody for whom the duty lies in the territory, the newest first.
    ///
    /// > Note: Whom they began with may lie outside the scope: ask for each before naming one.
    func cascades(in territory: TerritoryCode, since: Instant) throws -> [Cascade] {
        try beyondScope(.derivation) {
            var cascades: [Cascade] = []
            for entry in try entries(FactsQuery(kind: .caseReport, from: since)).map(\.record)
            where entry.entity == entry.id.rawValue && !entry.isWithdrawn {
                guard let person = entry.subject.person, try hasFacts(of: .exposure, about: person) else { continue }
                if let cascade = try cascade(.contactPositive, of: person, entry, in: territory) { cascades.append(cascade) }
            }
            for entry in try entries(FactsQuery(kind: .caseChange, from: since)).map(\.record) where !entry.isWithdrawn {
                guard case .caseChange(let change) = entry.fact, change.change == .excluded, let person = entry.subject.person else { continue }
                if let cascade = try cascade(.caseExcluded, of: person, entry, in: territory) { cascades.append(cascade) }
            }
            return cascades.sorted { ($1.knownAt, $1.person.rawValue) < ($0.knownAt, $0.person.rawValue) }
        }
    }

    private func cascade(_ kind: Cascade.Kind, of person: PersonID, _ record: FactRecord, in territory: TerritoryCode) throws -> Cascade? {
        var (promoted, released): ([PersonID], [PersonID]) = ([], [])
        for other in try contacts(exposedTo: person) {
            guard let listing = try listing(of: other), territory.contains(listing.territory) else { continue }
            switch kind {
            case .contactPositive: if listing.asContact?.degree == .close { promoted.append(other) }
            case .caseExcluded: if listing.asContact == nil, listing.asCase.map(\.isExcluded) ?? true { released.append(other) }
            }
        }
        guard !promoted.isEmpty || !released.isEmpty else { return nil }
        return Cascade(person: person, knownAt: record.knownAt, kind: kind, promoted: promoted, released: released)
    }
}
