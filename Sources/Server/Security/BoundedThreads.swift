import Dispatch
import Synchronization

/// A few threads of their own for work that takes long, and a short queue before them: hashing passwords, making estimates. A flood of sign-ins costs
/// two cores and 256 MB, not the server.
final class BoundedThreads: Sendable {
    private let queues: [DispatchQueue]
    private let waiting = Mutex((running: 0, next: 0))
    private let limit: Int

    /// Thrown when the queue is full.
    struct Busy: Error {}

    init(label: String = "shoutu.hashing", count: Int = 2, limit: Int = 16) {
        queues = (0..<count).map { DispatchQueue(label: "\(label).\($0)") }
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
