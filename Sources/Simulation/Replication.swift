import Foundation
import Synchronization

/// Runs many replicates on several threads of its own, and hands the outcomes over in the order of their numbers.
///
///     try Replication(simulator, threads: 2).run(0..<100) { outcome in
///         ensemble.add(outcome)
///         return !isClosed          // false ends it
///     }
///
/// It blocks the thread that calls it: call it from one that may wait, never from the cooperative pool. `body` is called on that thread alone, so it
/// can feed an `AsyncStream`. Outcomes do not depend on the number of threads.
public struct Replication: Sendable {
    private let simulator: Simulator
    private let threads: Int

    /// Replicates of a simulator on so many threads, at least one.
    public init(_ simulator: Simulator, threads: Int) {
        self.simulator = simulator
        self.threads = max(1, threads)
    }

    /// Runs replicates one after the other as they are numbered.
    ///
    /// - Parameters:
    ///   - numbers: Which.
    ///   - isCancelled: Asked about once a simulated day by every thread; true ends everything.
    ///   - body: Takes each outcome in the order of `numbers`; false ends the rest.
    public func run(_ numbers: [Int], isCancelled: @escaping @Sendable () -> Bool = { false }, body: (Outcome) throws -> Bool) rethrows {
        guard threads > 1, numbers.count > 1 else {
            var bench = simulator.bench()
            for number in numbers {
                guard let outcome = simulator.run(number, on: &bench, isCancelled: isCancelled), try body(outcome) else { return }
            }
            return
        }
        let shared = Shared()
        let crew = (0..<min(threads, numbers.count)).map { _ in
            Thread { [simulator] in
                var bench = simulator.bench()
                // Nobody runs far ahead of the one who takes the outcomes.
                while let position = shared.next(of: numbers.count) {
                    let outcome = simulator.run(numbers[position], on: &bench) { shared.isOver || isCancelled() }
                    shared.put(outcome, at: position)
                }
            }
        }
        for thread in crew {
            thread.stackSize = 4 << 20
            thread.start()
        }
        defer { shared.end() }
        for position in numbers.indices {
            guard let outcome = shared.take(position), try body(outcome) else { return }
        }
    }

    /// What the threads share: the next number, and outcomes not yet taken.
    private final class Shared: @unchecked Sendable {
        private let condition = NSCondition()
        private var nextPosition = 0
        private var taken = 0
        private var done: [Int: Outcome?] = [:]
        private let over = Atomic(false)

        var isOver: Bool { over.load(ordering: .relaxed) }

        func next(of count: Int) -> Int? {
            condition.lock()
            defer { condition.unlock() }
            while nextPosition > taken + 64, !isOver { condition.wait() }
            guard nextPosition < count, !isOver else { return nil }
            nextPosition += 1
            return nextPosition - 1
        }

        func put(_ outcome: Outcome?, at position: Int) {
            condition.lock()
            done[position] = .some(outcome)
            condition.broadcast()
            condition.unlock()
        }

        func take(_ position: Int) -> Outcome? {
            condition.lock()
            defer { condition.unlock() }
            while done[position] == nil { condition.wait() }
            let outcome = done.removeValue(forKey: position) ?? nil
            taken = position + 1
            condition.broadcast()
            return outcome
        }

        func end() {
            over.store(true, ordering: .relaxed)
            condition.lock()
            condition.broadcast()
            condition.unlock()
        }
    }
}
