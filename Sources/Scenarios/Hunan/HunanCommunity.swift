import Register
import Vocabulary

/// A neighbourhood of the demo with its grids, households and doors, and the inspections and leaders of the wave.
public struct HunanCommunity: Sendable {
    /// A call at a door of the round.
    public struct Call: Sendable {
        /// The household, by its place in ``households``.
        public let door: Int
        /// What came of it.
        public let outcome: HouseholdVisit.Outcome
        /// When.
        public let at: Instant
    }

    /// A day's plan of inspection: when it was drawn, how many of its targets were seen when, the summary.
    public struct PlanDay: Sendable {
        /// The theme of the day.
        public let theme: String
        /// What the chance is drawn from.
        public let seed: Int64
        /// The drawing.
        public let drawn: Instant
        /// When each of the first targets was seen.
        public let seen: [Instant]
        /// What was found wrong at which of them, and when it was put right and looked at again.
        public let findings: [Shortcoming]
        /// When the day was summed up, and how; nil: not yet.
        public let summed: (at: Instant, text: String)?
    }

    /// Something found wrong at a target of a plan.
    public struct Shortcoming: Sendable {
        /// At which target, from 0.
        public let target: Int
        /// How grave.
        public let gravity: Finding.Gravity
        /// What.
        public let text: String
        /// Which of the nine prohibitions it breaks, by the policy's word.
        public var prohibition: String?
        /// When it was put right; nil: not yet.
        public let rectified: Instant?
        /// When it was looked at again; nil: not yet.
        public let confirmed: Instant?
    }

    /// The neighbourhood.
    public let village: TerritoryCode
    /// What the gazetteer does not know: the neighbourhood and its grids, and the neighbourhoods of the risk areas with their residents, invented.
    public let names: [(code: TerritoryCode, name: LocalizedText, residents: Int?)]
    /// When the households were recorded.
    public let recorded: Instant
    /// The households.
    public let households: [Register.Household]
    /// The grids, and since when.
    public let grids: [(grid: Grid, laid: Instant)]
    /// The heads' shifts.
    public let shifts: [(shift: Shift, laid: Instant)]
    /// The round of calls: grid, title, order.
    public let round: (grid: TerritoryCode, title: String, at: Instant)
    /// The calls at its doors so far.
    public let calls: [Call]
    /// Calls on households that need looking after.
    public let careCalls: [Call]
    /// The days of inspection.
    public let plans: [PlanDay]
    /// Leaders in charge of areas.
    public let leaders: [(area: TerritoryCode, leader: AreaLeader, at: Instant)]
}

extension HunanMarch2022 {
    /// Dongfeng in Gaoqiao: three grids of four hundred doors, one building that two of them claim and one that nobody has; the third has no
    /// head on duty today. In Hecheng no leader is in charge since yesterday. The same seed makes the same.
    public func community() -> HunanCommunity {
        var dice = Seeded(910_021)
        let today = CivilDate(daysSinceEpoch: 19_070)
        func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant { policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute) }
        func code(_ digits: String) -> TerritoryCode { TerritoryCode(digits) ?? .unstated }
        let village = code("430111007005")
        let codes = (1...3).map { code("430111007005\(String(1000 + $0).dropFirst())") }
        let names: [(code: TerritoryCode, name: LocalizedText, residents: Int?)] =
            [
                (village, LocalizedText(zh: "东风社区", en: "Dongfeng"), nil),
                (code("430111007003"), LocalizedText(zh: "双桥社区", en: "Shuangqiao"), 8_640),
                (code("431202001002"), LocalizedText(zh: "城中街道部分区域", en: "Part of Chengzhong"), 3_120),
            ] + zip(codes, ["一", "二", "三"]).enumerated().map { ($1.0, LocalizedText(zh: "第\($1.1)网格", en: "Grid \($0 + 1)"), nil) }

