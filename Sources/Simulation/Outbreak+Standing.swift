import Policy
import Vocabulary

extension Outbreak {
    /// Counts what is done whether anybody is infected or not, and what still stands when the days are over: tests of all post holders,
    /// checks, tests and control of all arrivals, zones not yet lifted.
    mutating func settle() {
        for day in 0..<now / Tick.perDay {
            let doses = setup.immunity.doses(through: day) - setup.immunity.doses(through: day - 1)
            response.use(.vaccineDose, doses)
            response.expenses.addOnAll(doses * setup.measures.prices[UnitCosts.Item.vaccineDose.number], day: day)
        }
        guard response.isActive, !setup.isRandom else { return }
        let end = min(now, setup.ticks)
        let begin = min(end, Int(max(0, setup.begins)))
        settlePosts(from: begin, until: end)
        settleArrivals(from: begin, until: end)
        for zone in response.zones.high.inForce.sorted(by: { $0.first < $1.first }) { close(zone, .high, until: Int32(end)) }
        for zone in response.zones.medium.inForce.sorted(by: { $0.first < $1.first }) { close(zone, .medium, until: Int32(end)) }
    }

    private mutating func settlePosts(from begin: Int, until end: Int) {
        guard !setup.measures.posts.isEmpty else { return }
        let tests = setup.measures.postTestsADay
        response.useForAll(.pooledTube, tests / Double(setup.measures.poolSize), from: begin, until: end)
        response.useForAll(.sampling, tests, from: begin, until: end)
    }

    private mutating func settleArrivals(from begin: Int, until end: Int) {
        for arrivals in setup.scenario.arrivals {
            guard let rules = setup.measures.policy.arrivals.byRisk[arrivals.risk] else { continue }
            func use(_ item: UnitCosts.Item, _ amountADay: Double) { response.useForAll(item, amountADay, from: begin, until: end) }
            let people = arrivals.perDay
            if rules.landingTest != nil { use(.singleTest, people) }
            if let span = rules.spanTests { use(.singleTest, people * Double(span.count)) }
            if !rules.checks.isEmpty { use(.checkpointDay, 1) }
            guard let control = rules.control else { continue }
            for stage in control.stages {
                if let item = stage.mode.counts.item { use(item, people * Double(stage.days.count)) }
                use(.singleTest, people * Double(stage.tests.reduce(0) { $0 + $1.swabs }))
                use(.sampling, people * Double(stage.tests.count))
            }
        }
    }
}

extension Population {
    /// Tests that the holders of some posts who live in a territory are due in a day, in the mean.
    func tests(of posts: [Measures.Post], in territory: Int) -> Double {
        posts.reduce(0) { sum, post in
            let holders =
                Occupation.allCases.filter(post.occupation.holds).reduce(0) { $0 + Double(roll($1, in: territory).inTerritory) } * post.share
            return sum + holders * post.frequency.perDay
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
