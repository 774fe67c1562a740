import Register
import Vocabulary

/// Who lives behind one door: people may share the family name, the address and the telephone.
struct Household: Sendable {
    var family: String
    var township: TerritoryCode
    var address: String
    /// A telephone that children and the old are called on.
    var phone: String
    /// The grown-up who answers for the children.
    var guardian: String
}

/// A person as drawn, before anything happens to them.
struct Resident: Sendable {
    var identity: Identity
    var person: Person
    var household: Household
    /// Completed years at the world's moment.
    var age: Int
}

/// Draws people: age and sex, name, document, telephone, door, work.
struct Residents {
    /// Which ages are wanted.
    enum Ages {
        /// As the population is.
        case population
        /// People who move about: fewer children and old people.
        case mobile
        /// People at work.
        case working
        /// Exactly this old.
        case exactly(Int)
    }

    private var dice: Seeded
    private var identities: InventedIdentities
    private let today: CivilDate

    init(seed: Seeded, identities: UInt64, today: CivilDate) {
        dice = seed
        self.identities = InventedIdentities(seed: identities)
        self.today = today
    }

    /// Draws a person.
    ///
    /// - Parameters:
    ///   - county: Where they live, if not in `household`.
    ///   - household: The household they belong to; nil begins one.
    mutating func next(
        in county: Atlas.County, _ ages: Ages = .population, sex wanted: Sex? = nil, household: Household? = nil, occupation: String? = nil,
        employer: String? = nil
    ) throws -> Resident {
        let age = draw(ages)
        let sex = wanted ?? (dice.chance(0.51) ? .male : .female)
        let birth = today - Days(age * 365 + age / 4 + dice.next(below: 365))
        // A spouse keeps her or his own name; children and siblings share it.
        let shared = household.flatMap { dice.chance(age < 25 ? 0.95 : 0.5) ? $0.family : nil }
        let invented = try identity(sex: sex, birth: birth, home: county.code, family: shared)
        let work = occupation ?? Residents.occupation(age: age, using: &dice)
        let township = household?.township ?? county.township(using: &dice)
        let door = household?.address ?? Residents.address(rural: Residents.isRural(township), using: &dice)
        var identity = invented.identity(address: door, employer: employer)
        if let household, age < 14 || (age > 70 && dice.chance(0.5)) || dice.chance(0.05) { identity.phones = [household.phone] }
        if age < 14 { identity.guardian = household?.guardian ?? invented.name.family + "建国" }
        let person = Person(
            sex: sex, birthDate: birth, residence: township, groups: Residents.groups(age: age, sex: sex, using: &dice), occupation: work)
        return Resident(
            identity: identity, person: person,
            household: household
                ?? Household(
                    family: invented.name.family, township: township, address: door, phone: identity.phones[0], guardian: invented.name.chinese),
            age: age)
    }

    /// Tries other days of the same year when one day's numbers are used up.
    private mutating func identity(sex: Sex, birth: CivilDate, home: TerritoryCode, family: String?) throws -> InventedIdentity {
        for attempt in 0..<5 {
            if let found = try? identities.next(sex: sex, birthDate: birth - Days(attempt), home: home, family: family) { return found }
        }
        return try identities.next(sex: sex, birthDate: birth - 5, home: home, family: family)
    }

    private mutating func draw(_ ages: Ages) -> Int {
        switch ages {
        case .exactly(let age): return age
        case .working: return dice.next(in: 20...58)
        case .population: return Residents.draw(Residents.populationAges, using: &dice)
        case .mobile: return Residents.draw(Residents.mobileAges, using: &dice)
        }
    }

    /// Ages with their weights, in per mille: Hunan at the census of 2020, roughly.
    private static let populationAges: [(ClosedRange<Int>, Int)] = [
        (1...5, 60), (6...14, 130), (15...17, 35), (18...24, 75), (25...34, 145), (35...44, 135), (45...54, 165), (55...64, 115), (65...74, 95),
        (75...84, 37), (85...95, 8),
    ]
    private static let mobileAges: [(ClosedRange<Int>, Int)] = [
        (1...5, 15), (6...14, 30), (15...17, 20), (18...24, 185), (25...34, 275), (35...44, 205), (45...54, 165), (55...64, 75), (65...78, 30),
    ]

    private static func draw(_ table: [(ClosedRange<Int>, Int)], using dice: inout Seeded) -> Int {
        dice.pick(table) { $0.1 }.map { dice.next(in: $0.0) } ?? 30
    }
}

extension Residents {
    private static func groups(age: Int, sex: Sex, using dice: inout Seeded) -> Set<SpecialGroup> {
        if age <= 14 { return dice.chance(0.3) ? [.child] : [] }
        if sex == .female, (20...40).contains(age), dice.chance(0.02) { return [.pregnantOrNursing] }
        if age >= 80, dice.chance(0.3) { return [.dependentOnCare] }
        if age >= 65, dice.chance(0.08) { return [.underlyingDisease] }
        return []
    }

    /// An occupation of the report card.
    static func occupation(age: Int, using dice: inout Seeded) -> String {
        switch age {
        case ..<3: return "散居儿童"
        case ..<7: return "幼托儿童"
        case ..<18: return "学生"
        case 60...: return dice.chance(0.6) ? "离退人员" : "农民"
        default:
            let table = [
                ("商业服务", 26), ("工人", 18), ("农民", 16), ("干部职员", 14), ("民工", 9), ("餐饮食品业", 7), ("家务及待业", 6), ("教师", 4),
            ]
            if age < 23, dice.chance(0.5) { return "学生" }
            return dice.pick(table) { $0.1 }?.0 ?? "其他"
        }
    }

    /// Towns and townships carry numbers from 100 on, subdistricts those below (and parks those from 400 on).
    static func isRural(_ township: TerritoryCode) -> Bool {
        guard township.level >= .township, let number = Int(township.digits.dropFirst(6).prefix(3)) else { return false }
        return (100..<400).contains(number) || number >= 901
    }

    /// Street, building and door, or village and group: invented names that could stand anywhere.
    static func address(rural: Bool, using dice: inout Seeded) -> String {
        if rural {
            let village = (dice.pick(villages) ?? "樟树") + "村"
            return "\(village)\(dice.next(in: 1...18))组\(dice.next(in: 1...60))号"
        }
        let road = (dice.pick(roads) ?? "香樟") + (dice.chance(0.7) ? "路" : "街")
        let door = dice.next(in: 2...28) * 100 + dice.next(in: 1...4)
        return "\(road)\(dice.next(in: 2...398))号\(dice.next(in: 1...16))栋\(dice.next(in: 1...3))单元\(door)室"
    }

    private static let roads = ["香樟", "桂花", "银杏", "玉兰", "青松", "翠竹", "望江", "映山", "荷塘", "枫林", "石榴", "晨曦", "书香", "橘洲", "新源", "同乐"]
    private static let villages = ["樟树", "石桥", "大塘", "枫树", "双江", "龙泉", "茶园", "高坪", "白水", "桐木", "新屋", "田心", "竹山", "黄泥", "云盘", "杉木"]
}
