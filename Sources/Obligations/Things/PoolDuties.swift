import Policy
import Register
import Vocabulary

/// How a tube stands that became a thing of its own because it came out positive or grey (measure 1). Its members owe, not it
/// (`Duties.addRecalls`).
public struct PoolDuties: ThingDuties {
    /// Tubes.
    public var kind: Subject.Kind { .pool }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Pool.self) else { return nil }
        let value = founding.value
        return ThingStanding(
            label: value.code, territory: value.territory, thingClass: "\(value.capacity)", state: value.outcome?.rawValue ?? "waiting",
            at: founding.happenedAt)
    }
}