        // Thirty-eight buildings of eight floors with four doors each; the last was finished last year and is on nobody's list.
        let care = [["elderlyAlone"], ["over80"], ["dialysis"], ["pregnant"], ["chronicallyIll", "over80"], ["disabled"], ["childAlone"]]
        var households: [Register.Household] = []
        for building in 1...38 {
            for floor in 1...8 {
                for door in 1...4 {
                    let needs = dice.chance(0.02) ? dice.pick(care) : nil
                    households.append(
                        Register.Household(territory: village, members: [], building: "\(building)栋", door: "\(floor)0\(door)", care: needs))
                }
            }
        }
        func buildings(_ range: ClosedRange<Int>) -> [String] { range.map { "\($0)栋" } }
        let heads = ["龙建军", "彭晓燕", "唐国平"]
        func team(_ head: Int) -> [Grid.Member] {
            [
                Grid.Member(part: "gridHead", name: heads[head]), Grid.Member(part: "police", name: ["邓伟", "向海波", "周斌"][head]),
                Grid.Member(part: "health", name: ["李静", "陈丽华", "曾敏"][head]), Grid.Member(part: "party", name: ["罗文斌", "谭秀英", "肖晓红"][head]),
            ]
        }
        let laid = at(11, 18)
        let ranges = [buildings(1...13), buildings(13...25), buildings(26...37)]
        let grids = zip(codes, ranges).enumerated().map { position, pair in
            (
                grid: Grid(territory: pair.0, name: names[names.count - codes.count + position].name.zh, buildings: pair.1, team: team(position)),
                laid: laid + .minutes(position)
            )
        }
        var shifts: [(shift: Shift, laid: Instant)] = []
        for (position, grid) in codes.enumerated() {
            for day in 12...20 where !(position == 2 && day == 19) {
                let holder = day.isMultiple(of: 2) ? team(position)[3].name : heads[position]
                shifts.append(
                    (
                        Shift(territory: grid, function: "gridHead", begins: at(day, 0), until: at(day + 1, 0), holder: holder),
                        max(laid + .minutes(30), at(day - 2, 17, dice.next(below: 50)))
                    ))
            }
        }
        let calls = HunanMarch2022.calls(households.indices.filter { $0 < 13 * 32 }, from: at(18, 14), to: moment, using: &dice)
        var careCalls: [HunanCommunity.Call] = []
        for (door, household) in households.enumerated() where household.care != nil && dice.chance(0.94) {
            let day = 12 + dice.next(below: 6)
            careCalls.append(HunanCommunity.Call(door: door, outcome: .met, at: at(day, 9 + dice.next(below: 9))))
        }
        return HunanCommunity(
            village: village, names: names, recorded: at(11, 17), households: households, grids: grids,
            shifts: shifts.filter { $0.laid <= moment }, round: (codes[0], "第二轮敲门行动：摸排3月6日以来外地返湘人员", at(18, 12)), calls: calls,
            careCalls: careCalls.sorted { $0.at < $1.at }, plans: plans(at: at), leaders: leaders(at: at, using: &dice))
    }

    /// Doors called at one after the other from `start` on: most are met, some are called at again in the evening.
    private static func calls(_ doors: [Int], from start: Instant, to end: Instant, using dice: inout Seeded) -> [HunanCommunity.Call] {
        var calls: [HunanCommunity.Call] = []
        for (position, door) in doors.prefix(doors.count * 7 / 8).enumerated() {
            let lot = dice.unit()
            let at = start + .minutes(position % 210) + .hours(position >= 210 ? 4 : 0)
            guard at < end else { continue }
            let outcome: HouseholdVisit.Outcome = lot < 0.86 ? .met : lot < 0.97 ? .notAtHome : lot < 0.985 ? .movedAway : .refused
            calls.append(HunanCommunity.Call(door: door, outcome: outcome, at: at))
            let again = start + .hours(17) + .minutes(position % 150)
            if outcome == .notAtHome, dice.chance(0.5), again < end {
                calls.append(HunanCommunity.Call(door: door, outcome: .met, at: again))
            }
        }
        return calls.sorted { ($0.at, $0.door) < ($1.at, $1.door) }
    }

    private func plans(at: (_ day: Int, _ hour: Int, _ minute: Int) -> Instant) -> [HunanCommunity.PlanDay] {
        let themes = ["集中隔离点", "火车站查验点", "农贸市场", "发热门诊", "核酸采样点", "密接转运", "学校开学准备", "养老机构"]
        return themes.enumerated().map { position, theme in
            let day = 12 + position
            let isToday = day == 19
            let slips = day == 15
            let seen = [at(day, 10, 30), at(day, 14, 10), at(day, 17, 20)].prefix(isToday ? 0 : slips ? 2 : 3)
            return HunanCommunity.PlanDay(
                theme: theme, seed: Int64(20_220_300 + day), drawn: at(day, 8, 15), seen: Array(seen), findings: shortcomings(of: day, at),
                summed: isToday || day == 16 ? nil : (at(day, 20, 40), "督查\(seen.count)地，\(theme)总体有序，问题已交办"))
        }
    }

    /// What the inspectors found on a day.
    private func shortcomings(of day: Int, _ at: (_ day: Int, _ hour: Int, _ minute: Int) -> Instant) -> [HunanCommunity.Shortcoming] {
        func found(_ target: Int, _ gravity: Finding.Gravity, _ text: String, _ right: Instant?, _ seen: Instant?) -> HunanCommunity.Shortcoming {
            HunanCommunity.Shortcoming(target: target, gravity: gravity, text: text, rectified: right, confirmed: seen)
        }
        return switch day {
        case 12: [found(0, .serious, "隔离点三区两通道标识不清", at(13, 9, 0), at(14, 10, 30))]
        case 13: [found(1, .grave, "站口未逐人查验核酸证明", at(13, 18, 40), at(14, 9, 0)), found(2, .minor, "查验台账字迹不清", at(14, 16, 0), at(16, 9, 0))]
        case 14: [found(1, .serious, "市场入口未放置场所码", at(15, 17, 0), at(16, 11, 0))]
        case 15:
            [
                HunanCommunity.Shortcoming(
                    target: 0, gravity: .grave, text: "急诊以无48小时核酸证明为由拒收胸痛患者", prohibition: "refusingCare", rectified: at(15, 19, 0),
                    confirmed: at(16, 9, 0))
            ]
        case 16: [found(0, .minor, "采样点一米线缺失", at(18, 15, 0), nil), found(2, .serious, "医废暂存点未上锁", nil, nil)]
        case 18: [found(1, .serious, "返校名单未与社区核对", nil, nil)]
        default: []
        }
    }

    private func leaders(
        at: (_ day: Int, _ hour: Int, _ minute: Int) -> Instant, using dice: inout Seeded
    ) -> [(area: TerritoryCode, leader: AreaLeader, at: Instant)] {
        let families = ["陈", "刘", "彭", "谭", "唐", "邓", "罗", "曾"]
        let offices = ["市委常委", "副市长", "市政协副主席", "市人大常委会副主任"]
        var leaders: [(area: TerritoryCode, leader: AreaLeader, at: Instant)] = []
        for digits in Set(CaseScript.all.map(\.county)).sorted() {
            guard let area = TerritoryCode(digits) else { continue }
            let name = families[dice.next(below: families.count)] + "建国"
            let first = CaseScript.all.filter { $0.county == digits }.map { ($0.diagnosed.day, $0.diagnosed.hour) }.min { $0 < $1 } ?? (11, 12)
            let until = digits == "431202" ? at(18, 18, 0) : nil
            // Most took charge with the first headquarters, three only when the cases came.
            let isLate = ["430121", "430321", "431103"].contains(digits)
            let assigned = isLate ? min(at(first.0, first.1, 0) + .hours(6), moment - .minutes(30)) : at(11, 15 + dice.next(below: 8), 20)
            if digits != "430524" {
                leaders.append((area, AreaLeader(name: name, office: offices[dice.next(below: offices.count)], until: until), assigned))
            }
        }
        return leaders
    }
}
