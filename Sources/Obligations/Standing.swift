import Policy
import Register
import Vocabulary

/// How a person stands at the moment of a dossier's knowledge: what they are, how they are held, what others' obligations need to know.
public struct Standing: Hashable, Sendable {
    /// What is known of the person.
    public var person: Person?
    /// The person's latest case that was not excluded.
    public var infection: Infection?
    /// The nearest degree in which the person now is a contact.
    public var contact: Contact?
    /// The latest arrival.
    public var arrival: Recorded<Arrival>?
    /// The post now held.
    public var post: PostHolding?
    /// All stays, by beginning.
    public var stays: [Recorded<Stay>]
    /// The stay now running.
    public var stay: Recorded<Stay>?
    /// All transfers, by request, with how far each has come.
    public var transfers: [TransferCourse]
    /// That a territory asked for assistance about the person, or took such a request over, by time.
    public var assisted: [Recorded<Act>]
    /// The strictest mode now demanded, with the moment before which there is no release.
    public var demand: Demand?
    /// What contacts of this person must know.
    public var asIndex: IndexPerson
    /// When the person died.
    public var diedAt: Instant?

    /// A case as it now stands.
    public struct Infection: Hashable, Sendable {
        /// The case.
        public var of: Reference<CaseReport>
        /// What was reported.
        public var report: CaseReport
        /// The class now.
        public var kind: CaseKind
        /// When it was diagnosed.
        public var diagnosedAt: Instant
        /// First day of symptoms.
        public var onset: CivilDate?
        /// Severity now.
        public var severity: Severity?
        /// How it ended, if it has.
        public var outcome: CaseOutcome?
        /// When it ended.
        public var closedAt: Instant?

        /// A case as it stands, from its parts.
        public init(
            of: Reference<CaseReport>, report: CaseReport, kind: CaseKind, diagnosedAt: Instant, onset: CivilDate? = nil, severity: Severity? = nil,
            outcome: CaseOutcome? = nil, closedAt: Instant? = nil
        ) {
            self.of = of
            self.report = report
            self.kind = kind
            self.diagnosedAt = diagnosedAt
            self.onset = onset
            self.severity = severity
            self.outcome = outcome
            self.closedAt = closedAt
        }
    }

    /// A contact as it now stands.
    public struct Contact: Hashable, Sendable {
        /// The degree.
        public var degree: ContactDegree
        /// When it became known.
        public var since: Instant
        /// The last exposure.
        public var lastExposure: CivilDate
        /// The people exposed to.
        public var indices: [PersonID]
    }

    /// A mode demanded by a reason.
    public struct Demand: Hashable, Sendable {
        /// The mode.
        public var mode: ControlMode
        /// The reason whose stage it is.
        public var reason: ObligationID.Reason
        /// The rule of its release.
        public var rule: String
        /// The stage, from 1, and the day on which its days end.
        public var stage: Int
        /// Since when.
        public var from: Instant
        /// The end of the last stage as strict as this: no release before. Nil while no day is known, as for a patient.
        public var until: Instant?
        /// Whether a required negative or a gate is still missing for it.
        public var awaitsResult: Bool
    }
}

/// Obligations and standing of a person, derived together.
public struct Derivation: Hashable, Sendable {
    /// The obligations, by identity.
    public var obligations: [Obligation]
    /// How the person stands.
    public var standing: Standing

    /// Derives both; see ``derive(governedBy:dossier:through:)``.
    ///
    /// - Parameter inForce: The edition in force at a moment, which alone governs the windows of recurring duties that begin then; by default
    ///   that of `edition`.
    public init(
        governedBy edition: @escaping (Instant) -> Policy, inForce: ((Instant) -> Policy)? = nil, dossier: Dossier, through horizon: Instant
    ) {
        let duties = Duties.all(of: dossier, governedBy: edition, inForce: inForce ?? edition, through: horizon)
        obligations = duties.obligations
        standing = Standing(duties)
    }
}

