import Register
import Vocabulary

/// A headquarters of the demo: its turns, the shifts of its roster, what each left to the next.
public struct HunanHeadquarters: Sendable {
    /// Whose.
    public let territory: TerritoryCode
    /// Activation, response level, leaders.
    public let turns: [(step: HeadquartersStep, at: Instant)]
    /// The shifts, with the moment the roster was made, and the note left at the end where one was.
    public let shifts: [(shift: Shift, laid: Instant, handOver: (note: String, to: String, at: Instant)?)]
}

extension HunanMarch2022 {
    /// The headquarters of the province, its prefectures and the counties with cases, at work since 11 March; the same seed makes the same.
    ///
    /// Most fill their rosters two days ahead and hand over at the change of shift. Hengyang has one person too few tonight, Longhui's last
    /// shift left no note, and to Hecheng no leader has come yet.
    public func headquarters() -> [HunanHeadquarters] {
        var dice = Seeded(810_019)
        let today = CivilDate(daysSinceEpoch: 19_070)
        func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant { policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute) }
        let firsts = Dictionary(CaseScript.all.map { ($0.county, $0.diagnosed) }) { first, next in
            (first.day, first.hour) <= (next.day, next.hour) ? first : next
        }
        let prefectures = gazetteer.territories(at: .prefecture).map(\.code).sorted()
        let counties = firsts.keys.compactMap { TerritoryCode($0) }.sorted()
        let families = ["陈", "刘", "彭", "谭", "唐", "邓", "罗", "曾", "肖", "龙", "向", "周"]
        let given = ["志强", "晓燕", "建军", "丽华", "伟", "静", "海波", "秀英", "文斌", "小红", "国平", "敏"]
        func person() -> String { families[dice.next(below: families.count)] + given[dice.next(below: given.count)] }
        let province = [policy.territory ?? TerritoryCode("43")].compactMap(\.self)
        return (province + prefectures + counties).map { territory in
            let first = firsts[territory.digits]
            var turns: [(step: HeadquartersStep, at: Instant)] = [
                (HeadquartersStep(.activated, response: "III", grounds: "省指挥部通知"), at(11, 12 + dice.next(below: 6)))
            ]
            if let first {
                let raised = max(at(first.day, first.hour, first.minute) + .minutes(40), at(11, 18, 30))
                turns.append((HeadquartersStep(.activated, response: "II", grounds: "出现本土病例，提级响应"), raised))
            }
            if let first, territory.digits != "431202" {
                let leader = HeadquartersStep(.leaderPresent, leader: "\(person())（县级领导）", grounds: "到现场指挥流调、转运和管控")
                turns.append((leader, at(first.day, first.hour, first.minute) + .minutes(70 + dice.next(below: 500))))
            }
            // Four pairs take turns, so that nobody has two shifts running.
            var pairs: [[String]] = []
            while pairs.count < 4 {
                let pair = [person(), person()]
                if Set(pairs.flatMap(\.self) + pair).count == pairs.count * 2 + 2 { pairs.append(pair) }
            }
            var shifts: [(shift: Shift, laid: Instant, handOver: (note: String, to: String, at: Instant)?)] = []
            for (index, day) in (11...21).enumerated() {
                for (half, hour) in [8, 20].enumerated() {
                    let begins = at(day, hour)
                    let turn = index * 2 + half
                    let isThin = territory.digits == "4304" && day == 19 && half == 1
                    for (place, holder) in pairs[turn % 4].prefix(isThin ? 1 : 2).enumerated() {
                        let until = begins + .hours(12)
                        let next = pairs[(turn + 1) % 4][0]
                        let isSilent = territory.digits == "430524" && day == 18 && half == 1
                        let note =
                            place == 0 && until <= moment && !isSilent
                            ? (note: HunanMarch2022.notes[turn % HunanMarch2022.notes.count], to: next, at: until - .minutes(dice.next(below: 15)))
                            : nil
                        // The roster of a day is made in one go.
                        let laid = max(at(11, 18), at(day - 2, 16))
                        guard laid <= moment else { continue }
                        shifts.append(
                            (
                                Shift(territory: territory, function: "office", begins: begins, until: until, holder: holder), laid, note
                            ))
                    }
                }
            }
            return HunanHeadquarters(territory: territory, turns: turns, shifts: shifts)
        }
    }

    private static let notes = [
        "未办结指令均已督办，夜间无新增报告", "两名密接待转运，车辆已联系", "采样点人手不足，已报县指挥部", "集中隔离点入住三人，房间已备", "协查函已转出，等待回复", "风险区巡查正常，物资已送达",
    ]
}
