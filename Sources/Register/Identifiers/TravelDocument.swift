import Vocabulary

/// A passport or travel permit: what people without a citizen identity number, or abroad, show instead (`domain.md` §17.4).
///
/// None of these numbers has a check character, so a form is all that can be verified.
public struct TravelDocument: Hashable, Sendable, Codable {
    /// What kind of document it is.
    public let kind: Kind
    /// The number in capitals, without white space.
    public let number: String

    /// The kinds of travel documents.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Ordinary passport of China: E and 8 digits, E with a letter and 7 digits; before 2012 G and 8, or 14/15 and 7 digits.
        case passport
        /// Service or public-affairs passport of China.
        case servicePassport
        /// Diplomatic passport of China.
        case diplomaticPassport
        /// Passport of the Hong Kong Special Administrative Region.
        case hongKongPassport
        /// Passport of the Macao Special Administrative Region.
        case macaoPassport
        /// Mainland travel permit for residents of Hong Kong and Macao 港澳居民来往内地通行证.
        case hongKongMacaoPermit
        /// Mainland travel permit for residents of Taiwan 台湾居民来往大陆通行证.
        case taiwanPermit
        /// Passport issued in Taiwan.
        case taiwanPassport
        /// Passport of another country: up to nine letters and digits (ICAO 9303). Never guessed, only taken when named.
        case foreignPassport
    }

    /// Reads a number.
    ///
    /// - Parameters:
    ///   - text: The number as written.
    ///   - kind: The kind named beside it. Without one the first kind whose form fits is taken, in the order of ``Kind``.
    public init(_ text: String, kind: Kind? = nil) throws(IdentifierError) {
        try self.init(IdentifierText(text), kind: kind)
    }

    init(_ text: IdentifierText, kind: Kind?) throws(IdentifierError) {
        let candidates = kind.map { [$0] } ?? Kind.allCases.filter { $0 != .foreignPassport }
        guard let fitting = candidates.first(where: { $0.fits(text.scalars) }) else {
            throw .form(accepted: kind?.acceptedForms ?? TravelDocument.acceptedForms)
        }
        self.kind = fitting
        number = text.string
    }

    /// What lists show: the first and the last two characters.
    public var masked: String { number.prefix(1) + "…" + number.suffix(2) }

    private static let acceptedForms = LocalizedText(
        zh: "护照（如E12345678、EA1234567）、港澳居民来往内地通行证（H或M加8位数字）、台湾居民来往大陆通行证（8位数字）；外国护照请注明证件类型",
        en: "a passport (E12345678, EA1234567), a mainland travel permit (H or M and 8 digits; 8 digits); name the kind for foreign passports")
}

extension TravelDocument.Kind {
    /// How the number of such a document looks, one pattern a form: `9` a digit, `A` a letter but I and O, everything else itself.
    private var patterns: [String] {
        switch self {
        case .passport: ["E99999999", "EA9999999", "G99999999", "149999999", "159999999"]
        case .servicePassport: ["PE9999999", "SE9999999", "P9999999", "S9999999", "P.9999999", "S.9999999"]
        case .diplomaticPassport: ["DE9999999", "D9999999"]
        case .hongKongPassport: ["K99999999", "KJ9999999"]
        case .macaoPassport: ["MA9999999", "MB9999999"]
        // The last two digits count renewals.
        case .hongKongMacaoPermit: ["H99999999", "M99999999", "H9999999999", "M9999999999"]
        case .taiwanPermit: ["99999999", "9999999999"]
        case .taiwanPassport: ["999999999"]
        case .foreignPassport: []
        }
    }

    func fits(_ scalars: [Unicode.Scalar]) -> Bool {
        if self == .foreignPassport {
            return (5...9).contains(scalars.count) && scalars.allSatisfy { $0.isUpperLetter || $0.digit != nil }
                && scalars.contains { $0.digit != nil }
        }
        return patterns.contains { TravelDocument.Kind.matches(scalars, $0) }
    }

    var acceptedForms: LocalizedText {
        guard self != .foreignPassport else { return LocalizedText(zh: "5至9位字母和数字", en: "5 to 9 letters and digits") }
        let forms = patterns.joined(separator: ", ")
        return LocalizedText(zh: "\(forms)（9为数字，A为除I、O外的字母）", en: "\(forms) (9 a digit, A a letter but I and O)")
    }

    private static func matches(_ scalars: [Unicode.Scalar], _ pattern: String) -> Bool {
        guard scalars.count == pattern.utf8.count else { return false }
        return zip(scalars, pattern.unicodeScalars).enumerated().allSatisfy { index, pair in
            switch pair.1 {
            case "9": pair.0.digit != nil
            case "A" where index == 1 && scalars[0] == "E": pair.0.isUnmistakableLetter
            default: pair.0 == pair.1
            }
        }
    }
}
