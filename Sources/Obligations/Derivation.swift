import Policy
import Register
import Vocabulary

/// All obligations about a person that follow from the facts of the dossier under the policy, ordered by identity.
///
/// Pure: equal arguments give equal results. Obligations that the person's end as a contact, a diagnosis or a death has overtaken are
/// absent (withdrawn) unless they had fallen due before.
///
/// - Parameters:
///   - policy: The edition that governs everything in the dossier.
///   - dossier: What is known.
///   - horizon: Recurring duties (the test windows of posts) are derived up to here.
public func derive(policy: Policy, dossier: Dossier, through horizon: Instant) -> [Obligation] {
    derive(governedBy: { _ in policy }, dossier: dossier, through: horizon)
}

/// The same, with the edition chosen by the moment of each reason's trigger: an edition that applies to new triggers leaves older ones to
/// its predecessor.
public func derive(governedBy edition: @escaping (Instant) -> Policy, dossier: Dossier, through horizon: Instant) -> [Obligation] {
    Duties.all(of: dossier, governedBy: edition, inForce: edition, through: horizon).obligations
}

/// Collects the obligations of one person's dossier while its reasons are gone through.
struct Duties: CollectsDuties {
    let dossier: Dossier
    var subject: Subject { .person(dossier.id) }
    let evidence: Evidence
    let cases: [CaseHistory]
    let episodes: [ContactEpisode]
    let now: Policy
    /// The edition in force at a moment, for recurring duties: these an edition for everything open does not reach back to.
    let inForce: (Instant) -> Policy
    let horizon: Instant
    /// When each case left isolation, in the order of `cases`; known once the cases have been gone through.
    var left: [Instant?]
    var obligations: [Obligation] = []
    var held: [HeldStage] = []

    init(dossier: Dossier, edition: (Instant) -> Policy, inForce: @escaping (Instant) -> Policy, horizon: Instant) {
        self.dossier = dossier
        self.now = edition(dossier.asOf)
        self.inForce = inForce
        self.horizon = horizon
        evidence = Evidence(dossier)
        cases = dossier.caseHistories
        episodes = ContactEpisode.all(of: dossier, edition: edition)
        left = Array(repeating: nil, count: cases.count)
    }

    /// Everything that follows from a dossier.
    static func all(
        of dossier: Dossier, governedBy edition: (Instant) -> Policy, inForce: @escaping (Instant) -> Policy, through horizon: Instant
    ) -> Duties {
        var duties = Duties(dossier: dossier, edition: edition, inForce: inForce, horizon: horizon)
        duties.addAll(edition)
        return duties
    }

    /// Goes through all reasons and orders what came of them.
    private mutating func addAll(_ edition: (Instant) -> Policy) {
        addCases(edition)
        addContacts(edition)
        addArrivals(edition)
        addPosts(edition)
        addLoops(edition)
        addResults(edition)
        addRecalls(edition)
        addLookBacks(edition)
        addZones(edition)
        addHomeControl(edition)
        addSelfReports(edition)
        addUnwell(edition)
        addAppeals(edition)
        addVaccinations(edition)
        addTransfers(edition)
        addReleases()
        obligations = Duties.ordered(obligations)
    }

    /// By identity. Places are sorted rather than obligations, which are long.
    private static func ordered(_ obligations: [Obligation]) -> [Obligation] {
        obligations.withUnsafeBufferPointer { all in
            var places = Array(all.indices)
            places.sort { all[$0].id < all[$1].id }
            return places.map { all[$0] }
        }
    }

    typealias Reason = DutyReason

    /// The earliest of the moments at which a person's reasons end anyway: death.
    var deathAt: Instant? { dossier.death?.happenedAt }

    /// When the person's own infection put an end to a reason that began at `moment`; nil if none did.
    ///
    /// A reason that began while the person already was a case never held: then its end is its beginning.
    func infection(endingReasonBegunAt moment: Instant) -> Instant? {
        var end: Instant?
        for (position, history) in cases.enumerated() {
            guard history.excludedAt == nil, let established = history.established?.from else { continue }
            if established >= moment {
                end = earliest(end, established)
            } else if (history.closed?.at ?? left[position] ?? .distantFuture) > moment {
                end = moment
            }
        }
        return end
    }

    /// The person's groups for which the policy grants control at home instead of centrally.
    func groups(_ policy: Policy) -> Set<SpecialGroup> {
        guard let groups = dossier.person?.value.groups, !groups.isEmpty else { return [] }
        return groups.intersection(policy.tracing.homeInstead)
    }

    /// Where the duty for a person lies when a reason does not say: where the person is held, was last seen, or lives.
    var presentTerritory: TerritoryCode {
        dossier.stays.last { $0.value.until == nil }?.value.territory ?? dossier.person?.value.location ?? dossier.person?.value.residence
            ?? now.territory ?? .unstated
    }

    /// The territory in which the person is held at `moment`, or `otherwise`.
    func territory(at moment: Instant, otherwise: TerritoryCode) -> TerritoryCode {
        dossier.stays.last { $0.happenedAt <= moment && ($0.value.until.map { $0 > moment } ?? true) }?.value.territory ?? otherwise
    }
}

/// The earlier of two moments, where nil is never.
func earliest(_ first: Instant?, _ second: Instant?, _ third: Instant? = nil) -> Instant? {
    var earliest = first
    if let second { earliest = min(earliest ?? second, second) }
    if let third { earliest = min(earliest ?? third, third) }
    return earliest
}
