import Obligations
import Operations
import Policy
import Register
import Storage
import Vocabulary

/// Rounds of calls at every door of a grid (measure 9): their list, page and order. Where a round is worked, door by door, is `DoorsPage`.
extension ThingFace {
    static let doorRound = ThingFace(
        kind: .doorRound, permission: .viewCommunity, states: DoorRoundDuties.State.allCases.map(\.rawValue), forms: [order], facts: facts,
        factNames: ["grid", "ordered", "due", "doors", "open"], workPath: { "/community/rounds/\($0.number)" })

    private static let facts: @Sendable (ThingView, Reading, (TerritoryCode) -> LocalizedText) -> [LabelledText] = { view, reading, name in
        guard let round = view.dossier.founding(DoorRound.self) else { return [] }
        let (words, moments) = (reading.words, reading.moments)
        let progress = DoorRoundProgress(view.dossier)
        var facts = [
            LabelledText(label: words("doorRound.grid"), value: words(name(round.value.grid))),
            LabelledText(label: words("doorRound.ordered"), value: moments.moment(round.happenedAt).text),
        ]
        if let due = round.value.due { facts.append(LabelledText(label: words("doorRound.due"), value: moments.moment(due).text)) }
        facts.append(LabelledText(label: words("doorRound.doors"), value: words.figure(round.value.doors.count)))
        facts.append(LabelledText(label: words("doorRound.open"), value: words.figure(progress.open.count)))
        return facts
    }

    private static let order = ThingForm(
        name: "doorRoundOrder", kind: .doorRound, permission: .orderDoorRound, founds: true, fieldNames: ["roundTitle", "gridCode", "dueBy", "at"],
        fields: { context, reading in
            [
                .text("roundTitle", isRequired: true),
                .text("gridCode", isRequired: true, value: context.territory.level == .grid ? context.territory.digits : ""),
                FormField(name: "dueBy", kind: .moment), .at(reading),
            ]
        },
        read: { reader, _ in
            let at = reader.moment("at", required: true) ?? reader.reading.now
            let title = reader.text("roundTitle", required: true) ?? ""
            let grid = reader.code("gridCode", at: .grid)
            let due = reader.deadline("dueBy", after: at)
            return { filing in
                let reference = try filing.orderDoorRound(title, in: grid, due: due, at: min(at, filing.now))
                return ThingFiled(subject: .doorRound(reference), undo: nil)
            }
        })
}

extension ReadsFields {
    /// The code of a territory of a level, written out.
    mutating func code(_ name: String, at level: TerritoryCode.Level) -> TerritoryCode {
        guard let value = text(name, required: true) else { return home }
        guard let code = TerritoryCode(value), code.level == level else {
            errors[name] = words("field.codeDigits", ["n": "\(level.length)"])
            return home
        }
        return code
    }
}
