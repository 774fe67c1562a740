import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Vocabulary

@testable import Server

/// A clock that tests move.
final class TestClock: Sendable {
    private let instant = Mutex(Instant(milliseconds: 1_700_000_000_000))
    var now: Instant { instant.withLock { $0 } }
    func advance(_ span: Span) { instant.withLock { $0 = $0 + span } }
}

/// A browser of a test: keeps cookies and finds the token of a form.
actor Browser {
    let client: any TestClientProtocol
    private var cookies: [String: String] = [:]
    private var csrf = ""

    init(_ client: any TestClientProtocol) {
        self.client = client
    }

    var token: String { csrf }

    @discardableResult
    func get(_ address: String) async throws -> TestResponse { try await send(address, .get, nil, [:]) }

    @discardableResult
    func post(_ address: String, _ fields: KeyValuePairs<String, String> = [:], csrf token: String? = nil, headers: HTTPFields = [:]) async throws
        -> TestResponse
    {
        let items = [("csrf", token ?? csrf)] + fields.map { ($0.key, $0.value) }
        return try await send(address, .post, String(Address.make("", items).dropFirst()), headers)
    }

    /// Signs in with the password of the preview's accounts.
    func signIn(_ role: Role, password: String = "correct horse") async throws -> TestResponse {
        try await get("/sign-in")
        let response = try await post("/sign-in", ["user": role.rawValue, "password": password])
        if response.status == .seeOther { try await get("/policy") }
        return response
    }

    func send(_ address: String, _ method: HTTPRequest.Method, _ body: String?, _ headers: HTTPFields) async throws -> TestResponse {
        var headers = headers
        headers[.cookie] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        if headers[.acceptLanguage] == nil { headers[.acceptLanguage] = "en" }
        headers[.accept] = "text/html"
        if body != nil { headers[.contentType] = headers[.contentType] ?? "application/x-www-form-urlencoded" }
        let response = try await client.executeRequest(uri: address, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = String(pair[1])
        }
        if let match = String(buffer: response.body).firstMatch(of: /name="csrf" value="([^"]+)"/) { csrf = String(match.1) }
        return response
    }
}

extension Console {
    /// Runs a test with browsers against this console.
    func visit<Value: Sendable>(_ test: @Sendable (any TestClientProtocol) async throws -> Value) async throws -> Value {
        try await application().test(.router) { try await test($0) }
    }
}

/// Signing in, staying signed in, and what strangers can do.
struct SecurityTests {
    @Test("a password is known by its hash, with its parameters, and nothing else is")
    func password() throws {
        let hash = try PasswordHash(of: "守土有責 2022", cost: .trifling)
        #expect(try hash.matches("守土有責 2022"))
        #expect(try !hash.matches("守土有責 2021"))
        let read = try #require(PasswordHash(hash.text))
        #expect(try read.matches("守土有責 2022"))
        #expect(PasswordHash("scrypt$17$8$1$salt") == nil)
        #expect(PasswordHash("scrypt$40$8$1$AAAA$AAAA") == nil)
        let (first, second) = try (PasswordHash(of: "x", cost: .trifling), PasswordHash(of: "x", cost: .trifling))
        #expect(first.text != second.text)
    }

    @Test("the standard cost is 2^17, 8, 1 and works")
    func standardCost() async throws {
        let text = try await BoundedThreads().run { try PasswordHash(of: "a").text }
        #expect(text.hasPrefix("scrypt$17$8$1$"))
        #expect(try await BoundedThreads().run { try PasswordHash(text)?.matches("a") } == true)
    }

    @Test("hashing refuses work beyond its queue instead of piling it up")
    func busy() async throws {
        let threads = BoundedThreads(limit: 1)
        async let slow = threads.run { Thread.sleep(forTimeInterval: 0.3) }
        try await Task.sleep(for: .milliseconds(100))
        await #expect(throws: BoundedThreads.Busy.self) { try await threads.run {} }
        try await slow
    }

    @Test("after five failures of an account each further one doubles the wait")
    func throttle() async {
        let throttle = Throttle()
        let clock = TestClock()
        for _ in 0..<5 {
            #expect(await throttle.wait([.account("a")], at: clock.now) == nil)
            await throttle.failed([.account("a"), .address("1")], at: clock.now)
        }
        #expect(await throttle.wait([.account("a")], at: clock.now) == Span(milliseconds: 2000))
        await throttle.failed([.account("a")], at: clock.now)
        #expect(await throttle.wait([.account("a")], at: clock.now) == Span(milliseconds: 4000))
        #expect(await throttle.wait([.account("b"), .address("1")], at: clock.now) == nil)
        clock.advance(.hours(2))
        #expect(await throttle.wait([.account("a")], at: clock.now) == nil)
    }

