import Policy
import Register
import Vocabulary

extension HunanStage {
    /// The contacts of the fifteen, case by case.
    mutating func closeContacts(_ body: WorldStage.Body) throws {
        let told = closes.count + scripts.count { $0.source != nil }
        // People who had been travelling met more others than those found in quarantine.
        let weights = cases.map { 4 + stage.dice.next(below: 9) + ($0.script.source == nil ? 2 : 0) }
        let counts = allotted(HunanMarch2022.closeContacts - told, over: weights)
        for (index, count) in counts.enumerated() {
            var previous: Household?
            for number in 0..<count {
                let isFamily = number < 2
                let shared = isFamily ? cases[index].household : stage.dice.chance(0.22) ? previous : nil
                previous = try closeContact(of: index, isFamily: isFamily, household: shared, body)
            }
        }
    }

    private mutating func closeContact(of index: Int, isFamily: Bool, household: Household?, _ body: WorldStage.Body) throws -> Household {
        let located = cases[index]
        let home = county(of: household?.township, near: county(located.script.county))
        let resident = try stage.residents.next(in: home, isFamily ? .population : .mobile, household: household)
        let identified = isFamily ? located.diagnosed + stage.dice.span(minutes: 30...90) : spread(after: located.diagnosed, least: 45, most: 2_900)
        let manner = isFamily ? Manner.household : Manner.draw(using: &stage.dice)
        let last = manner == .household ? stage.zone.date(of: located.diagnosed) : lastExposure(located, identified)
        let train = located.script.returned
        let isFellow = manner == .train && train != nil
        let meeting = ContactScript.Meeting(
            index: located.number, first: manner == .household ? located.onset - 3 : nil,
            last: isFellow ? train.map { stage.day($0.day) } ?? last : last, setting: manner.setting,
            vehicle: isFellow ? .enclosedTrain : manner == .train ? .taxi : nil,
            circumstance: isFellow ? "同乘\(train?.train ?? "")次列车同车厢前后三排" : manner.words,
            discovery: discovery(home.code, from: county(located.script.county).code), isHigherRisk: manner.isHigherRisk)
        var draft = stage.begin(resident, knownAt: identified)
        let outcome = stage.contact(&draft, resident, ContactScript(degree: .close, identified: identified, meetings: [meeting]))
        try stage.finish(draft, body)
        closes.append(
            CloseContact(
                number: draft.number, caseIndex: index, identified: identified, last: meeting.last, household: resident.household,
                gate: outcome.reported(stage.policy.tracing.secondaryGate?.linkedNegatives ?? 0)))
        return resident.household
    }

    /// The contacts' contacts: mostly those they live with.
    mutating func secondaryContacts(_ body: WorldStage.Body) throws {
        let pool = closes
        for _ in 0..<(HunanMarch2022.secondaryContacts - secondariesTold) {
            guard let close = stage.dice.pick(pool) else { return }
            let isFamily = stage.dice.chance(0.62)
            let home = isFamily ? county(of: close.household.township, near: stage.atlas.counties[0]) : county(of: nil, near: near(close))
            let resident = try stage.residents.next(
                in: home, isFamily ? .population : .mobile, household: isFamily ? close.household : nil)
            let identified = spread(after: close.identified, least: 60, most: 1_700)
            let manner = isFamily ? Manner.household : Manner.draw(using: &stage.dice)
            let room = max(0, (stage.zone.date(of: close.identified) - close.last).count)
            let meeting = ContactScript.Meeting(
                index: close.number, last: close.last + Days(isFamily ? room : stage.dice.next(in: 0...room)), setting: manner.setting,
                circumstance: isFamily ? "与密接同住" : manner == .train ? "与密接同乘" : "与密接" + manner.words.replacingPrefix("与病例", with: ""),
                discovery: discovery(home.code, from: near(close).code), isHigherRisk: false)
            var draft = stage.begin(resident, knownAt: identified)
            stage.contact(&draft, resident, ContactScript(degree: .secondary, identified: identified, meetings: [meeting], gate: close.gate))
            try stage.finish(draft, body)
        }
    }

