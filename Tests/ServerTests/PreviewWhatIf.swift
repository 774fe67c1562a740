import Policy
import Simulation
import Vocabulary

import struct Exchange.PolicyFolder

@testable import Server

/// The What-if page of a small town, really simulated: three replicates of twenty days.
enum PreviewWhatIf {
    static func document() throws -> PolicyDocument { try PolicyFolder.standard().document("hunan-2022-03") }

    static func levers(_ query: WhatIfQuery, _ document: PolicyDocument) -> [MovedLever] {
        Lever.all(of: document).map { MovedLever($0, typed: query.settings[$0.key]) }
    }

    static func question(_ document: PolicyDocument, infected: Int = 3, days: Int = 20) throws -> SimulationRuns.Question {
        .init(
            policy: document, pathogen: .omicronBA2,
            residents: [Demography(code: .unstated, name: LocalizedText(zh: "小镇", en: "a small town"), population: 3000)], infected: infected,
            days: days)
    }

    static func ensemble(_ document: PolicyDocument) throws -> Ensemble {
        let simulator = Simulator(try question(document).scenario)
        var bench = simulator.bench()
        var ensemble = Ensemble()
        for number in 0..<3 { if let outcome = simulator.run(number, on: &bench) { ensemble.add(outcome) } }
        return ensemble
    }

    static func content(_ query: WhatIfQuery) throws -> WhatIfPage.Content {
        let document = try document()
        let levers = levers(query, document)
        var content = WhatIfPage.Content(
            edition: (document.policy.id, document.policy.title), currency: document.policy.costs.currency,
            territory: LocalizedText(zh: "小镇", en: "a small town"), residents: 3000,
            query: query, groups: WhatIfPage.groups(levers, in: document))
        content.present = try ensemble(document)
        if let edited = try WhatIfPage.edited(document, levers, .standard()) {
            content.edited = try ensemble(edited)
            content.changes = PolicyDiff(from: document, to: edited).changes.filter { $0.key.contains(".") }.map {
                .init(label: $0.label, before: $0.old?.value.words, after: $0.new?.value.words)
            }
        }
        return content
    }

    /// A small search over the policy's tracing.
    static func search(_ document: PolicyDocument, replicates: Int = 3, days: Int = 15) throws -> CheapestSearches.Question {
        let folder = try PolicyFolder.standard()
        let goal = Goal(
            levers: [.init(key: "tracing.lookback.symptomatic", values: [0, 2, 7])], constraints: [.contained(day: days, probability: 0.1)],
            replicates: replicates)
        return .init(
            simulation: try question(document, infected: 1, days: days), document: document, goal: goal, source: { folder.source($0) })
    }

    static func cheapest(_ query: CheapestQuery) throws -> CheapestPage.Content {
        let document = try document()
        var race = try search(document).race()
        race?.run(threads: 1)
        return CheapestPage.Content(
            edition: document.policy.title, currency: document.policy.costs.currency, territory: LocalizedText(zh: "小镇", en: "a small town"),
            residents: 3000, query: query,
            measures: [("tracing", LocalizedText(zh: "流调", en: "Tracing"))], progress: .init(race: race, isDone: true))
    }

    static func draft(_ query: WhatIfQuery) throws -> (name: String, yaml: String) {
        let document = try document()
        return ("draft.yaml", WhatIfPage.overlay(of: document, levers(query, document)).yaml(over: document, id: "draft"))
    }
}
