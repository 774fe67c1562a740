import Foundation
import TestWorld
import Testing

@testable import Epidemiology

@Suite("heterogeneity")
struct OffspringTests {
    @Test("parameters that are known are found again, and limits hold them")
    func recovery() throws {
        var dice = Dice(seed: 5)
        var covered = (r: 0, k: 0)
        for _ in 0..<20 {
            let offspring = (0..<300).map { _ in dice.negativeBinomial(mean: 0.6, size: 0.3) }
            let fit = try OffspringFit(offspring)
            if fit.reproduction.covers(0.6) { covered.r += 1 }
            if fit.dispersion.covers(0.3) { covered.k += 1 }
        }
        #expect(covered.r >= 17 && covered.k >= 17, "\(covered)")
    }

    @Test("numbers that vary less than Poisson's have no finite dispersion")
    func poisson() throws {
        let fit = try OffspringFit([1, 1, 1, 2, 1, 0, 1, 1, 1, 1, 1, 2])
        #expect(fit.dispersion.estimate == .infinity && fit.dispersion.upper == .infinity && fit.dispersion.lower > 0.5)
    }

    @Test("nobody, or somebody who infected less than nobody, is refused")
    func refusals() {
        #expect(throws: EstimationError.self) { try OffspringFit([0, 0, 0]) }
        #expect(throws: EstimationError.self) { try OffspringFit([0, -1, 2]) }
        #expect(throws: EstimationError.self) { try OffspringFit([3]) }
    }

    @Test("cluster sizes add up to the probability of dying out")
    func sizes() throws {
        for (r, k) in [(0.7, 0.2), (1.6, 0.4), (2.5, Double.infinity)] {
            let offspring = try OffspringDistribution(reproduction: r, dispersion: k)
            let sum = try ClusterSizes(offspring).probabilityOfAtMost(5000)
            #expect(abs(sum - offspring.extinctionProbability()) < 1e-4)
            let two = try ClusterSizes(offspring).probabilityOfAtMost(6000, indexCases: 2)
            #expect(abs(two - offspring.extinctionProbability(imports: 2)) < 1e-4)
        }
    }

    @Test("R and k from cluster sizes, complete and with one case in three missed")
    func clusters() throws {
        var dice = Dice(seed: 8)
        var complete: [ClusterSizes.Cluster] = []
        var thinned: [ClusterSizes.Cluster] = []
        while thinned.count < 200 {
            var size = 1
            var active = 1
            while active > 0 {
                var next = 0
                for _ in 0..<active { next += dice.negativeBinomial(mean: 0.6, size: 0.4) }
                size += next
                active = next
            }
            if complete.count < 200 { complete.append(.init(size: size)) }
            let seen = dice.binomial(trials: size, probability: 2.0 / 3)
            if seen > 0 { thinned.append(.init(size: seen)) }
        }
        let fit = try ClusterSizeFit(complete)
        #expect(fit.reproduction.covers(0.6) && fit.dispersion.covers(0.4), "\(fit)")
        let thin = try ClusterSizeFit(thinned, detection: 2.0 / 3)
        #expect(thin.reproduction.covers(0.6), "\(thin)")
    }

    @Test("a share's limits: Wilson's and the exact ones of 3 in 20")
    func proportions() throws {
        let wilson = try #require(Proportion(3, of: 20).interval())
        #expect(abs(wilson.lower - 0.05237) < 1e-4 && abs(wilson.upper - 0.36042) < 1e-4)
        let exact = try #require(Proportion(3, of: 20).exactInterval())
        #expect(abs(exact.lower - 0.032071) < 1e-5 && abs(exact.upper - 0.378927) < 1e-5)
        #expect(Proportion(0, of: 0).interval() == nil)
        #expect(Proportion(0, of: 9).exactInterval()?.lower == 0)
    }
}

@Suite("superspreading against published figures", .enabled(if: Reference.isAtHand, Comment(rawValue: Reference.absence)))
struct PublishedSuperspreadingTests {
    @Test("the share of cases causing 80 % and the share caused by the top fifth")
    func shares() throws {
        let rows = try #require(try Reference.json("epi-reference/superspreading_proportion.json") as? [[String: Double]])
        for row in rows {
            let offspring = try OffspringDistribution(reproduction: row["R"] ?? 0, dispersion: row["k"] ?? 0)
            #expect(relativeError(offspring.shareOfCases(causing: 0.8), row["prop_cases_causing_80pct"] ?? 0) < 1e-9)
            #expect(relativeError(offspring.shareOfTransmission(by: 0.2), row["prop_transmission_by_top20pct"] ?? 0) < 2e-5)
        }
    }

    @Test("the probability that chains die out")
    func extinction() throws {
        let table = try #require(try Reference.json("epi-reference/superspreading_probabilities.json") as? [String: Any])
        for row in try #require(table["table"] as? [[String: Any]]) {
            func number(_ key: String) -> Double { (row[key] as? NSNumber)?.doubleValue ?? .nan }
            let offspring = try OffspringDistribution(reproduction: number("R"), dispersion: number("k"))
            #expect(abs(offspring.extinctionProbability(imports: Int(number("n"))) - number("prob_extinct")) < 1e-6)
        }
    }
}
