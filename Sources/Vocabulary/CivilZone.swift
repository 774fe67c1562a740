import Foundation

/// A territory's time zone: the one place where instants become civil days and civil days become instants.
///
/// Zones whose offset no longer changes (Asia/Shanghai since 1991, Asia/Seoul since 1988) are answered by arithmetic; the time-zone
/// database is asked only for moments before that and for zones with summer time.
public struct CivilZone: Hashable, Sendable {
    /// The zone's IANA name, such as `Asia/Shanghai`.
    public let identifier: String
    private let zone: TimeZone
    private let steadyOffset: Span
    private let steadySince: Instant

    /// The zone of the given IANA name, or nil if there is none.
    public init?(_ identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
        // 1992 lies after the last change of every zone that has had none since, as far as this program's data reach.
        let probe = Date(timeIntervalSince1970: 694_224_000)
        let steady = zone.nextDaylightSavingTimeTransition(after: probe) == nil
        steadySince = steady ? Instant(milliseconds: 694_224_000_000) : .distantFuture
        steadyOffset = Span(milliseconds: Int64(zone.secondsFromGMT(for: probe)) * 1000)
    }

    /// The zone of all of China.
    public static let shanghai = CivilZone(offsetHours: 8, named: "Asia/Shanghai")

    /// Coordinated universal time.
    public static let utc = CivilZone(offsetHours: 0, named: "UTC")

    private init(offsetHours: Int, named identifier: String) {
        self = CivilZone(identifier) ?? CivilZone(fixedOffsetHours: offsetHours, identifier)
    }

    /// A machine without a time-zone database still knows the zones that are only an offset.
    private init(fixedOffsetHours hours: Int, _ identifier: String) {
        self.identifier = identifier
        zone = TimeZone(secondsFromGMT: hours * 3600) ?? .gmt
        steadySince = .distantPast
        steadyOffset = .hours(hours)
    }

    /// How far the zone's clocks are ahead of UTC at `instant`.
    public func offset(at instant: Instant) -> Span {
        if instant >= steadySince { return steadyOffset }
        return Span(milliseconds: Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))) * 1000)
    }

    /// The civil day on which `instant` falls.
    public func date(of instant: Instant) -> CivilDate {
        CivilDate(daysSinceEpoch: Int32(clamping: (instant + offset(at: instant)).milliseconds.flooredQuotient(by: 86_400_000)))
    }

    /// Milliseconds since midnight shown by the wall clock at `instant`.
    public func timeOfDay(of instant: Instant) -> Int {
        Int((instant + offset(at: instant)).milliseconds - Int64(date(of: instant).daysSinceEpoch) * 86_400_000)
    }

    /// The instant at which the wall clock shows `time` of `date`.
    ///
    /// In the hour that summer time skips the clock's next reading is taken; in the hour it repeats, the earlier one.
    public func instant(_ date: CivilDate, hour: Int = 0, minute: Int = 0) -> Instant {
        let local = Instant(milliseconds: Int64(date.daysSinceEpoch) * 86_400_000 + Int64(hour * 60 + minute) * 60_000)
        let guess = local - offset(at: local)
        if guess >= steadySince { return guess }
        let settled = local - offset(at: guess)
        let earlier = local - offset(at: settled - .hours(3))
        return earlier + offset(at: earlier) == local ? min(earlier, settled) : settled
    }

    /// The instant at which the wall clock shows `time`.
    public func instant(_ time: CivilTime) -> Instant {
        instant(time.date) + Span(milliseconds: Int64(time.milliseconds))
    }

    /// ISO 8601 with this zone's offset, `2022-03-19T10:00:00+08:00`.
    public func text(of instant: Instant) -> String {
        let offset = offset(at: instant)
        let minutes = abs(offset.wholeMinutes)
        return instant.text(offset: offset) + (offset < .zero ? "-" : "+") + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
    }
}

extension Instant {
    /// The wall clock's reading at this moment in `zone`, `2022-03-19T10:00:00`.
    public func civilText(in zone: CivilZone) -> String { text(offset: zone.offset(at: self)) }
}

extension Instant {
    /// A moment by which something is due, to the minute: midnight is the end of the day before, `2022-03-18 24:00`, as notices write it.
    public func deadlineText(in zone: CivilZone) -> String {
        if zone.timeOfDay(of: self) == 0 { return "\(zone.date(of: self) - 1) 24:00" }
        return String(civilText(in: zone).prefix(16)).replacing("T", with: " ")
    }
}

extension CivilZone: Codable {
    /// Reads the IANA name.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let zone = CivilZone(name) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(name)” is no time zone; expected an IANA name such as Asia/Shanghai")
        }
        self = zone
    }

    /// Writes the IANA name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }
}
