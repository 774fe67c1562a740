import Policy
import Register
import Vocabulary

/// What a request for assistance between territories owes (measure 2), and how it stands.
public struct AssistanceDuties: ThingDuties {
    /// Requests for assistance.
    public var kind: Subject.Kind { .assistance }

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(AssistanceRequest.self) else { return nil }
        let value = founding.value
        let state = value.refused != nil ? "refused" : value.controlled != nil ? "controlled" : value.received != nil ? "received" : "sent"
        return ThingStanding(
            label: "\(value.from.digits) → \(value.to.digits)", territory: value.from, state: state, at: founding.happenedAt,
            concerned: [ThingStanding.Concern(.addressee, value.to, state: state)])
    }
}
