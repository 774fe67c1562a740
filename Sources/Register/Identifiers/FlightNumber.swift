import Vocabulary

/// The number of a flight: the carrier's two characters, of which one may be a digit, one to four digits, perhaps a letter (IATA SSIM).
public struct FlightNumber: Identifier {
    /// The carrier: `CZ`, `3U`, `9C`.
    public let carrier: String
    /// The number without leading zeros, so that `CZ0310` and `CZ310` are one flight.
    public let number: Int
    /// The letter of a delayed or doubled flight, if any.
    public let suffix: Character?

    /// Reads `CZ3101`, `cz 3101`, `3U8888`, `CA001`, `MU5303A`.
    public init(_ text: String) throws(IdentifierError) {
        let text = IdentifierText(text, dropping: "-")
        guard (3...7).contains(text.count) else { throw .length(found: text.count, accepted: Array(3...7)) }
        for index in 0..<2 where !text[index].isUpperLetter && text.digit(index) == nil {
            throw .character(Character(text[index]), position: index + 1, accepted: "A–Z, 0–9")
        }
        guard text[0].isUpperLetter || text[1].isUpperLetter else {
            throw .character(Character(text[0]), position: 1, accepted: "A–Z")
        }
        let last = text[text.count - 1]
        let end = last.isUpperLetter ? text.count - 1 : text.count
        guard (3...6).contains(end) else { throw .form(accepted: FlightNumber.acceptedForms) }
        number = try text.number(2..<end)
        guard number > 0 else { throw .form(accepted: FlightNumber.acceptedForms) }
        carrier = String(text.string.prefix(2))
        suffix = end < text.count ? Character(last) : nil
    }

    private static let acceptedForms = LocalizedText(
        zh: "两位航空公司代码加1至4位数字，如CZ3101", en: "two characters of the carrier and 1 to 4 digits, such as CZ3101")
}

extension FlightNumber {
    /// As usually printed, with at least three digits: `CZ3101`, `CA001`.
    public var description: String {
        let digits = String(number)
        return carrier + String(repeating: "0", count: max(0, 3 - digits.count)) + digits + (suffix.map { String($0) } ?? "")
    }
}
