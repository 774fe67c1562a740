import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// Rounds of mass screening (measure 1): their list, page and forms. Where a round is worked, tubes and people, is `RoundPage`.
extension ThingFace {
    static let round = ThingFace(
        kind: .round, permission: .viewTesting, parts: [.seat, .area], states: RoundDuties.State.allCases.map(\.rawValue),
        forms: [RoundForms.open, RoundForms.close], facts: facts, factNames: ["began", "until", "population", "came"],
        workPath: { "/testing/rounds/\($0.number)" })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let round = view.dossier.founding(ScreeningRound.self) else { return [] }
        let (words, moments, value) = (reading.words, reading.moments, round.value)
        var facts = [LabelledText(label: words("round.began"), value: moments.moment(round.happenedAt).text)]
        if let until = value.until { facts.append(LabelledText(label: words("round.until"), value: moments.moment(until).text)) }
        if let population = value.population {
            facts.append(LabelledText(label: words("round.population"), value: words.figure(population)))
        }
        if let closing = value.closing {
            facts.append(
                LabelledText(
                    label: words("round.came"),
                    value: words(
                        "roundFact.closed",
                        [
                            "sampled": words.figure(closing.sampled), "tubes": words.figure(closing.positiveTubes),
                            "infections": words.figure(closing.infections),
                        ])))
        }
        return facts
    }
}

/// What can be recorded about a round.
private enum RoundForms {
    static let open = ThingForm(
        name: "roundOpen", kind: .round, permission: .openRound, founds: true,
        fieldNames: ["roundName", "area", "population", "tubeSize", "dueBy", "at"],
        fields: { context, reading in
            let inside = context.territories.filter { context.territory.contains($0.code) }
            return [
                .text("roundName", isRequired: true),
                FormField(
                    name: "area", kind: .set(inside.map { Option($0.code.digits, reading.words($0.name)) }), isRequired: true,
                    chosen: [context.territory.digits]), FormField(name: "population", kind: .number, isRequired: true),
                FormField(name: "tubeSize", kind: .number, value: "10"), FormField(name: "dueBy", kind: .moment), .at(reading),
            ]
        },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let round = ScreeningRound(
                name: reader.text("roundName", required: true) ?? "", territory: context.territory, area: reader.territories("area"),
                population: reader.number("population", 1...100_000_000), until: reader.deadline("dueBy", after: at),
                tubeSize: reader.number("tubeSize", 1...100))
            return { filing in
                var round = round
                // Sites and samplers as the policy proposes them, to be worked with from the first minute.
                if let rules = try? filing.roundRules(in: round.territory, at: at), let population = round.population {
                    let proposal = rules.proposal(population: population)
                    (round.sites, round.samplers) = (proposal.sites.lowerBound, proposal.samplers)
                }
                return ThingFiled(subject: .round(try filing.openRound(round, at: min(at, filing.now))), undo: nil)
            }
        })

    static let close = ThingForm(
        name: "roundClose", kind: .round, permission: .openRound, meets: ["timeLimit"], fieldNames: ["at"],
        isOffered: { context in context.view.map { $0.standing.state == "running" } ?? false }, fields: { _, reading in [.at(reading)] },
        read: { reader, context in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let reference = Reference<ScreeningRound>(rawValue: context.view?.subject.number ?? 0)
            return { filing in
                _ = try filing.closeRound(reference, at: min(at, filing.now))
                return ThingFiled(subject: .round(reference), undo: nil)
            }
        })
}
