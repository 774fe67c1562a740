import Foundation
import Register
import Vocabulary

/// Something a person can be found by. The database holds only a keyed hash of it, so that whoever reads the file learns nothing.
public enum SearchToken: Hashable, Sendable {
    /// The number of a document.
    case document(String)
    /// A telephone number.
    case phone(String)
    /// Its last four digits.
    case phoneLastFour(String)
    /// The full name.
    case name(String)
    /// The surname.
    case surname(String)
    /// The day of birth.
    case birthDate(CivilDate)
    /// A syllable of the name in pinyin, without tone.
    case syllable(String)

    /// Everything a person is found by.
    public static func all(of identity: Identity, birthDate: CivilDate? = nil, pinyin: Pinyin = .standard) -> Set<SearchToken> {
        var tokens: Set<SearchToken> = [.name(identity.name), .surname(Surname.of(identity.name))]
        if let number = identity.documentNumber, !number.isEmpty { tokens.insert(.document(number)) }
        for phone in identity.phones where !phone.isEmpty {
            tokens.insert(.phone(phone))
            tokens.insert(.phoneLastFour(String(normalized(phone: phone).suffix(4))))
        }
        if let birthDate { tokens.insert(.birthDate(birthDate)) }
        for syllable in pinyin.syllables(of: identity.name) { tokens.insert(.syllable(syllable)) }
        return tokens
    }

    /// The keyed hash that stands for this in the database: 96 bits, so that among 10⁸ people two do not meet by chance.
    func blinded(_ keys: KeyRing) -> Data {
        let (kind, text) = normalized
        var bytes = [kind]
        bytes.append(contentsOf: text.utf8)
        return keys.token(of: bytes, count: 12)
    }

    /// The kind and the one way of writing that everyone's spelling comes down to.
    private var normalized: (kind: UInt8, text: String) {
        switch self {
        case .document(let text): (1, SearchToken.normalized(document: text))
        case .phone(let text): (2, SearchToken.normalized(phone: text))
        case .phoneLastFour(let text): (3, SearchToken.normalized(phone: text))
        case .name(let text): (4, SearchToken.normalized(name: text))
        case .surname(let text): (5, SearchToken.normalized(name: text))
        case .birthDate(let date): (6, "\(date.daysSinceEpoch)")
        case .syllable(let text): (7, text.lowercased())
        }
    }

    /// Letters and digits only, in capitals: `43010219…x ` is `43010219…X`.
    static func normalized(document: String) -> String {
        if isPlain(document) { return plain(document) { isDigit($0) ? $0 : isLetter($0) ? $0 & ~0x20 : nil } }
        return String(document.precomposedStringWithCompatibilityMapping.uppercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Digits only, without the country's prefix.
    static func normalized(phone: String) -> String {
        let digits =
            isPlain(phone) ? plain(phone) { isDigit($0) ? $0 : nil } : phone.precomposedStringWithCompatibilityMapping.filter(\.isNumber)
        if digits.count == 13, digits.hasPrefix("86") { return String(digits.dropFirst(2)) }
        return digits.count == 15 && digits.hasPrefix("0086") ? String(digits.dropFirst(4)) : digits
    }

    /// Without spaces and middle dots, in small letters.
    static func normalized(name: String) -> String {
        if isPlain(name) {
            return plain(name) { $0 <= 0x20 || $0 == 0x2E || $0 == 0x27 || $0 == 0x2D ? nil : isLetter($0) ? $0 | 0x20 : $0 }
        }
        // Of the ideographs themselves there is one form only.
        if name.unicodeScalars.allSatisfy({ 0x4E00...0x9FFF ~= $0.value }) { return name }
        return String(name.precomposedStringWithCompatibilityMapping.lowercased().filter { !$0.isWhitespace && !"·•・.'’-".contains($0) })
    }

    /// Whether a text holds printable ASCII only: almost all numbers do, and nothing in it has a second form.
    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    /// A plain text with each byte changed, or left out.
    private static func plain(_ text: String, _ change: (UInt8) -> UInt8?) -> String {
        String(decoding: text.utf8.compactMap(change), as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }
}

/// The surname of a name.
public enum Surname {
    /// The first character, or two where they are one of the compound surnames; the last word of a name in Latin letters.
    public static func of(_ name: String) -> String {
        let trimmed = name.trimmingCharacters(in: .whitespaces)
        guard let first = trimmed.first else { return "" }
        if first.isASCII { return trimmed.split(separator: " ").last.map(String.init) ?? trimmed }
        let two = String(trimmed.prefix(2))
        return trimmed.count > 2 && compound.contains(two) ? two : String(first)
    }

    private static let compound: Set<String> = [
        "欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "皇甫", "令狐", "司徒", "东方", "東方", "尉迟", "尉遲", "公孙", "公孫", "慕容", "夏侯", "轩辕", "軒轅", "长孙", "長孫",
        "宇文", "端木", "百里", "东郭", "東郭", "南宫", "南宮", "西门", "西門", "独孤", "獨孤", "拓跋", "申屠", "太史", "鲜于", "鮮于", "呼延", "公羊", "澹台", "澹臺", "钟离", "鍾離", "闾丘",
        "濮阳",
        "濮陽", "公冶", "仲孙", "万俟", "即墨", "左丘",
    ]
}
