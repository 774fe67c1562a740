import ArgumentParser
import Epidemiology
import Foundation
import Scenarios
import Vocabulary

extension BenchCommand {
    /// `shoutu bench estimate`: how fast the estimators are, on invented curves.
    struct Estimate: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Speed of the estimators on invented curves.")
        @Option(help: "Counties.") var counties = 122
        @Option(help: "Days of each curve.") var days = 1000

        func run() throws {
            var dice = Seeded(1)
            let interval = try SerialInterval.discretised(mean: 5.3, sd: 2.1, days: days)
            let curves = try (0..<counties).map { county in
                try InventedEpidemic.waves(days: days, people: 30 * Double(1 + county % 40), dice: &dice)
            }
            let windows = EstimationWindow.sliding(length: 7, days: days)
            var watch = ProcessorWatch()
            var sum = 0.0
            for curve in curves {
                for posterior in try ReproductionNumber.posteriors(curve, interval, windows: windows) { sum += posterior?.mean ?? 0 }
            }
            tell("R, means", "\(counties) counties × \(days) days", watch, mark: "≤ 50 ms")
            watch = ProcessorWatch()
            for estimates in try ReproductionNumber.estimate(curves, interval, windows: windows) { sum += estimates.last??.quantiles.q50 ?? 0 }
            tell("R, all quantiles", "\(counties) counties × \(days) days", watch, mark: "≤ 1 s")

            let pairs = try InventedEpidemic.reports(days: 80, growth: 0.04, level: 200, dice: &dice)
            let triangle = try ReportingTriangle(pairs, now: InventedEpidemic.start + 59, longestDelay: 21, days: 60)
            watch = ProcessorWatch()
            let nowcast = try Nowcast(triangle, options: .init(draws: 2000), using: &dice)
            tell("nowcast", "\(pairs.count) events, 60 days, delays to 21 days", watch, mark: "≤ 1 s")
            watch = ProcessorWatch()
            let short = try SerialInterval.discretised(mean: 5.3, sd: 2.1, days: 60)
            _ = try ReproductionNumber.estimate(nowcast, short, windows: EstimationWindow.sliding(length: 7, days: 60))
            tell("R on the nowcast", "200 outcomes", watch)
            watch = ProcessorWatch()
            _ = try RenewalForecast(nowcast.draws, short, using: &dice)
            tell("forecast", "14 days, 1000 paths", watch)

            let positions = (0..<counties).map { _ in (x: dice.unit(), y: dice.unit()) }
            let counts = try (0..<counties).map { _ in try (0..<60).map { _ in try InventedEpidemic.count(0.5, .infinity, &dice) } }
            watch = ProcessorWatch()
            _ = try SpaceTimeScan(
                counts: counts, positions: positions, baseline: .population([Double](repeating: 1, count: counties)), longest: 14,
                replicates: 999, using: &dice)
            tell("space-time scan", "\(counties) counties, 14 days, 999 simulations", watch)

            let delays = try InventedEpidemic.delays(.gamma, count: 1000, dice: &dice)
            watch = ProcessorWatch()
            _ = try DelayFit.best(delays)
            tell("delay, three forms", "1000 pairs, truncated", watch)
            if sum.isNaN { print("estimate\tno sum") }
        }

        private func tell(_ what: String, _ size: String, _ watch: ProcessorWatch, mark: String? = nil) {
            print("estimate\t\(what)\t\(size)\t\(Watch.figure(watch.seconds * 1000)) ms of processor time" + (mark.map { "\tmark \($0)" } ?? ""))
        }
    }
}

/// Measures processor time, which a loaded machine does not lengthen much.
struct ProcessorWatch {
    private let start = ProcessorWatch.now

    var seconds: Double { ProcessorWatch.now - start }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Curves, delays and reports made up from known parameters, to measure and to try the estimators on.
enum InventedEpidemic {
    static let start = CivilDate(daysSinceEpoch: 19_000)

    /// A count of the given mean and size (infinite: Poisson's).
    static func count(_ mean: Double, _ size: Double, _ dice: inout Seeded) throws -> Int {
        try OffspringDistribution(reproduction: mean, dispersion: size).draw(using: &dice)
    }

    /// A curve of waves.
    static func waves(days: Int, people: Double, dice: inout Seeded) throws -> Incidence {
        let phase = dice.unit() * 60
        return try Incidence(
            total: (0..<days).map { day in
                Double(try count(people * exp(1.5 * sin((Double(day) + phase) / 45)) / 5, 10, &dice))
            })
    }

    /// A renewal epidemic of constant R, mean serial interval 5 days.
    static func renewal(days: Int, reproduction: Double, size: Double, dice: inout Seeded) throws -> [Double] {
        let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 30)
        var cases = [Double](repeating: 30, count: 7)
        while cases.count < days {
            var pressure = 0.0
            for back in 1..<min(30, cases.count + 1) { pressure += interval.weights[back] * cases[cases.count - back] }
            cases.append(Double(try count(reproduction * pressure, size, &dice)))
        }
        return cases
    }

    /// Delays of an outbreak that doubles every five days, of which only those that end within its thirty days are seen.
    static func delays(_ family: DelayFamily, count: Int, dice: inout Seeded) throws -> [DelayObservation] {
        let truth = truth(family)
        let days = 30.0
        let growth = 0.1386
        var observations: [DelayObservation] = []
        while observations.count < count {
            let onset = days + log(1 - dice.unit() * (1 - exp(-days * growth))) / growth
            let second = onset + (truth?.draw(using: &dice) ?? 0)
            guard second < days else { continue }
            let first = onset.rounded(.down)
            observations.append(.days(Int(second.rounded(.down) - first), untilDay: Int(days - 1 - first)))
        }
        return observations
    }

    /// What `delays` are drawn from.
    static func truth(_ family: DelayFamily) -> DelayDistribution? {
        switch family {
        case .gamma: DelayDistribution(.gamma, 2.5, 2)
        case .lognormal: DelayDistribution(.lognormal, 1.5, 0.6)
        case .weibull: DelayDistribution(.weibull, 1.5, 6)
        case .normal: DelayDistribution(.normal, 5, 4)
        }
    }

    /// Events with their reports; delays are gamma with mean 5 days and shorten by a quarter over the time, Sundays report less.
    static func reports(days: Int, growth: Double, level: Double, dice: inout Seeded) throws -> [(event: CivilDate, report: CivilDate)] {
        var pairs: [(event: CivilDate, report: CivilDate)] = []
        for day in 0..<days {
            let scale = 2.5 * (1 - 0.25 * Double(day) / Double(days))
            guard let delay = DelayDistribution(.gamma, 2, scale) else { continue }
            for _ in 0..<(try count(level * exp(growth * Double(day - 50)), 15, &dice)) {
                var report = start + Days(day + Int(delay.draw(using: &dice)))
                if report.weekday == 7, dice.chance(0.5) { report = report + 1 }
                pairs.append((start + Days(day), report))
            }
        }
        return pairs
    }
}
