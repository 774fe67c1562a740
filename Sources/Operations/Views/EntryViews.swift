import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// A registration as its own traveller sees it: what was announced, not what else the register holds of the person.
public struct RegistrationView: Sendable {
    /// The registration.
    public var reference: Reference<Registration>
    /// What was announced last.
    public var value: Registration
    /// Who is meant, masked; for whoever holds the link only if it is their own.
    public var name: String
    /// Whether the register came to know the person by it. Of somebody it knew before whoever holds the link is told nothing: having a person's
    /// number must not be enough to learn of them.
    public var isOwn: Bool
    /// When it was announced.
    public var announced: Instant
    /// Whether it was withdrawn.
    public var isWithdrawn: Bool
    /// The entry made with it.
    public var entered: (at: Instant, checkpoint: String?)?
    /// How many others announced the same journey; 0 where the register knew the person before.
    public var joined: Int
    /// Whether an objection waits for an answer.
    public var appeals: [Appeal]

    /// Whether the register came to know the person by this entry, with nothing before it but who they are.
    fileprivate static func isFirst(_ registration: FactRecord, among records: [FactRecord]) -> Bool {
        records.allSatisfy { record in
            guard record.id < registration.id else { return true }
            guard case .person = record.fact else { return false }
            return record.knownAt == registration.knownAt
        }
    }
}

/// A risk area people can have come from.
public struct RiskArea: Hashable, Sendable {
    /// The number of the zone.
    public var number: Int64
    /// Its name.
    public var name: String
    /// The code by which it is an origin.
    public var territory: TerritoryCode
    /// Its level now.
    public var level: ZoneLevel
}

/// Somebody who passed a checkpoint, for its board.
public struct EntryLine: Hashable, Sendable {
    /// Who.
    public var person: PersonID
    /// The checkpoint.
    public var checkpoint: String
    /// When.
    public var at: Instant
    /// The risk of the origin.
    public var risk: OriginRisk
    /// Whether the journey was registered.
    public var isRegistered: Bool
}

extension Operations {
    /// A registration for whoever holds its private link; nil where there is none.
    public func registration(_ reference: Reference<Registration>) async throws -> RegistrationView? {
        let now = clock.now
        return try await store.read(.systemUnrestricted) { reader in
            guard let history = try? reader.records(ofEntity: reference.rawValue), let last = history.last?.record,
                case .registration(let value) = last.fact, let person = last.subject.person
            else { return nil }
            let records = try reader.records(of: person)
            let inForce = records.inForce(asOf: now)
            let isOwn = history.first.map { RegistrationView.isFirst($0.record, among: records) } ?? false
            var view = RegistrationView(
                reference: reference, value: value, name: try reader.maskedIdentity(of: person).identity.name, isOwn: isOwn,
                announced: history.first?.record.happenedAt ?? last.happenedAt, isWithdrawn: last.isWithdrawn, entered: nil, joined: 0, appeals: [])
            for record in inForce {
                switch record.fact {
                case .arrival(let arrival) where arrival.registration == reference: view.entered = (record.happenedAt, arrival.checkpoint)
                case .registration(let other) where isOwn && record.entity != reference.rawValue:
                    let zone = policies.zone
                    if zone.date(of: other.arriving) == zone.date(of: value.arriving) { view.joined += 1 }
                case .appeal(let appeal) where appeal.against == reference.rawValue: view.appeals.append(appeal)
                default: break
                }
            }
            return view
        }
    }

    /// Every risk area in force, wherever it lies, by name.
    public func riskAreas() async throws -> [RiskArea] {
        let now = clock.now
        return try await store.read(.systemUnrestricted) { reader in
            try reader.zones(asOf: now).compactMap { zone in
                guard zone.value.lifted.map({ $0 > now }) ?? true else { return nil }
                return RiskArea(
                    number: zone.id.rawValue, name: zone.value.name, territory: zone.value.members.first ?? zone.value.territory,
                    level: zone.value.level)
            }.sorted { ($0.name, $0.number) < ($1.name, $1.number) }
        }
    }

    /// The risk of an origin when somebody left it, from every zone the register knows.
    public func risk(of origin: TerritoryCode?, left: Instant, isAbroad: Bool) async throws -> OriginRisk? {
        let now = clock.now
        return try await store.read(.systemUnrestricted) { reader in
            OriginRisk(of: origin, left: left, zones: try reader.zones(asOf: now), isAbroad: isAbroad)
        }
    }

    /// Registrations that people entered with since a moment, with when and where: what a code used a second time is held against.
    public func usedRegistrations(since: Instant) async throws -> [(Reference<Registration>, at: Instant, checkpoint: String?)] {
        try await store.read(.systemUnrestricted) { reader in
            try reader.arrivals(knownFrom: since).compactMap { record in
                guard case .arrival(let arrival) = record.fact, let registration = arrival.registration else { return nil }
                return (registration, record.happenedAt, arrival.checkpoint)
            }
        }
    }

    /// Everyone who passed a checkpoint since a moment, within the scope, by time.
    public func entries(since: Instant, scope: Scope) async throws -> [EntryLine] {
        try await store.read(scope) { reader in
            try reader.arrivals(knownFrom: since).compactMap { record in
                guard case .arrival(let arrival) = record.fact, let checkpoint = arrival.checkpoint, let person = record.subject.person,
                    record.happenedAt >= since
                else { return nil }
                return EntryLine(
                    person: person, checkpoint: checkpoint, at: record.happenedAt, risk: arrival.risk, isRegistered: arrival.isRegistered)
            }.sorted { $0.at < $1.at }
        }
    }
}

extension Reader {
    /// The risk areas as known at a moment, lifted ones included, from everywhere: what is needed to judge an origin.
    fileprivate func zones(asOf moment: Instant) throws -> [Recorded<Zone>] {
        try entries(FactsQuery(kind: .zone, before: moment + Span(milliseconds: 1), limit: 100_000)).map(\.record).inForce(asOf: moment).compactMap {
            guard case .zone(let zone) = $0.fact else { return nil }
            return Recorded(id: Reference(rawValue: $0.entity), fact: $0.id, happenedAt: $0.happenedAt, knownAt: $0.knownAt, value: zone)
        }
    }

    /// Arrivals in force of those that became known from a moment on.
    fileprivate func arrivals(knownFrom: Instant) throws -> [FactRecord] {
        var found: [FactRecord] = []
        var query = FactsQuery(kind: .arrival, from: knownFrom)
        while true {
            let page = try entries(query).map(\.record)
            found += page
            guard page.count == query.limit else { break }
            query.after = page.last
        }
        return found.inForce(asOf: .distantFuture)
    }
}
