import Foundation
import GRDB
import Vocabulary

private enum Query {
    static let get = "SELECT value FROM setting WHERE name = ?"
    static let set = "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    static let mapping = "SELECT json FROM saved_mapping WHERE kind = ? AND name = ?"
    static let mappings = "SELECT name FROM saved_mapping WHERE kind = ? ORDER BY name"
    static let setMapping = """
        INSERT INTO saved_mapping (kind, name, json, updated_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, name) DO UPDATE SET json = excluded.json, updated_at = excluded.updated_at
        """
    static let removeMapping = "DELETE FROM saved_mapping WHERE kind = ? AND name = ?"
}

/// The scenario's clock: which moment of the scenario corresponds to which true moment.
public struct ScenarioClock: Hashable, Sendable, Codable {
    /// The scenario's moment…
    public var scenario: Instant
    /// …at this true moment.
    public var trueTime: Instant

    /// A clock set so.
    public init(scenario: Instant, trueTime: Instant) {
        self.scenario = scenario
        self.trueTime = trueTime
    }
}

extension Reader {
    /// A setting's value; nil if it was never set.
    public func setting(_ name: String) throws -> Data? {
        try database.storedSetting(name)
    }

    /// How the scenario's clock was set; nil where there is none and the operating clock is the true one.
    public func scenarioClock() throws -> ScenarioClock? {
        try setting("scenario.clock").map { try JSONDecoder().decode(ScenarioClock.self, from: $0) }
    }

    /// A saved mapping of an import kind, as JSON.
    public func mapping(_ name: String, kind: String) throws -> Data? {
        try database.row(Query.mapping, [kind, name]).map { try $0.value(0) }
    }

    /// The names of the saved mappings of an import kind.
    public func mappingNames(kind: String) throws -> [String] {
        try database.rows(Query.mappings, [kind]).map { try $0.value(0) }
    }
}

extension Writer {
    /// Sets a setting. Names beginning with `storage.` are the storage's own.
    public func setSetting(_ name: String, to value: Data) throws {
        guard !name.hasPrefix("storage.") else { throw StoreError.refused("settings named storage.… are the storage's own") }
        try database.storeSetting(name, value)
        account.note("setting.set", detail: name)
    }

    /// Sets the scenario's clock.
    public func setScenarioClock(_ clock: ScenarioClock) throws {
        try setSetting("scenario.clock", to: encoder.encode(clock))
    }

    /// Saves a mapping for an import kind.
    public func saveMapping(_ name: String, kind: String, json: Data) throws {
        try database.run(Query.setMapping, [kind, name, json, trueTime.milliseconds])
        account.note("mapping.saved", detail: "\(kind) \(name)")
    }

    /// Removes a saved mapping.
    public func removeMapping(_ name: String, kind: String) throws {
        try database.run(Query.removeMapping, [kind, name])
        account.note("mapping.removed", detail: "\(kind) \(name)")
    }
}

extension Database {
    func storedSetting(_ name: String) throws -> Data? {
        try row(Query.get, [name]).map { try $0.value(0) }
    }

    func storeSetting(_ name: String, _ value: Data) throws {
        try run(Query.set, [name, value])
    }
}
