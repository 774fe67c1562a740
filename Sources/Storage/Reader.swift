import Foundation
import GRDB
import Register
import Vocabulary

/// Reads the register within a scope, in one consistent view. Valid only inside the body it is handed to.
///
/// What it can read is told in extensions: persons and identities, facts, what is derived, worklists and line lists, tallies, users,
/// reference data, work in progress, the audit.
public class Reader {
    /// The connection, in a transaction: for statements about tables of which nothing is gathered (``Gathered``).
    let connection: Database
    /// The connection, with everything written that was only gathered.
    var database: Database { get throws { connection } }
    /// The keys of the deployment.
    let keys: KeyRing
    /// True machine time at the beginning of the transaction.
    let trueTime: Instant
    /// Within which is read and written.
    public internal(set) var scope: Scope
    /// Persons found visible in this transaction.
    var visible: Set<PersonID> = []
    /// Keyed hashes of what was looked for in this transaction.
    var blindedTokens: [SearchToken: Data] = [:]
    /// Whether anybody was merged with another, once it was asked in this transaction.
    var knowsMerges: Bool?
    /// Of whom neither document nor telephone are known, once it was asked in this transaction.
    var knownUnidentified: Set<PersonID>?
    /// Things found visible in this transaction.
    var visibleThings: Set<Subject> = []

    init(database: Database, keys: KeyRing, trueTime: Instant, scope: Scope) {
        connection = database
        self.keys = keys
        self.trueTime = trueTime
        self.scope = scope
    }

    /// Does a piece of work that must look beyond the scope of the one who caused it: the obligations of a contact in another county
    /// follow from the case recorded here.
    ///
    /// > Warning: What is read inside must not be shown to the one who asked.
    public func beyondScope<T>(_ purpose: SystemPurpose, _ body: () throws -> T) rethrows -> T {
        let own = scope
        scope = .systemUnrestricted
        defer { scope = own }
        return try body()
    }
}

@available(*, unavailable)
extension Reader: Sendable {}
