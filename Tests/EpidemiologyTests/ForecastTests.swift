import TestWorld
import Testing

@testable import Epidemiology

@Suite("growth and forecast")
struct ForecastTests {
    /// A renewal epidemic of known R.
    static func epidemic(_ days: Int, reproduction: Double, size: Double, dice: inout Dice) throws -> [Double] {
        let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 30)
        var cases = [Double](repeating: 30, count: 7)
        while cases.count < days {
            var pressure = 0.0
            for back in 1..<min(30, cases.count + 1) { pressure += interval.weights[back] * cases[cases.count - back] }
            cases.append(Double(dice.negativeBinomial(mean: reproduction * pressure, size: size)))
        }
        return cases
    }

    @Test("the growth rate of an exact exponential, and its doubling time")
    func growth() throws {
        let growth = try EpidemicGrowth(counts: (0..<20).map { 100 * exp(0.1 * Double($0)) })
        #expect(relativeError(growth.rate.estimate, 0.1) < 1e-10)
        #expect(relativeError(growth.doublingTime.estimate, 6.93147180559945) < 1e-9)
        #expect(growth.isCertain && growth.dispersion == 1)
    }

    @Test("limits of the growth rate hold the truth, with counts that vary more than Poisson's")
    func growthCoverage() throws {
        var dice = Dice(seed: 12)
        var covered = 0
        for _ in 0..<200 {
            let counts = (0..<21).map { Double(dice.negativeBinomial(mean: 20 * exp(0.07 * Double($0)), size: 8)) }
            if try EpidemicGrowth(counts: counts).rate.covers(0.07) { covered += 1 }
        }
        #expect((176...199).contains(covered), "\(covered)")
    }

    @Test("R from growth: one at standstill, and back from the growth that R makes")
    func reproductionFromGrowth() throws {
        let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 60)
        #expect(abs(interval.reproduction(growth: 0) - 1) < 1e-6)
        #expect(interval.reproduction(growth: 0.1) > 1.5 && interval.reproduction(growth: -0.1) < 0.65)
    }

    @Test("the fan holds what comes, and the forecast beats standing still while cases grow")
    func record() throws {
        var dice = Dice(seed: 15)
        let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 30)
        let cases = try ForecastTests.epidemic(60, reproduction: 1.35, size: 20, dice: &dice)
        let record = try ForecastRecord(cases, interval, options: .init(horizon: 7, paths: 200), step: 4, using: &dice)
        let counts = record.leads.reduce(0) { $0 + $1.inside95.total }
        #expect(record.leads.count == 7)
        #expect(Double(record.leads.reduce(0) { $0 + $1.inside95.count }) / Double(counts) > 0.85)
        #expect(record.leads[6].crps < record.leads[6].crpsOfPersistence)
    }

    @Test("the score of a certain forecast is its error, and spread that is right lowers it")
    func score() {
        #expect(ForecastScore(sample: [10, 10, 10], outcome: 13).crps == 3)
        // Against the definition: E|X − y| − ½ E|X − X′|.
        let sample = [1.0, 4, 4, 9]
        let distance = sample.map { abs($0 - 5) }.reduce(0, +) / 4
        let spread = sample.flatMap { a in sample.map { abs(a - $0) } }.reduce(0, +) / 16
        #expect(abs(ForecastScore(sample: sample, outcome: 5).crps - (distance - spread / 2)) < 1e-12)
        #expect(ForecastScore(sample: sample, outcome: 20).isInside95 == false)
    }

    @Test("a curve too short, a window that begins on the first day, a negative count: each is refused")
    func refusals() throws {
        #expect(throws: EstimationError.self) { try Incidence(total: [3]) }
        #expect(throws: EstimationError.self) { try Incidence(total: [3, -1]) }
        #expect(throws: EstimationError.self) { try EstimationWindow(start: 1, end: 7) }
        #expect(throws: EstimationError.self) { try SerialInterval(weights: [0.1, 0.9]) }
        #expect(throws: EstimationError.self) { try SerialInterval(weights: [0, 0.9]) }
        #expect(throws: EstimationError.self) { try SerialInterval.discretised(mean: 1, sd: 1, days: 10) }
        #expect(throws: EstimationError.self) { try EpidemicGrowth(counts: [0, 0, 5]) }
        let interval = try SerialInterval(weights: [0, 1])
        #expect(throws: EstimationError.self) {
            try ReproductionNumber.estimate(Incidence(total: [1, 2, 3]), interval, windows: [EstimationWindow(start: 2, end: 4)])
        }
    }

    @Test("imported cases make others ill but are not made by them")
    func imported() throws {
        let interval = try SerialInterval(weights: [0, 0.5, 0.5])
        let curve = try Incidence(local: [0, 2, 3, 4, 5], imported: [4, 0, 6, 0, 0])
        let posterior = try #require(
            try ReproductionNumber.posteriors(curve, interval, windows: [EstimationWindow(start: 3, end: 5)])[0])
        // Λ: 0.5 (2 + 4), 0.5 (9 + 2), 0.5 (4 + 9).
        #expect(posterior.shape == 1 + 12 && abs(posterior.scale - 1 / (0.2 + 3 + 5.5 + 6.5)) < 1e-15)
    }
}
