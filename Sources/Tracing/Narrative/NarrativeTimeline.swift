import Vocabulary

/// Cuts a text into the points of a timeline: from one date to the next, or to the sentence's end where no date follows.
struct NarrativeTimeline {
    static func events(
        _ spans: [NarrativeSpan], _ dates: [DateGrammar.Found], _ transports: [TransportGrammar.Found], _ text: NarrativeText, year: Int?
    ) -> [NarrativeEvent] {
        var events: [NarrativeEvent] = []
        var known = (year: year, month: Int?.none)
        var position = 0
        while position < dates.count {
            let first = dates[position]
            var last = first
            // 1月25日至2月2日, 1月24日、26日: one stretch of time.
            while position + 1 < dates.count, joins(text, last.range.upperBound..<dates[position + 1].range.lowerBound) {
                position += 1
                last = dates[position]
            }
            position += 1
            let end = end(of: text, from: last.range.upperBound, next: position < dates.count ? dates[position].range.lowerBound : text.count)
            let range = first.range.lowerBound..<end
            known.year = first.year ?? known.year
            known.month = first.month ?? known.month
            let date = name(of: first.day, &known)
            var until = first.lastDay.flatMap { name(of: $0, &known) }
            if last.range != first.range {
                known.year = last.year ?? known.year
                known.month = last.month ?? known.month
                until = (last.lastDay ?? last.day).flatMap { name(of: $0, &known) }
            }
            let own = spans.filter { $0.start >= range.lowerBound && $0.end <= range.upperBound }
            events.append(
                NarrativeEvent(
                    date: date, until: until == date ? nil : until, time: time(of: first),
                    untilTime: last.range == first.range ? nil : time(of: last),
                    role: own.first { $0.start == last.range.lowerBound }?.label,
                    places: own.filter { $0.label.kind == .place },
                    institutions: own.filter { $0.label.kind == .hospital || $0.label.kind == .institution },
                    transports: journeys(transports.filter { range.contains($0.range.lowerBound) }), people: people(text, range),
                    start: range.lowerBound, end: range.upperBound, text: text.words(range)))
        }
        return events
    }

    private static func joins(_ text: NarrativeText, _ gap: Range<Int>) -> Bool {
        ["至", "到", "-", "—", "~", "～", "、", "和", "与", " to ", " and ", "–"].contains(text.words(gap))
    }

    private static func end(of text: NarrativeText, from index: Int, next: Int) -> Int {
        var end = index
        while end < next, text[end] != "。", text[end] != "\n", !(text[end] == "." && text[end + 1] == " ") { end += 1 }
        while end > index, let scalar = text[end - 1], ["，", "；", "、", " ", ",", ";", "("].contains(scalar) { end -= 1 }
        return end
    }

    /// The day's name; a day without a month is one of the month last named.
    private static func name(of day: Int?, _ known: inout (year: Int?, month: Int?)) -> String? {
        guard let month = known.month, let day else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        guard let year = known.year else { return "--\(two(month))-\(two(day))" }
        return CivilDate(year: year, month: month, day: day)?.description
    }

    private static func time(of date: DateGrammar.Found) -> String? {
        guard let hour = date.hour else { return nil }
        let hours = hour < 10 ? "0\(hour)" : String(hour)
        return hours + (date.minute.map { $0 < 10 ? ":0\($0)" : ":\($0)" } ?? "")
    }

    /// A word such as 高铁 beside a number of a train is the same journey.
    private static func journeys(_ found: [TransportGrammar.Found]) -> [NarrativeTransport] {
        var journeys: [NarrativeTransport] = []
        for transport in found.map(\.transport) {
            // "train G1234 (coach 5, seat 12F)": a coach with a seat is that train's.
            let isSeatOf = { (last: NarrativeTransport) in
                transport.number == nil && transport.coach != nil && last.number != nil && last.coach == nil && last.seat == nil
            }
            if let last = journeys.last, last.kind == transport.kind && (last.number == nil || transport.number == nil) || isSeatOf(last) {
                journeys[journeys.count - 1] = NarrativeTransport(
                    kind: last.kind, number: last.number ?? transport.number, coach: last.coach ?? transport.coach, seat: last.seat ?? transport.seat)
            } else {
                journeys.append(transport)
            }
        }
        return journeys
    }

    private static let company = WordSet("与 和 同 随 跟 陪同 陪 接触 with")
    private static let relations = WordSet(
        """
        妻子 丈夫 父亲 母亲 父母 儿子 女儿 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 外公 外婆 岳父 岳母 公公 婆婆 孙子 孙女 外孙 家人 家属 亲属 亲戚 同事 同学 朋友 邻居 老乡 室友 司机 二叔 叔叔 舅舅 姑姑 阿姨 妻妹 \
        wife husband father mother parents son daughter brother sister family relatives friend friends colleague colleagues neighbour driver
        """)

    /// People by their relation (`妻子`), by a case's number (`病例97`) or a masked name (`胡某`), each once.
    private static func people(_ text: NarrativeText, _ range: Range<Int>) -> [String] {
        var people: [String] = []
        var index = range.lowerBound
        while index < range.upperBound {
            var end: Int?
            if let length = relations.match(text, at: index), !(text[index]?.isASCII ?? false) || isWord(text, index..<index + length) {
                // 同事李某: one person, not two.
                var close = index + length
                if text[close + 1] == "某" {
                    close += 2
                    while text[close] == "某" { close += 1 }
                }
                end = close
            } else if text.has("病例", at: index) || text.has("患者", at: index), let (_, close) = text.number(at: index + 2, most: 5) {
                end = close
            } else if text.has("case ", at: index) || text.has("Case ", at: index), let (_, close) = text.number(at: index + 5, most: 5) {
                end = close
            } else if text[index + 1] == "某", !text.isBoundary(index), company.match(text, before: index) != nil || text.isBoundary(index - 1) {
                var close = index + 2
                while text[close] == "某" { close += 1 }
                end = close
            }
            if let end, end <= range.upperBound {
                let name = text.words(index..<end)
                if !people.contains(name) { people.append(name) }
                index = end
            } else {
                index += 1
            }
        }
        return people
    }

    private static func isWord(_ text: NarrativeText, _ range: Range<Int>) -> Bool {
        func isLetter(_ index: Int) -> Bool { text[index].map { $0.isASCII && $0.properties.isAlphabetic } ?? false }
        return !isLetter(range.lowerBound - 1) && !isLetter(range.upperBound)
    }
}
