import Register
import Vocabulary

/// One of the fifteen local cases, as the scenario tells it. The six cities, the number and that people had returned from other provinces are the
/// province's; who, when and where exactly is invented.
struct CaseScript: Sendable {
    /// County, six digits.
    let county: String
    /// Day of March on which symptoms began.
    let onset: Int
    /// Day, hour and minute of the diagnosis in March.
    let diagnosed: (day: Int, hour: Int, minute: Int)
    let age: Int
    let sex: Sex
    let occupation: String
    let severity: Severity
    let detection: DetectionRoute
    /// Where from, if the infection was brought in from another province.
    var returned: Return?
    /// The script of the case this one caught it from.
    var source: Int?

    /// A return from another province.
    struct Return: Sendable {
        let origin: String
        let code: String
        let risk: OriginRisk
        /// Day of March of the arrival.
        let day: Int
        let train: String
        let seat: String
        let checkpoint: String
    }

    static let all: [CaseScript] = [
        // 湘潭
        CaseScript(
            county: "430302", onset: 10, diagnosed: (11, 21, 20), age: 34, sex: .male, occupation: "商业服务", severity: .moderate, detection: .clinic,
            returned: Return(origin: "上海市闵行区", code: "310112", risk: .affectedProvince, day: 8, train: "G1341", seat: "06车11D号", checkpoint: "湘潭北站")),
        CaseScript(
            county: "430302", onset: 12, diagnosed: (12, 23, 5), age: 33, sex: .female, occupation: "教师", severity: .mild, detection: .contact,
            source: 0),
        CaseScript(
            county: "430321", onset: 13, diagnosed: (14, 16, 40), age: 46, sex: .male, occupation: "民工", severity: .mild, detection: .voluntary,
            returned: Return(
                origin: "广东省深圳市福田区", code: "440304", risk: .affectedProvince, day: 10, train: "G6014", seat: "03车08F号", checkpoint: "湘潭北站")),
        // 长沙
        CaseScript(
            county: "430111", onset: 11, diagnosed: (12, 9, 30), age: 29, sex: .female, occupation: "商业服务", severity: .mild, detection: .voluntary,
            returned: Return(origin: "上海市徐汇区", code: "310104", risk: .affectedProvince, day: 8, train: "G1321", seat: "09车14A号", checkpoint: "长沙南站")),
        CaseScript(
            county: "430111", onset: 13, diagnosed: (14, 8, 15), age: 38, sex: .male, occupation: "商业服务", severity: .moderate, detection: .contact,
            source: 3),
        CaseScript(
            county: "430104", onset: 12, diagnosed: (13, 19, 10), age: 21, sex: .male, occupation: "学生", severity: .mild, detection: .clinic,
            returned: Return(
                origin: "广东省东莞市大朗镇", code: "4419", risk: .affectedProvince, day: 9, train: "G6102", seat: "12车05C号", checkpoint: "长沙南站")),
        CaseScript(
            county: "430121", onset: 15, diagnosed: (16, 11, 50), age: 52, sex: .male, occupation: "工人", severity: .mild, detection: .arrival,
            returned: Return(origin: "山东省威海市", code: "3710", risk: .affectedProvince, day: 14, train: "G280", seat: "02车16B号", checkpoint: "长沙南站")),
        CaseScript(
            county: "430102", onset: 16, diagnosed: (17, 7, 25), age: 22, sex: .female, occupation: "学生", severity: .mild, detection: .contact,
            source: 5),
        // 岳阳
        CaseScript(
            county: "430602", onset: 12, diagnosed: (13, 14, 0), age: 41, sex: .male, occupation: "干部职员", severity: .moderate, detection: .clinic,
            returned: Return(
                origin: "吉林省长春市绿园区", code: "220106", risk: .affectedProvince, day: 9, train: "G484", seat: "07车03F号", checkpoint: "岳阳东站")),
        CaseScript(
            county: "430681", onset: 15, diagnosed: (16, 20, 30), age: 57, sex: .female, occupation: "农民", severity: .mild, detection: .voluntary,
            returned: Return(origin: "上海市浦东新区", code: "310115", risk: .affectedProvince, day: 12, train: "G1347", seat: "11车09D号", checkpoint: "岳阳东站")
        ),
        // 邵阳
        CaseScript(
            county: "430503", onset: 13, diagnosed: (14, 12, 45), age: 26, sex: .male, occupation: "餐饮食品业", severity: .mild, detection: .voluntary,
            returned: Return(
                origin: "广东省深圳市宝安区", code: "440306", risk: .affectedProvince, day: 11, train: "G6156", seat: "05车12A号", checkpoint: "邵阳北站")),
        CaseScript(
            county: "430524", onset: 16, diagnosed: (17, 10, 20), age: 44, sex: .male, occupation: "民工", severity: .mild, detection: .arrival,
            returned: Return(
                origin: "广东省东莞市虎门镇", code: "4419", risk: .affectedProvince, day: 14, train: "G6158", seat: "08车02C号", checkpoint: "邵阳北站")),
        // 怀化
        CaseScript(
            county: "431202", onset: 11, diagnosed: (12, 17, 35), age: 36, sex: .female, occupation: "商业服务", severity: .moderate, detection: .clinic,
            returned: Return(origin: "上海市嘉定区", code: "310114", risk: .affectedProvince, day: 9, train: "G1371", seat: "10车07D号", checkpoint: "怀化南站")),
        CaseScript(
            county: "431224", onset: 15, diagnosed: (15, 22, 10), age: 63, sex: .female, occupation: "家务及待业", severity: .moderate,
            detection: .contact,
            source: 12),
        // 永州
        CaseScript(
            county: "431103", onset: 14, diagnosed: (15, 13, 15), age: 31, sex: .male, occupation: "工人", severity: .mild, detection: .voluntary,
            returned: Return(
                origin: "广东省广州市黄埔区", code: "440112", risk: .affectedProvince, day: 12, train: "G6032", seat: "04车15F号", checkpoint: "永州站")),
    ]

