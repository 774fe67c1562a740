import Foundation
import Policy
import Register
import Scenarios
import Storage
import Synchronization
import Vocabulary

extension Operations {
    /// Writes an invented world into an empty register, many people a transaction, and derives everything as it goes.
    ///
    /// The world is walked on a thread of its own, since making it is long and the threads of Swift's concurrency are few.
    ///
    /// - Parameter progress: Told after every transaction how many people have been written.
    /// - Returns: The register's numbers of the people by the world's.
    @discardableResult
    public func load(_ world: some World, progress: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> [Int: PersonID] {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result {
                        let loader = WorldLoader(operations: self, moment: world.moment, progress: progress)
                        try world.forEachPerson { try loader.add($0) }
                        return try loader.finish()
                    })
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}

/// Gathers the people of a world into transactions and remembers which number each thing was given.
///
/// Belongs to the walking thread, which waits for one transaction before it hands over the next.
private final class WorldLoader {
    private let operations: Operations
    private let author: Author
    private let progress: @Sendable (Int) -> Void
    private let numbers = SharedNumbers()
    private var batch: [ReadyPerson] = []
    private let encoding = FactEncoding()
    /// People of one transaction: what they add to the sums of the scorecard is written once for all of them.
    private static let step = 4000
    private var written = 0
    private var underWay: (outcome: Waiting<Void>, count: Int)?

    /// Register numbers by the world's.
    struct Numbers: Sendable {
        var persons: [Int: PersonID] = [:]
        /// The first entry about a thing, by its number in the world.
        var entities: [Int64: Int64] = [:]
        /// The newest entry about a thing, by the number of its first in the world.
        var newest: [Int: FactRecord] = [:]
    }

    /// The numbers, lent to the transaction under way: copied for each, they would cost more than the writing of a large world.
    final class SharedNumbers: Sendable {
        private let numbers = Mutex(Numbers())

        /// Goes on with the numbers of persons; those of things are of one transaction.
        func continued(_ body: (inout Numbers) throws -> Void) rethrows {
            try numbers.withLock { numbers in
                // Revisions name things of the same person only, so that what is newest need not be remembered beyond the batch.
                numbers.entities = [:]
                numbers.newest = [:]
                try body(&numbers)
            }
        }

        var persons: [Int: PersonID] { numbers.withLock { $0.persons } }
    }

    init(operations: Operations, moment: Instant, progress: @escaping @Sendable (Int) -> Void) {
        self.operations = Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies)
        author = .systemUnrestricted("scenario")
        self.progress = progress
    }

    func add(_ person: InventedPerson) throws {
        let blind = person.description.map { operations.store.blind(person.identity, birthDate: $0.birthDate) }
        let encoded = try person.facts.map { $0.fact.namesNothingElse ? try encoding.encoded($0.fact) : nil }
        batch.append(ReadyPerson(person: person, blind: blind, encoded: encoded))
        if batch.count == WorldLoader.step { try flush() }
    }

    func finish() throws -> [Int: PersonID] {
        try flush()
        try settle()
        return numbers.persons
    }

    /// Hands the batch to the writer; the next one is made meanwhile.
    private func flush() throws {
        try settle()
        guard !batch.isEmpty else { return }
        let (people, numbers, operations, author) = (batch, numbers, operations, author)
        let outcome = Waiting<Void>()
        Task {
            await outcome.finish {
                try await operations.perform(as: author) { filing in
                    try numbers.continued { numbers in
                        for person in people { try filing.write(person, &numbers) }
                    }
                }
            }
        }
        underWay = (outcome, batch.count)
        batch = []
    }

    /// Waits for the batch under way.
    private func settle() throws {
        guard let (outcome, count) = underWay else { return }
        underWay = nil
        try outcome.wait()
        written += count
        progress(written)
    }
}

/// A person with what of their record can be made ready before the transaction.
private struct ReadyPerson: Sendable {
    let person: InventedPerson
    let blind: BlindIdentity?
    /// The facts in their stored form, as far as they name nothing whose number is yet to be given.
    let encoded: [EncodedFact?]
}

/// Lets a plain thread wait for work on Swift's concurrency.
private final class Waiting<Value: Sendable>: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func finish(_ body: () async throws -> Value) async {
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        result.withLock { $0 = outcome }
        semaphore.signal()
    }

    func wait() throws -> Value {
        semaphore.wait()
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}

extension Filing {
    /// Writes an invented person with everything recorded about them.
    fileprivate func write(_ ready: ReadyPerson, _ numbers: inout WorldLoader.Numbers) throws {
        let person = ready.person
        guard let description = person.description else { throw OperationError.notAboutAPerson }
        let id = try registerBare(person.identity, birthDate: description.birthDate, blind: ready.blind)
        numbers.persons[person.number] = id
        for (invented, encoded) in zip(person.facts, ready.encoded) {
            let fact = invented.fact.translated(
                person: { numbers.persons[Int($0.rawValue)] ?? $0 }, entity: { numbers.entities[$0] ?? $0 })
            let record: FactRecord
            if let first = invented.revises, let former = numbers.newest[first] {
                record =
                    invented.withdraws
                    ? try withdraw(former, expected: former.id, reason: "scenario", knownAt: invented.knownAt)
                    : try revise(former, to: fact, at: invented.happenedAt, expected: former.id, knownAt: invented.knownAt)
                numbers.newest[first] = record
            } else {
                record = try file(fact, about: id, at: invented.happenedAt, knownAt: invented.knownAt, encoded: encoded)
                numbers.entities[Int64(invented.local)] = record.entity
                numbers.newest[invented.local] = record
            }
        }
        finish(with: id)
    }
}

extension InventedPerson {
    /// The description among the facts.
    fileprivate var description: Person? {
        for case .person(let person) in facts.lazy.map(\.fact) { return person }
        return nil
    }
}

extension Fact {
    /// Whether it names neither another person nor another entry.
    fileprivate var namesNothingElse: Bool {
        var names = false
        _ = translated(
            person: {
                names = true
                return $0
            },
            entity: {
                names = true
                return $0
            })
        return !names
    }
}
