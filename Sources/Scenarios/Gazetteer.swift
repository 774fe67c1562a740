import Register
import Vocabulary

/// The territories of a scenario, read from a table such as `Resources/territories/hunan.csv` and kept in the order of their codes.
///
/// That order puts a territory directly before everything in it, so that what lies below one is a slice.
public struct Gazetteer: Hashable, Sendable {
    /// Every territory, in the order of codes.
    public let territories: [Territory]
    /// Our code for each code of the statistics bureau that differs from ours (townships of development zones).
    public let statisticsCodes: [String: TerritoryCode]

    private let positions: [TerritoryCode: Int]

    /// Reads a table.
    ///
    /// - Parameter csv: UTF-8 text without quoted fields; the columns `code`, `name_zh` and `name_en` must be there, `population`, `households`,
    ///   `longitude`, `latitude` and `statistics_code` may be; others are passed over.
    /// - Throws: ``GazetteerError`` for the first line that cannot stand.
    public init(csv: String) throws(GazetteerError) {
        var lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }[...]
        let columns = try Columns(header: lines.popFirst() ?? "")
        var read: [(territory: Territory, line: Int)] = []
        var statistics: [String: TerritoryCode] = [:]
        for (index, line) in lines.enumerated() where !line.isEmpty {
            let row = try columns.row(line, number: index + 2)
            read.append((row.territory, index + 2))
            if let code = row.statisticsCode { statistics[code] = row.territory.code }
        }
        read.sort { $0.territory.code < $1.territory.code }

        var positions: [TerritoryCode: Int] = [:]
        for (index, entry) in read.enumerated() {
            let code = entry.territory.code
            guard positions.updateValue(index, forKey: code) == nil else { throw .repeatedCode(code, line: entry.line) }
            if let parent = code.parent, positions[parent] == nil { throw .missingParent(code, line: entry.line) }
        }
        territories = read.map(\.territory)
        statisticsCodes = statistics
        self.positions = positions
    }

    /// The territory of a code.
    public subscript(code: TerritoryCode) -> Territory? { positions[code].map { territories[$0] } }

    /// The territory and everything in it, in the order of codes. Logarithmic.
    public func subtree(of code: TerritoryCode) -> ArraySlice<Territory> {
        guard let start = positions[code] else { return [] }
        var low = start, high = territories.count
        while low < high {
            let middle = (low + high) / 2
            if code.contains(territories[middle].code) { low = middle + 1 } else { high = middle }
        }
        return territories[start..<low]
    }

    /// The territories directly below.
    public func children(of code: TerritoryCode) -> [Territory] { subtree(of: code).filter { $0.parent == code } }

    /// Every territory of a level.
    public func territories(at level: TerritoryCode.Level) -> [Territory] { territories.filter { $0.level == level } }
}

/// What is wrong with a table of territories, and in which line.
public enum GazetteerError: Error, Hashable, Sendable {
    /// The first line does not name a column that must be there.
    case missingColumn(String)
    /// A line has another number of fields than the first.
    case fieldCount(found: Int, expected: Int, line: Int)
    /// The code is none.
    case code(String, line: Int)
    /// A field that should be a number is none.
    case number(String, column: String, line: Int)
    /// The code stands in the table twice.
    case repeatedCode(TerritoryCode, line: Int)
    /// The territory above is not in the table.
    case missingParent(TerritoryCode, line: Int)

    /// What is wrong and what would be accepted.
    public var text: LocalizedText {
        switch self {
        case .missingColumn(let column):
            LocalizedText(zh: "首行缺少列“\(column)”", en: "line 1: there is no column “\(column)”")
        case .fieldCount(let found, let expected, let line):
            LocalizedText(zh: "第\(line)行有\(found)个字段，应为\(expected)个", en: "line \(line): \(found) fields, expected \(expected)")
        case .code(let code, let line):
            LocalizedText(
                zh: "第\(line)行：“\(code)”不是区划代码，应为2、4、6、9或12位数字", en: "line \(line): “\(code)” is no code; expected 2, 4, 6, 9 or 12 digits")
        case .number(let text, let column, let line):
            LocalizedText(zh: "第\(line)行：\(column)列“\(text)”不是数字", en: "line \(line): “\(text)” in column \(column) is no number")
        case .repeatedCode(let code, let line):
            LocalizedText(zh: "第\(line)行：代码\(code)重复", en: "line \(line): the code \(code) stands here a second time")
        case .missingParent(let code, let line):
            LocalizedText(zh: "第\(line)行：缺少\(code)的上级", en: "line \(line): the territory above \(code) is not in the table")
        }
    }
}

extension Gazetteer {
    /// Where the columns stand.
    private struct Columns {
        let names: [Substring: Int]
        let count: Int

        init(header: Substring) throws(GazetteerError) {
            let fields = header.drop { $0 == "\u{FEFF}" }.split(separator: ",", omittingEmptySubsequences: false)
            names = Dictionary(fields.enumerated().map { ($1, $0) }) { first, _ in first }
            count = fields.count
            for required in ["code", "name_zh", "name_en"] where names[required[...]] == nil { throw .missingColumn(required) }
        }

        func row(_ line: Substring, number: Int) throws(GazetteerError) -> (territory: Territory, statisticsCode: String?) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == count else { throw .fieldCount(found: fields.count, expected: count, line: number) }
            func field(_ name: String) -> String { names[name[...]].map { String(fields[$0]) } ?? "" }
            func value<Number: LosslessStringConvertible>(_ name: String) throws(GazetteerError) -> Number? {
                let text = field(name)
                guard !text.isEmpty else { return nil }
                guard let value = Number(text) else { throw .number(text, column: name, line: number) }
                return value
            }
            guard let code = TerritoryCode(field("code")) else { throw .code(field("code"), line: number) }
            let longitude: Double? = try value("longitude")
            let latitude: Double? = try value("latitude")
            let position = longitude.flatMap { east in latitude.map { Territory.Position(longitude: east, latitude: $0) } }
            let statisticsCode = field("statistics_code")
            let territory = Territory(
                code: code, name: LocalizedText(zh: field("name_zh"), en: field("name_en")), population: try value("population"),
                households: try value("households"), position: position)
            return (territory, statisticsCode.isEmpty ? nil : statisticsCode)
        }
    }
}
