import Foundation
import Obligations
import Policy
import Register
import Storage
import Synchronization
import Vocabulary

/// The adopted editions, shared by everything that runs in the process and exchanged when one is adopted.
public final class PolicyShelf: Sendable {
    private struct State {
        var book: PolicyBook
        /// The number of the last adoption of the register that the book holds; nil for a book that no register keeps.
        var last: Int64?
    }

    private let current: Mutex<State>

    /// A shelf holding the adopted editions; `last` is the number of the last of them, where a register keeps them.
    public init(_ book: PolicyBook, last: Int64? = nil) {
        current = Mutex(State(book: book, last: last))
    }

    /// The adopted editions.
    public var book: PolicyBook {
        get { current.withLock { $0.book } }
        set { current.withLock { $0.book = newValue } }
    }

    /// Whether a register keeps the adoptions.
    var isKept: Bool { current.withLock { $0.last != nil } }

    /// Takes up what was adopted since by another process or another page; says whether there was anything.
    ///
    /// Every write asks before it derives, so that nothing is derived under an edition that no longer governs. Complexity: one row read.
    @discardableResult
    func takeUp(_ reader: Reader) throws -> Bool {
        guard let known = current.withLock({ $0.last }) else { return false }
        let last = try reader.lastPolicyAdoption()
        guard last != known else { return false }
        let adoptions = try reader.policyAdoptions()
        let book = try PolicyBook(adoptions, fallback: book.fallback)
        current.withLock { $0 = State(book: book, last: last) }
        return true
    }

    /// The edition in force in `territory` at `moment`.
    public func edition(at moment: Instant, in territory: TerritoryCode) throws -> Policy {
        guard let policy = book.edition(forTriggerAt: moment, in: territory, knownAt: moment) else { throw OperationError.noPolicy(moment) }
        return policy
    }

    /// Derives everything stored about a person from its entries.
    ///
    /// - Parameter through: Until when recurring duties are derived; by default a week beyond the day of `now`.
    func derive(
        _ person: PersonID, records: [FactRecord], indices: [PersonID: IndexHistory], localCases: LocalCases = LocalCases(),
        zones: ResidentZones = ResidentZones(), now: Instant, through: Instant? = nil
    ) -> DerivedHistory {
        let book = book
        let territory = PolicyShelf.governing(records)
        return DerivedHistory(
            of: person, records: records, indices: indices,
            governedBy: { moment in
                { trigger in book.edition(forTriggerAt: trigger, in: territory, knownAt: moment) ?? book.fallback }
            },
            inForce: { moment in
                { instant in book.edition(inForceAt: instant, in: territory, knownAt: moment) ?? book.fallback }
            },
            localCases: localCases, zones: zones, editionStarts: book.starts(in: territory), now: now, through: through ?? horizon(now))
    }

    /// Derives everything stored about a thing from the entries about it and around it.
    func derive(
        _ subject: Subject, records: [FactRecord], surroundings: [FactRecord], now: Instant, through: Instant? = nil
    ) -> ThingHistory {
        let book = book
        let territory: TerritoryCode? =
            if case .territory(let code) = subject { code } else { records.lazy.reversed().compactMap(\.fact.seat).first }
        return ThingHistory(
            of: subject, records: records, surroundings: surroundings,
            governedBy: { moment in
                { trigger in book.edition(forTriggerAt: trigger, in: territory, knownAt: moment) ?? book.fallback }
            },
            editionStarts: book.starts(in: territory), now: now, through: through ?? horizon(now))
    }

    /// The zone in which days begin and end.
    public var zone: CivilZone {
        let book = book
        return book.adoptions.first?.policy.zone ?? book.fallback.zone
    }

    /// The territory the deployment answers for.
    public var root: TerritoryCode { book.root }

    /// How long a territory still sees a person after the last link.
    var accessAfter: Span { .hours(24 * book.fallback.access.daysAfterLastLink.count) }

    /// Until when recurring duties are derived: a week beyond the day of `now`, so that the derivation changes once a day.
    func horizon(_ now: Instant) -> Instant {
        let zone = zone
        return zone.instant(zone.date(of: now) + 7)
    }

    /// Whose edition governs a person: that of the residence.
    private static func governing(_ records: [FactRecord]) -> TerritoryCode? {
        for case .person(let person) in records.reversed().lazy.map(\.fact) { return person.residence }
        return nil
    }
}
