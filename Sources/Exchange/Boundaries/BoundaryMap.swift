import Foundation
import Vocabulary

/// The outlines of territories, as they are drawn on a map.
///
///     let map = try BoundaryMap(geoJSON: data)
///     let small = map.simplified(toAtMost: 200_000)
///     try small.geoJSON().write(to: file)
///
/// Borders that two territories share in the file stay shared through every operation: no gap opens and nothing overlaps.
public struct BoundaryMap: Hashable, Sendable {
    /// The territories in the order of the file.
    public var areas: [BoundaryArea]

    /// A map of the given territories.
    public init(areas: [BoundaryArea]) {
        self.areas = areas
    }

    /// Points of all rings together.
    public var pointCount: Int { areas.reduce(0) { $0 + $1.polygons.reduce(0) { $0 + $1.reduce(0) { $0 + $1.points.count } } } }
}

/// The outline of one territory.
public struct BoundaryArea: Hashable, Sendable {
    /// Whose outline it is.
    public let code: TerritoryCode
    /// The name that stands in the file, if any.
    public let name: String?
    /// Where the file wants the label, if it says so.
    public let label: MapPoint?
    /// The parts; of each the first ring is the outer one, the others are holes.
    public var polygons: [[BoundaryRing]]

    /// An outline from its parts.
    public init(code: TerritoryCode, name: String? = nil, label: MapPoint? = nil, polygons: [[BoundaryRing]]) {
        self.code = code
        self.name = name
        self.label = label
        self.polygons = polygons
    }

    /// The area in square kilometres, holes left out, to half a per cent.
    public var squareKilometres: Double {
        polygons.reduce(0) { sum, polygon in
            sum + polygon.enumerated().reduce(0) { $0 + ($1.offset == 0 ? 1 : -1) * $1.element.squareKilometres }
        }
    }
}

/// A closed line; the last point is joined to the first and not repeated.
public struct BoundaryRing: Hashable, Sendable {
    /// The corners, at least three.
    public var points: [MapPoint]

    /// A ring through the given corners.
    public init(_ points: [MapPoint]) {
        self.points = points
    }

    /// The area enclosed on a sphere as large as the Earth, edges running straight on an equal-area cylindrical map (Lambert 1772).
    var squareKilometres: Double {
        guard var previous = points.last else { return 0 }
        let radius = 6371.007
        var sum = 0.0
        for point in points {
            sum += (point.longitude - previous.longitude) * (sin(point.latitude * .pi / 180) + sin(previous.latitude * .pi / 180)) / 2
            previous = point
        }
        return abs(sum) * .pi / 180 * radius * radius
    }
}

/// A point of the map in whole microdegrees, so that equal points are equal whatever arithmetic they went through.
public struct MapPoint: Hashable, Comparable, Sendable {
    /// Millionths of a degree east.
    public let x: Int
    /// Millionths of a degree north.
    public let y: Int

    /// The point of the given microdegrees.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    /// The point of the given degrees, rounded to microdegrees (11 cm), or nil if it is not on Earth.
    public init?(longitude: Double, latitude: Double) {
        guard (-180.0...180.0).contains(longitude), (-90.0...90.0).contains(latitude) else { return nil }
        x = Int((longitude * 1e6).rounded())
        y = Int((latitude * 1e6).rounded())
    }

    /// Degrees east.
    public var longitude: Double { Double(x) / 1e6 }

    /// Degrees north.
    public var latitude: Double { Double(y) / 1e6 }

    /// West to east, then south to north.
    public static func < (left: MapPoint, right: MapPoint) -> Bool { (left.x, left.y) < (right.x, right.y) }

    /// The nearest point whose coordinates are multiples of `step` microdegrees.
    func rounded(to step: Int) -> MapPoint {
        func round(_ value: Int) -> Int { Int((Double(value) / Double(step)).rounded()) * step }
        return MapPoint(x: round(x), y: round(y))
    }
}
