import ArgumentParser
import Epidemiology
import Foundation

extension EstimateCommand {
    /// `shoutu estimate offspring`.
    struct Offspring: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "offspring", abstract: "How unequally cases infect: R, k and the share of cases that causes 80 %, with profile limits.",
            discussion: "Give --counts, or --edges with --cases, or --clusters where nobody knows who infected whom.")

        @Option(help: "CSV with the number infected by each case, zeros included.") var counts: String?
        @Option(help: "CSV of infector,case.") var edges: String?
        @Option(help: "CSV whose first column names every case: those who infected nobody are counted too.") var cases: String?
        @Option(help: "CSV of cluster sizes: size[,index[,open]].") var clusters: String?
        @Option(help: "With --clusters: the share of cases that are seen at all.") var detection = 1.0
        @Option(help: "Confidence of the limits.") var confidence = 0.95
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        func validate() throws {
            guard [counts, edges, clusters].count(where: { $0 != nil }) == 1 else {
                throw ValidationError("give one of --counts, --edges and --clusters")
            }
            guard edges == nil || cases != nil else { throw ValidationError("--edges needs --cases: those who infected nobody are not in the edges") }
            guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence: expected a number between 0 and 1") }
            guard detection > 0, detection <= 1 else { throw ValidationError("--detection: expected more than 0 and at most 1") }
        }

        func run() throws {
            var table = FigureTable(columns: [
                "method", "n", "r", "r_lower", "r_upper", "k", "k_lower", "k_upper", "share_causing_80", "share_lower", "share_upper", "loglik",
                "extinction",
            ])
            if let clusters {
                let seen = try read(clusters)
                let fit = try ClusterSizeFit(seen, detection: detection, confidence: confidence)
                let distribution = try OffspringDistribution(reproduction: fit.reproduction.estimate, dispersion: fit.dispersion.estimate)
                let head: [Figure] = [.text("clusters"), .whole(seen.count)] + fit.reproduction.figures + fit.dispersion.figures
                let tail: [Figure] = [.number(fit.logLikelihood), .number(distribution.extinctionProbability())]
                table.rows = [head + [.number(distribution.shareOfCases(causing: 0.8)), .number(nil), .number(nil)] + tail]
            } else {
                let fit = try OffspringFit(try offspring(), confidence: confidence)
                let head: [Figure] = [.text("offspring"), .whole(fit.cases)] + fit.reproduction.figures + fit.dispersion.figures
                let tail: [Figure] = [.number(fit.logLikelihood), .number(fit.distribution.extinctionProbability())]
                table.rows = [head + fit.shareCausing80.figures + tail]
            }
            try table.print(format)
        }

        private func offspring() throws -> [Int] {
            if let counts {
                let input = try EstimateInput(counts)
                let column = input.column("offspring", "count", "infected", "n") ?? (input.rows[0].count - 1)
                return try input.readable { try input.cell($0, column, "the number infected").whole() }
            }
            guard let edges, let cases else { return [] }
            let list = try EstimateInput(cases)
            var infected = Dictionary(list.rows.map { ($0[0].text, 0) }, uniquingKeysWith: { first, _ in first })
            let input = try EstimateInput(edges)
            // Cases are often names, and so may the first row be of a file without a header: it is one if the other file knows its first cell.
            if let first = list.headerCells?.first?.text, input.rows.joined().contains(where: { $0.text == first }) { infected[first] = 0 }
            let first = input.headerCells.flatMap { row in row.contains { infected[$0.text] != nil } ? [row] : nil } ?? []
            let infector = input.column("infector", "from", "source") ?? 0
            // An edge whose infector is not a listed case tells nothing of the listed ones.
            _ = try input.readable(after: first) { row in
                let cell = try input.cell(row, infector, "the infector")
                guard !cell.isEmpty else { return () }
                guard infected[cell.text] != nil else { throw cell.error("a case of \(cases)") }
                infected[cell.text, default: 0] += 1
            }
            return infected.values.sorted()
        }

        private func read(_ path: String) throws -> [ClusterSizes.Cluster] {
            let input = try EstimateInput(path)
            let size = input.column("size", "cases") ?? 0
            let index = input.column("index", "index_cases") ?? (input.header == nil && input.rows[0].count > 1 ? 1 : nil)
            let open = input.column("open") ?? (input.header == nil && input.rows[0].count > 2 ? 2 : nil)
            return try input.readable { row in
                let cell = try input.cell(row, size, "the cluster's size")
                let cases = try cell.whole()
                guard cases >= 1 else { throw cell.error("a size of 1 or more") }
                let sources = try index.map { try input.cell(row, $0, "the index cases").whole() } ?? 1
                guard sources >= 1, sources <= cases || detection < 1 else {
                    throw cell.error("at least the cluster's \(max(1, sources)) index cases")
                }
                let isOpen = try open.map { ["1", "true", "yes"].contains(try input.cell(row, $0, "whether it is open").text.lowercased()) } ?? false
                return ClusterSizes.Cluster(size: cases, indexCases: sources, isOpen: isOpen)
            }
        }
    }
}
