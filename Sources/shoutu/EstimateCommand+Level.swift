import ArgumentParser
import Epidemiology
import Foundation
import Vocabulary

extension EstimateCommand {
    /// `shoutu estimate level`.
    struct Level: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "level", abstract: "What a count should be, and from where on it is too high: early warning.",
            discussion: """
                Counts are a CSV of date,count or one column, in equal steps: weeks, as the defaults have it, or days (--period 7 --half-width 0 \
                --cycles 8 compares weekdays). Farrington and others (1996); a point without three comparable ones before it is NA.
                """)

        @Option(help: "CSV of date,count, or one column.") var counts: String
        @Option(help: "Steps of a cycle after which counts compare: 52 weeks of a year, 7 days of a week.") var period = 52
        @Option(help: "Steps to either side that compare as well.") var halfWidth = 3
        @Option(help: "Cycles to look back.") var cycles = 5
        @Option(help: "How often a count above the threshold is chance.") var alpha = 0.005
        @Option(help: "Points to judge, the last ones.") var last = 1
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func validate() throws {
            guard period >= 1, halfWidth >= 0, halfWidth * 2 < period else {
                throw ValidationError("--period, --half-width: expected 1 or more, and less than half a period to either side")
            }
            guard cycles >= 1, last >= 1 else { throw ValidationError("--cycles, --last: expected 1 or more") }
            guard alpha > 0, alpha < 0.5 else { throw ValidationError("--alpha: expected a number between 0 and 0.5") }
        }

        func run() throws {
            let input = try EstimateInput(counts)
            let hasDates = input.rows[0].count > 1
            let column = input.column("count", "cases", "n") ?? (hasDates ? 1 : 0)
            let series = try input.rows.map { row in
                (label: hasDates ? row[0].text : "\(row[0].line)", count: try input.cell(row, column, "the count").cases())
            }
            var table = FigureTable(columns: ["date", "count", "expected", "threshold", "alarm"])
            table.rows = try series.indices.suffix(last).map { index in
                let told: [Figure] = [.text(series[index].label), .number(series[index].count)]
                let past = ExpectedLevel.comparable(to: index, period: period, halfWidth: halfWidth, years: cycles)
                    .map { (time: Double($0 - index), count: series[$0].count) }
                guard past.count >= 3 else { return told + [.number(nil), .number(nil), .number(nil)] }
                let level = try ExpectedLevel(past: past, at: 0, alpha: alpha, years: cycles)
                return told + [.number(level.expected), .number(level.threshold), .whole(series[index].count > level.threshold ? 1 : 0)]
            }
            try table.print(format)
        }
    }
}