extension Standing {
    init(_ duties: Duties) {
        let dossier = duties.dossier
        let moment = dossier.asOf
        person = dossier.person?.value
        let standingCase = duties.cases.last { $0.excludedAt == nil }
        infection = standingCase.map { history in
            Infection(
                of: history.report.id, report: history.report.value, kind: history.kind, diagnosedAt: history.report.happenedAt, onset: history.onset,
                severity: history.severity, outcome: history.closed?.outcome, closedAt: history.closed?.at)
        }
        let today = duties.now.zone.date(of: moment)
        contact = Standing.contact(duties, on: today)
        arrival = dossier.arrivals.last
        post = dossier.posts.last { $0.value.from <= today && ($0.value.until ?? today) >= today }?.value
        stays = dossier.stays
        transfers = dossier.transferCourses
        assisted = dossier.acts.filter { $0.value.deed == .assistanceSent || $0.value.deed == .assistanceAccepted }
        stay = dossier.stays.last { $0.happenedAt <= moment && ($0.value.until ?? .distantFuture) > moment }
        diedAt = dossier.death?.happenedAt
        demand = Standing.demand(duties.held, at: moment)
        asIndex = Standing.asIndex(duties)
    }

    /// The nearest degree; one whose days are not over goes before one whose are.
    private static func contact(_ duties: Duties, on today: CivilDate) -> Contact? {
        duties.episodes.filter { $0.ended == nil && duties.infection(endingReasonBegunAt: $0.began) == nil }
            .max { ($0.lastDay >= today ? 1 : 0, $0.degree, $0.began) < ($1.lastDay >= today ? 1 : 0, $1.degree, $1.began) }
            .map { Contact(degree: $0.degree, since: $0.began, lastExposure: $0.lastExposure, indices: $0.exposures.map(\.value.index)) }
    }

    private static func demand(_ held: [HeldStage], at moment: Instant) -> Demand? {
        func order(_ stage: HeldStage) -> (ControlMode, Instant, Instant) { (stage.mode, stage.demandedUntil, stage.end ?? .distantFuture) }
        let standing = held.filter { ($0.reason.ended ?? .distantFuture) > moment && $0.from <= moment && $0.demandedUntil > moment }
        guard let strictest = standing.max(by: { order($0) < order($1) }) else { return nil }
        // Later stages and other reasons that continue the same or a stricter mode without a break postpone the release.
        var until = strictest.end
        var awaits = strictest.clear == nil
        for next in held.sorted(by: { $0.from < $1.from }) where (next.reason.ended ?? .distantFuture) > moment && next.mode >= strictest.mode {
            guard let reached = until, next.from <= reached else { continue }
            guard let end = next.end else {
                until = nil
                awaits = awaits || next.clear == nil
                continue
            }
            if end > reached { until = end }
            if next.clear == nil && end >= reached { awaits = true }
        }
        return Demand(
            mode: strictest.mode, reason: strictest.reason.reason, rule: strictest.reason.rule + "." + strictest.rule, stage: strictest.number,
            from: strictest.from, until: until, awaitsResult: awaits)
    }

    /// What contacts of the person must know.
    static func asIndex(_ duties: Duties) -> IndexPerson {
        // Contacts are held for a suspected case as well, and let go when it is ruled out (`domain.md` §2.1, §2.3 rule 4).
        let infections = duties.cases.map { history in
            IndexPerson.Infection(
                of: history.report.id, fact: history.report.fact, establishedAt: history.report.happenedAt, excludedAt: history.excludedAt)
        }
        let contacts = duties.episodes.filter { $0.degree == .close }
            .map { IndexPerson.Contact(since: $0.began, ended: $0.ended, exposedFrom: $0.firstExposure, isHigherRisk: $0.isHigherRisk) }
            .sorted { ($0.exposedFrom, $0.since) < ($1.exposedFrom, $1.since) }
        guard let first = contacts.first else { return IndexPerson(infections: infections) }
        let tests = duties.evidence.samples(from: duties.now.zone.instant(first.exposedFrom), until: nil, method: .nucleicAcid)
            .map { IndexPerson.Test(takenAt: $0.taken, reportedAt: $0.reported, isNegative: $0.result.outcome == .negative) }
        return IndexPerson(infections: infections, contacts: contacts, tests: Array(tests))
    }
}
