import Register
import Vocabulary

/// A person being invented: facts are put down as they happen and leave the world's moment behind by themselves.
struct PersonDraft {
    let number: Int
    var identity: Identity
    /// The moment after which nothing exists.
    let moment: Instant
    private let base: Int
    private(set) var facts: [InventedFact] = []

    init(number: Int, identity: Identity, firstFact: Int, moment: Instant) {
        self.number = number
        self.identity = identity
        self.moment = moment
        base = firstFact
    }

    /// Puts down a fact unless it lies after the world's moment, or was not known by then; gives its number.
    ///
    /// - Parameter after: How long after happening it became known.
    @discardableResult
    mutating func record(_ fact: Fact, at happenedAt: Instant, after delay: Span = .zero, revising: Int? = nil) -> Int? {
        record(fact, at: happenedAt, knownAt: happenedAt + max(delay, .zero), revising: revising)
    }

    /// Puts down a fact known from `knownAt` on.
    @discardableResult
    mutating func record(_ fact: Fact, at happenedAt: Instant, knownAt: Instant, revising: Int? = nil) -> Int? {
        // What refers to an entry cannot be known before it.
        let earlier = [revising, fact.refersTo].compactMap { $0.flatMap { entry($0)?.knownAt } }
        let known = earlier.reduce(max(knownAt, happenedAt), max)
        guard known <= moment else { return nil }
        let local = base + facts.count
        facts.append(InventedFact(local: local, fact: fact, happenedAt: happenedAt, knownAt: known, revises: revising, withdraws: false))
        return local
    }

    private func entry(_ local: Int) -> InventedFact? {
        facts.indices.contains(local - base) ? facts[local - base] : nil
    }

    /// The person, with the facts in the order in which they became known and numbered anew in that order.
    func finished() -> InventedPerson {
        let order = facts.indices.sorted { (facts[$0].knownAt, $0) < (facts[$1].knownAt, $1) }
        var position = [Int](repeating: 0, count: facts.count)
        for (new, old) in order.enumerated() { position[old] = new }
        func renumbered(_ local: Int) -> Int { base + position[local - base] }
        let sorted = order.map { old in
            let entry = facts[old]
            return InventedFact(
                local: renumbered(entry.local),
                fact: entry.fact.translated(person: { $0 }, entity: { Int64(renumbered(Int($0))) }),
                happenedAt: entry.happenedAt, knownAt: entry.knownAt, revises: entry.revises.map(renumbered), withdraws: entry.withdraws)
        }
        return InventedPerson(number: number, identity: identity, facts: sorted)
    }
}

extension Fact {
    /// The entry about the same person that this one refers to.
    fileprivate var refersTo: Int? {
        switch self {
        case .result(let value): Int(value.specimen.rawValue)
        case .caseChange(let value): Int(value.of.rawValue)
        case .act(let value): value.concerning.map(Int.init)
        default: nil
        }
    }
}
