import Vocabulary

/// Links that sign in once, without a password: for the roles of a demo, and for a first visit. Only their digests are held, in memory.
public actor SignInLinks {
    private struct Link {
        let account: Int64
        let expires: Instant
        /// The session it opened, so that reloading the link in the same browser leads home instead of to a refusal.
        var session: String?
    }

    private var links: [String: Link] = [:]
    private let now: @Sendable () -> Instant

    /// No links yet; `now` is true time.
    public init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    /// A fresh link's path for an account, `/enter/…`, good until used or expired.
    public func make(for account: Int64, lasting: Span = .hours(24)) -> String {
        let token = Secret.token()
        links[Secret.digest(token)] = Link(account: account, expires: now() + lasting)
        return "/enter/\(token)"
    }

    /// What became of a link that someone followed.
    enum Use: Sendable, Equatable {
        case opens(account: Int64)
        case opened(session: String)
        case invalid
    }

    func use(_ token: String) -> Use {
        guard let link = links[Secret.digest(token)] else { return .invalid }
        if let session = link.session { return .opened(session: session) }
        return link.expires > now() ? .opens(account: link.account) : .invalid
    }

    /// Marks the link as used by the session it opened; false if someone else was first.
    func spend(_ token: String, session: String) -> Bool {
        let digest = Secret.digest(token)
        guard links[digest]?.session == nil, links[digest] != nil else { return false }
        links[digest]?.session = session
        return true
    }
}
