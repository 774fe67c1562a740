import Operations
import Policy
import Simulation
import Vocabulary

import struct Exchange.PolicyFolder

/// Move a line of the policy, see the consequence.
struct WhatIfPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        var edition: (id: String, title: LocalizedText)
        /// In which the policy counts its costs, by its code.
        var currency: String
        /// Whose residents are followed, and how many they are.
        var territory: LocalizedText
        var residents: Int
        var query: WhatIfQuery
        var groups: [Group]
        /// The counties that are followed, in the order of the simulation.
        var counties: [(code: TerritoryCode, name: LocalizedText)] = []
        /// What it goes on from, if it begins with the register's cases.
        var beginning: PresentOutbreak?
        /// How many others each infects in life as usual.
        var reproduction = 0.0
        /// What differs, in words.
        var changes: [Change] = []
        /// Replicates under the policy in force and under the edited one; nil while nothing is edited.
        var present = Ensemble()
        var edited: Ensemble?
        /// What keeps it from being simulated.
        var obstacles: [LocalizedText] = []
    }
    /// Levers of one measure.
    struct Group: Sendable {
        var title: LocalizedText
        var levers: [MovedLever]
    }
    /// A line that differs.
    struct Change: Sendable {
        var label: LocalizedText
        var before: LocalizedText?
        var after: LocalizedText?
    }

    struct GroupRow: Sendable {
        let title: String
        let changed: String?
        let isOpen: Bool
        let levers: [LeverRow]
    }
    struct LeverRow: Sendable {
        let key: String
        let label: String
        let value: String
        let present: String
        let least: String
        let most: String
        let step: String
        let isChanged: Bool
        let error: String?
    }
    struct ChangeRow: Sendable {
        let label: String
        let before: String
        let after: String
    }
    struct OutcomeRow: Sendable {
        let label: String
        let present: String
        let edited: String
        let difference: String
        let interval: String
    }
    struct Chart: Sendable {
        let id: String
        let title: String
        let days: [DayRow]
    }
    struct CountyRow: Sendable {
        let code: String
        let name: String
        let present: String
        let edited: String?
        /// What the map shows: of the edited policy, if there is one.
        let value: String
    }
    struct DayRow: Sendable {
        let day: Int
        /// What is written, and the five quantiles from which the chart is drawn.
        let present: String
        let presentBand: String
        let edited: String?
        let editedBand: String?
    }

    let edition: String
    let lead: String
    let infected: String
    /// Whether it begins with the register's cases, and what was measured there.
    let isPresent: Bool
    let measured: [String]
    let choices: [Choice]
    let groups: [GroupRow]
    let obstacles: [String]
    let changes: [ChangeRow]
    let hasEdited: Bool
    let progress: String
    let isRunning: Bool
    let isStopped: Bool
    let hasOutcomes: Bool
    let brokenOff: String?
    /// With what it begins, and why it is out of control where it is.
    let reasons: [String]
    let outcomes: [OutcomeRow]
    let charts: [Chart]
    /// Where the infections are, of more counties than one; most first.
    let counties: [CountyRow]
    let hasMap: Bool
    /// This page, gone on with, stopped, without changes; the overlay.
    let address: String
    let goOnAddress: String
    let stopAddress: String
    let freshAddress: String
    let draftAddress: String
    let cheapestAddress: String
    let policyAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        var query = content.query
        address = reading.address("/whatif", query.items)
        stopAddress = reading.address("/whatif/stop", query.items)
        draftAddress = reading.address("/whatif/draft.yaml", query.items)
        policyAddress = reading.address("/policy")
        query.isStopped = false
        goOnAddress = reading.address("/whatif", query.items)
        query.settings = [:]
        freshAddress = reading.address("/whatif", query.items)
        cheapestAddress = reading.address("/whatif/cheapest", query.items)

        edition = words(content.edition.title)
        infected = "\(content.query.infected ?? 1)"
        isPresent = content.query.isPresent
        measured = content.beginning.map { WhatIfPage.measured($0, words) } ?? []
        lead = words.count(
            content.beginning == nil ? "whatif.lead" : "whatif.leadPresent", content.beginning?.known.count ?? content.query.infected ?? 1,
            [
                "residents": words.figure(content.residents), "territory": words(content.territory),
                "infected": words.figure(content.beginning?.known.count ?? content.query.infected ?? 1), "days": "\(content.query.days)",
            ])
        var choices = [
            ("days", words("whatif.days"), WhatIfQuery.dayChoices, content.query.days),
            ("replicates", words("whatif.replicates"), WhatIfQuery.replicateChoices, content.query.replicates),
        ].map { name, label, values, chosen in
            Choice(name: name, label: label, isAuto: false, options: values.map { Option("\($0)", "\($0)", $0 == chosen) })
        }
        choices.append(
            Choice(
                name: "curve", label: words("whatif.curve"), isAuto: false,
                options: [Option("", words("whatif.noCurve"), content.query.curve == nil)]
                    + Ensemble.Series.allCases.filter { !WhatIfPage.curves.contains($0) }.map {
                        Option($0.rawValue, WhatIfPage.title($0, content, words), $0 == content.query.curve)
                    }))
        self.choices = choices
        groups = content.groups.enumerated().map { index, group in
            let changed = group.levers.count { $0.isChanged || $0.value == nil }
            return GroupRow(
                title: words(group.title), changed: changed > 0 ? words.count("whatif.changed", changed) : nil, isOpen: index == 0 || changed > 0,
                levers: group.levers.map { LeverRow($0, group.title, words) })
        }
        obstacles = content.obstacles.map { words($0) }
        changes = content.changes.map {
            ChangeRow(label: words($0.label), before: $0.before.map { words($0) } ?? "–", after: $0.after.map { words($0) } ?? "–")
        }
        hasEdited = content.edited != nil
        let done = min(content.present.outcomes.count, content.edited?.outcomes.count ?? .max, content.query.replicates)
        isStopped = content.query.isStopped
        isRunning = done < content.query.replicates && !isStopped && obstacles.isEmpty
        progress = words("whatif.progress", ["n": "\(done)", "of": "\(content.query.replicates)"])
        hasOutcomes = done > 0
        let brokenOff = content.present.outcomes.count(where: \.isOutOfControl) + (content.edited?.outcomes.count(where: \.isOutOfControl) ?? 0)
        self.brokenOff = brokenOff > 0 ? words.count("whatif.brokenOff", brokenOff, ["limit": words.figure(SimulationRuns.Question.limit)]) : nil
        reasons = WhatIfPage.reasons(content, words)
        outcomes = WhatIfPage.outcomes(content, words)
        charts = (WhatIfPage.curves + [content.query.curve].compactMap { $0 }).map { series in
            Chart(id: "whatif-\(series.rawValue)", title: WhatIfPage.title(series, content, words), days: WhatIfPage.days(series, content))
        }
        counties = done > 0 && content.counties.count > 1 ? WhatIfPage.counties(content, words) : []
        hasMap = !counties.isEmpty
    }

    /// What is drawn by day in any case.
    static let curves: [Ensemble.Series] = [.infections, .ward, .central]

    /// The name of a curve, of costs with their currency.
    private static func title(_ series: Ensemble.Series, _ content: Content, _ words: Words) -> String {
        series == .cost ? words("whatif.priced", ["what": words(series.label), "currency": content.currency]) : words(series.label)
    }

    /// Mean infections of each county over the replicates, most first.
    private static func counties(_ content: Content, _ words: Words) -> [CountyRow] {
        func means(_ ensemble: Ensemble?) -> [Double]? {
            guard let outcomes = ensemble?.outcomes, !outcomes.isEmpty else { return nil }
            return content.counties.indices.map { county in
                Double(outcomes.reduce(0) { $0 + $1.daily.infections(territory: county).reduce(0, +) }) / Double(outcomes.count)
            }
        }
        guard let present = means(content.present) else { return [] }
        let edited = means(content.edited)
        let shown = edited ?? present
        return content.counties.indices.sorted { shown[$0] > shown[$1] }.map { county in
            CountyRow(
                code: content.counties[county].code.digits, name: words(content.counties[county].name), present: figure(present[county]),
                edited: edited.map { figure($0[county]) }, value: "\((shown[county] * 10).rounded() / 10)")
        }
    }

    /// Containment, then every quantity that happened under either policy.
    private static func outcomes(_ content: Content, _ words: Words) -> [OutcomeRow] {
        guard !content.present.outcomes.isEmpty else { return [] }
        let comparison = Comparison(content.present, content.edited ?? content.present)
        let isEdited = content.edited != nil
        func share(_ probability: Ensemble.Probability) -> String { words.percent(probability.count, of: probability.of) }
        let contained = OutcomeRow(
            label: words("whatif.contained"), present: share(comparison.before), edited: isEdited ? share(comparison.after) : "",
            difference: isEdited ? words("whatif.onlyThen", ["more": "\(comparison.onlyAfter)", "fewer": "\(comparison.onlyBefore)"]) : "",
            interval: "")
        return [contained]
            + comparison.lines.filter { $0.before.mean != 0 || $0.after.mean != 0 }.map { line in
                let difference = line.difference
                let label = words(line.quantity.label)
                return OutcomeRow(
                    label: line.quantity == .cost ? words("whatif.priced", ["what": label, "currency": content.currency]) : label,
                    present: figure(line.before.mean), edited: isEdited ? figure(line.after.mean) : "",
                    difference: isEdited ? (difference.mean > 0 ? "+" : "") + figure(difference.mean) : "",
                    interval: isEdited && difference.low.isFinite ? "\(figure(difference.low)) … \(figure(difference.high))" : "")
            }
    }

    /// The 2.5 %, 10 %, 50 %, 90 % and 97.5 % quantiles of a series by day.
    private static func days(_ series: Ensemble.Series, _ content: Content) -> [DayRow] {
        let probabilities = [0.025, 0.1, 0.5, 0.9, 0.975]
        let present = content.present.band(series, probabilities: probabilities)
        let edited = content.edited.flatMap { $0.outcomes.isEmpty ? nil : $0.band(series, probabilities: probabilities) }
        func written(_ band: Ensemble.Band, _ day: Int) -> String {
            "\(figure(band.values[2][day])) (\(figure(band.values[0][day]))–\(figure(band.values[4][day])))"
        }
        func numbers(_ band: Ensemble.Band, _ day: Int) -> String {
            band.values.map { MovedLever.plain(($0[day] * 10).rounded() / 10) }.joined(separator: " ")
        }
        return (0..<(present.values.first?.count ?? 0)).map { day in
            DayRow(
                day: day + 1, present: written(present, day), presentBand: numbers(present, day), edited: edited.map { written($0, day) },
                editedBand: edited.map { numbers($0, day) })
        }
    }

    /// Whole above ten, to one decimal below.
    static func figure(_ number: Double) -> String {
        if abs(number) < 10, number != number.rounded() {
            let text = Words.decimal(abs(number))
            return (number < 0 && text != "0" ? "−" : "") + text
        }
        return Words.grouped(Int(max(-1e15, min(1e15, number.rounded()))))
    }
}

