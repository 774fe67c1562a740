/// What a resident does all day, which decides whom they meet.
enum Occupation: UInt8, CaseIterable, BitwiseCopyable {
    case none, kindergarten, primary, junior, senior, smallFirm, firm, largeFirm, healthcare, careHome

    /// People of a group: a class, a team, the staff of a ward, a care home.
    var groupSize: Int {
        switch self {
        case .none: 0
        case .kindergarten: 30
        case .primary: 42
        case .junior: 48
        case .senior: 50
        case .smallFirm: 6
        case .firm: 15
        case .largeFirm: 40
        case .healthcare: 12
        case .careHome: 40
        }
    }

    /// The layer in which the group meets.
    var layer: Layer? {
        switch self {
        case .none: nil
        case .kindergarten, .primary, .junior, .senior: .classroom
        case .smallFirm, .firm, .largeFirm: .workplace
        case .healthcare: .workplace
        case .careHome: .careHome
        }
    }

    var isWork: Bool {
        switch self {
        case .smallFirm, .firm, .largeFirm, .healthcare: true
        default: false
        }
    }
}

/// One person of a template.
struct Member: BitwiseCopyable {
    /// Where in the template the household begins.
    var household: UInt16
    /// How many live in it.
    var size: UInt8
    /// Age in years.
    var age: UInt8
    var occupation: Occupation
    /// Number among the template's people of that occupation.
    var rank: UInt16
}

/// Some hundred households as a territory's census describes them, laid side by side over and over until the territory is full: who lives
/// with whom is then arithmetic on the resident's number.
///
/// Sizes: the census's share of single households, the rest two and a Poisson number more (up to eight) with the census's mean. Ages: drawn
/// to the census's pyramid exactly, then placed: every household gets an adult, further members a partner near that age, children 20 to 40
/// years younger, parents 20 to 40 years older, as far as there are any.
struct HouseholdTemplate {
    var members: [Member]

    init(_ demography: Demography, households: Int = 768, stream: inout Stream) {
        var sizes = HouseholdTemplate.sizes(demography, households: households)
        for index in stride(from: sizes.count - 1, to: 0, by: -1) { sizes.swapAt(index, stream.below(index + 1)) }
        let total = sizes.reduce(0, +)
        var pool = HouseholdTemplate.ages(demography.ages, count: total)
        var homes = sizes.map { _ in [Int]() }
        // Heads first, so that no child lives alone.
        var order = Array(sizes.indices)
        order.sort { (sizes[$0], $0) < (sizes[$1], $1) }
        for home in order { homes[home].append(pool.take(near: HouseholdTemplate.headAge(&stream), among: 18...120) ?? pool.takeAny()) }
        for home in order.reversed() where sizes[home] > 1 {
            let head = homes[home][0]
            for place in 1..<sizes[home] {
                let wanted: Int
                switch place {
                case 1: wanted = head >= 60 && stream.unit() < 0.1 ? head - 30 : head - 2 + stream.below(5)
                case 2, 3: wanted = head < 52 ? max(0, head - 24 - stream.below(12)) : head - 27 + stream.below(6)
                default: wanted = stream.unit() < 0.5 ? head + 24 + stream.below(10) : max(0, head - 26)
                }
                homes[home].append(pool.take(near: wanted, among: 0...120) ?? pool.takeAny())
            }
        }
        members = []
        var ranks = [Int](repeating: 0, count: Occupation.allCases.count)
        for home in homes {
            let first = members.count
            for age in home {
                let occupation = HouseholdTemplate.occupation(age: age, &stream)
                let rank = ranks[Int(occupation.rawValue)]
                ranks[Int(occupation.rawValue)] += 1
                members.append(
                    Member(household: UInt16(first), size: UInt8(home.count), age: UInt8(min(110, age)), occupation: occupation, rank: UInt16(rank)))
            }
        }
    }

    private static func sizes(_ demography: Demography, households: Int) -> [Int] {
        let single = min(0.9, max(0, demography.singleHouseholds))
        // Mean of the others: 2 + μ, so that all together have the census's mean.
        let more = max(0.01, (demography.householdSize - single) / (1 - single) - 2)
        var weights = [single]
        var term = Logarithm.exponential(-more)
        var rest: [Double] = []
        for extra in 0...6 {
            rest.append(term)
            term *= more / Double(extra + 1)
        }
        let sum = rest.reduce(0, +)
        weights += rest.map { $0 / sum * (1 - single) }
        return HouseholdTemplate.apportioned(weights, total: households).enumerated().flatMap { Array(repeating: $0.offset + 1, count: $0.element) }
    }

    private static func ages(_ groups: [Double], count: Int) -> AgePool {
        var pool = AgePool()
        for (group, number) in apportioned(groups, total: count).enumerated() {
            for index in 0..<number { pool.add(group * 5 + index % 5) }
        }
        return pool
    }

    /// Whole numbers in proportion to weights, with the given sum (largest remainders).
    static func apportioned(_ weights: [Double], total: Int) -> [Int] {
        let sum = weights.reduce(0, +)
        let exact = weights.map { sum > 0 ? $0 / sum * Double(total) : 0 }
        var whole = exact.map { Int($0) }
        let order = exact.indices.sorted { (exact[$0] - Double(whole[$0]), $1) > (exact[$1] - Double(whole[$1]), $0) }
        for index in order.prefix(max(0, total - whole.reduce(0, +))) { whole[index] += 1 }
        return whole
    }

    private static func headAge(_ stream: inout Stream) -> Int { 24 + stream.below(55) }

    /// Pupils by age; of those of working age 73 in 100 work, one in 70 of them in a hospital's ward or clinic; of those from 75 four in 100
    /// live in a home, and one worker in 150 works in one. Assumed, from Hunan's employment by industry (census 2020: health and social work
    /// about 2 % of the employed).
    private static func occupation(age: Int, _ stream: inout Stream) -> Occupation {
        let luck = stream.unit()
        switch age {
        case ..<3: return .none
        case 3...5: return luck < 0.85 ? .kindergarten : .none
        case 6...11: return .primary
        case 12...14: return .junior
        case 15...17: return luck < 0.9 ? .senior : .none
        case 18...21 where luck < 0.5: return .senior
        case 18...64:
            let work = stream.unit()
            if luck > 0.75 { return .none }
            if work < 0.0145 { return .healthcare }
            if work < 0.021 { return .careHome }
            return work < 0.42 ? .smallFirm : work < 0.78 ? .firm : .largeFirm
        case 75...: return luck < 0.04 ? .careHome : .none
        default: return .none
        }
    }
}

/// Ages still to be given out.
private struct AgePool {
    private var counts = [Int](repeating: 0, count: 121)
    private var total = 0

    mutating func add(_ age: Int) {
        counts[min(120, age)] += 1
        total += 1
    }

    /// The age nearest to the wanted one, if there is one in the range.
    mutating func take(near wanted: Int, among range: ClosedRange<Int>) -> Int? {
        for distance in 0...120 {
            for age in distance == 0 ? [wanted] : [wanted - distance, wanted + distance]
            where range.contains(age) && counts.indices.contains(age) && counts[age] > 0 {
                counts[age] -= 1
                total -= 1
                return age
            }
        }
        return nil
    }

    mutating func takeAny() -> Int { take(near: 40, among: 0...120) ?? 40 }
}
