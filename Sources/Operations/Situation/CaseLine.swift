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
    /// How the infection is attributed where it may have been acquired in a hospital; nil of all others.
    public var hospital: Nosocomial.Line?
    /// Whom the person was closely exposed to before being found, by identification.
    public let exposures: [Exposed]

    /// That the person was exposed to another.
    public struct Exposed: Hashable, Sendable {
        /// To whom.
        public let index: PersonID
        /// Where and how they met.
        public let setting: ContactSetting
        /// The last day of it.
        public let last: CivilDate

        /// An exposure from its parts.
        public init(index: PersonID, setting: ContactSetting, last: CivilDate) {
            self.index = index
            self.setting = setting
            self.last = last
        }
    }

    /// A case line from its parts.
    public init(
        person: PersonID, infection: Standing.Infection, isInHospital: Bool = false, isIsolated: Bool = false, firstIsolatedAt: Instant? = nil,
        hospital: Nosocomial.Line? = nil, exposures: [Exposed] = []
    ) {
        self.person = person
        self.infection = infection
        self.isInHospital = isInHospital
        self.isIsolated = isIsolated
        self.firstIsolatedAt = firstIsolatedAt
        self.hospital = hospital
        self.exposures = exposures
    }

    /// A case line from a dossier's standing; nil if the person was no established case then.
    public init?(_ dossier: Dossier, standing: Standing) {
        guard let infection = standing.infection, infection.kind.isInfection else { return nil }
        person = dossier.id
        self.infection = infection
        isInHospital = standing.stay?.value.mode == .hospital
        isIsolated = (standing.stay?.value.mode ?? .selfMonitoring) >= .homeIsolation
        firstIsolatedAt =
            dossier.stays.first { $0.value.mode >= .homeIsolation && ($0.value.until ?? .distantFuture) > infection.diagnosedAt }?.happenedAt
        exposures = dossier.exposures.filter { $0.value.nearness == .close }.map {
            Exposed(index: $0.value.index, setting: $0.value.setting, last: $0.value.last)
        }
    }

    /// Whether the case counts as found under control: as judged, or else held before the diagnosis.
    public var isFoundUnderControl: Bool {
        infection.report.foundUnderControl ?? (firstIsolatedAt.map { $0 < infection.diagnosedAt } ?? false)
    }

    /// Whether the case counts as local in the bulletins' sense: not from abroad.
    public var isLocal: Bool { infection.report.origin != .importedFromAbroad }

    /// Whether the infection is a hospital's, which breaks that target.
    public var isFromHospital: Bool { hospital?.attribution.isHospitals ?? false }

    /// Whether the case is still open.
    public var isOpen: Bool { infection.outcome == nil }
}
