/// Finds hospitals and other institutions by how their names end, and how far they reach to the left by the words that cannot be part of one.
struct InstitutionGrammar {
    struct Found: Hashable {
        var range: Range<Int>
        var isHospital: Bool
    }

    private static let hospitalEndings = WordSet(
        """
        医院 卫生院 传染病院 精神病院 中医院 保健院 妇保院 附院 公共卫生医学中心 公共卫生临床中心 公共卫生医疗中心 公卫中心 医学中心 医疗中心 临床中心 \
        医疗救治中心 救治中心 医疗机构 诊所 卫生室 卫生所 医务室 卫生服务中心 卫生服务站 卫生站 门诊部 急救中心 疗养院
        """)
    private static let otherEndings = WordSet(
        """
        疾控中心 疾病预防控制中心 疾控 卫生健康委员会 卫生健康委 卫健委 卫健局 卫生健康局 卫计委 卫计局 防控指挥部 指挥部 集中隔离医学观察点 集中医学观察点 \
        集中隔离观察点 集中观察点 集中隔离点 隔离医学观察点 隔离观察点 隔离点 观察点 定点场所 集中隔离场所 隔离场所 隔离酒店 定点酒店 派出所 公安局
        """)
    /// Words that end before a name begins.
    private static let openers = WordSet(
        """
        到 至 在 往 于 赴 入 转 送 去 从 由 被 为 是 的 了 自 将 因 随 再 又 并 即 后 及 与 经 进 住 系 现 日 时 许 回 来 车 前往 返回 就近 先后 有 对 用 抵 达 离 \
        继续 目前 当天 当晚 自行 随后 今 期间 本人 患者 其 接 乘坐 步行 走 收治 诊断 治疗 上 选择 陪 丈夫 家属 人员 报 该 被送 乘 驾 前 要求 和 未 向 联系 病例 曾
        """)
    /// Names that begin with a word that elsewhere ends before one.
    private static let exceptions = WordSet(
        """
        仁和 协和 人和 太和 泰和 祥和 同和 永和 三和 中和 天和 颐和 平和 共和 安和 民和 义和 元和 福和 和平 和田 和县 和顺 和静 和硕 和政 和龙 和林格尔 和睦 和谐 来宾 来安 来凤 于都 于田 于洪 自贡 自流井 回民 回族 经开 经济 后旗 日照 日喀则 日土 日报 许昌 入海 \
        现代 转院 上海 上饶 上虞 上高 上犹 上林 上思 上蔡 上城 上杭 上栗 上街 上甘岭 上党 进贤 前进 前锋 前郭 去氧 时珍 车城 及第 达州 达川 达县 达拉特 达茂 达日 达孜 \
        在线 由衷 其他 对口 用友 未央 未成年 向阳 有色 随州 随县 报国 陪护 为民 家属院 离石 离岛 经纬 为人民 收治医院 收治医疗 是人 今日 住院 治疗中心 治疗医院 抵触
        """)
    private static let vague = Set([
        "", "当地", "该", "本", "附近", "某", "一家", "其他", "此", "两家", "多家", "另一", "各", "各级", "我市", "我院", "外地", "任何", "其它", "相关", "这家", "有关", "大", "小",
    ])

    static func find(in text: NarrativeText) -> [Found] {
        var found: [Found] = []
        var index = 0
        while index < text.count {
            guard let ending = ending(in: text, at: index),
                let start = start(of: text, endingAt: index, behind: ending.end, after: found.last?.range.upperBound ?? 0)
            else {
                index += 1
                continue
            }
            let end = extended(text, from: ending.end)
            found.append(Found(range: start..<end, isHospital: ending.isHospital))
            index = end
        }
        return found
    }

    /// An ending at an index. `市一院`, `中大五院` are hospitals as well.
    private static func ending(in text: NarrativeText, at index: Int) -> (end: Int, isHospital: Bool)? {
        guard !text.taken[index] else { return nil }
        if let length = hospitalEndings.match(text, at: index) { return (index + length, true) }
        if let length = otherEndings.match(text, at: index) { return (index + length, false) }
        if let digit = text[index], "一二三四五六七八九十".unicodeScalars.contains(digit), text[index + 1] == "院",
            let before = text[index - 1], "市省区县州大附医工军旗中".unicodeScalars.contains(before)
        {
            return (index + 2, true)
        }
        return nil
    }

    /// Where the name whose ending begins at `index` begins; nil if only a vague word stands there.
    private static func start(of text: NarrativeText, endingAt index: Int, behind: Int, after limit: Int) -> Int? {
        var start = index
        while start > limit, index - start < 22, !text.isBoundary(start - 1), !text.taken[start - 1] {
            if let cut = opener(text, before: start), exceptionLength(text, at: start - cut, over: start) == nil { break }
            start -= 1
        }
        // Latin letters and figures in front of a name are those of a case or a car, except in names such as 三〇一.
        while start < index, let scalar = text[start], scalar.isASCII, !(index - start <= 5 && text.isDigit(start) && digitsReach(text, start, index))
        {
            start += 1
        }
        let name = text.words(start..<index)
        guard !vague.contains(name) || isComplete(text, index..<behind) else { return nil }
        return start
    }

    private static func digitsReach(_ text: NarrativeText, _ start: Int, _ index: Int) -> Bool {
        (start..<index).allSatisfy(text.isDigit) && index - start >= 3
    }

    private static func opener(_ text: NarrativeText, before index: Int) -> Int? { openers.match(text, before: index, most: 2) }

    /// Whether the opener that ends before `index` is itself the beginning of a known name.
    private static func exceptionLength(_ text: NarrativeText, at start: Int, over index: Int) -> Int? {
        for back in 0...2 where start - back >= 0 {
            if let length = exceptions.match(text, at: start - back), start - back + length > index - 1, length > back { return length }
        }
        return nil
    }

    /// Endings that are a name by themselves: `疾控中心`, `集中隔离点`; `医院` is not.
    private static func isComplete(_ text: NarrativeText, _ range: Range<Int>) -> Bool {
        ![
            "医院", "诊所", "医疗机构", "隔离点", "观察点", "卫生院", "卫生室", "疾控", "指挥部", "医学中心", "医疗中心", "医务室", "救治中心", "卫生所", "派出所", "公安局", "门诊部", "急救中心",
            "卫生站",
        ].contains(text.words(range))
    }

    /// A branch behind a name: `第一医院三化分院`, `东方医院集团总院`, `中心医院(东院区)` without its brackets.
    private static func extended(_ text: NarrativeText, from end: Int) -> Int {
        if text.has("集团", at: end) {
            for length in stride(from: 10, through: 2, by: -1) {
                let close = end + length
                guard close <= text.count, (end..<close).allSatisfy({ !text.isBoundary($0) && !text.taken[$0] }) else { continue }
                for word in ["医院", "总院", "分院"] where text.has(word, before: close) { return close }
            }
        }
        for word in ["分院", "院区", "总院", "本部", "新区", "老院", "新院", "东院", "西院", "南院", "北院"] {
            for gap in 0...4 where text.has(word, at: end + gap) {
                let between = end..<end + gap
                guard between.allSatisfy({ !text.isBoundary($0) && !text.taken[$0] && openers.match(text, at: $0) == nil }) else { break }
                return end + gap + word.unicodeScalars.count
            }
        }
        return end
    }
}
