import Foundation
import Storage
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

extension OperatingClock {
    /// A demo's clock as it was last kept.
    ///
    /// The server keeps it every minute. If that is longer ago, the server stood still, and with it the clock: it goes on from there.
    init(_ kept: ScenarioClock, openedAt now: Instant) {
        let isRunning = now - kept.trueTime < OperatingClock.grace && now >= kept.trueTime
        self.init(offset: kept.scenario - (isRunning ? kept.trueTime : now))
    }

    /// Longer than the server lets pass between two keepings.
    private static let grace = Span(milliseconds: 90_000)
}

extension Operations {
    /// Keeps the moment a demo's clock shows, so that it goes on from there; does nothing where operating time is true time.
    public func keepClock() async throws {
        let clock = clock
        try await store.write(.systemUnrestricted("clock")) { writer in
            guard try writer.scenarioClock() != nil else { return }
            try writer.setScenarioClock(ScenarioClock(scenario: clock.now, trueTime: OperatingClock.machineTime()))
        }
    }
}
