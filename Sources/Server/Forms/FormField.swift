import Vocabulary

/// A field of a form, as it is declared; its label is `field.<name>`, its hint `hint.<name>` where there is one.
struct FormField: Sendable {
    enum Kind: Sendable {
        case text, area, number, day, moment
        case choice([Option])
        /// Any of several.
        case set([Option])
    }

    var name: String
    var kind: Kind
    var isRequired = false
    /// The value it opens with.
    var value = ""
    /// The values a set opens with.
    var chosen: [String] = []
    /// What browsers may fill in; off for everything about a patient.
    var suggestions: [String] = []

    /// What the form shows before it is filled in.
    var values: [String] { chosen.isEmpty ? [value] : chosen }
}

/// A field ready to show.
struct FieldRow: Sendable {
    let id: String
    let name: String
    let label: String
    let value: String
    let hint: String?
    let error: String?
    let isRequired: Bool
    let isArea: Bool
    let isChoice: Bool
    let isSet: Bool
    let isInput: Bool
    let inputType: String
    let inputMode: String?
    let options: [Option]
    let suggestions: [Option]
    let listID: String?

    init(_ field: FormField, values: [String], error: String?, _ words: Words) {
        id = "f-" + field.name
        name = field.name
        label = words("field.\(field.name)")
        hint = words.find("hint.\(field.name)")
        self.error = error
        isRequired = field.isRequired
        suggestions = field.suggestions.map { Option($0, $0) }
        listID = field.suggestions.isEmpty ? nil : "l-" + field.name
        let value = values.first ?? ""
        self.value = value
        var (isArea, isChoice, isSet, type, mode) = (false, false, false, "text", String?.none)
        var options: [Option] = []
        switch field.kind {
        case .text: break
        case .area: isArea = true
        case .number: mode = "numeric"
        case .day: type = "date"
        case .moment: type = "datetime-local"
        case .choice(let choices):
            isChoice = true
            options = choices.map { Option($0.value, $0.label, $0.value == value) }
        case .set(let choices):
            isSet = true
            options = choices.map { Option($0.value, $0.label, values.contains($0.value)) }
        }
        self.isArea = isArea
        self.isChoice = isChoice
        self.isSet = isSet
        isInput = !isArea && !isChoice && !isSet
        inputType = type
        inputMode = mode
        self.options = options
    }
}
