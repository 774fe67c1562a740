import HTTPTypes
import Hummingbird
import Vocabulary

/// What strangers may open: sign-in, languages, files of the pages, health.
extension ConsoleParts {
    func addOpenRoutes(_ table: inout RouteTable) {
        let parts = self
        table.open(.get, "/sign-in") { request, _ in
            guard try await parts.viewer(request) == nil else { return parts.leadHome(request) }
            return try parts.signInPage(request, problem: nil)
        }
        table.open(.post, "/sign-in") { request, context in try await parts.signIn(request, context) }
        table.open(.get, "/enter/{token}") { request, context in try await parts.enter(request, context) }
        table.open(.post, "/sign-out") { request, _ in try await parts.signOut(request) }
        table.open(.get, "/language/{code}") { request, context in
            guard let language = context.parameters.get("code").flatMap(Language.init(rawValue:)) else { throw HTTPError(.notFound) }
            var response = Response(status: .seeOther, headers: [.location: Address.local(Query(request.uri.query)["back"])])
            response.setCookie(
                Cookie(name: "language", value: language.rawValue, maxAge: 31_536_000, path: "/", secure: parts.isTLS, sameSite: .lax))
            return response
        }
        table.open(.get, "/assets/{file}") { request, _ in try parts.assets.answer(request.uri.path) }
        table.open(.get, "/\(Assets.workerName)") { _, _ in try parts.assets.answerWorker() }
        table.open(.get, "/health/live") { _, _ in .text("live\n") }
        table.open(.get, "/health/ready") { _, _ in
            let obstacles = await parts.desk.obstacles()
            return .text(
                obstacles.isEmpty ? "ready\n" : obstacles.joined(separator: "\n") + "\n", status: obstacles.isEmpty ? .ok : .serviceUnavailable)
        }
    }

    private func leadHome(_ request: Request) -> Response {
        Response(status: .seeOther, headers: [.location: Address.local(Query(request.uri.query)["back"])])
    }

    /// The sign-in page; its form's token is held by the browser in a cookie too, for there is no session yet.
    private func signInPage(
        _ request: Request, problem: String?, userName: String = "", back: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let words = catalogue.words(language(request))
        let token = Secret.token()
        let back = back ?? Query(request.uri.query)["back"] ?? ""
        let frame = bareFrame(words.language, title: words("signin.title"), path: "/sign-in", query: Query(request.uri.query))
        let page = SignInPage(problem: problem, userName: userName, back: back, csrf: token)
        var response = Response.html(try templates.render("signin", page: page, frame: frame, words: words), status: status)
        response.setCookie(Cookie(name: "before", value: token, path: "/sign-in", secure: isTLS, httpOnly: true, sameSite: .strict))
        return response
    }

    private func signIn(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        var request = request
        let form = try await readForm(&request, limit: 16 * 1024)
        let words = catalogue.words(language(request))
        guard let sent = form["csrf"], let held = request.cookies["before"]?.value, Secret.matches(sent, held) else {
            return try signInPage(request, problem: words("signin.again"), userName: form["user"] ?? "", back: form["back"], status: .forbidden)
        }
        let name = form["user"] ?? ""
        let password = form.all("password").first ?? ""
        let keys: [Throttle.Key] = [.account(name.lowercased()), .address(context.remoteAddress)]
        if let wait = await throttle.wait(keys, at: sessions.now()) {
            let seconds = Int(wait.milliseconds / 1000) + 1
            var response = try signInPage(
                request, problem: words.count("signin.wait", seconds), userName: name, back: form["back"], status: .tooManyRequests)
            response.headers[.retryAfter] = "\(seconds)"
            return response
        }
        // Counted before the half second of hashing, so that a volley of guesses cannot slip in together.
        await throttle.failed(keys, at: sessions.now())
        guard let account = try await verified(name, password) else {
            context.logger.notice("sign-in refused")
            return try signInPage(
                request, problem: words("signin.refused"), userName: name, back: form["back"], status: .unprocessableContent)
        }
        await throttle.succeeded(keys[0])
        return try await opened(account, origin: "password", back: form["back"])
    }

    /// The account of a name and its password. An unknown name costs the same half second as a known one.
    private func verified(_ name: String, _ password: String) async throws -> Account? {
        let account = try await sessions.directory.named(name)
        let kept = account?.passwordHash ?? Self.nobody
        let matches = try await hashing.run { try PasswordHash(kept)?.matches(password) ?? false }
        guard let account, account.passwordHash != nil, matches, !account.isDisabled, !account.grants.isEmpty else { return nil }
        return account
    }

    /// The hash of no password, with the standard cost.
    private static let nobody =
        "scrypt$17$8$1$" + String(repeating: "A", count: 22) + "==$" + String(repeating: "A", count: 43) + "="

    private func opened(_ account: Account, origin: String, back: String?) async throws -> Response {
        let (token, _) = try await sessions.open(for: account, origin: origin)
        var response = Response(status: .seeOther, headers: [.location: Address.local(back)])
        response.setCookie(sessionCookie(token))
        return response
    }

    private func enter(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let token = context.parameters.get("token") ?? ""
        switch await links.use(token) {
        case .opens(let id):
            guard let account = try await sessions.directory.account(id), !account.isDisabled else { break }
            let opened = try await sessions.open(for: account, origin: "link")
            guard await links.spend(token, session: opened.session.digest) else { break }
            var response = Response(status: .seeOther, headers: [.location: "/"])
            response.setCookie(sessionCookie(opened.token))
            return response
        case .opened(let session):
            if let viewer = try await viewer(request), viewer.session.digest == session { return leadHome(request) }
        case .invalid:
            guard let id = try await sessions.directory.redeem(token), let account = try await sessions.directory.account(id), !account.isDisabled
            else { break }
            var response = Response(status: .seeOther, headers: [.location: "/"])
            response.setCookie(sessionCookie(try await sessions.open(for: account, origin: "link").token))
            return response
        }
        let words = catalogue.words(language(request))
        return try signInPage(request, problem: words("signin.linkSpent"), status: .gone)
    }

    private func signOut(_ request: Request) async throws -> Response {
        var request = request
        if let viewer = try await viewer(request) {
            let form = try await readForm(&request, limit: 16 * 1024)
            guard let sent = form["csrf"], Secret.matches(sent, viewer.session.csrf) else { throw HTTPError(.forbidden) }
            try await sessions.directory.end(viewer.session.digest)
            await memory.forget(viewer.session.digest)
        }
        var response = Response(status: .seeOther, headers: [.location: "/sign-in"])
        response.setCookie(sessionCookie(nil))
        return response
    }
}

extension Response {
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "text/plain; charset=utf-8"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
