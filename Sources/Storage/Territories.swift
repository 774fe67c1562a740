import Foundation
import GRDB
import Vocabulary

/// A territory as the deployment knows it.
public struct TerritoryEntry: Hashable, Sendable {
    /// Its code.
    public var code: TerritoryCode
    /// Its name in Chinese.
    public var chinese: String
    /// Its name in English.
    public var english: String
    /// How many live there.
    public var population: Int?
    /// Where it lies, in degrees.
    public var latitude: Double?
    /// Where it lies, in degrees.
    public var longitude: Double?

    /// A territory from its parts.
    public init(
        code: TerritoryCode, chinese: String, english: String, population: Int? = nil, latitude: Double? = nil, longitude: Double? = nil
    ) {
        self.code = code
        self.chinese = chinese
        self.english = english
        self.population = population
        self.latitude = latitude
        self.longitude = longitude
    }
}

private enum Query {
    static let columns = "code, name_zh, name_en, population, latitude, longitude"
    static let within = "SELECT \(columns) FROM territory WHERE code >= ? AND code < ? ORDER BY code"
    static let all = "SELECT \(columns) FROM territory ORDER BY code"
    static let set = """
        INSERT INTO territory (\(columns)) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (code) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, population = excluded.population,
            latitude = excluded.latitude, longitude = excluded.longitude
        """
    static let boundary = "SELECT geojson FROM boundary WHERE name = ?"
    static let boundaries = "SELECT name FROM boundary ORDER BY name"
    static let setBoundary = """
        INSERT INTO boundary (name, geojson, updated_at) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET geojson = excluded.geojson, updated_at = excluded.updated_at
        """
}

extension Reader {
    /// The known territories within `territory`, itself included, each before those in it; all without.
    public func territories(within territory: TerritoryCode? = nil) throws -> [TerritoryEntry] {
        let rows = try territory.map { try database.rows(Query.within, [$0.digits, $0.upperBound]) } ?? database.rows(Query.all)
        return try rows.map {
            TerritoryEntry(
                code: try $0.territory(0), chinese: try $0.value(1), english: try $0.value(2), population: try $0.optional(3),
                latitude: try $0.optional(4), longitude: try $0.optional(5))
        }
    }

    /// The GeoJSON of a map, such as `counties`; nil if none was brought.
    public func boundary(_ name: String) throws -> Data? {
        try database.row(Query.boundary, [name]).map { try $0.value(0) }
    }

    /// The names of the maps.
    public func boundaryNames() throws -> [String] {
        try database.rows(Query.boundaries).map { try $0.value(0) }
    }
}

extension Writer {
    /// Adds or changes territories.
    public func setTerritories(_ entries: some Sequence<TerritoryEntry>) throws {
        for entry in entries {
            try database.run(
                Query.set, [entry.code.digits, entry.chinese, entry.english, entry.population, entry.latitude, entry.longitude])
            account.note("territory.set")
        }
    }

    /// Brings the GeoJSON of a map.
    public func setBoundary(_ name: String, geoJSON: Data) throws {
        try database.run(Query.setBoundary, [name, geoJSON, trueTime.milliseconds])
        account.note("boundary.set", detail: name)
    }
}
