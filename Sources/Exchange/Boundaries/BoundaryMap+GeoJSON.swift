import Foundation
import Vocabulary

extension BoundaryMap {
    /// Reads a GeoJSON FeatureCollection (RFC 7946) of polygons, one feature a territory.
    ///
    /// - Parameters:
    ///   - data: The file.
    ///   - codeProperty: The property that holds the territory's code. Without it the usual ones are tried (`adcode`, `code`, `gb`, `id`,
    ///     区划代码 …), then every other: the first that holds a code in each feature is taken.
    public init(geoJSON data: Data, codeProperty: String? = nil) throws(BoundaryError) {
        let root: Any
        do { root = try JSONSerialization.jsonObject(with: data) } catch { throw .notJSON(BoundaryMap.explanation(of: error)) }
        guard let object = root as? [String: Any], object["type"] as? String == "FeatureCollection" else {
            throw .notFeatureCollection(found: (root as? [String: Any])?["type"] as? String)
        }
        guard let features = object["features"] as? [[String: Any]], !features.isEmpty else { throw .noFeatures }

        let properties = features.map { $0["properties"] as? [String: Any] ?? [:] }
        let key = if let codeProperty { codeProperty } else { try BoundaryMap.detectCodeProperty(in: properties) }
        var seen: Set<TerritoryCode> = []
        areas = []
        areas.reserveCapacity(features.count)
        for (index, feature) in features.enumerated() {
            let reader = FeatureReader(number: index + 1, properties: properties[index], codeProperty: key)
            let area = try reader.area(of: feature)
            guard seen.insert(area.code).inserted else { throw .repeatedCode(area.code, feature: reader.place) }
            areas.append(area)
        }
    }

