import ArgumentParser
import Epidemiology
import Foundation
import Scenarios
import Vocabulary

extension BenchCommand {
    /// `shoutu bench coverage`: how often limits hold the truth, on data made from known parameters and on replayed outbreaks.
    struct Coverage: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "How often the limits of estimates hold the truth.")

        /// What to try.
        enum Subject: String, CaseIterable, ExpressibleByArgument {
            case delay, offspring, clusters, growth, r, nowcast, scan, forecast, replay
        }

        @Option(help: "What to try; everything but replay, if not given.") var only: [Subject] = []
        @Option(help: "Simulated data sets of each kind.") var sets = 1000
        @Option(help: "With replay: CSV of event,report, or a line list with --event and --report.") var pairs: String?
        @Option(help: "Name of the event's column.") var event: String?
        @Option(help: "Name of the report's column.") var report: String?
        @Option(help: "With replay: the longest delay, in days.") var longestDelay = 21
        @Option(help: "With replay: event days to look back.") var days = 42
        @Option(help: "With replay: days between two nowcasts.") var every = 7
        @Option(help: "With replay: the first nowcast's day, YYYY-MM-DD; two weeks after the first event, if not given.") var from: String?

        func run() throws {
            for subject in only.isEmpty ? Subject.allCases.filter({ $0 != .replay }) : only {
                switch subject {
                case .delay: try delay()
                case .offspring: try offspring()
                case .clusters: try clusters()
                case .growth: try growth()
                case .r: try reproduction()
                case .nowcast: try nowcast()
                case .scan: try scan()
                case .forecast: try forecast()
                case .replay: try replay()
                }
            }
        }

        private func tell(_ what: String, _ figure: String, _ covered: Int, _ total: Int) {
            let share = total > 0 ? 100 * Double(covered) / Double(total) : 0
            print("coverage\t\(what)\t\(figure)\t" + String(format: "%.1f %%", share) + "\tof \(total)")
        }

        private func delay() throws {
            for family in [DelayFamily.gamma, .lognormal, .weibull] {
                guard let truth = InventedEpidemic.truth(family) else { continue }
                var dice = Seeded(1).stream("delay", UInt64(family.rawValue.count))
                var covered = [0, 0, 0, 0, 0]
                var naive = 0
                for _ in 0..<sets {
                    let observations = try InventedEpidemic.delays(family, count: 200, dice: &dice)
                    let fit = try DelayFit(family, observations)
                    if fit.posterior.mean.covers(truth.mean) { covered[0] += 1 }
                    if fit.posterior.sd.covers(truth.sd) { covered[1] += 1 }
                    if fit.posterior.q95.covers(truth.quantile(0.95)) { covered[2] += 1 }
                    if fit.first.covers(truth.first) { covered[3] += 1 }
                    if fit.second.covers(truth.second) { covered[4] += 1 }
                    let untruncated = try DelayFit(family, observations.map { DelayObservation(first: $0.first, second: $0.second) })
                    if untruncated.posterior.mean.covers(truth.mean) { naive += 1 }
                }
                let names = truth.family.parameterNames
                for (figure, count) in zip(["mean", "sd", "95 % quantile", names.0, names.1], covered) {
                    tell("delay, \(family.rawValue)", figure, count, sets)
                }
                tell("delay, \(family.rawValue), without truncation", "mean", naive, sets)
            }
        }

        private func offspring() throws {
            let truth = try OffspringDistribution(reproduction: 0.6, dispersion: 0.3)
            var dice = Seeded(2)
            var (r, k) = (0, 0)
            for _ in 0..<sets {
                let fit = try OffspringFit((0..<300).map { _ in truth.draw(using: &dice) })
                if fit.reproduction.covers(0.6) { r += 1 }
                if fit.dispersion.covers(0.3) { k += 1 }
            }
            tell("offspring, 300 cases", "R", r, sets)
            tell("offspring, 300 cases", "k", k, sets)
        }

        private func clusters() throws {
            let truth = try OffspringDistribution(reproduction: 0.6, dispersion: 0.4)
            var dice = Seeded(3)
            for detection in [1, 0.7] {
                var (r, k) = (0, 0)
                let sets = max(1, self.sets / (detection == 1 ? 1 : 5))
                for _ in 0..<sets {
                    var seen: [ClusterSizes.Cluster] = []
                    while seen.count < 200 {
                        var size = 1
                        var active = 1
                        while active > 0 {
                            active = (0..<active).reduce(0) { sum, _ in sum + truth.draw(using: &dice) }
                            size += active
                        }
                        let count = (0..<size).count { _ in dice.chance(detection) }
                        if count > 0 { seen.append(.init(size: count)) }
                    }
                    let fit = try ClusterSizeFit(seen, detection: detection)
                    if fit.reproduction.covers(0.6) { r += 1 }
                    if fit.dispersion.covers(0.4) { k += 1 }
                }
                tell("clusters, 200, \(Int(detection * 100)) % of cases seen", "R", r, sets)
                tell("clusters, 200, \(Int(detection * 100)) % of cases seen", "k", k, sets)
            }
        }

        private func growth() throws {
            var dice = Seeded(4)
            for size in [Double.infinity, 8] {
                var covered = 0
                for _ in 0..<sets {
                    let counts = try (0..<21).map { Double(try InventedEpidemic.count(20 * exp(0.07 * Double($0)), size, &dice)) }
                    if try EpidemicGrowth(counts: counts).rate.covers(0.07) { covered += 1 }
                }
                tell("growth, 21 days, size \(size)", "rate", covered, sets)
            }
        }

        private func reproduction() throws {
            var dice = Seeded(5)
            let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 30)
            var covered = 0
            for _ in 0..<sets {
                let curve = try Incidence(total: InventedEpidemic.renewal(days: 30, reproduction: 1.3, size: .infinity, dice: &dice))
                let estimate = try ReproductionNumber.estimate(curve, interval, windows: [EstimationWindow(start: 22, end: 28)])[0]
                if let quantiles = estimate?.quantiles, quantiles.q025 <= 1.3, 1.3 <= quantiles.q975 { covered += 1 }
            }
            tell("R, one week", "R", covered, sets)
        }

        private func nowcast() throws {
            var dice = Seeded(6)
            for (level, growth) in [(30.0, 0.05), (30, -0.04), (4, 0.03)] {
                let pairs = try (0..<max(1, sets / 20)).map { _ in
                    try InventedEpidemic.reports(days: 85, growth: growth, level: level, dice: &dice)
                }
                var tally = ReplayTally()
                for pairs in pairs {
                    for now in stride(from: 42, through: 63, by: 7) {
                        try tally.add(pairs, now: InventedEpidemic.start + Days(now), longestDelay: 21, days: 42, dice: &dice)
                    }
                }
                tally.tell("nowcast, \(level) a day, growth \(growth)", tell)
            }
        }

        private func replay() throws {
            guard let path = pairs else { throw ValidationError("--only replay needs --pairs") }
            let input = try EstimateInput(path)
            let eventColumn = try input.column(named: event, by: "--event", otherwise: 0)
            let reportColumn = try input.column(named: report, by: "--report", otherwise: 1)
            let pairs = try input.readable { row -> (event: CivilDate, report: CivilDate)? in
                let (event, report) = (try input.cell(row, eventColumn, "the event"), try input.cell(row, reportColumn, "the report"))
                return event.isEmpty || report.isEmpty ? nil : (try event.date(), try report.date())
            }
            guard let last = pairs.map(\.report).max(), let first = pairs.map(\.event).min() else { return }
            var dice = Seeded(7)
            var tally = ReplayTally()
            var now = from.flatMap { CivilDate($0) } ?? first + Days(14)
            while now + Days(longestDelay) <= last + 1 {
                // Nowcasts begin once something is reported.
                try? tally.add(pairs, now: now, longestDelay: longestDelay, days: days, dice: &dice)
                now = now + Days(every)
            }
            tally.tell("replay of \((path as NSString).lastPathComponent)", tell)
        }

        private func scan() throws {
            var dice = Seeded(8)
            let positions = (0..<40).map { (x: Double($0 % 8), y: Double($0 / 8)) }
            for baseline in [SpaceTimeScan.Baseline.population([Double](repeating: 1, count: 40)), .permutation] {
                var (alarms, found) = (0, 0)
                for _ in 0..<sets {
                    var counts = try (0..<40).map { _ in try (0..<30).map { _ in try InventedEpidemic.count(0.05, .infinity, &dice) } }
                    let quiet = try SpaceTimeScan(
                        counts: counts, positions: positions, baseline: baseline, longest: 7, replicates: 99, using: &dice)
                    if let first = quiet.clusters.first, first.p <= 0.05 { alarms += 1 }
                    for territory in [18, 19, 26] { for day in 25..<30 { counts[territory][day] += dice.chance(0.7) ? 1 : 0 } }
                    let planted = try SpaceTimeScan(
                        counts: counts, positions: positions, baseline: baseline, longest: 7, replicates: 99, using: &dice)
                    if let first = planted.clusters.first, first.p <= 0.05, first.territories.contains(where: { [18, 19, 26].contains($0) }) {
                        found += 1
                    }
                }
                let name = if case .permutation = baseline { "permutation" } else { "population" }
                tell("scan, \(name)", "alarms at 5 % without a cluster", alarms, sets)
                tell("scan, \(name)", "planted clusters found", found, sets)
            }
        }

        private func forecast() throws {
            var dice = Seeded(9)
            let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 30)
            var (half, ninety, most, total) = (0, 0, 0, 0)
            for _ in 0..<max(1, sets / 20) {
                let cases = try InventedEpidemic.renewal(days: 70, reproduction: 0.9 + 0.4 * dice.unit(), size: 10, dice: &dice)
                let record = try ForecastRecord(cases, interval, options: .init(paths: 400), using: &dice)
                for lead in record.leads {
                    half += lead.inside50.count
                    ninety += lead.inside90.count
                    most += lead.inside95.count
                    total += lead.inside95.total
                }
            }
            tell("forecast, 14 days", "50 % fan", half, total)
            tell("forecast, 14 days", "90 % fan", ninety, total)
            tell("forecast, 14 days", "95 % fan", most, total)
        }
    }
}

