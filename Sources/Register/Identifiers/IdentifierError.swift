import Vocabulary

/// Why a text is not the identifier it was taken for, with what is needed to correct it.
///
/// The text never repeats the whole number: it ends up in error files and logs, and the number may be somebody's.
public enum IdentifierError: Error, Hashable, Sendable {
    /// Too short or too long.
    case length(found: Int, accepted: [Int])
    /// A character that cannot stand where it stands; positions count from 1.
    case character(Character, position: Int, accepted: String)
    /// The last character does not follow from the others, so that at least one is wrong.
    case checksum(found: Character, expected: Character)
    /// The digits that should be a date are none.
    case impossibleDate(year: Int, month: Int, day: Int)
    /// A date on which nobody concerned can have been born.
    case dateOutOfRange(CivilDate, accepted: ClosedRange<CivilDate>)
    /// None of the accepted forms.
    case form(accepted: LocalizedText)

    /// What is wrong and what would be accepted.
    public var text: LocalizedText {
        switch self {
        case .length(let found, let accepted):
            let lengths = accepted.map(String.init)
            return LocalizedText(
                zh: "长度为\(found)位，应为\(lengths.joined(separator: "或"))位",
                en: "\(found) characters; accepted are \(lengths.joined(separator: " or "))")
        case .character(let character, let position, let accepted):
            return LocalizedText(
                zh: "第\(position)位“\(character)”无效，应为\(accepted)",
                en: "“\(character)” at position \(position) is not valid; accepted there: \(accepted)")
        case .checksum(let found, let expected):
            return LocalizedText(
                zh: "校验码为“\(found)”，按前面各位应为“\(expected)”，请核对全部数字",
                en: "the check character is “\(found)”, the others require “\(expected)”; compare every digit with the document")
        case .impossibleDate(let year, let month, let day):
            return LocalizedText(
                zh: "出生日期\(year)年\(month)月\(day)日不存在",
                en: "the date of birth, year \(year) month \(month) day \(day), does not exist")
        case .dateOutOfRange(let date, let accepted):
            return LocalizedText(
                zh: "出生日期\(date)不在\(accepted.lowerBound)至\(accepted.upperBound)之间",
                en: "the date of birth \(date) does not lie between \(accepted.lowerBound) and \(accepted.upperBound)")
        case .form(let accepted):
            return LocalizedText(zh: "格式不符，应为\(accepted.zh)", en: "not of an accepted form: \(accepted.en)")
        }
    }
}

extension IdentifierError: CustomStringConvertible {
    /// The English text.
    public var description: String { text.en }
}
