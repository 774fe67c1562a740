import ArgumentParser
import Epidemiology
import Foundation
import Scenarios
import Vocabulary

extension EstimateCommand {
    /// `shoutu estimate nowcast`.
    struct Nowcast: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "nowcast", abstract: "How many events of each recent day there will have been once all reports are in.",
            discussion: "With a serial interval, R of each window on the nowcast numbers stands in the row of the window's last day.")

        @Option(help: "CSV of event,report, or a line list with --event and --report.") var pairs: String
        @Option(help: "Name of the event's column.") var event: String?
        @Option(help: "Name of the report's column.") var report: String?
        @Option(help: "The day at whose end the reports are known; the last report's, if not given.") var now: String?
        @Option(help: "The longest delay, in days.") var longestDelay = 21
        @Option(help: "Event days to look back.") var days = 56
        @Flag(name: .customLong("no-weekdays"), help: "Reporting does not depend on the weekday.") var noWeekdays = false
        @Flag(name: .customLong("no-change"), help: "Delays do not change in time.") var noChange = false
        @Option(help: "Possible outcomes to draw.") var draws = 2000
        @Option(help: "Seed of the draws.") var seed: UInt64 = 1
        @OptionGroup var serialInterval: SerialIntervalOptions
        @Option(help: "Days of a window of R.") var window = 7
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func validate() throws {
            guard longestDelay >= 1, days > longestDelay else {
                throw ValidationError("--longest-delay, --days: expected a delay of 1 day or more, and more days than that")
            }
            guard draws >= 100 else { throw ValidationError("--draws: expected 100 or more") }
        }

        func run() throws {
            let input = try EstimateInput(pairs)
            let eventColumn = try input.column(named: event, by: "--event", otherwise: 0)
            let reportColumn = try input.column(named: report, by: "--report", otherwise: 1)
            let pairs = try input.readable { row -> (event: CivilDate, report: CivilDate)? in
                let (event, report) = (try input.cell(row, eventColumn, "the event"), try input.cell(row, reportColumn, "the report"))
                if event.isEmpty || report.isEmpty || event.text == "NA" || report.text == "NA" { return nil }
                let (day, reported) = (try event.date(), try report.date())
                guard reported >= day else { throw report.error("a day that is not before the event's, \(event.text)") }
                return (day, reported)
            }
            guard let last = pairs.map(\.report).max() else {
                throw EstimateInputError(file: input.file, found: "no pair of dates", expected: "an event and its report in a row")
            }
            guard let now = now.map({ CivilDate($0) }) ?? last else { throw ValidationError("--now: expected a day, YYYY-MM-DD") }
            let triangle = try ReportingTriangle(pairs, now: now, longestDelay: longestDelay, days: days)
            var generator = Seeded(seed)
            let nowcast = try Epidemiology.Nowcast(
                triangle, options: .init(hasWeekdays: !noWeekdays, delaysMayChange: !noChange, draws: draws), using: &generator)
            try printed(nowcast)
        }

        private func printed(_ nowcast: Epidemiology.Nowcast) throws {
            var reproduction: [Int: ReproductionEstimate] = [:]
            let interval = try serialInterval.interval(days: days)
            if let interval {
                let windows = EstimationWindow.sliding(length: window, days: days)
                for estimate in try ReproductionNumber.estimate(nowcast, interval, windows: windows) {
                    if let estimate { reproduction[estimate.window.end - 1] = estimate }
                }
            }
            let extra = interval == nil ? [] : ["r_mean", "r_q025", "r_q50", "r_q975"]
            var table = FigureTable(columns: ["date", "known", "mean"] + QuantileLevels.names + ["completeness", "is_filling_in"] + extra)
            table.rows = nowcast.days.enumerated().map { index, day in
                let head: [Figure] = [.text(day.date.description), .whole(day.known), .number(day.mean)] + day.quantiles.figures
                let tail: [Figure] = [.number(day.completeness), .text(index >= nowcast.firstOpenDay ? "yes" : "no")]
                guard interval != nil else { return head + tail }
                let estimate = reproduction[index]
                return head + tail
                    + [estimate?.mean, estimate?.quantiles.q025, estimate?.quantiles.q50, estimate?.quantiles.q975].map { .number($0) }
            }
            try table.print(format)
        }
    }
}
