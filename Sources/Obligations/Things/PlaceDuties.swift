import Policy
import Register
import Vocabulary

/// What a place owes (measure 6), and how it stands.
public struct PlaceDuties: ThingDuties {
    /// Places.
    public var kind: Subject.Kind { .place }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Place.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.name, territory: value.territory, thingClass: value.placeClass, state: "open", at: founding.happenedAt)
    }
}
