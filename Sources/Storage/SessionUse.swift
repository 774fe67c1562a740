import Foundation
import GRDB
import Vocabulary

/// How a user's sessions stand.
public struct SessionUse: Hashable, Sendable {
    /// How many are kept.
    public var open: Int
    /// When any was last used, roughly.
    public var lastUsedAt: Instant?
}

extension Reader {
    /// How every user's sessions opened since `moment` stand.
    public func sessionUse(openedSince moment: Instant) throws -> [UserID: SessionUse] {
        let sql = "SELECT account, count(*), max(used_at) FROM console_session WHERE opened_at >= ? GROUP BY account"
        var use: [UserID: SessionUse] = [:]
        for row in try database.rows(sql, [moment.milliseconds]) {
            use[UserID(rawValue: try row.value(0))] = SessionUse(open: try row.value(1), lastUsedAt: try row.optionalInstant(2))
        }
        return use
    }
}
