import Crypto
import Foundation
import Hummingbird
import Register
import ServiceLifecycle

/// What changed, told to open pages by topic only: they fetch again what they show, each within its own scope.
public enum Topic: Hashable, Sendable {
    /// Obligations changed.
    case duties
    /// Something the situation counts changed.
    case situation
    /// Something about a person or thing changed; told under an opaque name.
    case subject(Subject)
    /// An import moved on.
    case imports
}

/// The stream of topics to open browsers: one connection a session, a heartbeat, closed at shutdown.
public actor LiveEvents: Service {
    private var streams: [String: (id: Int, continuation: AsyncStream<String>.Continuation)] = [:]
    private var count = 0
    private let key = SymmetricKey(size: .bits256)
    private let heartbeat: Duration

    /// A stream with nobody listening; run it as a service for its heartbeat.
    public init(heartbeat: Duration = .seconds(20)) {
        self.heartbeat = heartbeat
    }

    /// Tells every open page.
    public func publish(_ topics: Set<Topic>) {
        for topic in topics {
            let text = "event: \(name(of: topic))\ndata: 1\n\n"
            for stream in streams.values { stream.continuation.yield(text) }
        }
    }

    /// The name under which a topic is told: a subject's says nothing to who does not have the page.
    nonisolated func name(of topic: Topic) -> String {
        switch topic {
        case .duties: return "duties"
        case .situation: return "situation"
        case .imports: return "imports"
        case .subject(let subject):
            let code = HMAC<SHA256>.authenticationCode(for: Data(subject.description.utf8), using: key)
            return "subject-" + Secret.encode(Array(code.prefix(12)))
        }
    }

    /// Beats until shutdown, then closes every stream.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: self.heartbeat)
                    await self.beat()
                }
            }
        } catch is CancellationError {
            close()
        }
    }

    private func beat() {
        for stream in streams.values { stream.continuation.yield(": still here\n\n") }
    }

    private func close() {
        for stream in streams.values { stream.continuation.finish() }
        streams = [:]
    }

    /// How many browsers listen.
    var listeners: Int { streams.count }

    /// A new stream for a session; the one it had ends.
    func open(_ session: String) -> (id: Int, stream: AsyncStream<String>) {
        streams[session]?.continuation.finish()
        count += 1
        let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingNewest(64))
        streams[session] = (count, continuation)
        continuation.yield("retry: 3000\nevent: open\ndata: 1\n\n")
        return (count, stream)
    }

    func leave(_ session: String, _ id: Int) {
        if streams[session]?.id == id { streams[session] = nil }
    }

    /// The answer that carries the stream of a session.
    nonisolated func answer(for session: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                let (id, stream) = await self.open(session)
                do {
                    for await text in stream.cancelOnGracefulShutdown() {
                        try await writer.write(ByteBuffer(string: text))
                    }
                    try await writer.finish(nil)
                } catch {
                    // The browser went away.
                }
                await self.leave(session, id)
            })
    }
}
