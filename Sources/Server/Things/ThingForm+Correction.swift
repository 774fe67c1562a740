import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// Putting right what was wrongly recorded about a thing: one entry, with a reason; the former version stays beside the new one.
///
/// What an entry is about (whose order, which grid, which level) is not put right but withdrawn and recorded anew, since the rules of its recording
/// must hold again; what it says in words, and when it happened, is.
extension ThingForm {
    /// The form, the same for every kind.
    static func correction(of kind: Subject.Kind) -> ThingForm {
        ThingForm(
            name: "thingCorrect", kind: kind, permission: .correctFacts, fieldNames: ["entry", "at", "reason"] + Fact.wordFields,
            isOffered: { context in
                context.view.map { context.acts(in: $0.standing.territory) && !correctable($0).isEmpty } ?? false
            },
            fields: { context, reading in
                guard let entry = chosen(context) else { return [] }
                let names = Dictionary(context.territories.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
                let option = Option("\(entry.record.id.rawValue)", reading.words.sentence(entry.record.fact, reading.moments, names))
                var fields = [
                    FormField(name: "entry", kind: .choice([option]), isRequired: true, value: option.value),
                    FormField(name: "at", kind: .moment, isRequired: true, value: reading.moments.fieldValue(entry.record.happenedAt)),
                ]
                fields += entry.record.fact.words.map { FormField.area($0.field, value: $0.text ?? "") }
                return fields + [.area("reason", isRequired: true)]
            },
            read: { reader, context in
                let entry = chosen(context)
                let at = reader.moment("at", required: true)
                let reason = reader.text("reason", required: true) ?? ""
                var texts: [String: String] = [:]
                for word in entry?.record.fact.words ?? [] { texts[word.field] = reader.text(word.field) }
                return { [texts] filing in
                    guard let entry, let view = context.view, context.acts(in: view.standing.territory) else { throw OperationError.notFound }
                    let former = try filing.current(entry.record.entity)
                    // The form tells minutes: a moment that it left as it was is the entry's own.
                    let moment = at.flatMap { abs($0.milliseconds - former.happenedAt.milliseconds) < 60_000 ? nil : $0 } ?? former.happenedAt
                    try filing.correct(
                        former, to: former.fact.saying { texts[$0] }, at: moment, expected: entry.record.id, reason: reason)
                    return ThingFiled(subject: view.subject, undo: nil)
                }
            })
    }

    /// The entries of a thing that can be put right: those in force of which something can be said otherwise.
    static func correctable(_ view: ThingView) -> [FactEntry] {
        let superseded = Set(view.entries.compactMap(\.supersedes))
        return view.entries.filter { !$0.record.isWithdrawn && !superseded.contains($0.record.id) && !$0.record.fact.words.isEmpty }
    }

    /// The entry that the form was opened for, else the last.
    private static func chosen(_ context: ThingFormContext) -> FactEntry? {
        let entries = context.view.map(correctable) ?? []
        return entries.first { $0.record.id.rawValue == context.entry } ?? entries.last
    }
}

/// What facts about things say in words, by the fields of their forms.
extension Fact {
    /// The names of those fields, for the catalogue's test.
    static let wordFields = [
        "evidence", "gridHolder", "handOverNote", "takenOverBy", "leaderName", "grounds", "shortcoming", "theme", "summary", "areaLeader", "office",
        "remark", "objectives", "lastPeriod", "forceLead", "forceMembers", "placeName", "street", "responsible", "meetingTitle", "minutes",
    ]

