/// Finds arcs that cross or cover each other, which simplification can cause where borders run close.
///
/// Segments are laid on a grid and compared within its cells; whole microdegrees make every test exact.
enum ArcCrossings {
    /// The indices of the arcs concerned.
    static func find(in arcs: [[MapPoint]]) -> Set<Int> {
        var cells: [MapPoint: [Segment]] = [:]
        var found: Set<Int> = []
        for (arc, points) in arcs.enumerated() {
            for (from, to) in zip(points, points.dropFirst()) {
                let segment = Segment(from: from, to: to, arc: arc)
                for x in segment.columns {
                    for y in segment.rows {
                        let cell = MapPoint(x: x, y: y)
                        for other in cells[cell, default: []]
                        where !(found.contains(arc) && found.contains(other.arc)) && segment.conflicts(with: other) {
                            found.insert(arc)
                            found.insert(other.arc)
                        }
                        cells[cell, default: []].append(segment)
                    }
                }
            }
        }
        return found
    }

    private struct Segment {
        let from, to: MapPoint
        let arc: Int

        /// A twentieth of a degree: a few segments a cell on a map of counties.
        private static let cellSize = 50_000

        var columns: ClosedRange<Int> { Segment.cells(from.x, to.x) }
        var rows: ClosedRange<Int> { Segment.cells(from.y, to.y) }

        private static func cells(_ a: Int, _ b: Int) -> ClosedRange<Int> {
            (min(a, b) + 400_000_000) / cellSize...(max(a, b) + 400_000_000) / cellSize
        }

        /// Whether the segments cross inside, or are the same.
        func conflicts(with other: Segment) -> Bool {
            if from == other.from && to == other.to || from == other.to && to == other.from { return true }
            return Segment.side(from, to, other.from) * Segment.side(from, to, other.to) < 0
                && Segment.side(other.from, other.to, from) * Segment.side(other.from, other.to, to) < 0
        }

        private static func side(_ a: MapPoint, _ b: MapPoint, _ c: MapPoint) -> Int {
            ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).signum()
        }
    }
}
