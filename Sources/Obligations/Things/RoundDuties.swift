import Policy
import Register
import Vocabulary

/// What a round of mass screening owes (measure 1), and how it stands.
public struct RoundDuties: ThingDuties {
    /// Rounds of mass screening.
    public var kind: Subject.Kind { .round }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(ScreeningRound.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.name, territory: value.territory, state: "running", at: founding.happenedAt,
            concerned: value.area.map { ThingStanding.Concern(.area, $0, state: "running") })
    }
}
