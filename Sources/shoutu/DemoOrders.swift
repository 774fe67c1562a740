import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Files what the demo's headquarters meet about and order, each fact known when it happened.
struct DemoOrders {
    let operations: Operations
    let author: Author
    let orders: HunanOrders

    func play() async throws {
        let orders = orders
        let meetings = try await operations.perform(as: author) { filing in
            try orders.meetings.map { one in try filing.record(one.meeting, of: one.territory, at: one.at, knownAt: one.at).entity }
        }
        for order in orders.orders {
            var directive = order.directive
            directive.meeting = order.meeting.map { Reference(rawValue: meetings[$0]) }
            let decided = directive
            try await operations.perform(as: author) { filing in
                let reference = try filing.issueDirective(decided, at: order.at, knownAt: order.at)
                for step in order.steps {
                    try filing.answerDirective(reference, of: step.territory, step.step, evidence: step.evidence, at: step.at, knownAt: step.at)
                }
            }
        }
    }
}
