import Storage
import Vocabulary

extension AccountDirectory {
    /// The accounts and sessions of a register: sessions outlive the server.
    public static func stored(in store: Store) -> AccountDirectory {
        let author = Author.systemUnrestricted("sign-in")
        var directory = AccountDirectory(
            named: { name in
                try await store.read(.systemUnrestricted) { reader in
                    if let user = try reader.user(named: name) { return Account(user) }
                    return try reader.users().first { $0.name.lowercased() == name.lowercased() }.map(Account.init)
                }
            },
            account: { id in try await store.read(.systemUnrestricted) { try $0.user(UserID(rawValue: id)).map(Account.init) } },
            keep: { session in
                let kept = ConsoleSession(
                    digest: session.digest, user: UserID(rawValue: session.account), csrf: session.csrf, openedAt: session.opened,
                    usedAt: session.used, origin: session.origin)
                try await store.write(author) { try $0.keep(kept) }
            },
            session: { digest in
                try await store.read(.systemUnrestricted) { reader in
                    try reader.consoleSession(digest).map {
                        Session(
                            digest: $0.digest, account: $0.user.rawValue, csrf: $0.csrf, opened: $0.openedAt, used: $0.usedAt, origin: $0.origin)
                    }
                }
            },
            end: { digest in try await store.write(author) { try $0.endConsoleSession(digest) } },
            endAll: { id in try await store.write(author) { try $0.endConsoleSessions(of: UserID(rawValue: id)) } },
            setPassword: { id, hash in
                try await store.write(author) { writer in
                    guard var user = try writer.user(UserID(rawValue: id)) else { return }
                    user.passwordHash = hash
                    try writer.updateUser(user)
                }
            })
        directory.redeem = { token in
            try await store.write(author) { try $0.redeemSignInLink(SecretToken(token))?.id.rawValue }
        }
        return directory
    }
}

extension Account {
    /// A user of the store as the console knows one.
    init(_ user: User) {
        self.init(
            id: user.id.rawValue, userName: user.name, displayName: user.display,
            grants: user.grants.map { Grant(role: $0.role, territory: $0.territory) }, passwordHash: user.passwordHash, isDisabled: user.isDisabled)
    }
}
