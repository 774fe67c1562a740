import Register
import Vocabulary

/// An invented population with everything recorded about it up to one moment: what a demo, a test or a benchmark is loaded with.
///
///     try world.forEachPerson { invented in
///         let id = register(invented.identity)
///         for fact in invented.facts { … }
///     }
///
/// A world is a value of its seed: the same seed gives the same people with the same facts on every platform. People are made one after the
/// other and handed over, never held, so that a million of them take no more memory than one.
///
/// **Local numbers.** People are numbered from 1 in the order in which they come, facts from 1 through the whole world. A reference inside a
/// fact names these numbers: `Exposure.index` a person's, `TestResult.specimen`, `CaseChange.of` and `Act.concerning` a fact's of the same
/// person. Whoever writes the facts down turns them into the numbers of a register with ``Register/Fact/translated(person:entity:)``.
/// References and revisions only point backwards.
public protocol World: Sendable {
    /// What the world shows.
    var title: LocalizedText { get }
    /// The moment up to which facts exist: nothing happened or became known after it.
    var moment: Instant { get }
    /// Hands over every person in the order of their numbers; whoever was exposed comes after those they were exposed to.
    ///
    /// - Throws: What `body` throws.
    func forEachPerson(_ body: (InventedPerson) throws -> Void) throws
}

/// An invented person with everything recorded about them, in the order in which it became known.
public struct InventedPerson: Hashable, Sendable {
    /// The person's number in the world, from 1.
    public let number: Int
    /// Who the person is.
    public let identity: Identity
    /// What is recorded.
    public let facts: [InventedFact]

    /// The person as an exposure names it.
    public var id: PersonID { PersonID(rawValue: Int64(number)) }
}

/// One entry about an invented person.
public struct InventedFact: Hashable, Sendable {
    /// The entry's number in the world, from 1.
    public let local: Int
    /// The fact, its references in local numbers.
    public let fact: Fact
    /// When it happened.
    public let happenedAt: Instant
    /// When the authority knew.
    public let knownAt: Instant
    /// The number of the entry it revises: the first about the same thing.
    public let revises: Int?
    /// Whether it takes back what it revises.
    public let withdraws: Bool
}

/// A person a newcomer is led to, by number and name.
public struct PersonLabel: Hashable, Sendable {
    /// The person's number in the world.
    public let number: Int
    /// The person's invented name.
    public let name: String
    /// Where the duty for this person lies.
    public let territory: TerritoryCode
    /// Why to look here, in a line.
    public let title: LocalizedText
    /// What is to be seen.
    public let story: LocalizedText
}

extension World {
    /// Everyone, held in memory. For worlds that fit.
    public func people() throws -> [InventedPerson] {
        var people: [InventedPerson] = []
        try forEachPerson { people.append($0) }
        return people
    }

    /// The first `count` people.
    public func people(first count: Int) throws -> [InventedPerson] {
        var people: [InventedPerson] = []
        do {
            try forEachPerson { person in
                if people.count >= count { throw Enough() }
                people.append(person)
            }
        } catch is Enough {}
        return people
    }
}

/// Ends a walk through a world early.
private struct Enough: Error {}
