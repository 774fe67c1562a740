import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files the demo's headquarters with what they plan, each fact known when it happened.
struct DemoHeadquarters {
    let operations: Operations
    let author: Author
    let headquarters: [HunanHeadquarters]
    let orders: HunanOrders

    func play() async throws {
        let plans = Dictionary(grouping: orders.plans, by: \.territory)
        let forces = Dictionary(grouping: orders.forces, by: \.territory)
        for one in headquarters {
            // What one headquarters did is filed in one go: it is derived as it was known at every moment, and so only once.
            try await operations.perform(as: author) { filing in
                for turn in one.turns { try filing.turnHeadquarters(of: one.territory, turn.step, at: turn.at, knownAt: turn.at) }
                for entry in one.shifts {
                    let record = try filing.planShifts([entry.shift], at: entry.laid, knownAt: entry.laid).first
                    guard let record, let left = entry.handOver else { continue }
                    let note = HandOver(shift: Reference(rawValue: record.entity), note: left.note, to: left.to)
                    try filing.handOver(note, at: left.at, knownAt: left.at)
                }
                for entry in plans[one.territory] ?? [] { try filing.plan(entry.period, of: one.territory, at: entry.at, knownAt: entry.at) }
                for entry in forces[one.territory] ?? [] { try filing.set(entry.force, of: one.territory, at: entry.at, knownAt: entry.at) }
            }
        }
    }
}