    /// People exposed at a place or met in passing: followed, not held.
    mutating func looserContacts(_ body: WorldStage.Body) throws {
        for number in 0..<1_700 {
            guard let located = stage.dice.pick(cases) else { return }
            let degree: ContactDegree = number < 400 ? .exposedAtPlace : .general
            let resident = try stage.residents.next(in: county(of: nil, near: county(located.script.county)))
            let identified = spread(after: located.diagnosed, least: 180, most: 4_000)
            let meeting = ContactScript.Meeting(
                index: located.number, nearness: degree, last: lastExposure(located, identified), setting: .venue,
                circumstance: degree == .general ? "同一场所短暂经过，均戴口罩" : stage.dice.pick(Manner.venues) ?? "同时段在同一商场", isHigherRisk: false)
            var draft = stage.begin(resident, knownAt: identified)
            stage.contact(&draft, resident, ContactScript(degree: degree, identified: identified, meetings: [meeting]))
            try stage.finish(draft, body)
        }
    }
}

extension HunanStage {
    /// `total` divided in proportion to the weights.
    private func allotted(_ total: Int, over weights: [Int]) -> [Int] {
        let sum = weights.reduce(0, +)
        var passed = 0
        return weights.map { weight in
            let before = total * passed / sum
            passed += weight
            return total * passed / sum - before
        }
    }

    /// A moment after `start`, mostly soon, always some time before the scenario's.
    mutating func spread(after start: Instant, least: Int, most: Int) -> Instant {
        let room = (stage.moment - start).wholeMinutes - 12
        return start + stage.dice.span(minutes: min(least, max(1, room - 1))...min(most, max(2, room)))
    }

    /// The last day of an exposure: within the look-back before the onset, not after the contact or the case was known.
    private mutating func lastExposure(_ located: LocatedCase, _ identified: Instant) -> CivilDate {
        let latest = stage.zone.date(of: located.diagnosed)
        let earliest = located.onset - stage.policy.tracing.lookbackSymptomatic
        let share = stage.dice.unit()
        return latest - Days(Int(share * share * Double((latest - earliest).count + 1)))
    }

    /// Where a contact lives: mostly in the county of the case, often in its city, sometimes elsewhere.
    private mutating func county(of township: TerritoryCode?, near centre: Atlas.County) -> Atlas.County {
        if let township, let county = stage.atlas[township] { return county }
        let drawn = stage.dice.unit()
        if drawn < 0.62 { return centre }
        if drawn < 0.9 { return stage.atlas.county(in: centre.prefecture, using: &stage.dice) ?? centre }
        return stage.atlas.counties[stage.atlas.index(using: &stage.dice)]
    }

    private func near(_ close: CloseContact) -> Atlas.County { county(cases[close.caseIndex].script.county) }

    private mutating func discovery(_ home: TerritoryCode, from centre: TerritoryCode) -> Exposure.Discovery {
        if stage.dice.chance(0.02) { return .otherProvince }
        if home == centre { return .ownInvestigation }
        return home.parent == centre.parent ? .otherCounty : .otherPrefecture
    }
}

/// How two people met.
enum Manner: CaseIterable {
    case household, colleague, meal, train, lift, care, classroom, play, dormitory, other

    static let venues = ["同时段在同一超市", "同时段在同一菜市场", "同时段在同一商场", "同时段在同一候车厅", "同时段在同一餐馆大厅"]

    static func draw(using dice: inout Seeded) -> Manner { dice.pick(allCases) { $0.weight } ?? .other }

    private var weight: Int {
        switch self {
        case .household: 3
        case .colleague: 22
        case .meal: 20
        case .train: 18
        case .lift: 9
        case .care: 4
        case .classroom: 7
        case .play: 6
        case .dormitory: 5
        case .other: 6
        }
    }

    var setting: ContactSetting {
        switch self {
        case .household: .household
        case .colleague: .workplace
        case .meal: .meal
        case .train: .transport
        case .lift: .enclosedSpace
        case .care: .care
        case .classroom: .classroom
        case .play: .entertainment
        case .dormitory: .dormitory
        case .other: .other
        }
    }

    var words: String {
        switch self {
        case .household: "与病例同住"
        case .colleague: "与病例同一办公室或车间"
        case .meal: "与病例同桌或邻桌就餐"
        case .train: "与病例同乘一辆出租车"
        case .lift: "与病例同乘电梯，未戴口罩"
        case .care: "诊疗病例时防护不到位"
        case .classroom: "与病例同班上课"
        case .play: "与病例同在一间娱乐场所"
        case .dormitory: "与病例同一宿舍"
        case .other: "与病例近距离交谈"
        }
    }

    var isHigherRisk: Bool {
        switch self {
        case .household, .meal, .care, .play, .dormitory: true
        case .colleague, .train, .lift, .classroom, .other: false
        }
    }
}

extension String {
    /// The text with another beginning, if it begins so.
    func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
