/// The rings of a map cut into arcs at the points where borders meet, so that a border between two territories exists once.
///
/// Bostock's TopoJSON (2012) does the same. A point is a junction if two rings pass through it differently; between junctions a border is
/// either shared along its whole length or not at all. Linear in the number of points.
struct BoundaryTopology {
    /// The arcs. An arc runs from junction to junction; one that meets no other is closed and repeats its first point.
    private(set) var arcs: [[MapPoint]] = []
    /// Every ring of the map, in the order of areas, polygons, rings.
    private(set) var rings: [[ArcUse]] = []

    /// An arc as part of a ring.
    struct ArcUse: Hashable {
        let arc: Int
        let isReversed: Bool
    }

    init(_ rings: some Sequence<[MapPoint]>) {
        let rings = Array(rings)
        let junctions = BoundaryTopology.junctions(of: rings)
        var known: [[MapPoint]: Int] = [:]
        for ring in rings {
            self.rings.append(
                BoundaryTopology.cut(ring, at: junctions).map { piece in
                    let isReversed = BoundaryTopology.runsBackwards(piece)
                    let arc = isReversed ? piece.reversed() : piece
                    let index = known[arc] ?? arcs.count
                    if index == arcs.count {
                        known[arc] = index
                        arcs.append(arc)
                    }
                    return ArcUse(arc: index, isReversed: isReversed)
                })
        }
    }

    /// The corners of a ring, put together from (other) arcs.
    static func corners(of ring: [ArcUse], arcs: [[MapPoint]]) -> [MapPoint] {
        ring.flatMap { use in use.isReversed ? arcs[use.arc].reversed().dropLast() : arcs[use.arc].dropLast() }
    }

    /// The points at which two rings, or one ring twice, come and go by different ways.
    private static func junctions(of rings: [[MapPoint]]) -> Set<MapPoint> {
        struct Passage: Equatable {
            let low, high: MapPoint
        }
        var passages: [MapPoint: Passage] = [:]
        var junctions: Set<MapPoint> = []
        for ring in rings {
            for index in ring.indices {
                let before = ring[index == 0 ? ring.count - 1 : index - 1]
                let after = ring[index == ring.count - 1 ? 0 : index + 1]
                let passage = Passage(low: min(before, after), high: max(before, after))
                let first = passages[ring[index], default: passage]
                passages[ring[index]] = first
                if first != passage { junctions.insert(ring[index]) }
            }
        }
        return junctions
    }

    private static func cut(_ ring: [MapPoint], at junctions: Set<MapPoint>) -> [[MapPoint]] {
        let cuts = ring.indices.filter { junctions.contains(ring[$0]) }
        guard let start = cuts.first else {
            // A ring that meets no other may be written from any corner: begin at the least.
            let least = ring.indices.min { ring[$0] < ring[$1] } ?? 0
            return [Array(ring[least...] + ring[...least])]
        }
        return cuts.indices.map { position in
            let from = cuts[position]
            let isLast = position == cuts.count - 1
            return isLast ? Array(ring[from...] + ring[...start]) : Array(ring[from...cuts[position + 1]])
        }
    }

    /// Of the two ways to write an arc, whether this is the second.
    private static func runsBackwards(_ arc: [MapPoint]) -> Bool {
        var low = 0, high = arc.count - 1
        while low < high, arc[low] == arc[high] { (low, high) = (low + 1, high - 1) }
        return low < high && arc[high] < arc[low]
    }
}
