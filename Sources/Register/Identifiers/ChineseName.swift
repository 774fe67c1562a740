/// A personal name in Chinese characters, taken apart into family and given name.
///
///     ChineseName("欧阳明日").family   // "欧阳"
///     ChineseName("王小明").masked     // "王*明"
///
/// A name that begins with a compound family name is split there when a given name is left: 司马 is a name of one character each, 司马光 is not.
public struct ChineseName: Hashable, Sendable {
    /// The family name, one or two characters; empty for names not written in Chinese order (Latin letters, a middle dot).
    public let family: String
    /// What follows it, or the whole of a name that has no family name in this sense.
    public let given: String

    /// Takes a name apart. White space between the characters (张 三) is dropped.
    public init(_ name: String) {
        let isHan = name.unicodeScalars.allSatisfy { $0.properties.isIdeographic || $0.properties.isWhitespace } && !name.isEmpty
        guard isHan else {
            (family, given) = ("", name)
            return
        }
        let plain = name.filter { !$0.isWhitespace }
        let isCompound = plain.count > 2 && ChineseName.compoundFamilies.contains(String(plain.prefix(2)))
        family = String(plain.prefix(isCompound ? 2 : 1))
        given = String(plain.dropFirst(isCompound ? 2 : 1))
    }

    /// The whole name.
    public var full: String { family + given }

    /// What lists show: the family name and the last character, `王*明`; of a given name of one character nothing, `王*`.
    ///
    /// Of names in other scripts the first letter of each word, `J* S*`.
    public var masked: String {
        if !family.isEmpty { return family + "*" + (given.count > 1 ? given.suffix(1) : "") }
        let words = given.split { $0.isWhitespace || $0 == "·" || $0 == "•" || $0 == "." }
        return words.map { $0.prefix(1) + "*" }.joined(separator: " ")
    }

    /// The readings of this family name where a general transliteration gets it wrong, the usual one first; empty if it gets it right.
    public var familyReadings: [String] { ChineseName.heteronyms[family] ?? [] }
}

extension ChineseName {
    /// Family names of two characters (from 百家姓 and those in use today).
    public static let compoundFamilies: Set<String> = [
        "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "司空", "夏侯", "宇文", "长孙", "轩辕", "端木", "独孤",
        "南宫", "西门", "东郭", "南郭", "百里", "呼延", "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "公羊", "仲孙",
        "钟离", "鲜于", "闾丘", "亓官", "司寇", "巫马", "公西", "漆雕", "乐正", "壤驷", "公良", "拓跋", "夹谷", "宰父", "谷梁", "段干", "梁丘", "左丘",
        "东门", "公伯", "第五", "万俟", "羊舌", "微生", "完颜", "纳兰", "叶赫", "爱新", "欧侯", "贺兰", "耶律", "高堂",
    ]

    /// Family names read otherwise than the character usually is, with every reading in use, the commonest first.
    ///
    /// ICU's Han–Latin transform gives the usual reading of the character (单 dān, 曾 céng); who searches for Shan or Zeng would not find them.
    /// Sources: 现代汉语词典, 7th edition, entries marked 姓; 百家姓.
    public static let heteronyms: [String: [String]] = [
        "单": ["Shàn"], "曾": ["Zēng"], "仇": ["Qiú"], "区": ["Ōu"], "查": ["Zhā"], "解": ["Xiè"], "任": ["Rén"],
        "盖": ["Gě", "Gài"], "华": ["Huà", "Huá"], "朴": ["Piáo"], "覃": ["Qín", "Tán"], "翟": ["Zhái", "Dí"], "缪": ["Miào"],
        "乐": ["Yuè", "Lè"], "繁": ["Pó"], "秘": ["Bì"], "卜": ["Bǔ"], "薄": ["Bó"], "种": ["Chóng"], "洗": ["Xiǎn"],
        "员": ["Yùn"], "郇": ["Xún", "Huán"], "宓": ["Mì", "Fú"], "訾": ["Zī"], "祭": ["Zhài"], "葛": ["Gě"], "燕": ["Yān"],
        "宁": ["Níng", "Nìng"], "纪": ["Jǐ", "Jì"], "过": ["Guō"], "哈": ["Hǎ"], "句": ["Gōu"], "令": ["Líng"], "那": ["Nā"],
        "能": ["Nài"], "召": ["Shào"], "折": ["Shé"], "隗": ["Wěi", "Kuí"], "於": ["Yū"],
        "干": ["Gān"], "占": ["Zhān"], "郗": ["Xī", "Chī"], "牟": ["Mù", "Móu"], "谌": ["Chén", "Shèn"], "都": ["Dū"],
        "肖": ["Xiāo"], "相": ["Xiàng"], "黑": ["Hè", "Hēi"], "藏": ["Zāng"], "尉迟": ["Yùchí"],
        "万俟": ["Mòqí"], "单于": ["Chányú"], "澹台": ["Tántái"], "令狐": ["Línghú"], "乐正": ["Yuèzhèng"], "夹谷": ["Jiágǔ"],
        "宰父": ["Zǎifǔ"], "拓跋": ["Tuòbá"], "耶律": ["Yēlǜ"],
    ]
}
