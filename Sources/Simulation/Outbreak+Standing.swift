import Policy
import Vocabulary

extension Outbreak {
    /// Counts what is done whether anybody is infected or not, and what still stands when the days are over: tests of all post holders,
    /// checks, tests and control of all arrivals, zones not yet lifted.
    mutating func settle() {
        response.use(.vaccineDose, setup.immunity.doses(through: now / Tick.perDay - 1))
        guard response.isActive, !setup.isRandom else { return }
        let end = Int32(min(now, setup.ticks))
        let days = Double(max(0, end - max(0, setup.begins))) / Double(Tick.perDay)
        settlePosts(days)
        settleArrivals(days)
        for zone in response.zones.high.inForce.sorted(by: { $0.first < $1.first }) { close(zone, .high, until: end) }
        for zone in response.zones.medium.inForce.sorted(by: { $0.first < $1.first }) { close(zone, .medium, until: end) }
    }

    private mutating func settlePosts(_ days: Double) {
        guard !setup.measures.posts.isEmpty else { return }
        var people = [Double](repeating: 0, count: Occupation.allCases.count)
        for territory in population.territories.indices {
            for occupation in Occupation.allCases {
                let number = Int(occupation.rawValue)
                people[number] += Double(population.rolls[territory * Occupation.allCases.count + number].inTerritory)
            }
        }
        for post in setup.measures.posts {
            let holders = Occupation.allCases.filter(post.occupation.holds).reduce(0) { $0 + people[Int($1.rawValue)] } * post.share
            let tests = holders * post.frequency.perDay * days * setup.scenario.execution.testCoverage.post
            response.use(.pooledTube, tests / Double(setup.measures.poolSize))
            response.use(.sampling, tests)
        }
    }

    private mutating func settleArrivals(_ days: Double) {
        for arrivals in setup.scenario.arrivals {
            guard let rules = setup.measures.policy.arrivals.byRisk[arrivals.risk] else { continue }
            let people = arrivals.perDay * days
            if rules.landingTest != nil { response.use(.singleTest, people) }
            if let span = rules.spanTests { response.use(.singleTest, people * Double(span.count)) }
            if !rules.checks.isEmpty { response.use(.checkpointDay, days) }
            guard let control = rules.control else { continue }
            for stage in control.stages {
                if let item = stage.mode.counts.item { response.use(item, people * Double(stage.days.count)) }
                response.use(.singleTest, people * Double(stage.tests.reduce(0) { $0 + $1.swabs }))
                response.use(.sampling, people * Double(stage.tests.count))
            }
        }
    }
}

extension TestFrequency {
    /// Tests of one person in a day, in the mean.
    var perDay: Double {
        switch self {
        case .everyDays(let days): 1 / Double(max(1, days))
        case .perWeek(let count, _): Double(count) / 7
        case .rollingShare(let percent): percent / 100
        case .monthly: 12 / 365.25
        case .onEvent: 0
        }
    }
}
