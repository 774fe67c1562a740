import Policy
import Vocabulary

/// Every resident of some territories, none of them stored.
///
/// A resident is a number. The residents of a territory are consecutive numbers, those of a household within it too; where a resident lives,
/// with whom, how old they are and what they do is arithmetic over the territory's ``HouseholdTemplate``; who else is in the class or at work
/// follows from a keyed ``Permutation``. Building it takes some milliseconds a territory, and no memory for people.
public final class Population: Sendable {
    /// The territories in the order of the residents' numbers.
    public let territories: [Demography]
    /// All residents.
    public let count: Int

    let starts: Slab<UInt32>
    let sizes: Slab<UInt32>
    let templates: Slab<Block>
    let members: Slab<Member>
    /// For each territory and occupation: where its list in `places` begins, how many there are in the template and in the territory.
    let rolls: Slab<Roll>
    let places: Slab<UInt16>
    let travel: Alias
    let nearTravel: Alias

    struct Block: BitwiseCopyable {
        var first: UInt32
        var size: Divisor
        var count: UInt32 { size.value }
    }

    struct Roll: BitwiseCopyable {
        var first: UInt32
        var inTerritory: UInt32
        /// People of a group, the last of which may be smaller.
        var groupSize: Divisor
        var inTemplate: Divisor
        var permutation: Permutation
    }

    /// Lays out the residents.
    ///
    /// - Parameters:
    ///   - territories: At most 65,535, with together fewer than 2³² − 1 residents; territories without residents are left out.
    ///   - seed: Decides the templates and who is in which group; not the course of an epidemic.
    public init(_ territories: [Demography], seed: UInt64 = 43) {
        let kept = territories.filter { $0.population > 0 }
        self.territories = kept
        let keys = Keyring(seed: seed, replicate: 0)
        var starts: [UInt32] = [], sizes: [UInt32] = [], blocks: [Block] = [], members: [Member] = [], rolls: [Roll] = [], places: [UInt16] = []
        var next = 0
        for (index, territory) in kept.enumerated() {
            starts.append(UInt32(next))
            sizes.append(UInt32(territory.population))
            next += territory.population
            var stream = keys.stream(UInt32(index), .permutation, 1)
            let template = HouseholdTemplate(territory, stream: &stream).members
            blocks.append(Block(first: UInt32(members.count), size: Divisor(UInt32(template.count))))
            members += template
            let full = territory.population / template.count, rest = territory.population % template.count
            for occupation in Occupation.allCases {
                let own = template.indices.filter { template[$0].occupation == occupation }
                let total = full * own.count + own.count { $0 < rest }
                rolls.append(
                    Roll(
                        first: UInt32(places.count), inTerritory: UInt32(total), groupSize: Divisor(UInt32(occupation.groupSize)),
                        inTemplate: Divisor(UInt32(own.count)),
                        permutation: Permutation(count: total, key: keys.bits(UInt32(index), .permutation, 2 + UInt32(occupation.rawValue)))))
                places += own.map { UInt16($0) }
            }
        }
        count = next
        self.starts = Slab(starts)
        self.sizes = Slab(sizes)
        templates = Slab(blocks)
        self.members = Slab(members)
        self.rolls = Slab(rolls)
        self.places = Slab(places)
        travel = Alias.gravity(kept, near: false)
        nearTravel = Alias.gravity(kept, near: true)
    }

    /// One territory of identical residents, for random mixing.
    public static func uniform(_ count: Int) -> Population {
        Population([Demography(code: .unstated, name: LocalizedText(zh: "全体", en: "Everyone"), population: count)])
    }

    /// The territory's number of a code, if its residents are here.
    public func index(of code: TerritoryCode) -> Int? { territories.firstIndex { $0.code == code } }
}

