/// A moment on the UTC time line, to the millisecond.
///
/// Instants know no civil day: only a `CivilZone` turns one into the other.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// The moment that lies `milliseconds` after 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// Before everything that is recorded.
    public static let distantPast = Instant(milliseconds: -62_135_596_800_000)

    /// After everything that is recorded.
    public static let distantFuture = Instant(milliseconds: 253_402_300_799_999)

    /// Earlier moments come first.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The moment `span` after `instant`.
    public static func + (instant: Instant, span: Span) -> Instant { Instant(milliseconds: instant.milliseconds + span.milliseconds) }

    /// The moment `span` before `instant`.
    public static func - (instant: Instant, span: Span) -> Instant { Instant(milliseconds: instant.milliseconds - span.milliseconds) }

    /// The time from `right` to `left`; negative if `left` is earlier.
    public static func - (left: Instant, right: Instant) -> Span { Span(milliseconds: left.milliseconds - right.milliseconds) }
}

extension Instant: CustomStringConvertible, LosslessStringConvertible, Codable {
    /// ISO 8601 in UTC, `2022-03-19T02:00:00Z`, with milliseconds only where there are any.
    public var description: String {
        text(offset: .zero) + "Z"
    }

    /// ISO 8601 civil time at the given offset from UTC, without the offset itself.
    func text(offset: Span) -> String {
        let local = milliseconds + offset.milliseconds
        let day = CivilDate(daysSinceEpoch: Int32(clamping: local.flooredQuotient(by: 86_400_000)))
        let rest = Int(local - Int64(day.daysSinceEpoch) * 86_400_000)
        let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
        return "\(day)T\(padded(rest / 3_600_000, 2)):\(padded(rest / 60_000 % 60, 2)):\(padded(rest / 1000 % 60, 2))\(fraction)"
    }

    /// Reads ISO 8601 with an offset: `2022-03-19T10:00+08:00`, `2022-03-19T02:00:00Z`, seconds and fraction optional.
    ///
    /// A text without offset is no instant (it is a civil time of some zone) and gives nil.
    public init?(_ description: String) {
        let bytes = Array(description.utf8)
        guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        var end = bytes.count
        var offset = 0
        if bytes[end - 1] == UInt8(ascii: "Z") || bytes[end - 1] == UInt8(ascii: "z") {
            end -= 1
        } else {
            guard let sign = bytes[11...].lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) else { return nil }
            let zone = bytes[(sign + 1)...].filter { $0 != UInt8(ascii: ":") }
            guard zone.count == 4, let hours = digits(zone.prefix(2)), let minutes = digits(zone.suffix(2)), hours <= 18, minutes < 60 else {
                return nil
            }
            offset = (hours * 60 + minutes) * 60_000 * (bytes[sign] == UInt8(ascii: "+") ? 1 : -1)
            end = sign
        }
        guard let local = CivilTime(String(decoding: bytes[..<end], as: UTF8.self)) else { return nil }
        self.init(milliseconds: Int64(local.date.daysSinceEpoch) * 86_400_000 + Int64(local.milliseconds) - Int64(offset))
    }

    /// Reads the milliseconds since the epoch.
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes the milliseconds since the epoch.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

/// A civil day with a time of day, as a clock on the wall shows it; it becomes an `Instant` only in a `CivilZone`.
public struct CivilTime: Hashable, Sendable {
    /// The day.
    public let date: CivilDate
    /// Milliseconds since the day's midnight, 0…86,399,999.
    public let milliseconds: Int

    /// Reads `2022-03-19T10:00`, `2022-03-19 10:00:30`, `…:30.250`; nil for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "), bytes[13] == UInt8(ascii: ":"),
            let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = digits(bytes[11..<13]), let minute = digits(bytes[14..<16]), hour < 24, minute < 60
        else { return nil }
        var rest = 0
        if bytes.count > 16 {
            guard bytes[16] == UInt8(ascii: ":"), bytes.count >= 19, let second = digits(bytes[17..<19]), second < 60 else { return nil }
            rest = second * 1000
            if bytes.count > 19 {
                guard bytes[19] == UInt8(ascii: "."), let fraction = digits(bytes[20...].prefix(3)), bytes.count <= 29 else { return nil }
                rest += fraction * [100, 10, 1][min(bytes.count - 20, 3) - 1]
            }
        }
        self.date = date
        self.milliseconds = (hour * 60 + minute) * 60_000 + rest
    }
}

extension Int64 {
    /// Division that rounds towards negative infinity; `divisor` must be positive.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
