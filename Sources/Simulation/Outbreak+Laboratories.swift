extension Outbreak {
    /// Ticks that a specimen taken now waits before a laboratory of the territory has time for it: what was taken beyond what it runs, in the order
    /// in which it came.
    ///
    /// Tubes are counted by day and taken to come in evenly over it.
    mutating func queue(in territory: Int) -> Int32 {
        guard let (most, usual) = setup.measures.laboratories?[territory] else { return 0 }
        settleWaiting()
        func more(on day: Int) -> Double {
            Double(ledger.number(.tubes, day: day, territory: territory)) + (Tick.at(day: day) >= setup.begins ? usual : 0) - most
        }
        let day = max(0, now / Tick.perDay)
        var laboratory = response.laboratories[territory]
        while laboratory.day < day {
            laboratory.backlog = max(0, laboratory.backlog + more(on: laboratory.day))
            laboratory.day += 1
        }
        response.laboratories[territory] = laboratory
        let passed = Double(max(0, now) % Tick.perDay) / Double(Tick.perDay)
        return Tick.span(days: Float(min(365, max(0, laboratory.backlog + passed * more(on: day)) / most)))
    }
}
