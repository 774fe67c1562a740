import Register

/// A form that records something, ready to be filled in or shown again with what was wrong.
struct FormPage: Sendable {
    struct Hidden: Sendable {
        let name: String
        let value: String
    }

    let title: String
    let submit: String
    let action: String
    let cancelAddress: String
    let person: PersonLink?
    let people: [PersonLink]
    let peopleCount: String?
    let obligation: ObligationRow?
    /// What the record does for the obligation: it meets it, or is only a step towards it.
    let purpose: String
    let fields: [FieldRow]
    let hidden: [Hidden]
    let problem: String?
    /// What stood when the form was opened and what stands now, when somebody else was faster.
    let conflict: Conflict?
    let entry: String?
    /// Where the form asks who is probably meant while somebody is typed in; nil where it asks of nobody new.
    var matchesAddress: String?
    /// Somebody of the register, chosen in place of one to be typed in.
    var known: PersonLink?

    /// A stale edit: both versions, for the reader to choose.
    struct Conflict: Sendable {
        let mine: String
        let theirs: String
        let theirsBy: String
    }

    /// A form about a thing, or one that founds one.
    init(
        _ form: ThingForm, _ context: ThingFormContext, _ reading: Reading, action: String, input: Query? = nil,
        errors: [String: String] = [:], problem: String? = nil, conflict: Conflict? = nil, prefill: Query? = nil
    ) {
        let words = reading.words
        title = words("form.\(form.name)")
        submit = words("formDo.\(form.name)")
        self.action = action
        person = context.tag.map { PersonLink($0, reading) }
        cancelAddress = context.tag.map { reading.address(of: $0.subject) } ?? reading.address("/things/\(form.kind.rawValue)")
        (people, peopleCount, entry) = ([], nil, nil)
        obligation = context.obligation.map { ObligationRow($0, reading) }
        purpose = words("fill.meets")
        fields = form.fields(context, reading).map { field in
            // What an address brings along stands in the fields it names; the others open as they are.
            let brought = prefill.map { $0.all(field.name) }.flatMap { $0.isEmpty ? nil : $0 }
            return FieldRow(field, values: input.map { $0.all(field.name) } ?? brought ?? field.values, error: errors[field.name], words)
        }
        hidden =
            [Hidden(name: "key", value: input?["key"] ?? Secret.token())]
            + (context.obligation.map { [$0.key] } ?? input?.all("for") ?? []).map { Hidden(name: "for", value: $0) }
            + (context.version.map { [Hidden(name: "version", value: "\($0)")] } ?? [])
        self.problem = problem ?? (errors.isEmpty ? nil : words.count("fill.problems", errors.count))
        self.conflict = conflict
    }

    init(
        _ kind: FormKind, _ context: FormContext, _ reading: Reading, action: String, input: Query? = nil, errors: [String: String] = [:],
        problem: String? = nil, conflict: Conflict? = nil, prefill: Query? = nil
    ) {
        let words = reading.words
        title = words("form.\(kind.rawValue)")
        submit = words("formDo.\(kind.rawValue)")
        self.action = action
        person = context.person.map { PersonLink($0, reading) }
        cancelAddress = context.person.map(reading.address(of:)) ?? reading.address("/")
        people = context.people.map { PersonLink($0, reading) }
        peopleCount = context.people.isEmpty ? nil : words.count("fill.people", context.people.count)
        obligation = context.obligation.map { ObligationRow($0, reading) }
        // Asking for a transfer meets nothing by itself: the arrival does.
        purpose = words(kind == .requestTransfer ? "fill.towards" : "fill.meets")
        fields = FormFields(context: context, reading: reading).fields(of: kind).map { field in
            FieldRow(
                field, values: input.map { $0.all(field.name) } ?? [prefill?[field.name] ?? field.value], error: errors[field.name], words)
        }
        var hidden = [Hidden(name: "key", value: input?["key"] ?? Secret.token())]
        if let version = context.version { hidden.append(Hidden(name: "version", value: "\(version)")) }
        if let chosen = context.known { hidden.append(Hidden(name: "known", value: "\(chosen.id.rawValue)")) }
        if let entry = context.entry { hidden.append(Hidden(name: "fact", value: "\(entry.id.rawValue)")) }
        let keys = context.keys.isEmpty ? context.obligation.map { [$0.key] } ?? input?.all("for") ?? [] : context.keys
        hidden += keys.map { Hidden(name: "for", value: $0) }
        self.hidden = hidden
        self.problem = problem ?? (errors.isEmpty ? nil : words.count("fill.problems", errors.count))
        self.conflict = conflict
        entry = context.entry.map { words.sentence($0.fact, reading.moments) }
        matchesAddress = kind.asksWho(context) && reading.may(.searchPeople) ? reading.address("/people/matches") : nil
        known = context.known.map { PersonLink($0, reading) }
    }
}
