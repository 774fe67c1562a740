import TestWorld
import Testing
import Vocabulary

@testable import Epidemiology

@Suite("nowcast")
struct NowcastTests {
    static let start = CivilDate(daysSinceEpoch: 19_000)

    /// An epidemic of `days` days whose events are reported after a gamma delay, fewer of them on Sundays.
    static func epidemic(_ days: Int, growth: Double, dice: inout Dice) -> [(event: CivilDate, report: CivilDate)] {
        var pairs: [(event: CivilDate, report: CivilDate)] = []
        for day in 0..<days {
            for _ in 0..<dice.negativeBinomial(mean: 20 * exp(growth * Double(day - 30)), size: 20) {
                var report = start + Days(day + Int(dice.gamma(shape: 2) * 2))
                if report.weekday == 7, dice.chance(0.6) { report = report + 1 }
                pairs.append((start + Days(day), report))
            }
        }
        return pairs
    }

    @Test("a triangle holds what was reported by now, and nothing else")
    func triangle() throws {
        let day = NowcastTests.start
        let triangle = try ReportingTriangle(
            [(day, day + 2), (day, day + 9), (day + 3, day + 3), (day + 3, day + 5), (day + 1, day)], now: day + 4, longestDelay: 3, days: 5)
        #expect(triangle.known == [1, 0, 0, 1, 0])
        #expect(triangle.firstOpenDay == 2)
        #expect(triangle.counts[0] == [0, 0, 1, 0])
        #expect(triangle.reportsBegin == 0 && triangle.knownDelays(of: 3) == 0..<2)
        let late = try ReportingTriangle([(day, day + 2), (day + 1, day + 2)], now: day + 4, longestDelay: 3, days: 5)
        #expect(late.reportsBegin == 2 && late.knownDelays(of: 0) == 2..<4 && late.knownDelays(of: 2) == 0..<3)
    }

    @Test("limits hold what came, in growth and in decline", arguments: [0.05, -0.04])
    func coverage(growth: Double) throws {
        var dice = Dice(seed: 21)
        var inside = 0
        var open = 0
        for _ in 0..<4 {
            let pairs = NowcastTests.epidemic(60, growth: growth, dice: &dice)
            for now in [38, 43] {
                let triangle = try ReportingTriangle(pairs, now: NowcastTests.start + Days(now), longestDelay: 14, days: 28)
                let nowcast = try Nowcast(triangle, options: .init(draws: 300), using: &dice)
                let truth = try ReportingTriangle(pairs, now: NowcastTests.start + Days(now + 14), longestDelay: 14, days: 42).known
                for index in nowcast.firstOpenDay..<nowcast.days.count {
                    open += 1
                    let quantiles = nowcast.days[index].quantiles
                    if (quantiles.q025...quantiles.q975).contains(Double(truth[index])) { inside += 1 }
                }
            }
        }
        #expect(Double(inside) / Double(open) > 0.85, "\(inside) of \(open)")
    }

    @Test("one seed gives one nowcast; what is complete is told as known; R is less certain at the end")
    func draws() throws {
        var dice = Dice(seed: 4)
        let pairs = NowcastTests.epidemic(40, growth: 0.03, dice: &dice)
        let triangle = try ReportingTriangle(pairs, now: NowcastTests.start + 39, longestDelay: 14, days: 40)
        var (first, second) = (Dice(seed: 1), Dice(seed: 1))
        let nowcast = try Nowcast(triangle, options: .init(draws: 200), using: &first)
        #expect(try nowcast.days == Nowcast(triangle, options: .init(draws: 200), using: &second).days)
        #expect(nowcast.days[10].quantiles.q025 == Double(nowcast.days[10].known) && nowcast.days[10].completeness == 1)
        #expect(nowcast.days[39].completeness < 0.5)
        let interval = try SerialInterval.discretised(mean: 5, sd: 2, days: 40)
        let estimates = try ReproductionNumber.estimate(
            nowcast, interval, windows: [EstimationWindow(start: 14, end: 20), EstimationWindow(start: 34, end: 40)], outcomes: 60)
        let early = try #require(estimates[0])
        let late = try #require(estimates[1])
        #expect(late.sd / late.mean > early.sd / early.mean)
        #expect(late.quantiles.q025 < 1.3 && late.quantiles.q975 > 1)
    }

    @Test("too little to nowcast from is refused")
    func refusal() throws {
        let day = NowcastTests.start
        let triangle = try ReportingTriangle([(day, day + 1)], now: day + 9, longestDelay: 5, days: 10)
        var dice = Dice(seed: 1)
        #expect(throws: EstimationError.self) { try Nowcast(triangle, using: &dice) }
    }
}
