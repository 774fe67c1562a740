import TestWorld
import Testing
import Vocabulary

@testable import Epidemiology

@Suite("space-time scan")
struct ScanTests {
    /// Forty territories on a grid, thirty days, two cases a day in all.
    static func quiet(_ dice: inout Dice) -> [[Int]] { (0..<40).map { _ in (0..<30).map { _ in dice.poisson(mean: 0.05) } } }
    static let positions = (0..<40).map { (x: Double($0 % 8), y: Double($0 / 8)) }
    static let people = [Double](repeating: 1000, count: 40)

    @Test("a planted cluster is found where and when it is", arguments: [SpaceTimeScan.Baseline.population(people), .permutation])
    func planted(baseline: SpaceTimeScan.Baseline) throws {
        var dice = Dice(seed: 2)
        var counts = ScanTests.quiet(&dice)
        let members = [18, 19, 26]
        for territory in members { for day in 25..<30 { counts[territory][day] += 1 } }
        let scan = try SpaceTimeScan(
            counts: counts, positions: ScanTests.positions, baseline: baseline, longest: 10, replicates: 99, using: &dice)
        let cluster = try #require(scan.clusters.first)
        #expect(cluster.p <= 0.02)
        #expect(Set(members).isSubset(of: cluster.territories) && cluster.territories.count <= 8)
        #expect((23...26).contains(cluster.firstDay))
        #expect(scan.clusters.dropFirst().allSatisfy { Set($0.territories).isDisjoint(with: cluster.territories) })
    }

    @Test("where there is no cluster, one scan in ten says so at p ≤ 0.1")
    func falseAlarms() throws {
        var dice = Dice(seed: 9)
        var alarms = 0
        for _ in 0..<40 {
            let scan = try SpaceTimeScan(
                counts: ScanTests.quiet(&dice), positions: ScanTests.positions, baseline: .population(ScanTests.people), longest: 5,
                replicates: 19, using: &dice)
            if let first = scan.clusters.first, first.p <= 0.1 { alarms += 1 }
        }
        #expect(alarms <= 9, "\(alarms) of 40")
    }

    @Test("nobody ill, no clusters; rows of different length are refused")
    func edges() throws {
        var dice = Dice(seed: 1)
        let empty = try SpaceTimeScan(
            counts: [[0, 0, 0], [0, 0, 0]], positions: [(0, 0), (1, 0)], baseline: .permutation, longest: 1, replicates: 9, using: &dice)
        #expect(empty.clusters.isEmpty)
        #expect(throws: EstimationError.self) {
            try SpaceTimeScan(counts: [[0, 0, 0], [0]], positions: [(0, 0), (1, 0)], baseline: .permutation, longest: 1, using: &dice)
        }
    }
}

@Suite("expected level")
struct ExpectedLevelTests {
    @Test("comparable weeks are those of the same season")
    func comparable() {
        #expect(ExpectedLevel.comparable(to: 110, period: 52, halfWidth: 1, years: 2) == [5, 6, 7, 57, 58, 59])
        #expect(ExpectedLevel.comparable(to: 53, period: 52, halfWidth: 2, years: 2) == [0, 1, 2, 3])
    }

    @Test("of steady counts few exceed the threshold, of an outbreak all")
    func alarms() throws {
        var dice = Dice(seed: 6)
        var alarms = 0
        for _ in 0..<300 {
            let past = (0..<21).map { (time: Double($0), count: Double(dice.negativeBinomial(mean: 12, size: 30))) }
            let level = try ExpectedLevel(past: past, at: 40, alpha: 0.01, years: 3)
            if Double(dice.negativeBinomial(mean: 12, size: 30)) > level.threshold { alarms += 1 }
            #expect(level.exceedance(60) > 1)
        }
        #expect(alarms <= 12, "\(alarms) of 300")
    }

    @Test("a past outbreak is weighted down: the threshold hardly rises")
    func reweighting() throws {
        let steady = (0..<15).map { (time: Double($0), count: Double([9, 11, 10][$0 % 3])) }
        var disturbed = steady
        disturbed[4].count = 60
        let calm = try ExpectedLevel(past: steady, at: 20, alpha: 0.005, years: 1)
        let after = try ExpectedLevel(past: disturbed, at: 20, alpha: 0.005, years: 1)
        #expect(after.expected < 1.25 * calm.expected && after.expected < 13)
    }

