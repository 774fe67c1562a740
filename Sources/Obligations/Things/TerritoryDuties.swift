import Register
import Vocabulary

/// What a territory as such owes (duty rosters, leaders on the spot, grids), and how it stands: from its first fact on it is there.
public struct TerritoryDuties: ThingDuties {
    /// Territories.
    public var kind: Subject.Kind { .territory }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard case .territory(let code) = dossier.subject, let first = dossier.facts.first else { return nil }
        return ThingStanding(label: code.digits, territory: code, state: "open", at: first.happenedAt)
    }
}
