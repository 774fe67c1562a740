import Foundation
import GRDB
import Vocabulary

/// A browser signed in to the console, kept by the digest of its token: whoever reads the database cannot sign in with it.
public struct ConsoleSession: Hashable, Sendable {
    /// Digest of the token in the browser's cookie.
    public var digest: String
    /// Whose it is.
    public var user: UserID
    /// The token that every form of this session carries.
    public var csrf: String
    /// When it was opened, in true time.
    public var openedAt: Instant
    /// When it was last used, roughly.
    public var usedAt: Instant
    /// How it was opened: `password` or `link`.
    public var origin: String

    /// A session from its parts.
    public init(digest: String, user: UserID, csrf: String, openedAt: Instant, usedAt: Instant, origin: String) {
        self.digest = digest
        self.user = user
        self.csrf = csrf
        self.openedAt = openedAt
        self.usedAt = usedAt
        self.origin = origin
    }
}

private enum Query {
    static let get = "SELECT account, csrf, opened_at, used_at, origin FROM console_session WHERE digest = ?"
    static let keep = """
        INSERT INTO console_session (digest, account, csrf, opened_at, used_at, origin) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (digest) DO UPDATE SET used_at = excluded.used_at
        """
    static let end = "DELETE FROM console_session WHERE digest = ?"
    static let endAll = "DELETE FROM console_session WHERE account = ?"
    static let clean = "DELETE FROM console_session WHERE opened_at < ?"
}

extension Reader {
    /// The session whose token has this digest.
    public func consoleSession(_ digest: String) throws -> ConsoleSession? {
        try database.row(Query.get, [digest]).map {
            ConsoleSession(
                digest: digest, user: UserID(rawValue: try $0.value(0)), csrf: try $0.value(1), openedAt: try $0.instant(2),
                usedAt: try $0.instant(3),
                origin: try $0.value(4))
        }
    }
}

extension Writer {
    /// Keeps a session, new or used again.
    public func keep(_ session: ConsoleSession) throws {
        let isNew = try consoleSession(session.digest) == nil
        try database.run(
            Query.keep,
            [
                session.digest, session.user.rawValue, session.csrf, session.openedAt.milliseconds, session.usedAt.milliseconds, session.origin,
            ])
        if isNew { account.note("session.begun", detail: "user \(session.user.rawValue) by \(session.origin)") } else { account.note("session.used") }
    }

    /// Ends a session.
    public func endConsoleSession(_ digest: String) throws {
        try database.run(Query.end, [digest])
        account.note("session.revoked")
    }

    /// Ends every session of a user.
    public func endConsoleSessions(of user: UserID) throws {
        try database.run(Query.endAll, [user.rawValue])
        account.note("session.revoked", detail: "all of user \(user.rawValue)")
    }

    /// Forgets sessions opened before `moment`.
    public func removeConsoleSessions(openedBefore moment: Instant) throws {
        try database.run(Query.clean, [moment.milliseconds])
        account.note("session.cleaned")
    }
}
