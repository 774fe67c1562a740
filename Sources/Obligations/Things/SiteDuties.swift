import Policy
import Register
import Vocabulary

/// What a hospital or isolation site owes (measure 3), and how it stands.
public struct SiteDuties: ThingDuties {
    /// Sites.
    public var kind: Subject.Kind { .site }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(StaySite.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.name, territory: value.territory, thingClass: value.mode.rawValue, state: value.closed == nil ? "open" : "closed",
            at: founding.happenedAt)
    }
}
