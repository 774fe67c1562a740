import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files what the demo's residents reported of themselves, each at its moment, and the calls that followed.
struct DemoSelfReports {
    let operations: Operations
    let author: Author
    let reports: [HunanSelfReport]

    func play() async throws {
        for one in reports {
            let then = Operations(store: operations.store, clock: .standing(at: one.sent), policies: operations.policies)
            let taken = try await then.perform(as: author) { filing in
                let taken = try filing.takeSelfReport(one.report, by: one.identity)
                return [taken.person.rawValue, taken.reference.rawValue]
            }
            try await operations.perform(as: author) { filing in
                for call in one.calls {
                    let act = Act(deed: .followedUp, concerning: taken[1], means: .telephone, finding: call.finding)
                    try filing.record(act, for: PersonID(rawValue: taken[0]), at: call.at, knownAt: call.at)
                }
            }
        }
    }
}