extension Population {
    /// The number of the territory in which a resident lives. Logarithmic.
    func territory(of person: UInt32) -> Int {
        var low = 0, high = territories.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= person { low = middle } else { high = middle }
        }
        return low
    }

    /// The same where it is most often a known one.
    @inline(__always)
    func territory(of person: UInt32, near territory: Int) -> Int {
        person &- starts[territory] < sizes[territory] ? territory : self.territory(of: person)
    }

    /// The template's person in whose place a resident stands, and the first number of that copy of the template.
    @inline(__always)
    func member(_ person: UInt32, in territory: Int) -> (Member, base: UInt32) {
        let block = templates[territory]
        let local = person &- starts[territory]
        let copy = block.size.quotient(of: local)
        let base = copy &* block.count
        return (members[Int(block.first &+ local &- base)], starts[territory] &+ base)
    }

    /// The first resident of the household and how many live in it (the last copy of the template may be cut).
    @inline(__always)
    func household(_ member: Member, base: UInt32, in territory: Int) -> (first: UInt32, size: UInt32) {
        let first = base &+ UInt32(member.household)
        let end = starts[territory] &+ sizes[territory]
        return (first, min(UInt32(member.size), end &- first))
    }

    /// The first position of a resident's group on the roll of their occupation; of someone without a group it says nothing.
    @inline(__always)
    func group(_ person: UInt32, _ member: Member, in territory: Int) -> UInt32 {
        let roll = self.roll(member.occupation, in: territory)
        if roll.inTerritory == 0 { return 0 }
        let copy = templates[territory].size.quotient(of: person &- starts[territory])
        let position = roll.permutation.forward(copy &* roll.inTemplate.value &+ UInt32(member.rank))
        return roll.groupSize.quotient(of: position) &* roll.groupSize.value
    }

    /// Everybody in a territory with an occupation.
    @inline(__always)
    func roll(_ occupation: Occupation, in territory: Int) -> Roll {
        rolls[territory &* Occupation.allCases.count &+ Int(occupation.rawValue)]
    }

    /// Who stands at a position of a roll.
    @inline(__always)
    func resident(_ roll: Roll, at position: UInt32, in territory: Int) -> UInt32 {
        let rank = roll.permutation.backward(position)
        let copy = roll.inTemplate.quotient(of: rank)
        let place = places[Int(roll.first &+ (rank &- copy &* roll.inTemplate.value))]
        return starts[territory] &+ copy &* templates[territory].count &+ UInt32(place)
    }
}

extension Population.Roll {
    /// How many are in the group that begins at a position.
    @inline(__always)
    func size(ofGroupAt first: UInt32) -> UInt32 { min(groupSize.value, inTerritory &- first) }
}

/// Draws a territory for each territory in constant time (Vose's alias method, 1991).
struct Alias: Sendable {
    private let cells: Slab<Cell>
    private let count: Int

    private struct Cell: BitwiseCopyable {
        var share: UInt32
        var other: UInt16
    }

    /// Weights by row; a row without weights leads to itself.
    init(_ rows: [[Double]]) {
        count = rows.count
        var cells: [Cell] = []
        for (index, weights) in rows.enumerated() {
            let sum = weights.reduce(0, +)
            guard sum > 0 else {
                cells += weights.map { _ in Cell(share: 0, other: UInt16(index)) }
                continue
            }
            var scaled = weights.map { $0 / sum * Double(weights.count) }
            var small = scaled.indices.filter { scaled[$0] < 1 }, large = scaled.indices.filter { scaled[$0] >= 1 }
            var row = weights.indices.map { Cell(share: .max, other: UInt16($0)) }
            while let low = small.popLast(), let high = large.last {
                row[low] = Cell(share: UInt32(min(4_294_967_295, scaled[low] * 4_294_967_296)), other: UInt16(high))
                scaled[high] -= 1 - scaled[low]
                if scaled[high] < 1 { small.append(large.removeLast()) }
            }
            cells += row
        }
        self.cells = Slab(cells)
    }

    /// The territory that 64 random bits choose for `row`.
    @inline(__always)
    func draw(_ row: Int, _ bits: UInt64) -> Int {
        let column = Int((bits >> 32).multipliedFullWidth(by: UInt64(count) << 32).high)
        let cell = cells[row &* count &+ column]
        return UInt32(truncatingIfNeeded: bits) < cell.share ? column : Int(cell.other)
    }

    /// Where people of each territory meet people of others: in proportion to residents over the squared distance plus 15 km (a gravity
    /// model; the exponent 2 is usual for short trips, 1 is taken for long ones), never to their own.
    static func gravity(_ territories: [Demography], near: Bool) -> Alias {
        Alias(
            territories.map { from in
                territories.map { to in
                    guard from.code != to.code else { return 0 }
                    guard let here = from.position, let there = to.position else { return Double(to.population) }
                    let north = (here.latitude - there.latitude) * 111.2
                    let east = (here.longitude - there.longitude) * 111.2 * cosine(here.latitude)
                    let squared = north * north + east * east + 225
                    return Double(to.population) / (near ? squared : squared.squareRoot())
                }
            })
    }

    /// cos of a latitude in degrees to four digits, enough for a distance.
    private static func cosine(_ degrees: Double) -> Double {
        let x = degrees * 0.017_453_292_519_943
        let square = x * x
        return 1 - square / 2 + square * square / 24 - square * square * square / 720
    }
}
