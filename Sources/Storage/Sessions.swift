import Crypto
import Foundation
import GRDB
import Vocabulary

/// A signed-in browser.
public struct Session: Hashable, Sendable {
    /// Who is signed in.
    public let user: UserID
    /// Since when, in true time.
    public let createdAt: Instant
    /// Until when.
    public let expiresAt: Instant
}

/// A secret that is shown once and stored only as a hash: whoever reads the database cannot sign in with it.
public struct SecretToken: Hashable, Sendable {
    /// The secret, 256 random bits in base64url.
    public let text: String

    /// A new secret.
    public init() {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        text = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// A secret that somebody presents.
    public init(_ text: String) {
        self.text = text
    }

    /// What is stored of it. The secret is random enough that a plain hash cannot be searched.
    var hash: Data { Data(SHA256.hash(data: Array(text.utf8))) }
}

private enum Query {
    static let insert = "INSERT INTO session (token_hash, account, created_at, expires_at) VALUES (?, ?, ?, ?)"
    static let get = "SELECT account, created_at, expires_at FROM session WHERE token_hash = ? AND revoked_at IS NULL AND expires_at > ?"
    static let extend = "UPDATE session SET expires_at = ? WHERE token_hash = ? AND revoked_at IS NULL"
    static let revoke = "UPDATE session SET revoked_at = ? WHERE token_hash = ? AND revoked_at IS NULL"
    static let revokeAll = "UPDATE session SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL"
    static let clean = "DELETE FROM session WHERE expires_at < ?"
    static let cleanLinks = "DELETE FROM sign_in_link WHERE expires_at < ?"
    static let insertLink = "INSERT INTO sign_in_link (token_hash, account, expires_at) VALUES (?, ?, ?)"
    static let getLink = "SELECT account FROM sign_in_link WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?"
    static let useLink = "UPDATE sign_in_link SET used_at = ? WHERE token_hash = ?"
}

extension Reader {
    /// The session of a presented token; nil if there is none, or it has expired or been revoked, or its user is disabled.
    public func session(_ token: SecretToken) throws -> (session: Session, user: User)? {
        guard let row = try database.row(Query.get, [token.hash, trueTime.milliseconds]),
            let user = try user(UserID(rawValue: row.value(0))), !user.isDisabled
        else { return nil }
        return (Session(user: user.id, createdAt: try row.instant(1), expiresAt: try row.instant(2)), user)
    }
}

extension Writer {
    /// Begins a session of a user, to last `length`; gives the token to set as a cookie.
    public func beginSession(of user: UserID, lasting length: Span) throws -> SecretToken {
        let token = SecretToken()
        try database.run(Query.insert, [token.hash, user.rawValue, trueTime.milliseconds, (trueTime + length).milliseconds])
        account.note("session.begun", detail: "user \(user.rawValue)")
        return token
    }

    /// Lets a session last until `moment`.
    public func extendSession(_ token: SecretToken, until moment: Instant) throws {
        try database.run(Query.extend, [moment.milliseconds, token.hash])
        account.note("session.extended")
    }

    /// Ends a session.
    public func revokeSession(_ token: SecretToken) throws {
        try database.run(Query.revoke, [trueTime.milliseconds, token.hash])
        account.note("session.revoked")
    }

    /// Ends all sessions of a user.
    public func revokeSessions(of user: UserID) throws {
        try database.run(Query.revokeAll, [trueTime.milliseconds, user.rawValue])
        account.note("session.revoked", detail: "all of user \(user.rawValue)")
    }

    /// Makes a link that signs a user in once, within `length`.
    public func makeSignInLink(for user: UserID, lasting length: Span) throws -> SecretToken {
        let token = SecretToken()
        try database.run(Query.insertLink, [token.hash, user.rawValue, (trueTime + length).milliseconds])
        account.note("sign-in-link.made", detail: "user \(user.rawValue)")
        return token
    }

    /// Uses up a sign-in link; nil if it was used, has expired or never was, or its user is disabled.
    public func redeemSignInLink(_ token: SecretToken) throws -> User? {
        guard let row = try database.row(Query.getLink, [token.hash, trueTime.milliseconds]),
            let user = try user(UserID(rawValue: row.value(0))), !user.isDisabled
        else { return nil }
        try database.run(Query.useLink, [trueTime.milliseconds, token.hash])
        account.note("sign-in-link.redeemed", detail: "user \(user.id.rawValue)")
        return user
    }

    /// Removes sessions and links that expired before `moment`.
    public func removeExpiredSessions(before moment: Instant) throws {
        try database.run(Query.clean, [moment.milliseconds])
        try database.run(Query.cleanLinks, [moment.milliseconds])
        account.note("session.cleaned")
    }
}
