import ArgumentParser
import Epidemiology
import Foundation
import Vocabulary

extension DelayFamily: ExpressibleByArgument {}

extension EstimateCommand {
    /// `shoutu estimate delay`.
    struct Delay: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delay", abstract: "Distributions of delays, best first, with interval censoring and right truncation.",
            discussion: """
                Columns are two dates (or numbers of days): first and second event; or four, when events lie in stretches: EL, ER, SL, SR.
                A date is the whole of its day. With --seen-until, delays that could not have been seen yet are reckoned with.
                """)

        @Option(help: "CSV of first,second or of EL,ER,SL,SR, or a line list with --first and --second.") var pairs: String
        @Option(help: "Name of the first event's column.") var first: String?
        @Option(help: "Name of the second event's column.") var second: String?
        @Option(help: "Last day on which second events were recorded, YYYY-MM-DD or a number of the same scale.") var seenUntil: String?
        @Option(help: "How far below zero a delay may reach, in days (serial intervals); 0 for none.") var offset = 0.0
        @Option(help: "A form to try: gamma, lognormal, weibull, normal; may be repeated.") var family: [DelayFamily] = []
        @Flag(help: "The first event is at a moment, its day's beginning, and the delay is in whole days.") var completedDays = false
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func run() throws {
            let input = try EstimateInput(pairs)
            let end = try seenUntil.map { try Delay.day(EstimateCell(text: $0, file: "--seen-until", line: 0, column: 0)) + 1 }
            let observations = try observations(input, end)
            let families = family.isEmpty ? (offset > 0 ? DelayFamily.allCases : [.gamma, .lognormal, .weibull]) : family
            let fits = try DelayFit.all(of: families, observations, offset: offset)
            var table = FigureTable(
                columns: [
                    "family", "n", "first_name", "first", "first_lower", "first_upper", "second_name", "second", "second_lower", "second_upper",
                ]
                    + ["loglik", "aic", "mean", "mean_lower", "mean_upper", "sd", "sd_lower", "sd_upper"]
                    + ["q50", "q50_lower", "q50_upper", "q95", "q95_lower", "q95_upper"])
            table.rows = fits.map { fit in
                let distribution = fit.distribution
                func told(_ estimate: Double, _ limits: Interval) -> [Figure] { [.number(estimate), .number(limits.lower), .number(limits.upper)] }
                let names = distribution.family.parameterNames
                let head: [Figure] = [.text(distribution.family.rawValue), .count(fit.count), .text(names.0)] + fit.first.figures
                let tail: [Figure] = [.text(names.1)] + fit.second.figures + [.number(fit.logLikelihood), .number(fit.aic)]
                return head + tail + told(distribution.mean, fit.posterior.mean) + told(distribution.sd, fit.posterior.sd)
                    + told(distribution.quantile(0.5), fit.posterior.median) + told(distribution.quantile(0.95), fit.posterior.q95)
            }
            try table.print(format)
        }

        private func observations(_ input: EstimateInput, _ end: Double?) throws -> [DelayObservation] {
            if first == nil, second == nil, let columns = bounds(input) {
                return try input.readable { row in
                    let values = try columns.map { try input.cell(row, $0, "EL, ER, SL and SR").number() }
                    guard values[0] <= values[1] else { throw input.rows[0][columns[1]].error("a stretch whose end is not before its beginning") }
                    guard values[2] <= values[3] else { throw row[columns[3]].error("a stretch whose end is not before its beginning") }
                    guard values[3] > values[0] || offset > 0 else { throw row[columns[3]].error("a second event that can lie behind the first") }
                    return DelayObservation(first: values[0]...values[1], second: values[2]...values[3], seenUntil: end)
                }
            }
            let firstColumn = try input.column(named: first, by: "--first", otherwise: 0)
            let secondColumn = try input.column(named: second, by: "--second", otherwise: 1)
            return try input.readable { row in
                let from = try input.cell(row, firstColumn, "the first event")
                let to = try input.cell(row, secondColumn, "the second event")
                // A case without one of the dates has no delay to tell.
                if from.isEmpty || to.isEmpty || from.text == "NA" || to.text == "NA" { return nil }
                let (a, b) = (try Delay.day(from), try Delay.day(to))
                guard b >= a || offset > 0 || family == [.normal] else { throw to.error("a day that is not before \(from.text); or give --offset") }
                if let end { guard b < end else { return nil } }
                return DelayObservation(first: a...(completedDays ? a : a + 1), second: b...(b + 1), seenUntil: end)
            }
        }

        private func bounds(_ input: EstimateInput) -> [Int]? {
            if let a = input.column("el"), let b = input.column("er"), let c = input.column("sl"), let d = input.column("sr") { return [a, b, c, d] }
            return input.header == nil && input.rows[0].count >= 4 ? [0, 1, 2, 3] : nil
        }

        /// Days since the epoch, or the number itself.
        private static func day(_ cell: EstimateCell) throws -> Double {
            if let date = CivilDate(cell.text) { return Double(date.daysSinceEpoch) }
            guard let number = Double(cell.text), number.isFinite else { throw cell.error("a day, YYYY-MM-DD, or a number of days") }
            return number
        }
    }
}
