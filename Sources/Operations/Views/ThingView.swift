import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// Everything known of one thing at a moment: its facts with where they came from, its obligations explained, how it stands.
public struct ThingView: Sendable {
    /// Which thing.
    public let subject: Subject
    /// As known at.
    public let asOf: Instant
    /// The facts in force about it and around it; those around it as far as the reader may see them.
    public let dossier: ThingDossier
    /// How it stands.
    public let standing: ThingStanding
    /// What must be done, explained, by due time; what has no due time last.
    public let obligations: [ObligationView]
    /// Every entry about it, by number, revised and withdrawn ones included.
    public let entries: [FactEntry]
    /// Names of those who recorded the entries.
    public let recorders: [UserID: String]

    /// A view from its parts.
    public init(
        subject: Subject, asOf: Instant, dossier: ThingDossier, standing: ThingStanding, obligations: [ObligationView], entries: [FactEntry],
        recorders: [UserID: String]
    ) {
        self.subject = subject
        self.asOf = asOf
        self.dossier = dossier
        self.standing = standing
        self.obligations = obligations
        self.entries = entries
        self.recorders = recorders
    }

    /// The obligation that must be met next; of those that can be met, one that `admits` picks goes before the others.
    public func next(preferring admits: (Obligation) -> Bool = { _ in true }) -> ObligationView? {
        let actionable = obligations.filter { view in
            view.obligation.due != nil && [.overdue, .pressing, .open].contains(view.obligation.state(at: asOf))
                && (view.obligation.kind != .escalation || view.obligation.opens <= asOf)
        }
        return actionable.first { admits($0.obligation) } ?? actionable.first
    }
}

extension Operations {
    /// A thing as known now or at a past moment; nil if the scope does not see one.
    public func thing(_ subject: Subject, scope: Scope, asOf: Instant? = nil) async throws -> ThingView? {
        let moment = min(asOf ?? clock.now, clock.now)
        let policies = policies
        return try await store.read(scope) { reader in
            guard try reader.canSee(subject) else { return nil }
            return try reader.thingView(subject, asOf: moment, policies: policies)
        }
    }
}

extension Reader {
    /// A visible thing as known at `moment`; nil if nothing was known of it then.
    public func thingView(_ subject: Subject, asOf moment: Instant, policies: PolicyShelf) throws -> ThingView? {
        let entries = try ownEntries(about: subject).filter { $0.record.knownAt <= moment }
        let (records, surroundings) = try beyondScope(.derivation) { try knowledge(of: subject) }
        let history = policies.derive(subject, records: records, surroundings: surroundings, now: moment)
        guard let standing = history.standing else { return nil }
        let obligations = try history.calendar.obligations(asKnownAt: moment).filter { obligation in
            // What could follow from a lateness that has not come is no news yet.
            obligation.kind != .escalation || obligation.opens <= moment
        }
        .sorted { ($0.due ?? .distantFuture, $0.opens, $0.id) < ($1.due ?? .distantFuture, $1.opens, $1.id) }
        .map { try explain($0, policies: policies) }
        var recorders: [UserID: String] = [:]
        for recorder in Set(entries.compactMap(\.recorder)) { recorders[recorder] = try user(recorder)?.display }
        let visible = try surroundings.filter { try canSee($0.subject) }
        let view = ThingView(
            subject: subject, asOf: moment,
            dossier: ThingDossier(subject: subject, records: records, surroundings: visible, asOf: moment), standing: standing,
            obligations: obligations, entries: entries, recorders: recorders)
        return view.part(in: scope)
    }
}
