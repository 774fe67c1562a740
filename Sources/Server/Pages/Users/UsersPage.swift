import Register
import Vocabulary

/// Who may sign in, as what and where.
struct UsersPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var users: [User]
        var territories: [(code: TerritoryCode, name: LocalizedText)]
    }
    struct User: Sendable {
        var account: Account
        /// Names of the territories of the grants, in their order.
        var territories: [LocalizedText]
        var lastUsed: Instant?
        var sessions: Int
    }
    struct Row: Sendable {
        let id: Int
        let userName: String
        let displayName: String
        let grants: [String]
        let last: Moment?
        let sessions: String
        let isDisabled: Bool
        let address: String
    }
    struct RoleRow: Sendable {
        let permission: String
        let marks: [String]
    }

    let rows: [Row]
    let count: String
    let roles: [Option]
    let territories: [Option]
    let createAddress: String
    /// A link just made, shown once.
    let link: String?
    let problem: String?
    let columns: [String]
    let table: [RoleRow]

    init(_ content: Content, _ reading: Reading, link: String? = nil, problem: String? = nil) {
        let words = reading.words
        rows = content.users.map { user in
            Row(
                id: Int(user.account.id), userName: user.account.userName, displayName: words.label(user.account.displayName),
                grants: zip(user.account.grants, user.territories).map { words.name($0.role) + " · " + words($1) },
                last: user.lastUsed.map(reading.moments.moment), sessions: words.figure(user.sessions), isDisabled: user.account.isDisabled,
                address: reading.address("/users/\(user.account.id)"))
        }
        count = words.count("users.count", rows.count)
        roles = Role.allCases.map { Option($0.rawValue, words.name($0)) }
        territories = content.territories.map { Option($0.code.digits, words($0.name)) }
        createAddress = reading.address("/users")
        self.link = link
        self.problem = problem
        columns = Role.allCases.map(words.name)
        table = Permission.allCases.map { permission in
            RoleRow(
                permission: words("permission.\(permission.rawValue)"),
                marks: Role.allCases.map { Permissions.of($0).contains(permission) ? "●" : "" })
        }
    }
}
