import Register
import Vocabulary

/// What the headquarters of the demo plan and order: operational periods, who their task forces are, orders with what came of them.
public struct HunanOrders: Sendable {
    /// An order with the steps of its addressees.
    public struct Order: Sendable {
        /// The order.
        public let directive: Directive
        /// When it was issued.
        public let at: Instant
        /// The place among the meetings of the one that decided it; nil where none did.
        public var meeting: Int?
        /// What its addressees and its issuer did: who, what, with what evidence, when.
        public let steps: [(territory: TerritoryCode, step: Receipt.Step, evidence: String?, at: Instant)]
    }

    /// The plans of operational periods, and when each was approved.
    public let plans: [(territory: TerritoryCode, period: OperationalPeriod, at: Instant)]
    /// The task forces, and since when.
    public let forces: [(territory: TerritoryCode, force: TaskForce, at: Instant)]
    /// The orders.
    public internal(set) var orders: [Order]
    /// The meetings of the headquarters, by time.
    public let meetings: [(territory: TerritoryCode, meeting: CommandMeeting, at: Instant)]
}

extension HunanMarch2022 {
    /// Every headquarters plans from eight in the evening to the next, as the policy's period asks; Zhangjiajie and Longhui have planned nothing for
    /// today. Of the orders, one goes from the province to its cities, one from Changsha to the task forces of its counties, one from Yuhua to its
    /// streets.
    public func orders() -> HunanOrders {
        var dice = Seeded(830_022)
        let (headquarters, streets) = (self.headquarters().map(\.territory), gazetteer.territories(at: .township))
        let yuhua = TerritoryCode("430111") ?? .unstated
        var told = HunanOrders(
            plans: headquarters.flatMap { plans(of: $0, using: &dice) }, forces: headquarters.flatMap { forces(of: $0, using: &dice) },
            orders: [
                order(
                    Directive(
                        title: "排查3月6日以来外省返湘人员", text: "对3月6日以来自中高风险区所在地市返湘人员逐一核查，落实管控，日报进度。",
                        issuer: policy.territory ?? .unstated, addressees: gazetteer.territories(at: .prefecture).map(\.code).sorted(),
                        due: march(19, 9), reach: .county, forces: ["entry", "community"]),
                    at: march(17, 9), share: 0.8, using: &dice),
                order(
                    Directive(
                        title: "今日密接转运清零", text: "昨日24时前判定的密接今日18时前全部转入集中隔离点，逐人销号。", issuer: TerritoryCode("4301") ?? .unstated,
                        addressees: gazetteer.territories(at: .county).map(\.code).filter { $0.parent?.digits == "4301" }.sorted(),
                        due: march(19, 18), forces: ["isolation", "tracing"]),
                    at: march(19, 7, 30), share: 0.6, using: &dice),
                order(
                    Directive(
                        title: "高桥大市场周边敲门排查", text: "对大市场周边楼栋逐户敲门，登记14日以来到过水产区的人员。", issuer: yuhua,
                        addressees: streets.map(\.code).filter { $0.parent == yuhua }.sorted().prefix(6).map(\.self), due: march(20, 12),
                        forces: ["community"]),
                    at: march(18, 12), share: 0.7, using: &dice),
            ], meetings: meetings())
        // The first two were decided at meetings.
        for (position, meeting) in [0, 1].enumerated() where told.orders.indices.contains(position) { told.orders[position].meeting = meeting }
        return told
    }

    /// The province sees its cities every morning, Changsha its counties; one venue was empty at each of two.
    private func meetings() -> [(territory: TerritoryCode, meeting: CommandMeeting, at: Instant)] {
        func below(_ code: String, _ level: TerritoryCode.Level) -> [TerritoryCode] {
            gazetteer.territories(at: level).map(\.code).filter { $0.parent?.digits == code }.sorted()
        }
        func meeting(
            _ code: String, _ title: String, _ venues: [TerritoryCode], without absent: String? = nil, _ minutes: String, at moment: Instant
        ) -> (territory: TerritoryCode, meeting: CommandMeeting, at: Instant) {
            let attended = venues.filter { $0.digits != absent }
            let held = CommandMeeting(title: title, chair: "指挥长", venues: venues, attended: attended, minutes: minutes)
            return (TerritoryCode(code) ?? .unstated, held, moment)
        }
        let (cities, counties) = (below("43", .prefecture), below("4301", .county))
        return [
            meeting("43", "全省疫情防控视频调度会", cities, without: "4308", "排查外省返湘人员，19日9时前反馈；各市州每日17时报进度。", at: march(17, 8, 30)),
            meeting("4301", "长沙市密接转运调度会", counties, without: "430112", "昨日24时前判定的密接今日18时前全部转运。", at: march(19, 7)),
            meeting("43", "全省疫情防控视频调度会", cities, "通报督查发现问题，限期整改；压实24小时值守。", at: march(18, 8, 30)),
            meeting("43", "全省疫情防控视频调度会", cities, "雨花区开展区域核酸检测；做好隔离房间余缺调剂。", at: march(19, 8, 30)),
        ]
    }

