import Vocabulary

/// Which part comes first where a date is written in numbers with the year last.
public enum DateOrder: String, CaseIterable, Sendable, Codable {
    /// 19/03/2022.
    case dayFirst = "dmy"
    /// 03/19/2022.
    case monthFirst = "mdy"
}

/// A date as written, with the time of day and the distance from UTC where they are.
struct WrittenTime: Hashable {
    var date: CivilDate
    /// Milliseconds since midnight.
    var time: Int?
    /// Minutes ahead of UTC.
    var offset: Int?
}

/// Why a cell is no date.
enum DateFault: Error, Hashable {
    case notADate
    case impossible
    case twoDigitYear
    case noYear
    /// Day and month could be exchanged, and nothing in the file tells.
    case ambiguous
}

/// Reads dates as people and programs write them, without a formatter: `2022-03-19`, `2022/3/19`, `20220319`, `19.03.2022`, `03/19/2022`,
/// `2022年3月19日`, `19 Mar 2022`, `Mar 22 2021  7:24AM`, the serial numbers of spreadsheets, each with or without time and offset.
///
/// Years of two digits are refused: a system that guessed them stored contacts in the first century.
enum DateReading {
    /// What a cell tells about the order of day and month.
    enum Evidence { case none, dayFirst, monthFirst, either }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder?) -> Result<WrittenTime, DateFault> {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { scratch in
            guard let count = plain(bytes, into: scratch) else { return .failure(.notADate) }
            var scanner = Scanner(text: UnsafeBufferPointer(rebasing: scratch[..<count]))
            return scanner.written(order: order)
        }
    }

    static func evidence(_ bytes: UnsafeBufferPointer<UInt8>) -> Evidence {
        let asDay = (try? read(bytes, order: .dayFirst).get()) != nil
        let asMonth = (try? read(bytes, order: .monthFirst).get()) != nil
        switch (asDay, asMonth) {
        case (true, false): return .dayFirst
        case (false, true): return .monthFirst
        case (false, false): return .none
        case (true, true):
            guard case .failure(.ambiguous) = read(bytes, order: nil) else { return .none }
            return .either
        }
    }

    /// The cell in ASCII: full-width forms folded, 年月日时分秒 turned into separators, 上午 and 下午 into AM and PM.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>, into scratch: UnsafeMutableBufferPointer<UInt8>) -> Int? {
        var count = 0
        var index = 0
        func put(_ text: StaticString) {
            text.withUTF8Buffer { buffer in
                for byte in buffer where count < 64 {
                    scratch[count] = byte
                    count += 1
                }
            }
        }
        while index < bytes.count {
            guard count < 60 else { return nil }
            let byte = bytes[index]
            if byte < 0x80 {
                scratch[count] = byte
                count += 1
                index += 1
                continue
            }
            guard byte & 0xF0 == 0xE0, index + 2 < bytes.count else {
                // A no-break space between date and time.
                guard byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] == 0xA0 else { return nil }
                put(" ")
                index += 2
                continue
            }
            let scalar = UInt32(byte & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
            index += 3
            switch scalar {
            case 0x5E74, 0x6708: put("-")  // 年 月
            case 0x65E5, 0x53F7, 0x3000, 0x202F: put(" ")  // 日 号, spaces
            case 0x65F6, 0x6642, 0x70B9, 0x5206: put(":")  // 时 時 点 分
            case 0x79D2, 0x5348: break  // 秒; the 午 of 上午, 下午
            case 0x4E0A: put(" AM ")
            case 0x4E0B: put(" PM ")
            case 0xFF01...0xFF5E:
                scratch[count] = UInt8(scalar - 0xFEE0)
                count += 1
            default: return nil
            }
        }
        return count
    }
}

/// Walks over the ASCII form of one cell.
private struct Scanner {
    let text: UnsafeBufferPointer<UInt8>
    var index = 0

    init(text: UnsafeBufferPointer<UInt8>) {
        self.text = text
    }

    var current: UInt8 { index < text.count ? text[index] : 0 }
    var isAtEnd: Bool { index >= text.count }

    mutating func skipSpaces() {
        while current == 0x20 || current == 0x09 { index += 1 }
    }

    /// The run of digits here: its value and length; length 0 if there is none.
    mutating func number() -> (value: Int, length: Int) {
        var value = 0
        let start = index
        while current >= 0x30, current <= 0x39, index - start < 16 {
            value = value * 10 + Int(current - 0x30)
            index += 1
        }
        return (value, index - start)
    }

