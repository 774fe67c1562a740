import Vocabulary

/// The citizen identity number of GB 11643-1999: division, date of birth, sequence and check character, 18 in all.
///
///     let id = try ResidentID("430102209901010018")
///     id.birthDate    // 2099-01-01
///     id.sex          // .male
///     id.masked       // "4301…18"
///
/// The old form of 15 digits is accepted and completed, a lower-case `x` is put right. The first six digits name the division of *first
/// registration*, never the residence. A division that does not exist is accepted and marked, since invented people carry such numbers;
/// see ``hasAssignedDivision``. (`domain.md` §17.1)
public struct ResidentID: Identifier {
    /// All 18 characters.
    public let number: String
    /// The day of birth.
    public let birthDate: CivilDate

    /// Reads a number.
    ///
    /// - Parameters:
    ///   - text: 18 characters, or the 15 digits used until 1999.
    ///   - day: The day by which the bearer must have been born. Without it any year from 1800 to 2100 is taken.
    public init(_ text: String, asOf day: CivilDate?) throws(IdentifierError) {
        try self.init(IdentifierText(text), asOf: day)
    }

    /// Reads a number without knowing the day; see ``init(_:asOf:)``.
    public init(_ text: String) throws(IdentifierError) {
        try self.init(text, asOf: nil)
    }

    init(_ text: IdentifierText, asOf day: CivilDate?) throws(IdentifierError) {
        guard text.count == 18 || text.count == 15 else { throw .length(found: text.count, accepted: [18, 15]) }
        _ = try text.number(0..<6)
        let isLegacy = text.count == 15
        let dateStart = 6, dateEnd = isLegacy ? 12 : 14
        let date = try text.number(dateStart..<dateEnd)
        _ = try text.number(dateEnd..<dateEnd + 3)

        birthDate = try ResidentID.birthDate(isLegacy ? 19_000_000 + date : date, asOf: day)
        let body = isLegacy ? Array(text.scalars[..<6]) + ["1", "9"] + Array(text.scalars[6...]) : Array(text.scalars[..<17])
        let expected = ResidentID.checkCharacter(of: body)
        if !isLegacy, text[17] != expected {
            guard text.digit(17) != nil || text[17] == "X" else {
                throw .character(Character(text[17]), position: 18, accepted: "0–9, X")
            }
            throw .checksum(found: Character(text[17]), expected: Character(expected))
        }
        number = ResidentID.text(body, expected)
    }

    /// The number of the given parts with its check character, or nil unless `division` is six digits and `sequence` 0…999.
    ///
    /// The sequence is odd for men, even for women.
    public init?(division: String, birthDate: CivilDate, sequence: Int) {
        let (year, month, day) = birthDate.components
        guard division.utf8.count == 6, division.unicodeScalars.allSatisfy({ $0.digit != nil }), (0...999).contains(sequence) else { return nil }
        let tail = String(100_000_000_000 + (year * 10_000 + month * 100 + day) * 1000 + sequence).dropFirst()
        let body = Array((division + tail).unicodeScalars)
        self.birthDate = birthDate
        number = ResidentID.text(body, ResidentID.checkCharacter(of: body))
    }

    /// All 18 characters. Show ``masked`` unless a purpose was stated.
    public var description: String { number }

    /// The six digits of the division where the bearer was first registered.
    public var division: Substring { number.prefix(6) }

    /// Whether the division lies in a province-level unit that exists. Numbers for which this is false belong to nobody.
    public var hasAssignedDivision: Bool { ResidentID.assignedProvinces.contains(number.prefix(2)) }

    /// Sex, from the last digit of the sequence.
    public var sex: Sex { (number.unicodeScalars.dropFirst(16).first?.digit ?? 0).isMultiple(of: 2) ? .female : .male }

    /// What lists show: the first four and the last two characters.
    ///
    /// The date of birth stays hidden, and so does all but one digit of the sequence: beside an age, more would leave only a few dozen numbers
    /// (`domain.md` §13).
    public var masked: String { number.prefix(4) + "…" + number.suffix(2) }
}

extension ResidentID {
    /// The check character of the first 17, ISO 7064 MOD 11-2.
    static func checkCharacter(of body: some Sequence<Unicode.Scalar>) -> Unicode.Scalar {
        var sum = 0
        for (scalar, weight) in zip(body, weights) { sum += (scalar.digit ?? 0) * weight }
        return checkCharacters[sum % 11]
    }

    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checkCharacters: [Unicode.Scalar] = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"]

    /// Provinces, autonomous regions, municipalities (GB/T 2260), Taiwan, Hong Kong and Macao, and 83 of the residence permits for people from
    /// Taiwan.
    static let assignedProvinces: Set<Substring> = [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51",
        "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    ]

    private static func birthDate(_ digits: Int, asOf day: CivilDate?) throws(IdentifierError) -> CivilDate {
        let (year, month, dayOfMonth) = (digits / 10_000, digits / 100 % 100, digits % 100)
        guard let date = CivilDate(year: year, month: month, day: dayOfMonth) else {
            throw .impossibleDate(year: year, month: month, day: dayOfMonth)
        }
        let latest = min(day ?? lastDay, lastDay)
        guard date >= firstDay, date <= latest else { throw .dateOutOfRange(date, accepted: firstDay...max(firstDay, latest)) }
        return date
    }

    // 1800-01-01 and 2100-12-31.
    private static let firstDay = CivilDate(daysSinceEpoch: -62_091)
    private static let lastDay = CivilDate(daysSinceEpoch: 47_846)

    private static func text(_ body: [Unicode.Scalar], _ check: Unicode.Scalar) -> String {
        String(decoding: (body + [check]).map { UInt8(truncatingIfNeeded: $0.value) }, as: UTF8.self)
    }
}
