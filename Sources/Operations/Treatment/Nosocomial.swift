import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Infections that may have been acquired in a hospital (零院感; `domain.md` §1, §7.4): attributed by the days from the admission to the onset, the
/// day of admission being day 1, as the policy's rules divide them; onsets after discharge count too, and staff by their post.
///
/// The stays that count are those in a hospital before the diagnosis: whoever was brought in because they were a case was not infected there.
public struct Nosocomial: Hashable, Sendable {
    /// How an infection is attributed.
    public enum Attribution: String, CaseIterable, Sendable, Comparable {
        /// From the community: too early to be the hospital's.
        case community
        /// It cannot be told.
        case indeterminate
        /// Probably from the hospital.
        case probable
        /// From the hospital.
        case definite

        /// The more the hospital's, the greater.
        public static func < (left: Attribution, right: Attribution) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }

        /// Whether it breaks the target.
        public var isHospitals: Bool { self >= .probable }
    }

    /// One infection with what is known of the hospital.
    public struct Line: Hashable, Sendable {
        /// Who.
        public let person: PersonID
        /// The hospital, as far as stays or the post name it.
        public let site: String?
        /// The ward or bed.
        public let room: String?
        /// How it is attributed.
        public let attribution: Attribution
        /// The day of onset, or of the first positive specimen where there are no symptoms, counted from the admission as day 1; nil of staff and
        /// visitors.
        public let day: Int?
        /// How many days after the discharge; nil while in hospital, and of staff and visitors.
        public let afterDischarge: Int?
        /// The class of the post of one of the staff; nil of others, who without a day were infected while visiting or caring.
        public let post: String?
        /// When it was diagnosed or suspected.
        public let diagnosedAt: Instant
        /// Whether it is only suspected: it counts for nothing until it is confirmed.
        public let isSuspected: Bool
        /// Where the duty for the case lies.
        public let territory: TerritoryCode
    }

    /// All of them, the latest diagnosed first.
    public let lines: [Line]
}

extension NosocomialRules {
    /// The attribution of an onset on a day since the admission, the day of admission being day 1.
    public func attribution(day: Int) -> Nosocomial.Attribution {
        if day <= communityUpTo { return .community }
        if day <= indeterminateUpTo { return .indeterminate }
        return day <= probableUpTo ? .probable : .definite
    }
}

extension Nosocomial.Line {
    /// One of the staff, a patient, or somebody who visited or cared; nil where nothing leads to a hospital, or the policy has no rules for it.
    init?(_ dossier: Dossier, _ infection: Standing.Infection, _ policy: Policy) {
        guard let rules = policy.treatment.nosocomial else { return nil }
        let posts = Set(policy.testing.posts.filter { $0.value.mustTestAs == .medicalStaff }.keys)
        let line =
            Self(staff: dossier, infection, posts: posts, rules: rules, zone: policy.zone)
            ?? Self(patient: dossier, infection, rules: rules, zone: policy.zone)
            ?? Self(visitor: dossier, infection, rules: rules, zone: policy.zone)
        guard let line else { return nil }
        self = line
    }

    /// A patient's line, from stays before the diagnosis; nil for who was in no hospital then, or left it too long ago.
    init?(patient dossier: Dossier, _ infection: Standing.Infection, rules: NosocomialRules, zone: CivilZone) {
        let began = infection.onset ?? zone.date(of: infection.report.firstPositiveTaken ?? infection.diagnosedAt)
        // Wards within one hospital follow one another: the admission is the beginning of the first without a day between.
        let stays = dossier.stays.filter {
            $0.value.mode == .hospital && $0.happenedAt < infection.diagnosedAt && zone.date(of: $0.happenedAt) <= began
        }
        guard let last = stays.last else { return nil }
        var admitted = last.happenedAt
        for stay in stays.dropLast().reversed() {
            guard let until = stay.value.until, zone.date(of: admitted) - zone.date(of: until) <= 1 else { break }
            admitted = stay.happenedAt
        }
        let left = last.value.until.map { zone.date(of: $0) }.flatMap { $0 < began ? $0 : nil }
        let after = left.map { (began - $0).count }
        if let after, after > rules.afterDischarge.count { return nil }
        let day = (began - zone.date(of: admitted)).count + 1
        self.init(
            person: dossier.id, site: last.value.site, room: last.value.room, attribution: rules.attribution(day: day), day: day,
            afterDischarge: after, post: nil, diagnosedAt: infection.diagnosedAt, isSuspected: !infection.kind.isInfection,
            territory: infection.report.territory)
    }