    @Test("a wrong password and an unknown name are answered in the same words")
    func refusals() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            let wrong = try await browser.signIn(.investigator, password: "wrong")
            try await browser.get("/sign-in")
            let unknown = try await browser.post("/sign-in", ["user": "nobody", "password": "wrong"])
            #expect(wrong.status == .unprocessableContent && unknown.status == .unprocessableContent)
            #expect(String(buffer: wrong.body).contains("User name or password is wrong."))
            #expect(String(buffer: unknown.body).contains("User name or password is wrong."))
        }
    }

    @Test("guessing is answered with 429 and the seconds to wait")
    func guessing() async throws {
        let clock = TestClock()
        try await PreviewWorld.console(now: { clock.now }).visit { client async throws in
            let browser = Browser(client)
            for _ in 0..<5 { _ = try await browser.signIn(.viewer, password: "wrong") }
            let response = try await browser.signIn(.viewer, password: "correct horse")
            #expect(response.status == .tooManyRequests)
            #expect(response.headers[.retryAfter] != nil)
        }
    }

    @Test("a stranger is led to the sign-in page and back")
    func stranger() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            let response = try await browser.get("/list/cases?status=new")
            #expect(response.status == .seeOther)
            #expect(response.headers[.location] == "/sign-in?back=%2Flist%2Fcases%3Fstatus%3Dnew")
            let form = try await browser.get("/sign-in?back=%2Flist%2Fcases")
            #expect(String(buffer: form.body).contains("value=\"/list/cases\""))
            let entered = try await browser.post("/sign-in", ["user": "viewer", "password": "correct horse", "back": "//evil.example"])
            #expect(entered.headers[.location] == "/")
        }
    }

    @Test("a session ends when signed out, revoked, idle or too old; its cookie is for this server only")
    func sessions() async throws {
        let clock = TestClock()
        let console = try PreviewWorld.console(now: { clock.now })
        try await console.visit { client async throws in
            let browser = Browser(client)
            let opened = try await browser.signIn(.investigator)
            let cookie = opened.headers[values: .setCookie].first { $0.hasPrefix("shoutu=") } ?? ""
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            #expect(try await browser.get("/").status == .ok)
            try await browser.post("/sign-out")
            #expect(try await browser.get("/").status == .seeOther)

            _ = try await browser.signIn(.investigator)
            try await console.parts.sessions.directory.endAll(3)
            #expect(try await browser.get("/").status == .seeOther)

            _ = try await browser.signIn(.investigator)
            clock.advance(.hours(11))
            #expect(try await browser.get("/").status == .ok)
            clock.advance(.hours(13))
            #expect(try await browser.get("/").status == .seeOther)

            _ = try await browser.signIn(.investigator)
            for _ in 0..<7 {
                clock.advance(.hours(11))
                _ = try await browser.get("/")
            }
            #expect(try await browser.get("/").status == .seeOther)
        }
    }

    @Test("a changed password ends the other sessions, and the old one no longer signs in")
    func changedPassword() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let (first, second) = (Browser(client), Browser(client))
            _ = try await first.signIn(.inspector)
            _ = try await second.signIn(.inspector)
            let short = try await first.post("/account/password", ["current": "correct horse", "new": "short", "again": "short"])
            #expect(short.status == .unprocessableContent)
            let wrong = try await first.post("/account/password", ["current": "wrong", "new": "battery staple", "again": "battery staple"])
            #expect(wrong.status == .unprocessableContent)
            let changed = try await first.post("/account/password", ["current": "correct horse", "new": "battery staple", "again": "battery staple"])
            #expect(changed.status == .seeOther)
            #expect(try await first.get("/account").status == .ok)
            #expect(try await second.get("/account").headers[.location]?.hasPrefix("/sign-in") == true)
            #expect(try await second.signIn(.inspector).status == .unprocessableContent)
            #expect(try await second.signIn(.inspector, password: "battery staple").status == .seeOther)
        }
    }

    @Test("what is kept of a session does not sign in")
    func digest() {
        let token = Secret.token()
        #expect(token.utf8.count == 43)
        #expect(Secret.digest(token) != token)
        #expect(Secret.matches(token, token) && !Secret.matches(token, Secret.token()))
    }

    @Test("a sign-in link works once; reloaded by its own browser it leads home")
    func links() async throws {
        let console = try PreviewWorld.console()
        let link = await console.links.make(for: 3)
        try await console.visit { client async throws in
            let (first, second) = (Browser(client), Browser(client))
            #expect(try await first.get(link).status == .seeOther)
            #expect(try await first.get("/").status == .ok)
            #expect(try await first.get(link).headers[.location] == "/")
            #expect(try await second.get(link).status == .gone)
            #expect(try await second.get("/").status == .seeOther)
        }
    }

    @Test("an unsafe request without its session's token, or from another site, is refused")
    func forgery() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            #expect(try await browser.post("/search", ["q": "x"], csrf: "forged").status == .forbidden)
            #expect(try await browser.post("/search", ["q": "x"]).status == .seeOther)
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            #expect(try await browser.post("/search", ["q": "x"], headers: [site: "cross-site"]).status == .forbidden)
        }
    }

    @Test("every answer carries the strict headers, errors and strangers' pages included", arguments: ["/sign-in", "/nowhere", "/health/live", "/"])
    func headers(path: String) async throws {
        try await PreviewWorld.console().visit { client async throws in
            let response = try await Browser(client).get(path)
            let policy = try #require(response.headers[.contentSecurityPolicy])
            for part in ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
                #expect(policy.contains(part))
            }
            #expect(!policy.contains("unsafe"))
            #expect(response.headers[.xContentTypeOptions] == "nosniff")
            let referrer = try #require(HTTPField.Name("Referrer-Policy"))
            #expect(response.headers[referrer] == "no-referrer")
        }
    }

    @Test("a search leaves no trace of what was searched for in any address")
    func search() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            let found = try await browser.post("/search", ["q": "13800001234"])
            let address = try #require(found.headers[.location])
            #expect(address.hasPrefix("/search/") && !address.contains("1380"))
            #expect(try await browser.get(address).status == .ok)
            let other = Browser(client)
            _ = try await other.signIn(.hospital)
            #expect(try await other.get(address).status == .notFound)
        }
    }

    @Test("a territory outside the grants is refused, a person outside the scope does not exist")
    func scope() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            #expect(try await browser.get("/?t=44").status == .forbidden)
            #expect(try await browser.get("/people/404").status == .notFound)
            #expect(try await browser.get("/people/404/reveal").status == .notFound)
            #expect(try await browser.get("/people/404/record/locate").status == .notFound)
        }
    }

    @Test("an identity is shown only for a stated purpose")
    func purpose() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            #expect(try await browser.post("/people/8123/reveal", ["purpose": ""]).status == .unprocessableContent)
            let shown = try await browser.post("/people/8123/reveal", ["purpose": "visit at the door"])
            #expect(String(buffer: shown.body).contains("990102199001011234"))
            #expect(shown.headers[.cacheControl] == "no-store")
        }
    }

    @Test("an upload that is no table is refused at its first bytes, a large one is never held in memory")
    func uploads() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shoutu-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let spool = UploadSpool(folder: folder, limit: 1_000_000)
        func chunks(_ chunk: [UInt8], _ count: Int) -> AsyncThrowingStream<ByteBuffer, any Error> {
            AsyncThrowingStream { continuation in
                for _ in 0..<count { continuation.yield(ByteBuffer(bytes: chunk)) }
                continuation.finish()
            }
        }
        await #expect(throws: UploadSpool.Refused.notATable) { _ = try await spool.take(chunks(Array("%PDF-1.7".utf8), 1)) }
        await #expect(throws: UploadSpool.Refused.notATable) { _ = try await spool.take(chunks([0, 1, 2, 3], 1)) }
        await #expect(throws: UploadSpool.Refused.tooLarge) { _ = try await spool.take(chunks(Array(repeating: 65, count: 4096), 300)) }
        await #expect(throws: UploadSpool.Refused.empty) { _ = try await spool.take(chunks([], 0)) }
        let file = try await spool.take(chunks(Array("name,phone\n".utf8), 10))
        #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("name,phone\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test("a form beyond its limit is refused before it is read")
    func largeForm() async throws {
        try await PreviewWorld.console().visit { client async throws in
            let browser = Browser(client)
            _ = try await browser.signIn(.investigator)
            let response = try await browser.post("/people/8123/record/note", ["text": String(repeating: "x", count: 400_000)])
            #expect(response.status == .contentTooLarge)
        }
    }

    @Test("a spreadsheet is not handed a formula")
    func formulas() {
        #expect(CSV.field("=HYPERLINK(1)") == "'=HYPERLINK(1)")
        #expect(CSV.field("-12") == "-12")
        for (shown, plain) in [
            ("1,823", "1823"), ("−1,234,567", "-1234567"), ("12", "12"), ("–", ""), ("1,2", "1,2"), ("a,123", "a,123"), ("12.5", "12.5"),
        ] {
            #expect(CSV.plain(shown) == plain)
        }
        #expect(CSV.field("a,\"b\"") == "\"a,\"\"b\"\"\"")
    }
}
