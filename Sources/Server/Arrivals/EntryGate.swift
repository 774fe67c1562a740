import Foundation
import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// What stands on every connection before the web framework: questions of entry are answered here, on the thread that read them, everything
/// else goes on to the router.
///
/// The answer hangs on nothing but the code, so that neither a task nor session nor page nor a line of the log for each is needed: a
/// checkpoint asks thousands of times a minute. A question that comes while the router still owes this connection an answer goes to the router
/// too, where the same service answers it: answers keep the order of what was asked. What was answered and refused is counted, and the log is
/// told once a minute.
final class EntryGate: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// No code is longer, in bytes.
    static let longest = 1024

    /// What of a request was read so far.
    private enum Reading {
        case otherwise
        case question(String, isLast: Bool)
        case nothingMore
    }

    private let decisions: EntryDecisions
    private let count: EntryCount
    private let headers: HTTPFields
    private var reading = Reading.otherwise
    /// Requests that went on and were not answered yet.
    private var owed = 0
    /// The date of answers, told anew every second.
    private var date = (second: Int64.min, text: "")

    init(decisions: EntryDecisions, count: EntryCount, headers: HTTPFields) {
        self.decisions = decisions
        self.count = count
        self.headers = headers
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), reading) {
        case (_, .nothingMore): return
        case (.head(let head), _) where owed == 0 && head.method == .post && head.path == EntryDecisions.path:
            reading = .question("", isLast: head.headerFields[.connection]?.lowercased() == "close")
        case (.body(let bytes), .question(let text, let isLast)):
            let whole = text + String(buffer: bytes)
            if whole.utf8.count <= Self.longest {
                reading = .question(whole, isLast: isLast)
            } else {
                answer(.contentTooLarge, ByteBuffer(), isLast: true, context)
            }
        case (.end, .question(let text, let isLast)):
            let (status, said) = decisions.answer(text)
            count.note(status == .ok)
            answer(status, said, isLast: isLast, context)
        case (let part, .otherwise):
            if case .head = part { owed += 1 }
            context.fireChannelRead(data)
        case (.head, .question): context.close(promise: nil)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { owed -= 1 }
        context.write(data, promise: promise)
    }

    private func answer(_ status: HTTPResponse.Status, _ said: ByteBuffer, isLast: Bool, _ context: ChannelHandlerContext) {
        reading = isLast ? .nothingMore : .otherwise
        var fields = headers
        fields[.contentLength] = String(said.readableBytes)
        fields[.date] = httpDate()
        if isLast { fields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(HTTPResponse(status: status, headerFields: fields))), promise: nil)
        if said.readableBytes > 0 { context.write(wrapOutboundOut(.body(said)), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if isLast { context.close(promise: nil) }
    }

    /// The machine's time as an answer's `Date` says it (RFC 9110 §5.6.7).
    private func httpDate() -> String {
        let now = Date()
        let second = Int64(now.timeIntervalSince1970)
        if date.second != second { date = (second, Self.httpFormat.string(from: now)) }
        return date.text
    }

    private static let httpFormat: DateFormatter = {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = .gmt
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format
    }()
}
