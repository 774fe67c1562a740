import Vocabulary

/// A day of birth as written, year × 10,000 + month × 100 + day; 0 is not stated. Impossible days are kept, since a mistyped one still says
/// most of what was meant.
struct BirthDay: Hashable, Sendable {
    let digits: UInt32

    static let missing = BirthDay(digits: 0)

    init(digits: UInt32) { self.digits = digits }

    var year: Int { Int(digits / 10_000) }
    var month: Int { Int(digits / 100 % 100) }
    var day: Int { Int(digits % 100) }

    var civilDate: CivilDate? { CivilDate(year: year, month: month, day: day) }

    /// Reads `1992-01-20`, `19920120`, `1980/5/2`, `1980年5月2日`, and `2/5/1980` with the day first unless only the month can be.
    init(_ text: UnsafeBufferPointer<UInt8>) {
        var numbers = (0, 0, 0), lengths = (0, 0, 0), group = 0, isOpen = false
        for byte in text {
            guard byte >= 0x30, byte <= 0x39 else {
                if isOpen {
                    group += 1
                    isOpen = false
                }
                // A time of day may follow.
                if group == 3 { break }
                continue
            }
            isOpen = true
            let digit = Int(byte - 0x30)
            switch group {
            case 0: (numbers.0, lengths.0) = (min(numbers.0, 99_999_999) * 10 + digit, lengths.0 + 1)
            case 1: (numbers.1, lengths.1) = (min(numbers.1, 9999) * 10 + digit, lengths.1 + 1)
            default: (numbers.2, lengths.2) = (min(numbers.2, 9999) * 10 + digit, lengths.2 + 1)
            }
        }
        if lengths.0 == 8, lengths.1 == 0 || lengths.1 == 2 {
            digits = UInt32(numbers.0)
        } else if lengths.0 == 4, numbers.1 < 100, numbers.2 < 100, lengths.1 > 0, lengths.2 > 0 {
            digits = UInt32(numbers.0 * 10_000 + numbers.1 * 100 + numbers.2)
        } else if lengths.2 == 4, numbers.0 < 100, numbers.1 < 100 {
            let (day, month) = numbers.1 > 12 ? (numbers.1, numbers.0) : (numbers.0, numbers.1)
            digits = UInt32(numbers.2 * 10_000 + month * 100 + day)
        } else {
            digits = 0
        }
    }

    /// How far two days agree. The named explanations of a difference: day and month swapped, and the lunar calendar.
    static func agreement(_ left: BirthDay, _ right: BirthDay) -> Agreement {
        if left.digits == 0 || right.digits == 0 { return .missing }
        if left == right { return .exact }
        if left.year == right.year, left.month == right.day, left.day == right.month { return .reordered }
        if isLunarShift(left, right) { return .lunar }
        if differingDigits(left.digits, right.digits) == 1 { return .oneSlip }
        let same = (left.year == right.year ? 1 : 0) + (left.month == right.month ? 1 : 0) + (left.day == right.day ? 1 : 0)
        return same == 2 ? .near : .different
    }

    private static func differingDigits(_ left: UInt32, _ right: UInt32) -> Int {
        var (a, b, count) = (left, right, 0)
        while a != b {
            if a % 10 != b % 10 { count += 1 }
            a /= 10
            b /= 10
        }
        return count
    }

    /// Whether one of the two is the lunar day of the other, or its year was counted from the lunar new year.
    ///
    /// The lunar day precedes the civil day it names by 17 to 54 days when both are read as civil days.
    static func isLunarShift(_ left: BirthDay, _ right: BirthDay) -> Bool {
        let (early, late) = left.digits < right.digits ? (left, right) : (right, left)
        guard late.year - early.year <= 1, (1...12).contains(early.month), (1...12).contains(late.month) else { return false }
        let apart = (late.year - early.year) * 365 + (late.month - early.month) * 30 + late.day - early.day
        if (14...58).contains(apart) {
            for isLeap in [false, true] {
                let lunar = LunarDate(year: early.year, month: early.month, day: early.day, isLeap: isLeap)
                if let date = lunar.civilDate, date == late.civilDate { return true }
            }
            return false
        }
        // Born before the new year: by the lunar count still in the year before.
        guard late.year == early.year + 1, late.month == early.month, late.day == early.day, late.month <= 2 else { return false }
        guard let date = late.civilDate, let newYear = LunarDate.newYear(late.year) else { return false }
        return date < newYear
    }
}

/// Sex as written: 1 male, 2 female, 0 not stated.
enum SexCode {
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var index = 0
        while index < text.count, text[index] == 0x20 { index += 1 }
        guard index < text.count else { return 0 }
        switch text[index] {
        case UInt8(ascii: "m"), UInt8(ascii: "M"), UInt8(ascii: "1"): return 1
        case UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "w"), UInt8(ascii: "W"), UInt8(ascii: "2"): return 2
        case 0xE7: return matches(text, index, [0xE7, 0x94, 0xB7]) ? 1 : 0
        case 0xE5: return matches(text, index, [0xE5, 0xA5, 0xB3]) ? 2 : 0
        default: return 0
        }
    }

    private static func matches(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ word: [UInt8]) -> Bool {
        text.count >= index + 3 && text[index + 1] == word[1] && text[index + 2] == word[2]
    }
}
