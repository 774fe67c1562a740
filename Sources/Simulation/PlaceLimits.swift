import Policy
import Vocabulary

/// What the rules on places and gatherings leave of the meetings there, by level of zone.
struct PlaceLimits: Sendable {
    /// Share of venue meetings left: outside zones, low, medium, high.
    let venue: [Float]
    /// Share of transmissions on the way that masks in stations and vehicles leave.
    let transport: Float
    /// Whether classes meet.
    let classroom: [Float]
    /// Chance that a gathering is held: by level of zone, then by kind and size (``sizes``).
    private let gatherings: [[Float]]
    let areLimited: Bool

    static let levels: [ZoneLevel?] = [nil, .low, .medium, .high]
    static let sizes = [4, 8, 15, 30, 60, 120, 300]
    /// Relative frequency of meetings at gatherings of those sizes, of 256, cumulative. Assumed: most meet at meals of ten and less.
    private static let sizeShares: [UInt8] = [60, 120, 170, 205, 230, 248, 255]
    private static let kinds: [GatheringRules.Kind] = [.familyMeal, .banquet, .meeting, .performance]

    init(_ policy: Policy, _ execution: Execution) {
        let rules = policy.gatherings, keyPlaces = policy.places.key
        // Shares of meetings among strangers by class of place. Assumed.
        let weights: [String: Double] = [
            "market": 0.22, "mall": 0.25, "entertainment": 0.13, "cinema": 0.04, "religious": 0.03, "hotel": 0.05, "station": 0.08,
            "construction_site": 0.05,
        ]
        func share(_ percent: Double) -> Double { min(1, percent / 100 / execution.usualOccupancy) }
        venue = PlaceLimits.levels.map { level in
            var left = 1.0
            for (key, weight) in weights.sorted(by: { $0.key < $1.key }) {
                let place = keyPlaces[key]
                if let level, place?.closedIn.contains(level) == true {
                    left -= weight
                    continue
                }
                var kept = (place?.occupancy ?? rules.enclosedShare).map(share) ?? 1
                if place?.measures.contains(.mask) == true { kept *= 1 - execution.maskEffect }
                left -= weight * (1 - kept)
            }
            return Float(max(0, left))
        }
        transport = keyPlaces["station"]?.measures.contains(.mask) == true ? Float(1 - execution.maskEffect) : 1
        classroom = PlaceLimits.levels.map { level in
            level.map { keyPlaces["school"]?.closedIn.contains($0) == true ? Float(execution.defiance) : 1 } ?? 1
        }
        gatherings = PlaceLimits.levels.map { level in
            PlaceLimits.kinds.flatMap { kind in
                PlaceLimits.sizes.map { size in
                    switch rules.decision(kind: kind, people: size, isIndoors: true, zone: level)?.limit.decision {
                    case .refuse: Float(execution.defiance)
                    case .approve: Float(execution.approved)
                    default: 1
                    }
                }
            }
        }
        areLimited = venue[0] < 1 || transport < 1 || classroom[0] < 1 || gatherings[0].contains { $0 < 1 }
    }

    /// The chance that the gathering a meeting happened at is held, from 16 random bits and the level's number in ``levels``.
    @inline(__always)
    func gathering(_ bits: UInt64, level: Int) -> Float {
        let luck = UInt8(truncatingIfNeeded: bits)
        let size = PlaceLimits.sizeShares.firstIndex { luck <= $0 } ?? 0
        // Small ones are family meals more often than not.
        let kind = size < 2 ? Int(bits >> 8 & 1) : 1 + Int(bits >> 8) % 3
        return gatherings[level][kind * PlaceLimits.sizes.count + size]
    }

    /// Mean share of gatherings refused at a level.
    func refused(level: Int) -> Double {
        let row = gatherings[level]
        return Double(row.reduce(0) { $0 + (1 - $1) }) / Double(row.count)
    }
}
