import TestWorld
import Testing
import Vocabulary

@testable import Epidemiology

@Suite("delays")
struct DelayTests {
    /// Delays in an outbreak that doubles every five days, seen up to the end: the onset's day and the delay in whole days.
    static func growing(_ truth: DelayDistribution, count: Int, days: Double = 30, dice: inout Dice) -> [DelayObservation] {
        var observations: [DelayObservation] = []
        while observations.count < count {
            // Onsets lie exponentially towards the end.
            let onset = days + log(1 - dice.unit() * (1 - exp(-days * 0.1386))) / 0.1386
            let report = onset + truth.draw(using: &dice)
            guard report < days else { continue }
            let first = onset.rounded(.down)
            observations.append(.days(Int(report.rounded(.down) - first), untilDay: Int(days - 1 - first)))
        }
        return observations
    }

    @Test("known parameters are found again in a growing outbreak; without regard to truncation they are not")
    func recovery() throws {
        let truth = try #require(DelayDistribution(.gamma, 2.5, 2))
        var dice = Dice(seed: 7)
        var covered = 0
        var coveredNaively = 0
        for _ in 0..<12 {
            let observations = DelayTests.growing(truth, count: 120, dice: &dice)
            let fit = try DelayFit(.gamma, observations)
            let naive = try DelayFit(.gamma, observations.map { DelayObservation(first: $0.first, second: $0.second) })
            if fit.posterior.mean.covers(truth.mean) { covered += 1 }
            if naive.posterior.mean.covers(truth.mean) { coveredNaively += 1 }
        }
        #expect(covered >= 10)
        #expect(coveredNaively <= 4)
    }

    @Test("Akaike's criterion picks the form the delays were drawn from", arguments: [DelayFamily.gamma, .lognormal, .weibull])
    func choice(family: DelayFamily) throws {
        let truth = try #require(
            family == .lognormal ? DelayDistribution(family, 1.5, 0.7) : DelayDistribution(family, family == .gamma ? 1.6 : 3, 6))
        var dice = Dice(seed: 11)
        let observations = (0..<1500).map { _ -> DelayObservation in
            let start = dice.unit()
            return .days(Int((start + truth.draw(using: &dice)).rounded(.down)))
        }
        let fit = try DelayFit.best(observations)
        #expect(fit.distribution.family == family)
        #expect(relativeError(fit.distribution.mean, truth.mean) < 0.06)
    }

    @Test("serial intervals may be negative: normal, or a form moved below zero")
    func negative() throws {
        let truth = try #require(DelayDistribution(.normal, 4, 4.5))
        var dice = Dice(seed: 33)
        let observations = (0..<600).map { _ -> DelayObservation in
            let start = dice.unit()
            return .days(Int((start + truth.draw(using: &dice)).rounded(.down)))
        }
        let normal = try DelayFit(.normal, observations)
        #expect(normal.posterior.mean.covers(4))
        #expect(normal.posterior.sd.covers(4.5))
        let moved = try DelayFit(.gamma, observations, offset: 25)
        #expect(abs(moved.distribution.mean - 4) < 0.6)
        #expect(moved.distribution.cumulative(0) > 0.1)
    }

    @Test("delays that are all alike determine no spread, and it is said at once", arguments: [DelayFamily.gamma, .weibull])
    func alike(family: DelayFamily) {
        let observations = (1...27).map { DelayObservation.days(1, untilDay: $0) }
        #expect(throws: EstimationError.self) { try DelayFit(family, observations) }
    }

    @Test("a likelihood over two stretches is the average of single ones", arguments: DelayFamily.allCases)
    func doubly(family: DelayFamily) throws {
        let distribution = try #require(DelayDistribution(family, 1.7, 1.3))
        let rule = GaussLegendre(count: 40)
        for (first, second) in [(0.0...1.0, 2.0...3.0), (0.0...3.0, 1.0...2.5), (0.0...1.0, 7.0...9.0)] {
            var expected = 0.0
            // The kinks of the integrand lie where a bound of the second stretch meets the first.
            let cuts = ([0, first.upperBound] + [second.lowerBound, second.upperBound].filter { first.contains($0) }).sorted()
            for (low, high) in zip(cuts, cuts.dropFirst()) where high > low {
                for node in rule.nodes(in: low...high) {
                    expected += node.weight * distribution.mass(second.lowerBound - node.point, second.upperBound - node.point)
                }
            }
            let value = DelayObservation(first: first, second: second).logLikelihood(distribution)
            #expect(abs(value - log(expected / first.upperBound)) < 1e-8)
        }
    }
}

@Suite("delays against published fits", .enabled(if: Reference.isAtHand, Comment(rawValue: Reference.absence)))
struct PublishedDelayTests {
    @Test("right truncation: the Ebola line list at five dates, to four digits")
    func truncation() throws {
        let rows = try Reference.rows("linelists/ebola_sim_clean_linelist.csv")
        let pairs = rows.compactMap { row -> (CivilDate, CivilDate)? in
            guard let onset = CivilDate(row[3]), let admission = CivilDate(row[4]) else { return nil }
            return (onset, admission)
        }
        let reference = try #require(try Reference.json("epi-reference/delay_truncation_ebola_sim_clean.json") as? [String: Any])
        for cut in try #require(reference["truncated"] as? [[String: Any]]) {
            let cutoff = try #require(CivilDate(cut["cutoff"] as? String ?? ""))
            let known = pairs.filter { $0.1 <= cutoff }
            #expect(known.count == cut["n"] as? Int)
            let adjusted = try DelayFit(.gamma, known.map { .completedDays(($0.1 - $0.0).count, untilDay: (cutoff - $0.0).count) })
            let naive = try DelayFit(.gamma, known.map { .completedDays(($0.1 - $0.0).count) })
            let expected = try #require(cut["truncation_adjusted"] as? [String: Double])
            let expectedNaive = try #require(cut["naive"] as? [String: Double])
            #expect(relativeError(adjusted.distribution.mean, expected["mean"] ?? 0) < 1e-4)
            #expect(relativeError(-adjusted.logLikelihood, expected["negll"] ?? 0) < 1e-7)
            #expect(relativeError(naive.distribution.mean, expectedNaive["mean"] ?? 0) < 1e-4)
        }
    }

    @Test("doubly interval-censored incubation of influenza A, as coarseDataTools fits it")
    func incubation() throws {
        // type 0: both events in a stretch, 1: one of them, 2: none. coarseDataTools leaves out the division by the exposure's length.
        var constant = 0.0
        let observations = try Reference.rows("epi-reference/cdt_fluA.inc.per.csv").map { row -> DelayObservation in
            let v = row.dropFirst(2).map { Double($0) ?? 0 }
            if v[4] == 0 { constant += log(v[1] - v[0]) }
            return DelayObservation(first: v[0]...v[1], second: v[2]...v[3])
        }
        let lognormal = try DelayFit(.lognormal, observations)
        #expect(abs(lognormal.distribution.first - 0.380) < 0.0006 && abs(lognormal.distribution.second - 0.424) < 0.0006)
        #expect(abs(lognormal.logLikelihood + constant + 262.217990821939) < 1e-3)
        let weibull = try DelayFit(.weibull, observations)
        #expect(abs(weibull.distribution.first - 2.665) < 0.001 && abs(weibull.distribution.second - 1.797) < 0.001)
        #expect(abs(weibull.logLikelihood + constant + 263.774979688454) < 1e-3)
    }
}
