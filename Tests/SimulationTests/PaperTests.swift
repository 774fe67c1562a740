import Foundation
import Policy
import TestWorld
import Testing
import Vocabulary

@testable import Simulation

/// What can be solved on paper, simulated.
@Suite("Exact where mathematics is exact")
struct PaperTests {
    /// A disease without ages, symptoms that change anything, or households.
    static func plain(_ reproduction: Double, k: Double? = nil, timing: Pathogen.Timing = .sinceInfection(.init(.gamma, mean: 5, deviation: 2)))
        -> Pathogen
    {
        var disease = Pathogen.ancestral
        disease.reproduction = reproduction
        disease.dispersion = k
        disease.timing = timing
        disease.asymptomaticInfectiousness = 1
        disease.susceptibility = [0: 1]
        disease.ward = [0: 0]
        return disease
    }

    static func scenario(_ disease: Pathogen, people: Int, seeds: Int, days: Int, stopAbove: Int? = nil, policy: Policy = Editions.policy("none"))
        -> Scenario
    {
        Scenario(
            population: .uniform(people), pathogen: disease, policy: policy, mixing: .random, days: days, seeds: [.init(count: seeds)],
            stopAbove: stopAbove, seed: 11)
    }

    // A debug build is some thirty times slower: there a tenth of the people, and three times the tolerance.
    #if DEBUG
    static let people = 100_000
    static let tolerance = 0.009
    #else
    static let people = 1_000_000
    static let tolerance = 0.003
    #endif

    @Test("the final size solves z = s₀ + (1 − s₀)(1 − exp(−Rz))", arguments: [1.5, 2.7, 8.5])
    func finalSize(reproduction: Double) throws {
        let seeds = PaperTests.people / 500
        let simulator = Simulator(PaperTests.scenario(PaperTests.plain(reproduction), people: PaperTests.people, seeds: seeds, days: 400))
        var bench = simulator.bench()
        let outcome = try simulator.outcome(0, &bench)
        let seeded = Double(seeds) / Double(PaperTests.people)
        var size = 0.5
        for _ in 0..<500 { size = seeded + (1 - seeded) * (1 - exp(-reproduction * size)) }
        #expect(outcome.isExtinct)
        #expect(abs(Double(outcome.infections) / Double(PaperTests.people) / size - 1) < PaperTests.tolerance)
    }

    @Test("one import dies out as often as the negative-binomial branching process says", arguments: [0.1, 0.3, 1])
    func extinction(k: Double) throws {
        let reproduction = 2.5
        let simulator = Simulator(PaperTests.scenario(PaperTests.plain(reproduction, k: k), people: 1_000_000, seeds: 1, days: 400, stopAbove: 150))
        var bench = simulator.bench()
        let replicates = 1500
        var extinct = 0
        for number in 0..<replicates where try simulator.outcome(number, &bench).isExtinct { extinct += 1 }
        var q = 0.0
        for _ in 0..<2000 { q = pow(1 + reproduction * (1 - q) / k, -k) }
        let error = (q * (1 - q) / Double(replicates)).squareRoot()
        #expect(abs(Double(extinct) / Double(replicates) - q) < 3.5 * error, "k \(k): \(extinct) of \(replicates), expected share \(q)")
    }

    @Test("an outbreak that grows on the last day is not contained, one that died out is")
    func containment() throws {
        func outcome(_ reproduction: Double, days: Int) throws -> Outcome {
            let simulator = Simulator(PaperTests.scenario(PaperTests.plain(reproduction), people: 1_000_000, seeds: 20, days: days))
            var bench = simulator.bench()
            return try simulator.outcome(0, &bench)
        }
        let growing = try outcome(2, days: 20)
        #expect(!growing.isExtinct && !growing.isContained(by: 19) && !growing.isOutOfControl)
        #expect(try outcome(0.3, days: 200).isContained(by: 199))
    }

    @Test("the number infected by one has the negative binomial's mean, variance and share of zeros")
    func offspring() throws {
        let k = 0.3, reproduction = 2.0
        let simulator = Simulator(PaperTests.scenario(PaperTests.plain(reproduction, k: k), people: 4_000_000, seeds: 10_000, days: 2))
        let keys = Keyring(seed: 11, replicate: 0)
        let numbers = (0..<UInt32(40_000)).map {
            Double(simulator.setup.course(keys, person: $0, age: 30, occupation: .none, householdOthers: 0).transmissions)
        }
        let mean = numbers.reduce(0, +) / 40_000
        let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40_000
        #expect(abs(mean / reproduction - 1) < 0.05)
        #expect(abs(variance / (reproduction + reproduction * reproduction / k) - 1) < 0.15)
        #expect(abs(Double(numbers.count { $0 == 0 }) / 40_000 - pow(1 + reproduction / k, -k)) < 0.01)
    }

