import Exchange
import Foundation
import Testing
import Vocabulary

@Suite("boundaries")
struct BoundariesTests {
    /// Two counties side by side with a wavy common border; the left one has a hole that a third fills, and one that nobody fills.
    static let small = """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"adcode":430102,"name":"西","parent":"430100"},"geometry":{"type":"Polygon","coordinates":[
          [[112,28],[113,28],[113.02,28.3],[112.98,28.5],[113.001,28.7],[113,29],[112,29],[112,28]],
          [[112.2,28.2],[112.2,28.4],[112.4,28.4],[112.4,28.2],[112.2,28.2]],
          [[112.6,28.6],[112.6,28.8],[112.7,28.81],[112.8,28.8],[112.8,28.6],[112.6,28.6]]]}},
        {"type":"Feature","properties":{"adcode":430103,"name":"东","parent":"430100"},"geometry":{"type":"MultiPolygon","coordinates":[[
          [[113,29],[113.001,28.7],[112.98,28.5],[113.02,28.3],[113,28],[114,28],[114,29],[113,29]]]]}},
        {"type":"Feature","properties":{"adcode":430104,"name":"中","parent":"430100","label":[112.7,28.7]},"geometry":{"type":"Polygon","coordinates":[
          [[112.8,28.8],[112.7,28.81],[112.6,28.8],[112.6,28.6],[112.8,28.6],[112.8,28.8]]]}}]}
        """

    @Test("the codes are found by themselves, numbers included, and the parent's code is not taken for one")
    func reading() throws {
        let map = try BoundaryMap(geoJSON: Data(Self.small.utf8))
        #expect(map.areas.map(\.code.digits) == ["430102", "430103", "430104"])
        #expect(map.areas.map(\.name) == ["西", "东", "中"])
        #expect(map.areas[2].label == MapPoint(longitude: 112.7, latitude: 28.7))
    }

    @Test("a country's number in front of the code is taken off")
    func tianditu() throws {
        let text = Self.small.replacingOccurrences(of: "\"adcode\":", with: "\"gb\":156")
        #expect(try BoundaryMap(geoJSON: Data(text.utf8), codeProperty: "gb").areas.first?.code.digits == "430102")
        #expect(try BoundaryMap(geoJSON: Data(text.utf8)).areas.first?.code.digits == "430102")
    }

    @Test("simplified, a common border keeps the same points on both sides, and holes stay", arguments: [0.0, 1, 50, 500, 1e6])
    func sharedBorder(tolerance: Double) throws {
        let map = try BoundaryMap(geoJSON: Data(Self.small.utf8)).simplified(squareKilometres: tolerance)
        #expect(map.areas[0].polygons[0].count == 3)
        let edges = Edges(map)
        #expect(edges.repeatedMoreThanTwice == 0)
        #expect(edges.conflicting == 0)
        // The inner island shares its whole border with the hole it fills.
        #expect(Set(map.areas[2].polygons[0][0].points) == Set(map.areas[0].polygons[0][2].points))
    }

    @Test("what was written reads back to the same map")
    func roundTrip() throws {
        let map = try BoundaryMap(geoJSON: Data(Self.small.utf8)).simplified(squareKilometres: 1)
        #expect(try BoundaryMap(geoJSON: map.geoJSON()) == map)
        #expect(String(decoding: map.geoJSON(), as: UTF8.self).contains(#""properties":{"code":"430104","name":"中","cp":[112.7,28.7]}"#))
    }

    @Test("the area of a degree square at 28° north is right to half a per cent")
    func area() throws {
        let east = try BoundaryMap(geoJSON: Data(Self.small.utf8)).areas[1]
        #expect(abs(east.squareKilometres / 10_867 - 1) < 0.005)
    }

