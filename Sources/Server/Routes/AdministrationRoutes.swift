import Hummingbird
import Register
import Vocabulary

/// Users and the audit.
extension RouteTable {
    mutating func addAdministrationRoutes() {
        let access = Access.needs(.manageUsers)
        get("/users", access) { visit in try await visit.users() }
        post("/users", access) { visit in
            guard let userName = visit.form["user"], let displayName = visit.form["name"], let role = visit.form["role"].flatMap(Role.init),
                let territory = visit.form["territory"].flatMap(TerritoryCode.init)
            else { return try await visit.users(problem: visit.words("users.incomplete")) }
            guard visit.viewer.covers(territory) else { throw HTTPError(.forbidden) }
            let user = NewUser(userName: userName, displayName: displayName, grant: Account.Grant(role: role, territory: territory))
            let account = try await visit.desk.createUser(visit.viewer, user)
            return try await visit.users(link: await visit.parts.links.make(for: account.id))
        }
        post("/users/{user}/link", access) { visit in
            let account = try await visit.managed()
            return try await visit.users(link: await visit.parts.links.make(for: account.id))
        }
        post("/users/{user}/end", access) { visit in
            try await visit.parts.sessions.directory.endAll(visit.managed().id)
            await visit.say(visit.words("users.ended"))
            return visit.lead(to: visit.reading.address("/users"))
        }
        post("/users/{user}/disable", access) { visit in
            let account = try await visit.managed()
            try await visit.desk.setDisabled(visit.viewer, account.id, !account.isDisabled)
            if !account.isDisabled { try await visit.parts.sessions.directory.endAll(account.id) }
            return visit.lead(to: visit.reading.address("/users"))
        }
        get("/account", .signedIn) { visit in try await visit.account() }
        post("/account/password", .signedIn, body: 16 * 1024) { visit in try await visit.changePassword() }
        get("/audit", .needs(.viewAudit)) { visit in
            let page = AuditPage(try await visit.desk.audit(visit.viewer, visit.auditFilter), visit.reading)
            return try await visit.page("audit", page, title: visit.words("nav.audit"))
        }
        post("/audit/verify", .needs(.viewAudit)) { visit in
            var content = try await visit.desk.audit(visit.viewer, AuditFilter())
            content.verdict = try await visit.desk.verifyAudit(visit.viewer)
            return try await visit.page("audit", AuditPage(content, visit.reading), title: visit.words("nav.audit"))
        }
    }
}

extension Visit {
    fileprivate func account(problem: String? = nil) async throws -> Response {
        let page = AccountPage(viewer.account, reading, problem: problem, canChange: parts.sessions.directory.setPassword != nil)
        return try await self.page(
            "account", page, title: words("account.title"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }

    /// Sets a new password, ends every session of the account, and opens a fresh one for this browser.
    fileprivate func changePassword() async throws -> Response {
        guard let set = parts.sessions.directory.setPassword else { throw Refusal.notFound }
        let (account, hashing) = (viewer.account, parts.hashing)
        let new = form.all("new").first ?? ""
        guard new.count >= AccountPage.shortestPassword else {
            return try await self.account(problem: words.count("account.tooShort", AccountPage.shortestPassword))
        }
        guard new == form.all("again").first else { return try await self.account(problem: words("account.different")) }
        if let kept = account.passwordHash {
            let current = form.all("current").first ?? ""
            let keys: [Throttle.Key] = [.account(account.userName.lowercased())]
            if let wait = await parts.throttle.wait(keys, at: parts.sessions.now()) {
                return try await self.account(problem: words.count("signin.wait", Int(wait.milliseconds / 1000) + 1))
            }
            guard try await hashing.run({ try PasswordHash(kept)?.matches(current) ?? false }) else {
                await parts.throttle.failed(keys, at: parts.sessions.now())
                return try await self.account(problem: words("account.wrong"))
            }
        }
        try await set(account.id, hashing.run { try PasswordHash(of: new).text })
        try await parts.sessions.directory.endAll(account.id)
        let opened = try await parts.sessions.open(for: account, origin: "password")
        await parts.memory.say(.init(text: words("account.changed"), tone: "met", undoAddress: nil), to: opened.session.digest)
        var response = lead(to: "/account")
        response.setCookie(parts.sessionCookie(opened.token))
        return response
    }

    fileprivate func users(link: String? = nil, problem: String? = nil) async throws -> Response {
        let page = UsersPage(try await desk.users(viewer), reading, link: link, problem: problem)
        return try await self.page("users", page, title: words("nav.users"), status: problem == nil ? .ok : .unprocessableContent)
    }

    /// The account of the path, if it lies within the administrator's own territory; nobody raises themselves.
    fileprivate func managed() async throws -> Account {
        guard let id = Int64(try parameter("user")), let account = try await parts.sessions.directory.account(id),
            account.grants.allSatisfy({ viewer.covers($0.territory) })
        else { throw Refusal.notFound }
        return account
    }
}

extension Visit {
    /// What the address asks of the audit.
    fileprivate var auditFilter: AuditFilter {
        AuditFilter(
            actor: query["by"].flatMap { Int64($0) },
            person: query["person"].flatMap { Int64($0) }.map(PersonID.init(rawValue:)),
            after: query["after"].flatMap { Int64($0) })
    }
}
