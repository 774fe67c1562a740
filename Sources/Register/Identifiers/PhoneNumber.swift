import Vocabulary

/// A telephone number as a person can be called on it.
public enum PhoneNumber: Identifier {
    /// A mobile number of the mainland.
    case mobile(MobileNumber)
    /// A fixed line of the mainland.
    case landline(LandlineNumber)
    /// A number elsewhere: the country code and what follows, digits only (ITU-T E.164).
    case international(String)

    /// Reads a number in any of the usual spellings: `138 1234 5678`, `+86-138…`, `0731-8888 6666`, `+852 2345 6789`.
    public init(_ text: String) throws(IdentifierError) {
        let plain = IdentifierText(text, dropping: PhoneNumber.separators)
        if plain.scalars.first == "+" || plain.string.hasPrefix("00") {
            let digits = IdentifierText(String(plain.string.drop { $0 == "+" || $0 == "0" }))
            if !digits.string.hasPrefix("86") {
                guard (7...15).contains(digits.count) else { throw .length(found: digits.count, accepted: Array(7...15)) }
                for index in 0..<digits.count where digits.digit(index) == nil {
                    throw .character(Character(digits[index]), position: index + 1, accepted: "0–9")
                }
                self = .international(digits.string)
                return
            }
        }
        if PhoneNumber.withoutCountry(plain).scalars.first == "1" {
            self = .mobile(try MobileNumber(text))
        } else {
            self = .landline(try LandlineNumber(text))
        }
    }

    /// The digits, normalised: equal numbers have equal digits however they were written.
    public var digits: String {
        switch self {
        case .mobile(let number): number.digits
        case .landline(let number): number.area + number.local
        case .international(let digits): "+" + digits
        }
    }

    /// As one would dial it, extension included.
    public var description: String {
        switch self {
        case .mobile(let number): number.description
        case .landline(let number): number.description
        case .international(let digits): "+" + digits
        }
    }

    /// What lists show: `138…34`.
    public var masked: String {
        switch self {
        case .mobile(let number): number.masked
        case .landline(let number): number.masked
        case .international(let digits): "+" + digits.prefix(2) + "…" + digits.suffix(2)
        }
    }

    static let separators = "-()./·"

    /// `text` without a leading +86 or 0086, or 86 before a mobile number.
    static func withoutCountry(_ text: IdentifierText) -> IdentifierText {
        let string = text.string
        for prefix in ["+86", "0086"] where string.hasPrefix(prefix) {
            return IdentifierText(String(string.dropFirst(prefix.count)))
        }
        return string.hasPrefix("86") && text.count == 13 ? IdentifierText(String(string.dropFirst(2))) : text
    }
}

/// A mobile number of the mainland: 1 and ten more digits.
///
/// Every network number the ministry has given out lies in 13–19 (MIIT, 我国公众移动通信网网号及H0分配情况, March 2023); 10, 11 and 12 begin
/// service and emergency numbers. An 11-digit number there is well-formed and belongs to nobody: it is accepted and marked, since invented
/// people carry such numbers.
public struct MobileNumber: Identifier {
    /// The 11 digits.
    public let digits: String

    /// Reads 11 digits, with or without +86, spaces and hyphens.
    public init(_ text: String) throws(IdentifierError) {
        let text = PhoneNumber.withoutCountry(IdentifierText(text, dropping: PhoneNumber.separators))
        guard text.count == 11 else { throw .length(found: text.count, accepted: [11]) }
        guard text[0] == "1" else { throw .character(Character(text[0]), position: 1, accepted: "1") }
        _ = try text.number(1..<11)
        digits = text.string
    }

    /// The 11 digits.
    public var description: String { digits }

    /// Whether the number lies in a range from which subscribers are given numbers.
    public var isAllotted: Bool { (digits.unicodeScalars.dropFirst().first?.digit ?? 0) >= 3 }

    /// What lists show: `138…34`.
    public var masked: String { digits.prefix(3) + "…" + digits.suffix(2) }
}

/// A fixed line of the mainland: area code and 7 or 8 digits.
public struct LandlineNumber: Identifier {
    /// The area code with its leading zero, 3 or 4 digits: `0731`.
    public let area: String
    /// The subscriber's digits, 7 or 8.
    public let local: String
    /// The extension, if one was given.
    public let `extension`: String?

    /// Reads `0731-88886666`, `(0731) 8888 6666 转 801`, `+86 731 88886666`.
    public init(_ text: String) throws(IdentifierError) {
        let parts = text.split(whereSeparator: { "转轉#xX".contains($0) })
        var plain = IdentifierText(parts.first.map(String.init) ?? "", dropping: PhoneNumber.separators)
        let national = PhoneNumber.withoutCountry(plain)
        if national.count < plain.count, national.scalars.first != "0" { plain = IdentifierText("0" + national.string) } else { plain = national }
        guard (10...12).contains(plain.count) else { throw .length(found: plain.count, accepted: [10, 11, 12]) }
        guard plain[0] == "0" else { throw .character(Character(plain[0]), position: 1, accepted: "0") }
        _ = try plain.number(1..<plain.count)
        // 010 and 02x are the only area codes of three digits.
        let areaLength = plain[1] == "1" || plain[1] == "2" ? 3 : 4
        guard (7...8).contains(plain.count - areaLength), let first = plain.digit(areaLength), first >= 2 else {
            throw .form(accepted: LocalizedText(zh: "区号加7至8位号码，如0731-88886666", en: "area code and 7 or 8 digits, such as 0731-88886666"))
        }
        area = String(plain.string.prefix(areaLength))
        local = String(plain.string.dropFirst(areaLength))
        let suffix = parts.count == 2 ? IdentifierText(String(parts[1])).string : nil
        `extension` = suffix.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `0731-88886666`, `0731-88886666转801`.
    public var description: String { area + "-" + local + (`extension`.map { "转" + $0 } ?? "") }

    /// What lists show: `0731…66`.
    public var masked: String { area + "…" + local.suffix(2) }
}
