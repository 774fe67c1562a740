import Policy
import Simulation
import Vocabulary

/// The cheapest policy that contains the outbreak: the candidates of a race, cost against infections.
struct CheapestPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var edition: LocalizedText
        /// In which the policy counts its costs, by its code.
        var currency: String
        /// Whose residents are followed, and how many they are.
        var territory: LocalizedText
        var residents: Int
        var query: CheapestQuery
        /// The measures that have lines to move.
        var measures: [(key: String, title: LocalizedText)]
        /// What keeps it from being simulated.
        var obstacles: [LocalizedText] = []
        /// How far the search is; nil where nothing is searched.
        var progress: CheapestSearches.Progress?
    }

    struct CandidateRow: Sendable {
        let settings: String
        /// What else it changes, and how many lines that is; nil where nothing.
        let rest: String?
        let more: String?
        let cost: String
        let infections: String
        let contained: String
        let replicates: String
        let verdict: String
        let tone: String
        /// The same policy on the What-if page, beside the one in force.
        let address: String
        /// For the chart: cost, infections, and which of its kinds of point it is.
        let x: String
        let y: String
        let kind: String
        /// The best first, then those that contain, then the others.
        var rank: Int { kind == "best" ? 0 : kind == "misses" ? 2 : 1 }
        /// Whether it is one of those to choose from, which are told at once.
        var isTold: Bool { kind == "best" || kind == "front" }
    }

    let edition: String
    let lead: String
    let infected: String
    let measures: [Option]
    let choices: [Choice]
    let obstacles: [String]
    let hasProgress: Bool
    let progress: String
    let isRunning: Bool
    let answer: String?
    let bestAddress: String?
    let draftAddress: String?
    /// The best and the front; and the others, which are folded.
    let candidates: [CandidateRow]
    let others: [CandidateRow]
    let othersTitle: String
    let hasCandidates: Bool
    let hasOthers: Bool
    /// The cost's name with its currency.
    let cost: String
    let address: String
    let stopAddress: String
    let whatIfAddress: String
    /// Whether it begins with the register's cases.
    let isPresent: Bool
    let policyAddress: String

    init(_ content: Content, _ reading: Reading) {
        let (words, query) = (reading.words, content.query)
        address = reading.address("/whatif/cheapest", query.items)
        stopAddress = reading.address("/whatif/stop", query.whatIf.items)
        whatIfAddress = reading.address("/whatif", query.whatIf.items)
        policyAddress = reading.address("/policy")
        edition = words(content.edition)
        infected = "\(query.whatIf.infected ?? 1)"
        isPresent = query.whatIf.isPresent
        lead = words.count(
            isPresent ? "cheapest.leadPresent" : "cheapest.lead", query.whatIf.infected ?? 1,
            [
                "chance": "\(query.chance)", "days": "\(query.whatIf.days)", "residents": words.figure(content.residents),
                "territory": words(content.territory), "infected": words.figure(query.whatIf.infected ?? 1),
            ])
        measures = content.measures.map { Option($0.key, words($0.title), query.measures.contains($0.key)) }
        choices = [
            ("days", words("whatif.days"), WhatIfQuery.dayChoices, query.whatIf.days),
            ("chance", words("cheapest.chance"), CheapestQuery.chanceChoices, query.chance),
        ].map { name, label, values, chosen in
            Choice(name: name, label: label, isAuto: false, options: values.map { Option("\($0)", "\($0)", $0 == chosen) })
        }
        obstacles = content.obstacles.map { words($0) }
        hasProgress = content.progress != nil
        isRunning = content.progress.map { !$0.isDone } ?? false
        let race = content.progress?.race
        progress = content.progress.map { CheapestPage.progress($0, words) } ?? ""
        let best = race?.best
        let isDone = content.progress?.isDone ?? false
        answer = race.map { race in
            guard let best else { return words(isDone ? "cheapest.none" : "cheapest.noneYet") }
            guard !best.overlay.settings.isEmpty else { return words("cheapest.present") }
            return words(isDone ? "cheapest.bestIs" : "cheapest.bestYet", ["settings": CheapestPage.settings(best.overlay, words)])
        }
        func items(_ overlay: Overlay) -> [(String, String)] {
            var whatIf = query.whatIf
            whatIf.settings = Dictionary(overlay.settings.map { ($0.lever.key, MovedLever.plain($0.value)) }, uniquingKeysWith: { $1 })
            return whatIf.items
        }
        let changed = best.flatMap { $0.overlay.settings.isEmpty ? nil : items($0.overlay) }
        bestAddress = changed.map { reading.address("/whatif", $0) }
        draftAddress = changed.map { reading.address("/whatif/draft.yaml", $0) }
        cost = words("cheapest.cost", ["currency": content.currency])
        let rows: [CandidateRow] =
            race.map { race in
                let front = race.front.map(\.overlay)
                return race.runners.filter { !$0.ensemble.outcomes.isEmpty }.map { runner in
                    CandidateRow(
                        runner, race, isBest: runner.overlay == best?.overlay, isFront: front.contains(runner.overlay),
                        address: reading.address("/whatif", items(runner.overlay)), words)
                }.sorted { ($0.rank, Double($0.x) ?? 0) < ($1.rank, Double($1.x) ?? 0) }
            } ?? []
        // Before anything contains, those nearest to it are told.
        let told = rows.filter(\.isTold)
        candidates = told.isEmpty ? Array(rows.prefix(CheapestPage.fewest)) : told
        others = told.isEmpty ? Array(rows.dropFirst(CheapestPage.fewest)) : rows.filter { !$0.isTold }
        othersTitle = words.count("cheapest.others", others.count)
        hasCandidates = !rows.isEmpty
        hasOthers = !others.isEmpty
    }

    private static func progress(_ progress: CheapestSearches.Progress, _ words: Words) -> String {
        guard let race = progress.race else {
            return progress.before > 0 ? words.count("cheapest.waiting", progress.before) : words("cheapest.begun")
        }
        let left = race.runners.count { $0.leftBecause == nil }
        return words(
            progress.isDone ? "cheapest.done" : "cheapest.progress",
            ["replicates": words.figure(race.replicates), "candidates": "\(race.runners.count)", "left": "\(left)"])
    }

    /// What a candidate changes, in words.
    fileprivate static func settings(_ overlay: Overlay, _ words: Words) -> String {
        let lines = lines(overlay, words)
        return lines.isEmpty ? words("cheapest.asItStands") : words.list(lines)
    }

    /// Each line a candidate changes, in words.
    fileprivate static func lines(_ overlay: Overlay, _ words: Words) -> [String] {
        // Lines that move together are told once, by what they have in common.
        let posts = overlay.settings.filter { $0.lever.key.hasPrefix("testing.posts.") }
        let others = posts.count > 1 ? overlay.settings.filter { !$0.lever.key.hasPrefix("testing.posts.") } : overlay.settings
        func told(_ line: String, _ setting: Overlay.Setting) -> String {
            words("cheapest.setting", ["line": line, "value": words(PolicyValue.number(setting.value, setting.lever.unit).words)])
        }
        var lines = others.map { told(words($0.lever.label), $0) }
        if posts.count > 1, let first = posts.first { lines.insert(told(words("cheapest.posts"), first), at: 0) }
        return lines
    }

    /// Rows told at once while nothing contains the outbreak.
    private static let fewest = 3
    /// Lines that a row tells at once.
    fileprivate static let told = 3
}

