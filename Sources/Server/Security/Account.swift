import Vocabulary

/// Someone who may sign in, with the roles held and where.
public struct Account: Sendable, Hashable {
    /// The running number.
    public var id: Int64
    /// The name typed at sign-in; compared without case.
    public var userName: String
    /// The name shown to others and written beside what this person records.
    public var displayName: String
    /// Roles and the territories they are held in; the first is the one that opens.
    public var grants: [Grant]
    /// `PasswordHash` of the password; nil: only by a sign-in link.
    public var passwordHash: String?
    /// Whether signing in is barred; open sessions end at their next request.
    public var isDisabled: Bool

    /// A role in a territory.
    public struct Grant: Sendable, Hashable, Codable {
        /// The role.
        public var role: Role
        /// Where it is held; everything below it included.
        public var territory: TerritoryCode

        /// A role in a territory.
        public init(role: Role, territory: TerritoryCode) {
            self.role = role
            self.territory = territory
        }
    }

    /// An account from its parts.
    public init(id: Int64, userName: String, displayName: String, grants: [Grant], passwordHash: String? = nil, isDisabled: Bool = false) {
        self.id = id
        self.userName = userName
        self.displayName = displayName
        self.grants = grants
        self.passwordHash = passwordHash
        self.isDisabled = isDisabled
    }
}

/// Where accounts and sessions are kept. The console holds no account itself.
public struct AccountDirectory: Sendable {
    /// The account of a user name, whatever its case.
    public var named: @Sendable (String) async throws -> Account?
    /// The account of a number.
    public var account: @Sendable (Int64) async throws -> Account?
    /// Keeps a session, new or changed.
    public var keep: @Sendable (Session) async throws -> Void
    /// The session whose token has this digest.
    public var session: @Sendable (_ digest: String) async throws -> Session?
    /// Ends a session.
    public var end: @Sendable (_ digest: String) async throws -> Void
    /// Ends every session of an account: its password changed, or it was disabled.
    public var endAll: @Sendable (_ account: Int64) async throws -> Void

    /// Keeps the hash of a new password; nil where passwords are not kept here.
    public var setPassword: (@Sendable (_ account: Int64, _ hash: String) async throws -> Void)?

    /// Uses up a link that was made elsewhere (`shoutu user link`); the account it signs in, nil if it is none or spent.
    public var redeem: @Sendable (_ token: String) async throws -> Int64? = { _ in nil }

    /// A directory from its operations.
    public init(
        named: @escaping @Sendable (String) async throws -> Account?, account: @escaping @Sendable (Int64) async throws -> Account?,
        keep: @escaping @Sendable (Session) async throws -> Void, session: @escaping @Sendable (String) async throws -> Session?,
        end: @escaping @Sendable (String) async throws -> Void, endAll: @escaping @Sendable (Int64) async throws -> Void,
        setPassword: (@Sendable (Int64, String) async throws -> Void)? = nil
    ) {
        self.named = named
        self.account = account
        self.keep = keep
        self.session = session
        self.end = end
        self.endAll = endAll
        self.setPassword = setPassword
    }

    /// A directory in memory: sessions end with the process.
    public static func inMemory(_ accounts: [Account]) -> AccountDirectory {
        let sessions = MemorySessions()
        let known = MemoryAccounts(accounts)
        return AccountDirectory(
            named: { name in await known.accounts.first { $0.userName.lowercased() == name.lowercased() } },
            account: { id in await known.accounts.first { $0.id == id } },
            keep: { await sessions.keep($0) }, session: { await sessions.find($0) }, end: { await sessions.end($0) },
            endAll: { await sessions.endAll($0) },
            setPassword: { await known.set($0, $1) })
    }
}

private actor MemoryAccounts {
    private(set) var accounts: [Account]

    init(_ accounts: [Account]) {
        self.accounts = accounts
    }

    func set(_ id: Int64, _ hash: String) {
        if let index = accounts.firstIndex(where: { $0.id == id }) { accounts[index].passwordHash = hash }
    }
}

private actor MemorySessions {
    private var sessions: [String: Session] = [:]

    func keep(_ session: Session) { sessions[session.digest] = session }
    func find(_ digest: String) -> Session? { sessions[digest] }
    func end(_ digest: String) { sessions[digest] = nil }
    func endAll(_ account: Int64) { sessions = sessions.filter { $0.value.account != account } }
}
