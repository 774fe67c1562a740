import Obligations
import Policy
import Register
import Storage
import Vocabulary

/// What somebody who was let go is given in writing: which control ended, when, by which rule of which edition, and what still applies.
///
/// Of the identity it bears the name and the ends of the document number: enough for whoever holds the sheet to be told from others, and for
/// nobody to find out more. What it says follows from the facts as they stand when it is printed; it is not kept.
public struct ReleaseNotice: Sendable {
    /// The full name.
    public let name: String
    /// The document number, masked: 4301…12.
    public let document: String?
    /// The obligation to let go, met.
    public let release: Obligation
    /// When the person was let go.
    public let at: Instant
    /// How they were held.
    public let mode: ControlMode?
    /// Where, by name.
    public let site: String?
    /// Since when; nil where no stay was recorded.
    public let since: Instant?
    /// The territory whose duty it was.
    public let territory: TerritoryCode
    /// Title of the edition whose rule let the person go.
    public let edition: LocalizedText
    /// The mode that is demanded now, if any, and its end.
    public let demand: Standing.Demand?
    /// What is still to be done about the person's own tests, control and health, by due time.
    public let remaining: [Obligation]
}

extension PersonView {
    /// The last obligation to let the person go that was met; nil for whoever was never let go, and for a suspicion that was ruled out.
    public var lastRelease: ObligationView? {
        obligations.filter { view in
            view.obligation.kind == .release && !view.obligation.id.rule.hasSuffix(".exclusion")
                && view.obligation.fulfilment.map { $0.at <= asOf } ?? false
        }.max { ($0.releasedAt, $0.obligation.id) < ($1.releasedAt, $1.obligation.id) }
    }

    /// The stay that ended with a release: the one its evidence names, else the last that had ended by then.
    fileprivate func stay(endedBy release: Obligation.Fulfilment) -> Recorded<Stay>? {
        dossier.stays.last { $0.fact == release.evidence } ?? dossier.stays.last { $0.value.until.map { $0 <= release.at } ?? false }
    }

    /// Tests, stages and follow-ups that are not met and still can be.
    fileprivate var stillApplying: [Obligation] {
        obligations.map(\.obligation).filter { obligation in
            [.test, .stage, .followUp].contains(obligation.kind) && !obligation.isEnvironmentSample
                && [.overdue, .pressing, .open, .upcoming].contains(obligation.state(at: asOf))
        }
    }
}

extension ObligationView {
    fileprivate var releasedAt: Instant { obligation.fulfilment?.at ?? .distantPast }
}

extension Operations {
    /// The notice of a person's last release, with the name, which is recorded in the audit with the purpose; nil where the scope sees no such
    /// person, or nobody let them go.
    ///
    /// - Throws: `StoreError.forgotten` if the identity was destroyed, `StoreError.purposeMissing` without a purpose.
    public func releaseNotice(of person: PersonID, purpose: String, as author: Author) async throws -> ReleaseNotice? {
        let now = clock.now
        let policies = policies
        return try await store.write(author) { writer in
            guard try writer.canSee(person) else { return nil }
            let view = try writer.personView(person, asOf: now, policies: policies)
            guard let released = view.lastRelease, let fulfilment = released.obligation.fulfilment else { return nil }
            let identity = try writer.reveal(person, purpose: purpose)
            let stay = view.stay(endedBy: fulfilment)
            return ReleaseNotice(
                name: identity.name, document: MaskedIdentity(identity).documentNumber, release: released.obligation, at: fulfilment.at,
                mode: stay?.value.mode ?? released.mode, site: stay?.value.site, since: stay?.happenedAt,
                territory: released.obligation.territory, edition: policies.title(of: released.obligation.edition),
                demand: view.standing.demand, remaining: view.stillApplying)
        }
    }
}

extension PolicyShelf {
    /// The title of an edition by its key; the key itself for one that is not adopted.
    func title(of edition: String) -> LocalizedText {
        let policy = book.adoptions.last { $0.policy.id == edition }?.policy ?? (book.fallback.id == edition ? book.fallback : nil)
        return policy?.title ?? LocalizedText(zh: edition, en: edition)
    }
}
