import Vocabulary

/// Reads the moments of a file, straight from its bytes: plain minutes or ISO 8601.
///
/// The first moment decides which; a file does not mix them. A time without an offset is civil time of the zone. Fractions of a second are
/// cut off.
struct MomentReading: Sendable {
    let zone: CivilZone
    private(set) var scale: TimeScale?
    private var knownDay: UInt64 = 0
    private var knownMidnight: Int64 = 0
    private var isKnownDayPlain = false

    init(zone: CivilZone, scale: TimeScale? = nil) {
        self.zone = zone
        self.scale = scale
    }

    var isInMinutes: Bool { scale == .minutes }

    /// The tick of a cell, nil if it is no moment of the file's form.
    mutating func tick(_ cell: UnsafeRawBufferPointer) -> Int32? {
        switch scale {
        case .minutes: return MomentReading.minutes(cell)
        case .seconds: return seconds(cell)
        case nil:
            if let minutes = MomentReading.minutes(cell) {
                scale = .minutes
                return minutes
            }
            guard let seconds = seconds(cell) else { return nil }
            scale = .seconds(zone)
            return seconds
        }
    }

    private static func minutes(_ cell: UnsafeRawBufferPointer) -> Int32? {
        var index = 0
        let isNegative = cell.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        guard index < cell.count, cell.count <= 11 else { return nil }
        var number: Int64 = 0
        while index < cell.count {
            let digit = cell[index] &- 48
            guard digit <= 9 else { return nil }
            number = number * 10 + Int64(digit)
            index += 1
        }
        return Int32(exactly: isNegative ? -number : number)
    }

    /// `YYYY-MM-DDTHH:MM[:SS[.fff]][Z|±HH[:]MM]`, with a space for the T where people prefer it.
    private mutating func seconds(_ cell: UnsafeRawBufferPointer) -> Int32? {
        guard cell.count >= 16, cell[10] == UInt8(ascii: "T") || cell[10] == UInt8(ascii: " "), cell[13] == UInt8(ascii: ":"),
            let hour = MomentReading.two(cell, 11), let minute = MomentReading.two(cell, 14), hour < 24, minute < 60
        else { return nil }
        var second = 0
        var index = 16
        if index < cell.count, cell[index] == UInt8(ascii: ":") {
            guard let seconds = MomentReading.two(cell, 17), seconds < 60 else { return nil }
            second = seconds
            index = 19
            if index < cell.count, cell[index] == UInt8(ascii: ".") {
                index += 1
                let digits = index
                while index < cell.count, cell[index] &- 48 <= 9 { index += 1 }
                if index == digits { return nil }
            }
        }
        let time = Int64(hour * 3600 + minute * 60 + second)
        if index == cell.count { return civil(cell, time, hour: hour, minute: minute, second: second) }
        guard let offset = MomentReading.offset(cell, from: index), let day = MomentReading.day(cell) else { return nil }
        return Int32(exactly: Int64(day.daysSinceEpoch) * 86_400 + time - offset - TimeScale.epoch)
    }

    /// Civil time of the zone. Midnight is asked for once a day; only on days on which clocks change is the zone asked for each time.
    private mutating func civil(_ cell: UnsafeRawBufferPointer, _ time: Int64, hour: Int, minute: Int, second: Int) -> Int32? {
        var key: UInt64 = 0
        for index in [0, 1, 2, 3, 5, 6, 8, 9] { key = key << 8 | UInt64(cell[index]) }
        guard cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-") else { return nil }
        if key != knownDay || !isKnownDayPlain {
            guard let day = MomentReading.day(cell) else { return nil }
            let midnight = zone.instant(day)
            knownDay = key
            knownMidnight = midnight.milliseconds / 1000 - TimeScale.epoch
            isKnownDayPlain = zone.instant(day + 1) - midnight == .hours(24)
            if !isKnownDayPlain {
                return Int32(exactly: zone.instant(day, hour: hour, minute: minute).milliseconds / 1000 + Int64(second) - TimeScale.epoch)
            }
        }
        return Int32(exactly: knownMidnight + time)
    }

    private static func day(_ cell: UnsafeRawBufferPointer) -> CivilDate? {
        guard let century = two(cell, 0), let year = two(cell, 2), let month = two(cell, 5), let day = two(cell, 8),
            cell[4] == UInt8(ascii: "-"), cell[7] == UInt8(ascii: "-")
        else { return nil }
        return CivilDate(year: century * 100 + year, month: month, day: day)
    }

    /// Seconds ahead of UTC.
    private static func offset(_ cell: UnsafeRawBufferPointer, from index: Int) -> Int64? {
        let sign = cell[index]
        if sign == UInt8(ascii: "Z") || sign == UInt8(ascii: "z") { return index + 1 == cell.count ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = two(cell, index + 1), hours <= 18 else { return nil }
        var next = index + 3
        if next < cell.count, cell[next] == UInt8(ascii: ":") { next += 1 }
        guard next + 2 == cell.count, let minutes = two(cell, next), minutes < 60 else { return nil }
        return Int64(hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "+") ? 1 : -1)
    }

    @inline(__always)
    private static func two(_ cell: UnsafeRawBufferPointer, _ index: Int) -> Int? {
        guard index + 1 < cell.count else { return nil }
        let tens = cell[index] &- 48
        let ones = cell[index + 1] &- 48
        return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
    }
}
