import Vocabulary

/// How far two values agree: the named outcomes of all comparators. Four bits.
public enum Agreement: UInt8, CaseIterable, Sendable, Codable {
    /// One of the two is not stated.
    case missing = 0
    /// The same.
    case exact
    /// The same in another form: traditional and simplified characters, a number of 15 and of 18 digits.
    case otherForm
    /// Written otherwise and read alike.
    case soundsAlike
    /// Characters on one side, their transcription in letters on the other.
    case transliterated
    /// The same parts in another order: day and month, two neighbouring digits, family and given name.
    case reordered
    /// One character inserted, dropped or replaced.
    case oneSlip
    /// A day counted by the lunar calendar.
    case lunar
    /// Alike by Jaro–Winkler, or the same but for a dropped character; the same prefecture.
    case similar
    /// An initial, a name whose rest is masked (王某某).
    case partial
    /// The family name only.
    case familyOnly
    /// Most of it: one character of the given name differs, two of three parts of a date agree, the same township.
    case near
    /// The same county; two words that are not quite unlike.
    case wide
    /// A similar document number beside different birth dates that nothing explains: never the same person.
    case contradicted
    /// Different.
    case different
    /// Two valid citizen identity numbers that are not alike: a person has one.
    case distinct

    /// Whether it rules out that the records are of one person.
    var isContradiction: Bool { self == .contradicted || self == .distinct }

    /// What is said of a value of this kind.
    public func text(for kind: LinkageField.Kind) -> LocalizedText {
        switch (self, kind) {
        case (.missing, _): LocalizedText(zh: "未填写", en: "not stated")
        case (.exact, .territory): LocalizedText(zh: "同一村（社区）", en: "same village")
        case (.exact, _): LocalizedText(zh: "相同", en: "the same")
        case (.otherForm, .document): LocalizedText(zh: "15位与18位号码相符", en: "the same number in 15 and 18 digits")
        case (.otherForm, _): LocalizedText(zh: "繁简或异体字", en: "traditional, simplified or variant characters of the same")
        case (.soundsAlike, _): LocalizedText(zh: "同音", en: "sounds alike")
        case (.transliterated, _): LocalizedText(zh: "拼音与汉字相符", en: "characters and their transcription")
        case (.reordered, .birthDate): LocalizedText(zh: "日月颠倒", en: "day and month swapped")
        case (.reordered, .document), (.reordered, .phone): LocalizedText(zh: "相邻两位颠倒", en: "two neighbouring digits swapped")
        case (.reordered, _): LocalizedText(zh: "顺序颠倒", en: "in another order")
        case (.oneSlip, _): LocalizedText(zh: "一字之差", en: "one character off")
        case (.lunar, _): LocalizedText(zh: "农历与公历之差", en: "counted by the lunar calendar")
        case (.similar, .territory): LocalizedText(zh: "同一市（州）", en: "same prefecture")
        case (.similar, _): LocalizedText(zh: "相近", en: "similar")
        case (.partial, _): LocalizedText(zh: "仅部分可见", en: "an initial or a masked name")
        case (.familyOnly, _): LocalizedText(zh: "仅姓相同", en: "the family name only")
        case (.near, .territory): LocalizedText(zh: "同一乡镇（街道）", en: "same township")
        case (.near, .birthDate): LocalizedText(zh: "年月日有两项相同", en: "two of year, month and day agree")
        case (.near, _): LocalizedText(zh: "大部分相同", en: "mostly the same")
        case (.wide, .territory): LocalizedText(zh: "同一县（市、区）", en: "same county")
        case (.wide, _): LocalizedText(zh: "略有相似", en: "not quite unlike")
        case (.contradicted, _):
            LocalizedText(zh: "证件号码相近而出生日期不同，且无可解释", en: "a similar number beside different birth dates that nothing explains")
        case (.distinct, _): LocalizedText(zh: "两个有效而不同的身份号码", en: "two valid identity numbers, and a person has one")
        case (.different, _): LocalizedText(zh: "不同", en: "different")
        }
    }
}

/// The agreement of a pair of records on every field: four bits a field, the first field lowest.
struct Pattern: Hashable, Sendable, Comparable {
    var bits: UInt64

    subscript(field: Int) -> Agreement {
        get { Agreement(rawValue: UInt8(truncatingIfNeeded: bits >> UInt64(4 * field) & 0xF)) ?? .different }
        set { bits = bits & ~(0xF << UInt64(4 * field)) | UInt64(newValue.rawValue) << UInt64(4 * field) }
    }

    /// The level at `field` as an index into parameters.
    func level(_ field: Int) -> Int { Int(bits >> UInt64(4 * field) & 0xF) }

    static func < (left: Pattern, right: Pattern) -> Bool { left.bits < right.bits }
}
