import Foundation
import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// What is stored of a person besides facts: the packed calendar, the rows near due, the sums, the line of the lists, who may see them.
struct Projection: Sendable {
    let person: PersonID
    let history: DerivedHistory
    let knownSince: Instant
    let now: Instant
    let policies: PolicyShelf

    /// What is stored of a person by what was derived from the entries about the person.
    init(person: PersonID, history: DerivedHistory, records: [FactRecord], now: Instant, policies: PolicyShelf) {
        self.person = person
        self.history = history
        knownSince = records.lazy.map(\.knownAt).min() ?? now
        self.now = now
        self.policies = policies
    }

    /// Everything ready to be stored: making it takes longer than the derivation and needs no database, so that another core can.
    struct Made: Sendable {
        let person: PersonID
        let index: IndexHistory
        let derived: Derived
        let listing: Listing
        let duties: [DutyRow]
        let links: [PersonLink]
        let changes: [TallyChange]
        /// The calendar, where its difference is to be counted.
        let calendar: Calendar?

        /// Stores everything.
        func store(in writer: Writer) throws {
            try writer.setDerived(derived, of: person)
            try writer.setListing(listing, of: person)
            try writer.setDuties(duties, of: person)
            try writer.setLinks(links, of: person)
            writer.addTally(changes)
        }
    }

    /// Everything to be stored in place of what followed from `former`.
    func made(replacing former: Calendar, keepingCalendar: Bool = false) -> Made {
        let current = history.calendar.current
        return Made(
            person: person, index: history.index,
            derived: Derived(
                calendar: Data(history.calendar.packed()), status: history.index.stored, through: policies.horizon(now), wake: wake(current)),
            listing: listing(current), duties: duties(current), links: links(current),
            changes: Tallies.difference(from: former, to: history.calendar), calendar: keepingCalendar ? history.calendar : nil)
    }

    /// The obligations that stand on worklists now.
    private func duties(_ obligations: [Obligation]) -> [DutyRow] {
        Nearness(now: now).rows(obligations, place: history.standing.stay?.value.site)
    }

    /// The next moment at which the rows, the standing or the horizon change though no fact arrives.
    private func wake(_ obligations: [Obligation]) -> Instant? {
        var moments = Nearness(now: now).turns(obligations)
        if let until = history.standing.demand?.until { moments.append(until) }
        // Recurring windows are derived a week ahead and renewed while two days of them are left.
        if history.standing.post != nil { moments.append(policies.horizon(now) - Nearness.span) }
        return moments.lazy.filter { $0 > now }.min()
    }

    private func listing(_ obligations: [Obligation]) -> Listing {
        let standing = history.standing
        return Listing(
            sex: standing.person?.sex, birthYear: standing.person?.birthDate?.components.year, residence: standing.person?.residence ?? territory,
            territory: territory, registeredAt: knownSince, updatedAt: now,
            nextDue: Nearness(now: now).nextDue(obligations), asCase: standing.infection.map(Listing.CaseRole.init),
            asContact: standing.contact.map(Listing.ContactRole.init),
            asArrival: standing.arrival.map { .init(risk: $0.value.risk, arrivedAt: $0.happenedAt, origin: $0.value.origin) },
            asPost: standing.post.map { .init(postClass: $0.postClass, unit: $0.unit, since: policies.zone.instant($0.from)) }, control: control)
    }

    /// The stay that runs, with the moment the rules would end it; without a stay, the mode the rules demand stands unfulfilled and is not shown.
    private var control: Listing.Control? {
        history.standing.stay.map { stay in
            Listing.Control(
                mode: stay.value.mode, site: stay.value.site, room: stay.value.room, since: stay.happenedAt,
                releaseAt: history.standing.demand?.until)
        }
    }

    /// Where the duty for the person lies: with the case, the place of control, the destination, the post, or home.
    private var territory: TerritoryCode {
        let standing = history.standing
        if let infection = standing.infection, infection.outcome == nil { return infection.report.territory }
        return standing.stay?.value.territory ?? history.calendar.current.first { $0.id.reason != .specimen }?.territory
            ?? standing.person?.location ?? standing.person?.residence ?? policies.root
    }