extension WhatIfPage.LeverRow {
    /// The label leaves out what the group's title says.
    fileprivate init(_ moved: MovedLever, _ group: LocalizedText, _ words: Words) {
        let lever = moved.lever
        func value(_ number: Double) -> String { words(PolicyValue.number(number, lever.unit).words) }
        self.init(
            key: lever.key, label: words(lever.label.without(leading: group)), value: moved.text,
            present: words("whatif.present", ["value": value(lever.current)]), least: MovedLever.plain(min(lever.least, lever.current)),
            most: MovedLever.plain(lever.most), step: MovedLever.plain(lever.step), isChanged: moved.isChanged,
            error: moved.value == nil ? words("whatif.range", ["least": value(lever.least), "most": value(lever.most)]) : nil)
    }
}

extension WhatIfPage {
    /// What a draft is called after the edition it changes.
    static let draftSuffix = "-draft"

    /// The levers by measure, in the order of the document.
    static func groups(_ levers: [MovedLever], in document: PolicyDocument) -> [Group] {
        let outline = PolicyOutline(document)
        var groups: [(key: String, group: Group)] = []
        for lever in levers {
            let key = lever.lever.key.split(separator: ".").first.map(String.init) ?? ""
            if let index = groups.firstIndex(where: { $0.key == key }) {
                groups[index].group.levers.append(lever)
            } else {
                let title = outline.sections.first { $0.key == key }?.title ?? document.title(of: key)
                groups.append((key, Group(title: title, levers: [lever])))
            }
        }
        return groups.map(\.group)
    }

