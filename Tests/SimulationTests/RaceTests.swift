import Foundation
import Policy
import Testing
import Vocabulary

@testable import Simulation

@Suite("Levers, overlays and the race for the cheapest policy")
struct RaceTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "policies")

    static func source(_ key: String) -> PolicySource? {
        let file = folder.appending(path: "\(key).yaml")
        return (try? String(contentsOf: file, encoding: .utf8)).map { PolicySource(file: file.lastPathComponent, text: $0) }
    }

    @Test("a lever's value is written as an overlay that reads as the policy with that line changed")
    func overlay() throws {
        let document = try PolicyDocument.read("cn-8", source: RaceTests.source)
        let levers = Lever.all(of: document)
        let lookback = try #require(levers.first { $0.key == "tracing.lookback.symptomatic" })
        let stage = try #require(levers.first { $0.key == "tracing.close.stages.1.days" })
        #expect(lookback.current == 2 && stage.current == 14 && stage.unit == .days)
        #expect(!lookback.label.en.isEmpty && !lookback.label.zh.isEmpty)
        let overlay = Overlay(of: "cn-8", [.init(lookback, to: 4), .init(stage, to: 7)])
        let policy = try overlay.policy(over: document, source: RaceTests.source)
        #expect(policy.tracing.lookbackSymptomatic == 4)
        #expect(policy.tracing.close?.stages[0].days == 7)
        // The tests of the 7th and 14th days: the 7th stays as the exit test, the 14th is gone.
        #expect(policy.tracing.close?.stages[0].tests.map(\.day) == [1, 4, 7])
        #expect(policy.tracing.lookbackAsymptomatic == document.policy.tracing.lookbackAsymptomatic)
        #expect(policy.zones == document.policy.zones)
    }

    @Test("a pattern moves all lines it matches")
    func pattern() throws {
        let document = try PolicyDocument.read("hunan-2022-03", source: RaceTests.source)
        let levers = Lever.matching("tracing.lookback.*", in: document)
        #expect(levers.map(\.key).sorted() == ["tracing.lookback.asymptomatic", "tracing.lookback.symptomatic"])
        #expect(Lever.matching("tracing.nothing", in: document).isEmpty)
    }

    static let goalText = """
        minimise: cost
        levers:
          - {key: tracing.close.stages.1.days, values: [7, 10, 14]}
          - {key: tracing.lookback.*, from: 2, to: 4, step: 2}
        constraints:
          - {quantity: infections, atMost: 1000000}
        replicates: 4
        candidates: 8
        """

    @Test("a goal file is read, and what is wrong in one is told with its place")
    func goal() throws {
        let goal = try Goal(PolicySource(file: "goal.yaml", text: RaceTests.goalText))
        #expect(goal.levers.map(\.values) == [[7, 10, 14], [2, 4]])
        #expect(goal.constraints == [.atMost(.infections, 1_000_000)])
        let wrong = "minimise: cost\nlevers:\n  - {key: tracing.degrees, valeus: [1]}\n"
        let error = #expect(throws: SimulationInputError.self) { try Goal(PolicySource(file: "goal.yaml", text: wrong)) }
        #expect(error?.position.line == 3)
        #expect(error?.message.en.contains("valeus") == true)
    }

    @Test("the race keeps the policy as it stands among the candidates, and its best is the cheapest that meets the goal")
    func race() throws {
        let document = try PolicyDocument.read("cn-8", source: RaceTests.source)
        var goal = try Goal(PolicySource(file: "goal.yaml", text: RaceTests.goalText))
        goal.levers.removeLast()
        var scenario = ReplicationTests.scenario("cn-8")
        scenario.stopAbove = 150
        var race = try Race(goal, document, base: "cn-8", scenario: scenario, source: RaceTests.source)
        #expect(race.runners.count == 3)
        #expect(race.runners.contains { $0.overlay.settings.isEmpty })
        race.run(threads: 1)
        let best = try #require(race.best)
        let cost = best.ensemble.measure(.cost).mean
        for runner in race.runners where runner.leftBecause == nil { #expect(runner.ensemble.measure(.cost).mean >= cost) }
        #expect(race.front.first?.ensemble.measure(.cost).mean ?? .infinity <= cost)
    }
}
