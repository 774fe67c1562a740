import Vocabulary

/// Slows down guessing: after a few failures of an account or from an address each further one doubles the wait.
///
/// Five tries of an account and twenty from an address are free (a whole office may stand behind one address); the wait grows from two
/// seconds to a quarter of an hour and is forgotten an hour after the last failure.
actor Throttle {
    private struct Record {
        var failures = 0
        var last = Instant.distantPast
    }

    /// Whose failures are counted.
    enum Key: Hashable, Sendable {
        case account(String)
        case address(String)

        fileprivate var free: Int {
            switch self {
            case .account: 5
            case .address: 20
            }
        }
    }

    private var records: [Key: Record] = [:]
    private static let memory = Span.hours(1)
    private static let capacity = 10_000

    /// How long these must still wait at `now`; nil if they may try.
    func wait(_ keys: [Key], at now: Instant) -> Span? {
        keys.compactMap { key -> Span? in
            guard let record = records[key], record.failures >= key.free else { return nil }
            let seconds = min(2 << min(record.failures - key.free, 10), 900)
            let left = record.last + Span(milliseconds: Int64(seconds) * 1000) - now
            return left > .zero ? left : nil
        }.max()
    }

    /// Counts a failure.
    func failed(_ keys: [Key], at now: Instant) {
        if records.count > Throttle.capacity { records = records.filter { now - $0.value.last < Throttle.memory } }
        for key in keys {
            var record = records[key] ?? Record()
            if now - record.last >= Throttle.memory { record.failures = 0 }
            record.failures += 1
            record.last = now
            records[key] = record
        }
    }

    /// Forgets the failures of an account that signed in; those of its address stand.
    func succeeded(_ key: Key) { records[key] = nil }
}
