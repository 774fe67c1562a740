import Simulation

/// What is asked of a search for the cheapest policy: how the outbreak begins, as on the What-if page, which measures may move and how surely
/// the outbreak is to be contained by the last day. It stands in the address.
struct CheapestQuery: Sendable {
    var whatIf: WhatIfQuery
    /// The measures whose lines may move, by their keys in the policy.
    var measures: Set<String>
    /// The least share of replicates that must be contained, in per cent.
    var chance = 90

    static let chanceChoices = [80, 90, 95, 99]
    /// What moves where nothing is chosen.
    static let usual: Set<String> = ["testing", "tracing"]

    init(_ query: Query) {
        whatIf = WhatIfQuery(query)
        whatIf.settings = [:]
        let chosen = Set(query.pairs.filter { $0.0 == "move" }.map(\.1))
        measures = chosen.isEmpty ? CheapestQuery.usual : chosen
        if let chance = query["chance"].flatMap({ Int($0) }), CheapestQuery.chanceChoices.contains(chance) { self.chance = chance }
    }

    var items: [(String, String)] {
        whatIf.items + measures.sorted().map { ("move", $0) } + [("chance", "\(chance)")]
    }

    /// The goal: least cost among the policies under which the outbreak is over by the last day as surely as asked.
    ///
    /// Each line may take its ends, what stands, and the middles between; the posts' intervals of testing move together.
    func goal(_ levers: [Lever]) -> Goal {
        var lines: [Goal.Line] = []
        for lever in levers where measures.contains(CheapestQuery.measure(of: lever)) {
            let key = CheapestQuery.pattern(of: lever)
            guard !lines.contains(where: { $0.key == key }) else { continue }
            let middles = [(lever.least + lever.current) / 2, (lever.current + lever.most) / 2].map { middle in
                lever.least + ((middle - lever.least) / lever.step).rounded() * lever.step
            }
            let values = Set([lever.least, lever.current, lever.most] + middles).sorted()
            lines.append(Goal.Line(key: key, values: values))
        }
        return Goal(
            minimise: .cost, levers: lines, constraints: [.contained(day: whatIf.days, probability: Double(chance) / 100)], replicates: 64,
            candidates: CheapestQuery.candidates)
    }

    /// Candidates tried at most.
    static let candidates = 48

    /// The key of the measure a line belongs to.
    static func measure(of lever: Lever) -> String { lever.key.split(separator: ".").first.map(String.init) ?? "" }

    private static func pattern(of lever: Lever) -> String {
        let parts = lever.key.split(separator: ".")
        return parts.count == 4 && parts[1] == "posts" ? "\(parts[0]).posts.*.\(parts[3])" : lever.key
    }
}
