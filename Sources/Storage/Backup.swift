import Foundation
import GRDB
import Vocabulary

/// A backup taken.
public struct BackupTaken: Hashable, Sendable {
    /// When, in true time.
    public let at: Instant
    /// Where it was put.
    public let path: String
    /// How large it is.
    public let bytes: Int64
}

extension Store {
    /// Copies the database to `path` while it is in use. The key file is not in it, and must not be kept beside it.
    ///
    /// The copy is checked, reaches the disk, and only then gets its name: a file of that name is a whole backup.
    ///
    /// - Throws: `StoreError.taken` if there is such a file.
    public func backup(
        to path: String, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> BackupTaken {
        guard !FileManager.default.fileExists(atPath: path) else { throw StoreError.taken(path) }
        let draft = path + ".partial"
        let pool = self.pool
        let bytes = try await Store.onItsOwnThread {
            for leftover in Store.files(of: draft) { unlink(leftover) }
            let copy = try DatabaseQueue(path: try Store.privateFile(at: draft))
            try pool.backup(to: copy, pagesPerStep: 4096) { progress($0.completedPageCount, $0.totalPageCount) }
            try copy.writeWithoutTransaction { database in
                // One file, without a log beside it.
                try database.execute(sql: "PRAGMA journal_mode = DELETE")
                try Store.requireIntegrity(database)
            }
            try copy.close()
            try SyncedFile(at: draft).sync()
            guard rename(draft, path) == 0 else { throw SyncedFile.Failure(number: errno) }
            SyncedFile.syncFolder(of: path)
            return Store.size(of: path)
        }
        let taken = BackupTaken(at: wallClock(), path: path, bytes: bytes)
        try await write(.systemUnrestricted("storage")) { writer in
            try writer.database.run(
                "INSERT INTO backup_taken (at, path, bytes) VALUES (?, ?, ?)", [taken.at.milliseconds, taken.path, taken.bytes])
            writer.account.note("backup.taken", detail: path)
        }
        return taken
    }

    /// Puts a backup in the place of a database, after its integrity and its audit have been verified.
    ///
    /// What the database held is moved aside (`….before-restore-…`), not deleted. Writes since the backup are lost: the audit says so in
    /// its next entry.
    ///
    /// > Warning: No program may have the database open.
    ///
    /// - Throws: `StoreError.backupUnsound` if the backup does not pass; then nothing has been touched.
    public static func restore(from backup: String, to location: StoreLocation, keys: KeyRing) async throws -> AuditReport {
        let draft = location.path + ".restoring"
        let report = try await check(backup: backup, copiedTo: draft, keys: keys)
        let time = machineTime().milliseconds
        try await onItsOwnThread {
            for (file, suffix) in zip(files(of: location.path), ["", "-wal", "-shm"]) where FileManager.default.fileExists(atPath: file) {
                guard rename(file, "\(location.path).before-restore-\(time)\(suffix)") == 0 else { throw SyncedFile.Failure(number: errno) }
            }
            guard rename(draft, location.path) == 0 else { throw SyncedFile.Failure(number: errno) }
            SyncedFile.syncFolder(of: location.path)
        }
        let store = try open(at: location, keys: keys, readers: 1, acceptingTailLoss: true)
        try store.record("backup.restored", detail: backup)
        await store.close()
        return report
    }

    /// Copies a backup and verifies the copy.
    private static func check(backup: String, copiedTo draft: String, keys: KeyRing) async throws -> AuditReport {
        try await onItsOwnThread {
            guard FileManager.default.fileExists(atPath: backup) else { throw StoreError.notFound("file \(backup)") }
            for leftover in files(of: draft) { unlink(leftover) }
            do {
                try FileManager.default.copyItem(atPath: backup, toPath: draft)
            } catch {
                throw StoreError.storageFailed("\(backup) cannot be copied to \(draft): \((error as NSError).localizedDescription)")
            }
            chmod(draft, 0o600)
            try SyncedFile(at: draft).sync()
        }
        do {
            let copy = try await onItsOwnThread { try DatabaseQueue(path: draft) }
            let chain = try await copy.read { database in
                try requireIntegrity(database)
                guard let chain = try database.storedSetting("storage.chain") else { throw StoreError.backupUnsound("it is no register") }
                guard try database.storedSetting("storage.key-check") == keys.check else { throw StoreError.wrongKey(path: keys.path) }
                return String(decoding: chain, as: UTF8.self)
            }
            let report = try await AuditVerification(reader: copy, chain: chain, key: keys.audit)
                .run(noted: nil, expectsNote: false, progress: { _, _ in })
            guard report.isIntact else { throw StoreError.backupUnsound(report.problems.map(\.description).joined(separator: " ")) }
            try copy.close()
            return report
        } catch {
            for leftover in files(of: draft) { unlink(leftover) }
            switch StoreError.translated(error) {
            case StoreError.corrupt(let reason), StoreError.refused(let reason): throw StoreError.backupUnsound(reason)
            case let other: throw other
            }
        }
    }

    /// Goes through the whole database file; gives what is wrong with it, nothing if it is sound.
    public func integrityCheck() async throws -> [String] {
        do {
            return try await pool.read { try Store.integrityFaults($0) }
        } catch {
            throw StoreError.translated(error)
        }
    }

    private static func requireIntegrity(_ database: Database) throws {
        let faults = try integrityFaults(database)
        if let fault = faults.first { throw StoreError.backupUnsound(fault) }
    }

    private static func integrityFaults(_ database: Database) throws -> [String] {
        let faults = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").count
        return faults + (orphans > 0 ? ["\(orphans) rows point to nothing"] : [])
    }

    /// Runs work that blocks, away from the threads of Swift's concurrency.
    static func onItsOwnThread<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "shoutu.storage.work").async {
                continuation.resume(
                    with: Result { try work() }.mapError { error in
                        (error as? SyncedFile.Failure).map { StoreError.storageFailed($0.description) } ?? StoreError.translated(error)
                    })
            }
        }
    }

    /// A database file with its companions.
    static func files(of path: String) -> [String] { [path, path + "-wal", path + "-shm"] }

    /// The path, after making sure that the file exists and only its owner can read it.
    ///
    /// > Warning: Never opens a file that exists: closing it again would drop the locks that SQLite holds on it in this process.
    static func privateFile(at path: String) throws(SyncedFile.Failure) -> String {
        do {
            _ = try SyncedFile(creatingAt: path)
        } catch  where error.number == EEXIST {}
        return path
    }

    /// The size of a file; 0 if there is none.
    static func size(of path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}
