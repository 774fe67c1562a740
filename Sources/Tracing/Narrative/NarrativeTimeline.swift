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
                    transports: journeys(transports.filter { range.contains($0.range.lowerBound) }),
                    people: NarrativePeople.find(in: text, range, besides: own.map { $0.start..<$0.end }),
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
            if let last = journeys.last, let joined = last.joined(with: transport) {
                journeys[journeys.count - 1] = joined
            } else if let last = journeys.last, last.kind == transport.kind && (last.number == nil || transport.number == nil) || isSeatOf(last) {
                journeys[journeys.count - 1] = NarrativeTransport(
                    kind: last.kind, number: last.number ?? transport.number, coach: last.coach ?? transport.coach, seat: last.seat ?? transport.seat)
            } else {
                journeys.append(transport)
            }
        }
        return journeys
    }
}

extension NarrativeTransport {
    /// A plate beside the word for its vehicle is one journey: `出租车（湘AT3157）`, `湘AT3157的出租车`.
    fileprivate func joined(with next: NarrativeTransport) -> NarrativeTransport? {
        let road: Set<Kind> = [.car, .taxi, .bus]
        guard road.contains(kind), road.contains(next.kind), (number == nil) != (next.number == nil), kind == .car || next.kind == .car else {
            return nil
        }
        return NarrativeTransport(kind: kind == .car ? next.kind : kind, number: number ?? next.number, coach: coach, seat: seat ?? next.seat)
    }
}
