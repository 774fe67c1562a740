import Policy
import Vocabulary

/// A control schedule laid on the calendar once for each number of days that may have passed before control begins, by the policy's own
/// arithmetic (``Policy/ControlSchedule/plan(anchor:entry:)``). Days are counted from the anchor.
final class LaidSchedule: Sendable {
    let releaseHour: Int
    private let plans: [Plan]

    /// What is left when control begins a given number of days after the anchor.
    struct Plan: Sendable {
        let stages: [Stage]
        let tests: [Test]
        /// The day of the last release.
        let end: Int
    }

    /// A stage: how the person is held until which day.
    struct Stage: Sendable {
        let mode: ControlMode
        let end: Int
    }

    /// A test day.
    struct Test: Sendable {
        let day: Int
        let swabs: Int
        let method: TestMethod
    }

    private static let longest = 60

    init(_ schedule: ControlSchedule) {
        releaseHour = schedule.releaseHour
        let anchor = CivilDate(daysSinceEpoch: 0)
        plans = (0...LaidSchedule.longest).map { elapsed in
            let entry = anchor + Days(elapsed)
            let plan = schedule.plan(anchor: anchor, entry: entry)
            var tests = plan.tests.filter { !$0.isPassed }
            if let once = schedule.testAtOnce(after: plan, entry: entry) { tests.append(once) }
            return Plan(
                stages: plan.stages.map { Stage(mode: schedule.stages[$0.index].mode, end: ($0.end - anchor).count) },
                tests: tests.map { Test(day: ($0.date - anchor).count, swabs: $0.swabs, method: $0.method) }.sorted { $0.day < $1.day },
                end: (plan.end - anchor).count)
        }
    }

    /// What is left when control begins `elapsed` days after the anchor.
    func plan(_ elapsed: Int) -> Plan { plans[min(LaidSchedule.longest, max(0, elapsed))] }

    /// How somebody is held at a tick; nil once all stages are over.
    func mode(_ plan: Plan, anchor: Int, at tick: Int32) -> ControlMode? {
        for stage in plan.stages where tick < Tick.at(day: anchor + stage.end, hour: releaseHour) { return stage.mode }
        return nil
    }
}
