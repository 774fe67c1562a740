import Simulation

/// What is asked of the What-if page. It stands in the address: the levers by their keys, how the outbreak begins and how often it is run.
struct WhatIfQuery: Sendable, Hashable {
    /// Lines of the policy and what they are set to, as they were typed.
    var settings: [String: String] = [:]
    /// How many are infected, unknown to all, when it begins; nil: as many as there are open cases.
    var infected: Int?
    /// Whether it begins with the register's cases and the rules are carried out as they are now.
    var isPresent = false
    var days = 60
    var replicates = 20
    /// What is drawn by day besides ``WhatIfPage/curves``.
    var curve: Ensemble.Series?
    /// Whether only what is there is to be shown.
    var isStopped = false

    /// What can be chosen.
    static let replicateChoices = [20, 50, 100]
    static let dayChoices = [30, 60, 90, 120]
    static let infectedRange = 1...1000

    init() {}

    /// The query of an address; what is out of bounds is as if it were not there.
    init(_ query: Query) {
        for (key, value) in query.pairs where key.contains(".") && !value.trimmed.isEmpty { settings[key] = value.trimmed }
        infected = query["infected"].flatMap { Int($0) }.map {
            min(max($0, WhatIfQuery.infectedRange.lowerBound), WhatIfQuery.infectedRange.upperBound)
        }
        if let days = query["days"].flatMap({ Int($0) }), WhatIfQuery.dayChoices.contains(days) { self.days = days }
        if let replicates = query["replicates"].flatMap({ Int($0) }), WhatIfQuery.replicateChoices.contains(replicates) {
            self.replicates = replicates
        }
        isPresent = query["present"] == "1"
        curve = query["curve"].flatMap { Ensemble.Series(rawValue: $0) }.flatMap { WhatIfPage.curves.contains($0) ? nil : $0 }
        isStopped = query["stopped"] == "1"
    }

    /// As it stands in an address.
    var items: [(String, String)] {
        var items = settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let infected { items.append(("infected", "\(infected)")) }
        if isPresent { items.append(("present", "1")) }
        if days != 60 { items.append(("days", "\(days)")) }
        if replicates != 20 { items.append(("replicates", "\(replicates)")) }
        if let curve { items.append(("curve", curve.rawValue)) }
        if isStopped { items.append(("stopped", "1")) }
        return items
    }
}

/// A lever as it was moved, or why it cannot stand so.
struct MovedLever: Sendable {
    let lever: Lever
    /// What was typed, or what stands.
    let text: String
    /// What it is set to; nil where that cannot be.
    let value: Double?

    init(_ lever: Lever, typed: String?) {
        self.lever = lever
        text = typed ?? MovedLever.plain(lever.current)
        let number = typed.map { Double($0.replacing(",", with: ".")) } ?? lever.current
        // Where the policy itself stands outside the range, it may stay.
        value = number.flatMap { $0 == lever.current || ($0 >= lever.least && $0 <= lever.most) ? $0 : nil }
    }

    var isChanged: Bool { value != nil && value != lever.current }

    /// A number without needless decimals.
    static func plain(_ number: Double) -> String { number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)" }
}
