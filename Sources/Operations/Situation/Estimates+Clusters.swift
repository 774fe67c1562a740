import Epidemiology
import Foundation
import Scenarios
import Vocabulary

import struct Storage.TerritoryEntry

extension Estimates {
    /// Counties near each other with more local cases in the last days than their residents would make one expect.
    public struct Cluster: Hashable, Sendable {
        /// The counties, the one in the middle first.
        public var territories: [TerritoryCode]
        /// The first day; the last is yesterday.
        public var since: CivilDate
        /// Cases in it.
        public var cases: Int
        /// Cases to be expected in it if all residents were at the same risk.
        public var expected: Double
        /// How likely chance alone makes a cluster as strong anywhere.
        public var p: Double
    }

    /// Local cases of a county.
    public struct County: Hashable, Sendable {
        /// The county.
        public var territory: TerritoryCode
        /// Reported in the last seven whole days.
        public var cases: Int
    }

    /// Local cases of the last seven whole days by county, those without included.
    static func local(_ cases: [DatedCase], among counties: [TerritoryEntry], through last: CivilDate) -> [County] {
        var counts: [TerritoryCode: Int] = [:]
        for dated in cases where !dated.isImported && dated.report <= last && dated.report > last - Days(window) {
            if let county = dated.line.infection.report.territory.ancestor(at: .county) { counts[county, default: 0] += 1 }
        }
        return counties.map(\.code).filter { $0.level == .county }.sorted().map { County(territory: $0, cases: counts[$0] ?? 0) }
    }

    /// The days of which a cluster may take the last, and how many it may take.
    static let scanned = (days: 28, longest: window)
    /// The p-value above which a cluster is taken for chance.
    public static let clusterLevel = 0.05

    /// Clusters of local cases by day of report, by the prospective scan of Kulldorff (2001), strongest first; empty where chance explains all.
    static func clusters(
        _ cases: [DatedCase], among counties: [TerritoryEntry], through last: CivilDate, using random: inout Seeded
    ) -> Estimated<[Cluster]> {
        let places = counties.filter { $0.code.level == .county && $0.population ?? 0 > 0 && $0.longitude != nil && $0.latitude != nil }
        guard places.count > 1 else { return .undetermined }
        let first = last - Days(scanned.days - 1)
        let numbers = Dictionary(places.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var counts = [[Int]](repeating: [Int](repeating: 0, count: scanned.days), count: places.count)
        var total = 0
        for dated in cases where !dated.isImported {
            let day = (dated.report - first).count
            guard (0..<scanned.days).contains(day),
                let place = dated.line.infection.report.territory.ancestor(at: .county).flatMap({ numbers[$0] })
            else { continue }
            counts[place][day] += 1
            total += 1
        }
        guard total >= fewestCases else { return .tooFewCases(given: total, needed: fewestCases) }
        // On the scale of a province a plane will do: degrees of longitude shrink with the latitude of its middle.
        let middle = places.reduce(0) { $0 + ($1.latitude ?? 0) } / Double(places.count)
        let shrinking = cos(middle * .pi / 180)
        let positions = places.map { (x: ($0.longitude ?? 0) * shrinking, y: $0.latitude ?? 0) }
        var draws = random.stream("clusters")
        return Estimated { () throws(EstimationError) in
            try SpaceTimeScan(
                counts: counts, positions: positions, baseline: .population(places.map { Double($0.population ?? 0) }), longest: scanned.longest,
                replicates: 199, using: &draws
            ).clusters.filter { $0.p <= clusterLevel }.map { cluster in
                Cluster(
                    territories: cluster.territories.map { places[$0].code }, since: first + Days(cluster.firstDay), cases: cluster.cases,
                    expected: cluster.expected, p: cluster.p)
            }
        }
    }
}
