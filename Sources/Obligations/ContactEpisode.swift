import Policy
import Register
import Vocabulary

/// A stretch during which a person is a contact of one degree without a break: exposures found while it runs prolong it, from the last.
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
    /// The earliest last exposure: what was done for the person from then on was done for this.
    let earliestLast: CivilDate
    /// The earliest first exposure.
    let firstExposure: CivilDate
    /// The day on which the schedule ends.
    let lastDay: CivilDate
    let isHigherRisk: Bool
    let exposures: [Recorded<Exposure>]

    /// One exposure seen as a contact of one degree.
    struct Link {
        let exposure: Recorded<Exposure>
        let since: Instant
        let trigger: FactID
        /// How long the schedule of the edition that governs it runs, and its first stage.
        let totalDays: Days
        let strictDays: Days
        var until: Instant?
    }
}

extension ContactEpisode {
    /// All episodes of a dossier, by degree and time.
    ///
    /// An exposure to a case makes a close contact, one to a close contact a secondary one (`domain.md` §2.3 rules 2–4): when a contact turns
    /// out positive its own contacts become close ones from that moment, and when a case is excluded its contacts cease to be any.
    static func all(of dossier: Dossier, edition: (Instant) -> Policy) -> [ContactEpisode] {
        if dossier.exposures.isEmpty { return [] }
        var links: [ContactDegree: [Link]] = [:]
        for exposure in dossier.exposures {
            let index = dossier.indices[exposure.value.index] ?? IndexPerson()
            let infections = index.infections.filter { isRelevant($0, to: exposure, edition(max(exposure.happenedAt, $0.establishedAt))) }
            let degree: ContactDegree = exposure.value.nearness == .secondary ? .close : exposure.value.nearness
            if let link = link(to: infections, exposure, degree, edition) { links[degree, default: []].append(link) }
            if let link = secondaryLink(exposure, index: index, promoted: infections, edition) { links[.secondary, default: []].append(link) }
        }
        var episodes: [ContactEpisode] = []
        let zone = edition(dossier.asOf).zone
        for degree in [ContactDegree.close, .secondary, .exposedAtPlace, .general] {
            guard let found = links[degree] else { continue }
            // A nearer degree takes over for as long as it stands; one whose days were over before has no part in it.
            let nearer = episodes.filter { $0.degree > degree && $0.ended == nil }
            let own = found.map { link in
                var link = link
                let overtaken = nearer.filter { $0.lastDay >= zone.date(of: link.since) }.map(\.began).min()
                if let overtaken { link.until = min(link.until ?? overtaken, max(overtaken, link.since)) }
                return link
            }
            episodes += grouped(own, degree: degree, zone: zone)
        }
        return episodes
    }

    private static func link(
        to infections: [IndexPerson.Infection], _ exposure: Recorded<Exposure>, _ degree: ContactDegree, _ edition: (Instant) -> Policy
    ) -> Link? {
        let standing = infections.filter { $0.excludedAt == nil }
        guard let first = (standing.isEmpty ? infections : standing).min(by: { ($0.establishedAt, $0.fact) < ($1.establishedAt, $1.fact) }) else {
            return nil
        }
        let since = max(exposure.happenedAt, first.establishedAt)
        let schedule = edition(since).tracing.schedule(for: degree)
        return Link(
            exposure: exposure, since: since, trigger: first.establishedAt > exposure.happenedAt ? first.fact : exposure.fact,
            totalDays: schedule?.totalDays ?? 0, strictDays: schedule?.stages.first?.days ?? 0,
            until: standing.isEmpty ? infections.compactMap(\.excludedAt).max() : nil)
    }

