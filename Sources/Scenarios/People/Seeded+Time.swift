import Vocabulary

extension Seeded {
    /// A time between two numbers of minutes, shorter ones likelier.
    mutating func span(minutes range: ClosedRange<Int>) -> Span {
        let share = unit()
        return Span(milliseconds: Int64(range.lowerBound) * 60_000 + Int64(share * share * Double(range.count) * 60) * 1000)
    }

    /// A share of a time, evenly between two bounds, in whole seconds.
    mutating func part(of span: Span, _ low: Double, _ high: Double) -> Span {
        let share = low + (high - low) * unit()
        return Span(milliseconds: Int64(share * Double(span.milliseconds) / 1000) * 1000)
    }

    /// A moment between two, each equally likely, in whole minutes after the first.
    mutating func moment(from first: Instant, to last: Instant) -> Instant {
        first + .minutes(next(below: max(1, (last - first).wholeMinutes)))
    }
}
