import Obligations
import Operations
import Register
import Scenarios
import Storage
import Vocabulary

/// Gives the demo's order to look back, gathers whom the register knows, files what lists told and what came of looking for each.
struct DemoLookBack {
    let operations: Operations
    let author: Author
    let lookBack: HunanLookBack
    /// When the scenario stands.
    let moment: Instant

    func play() async throws {
        let (lookBack, moment) = (lookBack, moment)
        let order = try await operations.perform(as: author) { filing in
            let order = try filing.orderLookBack(lookBack.order, at: lookBack.given, knownAt: lookBack.given)
            try filing.gather(order, at: lookBack.gathered)
            return order
        }
        let policies = operations.policies
        let called = try await operations.store.read(author.scope) { reader in
            try reader.standing(of: order, lookBack.order, policies: policies, now: lookBack.gathered + .minutes(1)).persons
        }
        try await operations.perform(as: author) { filing in
            for entry in lookBack.reports { try filing.handIn(entry.report, to: order, at: entry.at, knownAt: entry.at) }
            for (number, one) in called.enumerated() where one.state != .controlled {
                let search = lookBack.search(number, until: moment)
                for act in search.acts {
                    try filing.record(
                        Act(deed: act.deed, concerning: one.entity, means: act.means), for: one.person, at: act.at, knownAt: act.at)
                }
                guard let tested = search.tested else { continue }
                let specimen = try filing.take(Specimen(territory: one.call.territory), from: one.person, at: tested, knownAt: tested)
                guard let resulted = search.resulted else { continue }
                try filing.record(TestResult(specimen: specimen, outcome: .negative), at: resulted, knownAt: resulted)
            }
            try filing.gather(order, at: lookBack.gatheredAgain)
        }
    }
}