    /// One of the staff; nil for who held no post of a hospital in the longest incubation before the onset.
    ///
    /// Exposed to a case outside of care and never in it: indeterminate. Exposed in a ward or by care: definite. Otherwise probable.
    init?(staff dossier: Dossier, _ infection: Standing.Infection, posts: Set<String>, rules: NosocomialRules, zone: CivilZone) {
        let began = infection.onset ?? zone.date(of: infection.report.firstPositiveTaken ?? infection.diagnosedAt)
        let earliest = began - rules.afterDischarge
        guard
            let post = dossier.posts.last(where: {
                posts.contains($0.value.postClass) && $0.value.from <= began && ($0.value.until.map { $0 >= earliest } ?? true)
            })
        else { return nil }
        let met = dossier.exposures.filter { $0.value.last >= earliest && $0.value.last <= began }
        let inCare = met.contains { $0.value.setting.isInCare }
        self.init(
            person: dossier.id, site: post.value.unit, room: nil, attribution: inCare ? .definite : met.isEmpty ? .probable : .indeterminate,
            day: nil, afterDischarge: nil, post: post.value.postClass, diagnosedAt: infection.diagnosedAt, isSuspected: !infection.kind.isInfection,
            territory: infection.report.territory)
    }

    /// Somebody who was neither; nil for who was not exposed in a ward or by care in the longest incubation before the onset. With no other
    /// exposure known probable, else it cannot be told.
    init?(visitor dossier: Dossier, _ infection: Standing.Infection, rules: NosocomialRules, zone: CivilZone) {
        let began = infection.onset ?? zone.date(of: infection.report.firstPositiveTaken ?? infection.diagnosedAt)
        let met = dossier.exposures.filter { $0.value.last >= began - rules.afterDischarge && $0.value.last <= began }
        guard met.contains(where: { $0.value.setting.isInCare }) else { return nil }
        self.init(
            person: dossier.id, site: nil, room: nil, attribution: met.allSatisfy { $0.value.setting.isInCare } ? .probable : .indeterminate,
            day: nil, afterDischarge: nil, post: nil, diagnosedAt: infection.diagnosedAt, isSuspected: !infection.kind.isInfection,
            territory: infection.report.territory)
    }
}

extension Operations {
    /// The infections of a territory that may have been acquired in a hospital, suspected ones as well, now or as known at a past moment; empty where the policy has no
    /// rules of attribution.
    public func nosocomial(in territory: TerritoryCode, scope: Scope, asOf: Instant? = nil) async throws -> Nosocomial {
        let (now, policies) = (clock.now, policies)
        let moment = min(asOf ?? now, now)
        return try await store.read(scope) { reader in
            let (cases, suspects) = try reader.casesAndSuspects(in: territory, asOf: moment, policies: policies)
            let lines = cases.compactMap(\.hospital) + suspects
            return Nosocomial(lines: lines.sorted { ($1.diagnosedAt, $0.person.rawValue) < ($0.diagnosedAt, $1.person.rawValue) })
        }
    }
}

extension ContactSetting {
    /// Whether it is a ward or the giving of care.
    fileprivate var isInCare: Bool { self == .ward || self == .care || self == .aerosolProcedure }
}
