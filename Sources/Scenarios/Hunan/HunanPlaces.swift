import Register
import Vocabulary

/// Places, gatherings and risk areas as the scenario stands: a market whose self-check is late, a wedding refused because it lies in a sealed
/// area, one zone with a history, a prison whose guards take turns.
public struct HunanPlaces: Sendable {
    /// A place, and the hours of its self-checks so far.
    public struct KeptPlace: Sendable {
        /// The place.
        public let place: Place
        /// When it was entered in the registry.
        public let registered: Instant
        /// When it checked itself, and whether everything was in order.
        public let checks: [(at: Instant, isGood: Bool)]
        /// When it was closed.
        public let closed: Instant?
    }

    /// A zone with its turns and what counted towards its lifting.
    public struct CourseOfZone: Sendable {
        /// The zone as it was set.
        public let zone: Zone
        /// When.
        public let set: Instant
        /// The levels it was given later.
        public let turns: [(level: ZoneLevel, at: Instant, grounds: String)]
        /// What happened in it.
        public let events: [(kind: ZoneEvent.Kind, at: Instant, evidence: String)]
    }

    /// A gathering, when it was applied for, and what a person decided.
    public struct PlannedGathering: Sendable {
        /// The gathering.
        public let gathering: Gathering
        /// The application.
        public let applied: Instant
        /// A person's decision, where one was made.
        public let decided: (at: Instant, isApproved: Bool, remark: String)?
        /// Who will come, where the list is in.
        public let attendees: [Identity]
    }

    /// A guard of the prison's closed loop: identity, and when each stage began.
    public struct LoopGuard: Sendable {
        /// Who.
        public let identity: Identity
        /// The two negative tests before entry.
        public let tests: [Instant]
        /// When the isolation before duty began.
        public let entered: Instant
        /// The tests in it.
        public let later: [Instant]
    }

    /// The places, the prison last.
    public let places: [KeptPlace]
    /// The zones.
    public let zones: [CourseOfZone]
    /// The gatherings.
    public let gatherings: [PlannedGathering]
    /// The guards.
    public let guards: [LoopGuard]
}

