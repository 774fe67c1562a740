import Vocabulary

/// Why a file is no map of territories, and which feature spoils it.
public enum BoundaryError: Error, Hashable, Sendable {
    /// Not JSON; with what the parser says.
    case notJSON(String)
    /// JSON, but no FeatureCollection.
    case notFeatureCollection(found: String?)
    /// A FeatureCollection of nothing.
    case noFeatures
    /// No property holds a territory code.
    case noCodeProperty(found: [String])
    /// A feature without the property that holds the codes.
    case missingCode(property: String, feature: Feature)
    /// A feature whose code is none.
    case badCode(String, property: String, feature: Feature)
    /// Two features for one territory.
    case repeatedCode(TerritoryCode, feature: Feature)
    /// A feature that is no polygon.
    case geometry(found: String?, feature: Feature)
    /// Coordinates that are none, at the given path of indices (polygon, ring, point), counted from 0 as in the file.
    case coordinates(path: [Int], feature: Feature)
    /// A ring that does not end where it begins.
    case openRing(path: [Int], feature: Feature)
    /// A ring with fewer than three corners.
    case shortRing(corners: Int, path: [Int], feature: Feature)

    /// A feature as a reader of the file finds it.
    public struct Feature: Hashable, Sendable {
        /// Its place among the features, from 1.
        public let number: Int
        /// Its name, if it has one.
        public let name: String?

        /// The feature at a place.
        public init(number: Int, name: String?) {
            self.number = number
            self.name = name
        }

        var zh: String { "第\(number)个要素" + (name.map { "（\($0)）" } ?? "") }
        var en: String { "feature \(number)" + (name.map { " (\($0))" } ?? "") }
    }

    /// What is wrong and what would be accepted.
    public var text: LocalizedText {
        switch self {
        case .notJSON(let detail):
            LocalizedText(zh: "不是有效的JSON：\(detail)", en: "not valid JSON: \(detail)")
        case .notFeatureCollection(let found):
            LocalizedText(
                zh: "应为GeoJSON FeatureCollection" + (found.map { "，实为\($0)" } ?? ""),
                en: "expected a GeoJSON FeatureCollection" + (found.map { ", found \($0)" } ?? ""))
        case .noFeatures:
            LocalizedText(zh: "文件中没有要素", en: "the file has no features")
        case .noCodeProperty(let found):
            LocalizedText(
                zh: "没有属性含区划代码；现有属性：\(found.joined(separator: "、"))",
                en: "no property holds a territory code; there are: \(found.joined(separator: ", "))")
        case .missingCode(let property, let feature):
            LocalizedText(zh: "\(feature.zh)没有属性“\(property)”", en: "\(feature.en) has no property “\(property)”")
        case .badCode(let code, let property, let feature):
            LocalizedText(
                zh: "\(feature.zh)的\(property)“\(code)”不是区划代码，应为2、4、6、9或12位数字",
                en: "\(feature.en): \(property) “\(code)” is no territory code; expected 2, 4, 6, 9 or 12 digits")
        case .repeatedCode(let code, let feature):
            LocalizedText(zh: "\(feature.zh)的代码\(code)已出现过", en: "\(feature.en): the code \(code) stands there a second time")
        case .geometry(let found, let feature):
            LocalizedText(
                zh: "\(feature.zh)的几何应为Polygon或MultiPolygon，实为\(found ?? "空")",
                en: "\(feature.en): expected a Polygon or MultiPolygon, found \(found ?? "nothing")")
        case .coordinates(let path, let feature):
            LocalizedText(
                zh: "\(feature.zh)的坐标\(BoundaryError.text(path))应为[经度, 纬度]",
                en: "\(feature.en): coordinates\(BoundaryError.text(path)) should be [longitude, latitude] in degrees")
        case .openRing(let path, let feature):
            LocalizedText(
                zh: "\(feature.zh)的环\(BoundaryError.text(path))首尾不相接",
                en: "\(feature.en): the ring coordinates\(BoundaryError.text(path)) is not closed")
        case .shortRing(let corners, let path, let feature):
            LocalizedText(
                zh: "\(feature.zh)的环\(BoundaryError.text(path))只有\(corners)个角，至少应有3个",
                en: "\(feature.en): the ring coordinates\(BoundaryError.text(path)) has \(corners) corners; at least 3 are needed")
        }
    }

    private static func text(_ path: [Int]) -> String { path.map { "[\($0)]" }.joined() }
}
