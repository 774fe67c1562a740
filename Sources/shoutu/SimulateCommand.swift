import ArgumentParser
import Foundation
import Policy
import Simulation
import Vocabulary

/// `shoutu simulate`: every resident followed under a policy, and two policies compared on the same luck.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate", abstract: "Simulate every resident under a policy; compare two policies on the same luck.",
        discussion: """
            Equal options and seeds give equal results, on any number of threads. A long run writes a checkpoint and continues from it; --shard \
            divides it over machines, and `simulate merge` puts the parts together.
            """,
        subcommands: [Run.self, Merge.self], defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "run", abstract: "Run replicates of a scenario.", shouldDisplay: false)

        @OptionGroup var options: SimulationOptions
        @Option(help: "A second policy, compared with the first replicate by replicate.") var against: String?
        @Option(help: "Replicates.") var replicates = 20
        @Option(help: "Write each outcome to this file as it comes, and continue from what is in it.") var checkpoint: String?
        @Option(help: "Run part i of n of the replicates, as i/n with i from 1.") var shard: String?
        @Option(help: "Print the transmission tree of this replicate as CSV instead.") var tree: Int?
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Flag(help: "With --format csv or json: day by day for each territory too.") var byTerritory = false

        func validate() throws {
            if byTerritory, format == .text || against != nil { throw ValidationError("--by-territory goes with --format csv or json of one policy") }
            if replicates < 1 || replicates > 1_000_000 { throw ValidationError("--replicates: 1 to 1,000,000") }
            if against != nil, checkpoint != nil || shard != nil { throw ValidationError("--against stands without --checkpoint and --shard") }
            if shard != nil, checkpoint == nil { throw ValidationError("--shard needs --checkpoint, the file of this part") }
            _ = try numbers()
        }

        /// The replicates of this shard.
        private func numbers() throws -> [Int] {
            guard let shard else { return Array(0..<replicates) }
            let parts = shard.split(separator: "/").compactMap { Int($0) }
            guard parts.count == 2, parts[1] >= 1, (1...parts[1]).contains(parts[0]) else {
                throw ValidationError("--shard: “\(shard)”; expected i/n such as 3/16, i from 1 to n")
            }
            return (0..<replicates).filter { $0 % parts[1] == parts[0] - 1 }
        }

        func run() async throws {
            let document = try options.document()
            let scenario = try await options.beginning(document.policy)
            if let tree { return SimulationOutput.tree(Simulator(scenario), replicate: tree) }
            if let against {
                var other = scenario
                other.policy = try options.document(against).policy
                let first = try ensemble(scenario, "replicates of \(options.policy)", numbers: numbers())
                let second = try ensemble(other, "replicates of \(against)", numbers: numbers())
                return try SimulationOutput.print(
                    Comparison(first, second), names: [options.policy, against], currency: scenario.policy.costs.currency, format: format)
            }
            guard let checkpoint else {
                let ensemble = try ensemble(scenario, "replicates", numbers: numbers())
                return try SimulationOutput.print(
                    ensemble, SimulationFile.Header(scenario, replicates: replicates), format: format, isByTerritory: byTerritory)
            }
            let file = try SimulationFile(checkpoint, header: .init(scenario, replicates: replicates))
            var ensemble = file.ensemble
            let done = Set(ensemble.outcomes.map(\.replicate))
            let line = ProgressLine("replicates")
            let left = try numbers().filter { !done.contains($0) }
            var count = 0
            try Replication(Simulator(scenario), threads: options.threads).run(left) { outcome in
                try file.append(outcome)
                ensemble.add(outcome)
                count += 1
                line.show(count, of: left.count)
                return true
            }
            line.end()
            try SimulationOutput.print(ensemble, file.header, format: format, isByTerritory: byTerritory)
        }

        private func ensemble(_ scenario: Scenario, _ title: String, numbers: [Int]) throws -> Ensemble {
            var ensemble = Ensemble()
            let line = ProgressLine(title)
            Replication(Simulator(scenario), threads: options.threads).run(numbers) { outcome in
                ensemble.add(outcome)
                line.show(ensemble.outcomes.count, of: numbers.count)
                return true
            }
            line.end()
            return ensemble
        }
    }

    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Put the parts of a simulation together.")

        @Argument(help: "The checkpoint files of the parts.") var files: [String]
        @Option(help: "text, json or csv.") var format: OutputFormat = .text
        @Flag(help: "With --format csv or json: day by day for each territory too.") var byTerritory = false

        func run() throws {
            var ensemble = Ensemble()
            var header: SimulationFile.Header?
            for path in files {
                let file = try SimulationFile(reading: path)
                if let header, header != file.header {
                    throw SimulationFile.Trouble(description: "\(path): made from another scenario than \(files[0])")
                }
                header = file.header
                for outcome in file.ensemble.outcomes { ensemble.add(outcome) }
            }
            guard let header else { throw ValidationError("name the files of the parts") }
            let missing = header.replicates - ensemble.outcomes.count
            if missing > 0 { Output.complain("\(missing) of \(header.replicates) replicates are in none of the files") }
            try SimulationOutput.print(ensemble, header, format: format, isByTerritory: byTerritory)
        }
    }
}
