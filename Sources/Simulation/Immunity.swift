/// Who is protected by vaccine on which day: shares by age, rising while a campaign goes on.
///
/// A resident has one number of luck for vaccination; they are protected from the day on which the share of their age exceeds it, so that a
/// campaign adds people and takes nobody off.
struct Immunity: Sendable {
    let isAny: Bool
    private let days: Int
    private let primary: Slab<Float>
    private let booster: Slab<Float>
    /// Doses given until the end of each day.
    private let doses: [Double]

    private static let ages = 128

    init(_ scenario: Scenario) {
        let campaigns = scenario.execution.campaigns
        let base = scenario.vaccination
        isAny = !base.isNone || !campaigns.isEmpty
        let days = campaigns.isEmpty ? 1 : scenario.days
        self.days = days
        /// The share of an age that have had a dose by a day's end, or are protected by it.
        func share(_ age: Int, _ day: Int, isBooster: Bool, isProtected: Bool) -> Double {
            let before = (isBooster ? base.booster : base.primary).value(at: age)
            return campaigns.filter { $0.isBooster == isBooster && $0.ages.contains(age) }.reduce(before) { most, campaign in
                let passed = Double(day - (isProtected ? campaign.delay : 0) - campaign.days.lowerBound + 1)
                let part = min(1, max(0, passed / Double(campaign.days.count)))
                return max(most, before + max(0, campaign.reaches - before) * part)
            }
        }
        func table(isBooster: Bool) -> Slab<Float> {
            Slab((0..<days).flatMap { day in (0..<Immunity.ages).map { Float(share($0, day, isBooster: isBooster, isProtected: true)) } })
        }
        primary = table(isBooster: false)
        booster = table(isBooster: true)
        guard !campaigns.isEmpty else {
            doses = []
            return
        }
        let residents = scenario.population.residentsByAge
        doses = (0..<days).map { day in
            (0..<Immunity.ages).reduce(0) { sum, age in
                [false, true].reduce(sum) { sum, isBooster in
                    let before = (isBooster ? base.booster : base.primary).value(at: age)
                    return sum + residents[age] * (share(age, day, isBooster: isBooster, isProtected: false) - before)
                }
            }
        }
    }

    /// Shares with a full course and with a booster that protects on a day.
    @inline(__always)
    func shares(_ age: Int, day: Int) -> (primary: Float, booster: Float) {
        let cell = min(max(0, day), days &- 1) &* Immunity.ages &+ age
        return (primary[cell], booster[cell])
    }

    /// Doses that campaigns have given by the end of a day.
    func doses(through day: Int) -> Double { doses.isEmpty || day < 0 ? 0 : doses[min(day, doses.count - 1)] }
}

extension Population {
    /// Residents by age in years.
    var residentsByAge: [Double] {
        var counts = [Double](repeating: 0, count: 128)
        for index in territories.indices {
            let block = templates[index]
            let share = Double(sizes[index]) / Double(block.count)
            for position in 0..<Int(block.count) { counts[Int(members[Int(block.first) + position].age)] += share }
        }
        return counts
    }
}