    /// Where the cases of a prefecture are treated: the county of its designated hospital.
    static let hospitals = ["4301": "430105", "4303": "430304", "4305": "430502", "4306": "430602", "4311": "431103", "4312": "431202"]
}

/// A flight from abroad that came down at Huanghua in March, under closed-loop control from the steps of the aircraft on.
struct Flight: Sendable {
    let day: Int
    let number: String
    let origin: String
    /// Rows in which someone was found infected, with the day of March and the hour of the diagnosis.
    let infected: [(row: Int, day: Int, hour: Int)]

    static let county = TerritoryCode("430121")

    static let all: [Flight] = [
        Flight(day: 2, number: "CZ8506", origin: "泰国曼谷", infected: [(31, 6, 15), (44, 9, 21)]),
        Flight(day: 5, number: "CA7914", origin: "德国法兰克福", infected: [(38, 6, 9), (39, 8, 16)]),
        Flight(day: 7, number: "MU9622", origin: "缅甸仰光", infected: [(22, 8, 14), (27, 11, 20), (51, 14, 18)]),
        Flight(day: 9, number: "CZ8638", origin: "肯尼亚内罗毕", infected: [(33, 10, 13), (35, 13, 17)]),
        Flight(day: 11, number: "CZ8506", origin: "泰国曼谷", infected: [(40, 12, 15), (46, 15, 19), (47, 15, 20)]),
        Flight(day: 12, number: "HU7970", origin: "美国洛杉矶", infected: [(29, 13, 12), (36, 16, 18)]),
        Flight(day: 15, number: "MU9622", origin: "缅甸仰光", infected: [(25, 16, 17), (26, 18, 11)]),
        Flight(day: 17, number: "OZ3210", origin: "韩国首尔", infected: [(34, 18, 13), (42, 18, 22)]),
    ]
}
