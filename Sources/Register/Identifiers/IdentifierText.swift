/// The characters of an identifier as people and spreadsheets write it, made comparable: full-width forms become ASCII (`１２` → `12`),
/// letters become upper case, white space and the apostrophe with which spreadsheets force text are dropped.
struct IdentifierText {
    /// What is left, one scalar a character.
    private(set) var scalars: [Unicode.Scalar] = []

    /// The characters of `text`; those in `separators` are dropped as well.
    init(_ text: String, dropping separators: String = "") {
        scalars.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            guard let folded = IdentifierText.fold(scalar), !separators.unicodeScalars.contains(folded) else { continue }
            scalars.append(folded)
        }
        if scalars.first == "'" { scalars.removeFirst() }
    }

    var count: Int { scalars.count }

    var string: String {
        var string = String.UnicodeScalarView()
        string.append(contentsOf: scalars)
        return String(string)
    }

    subscript(index: Int) -> Unicode.Scalar { scalars[index] }

    /// The digit at `index`, or nil.
    func digit(_ index: Int) -> Int? { scalars[index].digit }

    /// The number written at `range`, or the error that says which character is no digit.
    func number(_ range: Range<Int>) throws(IdentifierError) -> Int {
        var number = 0
        for index in range {
            guard let digit = digit(index) else { throw .character(Character(scalars[index]), position: index + 1, accepted: "0–9") }
            number = number * 10 + digit
        }
        return number
    }

    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0x61...0x7A: Unicode.Scalar(scalar.value - 0x20)
        case 0x21...0x7E: scalar
        case 0xFF41...0xFF5A: Unicode.Scalar(scalar.value - 0xFEE0 - 0x20)
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
        default: scalar.properties.isWhitespace || scalar.value == 0xFEFF || scalar.value == 0x200B ? nil : scalar
        }
    }
}

extension Unicode.Scalar {
    /// 0…9 for an ASCII digit, else nil.
    var digit: Int? { value >= 48 && value <= 57 ? Int(value) - 48 : nil }

    /// Whether this is one of A…Z.
    var isUpperLetter: Bool { value >= 65 && value <= 90 }

    /// Whether this is A…Z without I and O, which are left out wherever they could be read as 1 and 0.
    var isUnmistakableLetter: Bool { isUpperLetter && self != "I" && self != "O" }
}
