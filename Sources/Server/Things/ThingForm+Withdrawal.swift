import Operations
import Register
import Storage
import Vocabulary

/// Taking back what was wrongly recorded about a thing: with a reason, and still readable in its history.
extension ThingForm {
    /// The form, the same for every kind.
    static func withdrawal(of kind: Subject.Kind) -> ThingForm {
        ThingForm(
            name: "thingWithdraw", kind: kind, permission: .correctFacts, fieldNames: ["entry", "reason"],
            isOffered: { context in
                context.view.map { context.acts(in: $0.standing.territory) && !withdrawable($0).isEmpty } ?? false
            },
            fields: { context, reading in
                let names = Dictionary(context.territories.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
                let entries = context.view.map(withdrawable) ?? []
                let options = entries.reversed().map { entry in
                    Option(
                        "\(entry.record.id.rawValue)",
                        reading.words.list([
                            reading.moments.moment(entry.record.happenedAt).text, reading.words.sentence(entry.record.fact, reading.moments, names),
                        ]))
                }
                return [
                    FormField(name: "entry", kind: .choice(options), isRequired: true, value: options.first?.value ?? ""),
                    .area("reason", isRequired: true),
                ]
            },
            read: { reader, context in
                let id = reader.thing("entry").map(FactID.init(rawValue:))
                let reason = reader.text("reason", required: true) ?? ""
                let entry = context.view.map(withdrawable)?.first { $0.record.id == id }
                return { filing in
                    guard let entry, let view = context.view, context.acts(in: view.standing.territory) else { throw OperationError.notFound }
                    try filing.withdraw(try filing.current(entry.record.entity), expected: entry.record.id, reason: reason)
                    return ThingFiled(subject: view.subject, undo: nil)
                }
            })
    }

    /// The entries of a thing that can be withdrawn: those in force but the one that founds it, which is closed, lifted or ended instead, and
    /// what was said of a request for assistance, which moved people between territories and is answered by what is said next.
    static func withdrawable(_ view: ThingView) -> [FactEntry] {
        let superseded = Set(view.entries.compactMap(\.supersedes))
        return view.entries.filter { entry in
            if case .assistanceStep = entry.record.fact { return false }
            return !entry.record.isWithdrawn && !superseded.contains(entry.record.id) && entry.record.fact.founds == nil
        }
    }
}
