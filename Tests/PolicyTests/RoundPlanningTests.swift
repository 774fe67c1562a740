import Testing
import Vocabulary

@testable import Policy

@Suite("What screening costs and needs")
struct RoundPlanningTests {
    @Test(
        "tests for each person are Dorfman's (domain.md §5.2)",
        arguments: [
            (0.0001, [0.200, 0.101, 0.052], 20), (0.001, [0.205, 0.110, 0.070], 20), (0.005, [0.225, 0.149, 0.145], 20),
            (0.01, [0.249, 0.196, 0.232], 10), (0.02, [0.296, 0.283, 0.382], 10), (0.05, [0.426, 0.501, 0.692], 5), (0.4, [1.122, 1.094, 1.050], 1),
        ] as [(Double, [Double], Int)])
    func dorfman(prevalence: Double, expected: [Double], best: Int) throws {
        var rules = try #require(try Shipped.policy("hunan-2022-03").testing.pools)
        rules.notAbove = nil
        let advice = rules.advice(prevalence: prevalence)
        #expect(advice.costs.map(\.size) == [1, 5, 10, 20])
        for (cost, expected) in zip(advice.costs.dropFirst(), expected) {
            #expect(abs(cost.testsPerPerson - expected) < 0.0006, "\(cost) \(expected)")
        }
        #expect(advice.size == best)
        #expect(advice.reason == .fewestTests)
    }

    @Test("above the policy's positivity tubes are not pooled, whatever they would cost")
    func limit() throws {
        var rules = try #require(try Shipped.policy("hunan-2022-03").testing.pools)
        rules.notAbove = 0.1
        #expect(rules.advice(prevalence: 0.0011).size == 1)
        #expect(rules.advice(prevalence: 0.0011).reason == .aboveLimit)
        #expect(rules.advice(prevalence: 0.0009).size == 20)
        rules.sizes = [10]
        #expect(rules.advice(prevalence: 0.0009).reason == .onlySize)
    }

    @Test(
        "prevalence follows from the share of positive tubes, and back",
        arguments: [
            (1, 100, 1, 0.01), (10, 1000, 10, 0.0010045), (50, 100, 20, 0.0340637), (100, 100, 10, 1), (0, 100, 10, 0.00050113), (0, 0, 10, 0),
        ] as [(Int, Int, Int, Double)])
    func prevalence(positive: Int, tubes: Int, size: Int, expected: Double) {
        #expect(abs(PoolRules.prevalence(positive: positive, of: tubes, size: size) - expected) < 5e-7)
    }

    @Test(
        "sites and samplers are those of the guide (domain.md §5.3)",
        arguments: [
            (1_000_000, 334...500, 2778, 2000...2995), (5_000_000, 1667...2500, 13_889, 2000...3000), (10_050_000, 3350...5025, 27_917, 2000...3000),
            (1, 1...1, 1, 1...1), (0, 1...1, 1, 0...0),
        ] as [(Int, ClosedRange<Int>, Int, ClosedRange<Int>)])
    func sizing(people: Int, sites: ClosedRange<Int>, samplers: Int, load: ClosedRange<Int>) throws {
        let proposal = try #require(try Shipped.policy("hunan-2022-03").testing.rounds).proposal(population: people)
        #expect(proposal.sites == sites)
        #expect(proposal.samplers == samplers)
        #expect(proposal.load == load)
    }

    @Test(
        "rounds go on daily, pause after three clean ones, end with one more",
        arguments: [
            ("", nil), ("p", .on(1)), ("c", .on(1)), ("cc", .on(2)), ("ccc", .finally(5)), ("pccc", .finally(6)), ("cccc", Step.none),
            ("cccp", .on(4)), ("cccpccc", .finally(9)), ("cccpcccc", Step.none),
        ] as [(String, Step?)])
    func stopping(rounds: String, expected: Step?) throws {
        let stopping = try #require(try Shipped.policy("cn-9").testing.rounds?.stopping)
        let first = CivilDate(daysSinceEpoch: 19_070)
        let held = rounds.enumerated().map { (day: first + Days($0.offset), isClean: $0.element == "c") }
        #expect(stopping.next(after: held) == expected?.round(first))
    }

    /// A next round by the day after the first.
    enum Step: Sendable {
        case on(Int), finally(Int), none

        func round(_ first: CivilDate) -> NextRound {
            switch self {
            case .on(let day): .on(first + Days(day))
            case .finally(let day): .finally(first + Days(day))
            case .none: .none
            }
        }
    }

    @Test("percentiles are of the nearest rank, and what took longer than the limit is counted")
    func turnaround() throws {
        let spans = (1...200).map { Span.minutes($0) }
        let turnaround = try #require(Turnaround(spans.reversed(), limit: .minutes(180)))
        #expect([turnaround.median, turnaround.ninetieth, turnaround.ninetyNinth].map(\.wholeMinutes) == [100, 180, 198])
        #expect(turnaround.late == 20 && turnaround.count == 200)
        #expect(Turnaround([], limit: nil) == nil)
        #expect(Turnaround([.minutes(5)], limit: nil)?.ninetyNinth == .minutes(5))
    }

    @Test("a backlog clears by what is resolved beyond what comes in; one that grows never does")
    func backlog() {
        #expect(LaboratoryForecast(waiting: 600, resolved: 300, arrived: 100, hours: 2).clearIn == .hours(6))
        #expect(LaboratoryForecast(waiting: 600, resolved: 100, arrived: 100, hours: 2).clearIn == nil)
        #expect(LaboratoryForecast(waiting: 0, resolved: 0, arrived: 0, hours: 2).clearIn == .zero)
    }

    @Test("a positive soon after discharge makes no new case, a later one does")
    func repositive() throws {
        let rules = try #require(try Shipped.policy("cn-8").testing.repositive)
        let discharged = CivilDate(daysSinceEpoch: 19_000)
        #expect(!rules.makesNewCase(discharged: discharged, positive: discharged + rules.noNewCaseFor))
        #expect(rules.makesNewCase(discharged: discharged, positive: discharged + rules.noNewCaseFor + 1))
    }
}
