import ArgumentParser
import Epidemiology
import Foundation
import Scenarios
import Vocabulary

extension EstimateCommand {
    /// `shoutu estimate scan`.
    struct Scan: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "scan", abstract: "Clusters that are growing now, by Kulldorff's space-time scan.",
            discussion: """
                Cases are a CSV of territory,date[,count]; places one of territory,x,y[,population], or with columns lon and lat in degrees.
                Without populations (or with --permutation) the space-time permutation model is used.
                """)

        @Option(help: "CSV of territory,date[,count].") var cases: String
        @Option(help: "CSV of territory,x,y[,population]; or lon,lat.") var places: String
        @Option(help: "The last day; the last case's, if not given.") var now: String?
        @Option(help: "Days to look back in all.") var days = 60
        @Option(help: "The most days of a cluster.") var longest = 14
        @Option(help: "The most of all expected cases that a cluster's territories may hold, as a share.") var largestShare = 0.5
        @Option(help: "Simulations for p-values.") var replicates = 999
        @Flag(help: "Do not use populations: only where and when cases fall together.") var permutation = false
        @Option(help: "Seed of the simulations.") var seed: UInt64 = 1
        @Option(help: "Clusters to tell.") var top = 10
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func validate() throws {
            guard longest >= 1, days > longest else { throw ValidationError("--longest, --days: expected 1 day or more, and more days than that") }
            guard replicates >= 1, top >= 1 else { throw ValidationError("--replicates, --top: expected 1 or more") }
            guard largestShare > 0, largestShare < 1 else { throw ValidationError("--largest-share: expected a number between 0 and 1") }
        }

        func run() throws {
            let map = try Map(places)
            let input = try EstimateInput(cases)
            let countColumn = input.column("count", "cases", "n") ?? (input.header == nil && input.rows[0].count > 2 ? 2 : nil)
            let territoryColumn = input.column("territory", "code", "county") ?? 0
            let dateColumn = input.column("date", "onset", "day") ?? 1
            let rows = try input.readable { row -> (Int, CivilDate, Int)? in
                let cell = try input.cell(row, territoryColumn, "the territory")
                guard let territory = map.numbers[cell.text] else { throw cell.error("a territory of \(places)") }
                let count = try countColumn.map { try input.cell(row, $0, "the count").whole() } ?? 1
                return (territory, try input.cell(row, dateColumn, "the day").date(), count)
            }
            guard let last = now.map({ CivilDate($0) }) ?? rows.map(\.1).max() else { throw ValidationError("--now: expected a day, YYYY-MM-DD") }
            let first = last - Days(days - 1)
            var counts = [[Int]](repeating: [Int](repeating: 0, count: days), count: map.names.count)
            for (territory, date, count) in rows where date >= first && date <= last { counts[territory][(date - first).count] += count }
            var generator = Seeded(seed)
            let baseline = permutation ? nil : map.populations.map { SpaceTimeScan.Baseline.population($0) }
            let scan = try SpaceTimeScan(
                counts: counts, positions: map.positions, baseline: baseline ?? .permutation, longest: longest, largestShare: largestShare,
                replicates: replicates, reported: top, using: &generator)
            var table = FigureTable(columns: ["rank", "centre", "territories", "from", "to", "cases", "expected", "ratio", "log_ratio", "p"])
            table.rows = scan.clusters.enumerated().map { rank, cluster in
                let names = cluster.territories.map { map.names[$0] }
                let place: [Figure] = [.whole(rank + 1), .text(names[0]), .text(names.joined(separator: " "))]
                let time: [Figure] = [.text((first + Days(cluster.firstDay)).description), .text(last.description)]
                return place + time + [.whole(cluster.cases), .number(cluster.expected), .number(cluster.ratio)]
                    + [.number(cluster.logRatio), .number(cluster.p)]
            }
            try table.print(format)
        }

        /// Territories with their places.
        private struct Map {
            var names: [String] = []
            var numbers: [String: Int] = [:]
            var positions: [(x: Double, y: Double)] = []
            var populations: [Double]?

            init(_ path: String) throws {
                let input = try EstimateInput(path)
                let isGeographic = input.column("lon", "longitude") != nil
                let x = input.column("lon", "longitude", "x") ?? 1
                let y = input.column("lat", "latitude", "y") ?? 2
                let people = input.column("population", "pop") ?? (input.header == nil && input.rows[0].count > 3 ? 3 : nil)
                let name = input.column("territory", "code", "county") ?? 0
                var counted: [Double] = []
                for row in input.rows {
                    let cell = try input.cell(row, name, "the territory")
                    guard numbers[cell.text] == nil else { throw cell.error("each territory once") }
                    numbers[cell.text] = names.count
                    names.append(cell.text)
                    let (east, north) = (try input.cell(row, x, "x").number(), try input.cell(row, y, "y").number())
                    positions.append((east, north))
                    if let people { counted.append(try input.cell(row, people, "the population").count()) }
                }
                if isGeographic {
                    // A degree of longitude shrinks with latitude; within a province a plane will do.
                    let middle = positions.reduce(0) { $0 + $1.y } / Double(positions.count) * Double.pi / 180
                    positions = positions.map { ($0.x * cos(middle), $0.y) }
                }
                populations = people == nil ? nil : counted
            }
        }
    }
}
