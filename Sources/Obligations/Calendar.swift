import Policy
import Register
import Vocabulary

/// The obligations of one subject through time: each with the interval in which it was so known.
///
/// What was due as of any past moment, and with what was then known, is read off; nothing is recomputed.
public struct Calendar: Hashable, Sendable {
    /// The obligations with their intervals, by identity and then by time.
    public private(set) var entries: [Entry] = []

    /// An obligation and the interval in which it was so known.
    public struct Entry: Hashable, Sendable {
        /// The obligation.
        public var obligation: Obligation
        /// From when it was so known.
        public var knownFrom: Instant
        /// Until when; nil: still.
        public var knownUntil: Instant?

        /// An obligation so known in an interval.
        public init(obligation: Obligation, knownFrom: Instant, knownUntil: Instant? = nil) {
            self.obligation = obligation
            self.knownFrom = knownFrom
            self.knownUntil = knownUntil
        }
    }

    /// An empty calendar.
    public init() {}

    /// A calendar of the given entries.
    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// The obligations as known at `moment`.
    public func obligations(asKnownAt moment: Instant) -> [Obligation] {
        entries.filter { $0.knownFrom <= moment && ($0.knownUntil.map { $0 > moment } ?? true) }.map(\.obligation)
    }

    /// The obligations as known now.
    public var current: [Obligation] { entries.lazy.filter { $0.knownUntil == nil }.map(\.obligation) }

    /// Makes `obligations` what is known from `moment` on; unchanged ones keep their interval. `moment` must not lie before an earlier one,
    /// and the obligations stand in the order of their identities. Complexity: O(n), a merge of two ordered lists.
    mutating func advance(to obligations: [Obligation], at moment: Instant) {
        var merged: [Entry] = []
        merged.reserveCapacity(entries.count + obligations.count)
        var fresh = obligations.makeIterator()
        var next = fresh.next()
        for var entry in entries {
            // Entries of one identity stand by time, so an open one is the last of them.
            let isOpen = entry.knownUntil == nil
            while let obligation = next, obligation.id < entry.obligation.id {
                merged.append(Entry(obligation: obligation, knownFrom: moment))
                next = fresh.next()
            }
            guard isOpen else {
                merged.append(entry)
                continue
            }
            if let obligation = next, obligation == entry.obligation {
                merged.append(entry)
                next = fresh.next()
                continue
            }
            if entry.knownFrom < moment {
                entry.knownUntil = moment
                merged.append(entry)
            }
        }
        while let obligation = next {
            merged.append(Entry(obligation: obligation, knownFrom: moment))
            next = fresh.next()
        }
        entries = merged
    }
}

/// How an index person stood through time, as far as their contacts' obligations depend on it.
public struct IndexHistory: Hashable, Sendable, Codable {
    /// Versions, each from the moment it became known.
    public private(set) var versions: [Version] = []

    /// An index person as known from a moment on.
    public struct Version: Hashable, Sendable, Codable {
        /// From when.
        public var knownFrom: Instant
        /// How the person stood.
        public var person: IndexPerson

        /// A person as known from a moment on.
        public init(knownFrom: Instant, person: IndexPerson) {
            self.knownFrom = knownFrom
            self.person = person
        }
    }

    /// Nothing known yet.
    public init() {}

    /// How the person stood as known at `moment`.
    public func person(asKnownAt moment: Instant) -> IndexPerson? {
        versions.last { $0.knownFrom <= moment }?.person
    }

    /// This history until `moment`, and another's from then on: of a record that gave way to another.
    public func followed(by other: IndexHistory, from moment: Instant) -> IndexHistory {
        var history = IndexHistory()
        history.versions = versions.filter { $0.knownFrom < moment }
        history.advance(to: other.person(asKnownAt: moment) ?? IndexPerson(), at: moment)
        for version in other.versions where version.knownFrom > moment { history.advance(to: version.person, at: version.knownFrom) }
        return history
    }

