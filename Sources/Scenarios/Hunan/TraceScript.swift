import Register
import Vocabulary

/// A place that the timelines of the cases name.
struct TraceVenue: Sendable {
    let name: String
    /// The policy's class of place, or a word of its own where the policy asks nothing of such places.
    let sort: String
    let territory: String
    let capacity: Int
    let responsible: String

    static let restaurant = "湘味楼（花侯路店）"
    static let office = "锦程商贸公司写字间"
    static let karaoke = "星悦量贩KTV"
    static let canteen = "望城坡高校第三食堂"
    static let mall = "雨湖城市广场"
    static let hall = "岳阳楼区便民服务大厅"
    static let fishMarket = "城陵矶农贸市场"
    static let noodles = "老树米粉馆"
    static let market = "河西农贸市场"
    static let site = "凤凰园二期工地"
    /// Kept by the scenario's places.
    static let departmentStore = "东塘百货"

    static let all = [
        TraceVenue(name: restaurant, sort: "restaurant", territory: "430111009", capacity: 160, responsible: "易小军"),
        TraceVenue(name: office, sort: "office", territory: "430111008", capacity: 60, responsible: "贺敏"),
        TraceVenue(name: karaoke, sort: "entertainment", territory: "430111002", capacity: 220, responsible: "黎明辉"),
        TraceVenue(name: canteen, sort: "school", territory: "430104006", capacity: 900, responsible: "欧阳慧"),
        TraceVenue(name: mall, sort: "mall", territory: "430302004", capacity: 3000, responsible: "赵建湘"),
        TraceVenue(name: hall, sort: "office", territory: "430602005", capacity: 300, responsible: "任岳生"),
        TraceVenue(name: fishMarket, sort: "market", territory: "430602008", capacity: 700, responsible: "许立"),
        TraceVenue(name: noodles, sort: "restaurant", territory: "430503001", capacity: 40, responsible: "申老树"),
        TraceVenue(name: market, sort: "market", territory: "431202006", capacity: 500, responsible: "杨秀兰"),
        TraceVenue(name: site, sort: "construction_site", territory: "431103006", capacity: 350, responsible: "蒋志刚"),
    ]
}

/// Others who came through a door while a case was inside: whom the search for candidates finds.
struct TraceCrowd: Sendable {
    let venue: String
    let home: String
    let day: Int
    /// The hour from which they came, within seventy minutes.
    let hour: Int
    let count: Int

    static let all = [
        TraceCrowd(venue: TraceVenue.restaurant, home: "430111009", day: 11, hour: 12, count: 11),
        TraceCrowd(venue: TraceVenue.restaurant, home: "430304", day: 11, hour: 12, count: 3),
        TraceCrowd(venue: TraceVenue.canteen, home: "430104006", day: 12, hour: 11, count: 9),
        TraceCrowd(venue: TraceVenue.mall, home: "430302004", day: 9, hour: 18, count: 8),
        TraceCrowd(venue: TraceVenue.fishMarket, home: "430602008", day: 12, hour: 18, count: 6),
        TraceCrowd(venue: TraceVenue.noodles, home: "430503001", day: 13, hour: 12, count: 7),
        TraceCrowd(venue: TraceVenue.market, home: "431202006", day: 11, hour: 8, count: 8),
    ]
}

/// A stop of a case's script: day of March, hours, place, who says so. One without sources is a stretch of which nobody knows anything.
struct TraceStop: Sendable {
    /// The case, as ``CaseScript/all`` counts.
    let index: Int
    let day: Int
    let from: String
    let until: String
    let place: String
    /// 访 interview, 警 police, 通 communications, 码 place code, 票 document.
    let sources: String
    var venue: String?
    var territory: String?
    var met: [String] = []
    var journey: TrajectoryPoint.Journey?

    init(
        _ index: Int, _ day: Int, _ from: String, _ until: String, _ place: String, _ sources: String, in territory: String? = nil,
        met: [String] = [], journey: TrajectoryPoint.Journey? = nil
    ) {
        self.index = index
        self.day = day
        self.from = from
        self.until = until
        self.place = place
        self.sources = sources
        self.met = met
        self.journey = journey
        let isVenue = place == TraceVenue.departmentStore || TraceVenue.all.contains { $0.name == place }
        venue = isVenue ? place : nil
        self.territory = territory ?? TraceVenue.all.first { $0.name == place }?.territory ?? (isVenue ? "430111005" : nil)
    }

