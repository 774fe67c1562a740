import Foundation
import Policy
import TestWorld
import Testing
import Vocabulary

@testable import Simulation

@Suite("Replicates, and policies compared on the same luck")
struct ReplicationTests {
    static func scenario(_ edition: String, seed: UInt64 = 7) -> Scenario {
        let counties = (0..<3).map { index in
            Demography(
                code: TerritoryCode("43010\(index + 2)") ?? .unstated, name: LocalizedText(zh: "", en: "County \(index)"), population: 60_000,
                position: (longitude: 112 + Double(index) / 2, latitude: 28))
        }
        return Scenario(
            population: Population(counties), pathogen: .ancestral, policy: Editions.policy(edition), days: 40, seeds: [.init(count: 4)],
            stopAbove: 400, seed: seed)
    }

    static func outcomes(_ scenario: Scenario, threads: Int, count: Int = 8) -> [Outcome] {
        var all: [Outcome] = []
        Replication(Simulator(scenario), threads: threads).run(Array(0..<count)) { outcome in
            all.append(outcome)
            return true
        }
        return all
    }

    @Test("outcomes are the same bit for bit on one thread and on three, and come in order")
    func threads() {
        let scenario = ReplicationTests.scenario("hunan-2022-03")
        let one = ReplicationTests.outcomes(scenario, threads: 1)
        #expect(one == ReplicationTests.outcomes(scenario, threads: 3))
        #expect(one.map(\.replicate) == Array(0..<8))
        #expect(Set(one.map(\.infections)).count > 1)
    }

    @Test("a bench that has run something else gives what a new one gives")
    func reused() {
        let simulator = Simulator(ReplicationTests.scenario("cn-8"))
        var used = simulator.bench(), fresh = simulator.bench()
        _ = simulator.run(5, on: &used)
        #expect(simulator.run(2, on: &used) == simulator.run(2, on: &fresh))
    }

    @Test("an outcome written to a checkpoint is read again bit for bit")
    func checkpoint() throws {
        let outcome = try #require(ReplicationTests.outcomes(ReplicationTests.scenario("cn-9"), threads: 1, count: 1).first)
        let again = try JSONDecoder().decode(Outcome.self, from: JSONEncoder().encode(outcome))
        #expect(again == outcome)
    }

    @Test("a cancelled run ends without an outcome")
    func cancelled() {
        let simulator = Simulator(ReplicationTests.scenario("none"))
        var bench = simulator.bench()
        #expect(simulator.run(0, on: &bench, isCancelled: { true }) == nil)
    }

    @Test("two policies share their luck: the outbreaks coincide until the policies act, so that differences vary less than outcomes")
    func commonLuck() {
        var shorter = ReplicationTests.scenario("cn-8")
        shorter.policy.tracing.lookbackSymptomatic = 0
        let first = ReplicationTests.outcomes(ReplicationTests.scenario("cn-8"), threads: 1, count: 12)
        let second = ReplicationTests.outcomes(shorter, threads: 1, count: 12)
        for (one, other) in zip(first, second) { #expect(one.daily.infections().prefix(4).elementsEqual(other.daily.infections().prefix(4))) }
        var ensembles = (Ensemble(), Ensemble())
        for outcome in first { ensembles.0.add(outcome) }
        for outcome in second { ensembles.1.add(outcome) }
        let line = Comparison(ensembles.0, ensembles.1).lines.first { $0.quantity == .infections }
        #expect(line?.difference.count == 12)
    }

    @Test("the tree of a replicate has one line for each infection, and every infector was infected before")
    func tree() throws {
        let simulator = Simulator(ReplicationTests.scenario("cn-8"))
        var bench = simulator.bench()
        let run = simulator.run(3, on: &bench)
        let outcome = try #require(run)
        let tree = simulator.tree(3)
        #expect(tree.count == outcome.infections)
        var when: [UInt32: Int32] = [:]
        for link in tree {
            if let by = link.by { #expect((when[by] ?? .max) <= link.tick) }
            when[link.infected] = link.tick
        }
        #expect(outcome.daily.infections().reduce(0, +) == outcome.infections)
    }

    @Test("stocks never fall below nothing, and whoever is found was infected")
    func books() {
        for outcome in ReplicationTests.outcomes(ReplicationTests.scenario("hunan-2022-03"), threads: 1, count: 6) {
            for series in Ensemble.Series.allCases {
                #expect(outcome.values(of: series).allSatisfy { $0 >= 0 }, "\(series)")
            }
            #expect(outcome.values(of: .found).reduce(0, +) <= Double(outcome.infections))
            #expect(Double(outcome.daily.total(.foundOutside)) <= outcome.values(of: .found).reduce(0, +))
        }
    }

    @Test("students' t for the interval of a mean", arguments: [(1, 12.706), (5, 2.571), (9, 2.262), (29, 2.045), (200, 1.972)])
    func student(freedom: Int, value: Double) {
        #expect(abs(Estimate.student(freedom) - value) < 0.002)
    }
}
