import Vocabulary

/// How many events of each recent day there will have been once all reports are in.
///
///     let triangle = try ReportingTriangle(pairs, now: today, longestDelay: 21, days: 60)
///     let nowcast = try Nowcast(triangle, using: &generator)
///     nowcast.days[57].known              // so far
///     nowcast.days[57].quantiles.q50      // in the end, with limits beside it
///
/// See `NowcastModel` for the model. How much α moves from day to day and how far counts spread are not fixed but averaged over a grid, each pair of
/// values weighing what the data say for it.
public struct Nowcast: Sendable {
    /// What the model may reckon with.
    public struct Options: Hashable, Sendable {
        /// Whether reporting depends on the weekday.
        public var hasWeekdays: Bool
        /// Whether delays may lengthen or shorten from week to week.
        public var delaysMayChange: Bool
        /// How many possible outcomes are drawn.
        public var draws: Int

        /// Weekday and changing delays both reckoned with, a thousand draws, unless told otherwise.
        public init(hasWeekdays: Bool = true, delaysMayChange: Bool = true, draws: Int = 1000) {
            self.hasWeekdays = hasWeekdays
            self.delaysMayChange = delaysMayChange
            self.draws = draws
        }
    }

    /// One event day.
    public struct Day: Hashable, Sendable {
        /// The day.
        public var date: CivilDate
        /// Events known by now.
        public var known: Int
        /// Mean of the events there will have been.
        public var mean: Double
        /// Quantiles of the same.
        public var quantiles: Quantiles
        /// The share of the day's events that are known by now, at the mean: 1 once the longest delay has passed. Curves mark days below 1 as still
        /// filling in.
        public var completeness: Double
    }

    /// All event days, the last being now.
    public let days: [Day]
    /// Possible outcomes: events by day, one row a draw.
    public let draws: [[Double]]
    /// The first of `days` that is still filling in.
    public let firstOpenDay: Int

    /// The nowcast of a triangle. The same generator gives the same draws.
    public init(
        _ triangle: ReportingTriangle, options: Options = Options(), using generator: inout some RandomNumberGenerator
    ) throws(EstimationError) {
        let known = triangle.known
        let total = known.reduce(0, +)
        guard total >= 5 else { throw .tooFew(what: "reported events", given: total, needed: 5) }
        let fits = Nowcast.fits(triangle, options)
        guard !fits.isEmpty else { throw .undetermined(what: "the nowcast") }
        let best = fits.reduce(-Double.infinity) { max($0, $1.evidence) }
        let weights = fits.map { exp($0.evidence - best) }
        let sum = weights.reduce(0, +)
        var draws: [[Double]] = []
        draws.reserveCapacity(options.draws)
        // Each pair of values gets its share of the draws; remainders are carried on.
        var owed = 0.0
        for (fit, weight) in zip(fits, weights) {
            owed += weight / sum * Double(options.draws)
            while owed >= 0.5 {
                owed -= 1
                draws.append(Nowcast.outcome(fit, known, using: &generator))
            }
        }
        firstOpenDay = triangle.firstOpenDay
        let firstOpenDay = firstOpenDay
        days = (0..<triangle.days).map { day in
            let date = triangle.firstDay + Days(day)
            guard day >= firstOpenDay else {
                return Day(
                    date: date, known: known[day], mean: Double(known[day]), quantiles: Quantiles { _ in Double(known[day]) }, completeness: 1)
            }
            let sample = draws.map { $0[day] }.sorted()
            let mean = sample.reduce(0, +) / Double(sample.count)
            return Day(
                date: date, known: known[day], mean: mean, quantiles: Quantiles(ofSorted: sample),
                completeness: mean > 0 ? Double(known[day]) / mean : 1)
        }
        self.draws = draws
    }

    private struct Fit {
        let model: NowcastModel
        let parameters: [Double]
        let factor: Cholesky
        let evidence: Double
    }

    private static func fits(_ triangle: ReportingTriangle, _ options: Options) -> [Fit] {
        var fits: [Fit] = []
        var last: [Double]?
        for size in [1.5, 4, 12, 100] {
            for walk in [0.05, 0.12, 0.25, 0.5, 1] {
                let model = NowcastModel(triangle, walk: walk, size: size, options: options)
                guard let fit = model.fit(from: last) else { continue }
                last = fit.parameters
                fits.append(Fit(model: model, parameters: fit.parameters, factor: fit.factor, evidence: fit.evidence))
            }
        }
        return fits
    }

    /// One possible outcome: parameters near the peak, then the counts that are still to come.
    private static func outcome(_ fit: Fit, _ known: [Int], using generator: inout some RandomNumberGenerator) -> [Double] {
        let model = fit.model
        let triangle = model.triangle
        var noise = [Double](repeating: 0, count: model.parameterCount)
        for index in noise.indices { noise[index] = generator.normal() }
        let shift = fit.factor.backward(noise)
        var parameters = fit.parameters
        for index in parameters.indices { parameters[index] += shift[index] }
        var outcome = known.map { Double($0) }
        for day in triangle.firstOpenDay..<triangle.days {
            for delay in max(0, triangle.days - day)..<(triangle.longestDelay + 1) {
                let mean = exp(model.logMean(parameters, day: day, delay: delay))
                outcome[day] += Double(generator.negativeBinomial(mean: mean, size: model.size))
            }
        }
        return outcome
    }
}

extension ReproductionNumber {
    /// R from a nowcast: for each of up to `outcomes` possible outcomes its posterior, and these together.
    ///
    /// - Parameter imported: imported cases by day, where they are told apart; as long as the nowcast.
    public static func estimate(
        _ nowcast: Nowcast, _ interval: SerialInterval, windows: [EstimationWindow], prior: ReproductionPrior = .standard,
        imported: [Double]? = nil, outcomes: Int = 200
    ) throws(EstimationError) -> [ReproductionEstimate?] {
        var parts = [[(weight: Double, distribution: GammaDistribution)]](repeating: [], count: windows.count)
        let stride = max(1, nowcast.draws.count / max(1, outcomes))
        for index in Swift.stride(from: 0, to: nowcast.draws.count, by: stride) {
            let draw = nowcast.draws[index]
            let curve: Incidence
            if let imported {
                guard imported.count == draw.count else {
                    throw .unequalLengths(what: "nowcast and imported counts", left: draw.count, right: imported.count)
                }
                curve = try Incidence(local: zip(draw, imported).map { max(0, $0 - $1) }, imported: imported, firstDay: nowcast.days.first?.date)
            } else {
                curve = try Incidence(total: draw, firstDay: nowcast.days.first?.date)
            }
            for (index, posterior) in try posteriors(curve, interval, windows: windows, prior: prior).enumerated() {
                if let posterior { parts[index].append((1, posterior)) }
            }
        }
        return zip(windows, parts).map { window, parts in
            guard let first = parts.first?.distribution else { return nil }
            if window.end <= nowcast.firstOpenDay {
                // Nothing of it can change: all outcomes agree.
                return ReproductionEstimate(
                    window: window, mean: first.mean, sd: first.sd, quantiles: Quantiles { first.quantile($0) })
            }
            let mixture = GammaMixture(parts)
            return ReproductionEstimate(window: window, mean: mixture.mean, sd: mixture.sd, quantiles: Quantiles { mixture.quantile($0) })
        }
    }
}