    mutating func advance(to person: IndexPerson, at moment: Instant) {
        if versions.last?.person ?? IndexPerson() == person { return }
        if versions.last?.knownFrom == moment { versions.removeLast() }
        versions.append(Version(knownFrom: moment, person: person))
    }
}

/// Everything stored that follows from a person's facts.
public struct DerivedHistory: Hashable, Sendable {
    /// The obligations through time.
    public var calendar: Calendar
    /// The person as an index, through time.
    public var index: IndexHistory
    /// How the person stands now.
    public var standing: Standing

    /// What was derived earlier of the same person.
    ///
    /// - Warning: Continuing is right only if everything that became known since did so *after* `through` (nothing entered with an earlier
    ///   moment of knowledge, of the person or of an index), no edition was adopted with effect before it, and the horizon is the same or
    ///   the person holds no post. Otherwise derive anew: the result would differ from the full derivation.
    public struct Former: Sendable {
        /// The obligations through time.
        public var calendar: Calendar
        /// The person as an index, through time.
        public var index: IndexHistory
        /// The last moment of knowledge that went into them.
        public var through: Instant

        /// What was derived from everything known up to and including `through`.
        public init(calendar: Calendar, index: IndexHistory, through: Instant) {
            self.calendar = calendar
            self.index = index
            self.through = through
        }
    }

    /// Derives everything from all entries about a person, moment of knowledge by moment of knowledge.
    ///
    /// Complexity: one derivation for each distinct moment at which something became known; when continuing, for each moment since.
    ///
    /// - Parameters:
    ///   - id: The person.
    ///   - records: All entries about the person, in any order, revisions and withdrawals included.
    ///   - indices: The people this one was exposed to.
    ///   - book: For a moment of knowledge, the edition that governs a reason by the moment of its trigger.
    ///   - inForce: For a moment of knowledge, the edition in force at a moment, for recurring duties; by default that of `book`.
    ///   - localCases: The local cases of the counties of the person's posts, where the governing edition asks for them.
    ///   - zones: The risk areas that cover where the person lives or lived.
    ///   - editionStarts: Moments at which a new edition took effect for what is open.
    ///   - now: The operating clock: nothing later is taken to be known.
    ///   - horizon: Recurring duties are derived up to here.
    ///   - former: What was derived before, to continue from instead of beginning anew.
    public init(
        of id: PersonID, records: [FactRecord], indices: [PersonID: IndexHistory], governedBy book: (Instant) -> (Instant) -> Policy,
        inForce: ((Instant) -> (Instant) -> Policy)? = nil, localCases: LocalCases = LocalCases(), zones: ResidentZones = ResidentZones(),
        editionStarts: [Instant] = [], now: Instant, through horizon: Instant, continuing former: Former? = nil
    ) {
        calendar = former?.calendar ?? Calendar()
        index = former?.index ?? IndexHistory()
        let elsewhere = indices.values.flatMap { $0.versions.map(\.knownFrom) }
        // Others' cases and editions matter from when the person was first known of.
        let moments = Calendar.moments(of: records, and: elsewhere, editionStarts: editionStarts + localCases.moments + zones.moments, now: now)
        func duties(at moment: Instant) -> Duties {
            var dossier = Dossier(id: id, records: records, asOf: moment, indices: indices.compactMapValues { $0.person(asKnownAt: moment) })
            dossier.localCases = localCases.known(at: moment)
            dossier.zones = zones.known(at: moment)
            let edition = book(moment)
            return Duties.all(of: dossier, governedBy: edition, inForce: inForce?(moment) ?? edition, through: horizon)
        }
        var isFirst = former == nil
        var present: Standing?
        for moment in moments where moment > former?.through ?? .distantPast {
            let duties = duties(at: moment)
            calendar.advance(to: duties.obligations, at: moment)
            index.advance(to: Standing.asIndex(duties), at: moment)
            if moment == now { present = Standing(duties) }
            isFirst = false
        }
        standing = present ?? Standing(duties(at: now))
        if isFirst { index.advance(to: standing.asIndex, at: now) }
    }
}
