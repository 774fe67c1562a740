import Register
import Vocabulary

/// The look-back of the demo (measure 5): who came from Shanghai and Jilin in the ten days before, what the counties' lists told of them, and what came
/// of looking for each.
public struct HunanLookBack: Sendable {
    /// The order of the province.
    public let order: LookBackOrder
    /// When it was given, and when the register was gathered for it.
    public let given: Instant, gathered: Instant, gatheredAgain: Instant
    /// What lists told, and when.
    public let reports: [(report: LookBackReport, at: Instant)]
    let seed: Seeded

    /// What came of looking for somebody, beside what the register shows already.
    public struct Search: Sendable {
        /// What was done, and when.
        public var acts: [(deed: Act.Deed, means: Act.Means?, at: Instant)] = []
        /// When a specimen was taken; its result is negative.
        public var tested: Instant?
        /// When that result came.
        public var resulted: Instant?
    }

    /// What came of looking for the person of a number, by the order of their being called, until a moment.
    public func search(_ number: Int, until moment: Instant) -> Search {
        var dice = seed.stream("search", UInt64(number))
        var search = Search()
        func after(_ minutes: Int) -> Instant { gathered + .minutes(minutes) }
        let fate = dice.next(below: 100)
        let first = after(60 + dice.next(below: 1_000))
        switch fate {
        case 0..<84:
            search.acts.append((.located, .telephone, first))
            if dice.chance(0.9) {
                search.tested = first + .minutes(40 + dice.next(below: 300))
                search.resulted = search.tested.map { $0 + .minutes(300 + dice.next(below: 240)) }
            }
        case 84..<88: search.acts.append((.controlledElsewhere, .telephone, first))
        case 88..<90: search.acts.append((.notArrived, .telephone, first))
        case 90..<95:
            // Looked for in vain, and told so upwards when the first day was over.
            search.acts.append((.lost, .telephone, after(1_440 + dice.next(below: 200))))
        default: break
        }
        search.acts.removeAll { $0.at > moment }
        if search.tested.map({ $0 > moment }) ?? false { search.tested = nil }
        if search.resulted.map({ $0 > moment }) ?? false { search.resulted = nil }
        return search
    }
}

extension HunanMarch2022 {
    /// The order goes to every city; three of its lists are the counties' own. Zhangjiajie says nothing of health codes, some counties nothing of their
    /// hotels or doors, and some lists do not say who or where everybody is.
    public func lookBack() -> HunanLookBack {
        let seed = Seeded(0x10_0B_AC)
        var dice = seed.stream("reports")
        let today = CivilDate(daysSinceEpoch: 19_070)
        func march(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
            policy.zone.instant(today + Days(day - 19), hour: hour, minute: minute)
        }
        let cities = gazetteer.territories(at: .prefecture).map(\.code).sorted()
        let counties = gazetteer.territories(at: .county).map(\.code).sorted()
        var reports: [(report: LookBackReport, at: Instant)] = []
        for city in cities where city.digits != "4308" {
            let report = LookBackReport(territory: city, source: .healthCode, records: 20 + dice.next(below: 60))
            reports.append((report, march(18, 8 + dice.next(below: 5), dice.next(below: 60))))
        }
        for county in counties {
            if dice.chance(0.93) {
                let records = dice.next(below: 12)
                let nobody = records > 3 && dice.chance(0.12) ? 1 : 0
                let report = LookBackReport(territory: county, source: .hotel, records: records, withoutIdentity: nobody)
                reports.append((report, march(17, 18) + .minutes(dice.next(below: 1_100))))
                if nobody > 0, dice.chance(0.5) {
                    let filled = LookBackReport(territory: county, source: .hotel, records: records, remark: "已核对住宿登记")
                    reports.append((filled, march(18, 15) + .minutes(dice.next(below: 900))))
                }
            }
            if dice.chance(0.95) {
                let records = dice.next(below: 9)
                let nowhere = records > 2 && dice.chance(0.1) ? 1 : 0
                let report = LookBackReport(territory: county, source: .doorKnock, records: records, withoutLocation: nowhere)
                reports.append((report, march(17, 20) + .minutes(dice.next(below: 1_260))))
            }
        }
        // Lists are called in every hour.
        let hour: Int64 = 3_600_000
        reports = reports.map { ($0.report, Instant(milliseconds: $0.at.milliseconds / hour * hour)) }
        let order = LookBackOrder(
            title: "回头看：3月8日至17日自上海、吉林来湘人员", issuer: policy.territory ?? .unstated, territories: cities, from: today - Days(11),
            until: today - Days(2), due: march(20, 12), origins: ["31", "22"].compactMap { TerritoryCode($0) },
            sources: [.registration, .manifest, .checkpoint, .healthCode, .doorKnock, .hotel])
        return HunanLookBack(
            order: order, given: march(17, 15), gathered: march(17, 15, 30), gatheredAgain: march(18, 20),
            reports: reports.filter { $0.at <= moment }.sorted { $0.at < $1.at }, seed: seed)
    }
}
