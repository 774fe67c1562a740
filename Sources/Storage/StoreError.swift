import Register
import Vocabulary

/// Why the storage refused or failed. After any of these nothing of the write in question is kept.
public enum StoreError: Error, Hashable, Sendable {
    /// The address names an engine that is not served.
    case unsupportedLocation(String)
    /// The database file or its folder cannot be opened or created.
    case cannotOpen(path: String, reason: String)
    /// The database was written by a later version of the program.
    case newerSchema(found: Int, known: Int)
    /// The key file is missing, although the database has been sealed with one.
    case keyFileMissing(path: String)
    /// The key file cannot be read or is damaged.
    case keyFileUnreadable(path: String, reason: String)
    /// The key file belongs to another database.
    case wrongKey(path: String)
    /// The database ends before the audit entry noted outside it: acknowledged writes were cut off.
    case auditTailMissing(database: Int64, head: Int64)
    /// The database and the note outside it disagree about the same audit entry.
    case auditForked(sequence: Int64)
    /// The person is none of those whom the scope may see, or does not exist: the two are not told apart.
    case outsideScope
    /// The territory is not within the scope.
    case territoryOutsideScope(TerritoryCode)
    /// Someone else revised the fact in the meantime. Nothing was overwritten.
    case stale(yours: Fact, theirs: FactEntry)
    /// Someone else replaced the identity in the meantime. Nothing was overwritten.
    case staleIdentity(yours: Identity, theirs: MaskedIdentity)
    /// There is no such thing.
    case notFound(String)
    /// A revision names a fact about another subject or of another kind.
    case notARevision(of: FactID)
    /// Identities are shown only for a stated purpose.
    case purposeMissing
    /// The identity was destroyed at the person's or the law's demand.
    case forgotten(PersonID)
    /// The key of a repeated write was used for a different one.
    case idempotencyConflict(key: String)
    /// The name is taken.
    case taken(String)
    /// The disk, or the space given to the database, is full.
    case storageFull
    /// The disk refused; the text is the engine's.
    case storageFailed(String)
    /// Another process held the database for too long.
    case busy
    /// What is stored cannot be read: altered outside the program, or a damaged disk.
    case corrupt(String)
    /// The backup does not pass its checks.
    case backupUnsound(String)
    /// The store has been closed.
    case closed
    /// A fault of the program: a statement the engine refused.
    case refused(String)
}

extension StoreError: CustomStringConvertible {
    /// What happened and what to do, in one English sentence or two.
    public var description: String {
        switch self {
        case .unsupportedLocation(let address):
            "“\(address)” is no database this edition can open; give sqlite:PATH or a path. PostgreSQL is not served yet."
        case .cannotOpen(let path, let reason): "The database \(path) cannot be opened: \(reason)."
        case .newerSchema(let found, let known): "The database has schema \(found); this program knows \(known). Use the newer program."
        case .keyFileMissing(let path): "The key file \(path) is missing. Put it back from where keys are kept: without it no identity can be read."
        case .keyFileUnreadable(let path, let reason): "The key file \(path) cannot be used: \(reason)."
        case .wrongKey(let path): "The key file \(path) belongs to another database."
        case .auditTailMissing(let database, let head):
            "The database ends at audit entry \(database), but entry \(head) had been written: its end was cut off. Restore it, or accept the loss."
        case .auditForked(let sequence): "Audit entry \(sequence) differs from the note kept outside the database: one of them was altered."
        case .outsideScope: "No such person in your territories."
        case .territoryOutsideScope(let code): "Territory \(code) is not among yours."
        case .stale, .staleIdentity: "Someone else changed this in the meantime. Compare both versions, then save again."
        case .notFound(let what): "There is no \(what)."
        case .notARevision(let id): "Fact \(id.rawValue) is about something else and cannot be revised so."
        case .purposeMissing: "State for what purpose the identity is to be shown."
        case .forgotten: "The identity of this person was destroyed."
        case .idempotencyConflict(let key): "The key “\(key)” was used for another request."
        case .taken(let name): "“\(name)” is taken."
        case .storageFull: "The disk is full. Nothing of this was recorded; make room and try again."
        case .storageFailed(let reason): "The disk refused: \(reason). Nothing of this was recorded."
        case .busy: "Another process is writing. Nothing of this was recorded; try again."
        case .corrupt(let what): "The database is damaged: \(what)."
        case .backupUnsound(let reason): "The backup cannot be trusted and was not restored: \(reason)"
        case .closed: "The store is closed."
        case .refused(let reason): "The database refused a statement: \(reason)."
        }
    }
}
