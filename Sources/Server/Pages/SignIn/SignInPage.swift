/// The page a stranger sees.
struct SignInPage: Sendable {
    /// Why the last try failed; the same words for an unknown name and a wrong password.
    let problem: String?
    /// What was typed, to be corrected.
    let userName: String
    /// Where to go afterwards.
    let back: String
    /// Before there is a session, forms carry this token, which the browser holds in a cookie as well.
    let csrf: String
}
