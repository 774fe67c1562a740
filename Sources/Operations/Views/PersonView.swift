import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Everything known of one person at a moment: facts with where they came from, obligations explained, whom they met.
public struct PersonView: Sendable {
    /// As known at.
    public let asOf: Instant
    /// The facts in force.
    public let dossier: Dossier
    /// How the person stands.
    public let standing: Standing
    /// What must be done, explained, by due time; what has no due time last.
    public let obligations: [ObligationView]
    /// Every entry, by number, revised and withdrawn ones included.
    public let entries: [FactEntry]
    /// Who met whom, as far as the scope sees the other.
    public let meetings: [Meeting]
    /// How many others there are whom the scope does not see.
    public let hiddenMeetings: Int
    /// The person, masked, and the revision of the identity.
    public let identity: MaskedIdentity
    /// What lists show.
    public let listing: Listing?
    /// Names of those who recorded the entries.
    public let recorders: [UserID: String]

    /// One meeting with another person.
    public struct Meeting: Hashable, Sendable {
        /// The other.
        public let other: PersonID
        /// Whether this person was exposed to the other, or the other to this one.
        public let isExposedTo: Bool
        /// How.
        public let exposure: Exposure
    }
}

extension Operations {
    /// A person as known now or at a past moment; nil if the scope does not see one.
    public func person(_ id: PersonID, scope: Scope, asOf: Instant? = nil) async throws -> PersonView? {
        let now = clock.now
        let moment = min(asOf ?? now, now)
        let policies = policies
        return try await store.read(scope) { reader in
            guard try reader.canSee(id) else { return nil }
            return try reader.personView(id, asOf: moment, policies: policies)
        }
    }
}

extension Reader {
    /// A visible person as known at `moment`.
    func personView(_ id: PersonID, asOf moment: Instant, policies: PolicyShelf) throws -> PersonView {
        let entries = try entries(of: id).filter { $0.record.knownAt <= moment }
        var dossier = try dossier(of: id, entries.map(\.record), asOf: moment)
        var zones = ZonesOfResidents()
        dossier.zones = try beyondScope(.derivation) { try zones.zones(for: entries.map(\.record), policies, self) }.known(at: moment)
        let derivation = policies.derivation(of: dossier)
        let obligations = try derivation.obligations
            .sorted { ($0.due ?? .distantFuture, $0.opens, $0.id) < ($1.due ?? .distantFuture, $1.opens, $1.id) }
            .map { try explain($0, policies: policies) }
        let (meetings, hidden) = try meetings(of: dossier)
        var recorders: [UserID: String] = [:]
        for recorder in Set(entries.compactMap(\.recorder)) { recorders[recorder] = try user(recorder)?.display }
        return PersonView(
            asOf: moment, dossier: dossier, standing: derivation.standing, obligations: obligations, entries: entries, meetings: meetings,
            hiddenMeetings: hidden, identity: try maskedIdentity(of: id).identity, listing: try listing(of: id), recorders: recorders)
    }

    /// The facts in force with what must be known of the people met, who may lie outside the scope.
    private func dossier(of id: PersonID, _ records: [FactRecord], asOf moment: Instant) throws -> Dossier {
        var indices: [PersonID: IndexPerson] = [:]
        for case .exposure(let exposure) in records.lazy.map(\.fact) where indices[exposure.index] == nil {
            indices[exposure.index] = try beyondScope(.derivation) {
                try indexHistory(of: exposure.index).person(asKnownAt: moment)
            }
        }
        return Dossier(id: id, records: records, asOf: moment, indices: indices)
    }

