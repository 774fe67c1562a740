import Foundation
import GRDB
import Vocabulary

/// Someone who signs in.
public struct User: Hashable, Sendable, Identifiable {
    /// The number.
    public let id: UserID
    /// The name to sign in with.
    public var name: String
    /// The name shown.
    public var display: String
    /// The password's hash with its parameters, made by the floor that knows how; nil: signs in by link only.
    public var passwordHash: String?
    /// Preferred language tag.
    public var language: String?
    /// The roles held.
    public var grants: [Grant]
    /// Whether signing in is refused.
    public var isDisabled: Bool
    /// Failed attempts since the last success.
    public var failedAttempts: Int
    /// When the last one was.
    public var lastFailure: Instant?
}

/// A user to be created.
public struct NewUser: Hashable, Sendable {
    /// The name to sign in with.
    public var name: String
    /// The name shown.
    public var display: String
    /// The password's hash, or nil.
    public var passwordHash: String?
    /// Preferred language tag.
    public var language: String?
    /// The roles held.
    public var grants: [Grant]

    /// A user from its parts.
    public init(name: String, display: String, passwordHash: String? = nil, language: String? = nil, grants: [Grant]) {
        self.name = name
        self.display = display
        self.passwordHash = passwordHash
        self.language = language
        self.grants = grants
    }
}

private enum Query {
    static let columns = "id, name, display, password_hash, language, disabled, failed_attempts, failed_at"
    static let all = "SELECT \(columns) FROM account ORDER BY name"
    static let byID = "SELECT \(columns) FROM account WHERE id = ?"
    static let byName = "SELECT \(columns) FROM account WHERE name = ?"
    static let grants = "SELECT role, territory FROM account_grant WHERE account = ? ORDER BY role, territory"
    static let insert = """
        INSERT INTO account (name, display, password_hash, language, disabled, failed_attempts, created_at) VALUES (?, ?, ?, ?, 0, 0, ?)
        """
    static let update = "UPDATE account SET name = ?, display = ?, password_hash = ?, language = ?, disabled = ? WHERE id = ?"
    static let attempts = "UPDATE account SET failed_attempts = ?, failed_at = ? WHERE id = ?"
    static let removeGrants = "DELETE FROM account_grant WHERE account = ?"
    static let addGrant = "INSERT INTO account_grant (account, role, territory) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
}

extension Reader {
    /// All users, by name.
    public func users() throws -> [User] {
        try database.rows(Query.all).map(user)
    }

    /// A user, if there is one of that number.
    public func user(_ id: UserID) throws -> User? {
        try database.row(Query.byID, [id.rawValue]).map(user)
    }

    /// A user, if there is one of that name.
    public func user(named name: String) throws -> User? {
        try database.row(Query.byName, [name]).map(user)
    }

    private func user(_ row: Row) throws -> User {
        let id = UserID(rawValue: try row.value(0))
        let grants = try database.rows(Query.grants, [id.rawValue]).map { Grant(role: try $0.word(0), territory: try $0.territory(1)) }
        return User(
            id: id, name: try row.value(1), display: try row.value(2), passwordHash: try row.optional(3), language: try row.optional(4),
            grants: grants, isDisabled: try row.value(5), failedAttempts: try row.value(6), lastFailure: try row.optionalInstant(7))
    }
}

extension Writer {
    /// Creates a user.
    ///
    /// - Throws: `StoreError.taken` if the name is.
    @discardableResult
    public func createUser(_ user: NewUser) throws -> UserID {
        if try self.user(named: user.name) != nil { throw StoreError.taken(user.name) }
        try database.run(Query.insert, [user.name, user.display, user.passwordHash, user.language, trueTime.milliseconds])
        let id = UserID(rawValue: connection.lastInsertedRowID)
        try setGrants(user.grants, of: id)
        account.note("user.created", detail: user.name)
        return id
    }

    /// Stores a changed user; attempts are counted by `recordAttempt`. Disabling one revokes the sessions.
    public func updateUser(_ user: User) throws {
        guard let former = try self.user(user.id) else { throw StoreError.notFound("user \(user.id.rawValue)") }
        if let other = try self.user(named: user.name), other.id != user.id { throw StoreError.taken(user.name) }
        try database.run(Query.update, [user.name, user.display, user.passwordHash, user.language, user.isDisabled ? 1 : 0, user.id.rawValue])
        try setGrants(user.grants, of: user.id)
        if user.isDisabled {
            try revokeSessions(of: user.id)
            try endConsoleSessions(of: user.id)
        }
        var changed: [String] = []
        if former.name != user.name { changed.append("name") }
        if former.passwordHash != user.passwordHash { changed.append("password") }
        if Set(former.grants) != Set(user.grants) {
            changed.append("grants \(user.grants.map { "\($0.role.rawValue)@\($0.territory)" }.joined(separator: " "))")
        }
        if former.isDisabled != user.isDisabled { changed.append(user.isDisabled ? "disabled" : "enabled") }
        account.note("user.changed", detail: "\(user.name): \(changed.joined(separator: ", "))")
    }

    /// Counts a failed attempt to sign in, or forgets the failed ones after a success.
    public func recordAttempt(of user: UserID, succeeded: Bool) throws {
        let failed = try self.user(user)?.failedAttempts ?? 0
        try database.run(Query.attempts, [succeeded ? 0 : failed + 1, succeeded ? nil : trueTime.milliseconds, user.rawValue])
        account.note(succeeded ? "sign-in.succeeded" : "sign-in.failed", detail: "user \(user.rawValue)")
    }

    private func setGrants(_ grants: [Grant], of user: UserID) throws {
        try database.run(Query.removeGrants, [user.rawValue])
        for grant in grants { try database.run(Query.addGrant, [user.rawValue, grant.role.rawValue, grant.territory.digits]) }
    }
}
