/// Finds the dates and times of a text: `1月25日上午8时`, `2020/1/25`, `13日`, `1月17日20时许`, `12 March 2022`, and ranges that lost their dash
/// (`1月1719日`, `25日28日`).
struct DateGrammar {
    /// A moment as far as the text tells it.
    struct Found: Hashable {
        var range: Range<Int>
        var year: Int?
        var month: Int?
        var day: Int?
        /// The last day of a range written as one.
        var lastDay: Int?
        var hour: Int?
        var minute: Int?
    }

    static func find(in text: NarrativeText) -> [Found] {
        var found: [Found] = []
        var index = 0
        while index < text.count {
            let isStart = !text.isDigit(index - 1) && !isLatin(text[index - 1])
            if isStart,
                let date = date(in: text, at: index) ?? EnglishDates.date(in: text, at: index) ?? clock(in: text, at: index, after: found.last)
            {
                found.append(date)
                index = date.range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    private static func isLatin(_ scalar: Unicode.Scalar?) -> Bool {
        scalar.map { ($0 >= "A" && $0 <= "Z") || ($0 >= "a" && $0 <= "z") } ?? false
    }

    private static func date(in text: NarrativeText, at index: Int) -> Found? {
        guard var found = yearMonthDay(text, index) ?? monthDay(text, index, year: nil) ?? dayOnly(text, index) else { return nil }
        if let more = time(in: text, at: found.range.upperBound) {
            found.hour = more.hour
            found.minute = more.minute
            found.range = index..<more.end
        }
        return found
    }

    /// `2020年1月25日`, `2020/1/25`, `2020-01-25`, `2020.1.25`.
    private static func yearMonthDay(_ text: NarrativeText, _ index: Int) -> Found? {
        guard let (year, end) = text.number(at: index, most: 4), (1900...2100).contains(year) else { return nil }
        if text[end] == "年" { return monthDay(text, end + 1, year: year).map { with($0, from: index) } }
        guard let separator = text[end], ["/", "-", "."].contains(separator), let (month, middle) = text.number(at: end + 1, most: 2),
            text[middle] == separator, let (day, last) = text.number(at: middle + 1, most: 2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let close = text[last] == "日" ? last + 1 : last
        return Found(range: index..<close, year: year, month: month, day: day)
    }

    private static func with(_ found: Found, from index: Int) -> Found {
        var found = found
        found.range = index..<found.range.upperBound
        return found
    }

    /// `1月25日`, `1月25`, `1月1719日`, `1月24日29日`, `1月下旬`.
    private static func monthDay(_ text: NarrativeText, _ index: Int, year: Int?) -> Found? {
        guard let (month, end) = text.number(at: index, most: 2), (1...12).contains(month), text[end] == "月" else { return nil }
        for word in ["上旬", "中旬", "下旬", "初", "底", "末"] where text.has(word, at: end + 1) {
            return Found(range: index..<end + 1 + word.unicodeScalars.count, year: year, month: month)
        }
        guard let days = days(text, end + 1) else { return nil }
        if let mark = text[days.end], mark == "日" || mark == "号" { return joined(text, index, days, behind: days.end + 1, year, month) }
        // Without 日: the month says that it is a date, if nothing that is counted follows.
        guard days.last == nil, !["月", "例", "人", "天", "个", "名", "年", "%"].contains(text[days.end]) else { return nil }
        return Found(range: index..<days.end, year: year, month: month, day: days.first)
    }

    /// `13日`, `23号`, `2026日` (from the 20th to the 26th), `25日28日`.
    private static func dayOnly(_ text: NarrativeText, _ index: Int) -> Found? {
        guard let days = days(text, index), let mark = text[days.end] else { return nil }
        let behind = days.end + 1
        switch mark {
        case "日":
            for word in ["内", "后", "游", "龄"] where text.has(word, at: behind) { return nil }
            if let before = text[index - 1], ["第", "每", "近", "满", "共", "约", "逾"].contains(before) { return nil }
        case "号":
            // A number of a house, a coach or a bed is no day.
            for word in ["楼", "院", "线", "车", "厢", "房", "病", "铺", "座", "门", "桌", "店", "馆", "栋", "路", "机", "口", "患", "病例"]
            where text.has(word, at: behind) {
                return nil
            }
            let opens = ["于", "在", "，", "。", "、", "至", "到", "年", "；", ";", ","].contains { text[index - 1] == $0 }
            guard index == 0 || opens, days.last == nil else { return nil }
        default: return nil
        }
        return joined(text, index, days, behind: behind, nil, nil)
    }

    private static func joined(
        _ text: NarrativeText, _ index: Int, _ days: (first: Int, last: Int?, end: Int), behind: Int, _ year: Int?, _ month: Int?
    ) -> Found {
        var found = Found(range: index..<behind, year: year, month: month, day: days.first, lastDay: days.last)
        // A second day that followed a dash which got lost.
        if days.last == nil, let (second, end) = text.number(at: behind, most: 2), text[end] == "日", second > days.first, second <= 31 {
            found.lastDay = second
            found.range = index..<end + 1
        }
        return found
    }

    /// One day, or two written together: `25`, `1719`, `810`.
    private static func days(_ text: NarrativeText, _ index: Int) -> (first: Int, last: Int?, end: Int)? {
        guard let (value, end) = text.number(at: index, most: 4) else { return nil }
        if end - index <= 2 { return (1...31).contains(value) ? (value, nil, end) : nil }
        let (first, last) = (value / 100, value % 100)
        return (1...31).contains(first) && (1...31).contains(last) && last > first ? (first, last, end) : nil
    }

    private static let partsOfDay = WordSet("上午 下午 中午 凌晨 晚上 早上 早晨 傍晚 夜间 清晨 午后 深夜 午间 晚间 晚 晨 早 夜")
    private static let laterParts = WordSet("下午 晚上 傍晚 夜间 深夜 晚间 午后 晚 夜")

    /// A time of day behind a date: `上午8时`, `晚`, `20时许`, `9时10时许`, `17:00`, `8点半`.
    static func time(in text: NarrativeText, at index: Int) -> (hour: Int?, minute: Int?, end: Int)? {
        var start = index
        if text[start] == " ", text.isDigit(start + 1) { start += 1 }
        let part = partsOfDay.match(text, at: start)
        let isLater = laterParts.match(text, at: start) != nil
        let behind = start + (part ?? 0)
        guard let clock = clockTime(text, behind) else { return part.map { _ in (nil, nil, behind) } }
        let hour = isLater && clock.hour < 12 ? clock.hour + 12 : clock.hour
        return (hour, clock.minute, clock.end)
    }

    private static func clockTime(_ text: NarrativeText, _ index: Int) -> (hour: Int, minute: Int?, end: Int)? {
        guard let (hour, end) = text.number(at: index, most: 2), hour <= 24, let mark = text[end] else { return nil }
        var minute: Int?
        var close: Int
        switch mark {
        case ":":
            guard let (value, last) = text.number(at: end + 1, most: 2), last == end + 3, value < 60, text[last] != ":" else { return nil }
            minute = value
            close = last
        case "时", "点":
            close = end + 1
            if text[close] == "半" {
                minute = 30
                close += 1
            } else if let (value, last) = text.number(at: close, most: 2), value < 60, text[last] == "分" {
                minute = value
                close = last + 1
            } else if let (_, last) = text.number(at: close, most: 2), text[last] == "时" {
                // Between two hours, the dash lost.
                close = last + 1
            } else if text[close] == "间" || text[close] == "期" || text[close] == "多" {
                return nil
            }
        default: return nil
        }
        for word in ["许", "左右"] where text.has(word, at: close) { close += word.unicodeScalars.count }
        return (hour, minute, close)
    }

    /// A time of day by itself: `17:23`, or `24时` as the end of what a date began.
    private static func clock(in text: NarrativeText, at index: Int, after last: Found?) -> Found? {
        guard let clock = clockTime(text, index) else { return nil }
        let endsRange = last.map { $0.hour != nil && index - $0.range.upperBound == 1 } ?? false
        let opens = text.isBoundary(index - 1) || index == 0
        guard (text.scalars[index..<clock.end].contains(":") && opens) || endsRange else { return nil }
        return Found(range: index..<clock.end, hour: clock.hour, minute: clock.minute)
    }
}

/// Dates as English texts write them: `12 March 2022`, `March 12, 2022`, `12 Mar`, with `at 09:30` behind.
enum EnglishDates {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    static func date(in text: NarrativeText, at index: Int) -> DateGrammar.Found? {
        var found: DateGrammar.Found?
        if let (day, end) = text.number(at: index, most: 2), (1...31).contains(day),
            let (month, behind) = month(text, afterSpace(text, ordinal(text, end)))
        {
            found = DateGrammar.Found(range: index..<behind, month: month, day: day)
        } else if let (month, end) = month(text, index), let (day, behind) = text.number(at: afterSpace(text, end), most: 2), (1...31).contains(day),
            afterSpace(text, end) > end, !text.isDigit(behind)
        {
            found = DateGrammar.Found(range: index..<ordinal(text, behind), month: month, day: day)
        }
        guard var date = found else { return nil }
        var next = date.range.upperBound
        if text[next] == "," { next += 1 }
        next = afterSpace(text, next)
        if let (year, end) = text.number(at: next, most: 4), (1900...2100).contains(year) {
            date.year = year
            date.range = index..<end
        }
        for word in [" at ", ", ", " "] where text.has(word, at: date.range.upperBound) {
            let start = date.range.upperBound + word.unicodeScalars.count
            guard let (hour, end) = text.number(at: start, most: 2), hour < 24, text[end] == ":",
                let (minute, last) = text.number(at: end + 1, most: 2),
                minute < 60
            else { continue }
            date.hour = hour
            date.minute = minute
            date.range = index..<last
            break
        }
        return date
    }

    private static func afterSpace(_ text: NarrativeText, _ index: Int) -> Int { text[index] == " " ? index + 1 : index }

    private static func ordinal(_ text: NarrativeText, _ index: Int) -> Int {
        ["st", "nd", "rd", "th"].contains { text.has($0, at: index) } ? index + 2 : index
    }

    /// A month's name in full or by its first three letters.
    private static func month(_ text: NarrativeText, _ index: Int) -> (Int, Int)? {
        var end = index
        while let scalar = text[end], scalar.isASCII, scalar.properties.isAlphabetic { end += 1 }
        guard end - index >= 3, text[index]?.properties.isUppercase ?? false else { return nil }
        let word = text.words(index..<end).lowercased()
        guard let month = months.firstIndex(where: { $0 == word || (word.count == 3 && $0.hasPrefix(word)) || word == "sept" && $0 == "september" })
        else {
            return nil
        }
        return (month + 1, end)
    }
}