    @Test("growth solves Euler and Lotka: R = (1 + rθ)^a for a gamma generation time")
    func growth() throws {
        let reproduction = 2.0, mean = 5.0, deviation = 2.0
        let disease = PaperTests.plain(reproduction, timing: .sinceInfection(.init(.gamma, mean: mean, deviation: deviation)))
        let simulator = Simulator(PaperTests.scenario(disease, people: 20_000_000, seeds: 1_000, days: 32))
        var bench = simulator.bench()
        let daily = try simulator.outcome(0, &bench).daily.infections()
        let shape = mean * mean / deviation / deviation, scale = deviation * deviation / mean
        let expected = (pow(reproduction, 1 / shape) - 1) / scale
        let days = 18..<32
        let x = days.map(Double.init), y = days.map { log(Double(daily[$0])) }
        let n = Double(days.count), sx = x.reduce(0, +), sy = y.reduce(0, +)
        let slope = (n * zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } - sx * sy) / (n * x.reduce(0) { $0 + $1 * $1 } - sx * sx)
        #expect(abs(slope / expected - 1) < 0.03, "\(slope) against \(expected)")
    }

    @Test("household outbreaks have the sizes of the chain-binomial model")
    func households() throws {
        let attack = 0.3
        let territory = Demography(code: .unstated, name: LocalizedText(zh: "", en: ""), population: 400_000)
        let population = Population([territory])
        // R₀ such that nothing is left for meetings outside the household.
        let block = population.templates[0]
        let others = (0..<Int(block.count)).reduce(0.0) { $0 + Double(population.members[$1].size - 1) } / Double(block.count)
        var disease = PaperTests.plain(others * attack)
        disease.householdAttack = attack
        let scenario = Scenario(
            population: population, pathogen: disease, policy: Editions.policy("none"), days: 120, seeds: [.init(count: 4_000)], seed: 5)
        let tree = Simulator(scenario).tree(0)
        var infected: [UInt32: (size: Int, seeds: Int, all: Int)] = [:]
        for link in tree {
            #expect(link.layer == .household || link.layer == .seed)
            let (member, base) = population.member(link.infected, in: 0)
            let household = population.household(member, base: base, in: 0)
            var entry = infected[household.first] ?? (Int(household.size), 0, 0)
            entry.all += 1
            if link.layer == .seed { entry.seeds += 1 }
            infected[household.first] = entry
        }
        let q = 1 - attack
        let threes = infected.values.filter { $0.size == 3 && $0.seeds == 1 }
        let expected = [q * q, 2 * attack * q * q, 1 - q * q - 2 * attack * q * q]
        for (index, share) in expected.enumerated() {
            let found = Double(threes.count { $0.all == index + 1 }) / Double(threes.count)
            #expect(
                abs(found - share) < 4 * (share * (1 - share) / Double(threes.count)).squareRoot(), "\(index + 1) of 3: \(found), expected \(share)")
        }
    }

    @Test("isolation a fixed time after infection leaves R·G(that time)", arguments: [2.0, 4, 6])
    func isolation(day: Double) throws {
        let reproduction = 2.4
        var policy = Editions.policy("cn-8")
        policy.tracing.degrees = 0
        policy.zones.scheme = .none
        var disease = PaperTests.plain(reproduction)
        disease.incubation = .init(.fixed, mean: day - 1, deviation: 0)
        disease.symptomaticShare = 1
        disease.sensitivity = [.init(day: 0, share: 100)]
        var scenario = PaperTests.scenario(disease, people: 5_000_000, seeds: 4_000, days: 25, policy: policy)
        scenario.execution.careSeeking = 1
        scenario.execution.onsetToCare = .init(.fixed, mean: 1, deviation: 0)
        scenario.execution.lateness = 0
        scenario.execution.hoursWithoutClock = (0, 0, 0, 0)
        let simulator = Simulator(scenario)
        var bench = simulator.bench()
        let outcome = try simulator.outcome(0, &bench)
        let realised = try #require(outcome.dynamics.reproduction(days: 0..<1))
        let table = Quantiles(.init(.gamma, mean: 5, deviation: 2))
        let expected = reproduction * (1 - exp(-Double(table.exponent(of: Float(day)))))
        #expect(abs(realised - expected) < 4 * (expected / 4_000).squareRoot(), "\(realised) against \(expected)")
    }
}

extension Simulator {
    /// An outcome that nothing cancels.
    func outcome(_ number: Int, _ bench: inout Bench) throws -> Outcome {
        let outcome = run(number, on: &bench)
        return try #require(outcome)
    }
}
