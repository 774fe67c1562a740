import Obligations
import Policy
import Register
import Storage
import Tracing
import Vocabulary

/// Who was where a case was, while the case could pass the infection on: proposed as contacts, to be judged by an investigator.
public struct ContactCandidates: Sendable {
    /// The days on which contacts are sought, by the policy's look-back; nil where the case has neither onset nor positive specimen.
    public let window: ClosedRange<CivilDate>?
    /// When isolation ended the window early.
    public let isolatedAt: Instant?
    /// Where the case was in that time, by the doors passed.
    public let stays: [Stay]
    /// Who was there too, the nearest first.
    public let people: [Candidate]
    /// How many more there are outside the reader's scope.
    public let hidden: Int

    /// A visit of the case.
    public struct Stay: Hashable, Sendable {
        /// Where.
        public let place: Reference<Place>
        /// Its name.
        public let name: String
        /// From when, clipped to the window.
        public let from: Instant
        /// Until when, clipped to the window.
        public let until: Instant
        /// Whether nobody noted when the case left, so that a day is assumed.
        public let isOpenEnded: Bool
        /// How many others were there in that time.
        public let others: Int
    }

    /// Someone who was there.
    public struct Candidate: Hashable, Sendable {
        /// Who.
        public let person: PersonID
        /// What the policy makes of somebody met in such a place for so long; nil: nothing.
        public let degree: ContactDegree?
        /// Minutes in one place with the case, all visits together.
        public let minutes: Int
        /// The name of the place where they were longest together.
        public let place: String
        /// When they were first together.
        public let first: Instant
        /// When they were last together.
        public let last: Instant
        /// Whether the person is recorded as a contact of this case already.
        public let isRecorded: Bool
        /// The vehicle, and why its seats make somebody what they are; nil of those met in a place.
        public var aboard: Aboard?
    }

    /// A vehicle that somebody shared with the case, by the lists of who arrived in it.
    public struct Aboard: Hashable, Sendable {
        /// What sort of vehicle.
        public let vehicle: VehicleKind
        /// What the policy's rule for its seats says.
        public let reason: AboardReason
    }
}

extension Operations {
    /// Who was where a case was, by the codes at the doors of places; nil if the scope does not see the person, or the person is no case.
    ///
    /// Times together are measured by the policy that governs the case: its look-back opens the window, isolation or the disease's profile ends
    /// it, the time that somebody infectious lingers is added, and meetings count by the policy's rule for venues.
    public func contactCandidates(of person: PersonID, scope: Scope) async throws -> ContactCandidates? {
        let (now, policies) = (clock.now, policies)
        return try await store.read(scope) { reader in
            guard try reader.canSee(person) else { return nil }
            let view = try reader.personView(person, asOf: now, policies: policies)
            guard let infection = view.standing.infection else { return nil }
            let policy = try policies.edition(at: infection.diagnosedAt, in: view.listing?.territory ?? policies.root)
            return try reader.candidates(of: view, infection, by: policy, now: now)
        }
    }
}

extension Reader {
    fileprivate func candidates(of view: PersonView, _ infection: Standing.Infection, by policy: Policy, now: Instant) throws -> ContactCandidates {
        let firstPositive = infection.report.firstPositiveTaken.map { policy.zone.date(of: $0) }
        guard let window = policy.infectiousWindow(onset: infection.onset, firstPositive: firstPositive) else {
            return ContactCandidates(window: nil, isolatedAt: nil, stays: [], people: [], hidden: 0)
        }
        let from = policy.zone.instant(window.lowerBound)
        let isolated = view.dossier.stays.filter { $0.value.mode >= .homeIsolation && $0.happenedAt >= from }.map(\.happenedAt).min()
        let until = min(policy.zone.instant(window.upperBound + 1), isolated ?? now, now)
        var (stays, encounters): ([ContactCandidates.Stay], [Meeting]) = ([], [])
        for (place, visit) in try visits(of: view.dossier.id, from: from, until: until) {
            let end = min(visit.left ?? visit.entered + .hours(24), until)
            let start = max(visit.entered, from)
            guard start < end, try canSee(.place(place)) else { continue }
            let name = try thing(.place(place))?.standing.label ?? ""
            let reach = end + policy.tracing.contacts.lingering
            let others = try visitors(of: place, from: start, until: reach)
            let met = others.visible.filter { $0.person != view.dossier.id }
            stays.append(
                ContactCandidates.Stay(place: place, name: name, from: start, until: end, isOpenEnded: visit.left == nil, others: others.total - 1))
            for other in met {
                let (together, apart) = (max(start, other.entered), min(reach, other.left ?? other.entered + .hours(24)))
                guard apart - together >= policy.tracing.contacts.minOverlap else { continue }
                encounters.append(Meeting(person: other.person, place: name, from: together, until: apart))
            }
        }
        let hidden = stays.reduce(0) { $0 + $1.others } - Set(encounters.map(\.person)).count
        let recorded = Set(view.meetings.filter { !$0.isExposedTo }.map(\.other))
        let met = ContactCandidates.judged(encounters, by: policy.tracing.contacts, recorded: recorded)
        let known = Set(met.map(\.person))
        let aboard = try aboard(with: view, during: from..<until, by: policy, recorded: recorded).filter { !known.contains($0.person) }
        let people = met + aboard
        return ContactCandidates(window: window, isolatedAt: isolated, stays: stays, people: people, hidden: max(0, hidden))
    }
}

/// That somebody was in a place while the case was.
struct Meeting: Hashable, Sendable {
    var person: PersonID
    var place: String
    var from: Instant
    var until: Instant
}

extension ContactCandidates {
    /// Meetings judged by what the policy says of venues: each person once, the nearest and longest first.
    static func judged(_ meetings: [Meeting], by definitions: ContactDefinitions, recorded: Set<PersonID>) -> [Candidate] {
        let judged = definitions.contacts(of: meetings.map { Encounter($0.person, .venue, from: $0.from, until: $0.until) })
        let degrees = Dictionary(judged.map { ($0.person, $0.degree) }, uniquingKeysWith: { first, _ in first })
        let byPerson = Dictionary(grouping: meetings, by: \.person)
        return byPerson.map { person, meetings in
            let longest = meetings.max { ($0.until - $0.from, $1.from) < ($1.until - $1.from, $0.from) }
            return Candidate(
                person: person, degree: degrees[person], minutes: meetings.reduce(0) { $0 + Int(($1.until - $1.from).milliseconds / 60_000) },
                place: longest?.place ?? "", first: meetings.map(\.from).min() ?? .distantPast, last: meetings.map(\.until).max() ?? .distantFuture,
                isRecorded: recorded.contains(person))
        }
        .sorted { ($0.degree ?? .general, $0.minutes, $1.person.rawValue) > ($1.degree ?? .general, $1.minutes, $0.person.rawValue) }
    }
}
