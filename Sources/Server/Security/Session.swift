import Vocabulary

/// A signed-in browser. Kept by the digest of its token, so that who reads the database cannot sign in with what they read.
public struct Session: Sendable, Hashable, Codable {
    /// Digest of the token in the browser's cookie.
    public var digest: String
    /// Whose it is.
    public var account: Int64
    /// The token that every form of this session carries.
    public var csrf: String
    /// When it was opened; true time.
    public var opened: Instant
    /// When it was last used, to within five minutes; true time.
    public var used: Instant
    /// How it was opened, for the account's list of sessions: `password` or `link`.
    public var origin: String

    /// A session from its parts.
    public init(digest: String, account: Int64, csrf: String, opened: Instant, used: Instant, origin: String) {
        self.digest = digest
        self.account = account
        self.csrf = csrf
        self.opened = opened
        self.used = used
        self.origin = origin
    }

    /// Ends after so long without use: a duty officer's night passes, a forgotten browser does not.
    static let idle = Span.hours(12)
    /// Ends at the latest.
    static let lifetime = Span.hours(72)
    /// Uses within this of the last are not written.
    static let grain = Span.minutes(5)

    /// Whether it still stands at `now`.
    func isValid(at now: Instant) -> Bool { now - used < Session.idle && now - opened < Session.lifetime && opened <= now + .minutes(5) }
}

/// Opens, finds and ends sessions.
struct Sessions: Sendable {
    let directory: AccountDirectory
    /// True time: sessions never follow the operating clock of a demo.
    let now: @Sendable () -> Instant

    /// Opens a session and answers with the token for the cookie.
    func open(for account: Account, origin: String) async throws -> (token: String, session: Session) {
        let token = Secret.token()
        let session = Session(
            digest: Secret.digest(token), account: account.id, csrf: Secret.token(), opened: now(), used: now(), origin: origin)
        try await directory.keep(session)
        return (token, session)
    }

    /// The session of a token and its account, if both still stand.
    func find(_ token: String) async throws -> (session: Session, account: Account)? {
        guard var session = try await directory.session(Secret.digest(token)) else { return nil }
        guard session.isValid(at: now()), let account = try await directory.account(session.account), !account.isDisabled else {
            try await directory.end(session.digest)
            return nil
        }
        if now() - session.used >= Session.grain {
            session.used = now()
            try await directory.keep(session)
        }
        return (session, account)
    }
}