    @Test(
        "a file that is no map is refused with the place and what is expected",
        arguments: [
            (#"{"type":"Feature"}"#, BoundaryError.notFeatureCollection(found: "Feature")),
            (#"[1]"#, .notFeatureCollection(found: nil)),
            (#"{"type":"FeatureCollection","features":[]}"#, .noFeatures),
            (feature(#"{"colour":"red"}"#, polygon: "[]"), .noCodeProperty(found: ["colour"])),
            (
                feature(#"{"adcode":"430102","name":"甲"}"#, type: "Point", polygon: "[1,2]"),
                .geometry(found: "Point", feature: .init(number: 1, name: "甲"))
            ),
            (
                feature(#"{"adcode":"430102"}"#, polygon: "[[[1,1],[2,1],[2,200],[1,1]]]"),
                .coordinates(path: [0, 0, 2], feature: .init(number: 1, name: nil))
            ),
            (
                feature(#"{"adcode":"430102"}"#, polygon: #"[[[1,1],["2",1],[2,2],[1,1]]]"#),
                .coordinates(path: [0, 0, 1], feature: .init(number: 1, name: nil))
            ),
            (feature(#"{"adcode":"430102"}"#, polygon: "[[[1,1],[2,1],[2,2]]]"), .openRing(path: [0, 0], feature: .init(number: 1, name: nil))),
            (
                feature(#"{"adcode":"430102"}"#, polygon: "[[[1,1],[2,1],[1,1]]]"),
                .shortRing(corners: 2, path: [0, 0], feature: .init(number: 1, name: nil))
            ),
        ])
    func refused(text: String, error: BoundaryError) {
        #expect(throws: error) { try BoundaryMap(geoJSON: Data(text.utf8)) }
        #expect(!error.text.zh.isEmpty && !error.text.en.isEmpty)
    }

    @Test("the feature that lacks a code, has a wrong one or repeats one is named")
    func codes() throws {
        let missing = Self.small.replacingOccurrences(of: "\"adcode\":430103,", with: "")
        let place = BoundaryError.Feature(number: 2, name: "东")
        #expect(throws: BoundaryError.missingCode(property: "adcode", feature: place)) { try BoundaryMap(geoJSON: Data(missing.utf8)) }
        let wrong = Self.small.replacingOccurrences(of: "\"adcode\":430103,", with: "\"adcode\":\"43O103\",")
        #expect(throws: BoundaryError.badCode("43O103", property: "adcode", feature: place)) { try BoundaryMap(geoJSON: Data(wrong.utf8)) }
        let repeated = Self.small.replacingOccurrences(of: "430103", with: "430102")
        let code = try #require(TerritoryCode("430102"))
        #expect(throws: BoundaryError.repeatedCode(code, feature: place)) { try BoundaryMap(geoJSON: Data(repeated.utf8)) }
        #expect(BoundaryError.missingCode(property: "adcode", feature: place).text.en == "feature 2 (东) has no property “adcode”")
    }

    @Test("broken JSON is refused")
    func broken() {
        #expect(throws: BoundaryError.self) { try BoundaryMap(geoJSON: Data(#"{"type":"FeatureCollection","features":["#.utf8)) }
    }

    private static func feature(_ properties: String, type: String = "Polygon", polygon: String) -> String {
        """
        {"type":"FeatureCollection","features":[{"type":"Feature","properties":\(properties),"geometry":{"type":"\(type)","coordinates":\(polygon)}}]}
        """
    }
}

/// The real counties, when the reference data lie beside the package.
@Suite("boundaries of Hunan", .enabled(if: HunanBoundaries.exists, "needs ../shared/data/boundaries/hunan_counties_full.geojson beside the package"))
struct HunanBoundariesTests {
    @Test("122 counties in 200 kB: borders shared, areas within 6 %, holes kept, nothing crossing")
    func simplified() throws {
        let full = try BoundaryMap(geoJSON: Data(contentsOf: HunanBoundaries.file))
        let map = full.simplified(toAtMost: 200_000)
        #expect(map.areas.count == 122)
        #expect(map.geoJSON().count <= 200_000)
        #expect(map.pointCount < full.pointCount)
        // The province's official area is 211,829 km².
        #expect(abs(full.areas.reduce(0) { $0 + $1.squareKilometres } / 211_829 - 1) < 0.005)

        for (before, after) in zip(full.areas, map.areas) {
            #expect(before.code == after.code)
            #expect(before.polygons.map(\.count) == after.polygons.map(\.count), "\(before.name ?? ""): parts and holes")
            #expect(abs(after.squareKilometres / before.squareKilometres - 1) < 0.06, "\(before.name ?? "")")
        }
        let edges = Edges(map)
        #expect(edges.repeatedMoreThanTwice == 0)
        #expect(edges.conflicting == 0)
        // Interior borders carry their length in shared edges before and after: about as much of the whole.
        let before = Edges(full)
        #expect(before.conflicting == 0)
        #expect(edges.sharedLength / before.sharedLength > 0.8)
        // What is not shared is the outline of the province and of the two holes: it stays so.
        #expect(edges.outlineLength <= before.outlineLength * 1.01)
        #expect(edges.crossings == 0)
    }
}

private enum HunanBoundaries {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data/boundaries/hunan_counties_full.geojson").standardizedFileURL
    static var exists: Bool { FileManager.default.fileExists(atPath: file.path) }
}

/// The segments of a map and how often, and in which direction, each is used.
private struct Edges {
    private struct Edge: Hashable {
        let low, high: MapPoint
    }

    private var uses: [Edge: (forward: Int, backward: Int)] = [:]

    init(_ map: BoundaryMap) {
        for area in map.areas {
            for polygon in area.polygons {
                // Outer rings counter-clockwise, holes clockwise: then a shared border is walked once each way.
                for (index, ring) in polygon.enumerated() {
                    let isForward = (Edges.signedArea(ring.points) > 0) == (index == 0)
                    for (from, to) in zip(ring.points, ring.points.dropFirst() + ring.points.prefix(1)) {
                        let edge = Edge(low: min(from, to), high: max(from, to))
                        if (from < to) == isForward { uses[edge, default: (0, 0)].forward += 1 } else { uses[edge, default: (0, 0)].backward += 1 }
                    }
                }
            }
        }
    }

    var repeatedMoreThanTwice: Int { uses.values.count { $0.forward + $0.backward > 2 } }
    /// Segments that two territories claim on the same side.
    var conflicting: Int { uses.values.count { $0.forward > 1 || $0.backward > 1 } }
    var sharedLength: Double { length { $0.forward + $0.backward == 2 } }
    var outlineLength: Double { length { $0.forward + $0.backward == 1 } }

    /// Pairs of segments that cross inside. Sweeps from west to east; exact.
    var crossings: Int {
        let edges = uses.keys.sorted { $0.low < $1.low }
        var count = 0
        for (index, edge) in edges.enumerated() {
            for other in edges[(index + 1)...] {
                guard other.low.x < edge.high.x else { break }
                if Edges.cross(edge, other) { count += 1 }
            }
        }
        return count
    }

    private func length(where isIncluded: ((forward: Int, backward: Int)) -> Bool) -> Double {
        uses.reduce(0) { sum, use in
            let (x, y) = (Double(use.key.high.x - use.key.low.x), Double(use.key.high.y - use.key.low.y))
            return isIncluded(use.value) ? sum + (x * x + y * y).squareRoot() : sum
        }
    }

    private static func cross(_ a: Edge, _ b: Edge) -> Bool {
        func side(_ p: MapPoint, _ q: MapPoint, _ r: MapPoint) -> Int { ((q.x - p.x) * (r.y - p.y) - (r.x - p.x) * (q.y - p.y)).signum() }
        return side(a.low, a.high, b.low) * side(a.low, a.high, b.high) < 0 && side(b.low, b.high, a.low) * side(b.low, b.high, a.high) < 0
    }

    private static func signedArea(_ points: [MapPoint]) -> Double {
        guard let origin = points.first else { return 0 }
        var sum = 0.0
        for (from, to) in zip(points, points.dropFirst() + points.prefix(1)) {
            let left = Double(from.x - origin.x) * Double(to.y - origin.y)
            let right = Double(to.x - origin.x) * Double(from.y - origin.y)
            sum += left - right
        }
        return sum
    }
}
