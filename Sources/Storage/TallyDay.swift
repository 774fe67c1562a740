import Foundation

/// What falls due in one day, told by the hour, as far as it became known in one day: a row of the sums. A day is here twenty-four hours since 1970, no
/// civil day.
///
/// A scorecard asks for all that was due before a moment. Of the days before it the sums of the rows are enough; only the day of the moment itself is
/// looked into hour by hour. Row by row it would be two and a half million rows for the counties of a province.
struct TallyDay: Equatable, Sendable {
    /// How many became known in one hour and fall due in another.
    struct Hour: Equatable, Sendable {
        /// The hour of the day in which they fall due, 0…23.
        var due: UInt8
        /// The hour of the day in which they became known, 0…23; 0 where that does not matter.
        var known: UInt8
        /// How many more (or, negative, fewer).
        var count: Int64

        fileprivate var place: UInt16 { UInt16(due) << 8 | UInt16(known) }
    }

    /// Hours of a day.
    static let length: Int64 = 24

    /// Ordered by the hour in which they fall due, then by the one in which they became known; none of count 0.
    private(set) var hours: [Hour] = []

    /// Nothing.
    init() {}

    /// The stored form read back; nil if it is none.
    init?(packed: Data) {
        var hours: [Hour] = []
        let isLegible = packed.withUnsafeBytes { bytes in
            hours.reserveCapacity(bytes.count / 3)
            var place = 0
            while place < bytes.count {
                guard place + 2 < bytes.count, bytes[place] < TallyDay.length, bytes[place + 1] < TallyDay.length else { return false }
                let (due, known) = (bytes[place], bytes[place + 1])
                place += 2
                var (number, shift): (UInt64, UInt64) = (0, 0)
                while true {
                    guard place < bytes.count, shift < 64 else { return false }
                    let byte = bytes[place]
                    place += 1
                    number |= UInt64(byte & 0x7F) << shift
                    if byte < 0x80 { break }
                    shift += 7
                }
                hours.append(Hour(due: due, known: known, count: Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)))
            }
            return true
        }
        guard isLegible else { return nil }
        self.hours = hours
    }

    /// The stored form: for each the two hours, a byte each, and the count with its sign in the lowest bit, seven bits a byte, the lowest first.
    func packed() -> Data {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(hours.count * 4)
        for hour in hours {
            bytes.append(hour.due)
            bytes.append(hour.known)
            var number = UInt64(bitPattern: hour.count << 1 ^ hour.count >> 63)
            while number >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: number) | 0x80)
                number >>= 7
            }
            bytes.append(UInt8(number))
        }
        return Data(bytes)
    }

    /// Adds what comes after all that is there, or at the same hours as the last.
    mutating func append(_ hour: Hour) {
        if let last = hours.last, last.place == hour.place {
            hours[hours.count - 1].count += hour.count
        } else {
            hours.append(hour)
        }
        if hours.last?.count == 0 { hours.removeLast() }
    }

    /// Adds the counts of another, hour by hour.
    mutating func add(_ other: TallyDay) {
        if hours.isEmpty {
            hours = other.hours
            return
        }
        let former = hours
        hours.removeAll(keepingCapacity: true)
        var (left, right) = (0, 0)
        while left < former.count || right < other.hours.count {
            if right == other.hours.count || left < former.count && former[left].place <= other.hours[right].place {
                append(former[left])
                left += 1
            } else {
                append(other.hours[right])
                right += 1
            }
        }
    }

    /// The same, whenever it became known.
    var whenever: TallyDay {
        var day = TallyDay()
        for hour in hours { day.append(Hour(due: hour.due, known: 0, count: hour.count)) }
        return day
    }

    /// How many in all.
    var count: Int64 { hours.reduce(0) { $0 + $1.count } }

    /// The hours since 1970 in which they fall due, summed over all, on the day of this number.
    func weight(on day: Int64) -> Int64 { hours.reduce(0) { $0 + $1.count * (day * TallyDay.length + Int64($1.due)) } }

    /// What of them falls due, and became known, before two hours of the day.
    func before(due: Int64, known: Int64) -> TallyDay {
        var part = TallyDay()
        part.hours = hours.filter { Int64($0.due) < due && Int64($0.known) < known }
        return part
    }
}