    /// The map as compact GeoJSON: properties `code`, `name` and `cp` (where ECharts puts the label), coordinates without superfluous zeros.
    public func geoJSON() -> Data {
        var text = #"{"type":"FeatureCollection","features":["#
        text.reserveCapacity(pointCount * 20 + areas.count * 160)
        for (index, area) in areas.enumerated() {
            if index > 0 { text += "," }
            text += #"{"type":"Feature","properties":{"code":""# + area.code.digits + "\""
            if let name = area.name { text += #","name":"# + BoundaryMap.quoted(name) }
            if let label = area.label { text += #","cp":"# + BoundaryMap.text(label) }
            let isSingle = area.polygons.count == 1
            text += #"},"geometry":{"type":""# + (isSingle ? "Polygon" : "MultiPolygon") + #"","coordinates":"#
            let polygons = area.polygons.map { polygon in "[" + polygon.map(BoundaryMap.text).joined(separator: ",") + "]" }
            text += isSingle ? polygons[0] : "[" + polygons.joined(separator: ",") + "]"
            text += "}}"
        }
        text += "]}\n"
        return Data(text.utf8)
    }
}

extension BoundaryMap {
    private static let usualCodeProperties = ["adcode", "code", "gb", "id", "ID", "adcode99", "区划代码", "行政区划代码", "代码", "PAC", "XZQDM"]

    /// The property that holds a code in every feature.
    private static func detectCodeProperty(in properties: [[String: Any]]) throws(BoundaryError) -> String {
        let others = Set(properties.flatMap(\.keys)).subtracting(usualCodeProperties).sorted()
        let candidates = usualCodeProperties + others
        // A property of the parent's code would fit as well, but repeats itself.
        for candidate in candidates {
            let codes = properties.compactMap { code(from: $0[candidate]) }
            if codes.count == properties.count, Set(codes).count == codes.count { return candidate }
        }
        // None is whole: name the feature that spoils the best.
        let best = usualCodeProperties.max { left, right in count(left, in: properties) < count(right, in: properties) }
        if let best, count(best, in: properties) > 0 { return best }
        throw .noCodeProperty(found: Set(properties.flatMap(\.keys)).sorted())
    }

    private static func count(_ key: String, in properties: [[String: Any]]) -> Int { properties.count { code(from: $0[key]) != nil } }

    /// A territory code from text or number; `156430102` carries the country's number in front (GB/T 2659, as in Tianditu's files).
    fileprivate static func code(from value: Any?) -> TerritoryCode? {
        let text: String
        switch value {
        case let string as String: text = string.trimmingCharacters(in: .whitespaces)
        case let number as NSNumber: text = number.stringValue
        default: return nil
        }
        if text.count == 9, text.hasPrefix("156"), let code = TerritoryCode(String(text.dropFirst(3))) { return code }
        return TerritoryCode(text)
    }

    private static func explanation(of error: any Error) -> String {
        ((error as NSError).userInfo["NSDebugDescription"] as? String) ?? "\(error)"
    }

    fileprivate static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20: quoted += "\\u00" + (scalar.value < 0x10 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private static func text(_ ring: BoundaryRing) -> String {
        var text = "["
        for point in ring.points { text += BoundaryMap.text(point) + "," }
        return text + (ring.points.first.map { BoundaryMap.text($0) } ?? "") + "]"
    }

    private static func text(_ point: MapPoint) -> String { "[" + degrees(point.x) + "," + degrees(point.y) + "]" }

    /// Microdegrees in degrees: `113.1016`, `-0.5`, `112`.
    private static func degrees(_ micro: Int) -> String {
        let magnitude = micro.magnitude
        var fraction = String(magnitude % 1_000_000 + 1_000_000).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return (micro < 0 ? "-" : "") + String(magnitude / 1_000_000) + (fraction.isEmpty ? "" : "." + fraction)
    }
}

/// Reads one feature, so that every error can say which.
private struct FeatureReader {
    let number: Int
    let properties: [String: Any]
    let codeProperty: String

    var name: String? { ["name", "NAME", "名称", "fullname"].lazy.compactMap { properties[$0] as? String }.first }
    var place: BoundaryError.Feature { BoundaryError.Feature(number: number, name: name) }

    func area(of feature: [String: Any]) throws(BoundaryError) -> BoundaryArea {
        guard let value = properties[codeProperty], !(value is NSNull) else { throw .missingCode(property: codeProperty, feature: place) }
        guard let code = BoundaryMap.code(from: value) else { throw .badCode("\(value)", property: codeProperty, feature: place) }
        guard let geometry = feature["geometry"] as? [String: Any] else { throw .geometry(found: nil, feature: place) }
        let polygons: [Any]
        switch geometry["type"] as? String {
        case "Polygon": polygons = [geometry["coordinates"] as Any]
        case "MultiPolygon": polygons = geometry["coordinates"] as? [Any] ?? []
        case let other: throw .geometry(found: other, feature: place)
        }
        var read: [[BoundaryRing]] = []
        for polygon in polygons {
            guard let rings = polygon as? [Any], !rings.isEmpty else { throw .coordinates(path: [read.count], feature: place) }
            var readRings: [BoundaryRing] = []
            for ring in rings { readRings.append(try self.ring(ring, path: [read.count, readRings.count])) }
            read.append(readRings)
        }
        guard !read.isEmpty else { throw .coordinates(path: [], feature: place) }
        return BoundaryArea(code: code, name: name, label: label, polygons: read)
    }

    private var label: MapPoint? {
        ["label", "cp", "center", "centroid"].lazy.compactMap { point(properties[$0]) }.first
    }

    private func ring(_ value: Any, path: [Int]) throws(BoundaryError) -> BoundaryRing {
        guard let positions = value as? [Any] else { throw .coordinates(path: path, feature: place) }
        var points: [MapPoint] = []
        points.reserveCapacity(positions.count)
        for (index, position) in positions.enumerated() {
            guard let point = point(position) else { throw .coordinates(path: path + [index], feature: place) }
            if points.last != point { points.append(point) }
        }
        guard points.count > 1, points.first == points.last else { throw .openRing(path: path, feature: place) }
        points.removeLast()
        guard Set(points).count >= 3 else { throw .shortRing(corners: Set(points).count, path: path, feature: place) }
        return BoundaryRing(points)
    }

    private func point(_ value: Any?) -> MapPoint? {
        guard let numbers = value as? [NSNumber], numbers.count >= 2 else { return nil }
        return MapPoint(longitude: numbers[0].doubleValue, latitude: numbers[1].doubleValue)
    }
}
