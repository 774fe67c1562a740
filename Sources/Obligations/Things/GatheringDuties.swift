import Policy
import Register
import Vocabulary

/// What a gathering owes (measure 7), and how it stands.
public struct GatheringDuties: ThingDuties {
    /// Gatherings.
    public var kind: Subject.Kind { .gathering }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Gathering.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.title, territory: value.territory, thingClass: value.isIndoors ? "indoors" : "outdoors",
            state: value.decision?.rawValue ?? "applied", at: founding.happenedAt)
    }
}
