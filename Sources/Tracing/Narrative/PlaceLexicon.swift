/// The names by which places are known: divisions in full and in short, and the single characters that stand for provinces and cities.
struct PlaceLexicon: Sendable {
    /// Names that are places wherever they stand: provinces and prefectures in full and short, counties in full.
    let certain: WordSet
    /// Short names of counties, which are places only where a place is expected.
    let possible: WordSet
    /// Characters that stand for a province or a city behind 回, 返, 来.
    let abbreviations: Set<Unicode.Scalar>

    static let standard = PlaceLexicon(DivisionNames.table)

    init(_ table: String) {
        var certain: Set<String> = []
        var possible: Set<String> = []
        var abbreviations = Set("京津冀晋蒙辽吉黑沪申苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇藏陕甘青宁新港澳台汉深广".unicodeScalars)
        for line in table.split(separator: "\n") {
            var words = line.split(separator: " ").map(String.init)
            guard let first = words.first else { continue }
            words.removeFirst()
            if first == "#" {
                guard let province = words.first else { continue }
                certain.formUnion([province, PlaceLexicon.short(province)])
                continue
            }
            if first != "-" {
                certain.formUnion([first, PlaceLexicon.short(first)])
                abbreviations.formUnion(PlaceLexicon.short(first).unicodeScalars)
            }
            for county in words {
                certain.insert(county)
                let short = PlaceLexicon.short(county)
                if short.unicodeScalars.count >= 2, !PlaceLexicon.ordinary.contains(short) { possible.insert(short) }
            }
        }
        // Names of counties that say nothing by themselves.
        certain.subtract(["城区", "郊区", "矿区", "市区", "区", "海南区"])
        abbreviations.subtract("国家乡村院校访城后时途程山水海州江河安平新中大上下南北东西阳口头宁德定关岭通长和来去到达入住".unicodeScalars)
        certain.formUnion(["湖北", "内蒙", "重庆", "上海", "北京", "天津", "香港", "澳门", "台湾"])
        self.certain = WordSet(certain)
        self.possible = WordSet(possible.subtracting(certain))
        self.abbreviations = abbreviations.union("宁新德".unicodeScalars)
    }

    /// A division's name without what kind it is: 长沙市 长沙, 湘西土家族苗族自治州 湘西, 灵璧县 灵璧.
    static func short(_ name: String) -> String {
        for suffix in ["特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区"] where name.hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        for suffix in ["自治州", "自治县", "自治旗"] where name.hasSuffix(suffix) {
            var rest = name.dropLast(suffix.count)
            for people in peoples {
                if let range = rest.range(of: people), rest.distance(from: rest.startIndex, to: range.lowerBound) >= 1 {
                    rest = rest[..<range.lowerBound]
                }
            }
            return String(rest)
        }
        for suffix in ["省", "市", "地区", "林区", "县", "区", "盟", "旗"] where name.hasSuffix(suffix) && name.count > suffix.count + 1 {
            return String(name.dropLast(suffix.count))
        }
        return name
    }

    private static let peoples = [
        "土家族", "苗族", "侗族", "瑶族", "藏族", "羌族", "彝族", "回族", "蒙古族", "蒙古", "哈萨克", "朝鲜族", "布依族", "哈尼族", "壮族", "傣族", "白族", "景颇族", "傈僳族", "柯尔克孜",
        "满族", "黎族", "畲族", "仡佬族", "水族", "土族", "撒拉族", "保安族", "东乡族", "裕固族", "哈萨克族", "纳西族", "拉祜族", "佤族", "独龙族", "怒族", "各族", "毛南族", "仫佬族", "塔吉克",
    ]

    /// Short names that are ordinary words as well.
    private static let ordinary: Set<String> = [
        "和平", "东方", "新华", "城关", "城中", "城东", "城西", "城北", "城厢", "新城", "向阳", "前进", "青年", "永定", "东风", "桥东", "桥西", "长安", "裕华", "中原", "解放", "站前", "友好",
        "红旗",
        "自流", "高新", "中山", "南山", "东山", "西山", "大同", "河东", "河西", "河南", "新建", "新民", "建设", "光明", "平安", "大通", "安定", "工农", "兴安", "西区", "东区", "南部", "开平",
        "太和",
        "文化", "新兴", "通道", "双江", "民和", "互助", "同心", "正定", "大方", "开化", "大安", "合作", "集美", "阳光", "管城", "老城", "吉利", "山城", "卫东", "石龙", "路南", "路北", "集宁",
        "金山", "宝山", "东港",
    ]
}
