import Hummingbird
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
        get("/audit", .needs(.viewAudit)) { visit in
            let page = AuditPage(try await visit.desk.audit(visit.viewer, visit.query["after"]), visit.reading)
            return try await visit.page("audit", page, title: visit.words("nav.audit"))
        }
        post("/audit/verify", .needs(.viewAudit)) { visit in
            var content = try await visit.desk.audit(visit.viewer, nil)
            content.verdict = try await visit.desk.verifyAudit(visit.viewer)
            return try await visit.page("audit", AuditPage(content, visit.reading), title: visit.words("nav.audit"))
        }
    }
}

extension Visit {
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
