import Policy

/// What happened in one replicate.
public struct Outcome: Hashable, Sendable, Codable {
    /// Number of the replicate; equal seeds and numbers give equal outcomes.
    public let replicate: Int
    /// Everybody ever infected.
    public let infections: Int
    /// Counts by day and territory.
    public let daily: DailyCounts
    /// Whether, at the end, nobody was left outside control who could still infect somebody.
    public let isExtinct: Bool
    /// Whether it was broken off because it had outgrown ``Scenario/stopAbove``.
    public let isOutOfControl: Bool
    /// The day of the last infection, from 0.
    public let lastDay: Int
    /// How much of each thing that has a price was used, in the order of the items.
    let used: [Double]
    /// What that costs at the policy's prices.
    public let cost: Double
    /// The same by day and territory.
    public let expenses: DailyExpenses
    /// Infections passed on from residents of each territory to residents of others.
    public let spilledFrom: [Int32]
    /// Infections that came into each territory from others or from outside.
    public let importedInto: [Int32]
    /// Infections in hospital wards.
    public let nosocomial: Int
    /// How infections followed each other.
    public let dynamics: Dynamics
    /// With what it began, if it began with a line list.
    public let beginning: Beginning?

    /// With what a replicate began that went on from a line list.
    public struct Beginning: Hashable, Sendable, Codable {
        /// Everybody infected before the first day.
        public let infections: Int
        /// Those of them who stand on the list.
        public let known: Int
        /// The share of the transmissions of life as usual that the list bears out, until the first day.
        public let strength: Double
        /// Everybody infected before the first day, by territory.
        public let inTerritories: [Int32]
    }

    /// How infections followed each other.
    public struct Dynamics: Hashable, Sendable, Codable {
        /// Infected people by day of their infection. The last days' have not yet infected everybody they will.
        public let infectors: [Int32]
        /// People infected by those.
        public let offspring: [Int64]
        /// How many infected 0, 1, 2 … others.
        public let offspringSizes: [Int]
        /// Transmissions by whole days since the infector's infection, 63 standing for all longer.
        public let generationDays: [Int]
        /// Mean generation interval in days.
        public let meanGeneration: Double
        /// Its standard deviation.
        public let generationDeviation: Double
        /// Share of transmissions before the infector's onset (or when it would have been).
        public let presymptomaticShare: Double

        /// The realised reproduction number of those infected on the days of a range; nil if there are none.
        public func reproduction(days: Range<Int>) -> Double? {
            var people = 0, infected: Int64 = 0
            for day in days where infectors.indices.contains(day) {
                people += Int(infectors[day])
                infected += offspring[day]
            }
            return people > 0 ? Double(infected) / Double(people) : nil
        }

        /// The least share of infected people who together made 80 % of the infections.
        public var shareMaking80Percent: Double {
            let total = offspringSizes.enumerated().reduce(0) { $0 + $1.offset * $1.element }
            let people = offspringSizes.reduce(0, +)
            guard total > 0 else { return 0 }
            var wanted = 0.8 * Double(total), used = 0.0
            for size in offspringSizes.indices.reversed() where size > 0 && offspringSizes[size] > 0 {
                let made = Double(size * offspringSizes[size])
                if made >= wanted { return (used + wanted / Double(size)) / Double(people) }
                wanted -= made
                used += Double(offspringSizes[size])
            }
            return used / Double(people)
        }
    }

    /// Whether the outbreak was over by the end of a day: the last infection not after it, and nobody left outside control to cause another.
    public func isContained(by day: Int) -> Bool { isExtinct && !isOutOfControl && lastDay <= day }

    /// How much of each thing that has a price was used; what was not used is absent.
    public var quantities: [UnitCosts.Item: Double] {
        var all: [UnitCosts.Item: Double] = [:]
        for item in UnitCosts.Item.allCases where used[item.number] != 0 { all[item] = used[item.number] }
        return all
    }
}

extension Outcome {
    /// A line of the output by day. Infections with which it began belong to no day of it: they are left out of the first, on which
    /// ``DailyCounts`` counts what lies before.
    public func values(of series: Ensemble.Series, territory: Int? = nil) -> [Double] {
        switch series {
        case .cost: return expenses.costs(territory: territory)
        case .closedPlaces: return expenses.closedPlaces(territory: territory)
        default: break
        }
        var values = daily.values(of: series, territory: territory).map { Double($0) }
        if case .infections = series, let beginning, !values.isEmpty {
            values[0] -= Double(territory.map { Int(beginning.inTerritories[$0]) } ?? beginning.infections)
        }
        return values
    }
}

extension Outbreak {
    /// Whether a person is neither in a hospital nor in an isolation site nor isolated at home when the days are over.
    private func isAtLarge(_ person: UInt32) -> Bool {
        guard let own = response.charts.index(of: person) else { return true }
        return !isApart(response.charts[own], at: Int32(truncatingIfNeeded: setup.ticks - 1))
    }

    /// Closes the books.
    mutating func finish(_ number: Int) -> Outcome {
        var isOver = calendar.count == 0
        for person in statistics.outlasting where isOver && isAtLarge(person) { isOver = false }
        let limit = setup.scenario.stopAbove ?? .max
        let isOut = infected.count > limit
        if !isOut { now = setup.ticks }
        settleBookings()
        settle()
        // Whoever is still in the calendar has infected so many so far.
        now = 0
        while let tick = calendar.nextTick(from: now) {
            now = tick
            while let (chunk, count) = calendar.take(at: tick) {
                for index in 1...count where !chunk[index].isInWard { statistics.finished(chunk[index]) }
                calendar.giveBack(chunk)
            }
        }
        let daily = ledger.rows()
        let prices = setup.scenario.policy.costs.prices
        return Outcome(
            replicate: number, infections: infected.count, daily: daily, isExtinct: isOver && !isOut, isOutOfControl: isOut,
            lastDay: daily.infections().lastIndex { $0 > 0 } ?? 0,
            used: Array(UnsafeBufferPointer(start: response.used.base, count: response.used.count)),
            cost: UnitCosts.Item.allCases.reduce(0) { $0 + response.used[$1.number] * (prices[$1] ?? 0) },
            expenses: response.expenses.rows(population.territories.map(\.population)), spilledFrom: statistics.spilledFrom,
            importedInto: statistics.importedInto, nosocomial: statistics.nosocomial,
            dynamics: Outcome.Dynamics(
                infectors: statistics.infectors, offspring: statistics.offspring, offspringSizes: statistics.sizes,
                generationDays: statistics.generation, meanGeneration: statistics.meanGeneration,
                generationDeviation: statistics.generationDeviation,
                presymptomaticShare: statistics.transmissions > 0 ? Double(statistics.beforeOnset) / Double(statistics.transmissions) : 0),
            beginning: beginning)
    }
}
