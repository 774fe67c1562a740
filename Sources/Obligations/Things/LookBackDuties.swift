import Policy
import Register
import Vocabulary

/// What an order to look back over arrivals owes (measure 5), and how it stands.
public struct LookBackDuties: ThingDuties {
    /// Orders to look back.
    public var kind: Subject.Kind { .lookBack }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(LookBackOrder.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.title, territory: value.issuer, state: "running", at: founding.happenedAt,
            concerned: value.territories.map { ThingStanding.Concern(.addressee, $0, state: "running") })
    }
}