    /// The levers that were moved, as an edition that changes them.
    static func overlay(of document: PolicyDocument, _ levers: [MovedLever]) -> Overlay {
        Overlay(of: document.policy.id, levers.compactMap { moved in moved.value.map { .init(moved.lever, to: $0) } })
    }

    /// The edited policy as it would be adopted; nil where nothing is changed.
    static func edited(_ document: PolicyDocument, _ levers: [MovedLever], _ folder: PolicyFolder) throws(PolicyProblems) -> PolicyDocument? {
        let overlay = overlay(of: document, levers)
        guard !overlay.settings.isEmpty else { return nil }
        let id = document.policy.id + draftSuffix
        let text = overlay.yaml(over: document, id: id)
        return try PolicyDocument.read(id) { $0 == id ? PolicySource(file: "\(id).yaml", text: text) : folder.source($0) }
    }
}

extension LocalizedText {
    /// The text of a policy line without its first part, where that is the title it stands under anyway.
    fileprivate func without(leading title: LocalizedText) -> LocalizedText {
        func rest(_ text: String, _ separator: String, _ title: String) -> String {
            let parts = text.split(separator: separator, maxSplits: 1).map { String($0).trimmed }
            return parts.count == 2 && parts[0].lowercased() == title.lowercased() ? parts[1] : text
        }
        return LocalizedText(zh: rest(zh, "·", title.zh), en: rest(en, "·", title.en))
    }
}
