import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

/// What stands before the console's routes: questions of entry are answered here, everything else goes on to the router.
///
/// The answer hangs on nothing but the code, so that neither session nor page nor a line of the log for each is needed: a checkpoint asks
/// thousands of times a minute. What was answered and refused is counted, and the log is told once a minute.
struct EntryGate: HTTPResponder {
    let decisions: EntryDecisions
    let count: EntryCount
    let router: RouterResponder<ConsoleContext>
    private let headers: HTTPFields

    init(decisions: EntryDecisions, count: EntryCount, isTLS: Bool, router: RouterResponder<ConsoleContext>) {
        self.decisions = decisions
        self.count = count
        self.router = router
        headers = SecurityHeaders<ConsoleContext>.ofData(isTLS: isTLS)
    }

    func respond(to request: Request, context: ConsoleContext) async throws -> Response {
        guard request.head.method == .post, request.head.path == EntryDecisions.path else {
            return try await router.respond(to: request, context: context)
        }
        guard let body = try? await request.body.collect(upTo: 1024) else { return Response(status: .contentTooLarge, headers: headers) }
        let (status, answer) = decisions.answer(String(buffer: body))
        count.note(status == .ok)
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: answer))
    }
}

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
