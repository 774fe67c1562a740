import Policy
import Register
import Vocabulary

/// What kind of work a class of high-risk posts means, recognised by the policy's key however it is spelled.
enum PostKind: CaseIterable {
    case isolationWard, feverClinic, isolationSite, port, portOther, coldChain, entrantTransport, hospitalOther, hospitalDepartments, express
    case publicTransport, market, community, prison, elderlyHome

    init?(_ key: String) {
        let plain = key.lowercased().filter { $0.isLetter }
        guard let kind = PostKind.allCases.first(where: { kind in kind.words.allSatisfy { plain.contains($0) } }) else { return nil }
        self = kind
    }

    /// Words of the key, in the order of precedence of the cases above.
    private var words: [String] {
        switch self {
        case .isolationWard: ["isolation", "ward"]
        case .feverClinic: ["fever"]
        case .isolationSite: ["isolation", "site"]
        case .port: ["port", "front"]
        case .portOther: ["port", "other"]
        case .coldChain: ["coldchain"]
        case .entrantTransport: ["entrant"]
        case .hospitalOther: ["designatedhospital"]
        case .hospitalDepartments: ["hospital"]
        case .express: ["express"]
        case .publicTransport: ["transport"]
        case .market: ["market"]
        case .community: ["community"]
        case .prison: ["prison"]
        case .elderlyHome: ["elderly"]
        }
    }

    /// Where such people work.
    struct Unit {
        let name: String
        let occupation: String
        /// Share of all posts.
        let weight: Int
        /// Whether it stands at the airport.
        var isAirport = false
    }

    var unit: Unit {
        switch self {
        case .isolationWard: Unit(name: "定点医院隔离病区", occupation: "医务人员", weight: 4)
        case .feverClinic: Unit(name: "人民医院发热门诊", occupation: "医务人员", weight: 8)
        case .isolationSite: Unit(name: "集中隔离点工作专班", occupation: "干部职员", weight: 9)
        case .port: Unit(name: "黄花机场口岸一线", occupation: "工人", weight: 3, isAirport: true)
        case .portOther: Unit(name: "黄花机场口岸保障", occupation: "工人", weight: 2, isAirport: true)
        case .coldChain: Unit(name: "冷链监管仓", occupation: "工人", weight: 5)
        case .entrantTransport: Unit(name: "入境人员转运专班", occupation: "工人", weight: 2, isAirport: true)
        case .hospitalOther: Unit(name: "定点医院普通病区", occupation: "医务人员", weight: 6)
        case .hospitalDepartments: Unit(name: "中心医院重点科室", occupation: "医务人员", weight: 12)
        case .express: Unit(name: "快递分拣中心", occupation: "商业服务", weight: 11)
        case .publicTransport: Unit(name: "公交客运公司", occupation: "工人", weight: 10)
        case .market: Unit(name: "农贸市场", occupation: "商业服务", weight: 13)
        case .community: Unit(name: "社区居委会", occupation: "干部职员", weight: 9)
        case .prison: Unit(name: "监管场所", occupation: "干部职员", weight: 2)
        case .elderlyHome: Unit(name: "养老服务中心", occupation: "工人", weight: 4)
        }
    }
}

extension HunanStage {
    private static let postCount = 4_300

    /// Holders of high-risk posts in all fourteen prefectures, with the tests of their windows.
    mutating func postHolders(_ body: WorldStage.Body) throws {
        // What a class is, is read from its key once: there are thousands of holders.
        let classes = stage.policy.testing.posts.sorted { $0.key < $1.key }.map { key, rules in
            (key: key, rules: rules, unit: PostKind(key)?.unit ?? PostKind.Unit(name: rules.label.zh, occupation: "其他", weight: 4))
        }
        for _ in 0..<HunanStage.postCount {
            guard let (key, rules, unit) = stage.dice.pick(classes, weight: { $0.unit.weight }) else { return }
            let isInCapital = stage.dice.chance(0.27)
            let work =
                if unit.isAirport {
                    stage.atlas.counties.first { $0.code == Flight.county }
                } else if isInCapital {
                    TerritoryCode("4301").flatMap { stage.atlas.county(in: $0, using: &stage.dice) }
                } else {
                    Optional(stage.atlas.counties[stage.atlas.index(using: &stage.dice)])
                }
            guard let work else { continue }
            try holder(of: key, rules, unit: unit, in: work, body)
        }
    }

    private mutating func holder(
        of key: String, _ rules: TestingRules.PostRules, unit: PostKind.Unit, in work: Atlas.County, _ body: WorldStage.Body
    ) throws {
        let ordinal = stage.dice.next(in: 1...max(1, min(9, work.population / 120_000)))
        let name = unit.isAirport ? unit.name : "\(work.name.zh)第\(ordinal)\(unit.name)"
        let resident = try stage.residents.next(in: work, .working, occupation: unit.occupation, employer: name)
        // Rosters were drawn up in the first days of March and completed as the wave came.
        let from = stage.day(1) + Days(stage.dice.chance(0.55) ? 6 : stage.dice.next(in: 0...15))
        let entered = stage.zone.instant(from, hour: 9) + stage.dice.span(minutes: 0...480)
        var draft = stage.begin(resident, knownAt: entered)
        let holding = PostHolding(postClass: key, unit: name, territory: work.code, from: from)
        guard draft.record(.post(holding), at: stage.zone.instant(from, hour: 8), knownAt: entered) != nil else { return }
        stage.doses(&draft, knownAt: entered)
        var last: CivilDate?
        for window in rules.frequency.windows(from: from, before: stage.today + 1) {
            let opens = max(window.opens, last.map { $0 + window.gap } ?? window.opens)
            guard opens <= stage.today else { break }
            guard let date = day(in: opens, before: window, of: work.code) else { continue }
            let isToday = date == stage.today
            let taken =
                isToday
                ? stage.zone.instant(date, hour: 6, minute: 45) + stage.dice.span(minutes: 0...170)
                : max(stage.zone.instant(date, hour: 7), date == from ? entered : .distantPast) + stage.dice.span(minutes: 5...420)
            stage.test(&draft, at: taken, in: work.code)
            last = date
        }
        try stage.finish(draft, body)
    }

    /// The day on which a window's test was taken; nil if it was not, or not yet.
    private mutating func day(in opens: CivilDate, before window: TestFrequency.Window, of county: TerritoryCode) -> CivilDate? {
        guard stage.isInTime(.postTest, in: county) else {
            // Late, where the window leaves room between due and its end.
            let room = (window.until - window.due).count
            guard room > 0, window.due < stage.today, stage.dice.chance(0.45) else { return nil }
            return min(window.due + Days(stage.dice.next(below: room)), stage.today - 1)
        }
        let days = (window.due - opens).count
        guard days > 0 else { return nil }
        let date = opens + Days(stage.dice.next(below: days))
        if date > stage.today { return nil }
        return date == stage.today && stage.dice.chance(0.25) ? nil : date
    }
}