    /// The point; nil for a stretch unknown.
    func point(until: Instant) -> TrajectoryPoint? {
        guard !sources.isEmpty else { return nil }
        let said = sources.compactMap { TraceStop.spoken[$0] }
        let isUnderWay = journey?.vehicle == .enclosedTrain
        return TrajectoryPoint(
            place: place, territory: isUnderWay ? nil : TerritoryCode(territory ?? CaseScript.all[index].county), until: until,
            journey: journey, met: met, sources: Set(said))
    }

    private static let spoken: [Character: TrajectoryPoint.Source] = [
        "访": .interview, "警": .police, "通": .communications, "码": .placeCode, "票": .document,
    ]

    private static func unknown(_ index: Int, _ day: Int, _ from: String, _ until: String) -> TraceStop {
        TraceStop(index, day, from, until, "", "")
    }

    private static let taxi = TrajectoryPoint.Journey(vehicle: .taxi, number: "湘AT3157")
    private static let toChangsha = TrajectoryPoint.Journey(vehicle: .enclosedTrain, number: "C7806", coach: 3, seat: "11D")
    private static let toXiangtan = TrajectoryPoint.Journey(vehicle: .enclosedTrain, number: "C7815", coach: 5, seat: "02A")

    /// Every stop, those of a case by time.
    static let all: [TraceStop] = changsha + xiangtan + others

    private static let changsha: [TraceStop] = [
        // The case of 雨花区 from Shanghai, and a colleague.
        TraceStop(3, 9, "08:40", "12:00", TraceVenue.office, "访码", met: ["培训教师1人", "同事8人"]),
        TraceStop(3, 9, "13:50", "17:50", TraceVenue.office, "访码"),
        TraceStop(3, 10, "08:50", "17:35", TraceVenue.office, "访码", met: ["同事"]),
        TraceStop(3, 10, "18:00", "18:40", "出租车，左家塘方向", "访警票", met: ["出租车司机"], journey: taxi),
        TraceStop(3, 10, "19:10", "22:30", TraceVenue.karaoke, "访码票", met: ["朋友5人"]),
        TraceStop(3, 11, "09:00", "11:50", TraceVenue.office, "访码", met: ["会议同事"]),
        TraceStop(3, 11, "12:30", "13:40", TraceVenue.restaurant, "码票"),
        TraceStop(3, 11, "14:10", "17:30", TraceVenue.office, "访码"),
        TraceStop(3, 11, "18:50", "20:05", TraceVenue.departmentStore, "码"),
        TraceStop(4, 9, "08:40", "18:10", TraceVenue.office, "访码"),
        TraceStop(4, 10, "08:40", "18:10", TraceVenue.office, "访码"),
        TraceStop(4, 10, "19:10", "22:30", TraceVenue.karaoke, "访码"),
        TraceStop(4, 11, "08:45", "17:50", TraceVenue.office, "访码"),
        TraceStop(4, 11, "18:40", "20:20", "高桥街道某餐馆", "警票", in: "430111007", met: ["同桌1人"]),
        TraceStop(4, 12, "08:30", "11:40", TraceVenue.office, "访码", met: ["同事1人"]),
        // The student in 岳麓区, and a friend from 芙蓉区.
        TraceStop(5, 10, "11:40", "12:30", TraceVenue.canteen, "码票"),
        TraceStop(5, 10, "14:00", "17:20", "教学楼B座", "访码", in: "430104006", met: ["同班同学"]),
        TraceStop(5, 11, "11:45", "12:30", TraceVenue.canteen, "码票"),
        TraceStop(5, 12, "11:50", "12:40", TraceVenue.canteen, "码票"),
        TraceStop(5, 12, "19:00", "21:10", "图书馆二楼", "访码", in: "430104006", met: ["朋友1人"]),
        TraceStop(7, 12, "11:55", "12:45", TraceVenue.canteen, "访码"),
        TraceStop(7, 12, "19:00", "21:10", "岳麓区某高校图书馆二楼", "访码", in: "430104006", met: ["朋友1人"]),
        unknown(7, 13, "13:30", "17:00"),
        TraceStop(6, 15, "08:10", "12:00", "星沙某机械厂二车间", "访码", in: "430121001", met: ["班组6人"]),
        TraceStop(6, 15, "13:20", "17:40", "星沙某机械厂二车间", "访", in: "430121001"),
    ]