extension CheapestPage.CandidateRow {
    fileprivate init(_ runner: Race.Runner, _ race: Race, isBest: Bool, isFront: Bool, address: String, _ words: Words) {
        let cost = runner.ensemble.measure(.cost).mean
        let infections = runner.ensemble.measure(.infections).mean
        let contained = runner.ensemble.containment()
        let lines = CheapestPage.lines(runner.overlay, words)
        settings = lines.isEmpty ? words("cheapest.asItStands") : words.list(Array(lines.prefix(CheapestPage.told)))
        let others = Array(lines.dropFirst(CheapestPage.told))
        rest = others.isEmpty ? nil : words.list(others)
        more = others.isEmpty ? nil : words.count("cheapest.more", others.count)
        self.cost = WhatIfPage.figure(cost)
        self.infections = WhatIfPage.figure(infections)
        self.contained = words.percent(contained.count, of: contained.of)
        replicates = words.figure(runner.ensemble.outcomes.count)
        let meets = race.meets(runner)
        (kind, verdict) =
            if isBest {
                ("best", words("cheapest.best"))
            } else if !meets {
                ("misses", words("cheapest.misses"))
            } else if isFront {
                ("front", words("cheapest.front"))
            } else {
                ("meets", words("cheapest.meets"))
            }
        tone = meets ? "met" : "late"
        self.address = address
        x = "\(Int(min(cost, 1e15)))"
        y = "\(infections)"
    }
}
