import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files the demo's headquarters, each fact known when it happened.
struct DemoHeadquarters {
    let operations: Operations
    let author: Author
    let headquarters: [HunanHeadquarters]

    func play() async throws {
        for one in headquarters {
            try await operations.perform(as: author) { filing in
                for turn in one.turns { try filing.turnHeadquarters(of: one.territory, turn.step, at: turn.at, knownAt: turn.at) }
                for entry in one.shifts {
                    let record = try filing.planShifts([entry.shift], at: entry.laid, knownAt: entry.laid).first
                    guard let record, let left = entry.handOver else { continue }
                    let note = HandOver(shift: Reference(rawValue: record.entity), note: left.note, to: left.to)
                    try filing.handOver(note, at: left.at, knownAt: left.at)
                }
            }
        }
    }
}
