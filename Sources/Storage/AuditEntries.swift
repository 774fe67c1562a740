import Foundation
import GRDB
import Register
import Vocabulary

/// An entry of the audit, to be read.
public struct AuditEntry: Hashable, Sendable, Identifiable {
    /// Its place in the chain.
    public let id: Int64
    /// When, in true time.
    public let at: Instant
    /// Who; nil for the system.
    public let actor: UserID?
    /// From where.
    public let source: String
    /// For what.
    public let purpose: String?
    /// What was done.
    public let acts: AuditActs
    /// The facts written.
    public let facts: Range<Int64>
    /// Whose identity was shown, replaced or destroyed. Numbers only: ask for each in scope before showing any.
    public let persons: [PersonID]
    /// The beginning of the entry's code, by which it can be compared with a printed copy.
    public let code: String
}

/// Which entries of the audit, the newest first.
public struct AuditQuery: Hashable, Sendable {
    /// By whom; nil: by anyone.
    public var actor: UserID?
    /// Upon whose identity (shown, replaced, destroyed); nil: any.
    public var person: PersonID?
    /// Before this entry; nil: from the newest.
    public var before: Int64?
    /// How many at most.
    public var limit: Int

    /// A query from its parts.
    public init(actor: UserID? = nil, person: PersonID? = nil, before: Int64? = nil, limit: Int = 100) {
        self.actor = actor
        self.person = person
        self.before = before
        self.limit = limit
    }
}

extension Reader {
    /// Entries of the audit, the newest first. Who may read the audit is decided above this floor; a person's must be in scope.
    public func auditEntries(_ query: AuditQuery = AuditQuery()) throws -> [AuditEntry] {
        guard let chain = try database.storedSetting("storage.chain").map({ String(decoding: $0, as: UTF8.self) }) else { return [] }
        var conditions = ["chain = ?", "sequence < ?"]
        var parameters: [Parameter] = [chain, query.before ?? .max]
        if let actor = query.actor {
            conditions.append("actor = ?")
            parameters.append(actor.rawValue)
        }
        if let person = query.person {
            try requireVisible(person)
            conditions.append("sequence IN (SELECT p.sequence FROM audit_person AS p WHERE p.person = ? AND p.chain = audit_link.chain)")
            parameters.append(person.rawValue)
        }
        let sql = """
            SELECT sequence, at, actor, source, purpose, acts, first_fact, last_fact, mac FROM audit_link
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT ?
            """
        return try database.rows(sql, parameters + [query.limit]).map { row in
            let first = try row.value(6, as: Int64.self)
            guard let acts = try? JSONDecoder().decode(AuditActs.self, from: Data(try row.value(5, as: String.self).utf8)) else {
                throw StoreError.corrupt("an entry of the audit")
            }
            let sequence = try row.value(0, as: Int64.self)
            let persons = try database.rows(
                "SELECT DISTINCT person FROM audit_person WHERE chain = ? AND sequence = ? ORDER BY ordinal LIMIT 20", [chain, sequence]
            ).map { PersonID(rawValue: try $0.value(0)) }
            return AuditEntry(
                id: sequence, at: try row.instant(1), actor: try row.optional(2).map(UserID.init(rawValue:)), source: try row.value(3),
                purpose: try row.optional(4), acts: acts, facts: first..<max(first, try row.value(7, as: Int64.self) + 1), persons: persons,
                code: try row.value(8, as: Data.self).prefix(4).map { String(format: "%02x", $0) }.joined())
        }
    }
}