    private func march(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        policy.zone.instant(CivilDate(daysSinceEpoch: 19_070) + Days(day - 19), hour: hour, minute: minute)
    }

    private func plans(
        of territory: TerritoryCode, using dice: inout Seeded
    ) -> [(territory: TerritoryCode, period: OperationalPeriod, at: Instant)] {
        let isSilent = ["4308", "430524"].contains(territory.digits)
        return (11...(isSilent ? 17 : 18)).map { day in
            let first = dice.next(below: HunanMarch2022.objectives.count)
            let objectives = (0..<3).map { HunanMarch2022.objectives[(first + $0 * 2) % HunanMarch2022.objectives.count] }
            let handOver = day == 11 ? nil : HunanMarch2022.outcomes[dice.next(below: HunanMarch2022.outcomes.count)]
            let period = OperationalPeriod(
                begins: march(day, 20), until: march(day + 1, 20), objectives: objectives, handOver: handOver, approvedBy: "指挥长")
            return (territory, period, march(day, 18 + (15 + dice.next(below: 90)) / 60))
        }
    }

    private func forces(
        of territory: TerritoryCode, using dice: inout Seeded
    ) -> [(territory: TerritoryCode, force: TaskForce, at: Instant)] {
        let keys = territory.level < .county ? policy.command.forces.keys.sorted() : ["community", "isolation", "office", "testing", "tracing"]
        let (families, given) = (["陈", "刘", "彭", "谭", "唐", "邓", "罗", "曾"], ["志强", "晓燕", "建军", "丽华", "海波", "文斌", "国平", "敏"])
        func person() -> String { families[dice.next(below: families.count)] + given[dice.next(below: given.count)] }
        return keys.filter { policy.command.forces[$0] != nil }.map { key in
            let force = TaskForce(force: key, lead: person(), members: (0..<(2 + dice.next(below: 3))).map { _ in person() })
            return (territory, force, march(11, 19))
        }
    }

    /// The order with its steps: a share of the addressees read and acknowledged in time, and reported where it was due by then.
    private func order(_ directive: Directive, at issued: Instant, share: Double, using dice: inout Seeded) -> HunanOrders.Order {
        var steps: [(territory: TerritoryCode, step: Receipt.Step, evidence: String?, at: Instant)] = []
        // Receipts come in every half hour: an order is derived as it was known at each moment at which something of it became known.
        func add(_ territory: TerritoryCode, _ step: Receipt.Step, _ evidence: String?, after minutes: Int) {
            let at = issued + .minutes((minutes + 29) / 30 * 30)
            if at <= moment { steps.append((territory, step, evidence, at)) }
        }
        for territory in directive.addressees {
            guard dice.chance(share + 0.15) else { continue }
            let read = dice.chance(share) ? 5 + dice.next(below: 45) : 90 + dice.next(below: 200)
            add(territory, .read, nil, after: read)
            add(territory, .acknowledged, nil, after: read + 5 + dice.next(below: 40))
            guard dice.chance(share) else { continue }
            let reported = 60 * (6 + dice.next(below: 15))
            add(territory, .reported, "已部署到位，台账附后", after: reported)
            if dice.chance(share) { add(territory, .accepted, nil, after: reported + 30 + dice.next(below: 400)) }
        }
        let inOrder = steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        return HunanOrders.Order(directive: directive, at: issued, steps: inOrder)
    }

    private static let objectives = [
        "昨日判定密接今日18时前全部转运", "区域核酸检测覆盖率不低于99%", "新增病例4小时内完成核心信息流调", "封控区居民物资配送不断档", "外省返湘人员当日排查率100%", "定点医院空余床位不少于三成",
        "集中隔离点空余房间不少于500间",
    ]
    private static let outcomes = [
        "密接转运完成97%，余3人待接收地确认", "核酸覆盖98.6%，未检人员名单已下发社区", "两例核心流调超时1小时，已补齐", "物资配送正常，新增两处配送点", "外省返湘排查完成，3人失联已移交公安", "床位与房间满足需要，夜间增配救护车2台",
    ]
}
