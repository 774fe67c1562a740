/// An elapsed time, to the millisecond; may be negative.
public struct Span: Hashable, Comparable, Sendable {
    /// Length in milliseconds.
    public let milliseconds: Int64

    /// A time of `milliseconds`.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// No time at all.
    public static let zero = Span(milliseconds: 0)

    /// `count` hours of 3,600 seconds.
    public static func hours(_ count: Int) -> Span { Span(milliseconds: Int64(count) * 3_600_000) }

    /// `count` minutes of 60 seconds.
    public static func minutes(_ count: Int) -> Span { Span(milliseconds: Int64(count) * 60_000) }

    /// Whole minutes, rounded towards zero.
    public var wholeMinutes: Int { Int(milliseconds / 60_000) }

    /// Shorter times come first.
    public static func < (left: Span, right: Span) -> Bool { left.milliseconds < right.milliseconds }

    /// The sum of two times.
    public static func + (left: Span, right: Span) -> Span { Span(milliseconds: left.milliseconds + right.milliseconds) }

    /// The difference of two times.
    public static func - (left: Span, right: Span) -> Span { Span(milliseconds: left.milliseconds - right.milliseconds) }
}

/// A number of civil days.
public struct Days: Hashable, Comparable, Sendable, Codable, ExpressibleByIntegerLiteral {
    /// How many days; negative for earlier.
    public let count: Int

    /// `count` civil days.
    public init(_ count: Int) {
        self.count = count
    }

    /// `count` civil days.
    public init(integerLiteral count: Int) {
        self.count = count
    }

    /// Reads a bare number.
    public init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int.self)
    }

    /// Writes a bare number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    /// Fewer days come first.
    public static func < (left: Days, right: Days) -> Bool { left.count < right.count }

    /// The sum of two numbers of days.
    public static func + (left: Days, right: Days) -> Days { Days(left.count + right.count) }

    /// The difference of two numbers of days.
    public static func - (left: Days, right: Days) -> Days { Days(left.count - right.count) }
}

/// A number of elapsed hours, as the clocks of a policy are written.
public struct Hours: Hashable, Comparable, Sendable, Codable, ExpressibleByIntegerLiteral {
    /// How many hours.
    public let count: Int

    /// `count` hours.
    public init(_ count: Int) {
        self.count = count
    }

    /// `count` hours.
    public init(integerLiteral count: Int) {
        self.count = count
    }

    /// The same time as a span.
    public var span: Span { .hours(count) }

    /// Reads a bare number.
    public init(from decoder: any Decoder) throws {
        count = try decoder.singleValueContainer().decode(Int.self)
    }

    /// Writes a bare number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(count)
    }

    /// Fewer hours come first.
    public static func < (left: Hours, right: Hours) -> Bool { left.count < right.count }
}
