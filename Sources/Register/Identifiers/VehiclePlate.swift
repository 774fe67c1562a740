import Vocabulary

/// The number plate of a motor vehicle of the mainland (GA 36, `domain.md` §17.3).
public struct VehiclePlate: Identifier {
    /// The plate without spaces or the dot: `湘A12345`.
    public let number: String
    /// What kind of plate it is.
    public let kind: Kind

    /// The kinds of plates.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Province, letter and five characters.
        case standard
        /// Province, letter and six characters, for electric and hybrid vehicles.
        case newEnergy
        /// Police 警.
        case police
        /// Driving school 学.
        case trainer
        /// Trailer 挂.
        case trailer
        /// Vehicles of Hong Kong 港 and Macao 澳 in Guangdong.
        case hongKongMacao
    }

    /// Reads a plate, with or without the dot after the letter: `湘A·12345`, `湘a 12345`, `湘AD12345`.
    public init(_ text: String) throws(IdentifierError) {
        let text = IdentifierText(text, dropping: "·•-.")
        guard text.count == 7 || text.count == 8 else { throw .length(found: text.count, accepted: [7, 8]) }
        guard VehiclePlate.provinces.contains(text[0]) else {
            throw .character(Character(text[0]), position: 1, accepted: "京津冀…湘…新")
        }
        guard text[1].isUnmistakableLetter || text[1] == "O" else {
            throw .character(Character(text[1]), position: 2, accepted: "A–Z −I")
        }
        kind = try VehiclePlate.kind(of: text)
        number = text.string
    }

    /// The plate without spaces or the dot.
    public var description: String { number }

    /// Province and letter, which name the prefecture of registration: `湘A` is Changsha.
    public var registration: Substring { number.prefix(2) }

    private static let provinces = Set("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新".unicodeScalars)

    private static func kind(of text: IdentifierText) throws(IdentifierError) -> Kind {
        let last = text[text.count - 1]
        let suffixes: [Unicode.Scalar: Kind] = ["警": .police, "学": .trainer, "挂": .trailer, "港": .hongKongMacao, "澳": .hongKongMacao]
        if text.count == 7, let special = suffixes[last] {
            try checkSerial(text, 2..<6)
            return special
        }
        try checkSerial(text, 2..<text.count)
        guard text.count == 8 else { return .standard }
        // Small vehicles carry the letter of their drive first (A–C, D, E electric; F, G, H, J, K other), large ones last.
        let digits = (2..<8).map { text.digit($0) != nil }
        let isSmall = "ABCDEFGHJK".unicodeScalars.contains(text[2]) && digits[2...].allSatisfy { $0 }
        let isLarge = "ABCDEFGHJK".unicodeScalars.contains(last) && digits[..<5].allSatisfy { $0 }
        guard isSmall || isLarge else {
            throw .form(
                accepted: LocalizedText(
                    zh: "新能源号牌：小型车如湘AD12345，大型车如湘A12345D",
                    en: "a new-energy plate: small vehicles 湘AD12345, large ones 湘A12345D"))
        }
        return .newEnergy
    }

    private static func checkSerial(_ text: IdentifierText, _ range: Range<Int>) throws(IdentifierError) {
        for index in range where text.digit(index) == nil && !text[index].isUnmistakableLetter {
            throw .character(Character(text[index]), position: index + 1, accepted: "0–9, A–Z −I −O")
        }
    }
}
