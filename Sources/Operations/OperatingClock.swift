import Foundation
import Vocabulary

/// The clock operations take `now` from. In a demo it starts at the scenario's moment and runs at real speed; sign-in, sessions and audit
/// always use true time.
public struct OperatingClock: Sendable {
    /// How far operating time is ahead of true time.
    public let offset: Span
    private let trueTime: @Sendable () -> Instant

    /// A clock that is ahead of `trueTime` by `offset`.
    public init(offset: Span = .zero, trueTime: @escaping @Sendable () -> Instant = OperatingClock.machineTime) {
        self.offset = offset
        self.trueTime = trueTime
    }

    /// A clock that stands still, for tests and reports.
    public static func standing(at moment: Instant) -> OperatingClock {
        OperatingClock { moment }
    }

    /// The present moment of the operation.
    public var now: Instant { trueTime() + offset }

    /// The machine's time, to the millisecond.
    public static let machineTime: @Sendable () -> Instant = {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