    private static let xiangtan: [TraceStop] = [
        // A couple in 雨湖区.
        TraceStop(0, 8, "18:50", "20:30", TraceVenue.mall, "码票", met: ["妻子"]),
        TraceStop(0, 9, "09:00", "12:00", "雨湖路五金门店（自营）", "访警", in: "430302001"),
        TraceStop(0, 9, "13:40", "17:40", "雨湖路五金门店（自营）", "访通", in: "430302001"),
        TraceStop(0, 9, "18:30", "20:45", TraceVenue.mall, "访码票", met: ["妻子"]),
        TraceStop(0, 10, "09:10", "11:30", "雨湖路五金门店（自营）", "访警", in: "430302001"),
        unknown(0, 10, "14:00", "19:00"),
        TraceStop(0, 11, "09:00", "10:40", "社区卫生服务站", "访票", in: "430302004"),
        TraceStop(1, 8, "18:50", "20:30", TraceVenue.mall, "访码", met: ["丈夫"]),
        TraceStop(1, 9, "07:40", "17:10", "雨湖区某小学", "访码", in: "430302004", met: ["四年级两个班"]),
        TraceStop(1, 9, "18:30", "20:45", TraceVenue.mall, "访码"),
        TraceStop(1, 10, "07:40", "17:10", "雨湖区某小学", "访码", in: "430302004"),
        TraceStop(1, 11, "07:40", "17:10", "雨湖区某小学", "访码", in: "430302004"),
        // The worker of 湘潭县: his way to Changsha was found in the tickets, the restaurant only in its door.
        TraceStop(2, 11, "09:40", "10:15", "湘潭北站至长沙南站", "警票", journey: toChangsha),
        unknown(2, 11, "10:35", "11:50"),
        TraceStop(2, 11, "12:10", "13:25", TraceVenue.restaurant, "码"),
        unknown(2, 11, "13:45", "15:10"),
        TraceStop(2, 11, "15:30", "16:05", "长沙南站至湘潭北站", "警票", journey: toXiangtan),
        TraceStop(2, 12, "08:30", "17:30", "易俗河镇某工地", "访警", in: "430321100", met: ["工友12人"]),
        TraceStop(2, 13, "08:30", "11:40", "易俗河镇某工地", "访", in: "430321100"),
        unknown(2, 13, "14:00", "18:30"),
    ]

    private static let others: [TraceStop] = [
        TraceStop(8, 10, "08:30", "12:00", TraceVenue.hall, "访码", met: ["窗口同事"]),
        TraceStop(8, 10, "13:40", "18:00", TraceVenue.hall, "访码"),
        TraceStop(8, 11, "08:30", "12:00", TraceVenue.hall, "访码"),
        unknown(8, 11, "14:00", "19:00"),
        TraceStop(8, 12, "08:30", "12:00", TraceVenue.hall, "访码"),
        TraceStop(8, 12, "18:20", "19:10", TraceVenue.fishMarket, "码"),
        TraceStop(9, 13, "07:00", "10:30", "新市镇集市", "访", in: "430681102", met: ["摊主数人"]),
        TraceStop(9, 14, "07:10", "09:40", "新市镇集市", "访", in: "430681102"),
        unknown(9, 15, "08:00", "13:00"),
        TraceStop(10, 12, "09:50", "21:00", TraceVenue.noodles, "访码警", met: ["店员4人"]),
        TraceStop(10, 13, "09:50", "20:30", TraceVenue.noodles, "访码"),
        TraceStop(11, 15, "09:00", "11:00", "六都寨镇某村卫生室", "访票", in: "430524105"),
        TraceStop(11, 16, "08:30", "11:20", "桃花坪某建材店", "访", in: "430524001"),
        TraceStop(12, 10, "08:30", "09:50", TraceVenue.market, "码票"),
        TraceStop(12, 10, "12:50", "18:00", "河西步行街服装店", "访警", in: "431202006", met: ["店员2人"]),
        TraceStop(12, 11, "08:20", "09:40", TraceVenue.market, "访码"),
        TraceStop(12, 11, "12:50", "20:00", "河西步行街服装店", "访警", in: "431202006", met: ["店员2人"]),
        TraceStop(13, 11, "08:50", "09:50", TraceVenue.market, "访码"),
        TraceStop(13, 11, "12:00", "19:30", "河西街道亲友家", "访通", in: "431202006", met: ["亲友3人"]),
        TraceStop(14, 13, "07:30", "18:00", TraceVenue.site, "访码", met: ["班组9人"]),
        TraceStop(14, 14, "07:30", "17:40", TraceVenue.site, "访码"),
    ]
}
