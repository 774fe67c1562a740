import Vocabulary

/// The unified social credit code of an organisation, GB 32100-2015 (`domain.md` §17.2).
///
/// 18 characters: registering department, category, six digits of division, nine of organisation code, check character. The alphabet leaves out
/// I, O, S, V and Z.
public struct SocialCreditCode: Identifier {
    /// The 18 characters.
    public let code: String

    /// Reads a code.
    public init(_ text: String) throws(IdentifierError) {
        let text = IdentifierText(text)
        guard text.count == 18 else { throw .length(found: text.count, accepted: [18]) }
        _ = try text.number(2..<8)
        var sum = 0
        var weight = 1
        for index in 0..<17 {
            sum += try SocialCreditCode.value(text, index) * weight
            weight = weight * 3 % 31
        }
        let given = try SocialCreditCode.value(text, 17)
        let expected = (31 - sum % 31) % 31
        guard given == expected else {
            throw .checksum(found: Character(text[17]), expected: Character(SocialCreditCode.alphabet[expected]))
        }
        code = text.string
    }

    /// The 18 characters.
    public var description: String { code }

    /// The six digits of the division that registered the organisation.
    public var division: Substring { code.dropFirst(2).prefix(6) }

    /// The nine characters of the organisation code.
    public var organisationCode: Substring { code.dropFirst(8).prefix(9) }

    /// Whether the organisation code's own check character (GB 11714) is right. Codes issued in the change-over of 2015 exist for which it is
    /// not, so it is a mark and no ground for rejection.
    public var hasConsistentOrganisationCode: Bool {
        let values = organisationCode.unicodeScalars.compactMap { scalar in scalar.digit ?? (scalar.isUpperLetter ? Int(scalar.value) - 55 : nil) }
        guard values.count == 9 else { return false }
        let sum = zip(values, [3, 7, 9, 10, 5, 8, 4, 2]).reduce(0) { $0 + $1.0 * $1.1 }
        let expected = (11 - sum % 11) % 11
        // The check value 10 is written X, whose value as a letter is 33.
        return values[8] == (expected == 10 ? 33 : expected)
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".unicodeScalars)

    private static func value(_ text: IdentifierText, _ index: Int) throws(IdentifierError) -> Int {
        guard let value = alphabet.firstIndex(of: text[index]) else {
            throw .character(Character(text[index]), position: index + 1, accepted: "0–9, A–Y −I −O −S −V")
        }
        return value
    }
}