    @Test("a clear trend of three years is kept, one of two is not")
    func trend() throws {
        let rising = (0..<21).map { (time: Double($0 * 7), count: (8 * exp(0.03 * Double($0))).rounded()) }
        #expect(try ExpectedLevel(past: rising, at: 130, alpha: 0.01, years: 3).trend.map { $0 > 0 } == true)
        #expect(try ExpectedLevel(past: rising, at: 130, alpha: 0.01, years: 2).trend == nil)
    }
}

@Suite("timeliness")
struct TimelinessTests {
    static let noon = Instant(milliseconds: 1_647_662_400_000)

    @Test("what is overdue counts as late, what still runs does not count, and contradictory dates are told apart")
    func steps() throws {
        let noon = TimelinessTests.noon
        let timeliness = Timeliness(
            [
                .init(start: noon - .hours(48), done: noon - .hours(47)), .init(start: noon - .hours(48), done: noon - .hours(40)),
                .init(start: noon - .hours(48), done: nil), .init(start: noon - .hours(1), done: nil),
                .init(start: noon - .hours(1), done: noon - .hours(2)), .init(start: noon - .hours(48), done: noon + .hours(1)),
            ], clock: .hours(2), now: noon)
        #expect(timeliness.inTime == Proportion(1, of: 4))
        #expect(timeliness.running == 1 && timeliness.overdue == 2 && timeliness.contradictory == 1)
        #expect(timeliness.hours?.q50 == 4.5)
    }

    @Test("7-1-7: the response is complete with its last action")
    func sevenOneSeven() throws {
        let day = CivilDate(daysSinceEpoch: 19_000)
        let targets = SevenOneSeven.Targets(detection: 7, notification: 1, response: 7)
        let event = SevenOneSeven(
            emergence: day, detection: day + 7, notification: day + 9, actions: [day + 10, day + 16], targets: targets, today: day + 30)
        #expect(event.detection == .met(days: 7) && event.notification == .missed(days: 2) && event.response == .met(days: 7))
        #expect(event.isMet == false)
        let open = SevenOneSeven(
            emergence: day, detection: day + 2, notification: day + 3, actions: [day + 4, nil], targets: targets, today: day + 10)
        #expect(open.response == .running(days: 7) && open.isMet == nil)
        let late = SevenOneSeven(
            emergence: day, detection: day + 2, notification: day + 3, actions: [nil], targets: targets, today: day + 11)
        #expect(late.response == .overdue(days: 8) && late.isMet == false)
    }

    @Test("tracing: shares of cases and contacts")
    func tracing() {
        let noon = TimelinessTests.noon
        let clocks = TracingIndicators.Clocks(
            report: .hours(24), interview: .hours(24), notification: .hours(24), contactQuarantine: .hours(24), quarantine: .hours(72),
            evaluation: .hours(24))
        let indicators = TracingIndicators(
            cases: [
                .init(
                    specimenTaken: noon - .hours(50), reported: noon - .hours(40), interviewed: noon - .hours(30), wasContact: true,
                    wasQuarantined: true, hasSource: true, contacts: 5),
                .init(specimenTaken: noon - .hours(50), reported: noon - .hours(20), contacts: 0),
            ],
            contacts: [
                .init(named: noon - .hours(30), notified: noon - .hours(29), quarantined: noon - .hours(3), followUpsDue: 4, followUpsDone: 3),
                .init(named: noon - .hours(30), followUpsDue: 2, followUpsDone: 0, isLost: true),
            ], clocks: clocks, now: noon)
        #expect(indicators.report.inTime == Proportion(1, of: 2) && indicators.interviewed == Proportion(1, of: 2))
        #expect(indicators.notification.inTime == Proportion(1, of: 2) && indicators.quarantine.inTime == Proportion(0, of: 2))
        #expect(indicators.amongQuarantined == Proportion(1, of: 2) && indicators.withoutSource == Proportion(1, of: 2))
        #expect(indicators.contactsPerCase == 2.5 && indicators.followUps == Proportion(3, of: 6) && indicators.lost == Proportion(1, of: 2))
    }
}
