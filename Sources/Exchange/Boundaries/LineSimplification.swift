import HeapModule

/// How much each point of a line matters to its shape.
///
/// Visvalingam and Whyatt, *Line generalisation by repeated elimination of points*, The Cartographic Journal 30 (1993): again and again the point
/// goes that forms the smallest triangle with its neighbours. The weight of a point is the area of that triangle, and never less than that of a
/// point that went before, so that "keep what weighs more than t" gives the line simplified to t, for every t. O(n log n).
enum LineSimplification {
    /// The weight of every point, twice the area of its triangle in square microdegrees; the two ends weigh infinitely much.
    static func weights(of line: [MapPoint]) -> [Double] {
        var weights = [Double](repeating: .infinity, count: line.count)
        guard line.count > 2 else { return weights }
        var before = Array(-1..<line.count - 1)
        var after = Array(1...line.count)
        var areas = weights
        var heap = Heap<Candidate>()
        for index in 1..<line.count - 1 {
            areas[index] = doubleArea(line[index - 1], line[index], line[index + 1])
            heap.insert(Candidate(area: areas[index], index: index))
        }
        var largest = 0.0
        while let candidate = heap.popMin() {
            let index = candidate.index
            // A candidate whose triangle has changed since was inserted again.
            guard weights[index] == .infinity, areas[index] == candidate.area else { continue }
            largest = max(largest, candidate.area)
            weights[index] = largest
            let (left, right) = (before[index], after[index])
            after[left] = right
            before[right] = left
            for neighbour in [left, right] where neighbour > 0 && neighbour < line.count - 1 {
                areas[neighbour] = doubleArea(line[before[neighbour]], line[neighbour], line[after[neighbour]])
                heap.insert(Candidate(area: areas[neighbour], index: neighbour))
            }
        }
        return weights
    }

    private struct Candidate: Comparable {
        let area: Double
        let index: Int

        // Equal areas go in the order of the line: the result must not depend on the heap.
        static func < (left: Candidate, right: Candidate) -> Bool { (left.area, left.index) < (right.area, right.index) }
    }

    private static func doubleArea(_ a: MapPoint, _ b: MapPoint, _ c: MapPoint) -> Double {
        Double(abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)))
    }
}
