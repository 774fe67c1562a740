import ArgumentParser
import Epidemiology
import Foundation

/// A figure of a result table.
enum Figure: Encodable {
    case text(String)
    case whole(Int)
    /// A number; nil where there is no estimate.
    case number(Double?)

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .whole(let number): try container.encode(number)
        case .number(let number?) where number.isFinite: try container.encode(number)
        case .number(let number?) where number.isInfinite: try container.encode(number > 0 ? "Inf" : "-Inf")
        case .number: try container.encodeNil()
        }
    }

    /// A count, which is whole unless observations are weighted.
    static func count(_ number: Double) -> Figure { Int(exactly: number).map { .whole($0) } ?? .number(number) }

    /// With every digit that tells it from its neighbours; `NA` where there is none.
    var full: String {
        switch self {
        case .text(let text): text
        case .whole(let number): String(number)
        case .number(let number?) where number.isFinite: "\(number)"
        case .number(let number?) where number.isInfinite: number > 0 ? "Inf" : "-Inf"
        case .number: "NA"
        }
    }

    /// For the eye.
    var short: String {
        guard case .number(let number?) = self, number.isFinite else { return full }
        if number != 0, abs(number) < 0.001 || abs(number) >= 1e6 { return String(format: "%.3g", number) }
        return String(format: "%.3f", number)
    }
}

/// A table of results, printed as text, JSON (an array of objects) or CSV.
struct FigureTable {
    let columns: [String]
    var rows: [[Figure]] = []

    func print(_ format: OutputFormat) throws {
        switch format {
        case .json: try Output.json(rows.map { Dictionary(zip(columns, $0), uniquingKeysWith: { first, _ in first }) })
        case .csv: Output.csv(columns, rows.map { $0.map(\.full) })
        case .text:
            let cells = [columns] + rows.map { $0.map(\.short) }
            let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
            for row in cells {
                let line = zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
                Swift.print(line)
            }
        }
    }
}

extension Interval {
    /// Estimate and limits as three figures.
    var figures: [Figure] { [.number(estimate), .number(lower), .number(upper)] }
}

extension Quantiles {
    /// The seven quantiles as figures.
    var figures: [Figure] { values.map { .number($0) } }
}

/// How the serial interval is given on the command line.
struct SerialIntervalOptions: ParsableArguments {
    @Option(help: "Mean serial interval in days; a gamma distribution from day 1 on, discretised as Cori and others (2013) do.") var siMean: Double?
    @Option(help: "Its standard deviation in days.") var siSd: Double?
    @Option(help: "A serial interval by days: CSV of k and w, or w alone from k = 0.") var siDistribution: String?

    /// The distribution over `days` days; nil if none is given.
    func interval(days: Int) throws -> SerialInterval? {
        if let siDistribution {
            guard siMean == nil, siSd == nil else { throw ValidationError("give either --si-distribution or --si-mean and --si-sd") }
            return try SerialIntervalOptions.read(siDistribution)
        }
        switch (siMean, siSd) {
        case (let mean?, let sd?):
            do {
                return try SerialInterval.discretised(mean: mean, sd: sd, days: days)
            } catch {
                throw ValidationError("--si-mean, --si-sd: \(error)")
            }
        case (nil, nil): return nil
        default: throw ValidationError("--si-mean and --si-sd go together")
        }
    }

    /// The distribution, which must be given.
    func required(days: Int) throws -> SerialInterval {
        guard let interval = try interval(days: days) else { throw ValidationError("give --si-mean and --si-sd, or --si-distribution") }
        return interval
    }

    private static func read(_ path: String) throws -> SerialInterval {
        let input = try EstimateInput(path)
        let isSingle = input.rows[0].count == 1
        let kColumn = isSingle ? nil : input.column("k", "t", "day", "days") ?? 0
        let wColumn = isSingle ? 0 : input.column("w", "weight", "p", "probability", "si_distr") ?? 1
        var weights: [Double] = []
        for row in input.rows {
            if let kColumn {
                let cell = try input.cell(row, kColumn, "the day k")
                let k = try cell.whole()
                // A list that begins at day 1 has no weight on day 0.
                if weights.isEmpty, k == 1 { weights.append(0) }
                guard k == weights.count else { throw cell.error("day \(weights.count): days follow each other from 0 or 1") }
            }
            let cell = try input.cell(row, wColumn, "the weight w")
            let weight = try cell.number()
            guard weight >= 0 else { throw cell.error("a weight, 0 or more") }
            guard !weights.isEmpty || weight == 0 else { throw cell.error("0 on day 0: no case comes from one of the same day") }
            weights.append(weight)
        }
        let sum = weights.reduce(0, +)
        guard abs(sum - 1) <= 0.01 else {
            throw EstimateInputError(file: path, found: "the weights add up to \(sum)", expected: "1, give or take 0.01")
        }
        return try SerialInterval(weights: weights)
    }
}

/// The curve of a file.
enum IncidenceFile {
    /// Counts by day: one column; a date and a count; a date, local and imported cases.
    static func read(_ path: String) throws -> Incidence {
        let input = try EstimateInput(path)
        let blanks = input.rows[0].count == 1 ? input.blanks.map { [EstimateCell(text: "", file: path, line: $0, column: 1)] } : []
        let rows = blanks.isEmpty ? input.rows : (input.rows + blanks).sorted { $0[0].line < $1[0].line }
        let width = input.rows[0].count
        let dateColumn = input.column("date", "dates", "day") ?? (width > 1 && CivilDateCell.isDate(input.rows[0][0]) ? 0 : nil)
        let importedColumn = input.column("imported") ?? (dateColumn == 0 && width == 3 ? 2 : nil)
        let localColumn = input.column("local", "i", "cases", "count", "incidence", "total") ?? (dateColumn == 0 ? 1 : 0)
        var local: [Double] = []
        var imported: [Double] = []
        var first: CivilDateCell?
        for row in rows {
            if let dateColumn {
                let cell = try input.cell(row, dateColumn, "the day")
                let date = try cell.date()
                if let first {
                    let expected = first.after(local.count)
                    guard date == expected else { throw cell.error("\(expected): days follow each other, those without cases written as 0") }
                } else {
                    first = CivilDateCell(date: date)
                }
            }
            local.append(try input.cell(row, localColumn, "the cases").cases())
            imported.append(try importedColumn.map { try input.cell(row, $0, "the imported cases").cases() } ?? 0)
        }
        do {
            return try Incidence(local: local, imported: imported, firstDay: first?.date)
        } catch {
            throw EstimateInputError(file: path, found: error.description, expected: "a count for each of two days or more")
        }
    }
}