    private static func secondaryLink(
        _ exposure: Recorded<Exposure>, index: IndexPerson, promoted: [IndexPerson.Infection], _ edition: (Instant) -> Policy
    ) -> Link? {
        guard exposure.value.nearness >= .secondary, let contact = index.contact(behind: exposure.value) else { return nil }
        let began = max(exposure.happenedAt, contact.since)
        let tracing = edition(began).tracing
        guard tracing.degrees >= 2, contact.isHigherRisk || !tracing.secondaryOnlyOfHigherRisk else { return nil }
        let promotion = promoted.lazy.filter { $0.excludedAt == nil }.map(\.establishedAt).min()
        if let promotion, promotion <= began { return nil }
        let schedule = tracing.schedule(for: .secondary)
        return Link(
            exposure: exposure, since: began, trigger: exposure.fact, totalDays: schedule?.totalDays ?? 0,
            strictDays: schedule?.stages.first?.days ?? 0, until: earliest(contact.ended, promotion))
    }

    /// Whether an infection has to do with an exposure: named when the case was already known, or recent enough when it turned up later.
    private static func isRelevant(_ infection: IndexPerson.Infection, to exposure: Recorded<Exposure>, _ policy: Policy) -> Bool {
        let established = policy.zone.date(of: infection.establishedAt)
        if exposure.value.last > established + policy.disease.infectiousAfter { return false }
        if exposure.happenedAt >= infection.establishedAt { return true }
        let lookback = max(policy.tracing.lookbackSymptomatic, policy.tracing.lookbackAsymptomatic)
        return exposure.value.last >= established - (policy.disease.incubationMax + lookback)
    }
}

extension ContactEpisode {
    /// Links that belong together: found before the strict stage of the earlier ones was over, while those stood. An exposure found later
    /// asks for a transfer of its own and makes an episode of its own; the strictest of the two then applies.
    private static func grouped(_ links: [Link], degree: ContactDegree, zone: CivilZone) -> [ContactEpisode] {
        var groups: [[Link]] = []
        for link in links.sorted(by: { ($0.exposure.value.last, $0.since, $0.trigger) < ($1.exposure.value.last, $1.since, $1.trigger) }) {
            if let group = groups.last, continues(group, link, zone: zone) {
                groups[groups.count - 1].append(link)
            } else {
                groups.append([link])
            }
        }
        return groups.enumerated().compactMap { ordinal, group in ContactEpisode(group, degree: degree, ordinal: ordinal) }
    }

    private static func continues(_ group: [Link], _ link: Link, zone: CivilZone) -> Bool {
        guard let last = group.last, let first = group.map(\.since).min() else { return false }
        let strictEnd = last.exposure.value.last + last.strictDays
        if link.exposure.value.last > strictEnd { return false }
        if zone.date(of: link.since) > max(strictEnd, zone.date(of: first)) { return false }
        let groupUntil = group.contains { $0.until == nil } ? Instant.distantFuture : group.compactMap(\.until).max() ?? .distantFuture
        return link.since <= groupUntil && (link.until ?? .distantFuture) >= first
    }

    private init?(_ group: [Link], degree: ContactDegree, ordinal: Int) {
        let standing = group.contains { $0.until == nil } ? group.filter { $0.until == nil } : group
        guard let first = group.min(by: { ($0.since, $0.trigger) < ($1.since, $1.trigger) }),
            let last = standing.max(by: { $0.exposure.value.last < $1.exposure.value.last }),
            let earliest = group.map({ $0.exposure.value.first ?? $0.exposure.value.last }).min(),
            let earliestLast = group.map(\.exposure.value.last).min()
        else { return nil }
        self.degree = degree
        self.ordinal = ordinal
        began = first.since
        trigger = first.trigger
        ended = group.contains { $0.until == nil } ? nil : group.compactMap(\.until).max()
        lastExposure = last.exposure.value.last
        self.earliestLast = earliestLast
        firstExposure = earliest
        lastDay = last.exposure.value.last + last.totalDays
        isHigherRisk = group.contains { $0.exposure.value.isHigherRisk }
        exposures = standing.map(\.exposure)
    }
}

extension IndexPerson {
    /// The time as a close contact to which an exposure to this person belongs: the latest that had begun by its last day.
    func contact(behind exposure: Exposure) -> Contact? {
        contacts.last { $0.exposedFrom <= exposure.last }
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
