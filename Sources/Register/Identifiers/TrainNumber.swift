import Vocabulary

/// The number of a passenger train: a letter and one to four digits, or four digits (`domain.md` §17.4).
public struct TrainNumber: Identifier {
    /// The letter of the category, or nil for the ordinary trains that have none.
    public let category: Character?
    /// The number without leading zeros.
    public let number: Int

    /// Reads `G1234`, `g 1234`, `K9`, `5365`, with or without 次.
    public init(_ text: String) throws(IdentifierError) {
        var text = IdentifierText(text)
        if text.scalars.last == "次" { text = IdentifierText(String(text.string.dropLast())) }
        let hasLetter = text.scalars.first?.isUpperLetter ?? false
        guard hasLetter ? (2...5).contains(text.count) : text.count == 4 else { throw .form(accepted: TrainNumber.acceptedForms) }
        if hasLetter {
            guard TrainNumber.categories.contains(text[0]) else {
                throw .character(Character(text[0]), position: 1, accepted: "G, D, C, Z, T, K, Y, S, L")
            }
            category = Character(text[0])
        } else {
            category = nil
        }
        number = try text.number((hasLetter ? 1 : 0)..<text.count)
        guard number > 0 else { throw .form(accepted: TrainNumber.acceptedForms) }
    }

    /// Whether the train is a multiple unit, whose rows and lettered seats show who sat near whom.
    public var isMultipleUnit: Bool { category == "G" || category == "D" || category == "C" }

    private static let categories = Set("GDCZTKYSL".unicodeScalars)
    private static let acceptedForms = LocalizedText(
        zh: "字母加1至4位数字，或4位数字，如G1234、5365", en: "a letter and 1 to 4 digits, or 4 digits, such as G1234 or 5365")
}

extension TrainNumber {
    /// As printed on the ticket, `G1234`.
    public var description: String { (category.map { String($0) } ?? "") + String(number) }
}
