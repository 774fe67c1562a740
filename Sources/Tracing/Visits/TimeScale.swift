import Vocabulary

/// What the ticks of a table of visits are: the minutes of its file, or seconds of civil time.
///
/// A file that writes plain minutes (since whatever moment) is kept in them, and answers come back in them. A file with ISO 8601 times is
/// kept in seconds since 2000-01-01T00:00Z, which 32 bits hold from 1932 to 2068.
public enum TimeScale: Hashable, Sendable {
    /// Whole minutes since a moment that only the file's author knows.
    case minutes
    /// Seconds since 2000-01-01T00:00Z, written as civil time of a zone.
    case seconds(CivilZone)

    static let epoch: Int64 = 946_684_800

    /// Ticks of a time, rounded up: a minimum of 90 seconds asks for two whole minutes.
    public func ticks(_ span: Span) -> Int {
        let perTick: Int64
        switch self {
        case .minutes: perTick = 60_000
        case .seconds: perTick = 1000
        }
        return Int((span.milliseconds + perTick - 1) / perTick)
    }

    /// Whole minutes in a number of ticks, rounded down.
    public func minutes(_ ticks: Int64) -> Int64 {
        switch self {
        case .minutes: ticks
        case .seconds: ticks / 60
        }
    }

    /// The tick of an instant, nil in a table of minutes or where 32 bits do not reach.
    public func tick(_ instant: Instant) -> Int32? {
        guard case .seconds = self else { return nil }
        return Int32(exactly: (instant.milliseconds - TimeScale.epoch * 1000).flooredSeconds)
    }

    /// The instant of a tick; nil in a table of minutes.
    public func instant(_ tick: Int32) -> Instant? {
        guard case .seconds = self else { return nil }
        return Instant(milliseconds: (Int64(tick) + TimeScale.epoch) * 1000)
    }

    /// A tick as the files write it: minutes, or ISO 8601 with the zone's offset.
    public func text(_ tick: Int32) -> String {
        guard case .seconds(let zone) = self, let instant = instant(tick) else { return String(tick) }
        return zone.text(of: instant)
    }
}

extension Int64 {
    /// Whole seconds in so many milliseconds, rounded towards the past.
    fileprivate var flooredSeconds: Int64 { (self >= 0 ? self : self - 999) / 1000 }
}
