import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import Server

@Suite("The gate before the router")
struct EntryGateTests {
    private static let headers: HTTPFields = [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"]

    /// A connection with the gate on it, and its count.
    private static func connection() throws -> (channel: EmbeddedChannel, count: EntryCount) {
        let count = EntryCount(logger: .init(label: "test"))
        let gate = EntryGate(decisions: EntryDecisions(), count: count, headers: headers)
        let channel = EmbeddedChannel(handler: gate)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, count)
    }

    private static func head(_ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:]) -> HTTPRequestPart {
        .head(HTTPRequest(method: method, scheme: "http", authority: "x", path: path, headerFields: fields))
    }

    /// The head, body and end of what was answered, if something was.
    private static func answer(_ channel: EmbeddedChannel) throws -> (HTTPResponse, String)? {
        var head: HTTPResponse?
        var body = ""
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            switch part {
            case .head(let response): head = response
            case .body(let bytes): body += String(buffer: bytes)
            case .end: return head.map { ($0, body) }
            }
        }
        return nil
    }

    private static func ask(_ channel: EmbeddedChannel, _ pieces: [String], _ fields: HTTPFields = [:]) throws {
        try channel.writeInbound(head(.post, "/entry/decide", fields))
        for piece in pieces { try channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: piece))) }
        try channel.writeInbound(HTTPRequestPart.end(nil))
    }

    @Test("a question is answered here, with its length, its date and strict headers, in however many pieces it came, one after another")
    func answers() throws {
        let (channel, count) = try Self.connection()
        for pieces in [["SE1.", "abc"], ["SE1.abc"], []] {
            try Self.ask(channel, pieces)
            let (head, body) = try #require(try Self.answer(channel))
            #expect(head.status == .unprocessableContent && body.contains("refused"))
            #expect(head.headerFields[.contentLength] == String(body.utf8.count))
            #expect(head.headerFields[.date]?.hasSuffix("GMT") == true && head.headerFields[.cacheControl] == "no-store")
        }
        #expect(try channel.readInbound(as: HTTPRequestPart.self) == nil)
        #expect(count.take() == (0, 3) && channel.isActive)
    }

    @Test("everything else goes on as it came, and its answer comes back")
    func passes() throws {
        let (channel, _) = try Self.connection()
        for head in [Self.head(.get, "/entry/decide"), Self.head(.post, "/entry/decide/x"), Self.head(.post, "/")] {
            try channel.writeInbound(head)
            try channel.writeInbound(HTTPRequestPart.end(nil))
            #expect(try channel.readInbound(as: HTTPRequestPart.self) == head)
            #expect(try channel.readInbound(as: HTTPRequestPart.self) == .end(nil))
            try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
            try channel.writeOutbound(HTTPResponsePart.end(nil))
            #expect(try Self.answer(channel)?.0.status == .ok)
        }
    }

    @Test("a question behind a request that was not answered yet waits for its turn in the router")
    func order() throws {
        let (channel, _) = try Self.connection()
        try channel.writeInbound(Self.head(.get, "/"))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        try Self.ask(channel, ["x"])
        #expect(try Self.answer(channel) == nil)
        var passed = 0
        while try channel.readInbound(as: HTTPRequestPart.self) != nil { passed += 1 }
        #expect(passed == 5)
        for _ in 0..<2 {
            try channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
            try channel.writeOutbound(HTTPResponsePart.end(nil))
            #expect(try Self.answer(channel)?.0.status == .ok)
        }
        try Self.ask(channel, ["x"])
        #expect(try Self.answer(channel)?.0.status == .unprocessableContent)
    }

    @Test("what is longer than any code is not read, and the connection ends; so it does when the asker wants it")
    func ends() throws {
        let (long, _) = try Self.connection()
        try Self.ask(long, [String(repeating: "x", count: 1000), String(repeating: "x", count: 25), "y"])
        #expect(try Self.answer(long)?.0.status == .contentTooLarge)
        #expect(try Self.answer(long) == nil && !long.isActive)

        let (last, _) = try Self.connection()
        try Self.ask(last, ["x"], [.connection: "Close"])
        #expect(try Self.answer(last)?.0.headerFields[.connection] == "close")
        #expect(!last.isActive)
    }
}
