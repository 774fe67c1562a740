import Exchange
import Foundation
import Register
import Scenarios
import Simulation
import Vocabulary

/// The residents that a simulation lays out, read from tables: the same for the command line and the What-if page.
///
/// A table of territories is the gazetteer's (`code`, `name_zh`, `name_en`, `population`; also `longitude`, `latitude`), in which these columns may
/// stand besides, or in a second table by `code`: `household_size`, `single_households` (a share) and `age_0`, `age_5` … `age_85`.
public enum ResidentTables {
    /// Hunan's 122 counties, census of 2020.
    ///
    /// - Throws: ``Unreadable``, or what ``Exchange/ResourceFolder`` says of a file that is not there.
    public static func hunan() throws -> [Demography] {
        try read(try text(try shipped("hunan.csv")), details: try Details.hunan.get(), file: "hunan_residents.csv")
    }

    /// A territory with what Hunan's table says of its residents' ages and households; as it is where the table does not know it.
    public static func detailed(_ demography: Demography) throws -> Demography {
        try detailed(demography, try Details.hunan.get())
    }

    private static func shipped(_ name: String) throws -> URL {
        try ResourceFolder.url(for: "Sources/Scenarios/Resources/territories").appending(path: name)
    }

    /// The territories of a file: of its levels the lowest at which all have residents.
    ///
    /// - Throws: ``Unreadable`` with file and line.
    public static func file(_ path: String) throws -> [Demography] {
        let csv = try text(URL(filePath: path))
        return try read(csv, details: try Details(csv, file: path), file: path)
    }

    private static func text(_ url: URL) throws -> String {
        do {
            return try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw Unreadable(description: "\(url.path): cannot be read as UTF-8 text")
        }
    }

    private static func read(_ csv: String, details: Details, file: String) throws -> [Demography] {
        let gazetteer: Gazetteer
        do {
            gazetteer = try Gazetteer(csv: csv)
        } catch {
            throw Unreadable(description: "\(file): \(error.text.en)")
        }
        let levels = TerritoryCode.Level.allCases.reversed()
        let level = levels.first { level in
            let all = gazetteer.territories(at: level)
            return !all.isEmpty && all.allSatisfy { ($0.population ?? 0) > 0 }
        }
        guard let level else { throw Unreadable(description: "\(file): no level of territories has residents in the column “population”") }
        return try gazetteer.territories(at: level).map { territory in
            try detailed(
                Demography(
                    code: territory.code, name: territory.name, population: territory.population ?? 0,
                    position: territory.position.map { (longitude: $0.longitude, latitude: $0.latitude) }), details)
        }
    }

    private static func detailed(_ demography: Demography, _ details: Details) throws -> Demography {
        guard let row = details[demography.code.digits] else { return demography }
        var demography = demography
        if let size = try row.number("household_size", 1...12) { demography.householdSize = size }
        if let share = try row.number("single_households", 0...1) { demography.singleHouseholds = share }
        let ages = try (0..<18).compactMap { try row.number("age_\($0 * 5)", 0...1e9) }
        if ages.count == 18, ages.contains(where: { $0 > 0 }) { demography.ages = ages }
        return demography
    }

    /// What cannot be read, with file and line.
    public struct Unreadable: Error, CustomStringConvertible {
        /// As a line for people.
        public let description: String
    }

    /// The further columns by code.
    private struct Details: Sendable {
        /// Hunan's, read once.
        static let hunan = Result { try Details(try text(try shipped("hunan_residents.csv")), file: "hunan_residents.csv") }

        struct Row: Sendable {
            let fields: [Substring]
            let columns: [String: Int]
            let place: String

            func number(_ column: String, _ range: ClosedRange<Double>) throws -> Double? {
                guard let index = columns[column], fields.indices.contains(index), !fields[index].isEmpty else { return nil }
                guard let number = Double(fields[index]), range.contains(number) else {
                    throw Unreadable(
                        description:
                            "\(place): “\(fields[index])” in column \(column); expected a number from \(range.lowerBound) to \(range.upperBound)")
                }
                return number
            }
        }
        private var rows: [String: Row] = [:]

        init(_ csv: String, file: String) throws {
            var lines = csv.split(omittingEmptySubsequences: false) { $0.isNewline }[...]
            let header = (lines.popFirst() ?? "").split(separator: ",", omittingEmptySubsequences: false)
            let columns = Dictionary(header.enumerated().map { (String($1), $0) }, uniquingKeysWith: { first, _ in first })
            guard let code = columns["code"] else { throw Unreadable(description: "\(file):1: there is no column “code”") }
            for (index, line) in lines.enumerated() where !line.isEmpty {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                guard fields.indices.contains(code) else { continue }
                rows[String(fields[code])] = Row(fields: fields, columns: columns, place: "\(file):\(index + 2)")
            }
        }

        subscript(code: String) -> Row? { rows[code] }
    }
}
