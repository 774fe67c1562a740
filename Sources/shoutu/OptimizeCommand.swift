import ArgumentParser
import Exchange
import Foundation
import Policy
import Simulation
import Vocabulary

/// `shoutu optimize`: the cheapest policy that meets a goal, as an overlay ready to be adopted.
struct OptimizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "optimize", abstract: "Find the cheapest policy that meets a goal.",
        discussion: """
            A goal file names lines of the policy that may move and their values, what must hold, and what is to be least. Candidates race \
            on the same luck. The cheapest is printed as a policy file that extends the given one; every candidate's figures go to standard \
            error, or everything to standard output with --format json or csv.
            """)

    @OptionGroup var options: SimulationOptions
    @Option(help: "The goal (YAML).") var goal: String
    @Option(help: "Write the cheapest policy to this file.") var output: String?
    @Option(help: "text (the cheapest policy), json or csv (all candidates).") var format: OutputFormat = .text

    func run() async throws {
        guard let data = FileManager.default.contents(atPath: goal) else { throw SimulationFile.Trouble(description: "\(goal): cannot be read") }
        let goal = try Goal(PolicySource(file: self.goal, text: String(decoding: data, as: UTF8.self)))
        let document = try options.document()
        let scenario = try await options.beginning(document.policy)
        let folder = try PolicyFolder.standard()
        let name = options.policy
        func source(_ key: String) -> PolicySource? {
            if key == document.policy.id || key == name { return own(name, folder) }
            return folder.source(key)
        }
        var race = try Race(goal, document, base: document.policy.id, scenario: scenario, source: source)
        let line = ProgressLine("candidates × replicates")
        race.run(
            threads: options.threads,
            onLap: { race in
                line.show(race.replicates, of: nil)
                return true
            })
        line.end()
        let rows = race.runners.map { Row($0, race, goal) }
        switch format {
        case .json: try Output.json(Answer(race: race, goal: goal, document: document, rows: rows))
        case .csv:
            Output.csv(
                ["settings", "replicates", goal.minimise.rawValue, "low", "high", "infections", "contained", "meets", "left", "front"],
                rows.map(\.fields))
        case .text:
            for row in rows.sorted(by: { $0.least < $1.least }) { Output.complain(row.text) }
        }
        guard let best = race.best else {
            Output.complain("no candidate meets the goal")
            throw ExitCode.failure
        }
        let yaml = best.overlay.yaml(over: document, id: "\(document.policy.id)-cheapest")
        if let output { try Data(yaml.utf8).write(to: URL(filePath: output)) }
        if format == .text, output == nil { print(yaml, terminator: "") }
    }

    private func own(_ name: String, _ folder: PolicyFolder) -> PolicySource? {
        if let shipped = folder.source(name) { return shipped }
        return FileManager.default.contents(atPath: name).map { PolicySource(file: name, text: String(decoding: $0, as: UTF8.self)) }
    }

    /// A candidate as it is printed.
    struct Row: Encodable {
        let settings: [String: Double]
        let replicates: Int
        let least: Double
        let low: Double?, high: Double?
        let infections: Double
        let contained: Double
        let meets: Bool
        let left: String?
        let isOnFront: Bool

        init(_ runner: Race.Runner, _ race: Race, _ goal: Goal) {
            settings = Dictionary(runner.overlay.settings.map { ($0.lever.key, $0.value) }, uniquingKeysWith: { $1 })
            let estimate = runner.ensemble.measure(goal.minimise)
            replicates = estimate.count
            least = estimate.mean
            low = estimate.low.isFinite ? estimate.low : nil
            high = estimate.high.isFinite ? estimate.high : nil
            infections = runner.ensemble.measure(.infections).mean
            contained = runner.ensemble.containment().share
            meets = race.meets(runner)
            left = runner.leftBecause?.rawValue
            isOnFront = race.front.contains { $0.overlay == runner.overlay }
        }

        private var said: String {
            settings.isEmpty ? "as it stands" : settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
        }

        var fields: [String] {
            [
                said, String(replicates), String(least), low.map { String($0) } ?? "", high.map { String($0) } ?? "", String(infections),
                String(contained),
                String(meets), left ?? "", String(isOnFront),
            ]
        }

        var text: String {
            String(format: "%14.0f  %12.0f infections  %3.0f %% contained  ×%d", least, infections, contained * 100, replicates)
                + (meets ? "" : "  misses the goal") + (left.map { "  left: \($0)" } ?? "") + (isOnFront ? "  front" : "") + "  " + said
        }
    }

    /// Everything, as JSON.
    struct Answer: Encodable {
        let replicates: Int
        let minimise: String
        let cheapest: String?
        let candidates: [Row]

        init(race: Race, goal: Goal, document: PolicyDocument, rows: [Row]) {
            replicates = race.replicates
            minimise = goal.minimise.rawValue
            cheapest = race.best?.overlay.yaml(over: document, id: "\(document.policy.id)-cheapest")
            candidates = rows
        }
    }
}
