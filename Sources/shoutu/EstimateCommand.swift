import ArgumentParser
import Epidemiology
import Foundation
import Scenarios
import Vocabulary

/// `shoutu estimate`: the estimators of `Epidemiology` over plain files, without a database.
struct EstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate", abstract: "Reproduction number, delays, nowcast and other estimates from plain files.",
        subcommands: [Rt.self, Growth.self, Delay.self, Offspring.self, Nowcast.self, Scan.self, Level.self])
}

/// A first day and those after it.
struct CivilDateCell {
    let date: CivilDate

    func after(_ days: Int) -> CivilDate { date + Days(days) }

    static func isDate(_ cell: EstimateCell) -> Bool { CivilDate(cell.text) != nil }
}

extension EstimateCommand {
    /// `shoutu estimate rt`.
    struct Rt: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rt", abstract: "Reproduction number in sliding windows.",
            discussion: """
                Cori and others (2013) as EpiEstim 2.2 computes it; a window that ends no later than the mean serial interval is NA.
                With --method cohort, Wallinga and Teunis (2004); with --aggregated, a daily curve is first made from totals of so many days.
                """)

        /// Which reproduction number.
        enum Method: String, CaseIterable, ExpressibleByArgument {
            case cori, cohort
        }

        @Option(help: "Cases by day: CSV of date,local[,imported], of date,cases, or one column.") var incidence: String
        @OptionGroup var serialInterval: SerialIntervalOptions
        @Option(help: "Days of a window.") var window = 7
        @Option(help: "Mean of the prior distribution of R.") var priorMean = 5.0
        @Option(help: "Its standard deviation.") var priorSd = 5.0
        @Option(help: "cori or cohort.") var method: Method = .cori
        @Option(help: "Each row is the total of so many days.") var aggregated: Int?
        @Flag(help: "The serial interval is itself uncertain: --si-mean and --si-sd are means of cut normal distributions.") var siUncertain = false
        @Option(help: "Standard deviation of the mean serial interval.") var siMeanSd: Double?
        @Option(help: "Least mean serial interval; three of its standard deviations below, if not given.") var siMeanMin: Double?
        @Option(help: "Largest mean serial interval; three above, if not given.") var siMeanMax: Double?
        @Option(help: "Standard deviation of the serial interval's standard deviation.") var siSdSd: Double?
        @Option(help: "Least standard deviation; three of its own below, if not given.") var siSdMin: Double?
        @Option(help: "Largest standard deviation; three above, if not given.") var siSdMax: Double?
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func validate() throws {
            guard window >= 1 else { throw ValidationError("--window: expected 1 day or more") }
            guard priorMean > 0, priorSd > 0 else { throw ValidationError("--prior-mean, --prior-sd: expected numbers above 0") }
            if let aggregated { guard aggregated >= 1 else { throw ValidationError("--aggregated: expected 1 day or more") } }
        }

        func run() throws {
            let prior = try ReproductionPrior(mean: priorMean, sd: priorSd)
            let curve = try IncidenceFile.read(incidence)
            var table = FigureTable(columns: ["t_start", "t_end", "mean", "sd"] + QuantileLevels.names)
            let (windows, estimates) = try estimates(curve, prior)
            table.rows = zip(windows, estimates).map { window, estimate in
                [.whole(window.start), .whole(window.end)]
                    + (estimate.map { [.number($0.mean), .number($0.sd)] + $0.quantiles.figures } ?? Array(repeating: .number(nil), count: 9))
            }
            try table.print(format)
        }

        private func estimates(
            _ curve: Incidence, _ prior: ReproductionPrior
        ) throws -> ([EstimationWindow], [ReproductionEstimate?]) {
            if let aggregated {
                let totals = try AggregatedIncidence(totals: curve.total, lengths: [aggregated])
                let interval = try serialInterval.required(days: curve.days * aggregated + 1)
                let (daily, first) = try totals.daily(interval, prior: prior)
                let windows = try windows(days: daily.days, first: first)
                return (windows, try ReproductionNumber.estimate(daily, interval, windows: windows, prior: prior))
            }
            let windows = try windows(days: curve.days, first: 2)
            if siUncertain {
                return (windows, try ReproductionNumber.estimate(curve, try uncertain(), windows: windows, prior: prior))
            }
            let interval = try serialInterval.required(days: curve.days)
            switch method {
            case .cori: return (windows, try ReproductionNumber.estimate(curve, interval, windows: windows, prior: prior))
            case .cohort: return (windows, try CohortReproduction.estimate(curve, interval, windows: windows))
            }
        }

        private func windows(days: Int, first: Int) throws -> [EstimationWindow] {
            let windows = EstimationWindow.sliding(length: window, days: days, first: first)
            guard !windows.isEmpty else {
                throw ValidationError(
                    "--window \(window): the curve has \(days) days, and a window may begin on day \(first); expected a shorter one")
            }
            return windows
        }

        private func uncertain() throws -> UncertainSerialInterval {
            guard serialInterval.siDistribution == nil, method == .cori else {
                throw ValidationError("--si-uncertain goes with --si-mean and --si-sd, and with --method cori")
            }
            guard let mean = serialInterval.siMean, let sd = serialInterval.siSd, let meanSpread = siMeanSd, let sdSpread = siSdSd else {
                throw ValidationError("--si-uncertain needs --si-mean, --si-sd, --si-mean-sd and --si-sd-sd")
            }
            func limits(_ low: Double, _ high: Double, _ name: String) throws -> ClosedRange<Double> {
                guard low < high else { throw ValidationError("--\(name)-min \(low) is not below --\(name)-max \(high)") }
                return low...high
            }
            do {
                return try UncertainSerialInterval(
                    mean: .init(
                        mean: mean, sd: meanSpread,
                        limits: limits(siMeanMin ?? max(1.001, mean - 3 * meanSpread), siMeanMax ?? mean + 3 * meanSpread, "si-mean")),
                    sd: .init(
                        mean: sd, sd: sdSpread, limits: limits(siSdMin ?? max(0.01, sd - 3 * sdSpread), siSdMax ?? sd + 3 * sdSpread, "si-sd")))
            } catch let error as EstimationError {
                throw ValidationError("--si-uncertain: \(error)")
            }
        }
    }

    /// `shoutu estimate growth`.
    struct Growth: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "growth", abstract: "Growth rate and doubling time with limits, and the R that goes with them.")

        @Option(help: "Cases by day: CSV of date,local[,imported], of date,cases, or one column.") var incidence: String
        @Option(help: "First day of the stretch, the first row being 1.") var from: Int?
        @Option(help: "Last day of the stretch.") var to: Int?
        @OptionGroup var serialInterval: SerialIntervalOptions
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func run() throws {
            let curve = try IncidenceFile.read(incidence)
            let first = from ?? 1
            let last = to ?? curve.days
            guard first >= 1, last <= curve.days, first < last else {
                throw ValidationError("--from, --to: expected days between 1 and \(curve.days), the first before the last")
            }
            let growth = try EpidemicGrowth(counts: Array(curve.total[(first - 1)..<last]))
            let doubling = growth.doublingTime
            var table = FigureTable(columns: [
                "t_start", "t_end", "rate", "rate_lower", "rate_upper", "doubling_time", "doubling_lower", "doubling_upper", "dispersion", "r",
                "r_lower", "r_upper",
            ])
            let reproduction = try serialInterval.interval(days: max(60, curve.days)).map { growth.reproduction($0).figures }
            // Where growth and decline are both possible the doubling time runs through infinity: no limits then.
            let limits: [Figure] = growth.isCertain ? [.number(doubling.lower), .number(doubling.upper)] : [.number(nil), .number(nil)]
            table.rows = [
                [.whole(first), .whole(last)] + growth.rate.figures + [.number(doubling.estimate)] + limits + [.number(growth.dispersion)]
                    + (reproduction ?? Array(repeating: .number(nil), count: 3))
            ]
            try table.print(format)
        }
    }
}