/// How often the limits of nowcasts held what came in the end, over the days that were less than 95 % complete.
///
/// Older days are nearly known: an interval of one number holds them almost always, and would hide how the others fare.
struct ReplayTally {
    var inside50 = 0
    var inside90 = 0
    var inside95 = 0
    var total = 0

    mutating func add(
        _ pairs: [(event: CivilDate, report: CivilDate)], now: CivilDate, longestDelay: Int, days: Int, dice: inout Seeded
    ) throws {
        let nowcast = try Nowcast(ReportingTriangle(pairs, now: now, longestDelay: longestDelay, days: days), using: &dice)
        let end = now + Days(longestDelay)
        let truth = try ReportingTriangle(pairs, now: end, longestDelay: longestDelay, days: days + longestDelay).known
        for index in nowcast.firstOpenDay..<nowcast.days.count where nowcast.days[index].completeness < 0.95 {
            let quantiles = nowcast.days[index].quantiles
            let value = Double(truth[index])
            total += 1
            if quantiles.q25 <= value, value <= quantiles.q75 { inside50 += 1 }
            if quantiles.q05 <= value, value <= quantiles.q95 { inside90 += 1 }
            if quantiles.q025 <= value, value <= quantiles.q975 { inside95 += 1 }
        }
    }

    /// Prints the three shares.
    func tell(_ what: String, _ print: (String, String, Int, Int) -> Void) {
        print(what, "days under 95 % complete, limits of 95 %", inside95, total)
        print(what, "days under 95 % complete, limits of 90 %", inside90, total)
        print(what, "days under 95 % complete, limits of 50 %", inside50, total)
    }
}