    /// What it says; empty for facts that are not put right in words.
    var words: [(field: String, text: String?)] {
        switch self {
        case .receipt(let value): [("evidence", value.evidence)]
        case .shift(let value): [("gridHolder", value.holder)]
        case .handOver(let value): [("handOverNote", value.note), ("takenOverBy", value.to)]
        case .headquarters(let value):
            (value.leader == nil ? [] : [("leaderName", value.leader)]) + [("grounds", value.grounds)]
        case .finding(let value): [("shortcoming", value.text)]
        case .findingStep(let value): [("evidence", value.evidence)]
        case .inspection(let value): [("theme", value.theme)]
        case .inspectionSummary(let value): [("summary", value.text)]
        case .areaLeader(let value): [("areaLeader", value.name), ("office", value.office)]
        case .placeCheck(let value): [("remark", value.remark)]
        case .placeChange(let value): [("grounds", value.grounds)]
        case .gatheringStep(let value): [("remark", value.remark)]
        case .zoneEvent(let value): [("evidence", value.evidence)]
        case .householdVisit(let value): [("remark", value.remark)]
        case .wardStep(let value): [("grounds", value.grounds)]
        case .period(let value): [("objectives", value.objectives.joined(separator: "\n")), ("lastPeriod", value.handOver)]
        case .meeting(let value): [("meetingTitle", value.title), ("minutes", value.minutes)]
        case .taskForce(let value): [("forceLead", value.lead), ("forceMembers", value.members.joined(separator: "\n"))]
        case .place(let value): [("placeName", value.name), ("street", value.address), ("responsible", value.responsible)]
        default: []
        }
    }

    /// The same fact saying otherwise; what must be said and is left empty stays as it was.
    func saying(_ text: (String) -> String?) -> Fact {
        switch self {
        case .receipt(var value):
            value.evidence = text("evidence")
            return .receipt(value)
        case .shift(var value):
            value.holder = text("gridHolder") ?? value.holder
            return .shift(value)
        case .handOver(var value):
            (value.note, value.to) = (text("handOverNote") ?? value.note, text("takenOverBy"))
            return .handOver(value)
        case .headquarters(var value):
            (value.leader, value.grounds) = (value.leader == nil ? nil : text("leaderName") ?? value.leader, text("grounds"))
            return .headquarters(value)
        case .finding(var value):
            value.text = text("shortcoming") ?? value.text
            return .finding(value)
        case .findingStep(var value):
            value.evidence = text("evidence")
            return .findingStep(value)
        case .inspection(var value):
            value.theme = text("theme") ?? value.theme
            return .inspection(value)
        case .inspectionSummary(var value):
            value.text = text("summary") ?? value.text
            return .inspectionSummary(value)
        case .areaLeader(var value):
            (value.name, value.office) = (text("areaLeader") ?? value.name, text("office") ?? value.office)
            return .areaLeader(value)
        default: return sayingOfPlaces(text)
        }
    }

    private static func lines(_ text: String?) -> [String] {
        (text ?? "").split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private func sayingOfPlaces(_ text: (String) -> String?) -> Fact {
        switch self {
        case .placeCheck(var value):
            value.remark = text("remark")
            return .placeCheck(value)
        case .placeChange(var value):
            value.grounds = text("grounds")
            return .placeChange(value)
        case .gatheringStep(var value):
            value.remark = text("remark")
            return .gatheringStep(value)
        case .zoneEvent(var value):
            value.evidence = text("evidence")
            return .zoneEvent(value)
        case .householdVisit(var value):
            value.remark = text("remark")
            return .householdVisit(value)
        case .wardStep(var value):
            value.grounds = text("grounds")
            return .wardStep(value)
        case .period(var value):
            let objectives = Fact.lines(text("objectives"))
            (value.objectives, value.handOver) = (objectives.isEmpty ? value.objectives : objectives, text("lastPeriod") ?? value.handOver)
            return .period(value)
        case .meeting(var value):
            (value.title, value.minutes) = (text("meetingTitle") ?? value.title, text("minutes"))
            return .meeting(value)
        case .taskForce(var value):
            (value.lead, value.members) = (text("forceLead") ?? value.lead, Fact.lines(text("forceMembers")))
            return .taskForce(value)
        case .place(var value):
            (value.name, value.address, value.responsible) = (text("placeName") ?? value.name, text("street"), text("responsible"))
            return .place(value)
        default: return self
        }
    }
}
