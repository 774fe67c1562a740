import Dispatch
import Synchronization

/// Two threads on which passwords are hashed, and a short queue before them: a flood of sign-ins costs two cores and 256 MB, not the server.
final class HashingThreads: Sendable {
    private let queues = [DispatchQueue(label: "shoutu.hashing.0"), DispatchQueue(label: "shoutu.hashing.1")]
    private let waiting = Mutex((running: 0, next: 0))
    private let limit: Int

    /// Thrown when the queue is full.
    struct Busy: Error {}

    init(limit: Int = 16) {
        self.limit = limit
    }

    /// Runs `work` on one of the threads, or throws `Busy`.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let queue: DispatchQueue? = waiting.withLock { state in
            guard state.running < limit else { return nil }
            state.running += 1
            state.next += 1
            return queues[state.next % queues.count]
        }
        guard let queue else { throw Busy() }
        defer { waiting.withLock { $0.running -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work() }) }
        }
    }
}
