import Logging
import ServiceLifecycle
import Synchronization

/// How many questions of entry were answered and refused since the log was last told.
final class EntryCount: Service {
    private let answered = Atomic<Int>(0)
    private let refused = Atomic<Int>(0)
    private let logger: Logger
    private let interval: Duration

    init(logger: Logger, interval: Duration = .seconds(60)) {
        self.logger = logger
        self.interval = interval
    }

    /// Counts an answer.
    func note(_ isAnswered: Bool) {
        if isAnswered { answered.add(1, ordering: .relaxed) } else { refused.add(1, ordering: .relaxed) }
    }

    /// Tells the log as long as the console is served, and once more when it stops.
    func run() async throws {
        while (try? await cancelWhenGracefulShutdown { try await Task.sleep(for: self.interval) }) != nil { tell() }
        tell()
    }

    /// Takes what was counted; the next begins at nothing.
    func take() -> (answered: Int, refused: Int) {
        (answered.exchange(0, ordering: .relaxed), refused.exchange(0, ordering: .relaxed))
    }

    private func tell() {
        let (answered, refused) = take()
        guard answered + refused > 0 else { return }
        logger.info(
            "entry decisions", metadata: ["route": "\(EntryDecisions.path)", "answered": "\(answered)", "refused": "\(refused)"])
    }
}
