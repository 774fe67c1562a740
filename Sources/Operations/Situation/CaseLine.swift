import Obligations
import Register
import Vocabulary

/// A case as it stood at a moment, with what the counts of a situation need.
public struct CaseLine: Hashable, Sendable {
    /// The person.
    public let person: PersonID
    /// The case as it stood.
    public let infection: Standing.Infection
    /// Whether the person was a patient in hospital.
    public let isInHospital: Bool
    /// Whether the person was in any isolation.
    public let isIsolated: Bool
    /// When control of the person began after which the case was found, if before the diagnosis.
    public let firstIsolatedAt: Instant?
    /// Whether the infection was acquired in a ward or by care, as far as the exposures say.
    public let isFromCare: Bool

    /// A case line from a dossier's standing; nil if the person was no established case then.
    public init?(_ dossier: Dossier, standing: Standing) {
        guard let infection = standing.infection, infection.kind.isInfection else { return nil }
        person = dossier.id
        self.infection = infection
        isInHospital = standing.stay?.value.mode == .hospital
        isIsolated = (standing.stay?.value.mode ?? .selfMonitoring) >= .homeIsolation
        firstIsolatedAt =
            dossier.stays.first { $0.value.mode >= .homeIsolation && ($0.value.until ?? .distantFuture) > infection.diagnosedAt }?.happenedAt
        isFromCare = dossier.exposures.contains { $0.value.setting == .ward || $0.value.setting == .care }
    }

    /// Whether the case counts as found under control: as judged, or else held before the diagnosis.
    public var isFoundUnderControl: Bool {
        infection.report.foundUnderControl ?? (firstIsolatedAt.map { $0 < infection.diagnosedAt } ?? false)
    }

    /// Whether the case counts as local in the bulletins' sense: not from abroad.
    public var isLocal: Bool { infection.report.origin != .importedFromAbroad }

    /// Whether the case is still open.
    public var isOpen: Bool { infection.outcome == nil }
}
