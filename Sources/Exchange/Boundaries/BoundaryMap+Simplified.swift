import Foundation

extension BoundaryMap {
    /// The map with fewer points, such that its GeoJSON is not larger than `bytes` if that can be had.
    ///
    /// - Parameters:
    ///   - bytes: The size to stay below.
    ///   - decimals: Decimals of a degree to which coordinates are rounded; four are 11 m.
    public func simplified(toAtMost bytes: Int, decimals: Int = 4) -> BoundaryMap {
        let plan = SimplificationPlan(self, decimals: decimals)
        let exact = plan.map(squareKilometres: 0, repaired: true)
        guard exact.geoJSON().count > bytes else { return exact }
        // The size falls as the tolerance grows: halve the interval of its logarithm.
        var low = -6.0, high = 4.0
        for _ in 0..<14 {
            let middle = (low + high) / 2
            let isSmall = plan.map(squareKilometres: pow(10, middle), repaired: false).geoJSON().count <= bytes
            if isSmall { high = middle } else { low = middle }
        }
        // Repairs give points back; a few steps further make up for them.
        var result = plan.map(squareKilometres: pow(10, high), repaired: true)
        for step in 1...10 where result.geoJSON().count > bytes {
            result = plan.map(squareKilometres: pow(10, high + Double(step) * 0.02), repaired: true)
        }
        return result
    }

    /// The map without the points that matter less to their territory than a triangle of `squareKilometres` matters to one of 1,000 km².
    ///
    /// - Parameters:
    ///   - squareKilometres: The triangle, larger is coarser.
    ///   - decimals: Decimals of a degree to which coordinates are rounded; four are 11 m.
    public func simplified(squareKilometres: Double, decimals: Int = 4) -> BoundaryMap {
        SimplificationPlan(self, decimals: decimals).map(squareKilometres: squareKilometres, repaired: true)
    }
}

/// Everything about a map's simplification that does not depend on how far it goes.
private struct SimplificationPlan {
    /// The areas as they were; their rings are put in anew.
    let areas: [BoundaryArea]
    let topology: BoundaryTopology
    /// The weight of each point of each arc, in square kilometres for a territory of 1,000 km².
    let weights: [[Double]]

    init(_ map: BoundaryMap, decimals: Int) {
        // Rounding comes first: both sides of a border round alike, and the topology sees what will be written.
        let step = [1_000_000, 100_000, 10_000, 1000, 100, 10, 1][min(max(decimals, 0), 6)]
        areas = map.areas.map { $0.rounded(to: step) }
        let rings = areas.flatMap { $0.polygons.flatMap { $0 } }
        topology = BoundaryTopology(rings.lazy.map(\.points))

        // Half a square microdegree in square kilometres, as at the first corner of the map: weights need be right only to each other.
        let scale = cos((rings.first?.points.first?.latitude ?? 0) * .pi / 180) * 111.195 * 111.195 * 1e-12 / 2
        var smallest = [Double](repeating: .infinity, count: topology.arcs.count)
        for (ring, uses) in zip(rings, topology.rings) {
            let area = ring.squareKilometres
            for use in uses { smallest[use.arc] = min(smallest[use.arc], area) }
        }
        // A city district of 20 km² must not lose its shape to what suits a county of 4,000: weights are relative to the smaller neighbour.
        weights = zip(topology.arcs, smallest).map { arc, area in
            let factor = scale * 1000 / max(area, 1e-6)
            return LineSimplification.weights(of: arc).map { $0 * factor }
        }
    }

    func map(squareKilometres tolerance: Double, repaired: Bool) -> BoundaryMap {
        var tolerances = [Double](repeating: tolerance, count: weights.count)
        var arcs = weights.indices.map { kept($0, tolerances[$0]) }
        for _ in 0..<24 {
            var spoilt = collapsedRings(arcs)
            if repaired { spoilt.formUnion(ArcCrossings.find(in: arcs)) }
            spoilt = spoilt.filter { arcs[$0].count < topology.arcs[$0].count }
            guard !spoilt.isEmpty else { break }
            for arc in spoilt {
                tolerances[arc] = tolerances[arc] < tolerance * 1e-6 ? -1 : tolerances[arc] * 0.3
                arcs[arc] = kept(arc, tolerances[arc])
            }
        }
        return assembled(from: arcs)
    }

    private func kept(_ arc: Int, _ tolerance: Double) -> [MapPoint] {
        zip(topology.arcs[arc], weights[arc]).compactMap { $1 > tolerance ? $0 : nil }
    }

    /// The arcs of rings that no longer enclose anything.
    private func collapsedRings(_ arcs: [[MapPoint]]) -> Set<Int> {
        var spoilt: Set<Int> = []
        for ring in topology.rings {
            let corners = ring.reduce(0) { $0 + arcs[$1.arc].count - 1 }
            if corners < 3 { spoilt.formUnion(ring.map(\.arc)) }
        }
        return spoilt
    }

    private func assembled(from arcs: [[MapPoint]]) -> BoundaryMap {
        var rings = topology.rings[...]
        return BoundaryMap(
            areas: areas.map { area in
                var area = area
                area.polygons = area.polygons.map { polygon in
                    polygon.map { _ in BoundaryRing(BoundaryTopology.corners(of: rings.popFirst() ?? [], arcs: arcs)) }
                }
                return area
            })
    }
}

extension BoundaryArea {
    /// The outline with coordinates rounded to multiples of `step` microdegrees. A part that becomes smaller than that is gone.
    fileprivate func rounded(to step: Int) -> BoundaryArea {
        var area = self
        area.polygons = polygons.compactMap { polygon in
            let rings = polygon.map { $0.rounded(to: step) }
            // A polygon whose outer ring is gone has no holes either.
            guard let outer = rings.first, let outer else { return nil }
            return [outer] + rings.dropFirst().compactMap { $0 }
        }
        return area
    }
}

extension BoundaryRing {
    fileprivate func rounded(to step: Int) -> BoundaryRing? {
        var rounded: [MapPoint] = []
        rounded.reserveCapacity(points.count)
        for point in points.lazy.map({ $0.rounded(to: step) }) where rounded.last != point { rounded.append(point) }
        while rounded.count > 1, rounded.first == rounded.last { rounded.removeLast() }
        return Set(rounded).count >= 3 ? BoundaryRing(rounded) : nil
    }
}
