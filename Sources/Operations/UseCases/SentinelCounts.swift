import Exchange
import Register
import Storage
import Vocabulary

extension Filing {
    /// Keeps what a sentinel counted; what came of it.
    ///
    /// - Throws: `OperationError.notHeld` for a territory out of scope.
    func take(_ count: SentinelCount) throws -> RowOutcome {
        guard writer.scope.covers(count.territory) else { throw OperationError.notHeld(count.territory) }
        let standing = try writer.sentinelCount(count.source, in: count.territory, on: count.day)
        guard standing != count.count else { return .unchanged }
        try writer.keepSentinelCounts([count], knownAt: now)
        return standing == nil ? .new : .changed
    }
}

extension Operations {
    /// Keeps what sentinels counted, known since the end of each day; for invented worlds.
    public func keepSentinelCounts(_ counts: [SentinelCount], as author: Author) async throws {
        let zone = policies.zone
        try await store.write(author) { writer in
            for (day, counts) in Dictionary(grouping: counts, by: \.day).sorted(by: { $0.key < $1.key }) {
                try writer.keepSentinelCounts(counts, knownAt: zone.instant(day + 1))
            }
        }
    }
}