extension HunanMarch2022 {
    /// The places, zones and gatherings of the demo; the same seed makes the same.
    public func places() throws -> HunanPlaces {
        var dice = Seeded(610_007)
        var people = InventedIdentities(seed: 610_007)
        let today = CivilDate(daysSinceEpoch: 19_070)
        func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant { policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute) }
        func code(_ digits: String) -> TerritoryCode { TerritoryCode(digits) ?? .unstated }
        func invented(_ home: TerritoryCode) throws -> Identity {
            try people.next(sex: dice.next(below: 2) == 0 ? .female : .male, birthDate: today - Days(9000 + dice.next(below: 12_000)), home: home)
                .identity()
        }
        /// Days from the 10th on which a place checked itself, by its diligence.
        func kept(_ place: Place, from first: Int = 10, last: Int, slips: Set<Int> = [], closed: Instant? = nil) -> HunanPlaces.KeptPlace {
            let checks = (10..<max(10, last + 1)).filter { !slips.contains($0) }.map { day in
                (at: day == 19 ? at(19, 8, 10 + dice.next(below: 40)) : at(day, 17 + dice.next(below: 4), dice.next(below: 60)), isGood: day % 4 != 3)
            }
            return HunanPlaces.KeptPlace(place: place, registered: at(first, 9), checks: checks, closed: closed)
        }
        let village = code("430111007003")
        let places = [
            kept(
                Place(name: "高桥大市场", placeClass: "market", territory: code("430111007"), address: "长沙大道", ratedCapacity: 6000, responsible: "彭立新"),
                last: 17),
            kept(
                Place(name: "红星农贸市场", placeClass: "market", territory: code("430111008"), address: "芙蓉南路", ratedCapacity: 2400, responsible: "唐慧"),
                last: 19),
            kept(
                Place(name: "双桥菜市场", placeClass: "market", territory: village, address: "双桥路", ratedCapacity: 300, responsible: "龙军"), last: 12,
                closed: at(12, 22, 40)),
            kept(
                Place(name: "东塘百货", placeClass: "mall", territory: code("430111005"), address: "韶山中路", ratedCapacity: 5000, responsible: "曾敏"),
                last: 19,
                slips: [16]),
            kept(
                Place(name: "鹤城区第二医院", placeClass: "hospital", territory: code("431202"), address: "迎丰中路", ratedCapacity: 800, responsible: "向东"),
                last: 18, slips: [14, 15]),
            kept(
                Place(name: "砂子塘颐养院", placeClass: "elderly_home", territory: code("430111004"), ratedCapacity: 180, responsible: "李红梅"), last: 9),
            kept(Place(name: "雨花看守所", placeClass: "prison", territory: code("430111009"), ratedCapacity: 400, responsible: "肖建国"), from: 1, last: 9),
        ]
        let zones = [
            HunanPlaces.CourseOfZone(
                zone: Zone(
                    name: "高桥街道双桥社区", level: .low, territory: code("430111"), members: [village], grounds: "发现1例感染者的活动轨迹"), set: at(11, 20),
                turns: [(.high, at(12, 18, 30), "区内发现感染者，居住地")],
                events: [
                    (.infection, at(12, 17), "社区居民，已转运"), (.contactsMoved, at(13, 22), "末例密接转往集中隔离点"), (.roundNegative, at(13, 15), "首轮612人全部阴性"),
                    (.reviewed, at(14, 18), "维持"), (.roundNegative, at(16, 16), "第2轮608人全部阴性"), (.reviewed, at(17, 18), "维持"),
                ]),
            HunanPlaces.CourseOfZone(
                zone: Zone(
                    name: "鹤城区城中街道部分区域", level: .medium, territory: code("431202"), members: [code("431202001002")], grounds: "密接居住地"),
                set: at(13, 9), turns: [], events: [(.contactsMoved, at(13, 21), "全部转运"), (.roundNegative, at(15, 8), "首轮阴性")]),
        ]
        func gathering(
            _ title: String, _ sort: String, _ territory: TerritoryCode, _ number: Int, _ day: Int, organiser: String, plan: String? = nil
        ) -> Gathering {
            Gathering(
                title: title, territory: territory, attendance: number, isIndoors: true, until: at(day, 14), organiser: organiser, sort: sort,
                begins: at(day, 11), plan: plan)
        }
        let attendees = try (0..<12).map { _ in try invented(code("430111")) }
        let gatherings = [
            HunanPlaces.PlannedGathering(
                gathering: gathering("刘家婚宴", "wedding", village, 60, 20, organiser: "刘志远", plan: "分时段用餐"), applied: at(16, 10), decided: nil,
                attendees: []),
            HunanPlaces.PlannedGathering(
                gathering: gathering("雨花区企业复工培训", "training", code("430111005"), 120, 21, organiser: "区工信局", plan: "分两批进行，查验48小时核酸"),
                applied: at(16, 9), decided: (at(16, 19), true, "分批进行，佩戴口罩"), attendees: attendees),
            HunanPlaces.PlannedGathering(
                gathering: gathering("长沙春季家装展", "exhibition", code("430102"), 1500, 26, organiser: "湖南展览公司", plan: "限流、扫码、查验核酸"),
                applied: at(18, 16), decided: nil, attendees: []),
            HunanPlaces.PlannedGathering(
                gathering: gathering("陈家寿宴", "familyMeal", code("430111008"), 14, 20, organiser: "陈大明"), applied: at(18, 12), decided: nil,
                attendees: []),
        ]
        let guards = try (0..<4).map { number in
            HunanPlaces.LoopGuard(
                identity: try invented(code("430111")), tests: [at(number < 2 ? 2 : 14, 9), at(number < 2 ? 4 : 16, 9)],
                entered: at(number < 2 ? 4 : 16, 14 + number),
                // The second guard missed the test of the fourteenth day.
                later: (number < 2 ? [5, 11, 18] : [17]).filter { number != 1 || $0 < 18 }.map { at($0, 9, 10 * number) })
        }
        return HunanPlaces(places: places, zones: zones, gatherings: gatherings, guards: guards)
    }
}
