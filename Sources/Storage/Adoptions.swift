import Crypto
import Foundation
import GRDB
import Vocabulary

/// A policy edition put into force: its whole text is kept, so that what was asked of people on any day can be read for ever.
public struct PolicyAdoption: Hashable, Sendable, Identifiable {
    /// The running number; nil before it is stored.
    public var id: Int64?
    /// The edition's key.
    public var edition: String
    /// Where it is in force.
    public var territory: TerritoryCode
    /// From when, by the operating clock.
    public var effectiveAt: Instant
    /// When it was adopted, by the operating clock.
    public var adoptedAt: Instant
    /// Who adopted it; filled in by the storage.
    public var adoptedBy: UserID?
    /// Its YAML.
    public var yaml: String
    /// The YAML of the editions it extends, by key.
    public var parents: [String: String]

    /// An adoption from its parts.
    public init(edition: String, territory: TerritoryCode, effectiveAt: Instant, adoptedAt: Instant, yaml: String, parents: [String: String] = [:]) {
        self.edition = edition
        self.territory = territory
        self.effectiveAt = effectiveAt
        self.adoptedAt = adoptedAt
        self.yaml = yaml
        self.parents = parents
    }
}

private enum Query {
    static let columns = "edition, territory, effective_at, adopted_at, account, yaml, parents"
    static let all = "SELECT id, \(columns) FROM policy_adoption ORDER BY id"
    static let last = "SELECT coalesce(max(id), 0) FROM policy_adoption"
    static let insert = "INSERT INTO policy_adoption (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?)"
}

extension Reader {
    /// The number of the last adoption; 0 where there is none.
    public func lastPolicyAdoption() throws -> Int64 { try database.number(Query.last) ?? 0 }

    /// All adoptions, in the order in which they were adopted.
    public func policyAdoptions() throws -> [PolicyAdoption] {
        try database.rows(Query.all).map { row in
            var adoption = PolicyAdoption(
                edition: try row.value(1), territory: try row.territory(2), effectiveAt: try row.instant(3), adoptedAt: try row.instant(4),
                yaml: String(decoding: try row.value(6, as: Data.self), as: UTF8.self),
                parents: (try? JSONDecoder().decode([String: String].self, from: try row.value(7, as: Data.self))) ?? [:])
            adoption.id = try row.value(0)
            adoption.adoptedBy = try row.optional(5).map(UserID.init(rawValue:))
            return adoption
        }
    }
}

extension Writer {
    /// Puts a policy edition into force. The audit keeps the digest of its text.
    ///
    /// - Throws: `StoreError.territoryOutsideScope` if the author does not hold the territory.
    @discardableResult
    public func adopt(_ adoption: PolicyAdoption) throws -> Int64 {
        guard scope.covers(adoption.territory) else { throw StoreError.territoryOutsideScope(adoption.territory) }
        let yaml = Data(adoption.yaml.utf8)
        let parents = try encoder.encode(adoption.parents)
        try database.run(
            Query.insert,
            [
                adoption.edition, adoption.territory.digits, adoption.effectiveAt.milliseconds, adoption.adoptedAt.milliseconds,
                author.scope.user?.rawValue, yaml, parents,
            ])
        let id = connection.lastInsertedRowID
        account.note("policy.adopted", detail: PolicyAdoption.detail(id: id, edition: adoption.edition, yaml: yaml, parents: parents))
        return id
    }
}

extension PolicyAdoption {
    /// What the audit keeps of an adoption.
    static func detail(id: Int64, edition: String, yaml: Data, parents: Data) -> String {
        "\(id) \(edition) sha256:\(SHA256.hash(data: yaml + parents).map { String(format: "%02x", $0) }.joined())"
    }
}
