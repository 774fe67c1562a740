import Foundation
import GRDB
import Vocabulary

/// How a store is doing, for `shoutu doctor` and the health page.
public struct StoreHealth: Hashable, Sendable {
    /// Size of the database file.
    public var databaseBytes: Int64
    /// Size of the write-ahead log beside it: large for long when a reader does not end.
    public var logBytes: Int64
    /// Free space on the disk of the database.
    public var freeBytes: Int64
    /// The number of the last schema step applied.
    public var schema: Int
    /// The engine and its version.
    public var engine: String
    /// The last backup taken.
    public var lastBackup: BackupTaken?
    /// The last entry of the audit.
    public var auditSequence: Int64
    /// Whether the note outside the database agrees with it.
    public var auditNote: NoteState
    /// Why the note could not be written the last time.
    public var auditNoteFailure: String?
    /// Where the key file is.
    public var keyPath: String
    /// Its permissions; 0o600 is right.
    public var keyMode: Int
    /// The permissions of its folder; 0o700 is right.
    public var keyFolderMode: Int
    /// The permissions of the database file; 0o600 is right.
    public var databaseMode: Int

    /// Whether the note outside the database agrees with it.
    public enum NoteState: Hashable, Sendable {
        /// It does; it may be behind by what a crash cut off.
        case agrees(noted: Int64)
        /// The database ends before it.
        case tailCut(noted: Int64)
        /// They disagree about an entry.
        case forked(Int64)
        /// There is none.
        case missing
    }
}

extension Store {
    /// How the store is doing.
    public func health() async throws -> StoreHealth {
        let noted = note.read()
        let (location, chain, keys, failure) = (location, chain, keys, commits.lastNoteFailure)
        return try await read(.systemUnrestricted) { reader in
            let database = try reader.database
            let head = try AuditChain.head(of: chain, key: keys.audit, in: database)
            let backup = try database.row("SELECT at, path, bytes FROM backup_taken ORDER BY id DESC LIMIT 1").map {
                BackupTaken(at: try $0.instant(0), path: try $0.value(1), bytes: try $0.value(2))
            }
            let code = try noted.flatMap { try AuditChain.code(of: chain, sequence: $0.sequence, key: keys.audit, in: database) }
            let state: StoreHealth.NoteState =
                switch noted {
                case nil: head.sequence == 0 ? .agrees(noted: 0) : .missing
                case let noted? where noted.sequence > head.sequence: .tailCut(noted: noted.sequence)
                case let noted? where noted.code != code: .forked(noted.sequence)
                case let noted?: .agrees(noted: noted.sequence)
                }
            return StoreHealth(
                databaseBytes: Store.size(of: location.path), logBytes: Store.size(of: location.path + "-wal"),
                freeBytes: Store.freeBytes(at: location.folder), schema: Int(try database.number("SELECT max(number) FROM migration") ?? 0),
                engine: "SQLite \(try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "")", lastBackup: backup,
                auditSequence: head.sequence, auditNote: state, auditNoteFailure: failure, keyPath: keys.path, keyMode: Store.mode(of: keys.path),
                keyFolderMode: Store.mode(of: (keys.path as NSString).deletingLastPathComponent), databaseMode: Store.mode(of: location.path))
        }
    }

    private static func freeBytes(at folder: String) -> Int64 {
        var status = statvfs()
        return statvfs(folder, &status) == 0 ? Int64(status.f_bavail) * Int64(status.f_frsize) : 0
    }

    private static func mode(of path: String) -> Int {
        var status = stat()
        return stat(path.isEmpty ? "." : path, &status) == 0 ? Int(status.st_mode & 0o777) : 0
    }
}
