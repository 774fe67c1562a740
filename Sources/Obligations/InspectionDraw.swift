import Register
import Vocabulary

/// Whom a plan of inspection names: the worst indicators and the longest unseen first, with an element of chance (`domain.md` §10.5).
///
/// A candidate's risk is the sum of two places: among all by the share of its duties that are late, and among all by how long it has not been
/// seen; equal ones share a place. No weight is needed between the two. Who is drawn by chance hangs on the seed and the code alone, so that the
/// same seed and the same figures give the same plan on every machine.
public struct InspectionDraw: Hashable, Sendable {
    /// A territory that may be drawn.
    public struct Candidate: Hashable, Sendable {
        /// Where.
        public var territory: TerritoryCode
        /// Duties late, of those due, 0…1.
        public var lateShare: Double
        /// When inspectors were last there; nil: never.
        public var lastSeen: Instant?

        /// A candidate from its parts.
        public init(territory: TerritoryCode, lateShare: Double, lastSeen: Instant?) {
            self.territory = territory
            self.lateShare = lateShare
            self.lastSeen = lastSeen
        }
    }

    /// All candidates, the greatest risk first.
    public let ranking: [Candidate]
    /// Who was drawn: those by risk, then those by chance.
    public let targets: [InspectionPlan.Target]

    /// Draws `count` of the candidates, `chanceShare` per cent of them by chance (rounded, but one at least where the share is above nil and
    /// more than one is drawn). Complexity: O(n log n).
    public init(_ candidates: [Candidate], count: Int, chanceShare: Double, seed: Int64) {
        let late = InspectionDraw.places(candidates.map(\.lateShare), where: >)
        let unseen = InspectionDraw.places(candidates.map { $0.lastSeen ?? .distantPast }, where: <)
        let order = candidates.indices.sorted { left, right in
            (late[left] + unseen[left], candidates[left].territory) < (late[right] + unseen[right], candidates[right].territory)
        }
        ranking = order.map { candidates[$0] }
        let count = min(count, ranking.count)
        var byChance = Int((Double(count) * chanceShare / 100).rounded())
        if chanceShare > 0, count > 1 { byChance = max(1, byChance) }
        let byRisk = max(0, count - byChance)
        var targets = ranking.prefix(byRisk).enumerated().map { place, candidate in
            InspectionPlan.Target(territory: candidate.territory, grounds: .risk, rank: place + 1)
        }
        let rest = ranking.enumerated().dropFirst(byRisk).map { place, candidate -> (lot: UInt64, target: InspectionPlan.Target) in
            let target = InspectionPlan.Target(territory: candidate.territory, grounds: .chance, rank: place + 1)
            return (lot: InspectionDraw.lot(seed, candidate.territory), target: target)
        }
        targets += rest.sorted { ($0.lot, $0.target.territory) < ($1.lot, $1.target.territory) }.prefix(count - byRisk).map(\.target)
        self.targets = targets
    }

    /// The place of each value, 0 for the foremost; equal values share one.
    private static func places<Value: Comparable>(_ values: [Value], where isBefore: (Value, Value) -> Bool) -> [Int] {
        var places = Array(repeating: 0, count: values.count)
        var place = 0
        let order = values.indices.sorted { isBefore(values[$0], values[$1]) }
        for (position, index) in order.enumerated() {
            if position > 0, isBefore(values[order[position - 1]], values[index]) { place = position }
            places[index] = place
        }
        return places
    }

    /// A territory's lot: the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014) over seed and code.
    private static func lot(_ seed: Int64, _ territory: TerritoryCode) -> UInt64 {
        var z = UInt64(bitPattern: seed) &+ UInt64(bitPattern: territory.number) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
