import Policy
import Register
import Vocabulary

/// What a risk area owes, and how it stands.
public struct ZoneDuties: ThingDuties {
    /// Risk areas.
    public var kind: Subject.Kind { .zone }

    /// Rounds of screening in its county.
    public var watches: Set<FactKind> { [.screeningRound] }

    /// What a risk area asks for.
    public let tasks: [String: LocalizedText] = ZoneRounds.tasks

    /// How it stands.
    public func standing(of dossier: ThingDossier) -> ThingStanding? {
        guard let founding = dossier.founding(Zone.self) else { return nil }
        let value = founding.value
        let state = value.lifted == nil ? "standing" : "lifted"
        return ThingStanding(
            label: value.name, territory: value.territory, thingClass: value.level.rawValue, state: state, at: founding.happenedAt,
            concerned: value.members.map { ThingStanding.Concern(.area, $0, state: state) })
    }

    /// Adds the rounds of screening it owes.
    public func addDuties(to duties: inout ThingDutyList) {
        guard let zone = duties.dossier.founding(Zone.self) else { return }
        ZoneRounds.add(to: &duties, zone: zone)
    }
}
