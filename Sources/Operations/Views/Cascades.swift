import Register
import Storage
import Vocabulary

/// What followed for others when a contact became a case, or a case was ruled out: told to the territories where those others are.
public struct Cascade: Hashable, Sendable {
    /// The contact who became a case, the case that was ruled out, the record that stands for two, whoever was found infected in a site.
    public let person: PersonID
    /// When it became known.
    public let knownAt: Instant
    /// What happened.
    public let kind: Kind
    /// Those in the territory who are close contacts now.
    public let promoted: [PersonID]
    /// Those in the territory who are no contacts any more.
    public let released: [PersonID]
    /// Those in the territory whom it also concerns: who met one of two records of one person, who begins again beside somebody infected.
    public let touched: [PersonID]

    /// What sets others in motion.
    public enum Kind: String, CaseIterable, Sendable {
        /// A contact became a case: its own contacts are close contacts from then on, those let go begin again.
        case contactPositive
        /// A case was ruled out: whoever was held for it alone is let go.
        case caseExcluded
        /// Two records were declared to be of one person: whoever met the one has met the other.
        case merged
        /// Two records were taken apart again.
        case takenApart
        /// Somebody held in a site was found infected, or its surfaces were: those beside them begin again.
        case crossInfection
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
            cascades += try merges(in: territory, since: since)
            cascades += try crossInfections(in: territory, since: since)
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
            case .merged, .takenApart, .crossInfection: break
            }
        }
        guard !promoted.isEmpty || !released.isEmpty else { return nil }
        return Cascade(person: person, knownAt: record.knownAt, kind: kind, promoted: promoted, released: released, touched: [])
    }

    /// Merges, and merges taken back, that touch somebody here: the person, or whoever was exposed to one of the records.
    private func merges(in territory: TerritoryCode, since: Instant) throws -> [Cascade] {
        try entries(FactsQuery(kind: .sameness, from: since)).map(\.record).compactMap { record in
            guard case .sameness(let sameness) = record.fact, sameness.isSame, let gave = record.subject.person else { return nil }
            let met = Set(try contacts(exposedTo: gave) + contacts(exposedTo: sameness.other)).sorted { $0.rawValue < $1.rawValue }
            let touched = try met.filter { try listing(of: $0).map { territory.contains($0.territory) } ?? false }
            let isHere = try listing(of: sameness.other).map { territory.contains($0.territory) } ?? false
            guard isHere || !touched.isEmpty else { return nil }
            return Cascade(
                person: sameness.other, knownAt: record.knownAt, kind: record.isWithdrawn ? .takenApart : .merged, promoted: [], released: [],
                touched: touched)
        }
    }

    /// Exposures that were filed together with the finding of a case held in a site, or because of its surfaces.
    private func crossInfections(in territory: TerritoryCode, since: Instant) throws -> [Cascade] {
        var found: [String: (person: PersonID, knownAt: Instant, touched: [PersonID])] = [:]
        let reported = Set(
            try entries(FactsQuery(kind: .caseReport, from: since)).compactMap { entry in
                entry.record.subject.person.map { "\($0) \(entry.auditedAt.milliseconds)" }
            })
        for entry in try entries(FactsQuery(kind: .exposure, from: since)) where !entry.record.isWithdrawn && entry.supersedes == nil {
            guard case .exposure(let exposure) = entry.record.fact, let person = entry.record.subject.person, exposure.territory != nil else {
                continue
            }
            let key = "\(exposure.index) \(entry.auditedAt.milliseconds)"
            guard exposure.setting == .environment || [.dormitory, .enclosedSpace].contains(exposure.setting) && reported.contains(key),
                try listing(of: person).map({ territory.contains($0.territory) }) ?? false
            else { continue }
            found[key, default: (exposure.index, entry.record.knownAt, [])].touched.append(person)
        }
        return found.values.map {
            Cascade(person: $0.person, knownAt: $0.knownAt, kind: .crossInfection, promoted: [], released: [], touched: $0.touched)
        }
    }
}
