import Obligations
import Operations
import Register
import Storage
import Vocabulary

/// A checkpoint at work, made for a phone: a code is scanned or a person typed in, what they must do is told, and check and landing test are
/// recorded in one gesture; without a network it decides from the code and sends later.
struct CheckpointPage: Sendable {
    struct Offline: Sendable {
        let risk: String
        let label: String
        let panel: DecisionPanel
    }

    let action: String
    let decideAction: String
    let boardAddress: String
    let key: String
    let code: String
    let fields: [FieldRow]
    let person: [FieldRow]
    let isPersonOpen: Bool
    /// Where probable matches of whoever is typed in are asked for; nil where the reader may not search.
    let matchesAddress: String?
    let checks: [Option]
    let isSampled: Bool
    let needsTransport: Bool
    let problem: String?
    /// What was found out about the codes looked at, one a person.
    let looks: [Look]
    /// The decision for each risk, for devices without a network.
    let offline: [Offline]
    let publicKey: String
    /// The operating clock when the page was made, in milliseconds: phones have clocks of their own.
    let clock: String
    let script: String?

    /// What stands in a code.
    struct Look: Sendable {
        let facts: [LabelledText]
        let panel: DecisionPanel
        let expires: Moment

        init(_ look: EntryLook, _ reading: Reading) {
            let words = reading.words
            let facts: [(String, String?)] = [
                ("field.name", look.name), ("field.origin", look.origin),
                ("field.risk", look.code.risk.map { words.name($0) } ?? words("entry.unknownRisk")),
                ("field.leftOrigin", look.code.leftOrigin.map { reading.moments.day($0) }), ("field.destination", look.destination.map { words($0) }),
                ("field.certificateTaken", look.code.certificateTaken.map { reading.moments.moment($0).text }),
            ]
            self.facts = facts.compactMap { key, text in text.map { LabelledText(label: words(key), value: $0) } }
            panel = DecisionPanel(look.decision, reading)
            expires = reading.moments.moment(look.code.expires)
        }
    }

    init(
        _ parts: Parts, _ reading: Reading, input: Query? = nil, looks: [EntryLook] = [], errors: [String: String] = [:], problem: String? = nil
    ) {
        let words = reading.words
        action = reading.address("/checkpoint")
        decideAction = reading.address("/checkpoint/decide")
        boardAddress = reading.address("/arrivals")
        key = input?["key"] ?? Secret.token()
        code = input?["code"] ?? ""
        func rows(_ fields: [FormField]) -> [FieldRow] {
            fields.map { field in
                FieldRow(field, values: input.map { $0.all(field.name) } ?? field.values, error: errors[field.name], words)
            }
        }
        fields = rows([
            FormField(name: "checkpoint", kind: .text, isRequired: true, suggestions: parts.checkpoints),
            FormField(name: "vehicle", kind: .choice([Option("", "–")] + VehicleKind.allCases.map { Option($0.rawValue, words.name($0)) })),
            .text("transportNumber"),
        ])
        let risks = [Option("", words("entry.asRegistered"))] + OriginRisk.allCases.map { Option($0.rawValue, words.name($0)) }
        let destinations = parts.destinations.map { Option($0.code.digits, words($0.name)) }
        let home = parts.destinations.first { reading.home.contains($0.code) }?.code.digits ?? ""
        person = rows([
            FormField(name: "risk", kind: .choice(risks)), .text("name"), .text("document"), .text("phone"), .text("origin"),
            FormField(name: "leftOrigin", kind: .day), FormField(name: "destination", kind: .choice(destinations), value: home), .area("companions"),
        ])
        matchesAddress = reading.may(.searchPeople) ? reading.address("/people/matches", [("view", "only")]) : nil
        isPersonOpen = errors.keys.contains { $0 != "code" && $0 != "checkpoint" } || input?["name"] != nil
        let checked = input.map { $0.all("checks") } ?? []
        checks = ArrivalCheck.allCases.map { Option($0.rawValue, words.name($0), input == nil || checked.contains($0.rawValue)) }
        isSampled = input?["sampled"] != nil
        needsTransport = input?["transport"] != nil
        // Told in full above the form: a device that sends later shows nothing else.
        self.problem = problem ?? (errors.isEmpty ? nil : Set(errors.values).sorted().joined(separator: " "))
        self.looks = looks.map { Look($0, reading) }
        offline = parts.offline.decisions.map { risk, decision in
            Offline(
                risk: risk?.rawValue ?? "", label: risk.map { words.name($0) } ?? words("entry.unknownRisk"), panel: DecisionPanel(decision, reading))
        }
        publicKey = parts.offline.key
        clock = "\(reading.now.milliseconds)"
        script = parts.script
    }

    /// What the page is made from besides the form.
    struct Parts: Sendable {
        var checkpoints: [String]
        var destinations: [(code: TerritoryCode, name: LocalizedText)]
        var offline: (decisions: [(risk: OriginRisk?, decision: EntryDecision)], key: String)
        var script: String?
    }
}