    private func meetings(of dossier: Dossier) throws -> (seen: [PersonView.Meeting], hidden: Int) {
        var seen: [PersonView.Meeting] = []
        var hidden: Set<PersonID> = []
        for exposure in dossier.exposures {
            let index = try bearer(of: exposure.value.index)
            if try canSee(index) {
                seen.append(PersonView.Meeting(other: index, isExposedTo: true, exposure: exposure.value))
            } else {
                hidden.insert(index)
            }
        }
        var inForce: [Int64: FactRecord] = [:]
        for entry in try exposures(to: dossier.id) where entry.record.knownAt <= dossier.asOf { inForce[entry.record.entity] = entry.record }
        var visible: Set<PersonID> = []
        for record in inForce.values.sorted(by: { ($0.happenedAt, $0.id) < ($1.happenedAt, $1.id) }) where !record.isWithdrawn {
            guard case .exposure(let exposure) = record.fact, exposure.index == dossier.id, let other = record.subject.person else { continue }
            visible.insert(other)
            seen.append(PersonView.Meeting(other: other, isExposedTo: false, exposure: exposure))
        }
        for other in try contacts(exposedTo: dossier.id).map({ try bearer(of: $0) }) where !visible.contains(other) && other != dossier.id {
            if try !canSee(other) { hidden.insert(other) }
        }
        return (seen, hidden.count)
    }
}

extension PersonView {
    /// The obligation that must be met next: the earliest that can be met and is not, and only then what is not open yet; of those that
    /// can be met, one that `admits` picks goes before the others.
    public func next(preferring admits: (Obligation) -> Bool = { _ in true }) -> ObligationView? {
        let actionable = obligations.filter { view in
            view.obligation.kind != .stage && view.obligation.due != nil
                && [.overdue, .pressing, .open, .upcoming].contains(view.obligation.state(at: asOf))
        }
        let open = actionable.filter { $0.obligation.opens <= asOf }
        return open.first { admits($0.obligation) } ?? open.first ?? actionable.first
    }

    /// How far the control that now stands has come.
    public struct Course: Hashable, Sendable {
        /// The day counted from.
        public let anchor: CivilDate
        /// The day now, counted from the anchor.
        public let day: Int
        /// The day on which it ends.
        public let of: Int
    }

    /// How far the stage that is demanded has come; nil where no stage of days runs.
    public func course(in zone: CivilZone) -> Course? {
        guard let demand = standing.demand,
            let stage = obligations.first(where: {
                $0.obligation.kind == .stage && $0.obligation.id.reason == demand.reason && $0.obligation.stage == demand.stage
            })?.obligation, case .dayOfStage(let anchor) = stage.basis, let until = demand.until ?? stage.due
        else { return nil }
        let end = zone.date(of: until)
        return Course(anchor: anchor, day: (zone.date(of: asOf) - anchor).count, of: (end - anchor).count)
    }

    /// What the release waits for: ends of stages of every reason that still holds, and tests without which nobody is released.
    public var holds: [Hold] {
        guard let demand = standing.demand else {
            return standing.infection.map { $0.outcome == nil ? [Hold.discharge] : [] } ?? []
        }
        var holds: [Hold] = []
        var lastStage: [ObligationID.Reason: Obligation] = [:]
        for view in obligations where view.obligation.kind == .stage && view.obligation.due.map({ $0 > asOf }) ?? false {
            guard view.mode.map({ $0 >= demand.mode }) ?? false, let due = view.obligation.due else { continue }
            if lastStage[view.obligation.id.reason]?.due.map({ $0 < due }) ?? true { lastStage[view.obligation.id.reason] = view.obligation }
        }
        for (reason, stage) in lastStage.sorted(by: { $0.key < $1.key }) {
            guard let due = stage.due, case .dayOfStage(let anchor) = stage.basis else { continue }
            holds.append(.stage(reason: reason, number: stage.stage ?? 1, anchor: anchor, end: due))
        }
        if demand.awaitsResult {
            let last = obligations.last {
                $0.obligation.kind == .test && $0.obligation.id.reason == demand.reason && $0.obligation.stage == demand.stage
                    && $0.obligation.fulfilment == nil
            }
            holds.append(.negative(day: last?.obligation.day, due: last?.obligation.due))
        }
        return holds
    }

    /// One thing a release waits for.
    public enum Hold: Hashable, Sendable {
        /// The end of a stage of a reason, counted from a day.
        case stage(reason: ObligationID.Reason, number: Int, anchor: CivilDate, end: Instant)
        /// A negative result.
        case negative(day: Int?, due: Instant?)
        /// The conditions of discharge.
        case discharge
    }
}
