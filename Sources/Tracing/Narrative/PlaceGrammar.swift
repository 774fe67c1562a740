/// Finds places: chains of known names and what lies in them (`平江县城关镇东街`), names known by how they end (`红旗镇`, `桃仙机场`), and the single
/// characters that stand for a city behind 回, 返 and 来.
struct PlaceGrammar {
    let lexicon: PlaceLexicon

    /// The places of a text, in order, outside what is taken.
    func find(in text: NarrativeText) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < text.count {
            if text.taken[index] {
                index += 1
            } else if let range = chain(text, at: index) ?? abbreviation(text, at: index) {
                found.append(range)
                index = range.upperBound
            } else if let range = suffixed(text, at: index, after: found.last?.upperBound ?? 0) {
                found.append(range)
                index = range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    // MARK: Known names

    private func chain(_ text: NarrativeText, at index: Int) -> Range<Int>? {
        guard let name = known(text, at: index) else { return nil }
        guard name.isCertain || name.end > name.bare || PlaceGrammar.isExpected(text, index..<name.end) else { return nil }
        var end = name.end
        // 武汉大学, 北京路: the name is only the beginning of another one.
        while let next = continuation(text, at: end) { end = next }
        return index..<end
    }

    /// A known name and the word that makes another of it: 龙潭 in 龙潭镇, 武汉 in 武汉站, 南京 in 南京南 where that is a station.
    private func known(_ text: NarrativeText, at index: Int) -> (bare: Int, end: Int, isCertain: Bool)? {
        let certain = lexicon.certain.match(text, at: index)
        guard let length = certain ?? lexicon.possible.match(text, at: index), isFree(text, index..<index + length) else { return nil }
        let bare = index + length
        if let more = PlaceGrammar.makers.match(text, at: bare), isFree(text, bare..<bare + more) { return (bare, bare + more, true) }
        if let side = text[bare], "东西南北".unicodeScalars.contains(side), !text.taken[bare],
            text.isBoundary(bare + 1) || PlaceGrammar.behindStation.match(text, at: bare + 1) != nil
        {
            return (bare, bare + 1, certain != nil)
        }
        return (bare, bare, certain != nil)
    }

    /// Where a further part of a chain ends: a known name, or something that ends as parts of addresses do.
    private func continuation(_ text: NarrativeText, at index: Int) -> Int? {
        guard !text.isBoundary(index), !text.taken[index] else { return nil }
        if let name = known(text, at: index) { return name.end }
        if let end = PlaceGrammar.numbered(text, at: index) { return end }
        var last: Int?
        var end = index
        while end < text.count, end - index < 9, !text.isBoundary(end), !text.taken[end] {
            if end > index, let length = PlaceGrammar.parts.match(text, at: end), isFree(text, end..<end + length) {
                last = end + length
                break
            }
            if PlaceGrammar.stops.match(text, at: end) != nil { break }
            end += 1
        }
        return last
    }

    /// `11号`, `5号楼`, `3组`, `2单元`, `D区`.
    private static func numbered(_ text: NarrativeText, at index: Int) -> Int? {
        var end = index
        while let scalar = text[end], scalar.isASCII, scalar.properties.isAlphabetic || text.isDigit(end) { end += 1 }
        guard end > index, end - index <= 5, let length = numberedParts.match(text, at: end) else { return nil }
        return end + length
    }

    private func isFree(_ text: NarrativeText, _ range: Range<Int>) -> Bool { range.upperBound <= text.count && range.allSatisfy { !text.taken[$0] } }

    /// Whether a place stands here: behind a preposition, or before what people do at places.
    private static func isExpected(_ text: NarrativeText, _ range: Range<Int>) -> Bool {
        if before.match(text, before: range.lowerBound, most: 4) != nil { return true }
        return after.match(text, at: range.upperBound) != nil
    }

    // MARK: One character for a city

    private func abbreviation(_ text: NarrativeText, at index: Int) -> Range<Int>? {
        guard let scalar = text[index], lexicon.abbreviations.contains(scalar) else { return nil }
        if text[index + 1] == "市", PlaceGrammar.before.match(text, before: index, most: 4) != nil, !text.taken[index + 1] { return index..<index + 2 }
        guard let verb = text[index - 1], "回返来抵离赴".unicodeScalars.contains(verb) else { return nil }
        let next = index + 1
        let closes = text.isBoundary(next) || text.taken[next] || PlaceGrammar.behindAbbreviation.match(text, at: next) != nil
        return closes ? index..<next : nil
    }

    // MARK: Names known by their ending

    private func suffixed(_ text: NarrativeText, at index: Int, after limit: Int) -> Range<Int>? {
        guard let length = PlaceGrammar.endings.match(text, at: index), isFree(text, index..<index + length) else { return nil }
        var start = index
        while start > limit, index - start < 7, !text.isBoundary(start - 1), !text.taken[start - 1] {
            if let scalar = text[start - 1], scalar.isASCII { break }
            if PlaceGrammar.stops.match(text, before: start, most: 4) != nil || PlaceGrammar.before.match(text, before: start, most: 4) != nil {
                break
            }
            start -= 1
        }
        let core = text.words(start..<index)
        guard start < index, !PlaceGrammar.vague.contains(core), !PlaceGrammar.vague.contains(core + text.words(index..<index + length)),
            !(index - start == 1 && length == 1 && PlaceGrammar.needsMore.contains(core))
        else { return nil }
        var end = index + length
        while let next = continuation(text, at: end) { end = next }
        return start..<end
    }
}

extension PlaceGrammar {
    /// What addresses are made of below the county.
    private static let parts = WordSet(
        """
        市 县 区 镇 乡 街道 村 社区 小区 村委会 居委会 组 屯 庄 路 街 巷 大道 大街 胡同 弄 里 花园 新村 开发区 工业园区 园区 新区 片区 工业园 机场 火车站 高铁站 客运站 汽车站 \
        动车站 地铁站 车站 口岸 渡口 码头 酒店 宾馆 大厦 广场 市场 超市 商场 大学 学院 中学 小学 学校 幼儿园 公司 厂 湾 公寓 佳苑 家园 苑 城 府 小镇 农场 林场 景区 公园 路口 服务区 单元 号楼 家属楼 家属院 州 盟 旗
        """)
    private static let numberedParts = WordSet("号楼 号院 号 栋 幢 组 单元 室 弄 区 座 楼 队 社 村 巷 街 路 大院")
    private static let makers = WordSet(
        "镇 乡 街道 村 路 街 大道 大学 学院 机场 火车站 高铁站 客运站 汽车站 动车站 东站 西站 南站 北站 站 市 县 区 口岸 酒店 宾馆 广场 市场 小区 社区 园区 开发区 新区")
    private static let behindStation = WordSet("至 到 站 返 出 乘 开 前 转")
    private static let endings = WordSet(
        """
        市 县 区 镇 乡 村 街道 路 街 机场 火车站 高铁站 客运站 汽车站 口岸 渡口 码头 大酒店 酒店 宾馆 市场 广场 小区 花园 社区 大学 学院 中学 小学 服务区 收费站 公园 开发区 园区 \
        商场 大厦 商城 批发市场 农贸市场 菜市场 超市 景区 度假区 公寓 路口 大道 农场
        """)
    /// Words that cannot be part of a name.
    private static let stops = WordSet(
        """
        务工 打工 返 回 从 到 至 自驾 自行 在 往 去 赴 与 及 跟 同学 同事 同行 同乘 同一 其 是 为 系 有 无 被 因 乘 坐 驾 搭 的 了 人员 探亲 走访 居住 居家 出发 后 前 期间 参加 确诊 患者 接触 做 从事 上学 旅游 旅行 \
        籍 病例 高铁 火车 汽车 飞机 动车 客车 列车 大巴 私家车 出租车 公交 步行 途 经营 经商 经过 送 转 由 将 该 本 我 他 她 并 再 又 即 先 均 曾 未 不 需 可 已 现 居住地 户籍 家住 常住 住址 住 工作 上班 购买 采购 吃 用餐 聚 \
        进行 隔离 治疗 就诊 观察 确认 检测 采样 出现 发热 发病 症状 来自 来 抵 离 过 丈夫 妻子 父亲 母亲 女儿 儿子 亲属 亲戚 家属 朋友 家 老乡 人 男 女 岁 例 时 许 天 日 月 年 新增 报告 累计 感染 疫情 密切 医学 一起 共同 \
        分别 先后 多次 所 也 都 和 打 旅居 上车 下车 只 属 对 以 如 则 但 而 乡政府 等地 附近
        """)
    /// Words behind which a place is expected.
    private static let before = WordSet(
        """
        从 自 到 至 往 回 返 在 住 赴 来 去 经 抵 达 住址 户籍 籍贯 家住 现居 居 地 址 居住地 常住地 于 离开 途经 途径 经过 前往 返回 来自 抵达 到达 进入 位于 路过 入 由 去过 到过 、 途 与 系 例 为 及 ，
        """)
    private static let after = WordSet("人 籍 返 来 回 居住 务工 出发 探亲 旅居 等地 市民 区 县")
    private static let behindAbbreviation = WordSet("人 确 探 过 的 同 后 途 当 居 亲 务 隔 旅 患 病 在 乘 期 并 与 工 度")
    private static let needsMore: Set<String> = [
        "一", "两", "三", "各", "多", "半", "几", "病", "疫", "山", "城", "郊", "地", "社", "小", "辖", "灾", "农", "全", "外", "本", "我", "该", "同", "邻", "上", "下", "超",
        "道", "马", "公", "铁", "走", "一路", "家", "老",
    ]
    private static let vague: Set<String> = [
        "", "小", "社", "市", "我市", "全市", "本市", "该市", "外市", "各", "本", "我", "全", "该", "农贸", "农", "城", "某", "集", "新", "邻", "同", "附近", "当地", "其他", "各县",
        "县市", "县城", "市区", "城区", "疫区", "病区", "灾区", "地区",
        "山区", "农村", "乡村", "同村", "邻村", "本村", "本县", "我县", "超市", "城市", "门市", "隔离区", "道路", "一路", "走路", "回乡", "返乡", "家乡", "老乡", "菜", "大学", "中学", "小学",
        "酒店", "宾馆", "机场", "市场", "广场", "公园", "重点地区",
        "重点疫区", "小区", "社区", "商场", "火车站", "高铁站", "客运站", "汽车站", "街道", "路口", "服务区", "收费站", "码头", "开发区", "景区", "公寓", "隔离病", "铁路", "公路", "高速公路", "高速",
        "马路", "线路", "一路上", "生活区",
    ]
}
