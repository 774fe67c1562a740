import Register
import Vocabulary

/// The points of entry of the province at which the scenario's travellers are checked.
enum Checkpoints {
    /// A point of entry.
    struct Point: Sendable {
        let name: String
        let county: String
        let kind: Checkpoint.Kind
    }

    static let airport = Point(name: "长沙黄花国际机场", county: "430121", kind: .airport)

    /// The main stations by prefecture.
    static let stations: [String: Point] = [
        "4301": Point(name: "长沙南站", county: "430111", kind: .railwayStation), "4302": Point(name: "株洲西站", county: "430211", kind: .railwayStation),
        "4303": Point(name: "湘潭北站", county: "430302", kind: .railwayStation), "4304": Point(name: "衡阳东站", county: "430405", kind: .railwayStation),
        "4305": Point(name: "邵阳北站", county: "430522", kind: .railwayStation), "4306": Point(name: "岳阳东站", county: "430602", kind: .railwayStation),
        "4307": Point(name: "常德站", county: "430702", kind: .railwayStation), "4308": Point(name: "张家界西站", county: "430802", kind: .railwayStation),
        "4309": Point(name: "益阳南站", county: "430903", kind: .railwayStation), "4310": Point(name: "郴州西站", county: "431003", kind: .railwayStation),
        "4311": Point(name: "永州站", county: "431103", kind: .railwayStation), "4312": Point(name: "怀化南站", county: "431202", kind: .railwayStation),
        "4313": Point(name: "娄底南站", county: "431302", kind: .railwayStation), "4331": Point(name: "吉首东站", county: "433101", kind: .railwayStation),
    ]

    /// Where the motorways enter the province.
    static let motorways = [
        Point(name: "京港澳高速羊楼司检查点", county: "430682", kind: .motorway), Point(name: "沪昆高速醴陵检查点", county: "430281", kind: .motorway),
        Point(name: "沪昆高速新晃检查点", county: "431227", kind: .motorway), Point(name: "京港澳高速宜章检查点", county: "431022", kind: .motorway),
        Point(name: "二广高速澧县检查点", county: "430723", kind: .motorway), Point(name: "大浏高速浏阳检查点", county: "430181", kind: .motorway),
        Point(name: "厦蓉高速汝城检查点", county: "431026", kind: .motorway), Point(name: "包茂高速花垣检查点", county: "433124", kind: .motorway),
        Point(name: "二广高速江华检查点", county: "431129", kind: .motorway),
    ]
}

/// Where travellers come from, with the risk of the place that month and a weight. Which places were at which risk on which day is simplified.
struct TravelOrigin: Sendable {
    let name: String
    let code: String
    let risk: OriginRisk
    let weight: Int

    static let all: [TravelOrigin] = [
        TravelOrigin(name: "吉林省吉林市船营区", code: "220204", risk: .high, weight: 7),
        TravelOrigin(name: "吉林省长春市九台区", code: "220113", risk: .high, weight: 6),
        TravelOrigin(name: "山东省青岛市莱西市", code: "370285", risk: .high, weight: 6),
        TravelOrigin(name: "广东省东莞市大朗镇", code: "4419", risk: .high, weight: 12),
        TravelOrigin(name: "上海市嘉定区", code: "310114", risk: .medium, weight: 10),
        TravelOrigin(name: "广东省深圳市福田区", code: "440304", risk: .medium, weight: 16),
        TravelOrigin(name: "陕西省西安市雁塔区", code: "610113", risk: .medium, weight: 4),
        TravelOrigin(name: "天津市西青区", code: "120111", risk: .medium, weight: 3),
        TravelOrigin(name: "上海市闵行区", code: "310112", risk: .low, weight: 34), TravelOrigin(name: "上海市浦东新区", code: "310115", risk: .low, weight: 36),
        TravelOrigin(name: "广东省深圳市南山区", code: "440305", risk: .low, weight: 44), TravelOrigin(name: "山东省威海市", code: "3710", risk: .low, weight: 6),
        TravelOrigin(name: "河北省廊坊市", code: "1310", risk: .low, weight: 7),
        TravelOrigin(name: "广东省广州市", code: "4401", risk: .affectedProvince, weight: 190),
        TravelOrigin(name: "广东省佛山市", code: "4406", risk: .affectedProvince, weight: 70),
        TravelOrigin(name: "江苏省苏州市", code: "3205", risk: .affectedProvince, weight: 44),
        TravelOrigin(name: "浙江省杭州市", code: "3301", risk: .affectedProvince, weight: 60),
        TravelOrigin(name: "福建省厦门市", code: "3502", risk: .affectedProvince, weight: 26),
        TravelOrigin(name: "广西壮族自治区桂林市", code: "4503", risk: .affectedProvince, weight: 38),
        TravelOrigin(name: "北京市朝阳区", code: "110105", risk: .affectedProvince, weight: 36),
        TravelOrigin(name: "湖北省武汉市", code: "4201", risk: .unaffected, weight: 120),
        TravelOrigin(name: "江西省南昌市", code: "3601", risk: .unaffected, weight: 80),
        TravelOrigin(name: "贵州省贵阳市", code: "5201", risk: .unaffected, weight: 70),
        TravelOrigin(name: "重庆市渝中区", code: "500103", risk: .unaffected, weight: 44),
        TravelOrigin(name: "海南省海口市", code: "4601", risk: .unaffected, weight: 18),
        TravelOrigin(name: "山西省太原市", code: "1401", risk: .unaffected, weight: 12),
    ]
}