    /// The month whose English name or its first three letters stand here.
    mutating func monthName() -> Int? {
        let start = index
        while current | 0x20 >= 0x61, current | 0x20 <= 0x7A { index += 1 }
        guard index - start >= 3 else {
            index = start
            return nil
        }
        let key = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(text[start + $1] | 0x20) }
        guard let month = Scanner.months.firstIndex(of: key) else {
            index = start
            return nil
        }
        return month + 1
    }

    private static let months: [UInt32] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map { name in
        name.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }

    mutating func written(order: DateOrder?) -> Result<WrittenTime, DateFault> {
        skipSpaces()
        let day: Result<(CivilDate, Int?), DateFault> = calendarDay(order: order)
        switch day {
        case .failure(let fault): return .failure(fault)
        case .success(let (date, fixedTime)):
            if let fixedTime { return isAtEnd ? .success(WrittenTime(date: date, time: fixedTime < 0 ? nil : fixedTime)) : .failure(.notADate) }
            return timeOfDay(on: date)
        }
    }

    private func checked(_ year: Int, _ month: Int, _ day: Int) -> Result<(CivilDate, Int?), DateFault> {
        guard (1800...2200).contains(year), let date = CivilDate(year: year, month: month, day: day) else { return .failure(.impossible) }
        return .success((date, nil))
    }

    /// The day; with a time (-1 for none) where the form is complete in itself.
    private mutating func calendarDay(order: DateOrder?) -> Result<(CivilDate, Int?), DateFault> {
        if let month = monthName() {
            // Mar 22 2021, March 22, 2021
            _ = skipAny(of: " .-")
            let day = number()
            _ = skipAny(of: " ,.-")
            let year = number()
            guard (1...2).contains(day.length) else { return .failure(.notADate) }
            return year.length == 4 ? checked(year.value, month, day.value) : .failure(year.length == 2 ? .twoDigitYear : .noYear)
        }
        let first = number()
        guard first.length > 0 else { return .failure(.notADate) }
        if isAtEnd || current == 0x2E, first.length == 5 { return serial(first.value) }
        if first.length >= 8 { return compact(first) }
        let mark = current
        guard mark == 0x2D || mark == 0x2F || mark == 0x2E || mark == 0x20 else { return .failure(.notADate) }
        _ = skipAny(of: mark == 0x20 ? " " : "-/.")
        if let month = monthName() {
            // 19 Mar 2022, 19-Mar-2022
            _ = skipAny(of: " ,.-/")
            let year = number()
            if first.length == 4 { return checked(first.value, month, year.value) }
            return year.length == 4 ? checked(year.value, month, first.value) : .failure(year.length == 2 ? .twoDigitYear : .noYear)
        }
        let second = number()
        guard (1...2).contains(second.length), mark != 0x20 else { return .failure(.notADate) }
        guard current == 0x2D || current == 0x2F || current == 0x2E else {
            return .failure(first.length <= 2 && (isAtEnd || current == 0x20) ? .noYear : .notADate)
        }
        index += 1
        let third = number()
        if first.length == 4 {
            return (1...2).contains(third.length) ? checked(first.value, second.value, third.value) : .failure(.notADate)
        }
        guard (1...2).contains(first.length) else { return .failure(.notADate) }
        guard third.length == 4 else { return .failure(third.length == 2 ? .twoDigitYear : third.length == 0 ? .noYear : .notADate) }
        return yearLast(first.value, second.value, third.value, order: mark == 0x2E ? .dayFirst : order)
    }

    private func yearLast(_ first: Int, _ second: Int, _ year: Int, order: DateOrder?) -> Result<(CivilDate, Int?), DateFault> {
        switch order {
        case .dayFirst: return checked(year, second, first)
        case .monthFirst: return checked(year, first, second)
        case nil:
            if first > 12 || first == second { return checked(year, second, first) }
            return second > 12 ? checked(year, first, second) : .failure(.ambiguous)
        }
    }

    /// Days since 30 December 1899, as spreadsheets count, 1927 to 2119; the fraction is the time of day.
    private mutating func serial(_ days: Int) -> Result<(CivilDate, Int?), DateFault> {
        guard (10_000...80_000).contains(days) else { return .failure(.notADate) }
        let date = CivilDate(daysSinceEpoch: Int32(days - 25_569))
        guard !isAtEnd else { return .success((date, -1)) }
        index += 1
        let start = index
        let fraction = number()
        guard fraction.length > 0, isAtEnd else { return .failure(.notADate) }
        // Seconds are what a spreadsheet's fraction can hold; nearer is noise of its binary form.
        let share = (start..<index).reduce((0.0, 0.1)) { ($0.0 + Double(text[$1] - 0x30) * $0.1, $0.1 / 10) }.0
        let seconds = min(Int((share * 86_400).rounded()), 86_399)
        return .success((date, seconds * 1000))
    }

    /// 20220319, 202203191030, 20220319103000.
    private mutating func compact(_ run: (value: Int, length: Int)) -> Result<(CivilDate, Int?), DateFault> {
        let scale: Int
        switch run.length {
        case 8: scale = 1
        case 12: scale = 10_000
        case 14: scale = 1_000_000
        default: return .failure(.notADate)
        }
        let day = run.value / scale
        let result = checked(day / 10_000, day / 100 % 100, day % 100)
        guard run.length > 8, case .success(let (date, _)) = result else { return result }
        let rest = run.length == 12 ? run.value % scale * 100 : run.value % scale
        let (hour, minute, second) = (rest / 10_000, rest / 100 % 100, rest % 100)
        guard hour < 24, minute < 60, second < 60 else { return .failure(.impossible) }
        return .success((date, ((hour * 60 + minute) * 60 + second) * 1000))
    }

    private mutating func skipAny(of characters: StaticString) -> Bool {
        let start = index
        characters.withUTF8Buffer { marks in
            while !isAtEnd, marks.contains(current) { index += 1 }
        }
        return index > start
    }

    /// What follows the day: nothing, or a time with or without AM/PM and offset.
    private mutating func timeOfDay(on date: CivilDate) -> Result<WrittenTime, DateFault> {
        var isSeparated = skipAny(of: " \t,")
        if current | 0x20 == 0x74 {
            index += 1
            isSeparated = true
        }
        if isAtEnd { return .success(WrittenTime(date: date)) }
        guard isSeparated else { return .failure(.notADate) }
        var half = meridiem()
        skipSpaces()
        let hour = number()
        guard (1...2).contains(hour.length), current == 0x3A else { return .failure(.notADate) }
        var parts = [0, 0]
        var milliseconds = 0
        for place in 0..<2 where current == 0x3A {
            index += 1
            let part = number()
            // 10时 leaves a colon with nothing after it.
            if part.length == 0 { break }
            guard part.length <= 2, part.value < 60 else { return .failure(.impossible) }
            parts[place] = part.value
        }
        if current == 0x3A { index += 1 }
        if current == 0x2E {
            index += 1
            let start = index
            let fraction = number()
            guard (1...9).contains(fraction.length) else { return .failure(.notADate) }
            for place in 0..<3 { milliseconds = milliseconds * 10 + (start + place < index ? Int(text[start + place] - 0x30) : 0) }
        }
        skipSpaces()
        if half == nil { half = meridiem() }
        var hours = hour.value
        if let half {
            guard hours <= 12 || half else { return .failure(.impossible) }
            if hours < 12, half { hours += 12 } else if hours == 12, !half { hours = 0 }
        }
        skipSpaces()
        let offset = isAtEnd ? nil : offsetFromUTC()
        skipSpaces()
        guard isAtEnd else { return .failure(.notADate) }
        var time = ((hours * 60 + parts[0]) * 60 + parts[1]) * 1000 + milliseconds
        var day = date
        // 24:00 closes a day.
        if hours == 24, time == 86_400_000 {
            day = date + 1
            time = 0
        }
        guard time < 86_400_000 else { return .failure(.impossible) }
        return .success(WrittenTime(date: day, time: time, offset: offset))
    }

    /// False for AM, true for PM, nil for neither.
    private mutating func meridiem() -> Bool? {
        guard index + 1 < text.count, text[index + 1] | 0x20 == 0x6D, current | 0x20 == 0x61 || current | 0x20 == 0x70 else { return nil }
        let isAfternoon = current | 0x20 == 0x70
        index += 2
        return isAfternoon
    }

    /// `Z`, `+08:00`, `+0800`, `+08`, `UTC`, `GMT`.
    private mutating func offsetFromUTC() -> Int? {
        if current | 0x20 == 0x7A {
            index += 1
            return 0
        }
        if index + 2 < text.count, ["utc", "gmt"].contains(String(decoding: text[index..<index + 3].map { $0 | 0x20 }, as: UTF8.self)) {
            index += 3
            if isAtEnd { return 0 }
        }
        guard current == 0x2B || current == 0x2D else { return nil }
        let isBehind = current == 0x2D
        index += 1
        let first = number()
        var minutes: Int
        if first.length == 4 {
            minutes = first.value / 100 * 60 + first.value % 100
        } else {
            guard (1...2).contains(first.length) else { return nil }
            minutes = first.value * 60
            if current == 0x3A {
                index += 1
                minutes += number().value
            }
        }
        guard minutes <= 18 * 60 else { return nil }
        if isBehind { minutes = -minutes }
        return minutes
    }
}