    /// Residence, present place, places of control and open duties see the person; a link that has ended shows for the policy's days.
    private func links(_ obligations: [Obligation]) -> [PersonLink] {
        var links = [PersonLink(kind: .residence, territory: history.standing.person?.residence ?? territory)]
        if let location = history.standing.person?.location { links.append(PersonLink(kind: .location, territory: location)) }
        for stay in history.standing.stays {
            links.append(PersonLink(kind: .controlSite, territory: stay.value.territory, until: stay.value.until.map { $0 + policies.accessAfter }))
        }
        // Who took over a request for assistance sees those it is about, who asked goes on seeing them.
        for act in history.standing.assisted {
            guard let territory = act.value.territory else { continue }
            links.append(PersonLink(kind: .assistance, territory: territory, until: act.happenedAt + policies.accessAfter))
        }
        // Who is asked to take a person over sees the person from the request on.
        for course in history.standing.transfers {
            links.append(
                PersonLink(kind: .controlSite, territory: course.transfer.value.to, until: course.over.map { $0 + policies.accessAfter }))
        }
        let accessAfter = policies.accessAfter
        for obligation in obligations {
            let isOpen = obligation.fulfilment == nil && obligation.closes.map { $0 > now } ?? true
            let last = obligation.fulfilment?.at ?? obligation.closes ?? obligation.due ?? now
            let link = PersonLink(kind: .obligation, territory: obligation.territory, until: isOpen ? nil : last + accessAfter)
            // A calendar of twenty duties in one territory is one link: the longest.
            if let place = links.lastIndex(where: { $0.kind == .obligation && $0.territory == link.territory }) {
                if let until = links[place].until, link.until.map({ $0 > until }) ?? true { links[place] = link }
            } else {
                links.append(link)
            }
        }
        return links
    }
}

/// Which obligations of a subject are work for somebody now: those near due, or late.
struct Nearness {
    let now: Instant

    /// Rows stand on worklists from this long before they are due.
    static let span = Span.hours(48)

    /// The rows of the worklists.
    func rows(_ obligations: [Obligation], place: String? = nil) -> [DutyRow] {
        obligations.compactMap { obligation in
            guard isActionable(obligation), let due = obligation.due, due <= now + Nearness.span else { return nil }
            return DutyRow(obligation, place: place)
        }
    }

    /// When the next is due, or the oldest late one was.
    func nextDue(_ obligations: [Obligation]) -> Instant? { obligations.lazy.filter { isActionable($0) }.compactMap(\.due).min() }

    /// The moments at which rows come or go though no fact arrives.
    func turns(_ obligations: [Obligation]) -> [Instant] {
        var moments: [Instant] = []
        for obligation in obligations where obligation.fulfilment == nil {
            if let closes = obligation.closes { moments.append(closes) }
            if let due = obligation.due { moments.append(due - Nearness.span) }
            if obligation.kind == .escalation { moments.append(obligation.opens) }
        }
        return moments
    }

    /// A stage is kept by not breaking it, and what follows from another's lateness waits until that is late; everything else unmet is work.
    private func isActionable(_ obligation: Obligation) -> Bool {
        guard obligation.kind != .stage, obligation.closes.map({ $0 > now }) ?? true else { return false }
        if obligation.kind == .escalation, obligation.opens > now { return false }
        return obligation.fulfilment.map { $0.at > now } ?? true
    }
}

extension Listing.CaseRole {
    fileprivate init(_ infection: Standing.Infection) {
        self.init(
            kind: infection.kind, origin: infection.report.origin, onset: infection.onset, diagnosedAt: infection.diagnosedAt,
            foundUnderControl: infection.report.foundUnderControl, severity: infection.severity, outcome: infection.outcome,
            label: infection.report.label)
    }
}

extension Listing.ContactRole {
    fileprivate init(_ contact: Standing.Contact) {
        self.init(degree: contact.degree, lastExposure: contact.lastExposure, identifiedAt: contact.since, index: contact.indices.last)
    }
}
