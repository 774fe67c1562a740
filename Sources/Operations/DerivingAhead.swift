import Register
import Storage

/// Who among those newly registered is derived by another core while those before them are written.
///
/// A person is derived ahead only where everything that the derivation hangs on is known: the facts are all filed, and an index person's
/// history stands. If that changes after all, the person is queued and derived again like everybody whose index changed.
struct DerivingAhead {
    /// So many are given to another core at a time, and so far ahead.
    private static let step = 32
    /// Fewer than these are derived where they are.
    private static let worthwhile = 16

    private let persons: [PersonID]
    private let fresh: [PersonID: [FactRecord]]
    /// Those of `persons` not derived yet.
    private var toCome: Set<PersonID> = []
    /// How many of `persons` were looked at.
    private var seen = 0
    private var ordered: [PersonID: Ahead<Projection.Made>] = [:]

    /// For a queue that begins with `persons`; `fresh` holds all entries about those newly registered, `early` what was derived of some.
    init(_ persons: [PersonID], fresh: [PersonID: [FactRecord]], early: [PersonID: Ahead<Projection.Made>]) {
        let isWorthwhile = fresh.count >= DerivingAhead.worthwhile
        self.persons = isWorthwhile ? persons : []
        self.fresh = fresh
        if isWorthwhile { toCome = Set(persons) }
        ordered = early
    }

    /// The newly registered to be looked at when the one at `place` of the queue is about to be derived; nil while enough were.
    mutating func next(from place: Int) -> [(person: PersonID, records: [FactRecord])]? {
        guard seen < persons.count, seen < place + 2 * DerivingAhead.step else { return nil }
        let chunk = persons[seen..<min(seen + DerivingAhead.step, persons.count)]
        seen += chunk.count
        return chunk.compactMap { person in ordered[person] == nil ? fresh[person].map { (person, $0) } : nil }
    }

    /// Whether somebody is yet to be derived, so that nobody's derivation can hang on it.
    func isToCome(_ person: PersonID) -> Bool { toCome.contains(person) }

    /// Gives what was looked at to another core.
    mutating func begin(_ batch: [(person: PersonID, made: Ahead<Projection.Made>)]) {
        for (person, made) in batch { ordered[person] = made }
        Ahead.begin(batch.map(\.made))
    }

    /// What was derived of a person, if it was; the person is no longer to come.
    mutating func taken(_ person: PersonID) -> Ahead<Projection.Made>? {
        toCome.remove(person)
        return ordered.removeValue(forKey: person)
    }
}
