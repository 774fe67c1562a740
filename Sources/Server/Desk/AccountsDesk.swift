import Operations
import Register
import Storage
import Vocabulary

/// Users and their sessions.
extension OperationsDesk {
    func users(_ viewer: Viewer) async throws -> UsersPage.Content {
        let (users, use) = try await read(viewer) { reader in
            (try reader.users(), try reader.sessionUse(openedSince: Store.machineTime() - Session.lifetime))
        }
        let own = users.filter { user in !user.grants.isEmpty && user.grants.allSatisfy { viewer.covers($0.territory) } }
        let offered = viewer.account.grants.map(\.territory).flatMap { territory in
            [territory] + names.children(of: territory) + names.children(of: territory).filter { $0.level <= .county }.flatMap(names.children)
        }
        return UsersPage.Content(
            users: own.map { user in
                UsersPage.User(
                    account: Account(user), territories: user.grants.map { names[$0.territory] }, lastUsed: use[user.id]?.lastUsedAt,
                    sessions: use[user.id]?.open ?? 0)
            }, territories: Set(offered).sorted().map { ($0, names[$0]) })
    }

    func createUser(_ viewer: Viewer, _ user: NewUser) async throws -> Account {
        guard viewer.covers(user.grant.territory) else { throw Refusal.notFound }
        let name = user.userName.lowercased()
        do {
            return try await operations.store.write(author(viewer)) { writer in
                let id = try writer.createUser(
                    Storage.NewUser(
                        name: name, display: user.displayName, grants: [Grant(role: user.grant.role, territory: user.grant.territory)]))
                guard let created = try writer.user(id) else { throw Refusal.notFound }
                return Account(created)
            }
        } catch StoreError.taken {
            throw Refusal.invalid(field: "user", LocalizedText(zh: "用户名“\(name)”已被使用。", en: "The user name “\(name)” is taken."))
        }
    }

    func setDisabled(_ viewer: Viewer, _ account: Int64, _ isDisabled: Bool) async throws {
        guard account != viewer.account.id else {
            throw Refusal.forbidden(LocalizedText(zh: "不能停用自己的账号。", en: "Nobody disables their own account."))
        }
        try await operations.store.write(author(viewer)) { writer in
            guard var user = try writer.user(UserID(rawValue: account)), user.grants.allSatisfy({ viewer.covers($0.territory) }) else {
                throw Refusal.notFound
            }
            user.isDisabled = isDisabled
            try writer.updateUser(user)
        }
    }
}
