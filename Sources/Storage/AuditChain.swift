import Crypto
import Foundation
import GRDB
import Register
import Vocabulary

/// What one transaction did, gathered while it runs, for its entry in the audit.
struct AuditAccount {
    /// How often each act was done, by its name.
    private(set) var counts: [String: Int] = [:]
    /// What counts alone do not say: which edition was adopted, which user disabled.
    private(set) var details: [String] = []
    /// Acts upon named persons: identities shown, replaced, destroyed.
    private(set) var persons: [(person: PersonID, act: String)] = []
    /// The purpose stated for showing an identity.
    var purpose: String?
    /// The first fact of the transaction, and the one after its last.
    let firstFact: Int64
    var nextFact: Int64
    private var hash = SHA256()

    init(firstFact: Int64) {
        self.firstFact = firstFact
        nextFact = firstFact
    }

    /// Whether nothing was done that the audit must know.
    var isEmpty: Bool { counts.isEmpty }

    /// Notes an act.
    mutating func note(_ act: String, detail: String? = nil) {
        counts[act, default: 0] += 1
        if let detail { details.append("\(act): \(detail)") }
    }

    /// Notes an act upon a person.
    mutating func note(_ act: String, person: PersonID) {
        note(act)
        persons.append((person, act))
    }

    /// Notes a fact written.
    mutating func note(_ fact: FactRow) {
        note(fact.withdrawn ? "fact.withdrawn" : fact.supersedes == nil ? "fact.recorded" : "fact.revised")
        hash.update(data: fact.canonical)
        nextFact = fact.id + 1
    }

    /// Acts as the entry states them.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(AuditActs(counts: counts, details: details)), as: UTF8.self)
    }

    /// The digest of the facts and of the acts upon persons.
    func digest() -> Data {
        var hash = hash
        for (person, act) in persons { hash.update(data: AuditChain.canonical(person: person.rawValue, act: act)) }
        return Data(hash.finalize())
    }
}

/// What an entry of the audit says was done.
public struct AuditActs: Hashable, Sendable, Codable {
    /// How often each act was done, by its name.
    public var counts: [String: Int]
    /// What counts alone do not say.
    public var details: [String]
}

/// The chain of audit entries: each vouches, under a key that the database does not hold, for itself and for all before it.
///
/// Format 1. An entry's code is HMAC-SHA256 over the format's name, the chain, the sequence, the code before it, the moment, the actor,
/// source and purpose, the acts, the range of facts and their digest, each part with its length (`CanonicalBytes`).
enum AuditChain {
    /// One entry.
    struct Link: Hashable {
        var chain: String
        var sequence: Int64
        var at: Instant
        var actor: Int64?
        var source: String
        var purpose: String?
        var acts: String
        var firstFact: Int64
        var lastFact: Int64
        var digest: Data

        /// The code that vouches for this entry after the one with the code `previous`.
        func code(after previous: Data, key: SymmetricKey) -> Data {
            var bytes = CanonicalBytes(reserving: 512)
            bytes.append(AuditChain.format)
            bytes.append(chain)
            bytes.append(sequence)
            bytes.append(previous)
            bytes.append(at.milliseconds)
            bytes.append(actor)
            bytes.append(source)
            bytes.append(purpose)
            bytes.append(acts)
            bytes.append(firstFact)
            bytes.append(lastFact)
            bytes.append(digest)
            return Data(HMAC<SHA256>.authenticationCode(for: bytes.bytes, using: key))
        }
    }

    /// The last entry of a chain, by its number and code.
    struct Head: Hashable, Sendable {
        var chain: String
        var sequence: Int64
        var code: Data
    }

    static let format = "shoutu audit 1"

    private enum Query {
        static let head = "SELECT sequence, mac FROM audit_link WHERE chain = ? ORDER BY sequence DESC LIMIT 1"
        static let insert = """
            INSERT INTO audit_link (chain, sequence, at, actor, source, purpose, acts, first_fact, last_fact, digest, mac)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        static let person = "INSERT INTO audit_person (chain, sequence, ordinal, person, act) VALUES (?, ?, ?, ?, ?)"
    }

    /// The code before the first entry.
    static func origin(of chain: String, key: SymmetricKey) -> Data {
        var bytes = CanonicalBytes()
        bytes.append(format)
        bytes.append(chain)
        return Data(HMAC<SHA256>.authenticationCode(for: bytes.bytes, using: key))
    }

    /// The last entry. Read it inside the transaction that appends: another process may have written since.
    static func head(of chain: String, key: SymmetricKey, in database: Database) throws -> Head {
        guard let row = try database.row(Query.head, [chain]) else { return Head(chain: chain, sequence: 0, code: origin(of: chain, key: key)) }
        return Head(chain: chain, sequence: try row.value(0), code: try row.value(1))
    }

    /// Appends the entry of what a writer did; gives the new head.
    static func append(_ writer: Writer, after head: Head) throws -> Head {
        let account = writer.account
        let link = Link(
            chain: head.chain, sequence: head.sequence + 1, at: writer.trueTime, actor: writer.author.scope.user?.rawValue,
            source: writer.author.source, purpose: account.purpose ?? writer.author.purpose, acts: try account.text(),
            firstFact: account.firstFact, lastFact: account.nextFact - 1, digest: account.digest())
        let code = link.code(after: head.code, key: writer.keys.audit)
        try writer.database.run(
            Query.insert,
            [
                link.chain, link.sequence, link.at.milliseconds, link.actor, link.source, link.purpose, link.acts, link.firstFact, link.lastFact,
                link.digest, code,
            ])
        for (ordinal, (person, act)) in account.persons.enumerated() {
            try writer.database.run(Query.person, [link.chain, link.sequence, ordinal, person.rawValue, act])
        }
        return Head(chain: head.chain, sequence: link.sequence, code: code)
    }

    /// An act upon a person as bytes, for the digest.
    static func canonical(person: Int64, act: String) -> [UInt8] {
        var bytes = CanonicalBytes(reserving: 64)
        bytes.append(person)
        bytes.append(act)
        return bytes.bytes
    }
}
