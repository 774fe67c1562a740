/// Finds the people that a text says somebody met or travelled with.
enum NarrativePeople {
    private static let company = WordSet("与 和 同 随 跟 陪同 陪 接触 with")
    private static let relations = WordSet(
        """
        妻子 丈夫 父亲 母亲 父母 儿子 女儿 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 外公 外婆 岳父 岳母 公公 婆婆 孙子 孙女 外孙 家人 家属 亲属 亲戚 同事 同学 朋友 邻居 老乡 室友 司机 二叔 叔叔 舅舅 姑姑 阿姨 妻妹 \
        wife husband father mother parents son daughter brother sister family relatives friend friends colleague colleagues neighbour driver
        """)

    /// The commonest family names, which nine in ten people bear, and some of two characters.
    private static let families = Set(
        """
        王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺\
        顾毛郝龚邵万钱严覃武戴莫孔向汤易常温康施文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房\
        滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝
        """.unicodeScalars.filter { $0.value > 0x3000 })
    private static let doubleFamilies = WordSet("欧阳 上官 诸葛 司马 司徒 夏侯 皇甫 尉迟 慕容 端木 东方 令狐")
    /// What stands behind a name: a stop, or what people do together.
    private static let behind = Set("，。；、,;（(）) 等和与跟在到去乘坐驾一共同聚吃见就用开打返从曾均也陪为是有".unicodeScalars)
    /// Words that begin like a name.
    private static let noNames = WordSet("高铁 高速 方向 方面 马上 白天 万达 石门 金额 同事 同学 华润 时间 时候 成员 连续 和平 明日 全程 路人 安全 应急 商场 师傅 米粉 车辆 关系 单位 常住")

    /// The end of a full name that begins here; nil where none does.
    private static func fullName(_ text: NarrativeText, at index: Int, _ taken: [Range<Int>]) -> Int? {
        guard !taken.contains(where: { $0.contains(index) }), noNames.match(text, at: index) == nil else { return nil }
        let family = doubleFamilies.match(text, at: index) ?? (text[index].map(families.contains) ?? false ? 1 : 0)
        guard family > 0 else { return nil }
        for given in [2, 1] {
            let end = index + family + given
            let isWritten = (index + family..<end).allSatisfy { place in text[place].map { $0.value >= 0x4E00 && !behind.contains($0) } ?? false }
            let isClosed = text[end].map(behind.contains) ?? true
            if isWritten, isClosed, !taken.contains(where: { $0.overlaps(index..<end) }) { return end }
        }
        return nil
    }

    /// `with Li Xiaoming`: up to three words that begin with a capital.
    private static func latinName(_ text: NarrativeText, at index: Int, _ taken: [Range<Int>]) -> Int? {
        var (end, next, words) = (index, index, 0)
        while words < 3, let scalar = text[next], scalar.isASCII, scalar.properties.isUppercase {
            next += 1
            guard let second = text[next], second.isASCII, second.properties.isLowercase else { break }
            while let letter = text[next], letter.isASCII, letter.properties.isAlphabetic { next += 1 }
            (end, words) = (next, words + 1)
            if text[next] == " " { next += 1 }
        }
        return words >= 2 && !taken.contains { $0.overlaps(index..<end) } ? end : nil
    }

    /// People by their relation (`妻子`), by a case's number (`病例97`) or a masked name (`胡某`), by their full names behind a word of company
    /// (`与王建国、李晓明`) or a relation (`同事张伟`), each once.
    ///
    /// - Parameter taken: Where places and institutions are named: no people stand there.
    static func find(in text: NarrativeText, _ range: Range<Int>, besides taken: [Range<Int>]) -> [String] {
        var people: [String] = []
        var index = range.lowerBound
        // Behind 、 the next of a list of people stands.
        var listed: Int?
        while index < range.upperBound {
            var end: Int?
            if let length = relations.match(text, at: index), !(text[index]?.isASCII ?? false) || isWord(text, index..<index + length) {
                // 同事李某: one person, not two.
                var close = index + length
                if text[close + 1] == "某" {
                    close += 2
                    while text[close] == "某" { close += 1 }
                } else if let name = fullName(text, at: close, taken) {
                    close = name
                }
                end = close
            } else if text.has("病例", at: index) || text.has("患者", at: index), let (_, close) = text.number(at: index + 2, most: 5) {
                end = close
            } else if text.has("case ", at: index) || text.has("Case ", at: index), let (_, close) = text.number(at: index + 5, most: 5) {
                end = close
            } else if text[index + 1] == "某", !text.isBoundary(index), company.match(text, before: index) != nil || text.isBoundary(index - 1) {
                var close = index + 2
                while text[close] == "某" { close += 1 }
                end = close
            } else if company.match(text, before: index) != nil || listed == index {
                end = fullName(text, at: index, taken) ?? latinName(text, at: index, taken)
            } else if text[index - 1] == " ", company.match(text, before: index - 1) != nil {
                end = latinName(text, at: index, taken)
            }
            if let end, end <= range.upperBound {
                let name = text.words(index..<end)
                if !people.contains(name) { people.append(name) }
                index = end
                listed = text[end] == "、" || text[end] == "和" ? end + 1 : nil
            } else {
                index += 1
            }
        }
        return people
    }

    private static func isWord(_ text: NarrativeText, _ range: Range<Int>) -> Bool {
        func isLetter(_ index: Int) -> Bool { text[index].map { $0.isASCII && $0.properties.isAlphabetic } ?? false }
        return !isLetter(range.lowerBound - 1) && !isLetter(range.upperBound)
    }
}
