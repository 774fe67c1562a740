/// One's own account: roles, and a new password.
struct AccountPage: Sendable {
    /// Characters a password must have at least; no other rule, as NIST SP 800-63B advises.
    static let shortestPassword = 10

    let userName: String
    let displayName: String
    let roles: [String]
    let hasPassword: Bool
    let canChange: Bool
    let shortest: Int
    let problem: String?

    init(_ account: Account, _ reading: Reading, problem: String?, canChange: Bool) {
        userName = account.userName
        displayName = reading.words.label(account.displayName)
        roles = account.grants.map { reading.words.name($0.role) }
        hasPassword = account.passwordHash != nil
        self.canChange = canChange
        shortest = AccountPage.shortestPassword
        self.problem = problem
    }
}
