import Vocabulary

/// The adopted editions over time and territory: which one governs a trigger, at which state of knowledge.
///
/// Of the adoptions that were known, whose territory contains the place and that were in force, the most specific territory wins; within
/// it the one with the newest first day; within that the one adopted last. An edition that applies to *new triggers* governs what is
/// triggered from its first day on; one that applies to everything *open* also governs, from its first day on, what was triggered before.
public struct PolicyBook: Hashable, Sendable {
    /// The territory that the deployment answers for.
    public var root: TerritoryCode
    /// What governs where nothing was adopted.
    public var fallback: Policy
    /// The adoptions, in the order in which they became known.
    public private(set) var adoptions: [Adoption]

    /// That a territory adopted an edition.
    public struct Adoption: Hashable, Sendable {
        /// The edition.
        public var policy: Policy
        /// Where it holds: in this territory and all in it.
        public var territory: TerritoryCode
        /// The moment from which it is in force.
        public var from: Instant
        /// The moment at which it ends, if known.
        public var until: Instant?
        /// When the adoption was known.
        public var knownAt: Instant
        /// When it was withdrawn again, if it was.
        public var withdrawnAt: Instant?

        /// An adoption whose days are those of the edition, in the edition's zone.
        ///
        /// - Parameters:
        ///   - territory: Where it holds; by default the edition's own territory, or all of `root`.
        ///   - knownAt: When the adoption was known.
        public init(of policy: Policy, in territory: TerritoryCode, knownAt: Instant) {
            self.policy = policy
            self.territory = territory
            self.knownAt = knownAt
            from = policy.zone.instant(policy.from)
            until = policy.until.map { policy.zone.instant($0 + 1) }
        }
    }

    /// A book in which `fallback` holds everywhere and always, until others are adopted.
    public init(root: TerritoryCode, fallback: Policy) {
        self.root = root
        self.fallback = fallback
        adoptions = []
    }

    /// Adds an adoption.
    public mutating func adopt(_ adoption: Adoption) {
        let index = adoptions.firstIndex { $0.knownAt > adoption.knownAt } ?? adoptions.endIndex
        adoptions.insert(adoption, at: index)
    }

    /// Adopts an edition in its own territory, or in all of the book's root if it has none.
    public mutating func adopt(_ policy: Policy, knownAt: Instant) {
        adopt(Adoption(of: policy, in: policy.territory ?? root, knownAt: knownAt))
    }

    /// Withdraws all adoptions of an edition that were known at `moment`.
    public mutating func withdraw(_ id: String, at moment: Instant) {
        for index in adoptions.indices where adoptions[index].policy.id == id && adoptions[index].isKnown(at: moment) {
            adoptions[index].withdrawnAt = moment
        }
    }

    /// The edition that governs what was triggered at `trigger` in `territory`, as it was known at `knownAt`; nil if none was adopted for
    /// then and there (``fallback`` governs).
    ///
    /// Without a territory, adoptions of the whole root are looked at.
    public func edition(forTriggerAt trigger: Instant, in territory: TerritoryCode?, knownAt: Instant) -> Policy? {
        governing(in: territory, knownAt: knownAt) { $0.governs(trigger, at: knownAt) }
    }

    private func governing(in territory: TerritoryCode?, knownAt: Instant, where isFit: (Adoption) -> Bool) -> Policy? {
        let place = territory ?? root
        // By position: an adoption holds a whole policy, and this is asked for every reason of every person.
        var best: Int?
        for index in adoptions.indices
        where adoptions[index].isKnown(at: knownAt) && adoptions[index].territory.contains(place) && isFit(adoptions[index]) {
            if let former = best, rank(index) < rank(former) { continue }
            best = index
        }
        return best.map { adoptions[$0].policy }
    }

    /// The edition in force in `territory` at `moment`, as it was known at `knownAt`: what governs recurring duties that begin then. An edition
    /// for everything open does not reach back to them, since nothing that had ended before it was open.
    public func edition(inForceAt moment: Instant, in territory: TerritoryCode?, knownAt: Instant) -> Policy? {
        governing(in: territory, knownAt: knownAt) { $0.isInForce(at: moment) }
    }

    /// What decides between adoptions that all govern: the narrower territory, then the later beginning, then the later adoption.
    private func rank(_ index: Int) -> (Int, Instant, Int) {
        (adoptions[index].territory.digits.utf8.count, adoptions[index].from, index)
    }

    /// The moments at which what governs in `territory` can have changed for what was already open: the beginnings and ends of editions
    /// that apply to everything open, and the moments at which an adoption or a withdrawal became known late. Ascending.
    public func starts(in territory: TerritoryCode?) -> [Instant] {
        let place = territory ?? root
        var moments: Set<Instant> = []
        for adoption in adoptions where adoption.territory.contains(place) {
            if adoption.policy.application == .open {
                moments.insert(max(adoption.from, adoption.knownAt))
                if let until = adoption.until { moments.insert(max(until, adoption.knownAt)) }
            } else if adoption.knownAt > adoption.from {
                moments.insert(adoption.knownAt)
            }
            if let withdrawn = adoption.withdrawnAt { moments.insert(withdrawn) }
        }
        return moments.sorted()
    }
}

extension PolicyBook.Adoption {
    fileprivate func isKnown(at moment: Instant) -> Bool {
        knownAt <= moment && (withdrawnAt.map { $0 > moment } ?? true)
    }

    fileprivate func isInForce(at moment: Instant) -> Bool {
        moment >= from && (until.map { moment < $0 } ?? true)
    }

    /// Whether the adoption governs a trigger, seen from `now`.
    fileprivate func governs(_ trigger: Instant, at now: Instant) -> Bool {
        switch policy.application {
        case .newTriggers:
            return trigger >= from && (until.map { trigger < $0 } ?? true)
        case .open:
            // What is triggered under it stays under it; what was open when it began comes under it while it is in force.
            if trigger >= from { return until.map { trigger < $0 } ?? true }
            return now >= from && (until.map { now < $0 } ?? true)
        }
    }
}
