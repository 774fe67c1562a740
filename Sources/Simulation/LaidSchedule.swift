import Policy
import Vocabulary

/// A control schedule laid on the calendar once for each number of days that may have passed before control begins, by the policy's own
/// arithmetic (``Policy/ControlSchedule/plan(anchor:entry:)``). Days are counted from the anchor.
///
/// It lies in plain memory: whoever is traced asks it several times, and nothing is counted or allocated then.
final class LaidSchedule: Sendable {
    private let plans: Slab<Plan>
    // What the plans point into.
    private let stages: Slab<Stage>
    private let tests: Slab<Test>

    /// What is left when control begins a given number of days after the anchor. It is valid as long as its schedule.
    struct Plan: BitwiseCopyable {
        let stages: UnsafeBufferPointer<Stage>
        let tests: UnsafeBufferPointer<Test>
        /// The day of the last release.
        let end: Int
        let releaseHour: Int
    }

    /// A stage: how the person is held until which day.
    struct Stage: BitwiseCopyable {
        private let number: UInt8
        let end: Int
        var mode: ControlMode { ControlMode(number: number) }

        init(_ mode: ControlMode, end: Int) {
            number = UInt8(mode.number)
            self.end = end
        }
    }

    /// A test day.
    struct Test: BitwiseCopyable {
        let day: Int
        let swabs: Int
        let isAntigen: Bool
    }

    /// Days after the anchor after which it makes no difference.
    static let longest = 60

    init(_ schedule: ControlSchedule) {
        let anchor = CivilDate(daysSinceEpoch: 0)
        var laid: [(stages: [Stage], tests: [Test], end: Int)] = []
        for elapsed in 0...LaidSchedule.longest {
            let entry = anchor + Days(elapsed)
            let plan = schedule.plan(anchor: anchor, entry: entry)
            var tests = plan.tests.filter { !$0.isPassed }
            if let once = schedule.testAtOnce(after: plan, entry: entry) { tests.append(once) }
            laid.append(
                (
                    plan.stages.map { Stage(schedule.stages[$0.index].mode, end: ($0.end - anchor).count) },
                    tests.map { Test(day: ($0.date - anchor).count, swabs: $0.swabs, isAntigen: $0.method == .antigen) }.sorted { $0.day < $1.day },
                    (plan.end - anchor).count
                ))
        }
        stages = Slab(laid.flatMap(\.stages))
        tests = Slab(laid.flatMap(\.tests))
        var stage = stages.base, test = tests.base
        plans = Slab(
            laid.map { days in
                defer {
                    stage += days.stages.count
                    test += days.tests.count
                }
                return Plan(
                    stages: UnsafeBufferPointer(start: stage, count: days.stages.count),
                    tests: UnsafeBufferPointer(start: test, count: days.tests.count), end: days.end, releaseHour: schedule.releaseHour)
            })
    }

    /// What is left when control begins `elapsed` days after the anchor.
    func plan(_ elapsed: Int) -> Plan { plans[min(LaidSchedule.longest, max(0, elapsed))] }
}

extension LaidSchedule.Plan {
    /// How somebody is held at a tick until released: beyond the last stage, whose release may have to wait, as in it.
    @inline(__always)
    func mode(anchor: Int, at tick: Int32) -> ControlMode? {
        for stage in stages where tick < Tick.at(day: anchor + stage.end, hour: releaseHour) { return stage.mode }
        return stages.last?.mode
    }
}

extension ControlMode {
    /// Its number in the order of declaration.
    @inline(__always)
    var number: Int {
        switch self {
        case .hospital: 0
        case .central: 1
        case .homeIsolation: 2
        case .homeMonitoring: 3
        case .workAndHome: 4
        case .selfMonitoring: 5
        }
    }

    /// The mode of a number.
    @inline(__always)
    init(number: UInt8) {
        switch number {
        case 0: self = .hospital
        case 1: self = .central
        case 2: self = .homeIsolation
        case 3: self = .homeMonitoring
        case 4: self = .workAndHome
        default: self = .selfMonitoring
        }
    }
}
