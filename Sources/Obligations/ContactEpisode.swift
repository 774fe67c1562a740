import Policy
import Register
import Vocabulary

/// A stretch during which a person is a contact of one degree: exposures close in time count as one, from the last of them.
struct ContactEpisode {
    let degree: ContactDegree
    /// Which of several, from 0.
    let ordinal: Int
    /// When the person first was known to be such a contact.
    let began: Instant
    /// The entry that made it known.
    let trigger: FactID
    /// When the person ceased to be one because the cases behind it were excluded or a nearer degree took over.
    let ended: Instant?
    /// The latest last exposure.
    let lastExposure: CivilDate
    /// The earliest first exposure.
    let firstExposure: CivilDate
    let isHigherRisk: Bool
    let exposures: [Recorded<Exposure>]

    /// One exposure seen as a contact of one degree.
    struct Link {
        let exposure: Recorded<Exposure>
        let since: Instant
        let trigger: FactID
        var until: Instant?
    }
}

extension ContactEpisode {
    /// All episodes of a dossier, by degree and time.
    ///
    /// An exposure to a case makes a close contact, one to a close contact a secondary one (`domain.md` §2.3 rules 2–4): when a contact turns
    /// out positive its own contacts become close ones from that moment, and when a case is excluded its contacts cease to be any.
    static func all(of dossier: Dossier, policy: Policy) -> [ContactEpisode] {
        var links: [ContactDegree: [Link]] = [:]
        for exposure in dossier.exposures {
            let index = dossier.indices[exposure.value.index] ?? IndexPerson()
            let infections = index.infections.filter { isRelevant($0, to: exposure, policy: policy) }
            let degree: ContactDegree = exposure.value.nearness == .secondary ? .close : exposure.value.nearness
            if let first = infections.min(by: { $0.establishedAt < $1.establishedAt }) {
                let isPromotion = first.establishedAt > exposure.happenedAt
                links[degree, default: []].append(
                    Link(
                        exposure: exposure, since: max(exposure.happenedAt, first.establishedAt), trigger: isPromotion ? first.fact : exposure.fact,
                        until: infections.contains { $0.excludedAt == nil } ? nil : infections.compactMap(\.excludedAt).max()))
            }
            if let link = secondaryLink(exposure, index: index, promoted: infections, policy: policy) {
                links[.secondary, default: []].append(link)
            }
        }
        var episodes: [ContactEpisode] = []
        for degree in [ContactDegree.close, .secondary, .exposedAtPlace, .general] {
            // A nearer degree takes over for as long as it stands.
            let nearer = episodes.filter { $0.degree > degree && $0.ended == nil }
            let own = (links[degree] ?? []).map { link in
                var link = link
                if let overtaken = nearer.map(\.began).min() { link.until = min(link.until ?? overtaken, max(overtaken, link.since)) }
                return link
            }
            episodes += grouped(own, degree: degree, schedule: policy.tracing.schedule(for: degree))
        }
        return episodes
    }

    private static func secondaryLink(
        _ exposure: Recorded<Exposure>, index: IndexPerson, promoted: [IndexPerson.Infection], policy: Policy
    ) -> Link? {
        guard policy.tracing.degrees >= 2, exposure.value.nearness >= .secondary, let since = index.contactSince,
            index.isHigherRisk || !policy.tracing.secondaryOnlyOfHigherRisk
        else { return nil }
        if let from = index.exposedFrom, exposure.value.last < from { return nil }
        let began = max(exposure.happenedAt, since)
        let promotion = promoted.contains { $0.excludedAt == nil } ? promoted.map(\.establishedAt).min() : nil
        if let promotion, promotion <= began { return nil }
        let ends = [index.contactEnded, promotion].compactMap(\.self).min()
        return Link(exposure: exposure, since: began, trigger: exposure.fact, until: ends)
    }

    /// Whether an infection has to do with an exposure: named when the case was already known, or recent enough when it turned up later.
    private static func isRelevant(_ infection: IndexPerson.Infection, to exposure: Recorded<Exposure>, policy: Policy) -> Bool {
        let established = policy.zone.date(of: infection.establishedAt)
        if exposure.value.last > established + policy.disease.infectiousAfter { return false }
        if exposure.happenedAt >= infection.establishedAt { return true }
        let lookback = max(policy.tracing.lookbackSymptomatic, policy.tracing.lookbackAsymptomatic)
        return exposure.value.last >= established - (policy.disease.incubationMax + lookback)
    }

    private static func grouped(_ links: [Link], degree: ContactDegree, schedule: ControlSchedule?) -> [ContactEpisode] {
        var groups: [[Link]] = []
        for link in links.sorted(by: { ($0.exposure.value.last, $0.since) < ($1.exposure.value.last, $1.since) }) {
            if let last = groups.last?.last, link.exposure.value.last - last.exposure.value.last <= (schedule?.totalDays ?? 0) {
                groups[groups.count - 1].append(link)
            } else {
                groups.append([link])
            }
        }
        return groups.enumerated().compactMap { ordinal, group in
            let standing = group.contains { $0.until == nil } ? group.filter { $0.until == nil } : group
            guard let first = group.min(by: { ($0.since, $0.trigger) < ($1.since, $1.trigger) }),
                let last = standing.map(\.exposure.value.last).max(),
                let earliest = group.map({ $0.exposure.value.first ?? $0.exposure.value.last }).min()
            else { return nil }
            return ContactEpisode(
                degree: degree, ordinal: ordinal, began: first.since, trigger: first.trigger,
                ended: group.contains { $0.until == nil } ? nil : group.compactMap(\.until).max(), lastExposure: last, firstExposure: earliest,
                isHigherRisk: group.contains { $0.exposure.value.isHigherRisk }, exposures: standing.map(\.exposure))
        }
    }
}

extension TracingRules {
    /// How contacts of a degree are held.
    public func schedule(for degree: ContactDegree) -> ControlSchedule? {
        switch degree {
        case .close: close
        case .secondary: secondary
        case .exposedAtPlace: exposedAtPlace
        case .general: general
        }
    }

    /// The clocks of a contact of a degree.
    public func clocks(for degree: ContactDegree) -> [ContactTask: Clock] {
        switch degree {
        case .close: closeClocks
        case .secondary: secondaryClocks
        case .exposedAtPlace, .general: [:]
        }
    }
}

extension ContactDegree {
    var reason: ObligationID.Reason {
        switch self {
        case .close: .closeContact
        case .secondary: .secondaryContact
        case .exposedAtPlace: .exposedAtPlace
        case .general: .generalContact
        }
    }

    var rule: String {
        switch self {
        case .close: "close"
        case .secondary: "secondary"
        case .exposedAtPlace: "exposedAtPlace"
        case .general: "general"
        }
    }
}
