/// A share of people with limits: infected contacts, late obligations, anything counted.
public struct Proportion: Hashable, Sendable {
    /// How many of them.
    public let count: Int
    /// Of how many.
    public let total: Int

    /// `count` of `total`.
    public init(_ count: Int, of total: Int) {
        self.count = max(0, min(count, total))
        self.total = max(0, total)
    }

    /// The share, or nil of nobody.
    public var share: Double? { total > 0 ? Double(count) / Double(total) : nil }

    /// The share between Wilson's score limits (*JASA* 22, 1927), which cover near their level for small numbers too; nil of nobody.
    public func interval(confidence: Double = 0.95) -> Interval? {
        guard let share else { return nil }
        let n = Double(total)
        let z = NormalDistribution.standardQuantile((1 + confidence) / 2)
        let denominator = 1 + z * z / n
        let centre = (share + z * z / (2 * n)) / denominator
        let reach = z / denominator * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return Interval(share, count == 0 ? 0 : max(0, centre - reach), count == total ? 1 : min(1, centre + reach))
    }

    /// The share between the exact limits of C. J. Clopper and E. S. Pearson (*Biometrika* 26, 1934), which cover at least their level.
    public func exactInterval(confidence: Double = 0.95) -> Interval? {
        guard let share else { return nil }
        let alpha = (1 - confidence) / 2
        let lower = count == 0 ? 0 : IncompleteBeta.quantile(alpha, Double(count), Double(total - count + 1))
        let upper = count == total ? 1 : IncompleteBeta.quantile(1 - alpha, Double(count + 1), Double(total - count))
        return Interval(share, lower, upper)
    }
}

/// The secondary attack rate by setting: of the contacts exposed in it, how many were infected.
public struct AttackRate<Setting: Hashable & Sendable>: Hashable, Sendable {
    /// The setting: household, meal, vehicle, ward…
    public let setting: Setting
    /// Infected contacts of all contacts.
    public let infected: Proportion

    /// One rate for each setting that occurs, the highest first, those of equal rate by number of contacts.
    public static func bySetting(_ contacts: some Sequence<(setting: Setting, infected: Bool)>) -> [AttackRate] {
        var tallies: [Setting: (infected: Int, total: Int)] = [:]
        for contact in contacts {
            let tally = tallies[contact.setting] ?? (0, 0)
            tallies[contact.setting] = (tally.infected + (contact.infected ? 1 : 0), tally.total + 1)
        }
        return tallies.map { AttackRate(setting: $0.key, infected: Proportion($0.value.infected, of: $0.value.total)) }
            .sorted { ($0.infected.share ?? 0, $0.infected.total) > ($1.infected.share ?? 0, $1.infected.total) }
    }
}
