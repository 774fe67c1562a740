/// Which part a date or a place plays, by the words around it. Rules, not a model: what they cannot tell is `other`.
struct NarrativeRoles {
    private static let confirmed = ["确诊", "诊断为", "阳性", "确认为", "被诊断", "confirmed", "tested positive"]
    private static let onset = ["发病", "发热", "咳嗽", "出现症状", "症状", "不适", "发烧", "乏力", "symptom", "fever", "onset", "fell ill"]
    private static let isolated = ["隔离", "留观", "医学观察", "isolated", "quarantine"]
    private static let visited = ["就诊", "入院", "住院", "收治", "门诊", "入住", "就医", "看病", "送至", "送往", "admitted", "hospital", "clinic"]
    private static let arrived = ["返回", "回到", "到达", "抵达", "返", "回", "抵", "来", "到", "前往", "飞往", "乘", "自驾", "arrived", "returned", "travelled", "flew"]

    /// The role of a date, by the first telling word before the next date.
    static func time(_ span: Range<Int>, next: Int, _ text: NarrativeText) -> NarrativeSpan.Label {
        // A date in front of a diagnosed person is that diagnosis; a later sentence is another matter.
        var end = span.upperBound
        while end < next, end < text.count, !["。", "；", ";", "\n"].contains(text[end]) { end += 1 }
        let clause = span.upperBound..<min(end, next)
        func first(_ words: [String]) -> Int {
            words.compactMap { word in clause.first { text.has(word, at: $0) } }.min() ?? .max
        }
        let positions: [(Int, NarrativeSpan.Label)] = [
            (first(confirmed), .confirmed), (first(onset), .onset), (first(visited), .firstVisit), (first(isolated), .isolated),
            (first(arrived), .arrived),
        ]
        // 到医院就诊 and 因发热就诊 are visits: going there, or why, says less than what was done.
        let earliest = positions.min { $0.0 < $1.0 }
        guard let earliest, earliest.0 != .max else { return .otherTime }
        let visit = first(visited)
        if visit != .max, !(earliest.1 == .confirmed), visit - span.upperBound <= 25 {
            let isReason = text.words(clause).hasPrefix("因") || text.words(clause).hasPrefix("，因")
            let isolation = first(isolated)
            if isReason || earliest.1 == .firstVisit { return isolation != .max && isolation - visit <= 12 ? .isolated : .firstVisit }
            if earliest.1 == .arrived, hasHospital(text, clause) { return isolation != .max ? .isolated : .firstVisit }
        }
        return earliest.1
    }

    private static func hasHospital(_ text: NarrativeText, _ clause: Range<Int>) -> Bool {
        clause.contains { index in ["医院", "卫生院", "医疗机构", "一院", "二院", "三院", "四院", "五院"].contains { text.has($0, at: index) } }
    }

    /// The role of a place, by the words before and behind it.
    static func place(_ span: Range<Int>, _ text: NarrativeText) -> NarrativeSpan.Label {
        func before(_ words: [String]) -> Bool { words.contains { text.has($0, before: span.lowerBound) } }
        func behind(_ words: [String]) -> Bool { words.contains { text.has($0, at: span.upperBound) } }
        if before(["途经", "途径", "经", "经过", "via ", "through "]) { return .transit }
        if before(["从", "自", "离开", "from ", "left "]) { return .placeLeft }
        if before(["住", "住址", "居住地:", "现居", "户籍地:", "家住", "住在", "居住地", "户籍", "住于", "籍贯", "lives in ", "resident of "]) { return .otherPlace }
        if before(["返回", "回", "返", "来", "到", "至", "抵达", "到达", "往", "抵", "赴", "进入", "回到", "to ", "reached "]) { return .destination }
        if behind(["返", "回", "来", "至", "到", "出发"]) { return .placeLeft }
        if before(["居家", "在", "at ", "in "]) { return .otherPlace }
        return .otherPlace
    }

    /// Of a journey of several legs only the last one's place and date are destination and arrival: the places before were passed through, and the
    /// dates before are others.
    static func settleLegs(_ spans: inout [NarrativeSpan]) {
        guard let end = spans.last(where: { $0.label == .destination }) else { return settleArrivals(&spans) }
        for index in spans.indices where spans[index].label == .destination && spans[index].text != end.text { spans[index].label = .transit }
        settleArrivals(&spans)
    }

    private static func settleArrivals(_ spans: inout [NarrativeSpan]) {
        let last = spans.lastIndex { $0.label == .arrived }
        for index in spans.indices where spans[index].label == .arrived && index != last { spans[index].label = .otherTime }
    }
}
