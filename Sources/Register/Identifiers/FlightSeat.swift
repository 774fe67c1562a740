import Vocabulary

/// A seat in an aircraft: row and letter.
///
/// Letters leave out I. Rows need not be contiguous (13 and 14 are often missing), so "three rows away" counts existing rows, never a
/// difference of numbers (`domain.md` §17.4).
public struct FlightSeat: Identifier {
    /// The row as printed.
    public let row: Int
    /// The letter, A to L without I.
    public let letter: Character

    /// Reads `12A`, `12 a`, `012A`.
    public init(_ text: String) throws(IdentifierError) {
        let text = IdentifierText(text, dropping: "-")
        guard (2...4).contains(text.count) else { throw .length(found: text.count, accepted: [2, 3, 4]) }
        row = try text.number(0..<text.count - 1)
        let last = text[text.count - 1]
        guard FlightSeat.letters.contains(last) else {
            throw .character(Character(last), position: text.count, accepted: "A–H, J–L")
        }
        guard (1...99).contains(row) else {
            throw .form(accepted: LocalizedText(zh: "1至99排加字母，如12A", en: "a row from 1 to 99 and a letter, such as 12A"))
        }
        letter = Character(last)
    }

    private static let letters = Set("ABCDEFGHJKL".unicodeScalars)
}

extension FlightSeat {
    /// Row and letter, `12A`.
    public var description: String { "\(row)\(letter)" }
}
