import Register
import Vocabulary

/// When each account last looked at a person, so that the page can mark what is new since. In memory: after a restart nothing is new.
actor LastLooks {
    private struct Key: Hashable {
        let account: Int64
        let person: PersonID
    }

    private var newest: [Key: FactID] = [:]
    private static let capacity = 100_000

    /// Notes that an account sees entries up to `entry`, and answers with the last it saw before; nil at its first look.
    func see(_ entry: FactID, of person: PersonID, by account: Int64) -> FactID? {
        if newest.count >= LastLooks.capacity { newest.removeAll() }
        let key = Key(account: account, person: person)
        defer { newest[key] = max(entry, newest[key] ?? entry) }
        return newest[key]
    }
}
