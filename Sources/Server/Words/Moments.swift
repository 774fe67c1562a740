import Vocabulary

/// A moment ready to show: short and local on the page, whole on hover and for machines.
struct Moment: Sendable, Hashable {
    /// 3月19日 10:00, 19 Mar 10:00.
    let text: String
    /// 2022-03-19T10:00:00+08:00.
    let iso: String
    /// 2022-03-19 10:00:00 +08:00.
    let full: String
}

/// Writes moments, days and lengths of time in a language and a zone, leaving out what the reader knows: the year when it is this one.
struct Moments: Sendable {
    let language: Language
    let zone: CivilZone
    let now: Instant

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = (en: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], zh: ["一", "二", "三", "四", "五", "六", "日"])

    /// A moment to the minute.
    func moment(_ instant: Instant) -> Moment {
        let iso = zone.text(of: instant)
        return Moment(text: day(zone.date(of: instant)) + " " + clock(instant), iso: iso, full: full(iso))
    }

    /// A moment by which something is due: midnight is the end of the day before, 3月19日 24:00, as notices write it.
    func deadline(_ instant: Instant) -> Moment {
        guard zone.timeOfDay(of: instant) == 0 else { return moment(instant) }
        let iso = zone.text(of: instant)
        return Moment(text: day(zone.date(of: instant) - 1) + " 24:00", iso: iso, full: full(iso))
    }

    /// A moment to the minute, or only its time if it is today's.
    func brief(_ instant: Instant) -> Moment {
        guard zone.date(of: instant) == today else { return moment(instant) }
        let iso = zone.text(of: instant)
        return Moment(text: clock(instant), iso: iso, full: full(iso))
    }

    private func full(_ iso: String) -> String {
        var text = iso.replacing("T", with: " ")
        text.insert(" ", at: text.index(text.endIndex, offsetBy: -6))
        return text
    }

    /// Today, where the reader works.
    var today: CivilDate { zone.date(of: now) }

    /// The wall clock, 10:00.
    func clock(_ instant: Instant) -> String {
        let minutes = zone.timeOfDay(of: instant) / 60_000
        return two(minutes / 60) + ":" + two(minutes % 60)
    }

    /// A day, 3月19日 or 19 Mar, with its year when it is not this one.
    func day(_ date: CivilDate) -> String {
        let (year, month, day) = date.components
        let sameYear = year == today.components.year
        if language.isChinese { return (sameYear ? "" : "\(year)年") + "\(month)月\(day)日" }
        return "\(day) \(Moments.months[month - 1])" + (sameYear ? "" : " \(year)")
    }

    /// Mon, 一.
    func weekday(_ date: CivilDate) -> String {
        (language.isChinese ? Moments.weekdays.zh : Moments.weekdays.en)[date.weekday - 1]
    }

    /// A length of time in its two largest units: 2 h 10, 35 min, 3 d 4 h; 2小时10分, 35分钟, 3天4小时.
    func length(_ span: Span) -> String {
        let minutes = Int(span.milliseconds.magnitude / 60_000)
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60)
        if language.isChinese {
            let (hour, minute) = language == .traditional ? ("小時", "分鐘") : ("小时", "分钟")
            if days > 0 { return "\(days)天" + (hours > 0 ? "\(hours)\(hour)" : "") }
            if hours > 0 { return "\(hours)\(hour)" + (rest > 0 ? "\(rest)分" : "") }
            return "\(rest)\(minute)"
        }
        if days > 0 { return "\(days) d" + (hours > 0 ? " \(hours) h" : "") }
        if hours > 0 { return "\(hours) h" + (rest > 0 ? " \(two(rest))" : "") }
        return "\(rest) min"
    }

    /// The value of a `datetime-local` field.
    func fieldValue(_ instant: Instant) -> String { String(instant.civilText(in: zone).prefix(16)) }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
