import Policy
import Register
import Vocabulary

/// The round of screening that Yuhua District holds in two subdistricts as the scenario stands: most tubes negative, some on their way, one
/// positive since this morning, whose members are being held and sampled singly.
public struct HunanRound: Sendable {
    /// The round, and when it began.
    public let round: ScreeningRound
    /// Its beginning.
    public let began: Instant
    /// Its tubes, in the order of filling.
    public let tubes: [ScreenedTube]
    /// When the members of the positive tube were begun to be held, and sampled singly.
    public let held: Instant
    /// How many people each prefecture reckons hold posts of each class: a few more than its roster has.
    public let estimates: [RosterEstimate]

    /// Who answers for the member with this number who is held at home: a name to each part the policy's team has, of one of the grids where some are
    /// laid out.
    public func team(for number: Int, in territory: TerritoryCode) -> HomeTeam {
        let names = [
            ["townshipLeader": "贺国平", "villageCadre": "谭晓燕", "groupLeader": "罗建军", "health": "李静"],
            ["townshipLeader": "贺国平", "villageCadre": "周丽华", "groupLeader": "向海波", "health": "陈丽华"],
        ][number % 2]
        let relatives = ["胡敏", "郭志强", "王秀英", "周磊"]
        let members = CommunityRules.TeamMember.allCases.compactMap { part -> Grid.Member? in
            let name = part == .relative ? relatives[number % relatives.count] : names[part.rawValue]
            return name.map { Grid.Member(part: part.rawValue, name: $0) }
        }
        return HomeTeam(territory: HunanMarch2022.gridded(territory, turn: number % 2), members: members)
    }

    /// A tube as it went.
    public struct ScreenedTube: Hashable, Sendable {
        /// Code.
        public let code: String
        /// Where it was filled.
        public let territory: TerritoryCode
        /// The table.
        public let site: String
        /// When.
        public let filledAt: Instant
        /// Whose swabs.
        public let members: [Identity]
        /// The transport, if it has left.
        public let batch: String?
        /// The finding, if the laboratory has reported.
        public let outcome: TestOutcome?
        /// When it reported.
        public let reportedAt: Instant?
    }
}

extension HunanMarch2022 {
    /// The round in Yuhua: 48 tubes of ten, from the residents that the world knows there and from others nobody has registered.
    public func screening() throws -> HunanRound {
        let yuhua = TerritoryCode("430111") ?? .unstated
        let area = ["430111006", "430111007"].compactMap { TerritoryCode($0) }
        var registered: [Identity] = []
        var rosters: [TerritoryCode: [String: Int]] = [:]
        try forEachPerson { invented in
            // Holders of posts and nobody who is held: a table samples whoever walks up to it.
            var isPost = false
            for fact in invented.facts {
                switch fact.fact {
                case .post(let holding):
                    isPost = true
                    if let prefecture = holding.territory.ancestor(at: .prefecture) {
                        rosters[prefecture, default: [:]][holding.postClass, default: 0] += 1
                    }
                case .exposure, .caseReport, .arrival, .stay: return
                default: break
                }
            }
            guard isPost, case .person(let person)? = invented.facts.first?.fact, area.contains(where: { $0.contains(person.residence) }) else {
                return
            }
            if invented.number % 6 != 0, registered.count < 180 { registered.append(invented.identity) }
        }
        var people = InventedIdentities(seed: 430_111)
        var dice = Seeded(430_111)
        let today = CivilDate(daysSinceEpoch: 19_070)
        let began = policy.zone.instant(today - 1, hour: 18)
        var tubes: [HunanRound.ScreenedTube] = []
        for number in 0..<48 {
            let territory = area[number % area.count]
            // The positive tube holds nobody the register knew before: what follows is what would follow for anyone.
            let isPositive = number == 17
            var members: [Identity] = []
            while members.count < 10 {
                if !isPositive, !registered.isEmpty, dice.next(below: 2) == 0 {
                    members.append(registered.removeLast())
                } else {
                    let birth = today - Days(2000 + dice.next(below: 26_000))
                    members.append(try people.next(sex: dice.next(below: 2) == 0 ? .female : .male, birthDate: birth, home: yuhua).identity())
                }
            }
            let filled = began + .minutes(20 + number * 9)
            let isReported = number < 40
            tubes.append(
                HunanRound.ScreenedTube(
                    code: "YH0318\(String(number + 1001).dropFirst())", territory: territory, site: "\(territory.digits.suffix(1))-\(number % 3 + 1)",
                    filledAt: filled, members: members, batch: number < 45 ? "ZY\(number / 16 + 1)" : nil,
                    outcome: isReported ? isPositive ? .positive : .negative : nil,
                    reportedAt: isReported ? isPositive ? moment - .minutes(100) : filled + .minutes(330 + dice.next(below: 240)) : nil))
        }
        return HunanRound(
            round: ScreeningRound(
                name: "雨花区第1轮区域核酸检测", territory: yuhua, area: area, population: 600, until: nil, tubeSize: 10, sites: 6, samplers: 2),
            began: began, tubes: tubes, held: moment - .minutes(70),
            estimates: rosters.sorted { $0.key < $1.key }.flatMap { prefecture, holders in
                holders.sorted { $0.key < $1.key }.map {
                    RosterEstimate(postClass: $0.key, territory: prefecture, people: $0.value + $0.value * dice.next(below: 9) / 100)
                }
            })
    }
}
