/// How good past forecasts were: the distance of what came from what was said, and how often it lay inside the fan.
public struct ForecastScore: Hashable, Sendable {
    /// The continuous ranked probability score, in cases: the mean distance of forecast and outcome, less for spread that was admitted. For a single
    /// number it is the absolute error; lower is better.
    public let crps: Double
    /// What came lay inside the middle half.
    public let isInside50: Bool
    /// What came lay between the 5 % and the 95 % quantile.
    public let isInside90: Bool
    /// What came lay between the 2.5 % and the 97.5 % quantile.
    public let isInside95: Bool

    /// The score of a sample of forecasts for one number, against what came.
    ///
    /// CRPS from a sample: T. Gneiting, A. E. Raftery, *JASA* 102 (2007), equation 21, with ties and order statistics in n log n.
    public init(sample: [Double], outcome: Double) {
        let sorted = sample.sorted()
        let count = Double(sorted.count)
        var distance = 0.0
        var spread = 0.0
        for (index, value) in sorted.enumerated() {
            distance += abs(value - outcome)
            spread += (2 * Double(index) + 1 - count) * value
        }
        crps = count > 0 ? distance / count - spread / (count * count) : .nan
        let quantiles = Quantiles(ofSorted: sorted)
        isInside50 = (quantiles.q25...max(quantiles.q25, quantiles.q75)).contains(outcome)
        isInside90 = (quantiles.q05...max(quantiles.q05, quantiles.q95)).contains(outcome)
        isInside95 = (quantiles.q025...max(quantiles.q025, quantiles.q975)).contains(outcome)
    }
}

/// Forecasts made again as they would have been made in the past, each from the days before its origin only, with their scores by days ahead.
public struct ForecastRecord: Sendable {
    /// The scores of one lead.
    public struct Lead: Hashable, Sendable {
        /// How many days ahead, from 1.
        public var days: Int
        /// How many forecasts were scored.
        public var count: Int
        /// Mean score, in cases.
        public var crps: Double
        /// Mean score of saying that every day will be like the last week's mean day: what a forecast must beat.
        public var crpsOfPersistence: Double
        /// How often what came lay in the middle half.
        public var inside50: Proportion
        /// How often it lay in the middle 90 %.
        public var inside90: Proportion
        /// How often it lay in the middle 95 %.
        public var inside95: Proportion
    }

    /// One a day ahead.
    public let leads: [Lead]

    /// Replays forecasts every `step` days over a curve that is complete.
    public init(
        _ cases: [Double], _ interval: SerialInterval, options: RenewalForecast.Options = .init(), step: Int = 7,
        using generator: inout some RandomNumberGenerator
    ) throws(EstimationError) {
        let earliest = max(options.window + 2, Int(interval.mean) + 2, 2 * options.window)
        var scores = [[(score: ForecastScore, persistence: Double)]](repeating: [], count: options.horizon)
        for origin in stride(from: earliest, to: cases.count, by: max(1, step)) {
            let past = Array(cases[..<origin])
            guard past.suffix(options.window).reduce(0, +) > 0 else { continue }
            let forecast = try RenewalForecast([past], interval, options: options, using: &generator)
            let usual = past.suffix(7).reduce(0, +) / Double(min(7, past.count))
            for lead in 0..<options.horizon where origin + lead < cases.count {
                let outcome = cases[origin + lead]
                scores[lead].append((ForecastScore(sample: forecast.paths.map { $0[lead] }, outcome: outcome), abs(outcome - usual)))
            }
        }
        guard scores.contains(where: { !$0.isEmpty }) else {
            throw .tooFew(what: "days of incidence", given: cases.count, needed: earliest + 1)
        }
        leads = scores.enumerated().compactMap { lead, scores in
            guard !scores.isEmpty else { return nil }
            let count = scores.count
            return Lead(
                days: lead + 1, count: count, crps: scores.reduce(0) { $0 + $1.score.crps } / Double(count),
                crpsOfPersistence: scores.reduce(0) { $0 + $1.persistence } / Double(count),
                inside50: Proportion(scores.count { $0.score.isInside50 }, of: count),
                inside90: Proportion(scores.count { $0.score.isInside90 }, of: count),
                inside95: Proportion(scores.count { $0.score.isInside95 }, of: count))
        }
    }
}
