import Crypto
import Foundation
import GRDB
import Vocabulary

/// An import of a file and how far it has come. Rows up to the watermark are committed: an import that was cut off goes on from there.
public struct ImportBatch: Hashable, Sendable, Identifiable {
    /// The running number.
    public let id: Int64
    /// What is imported.
    public var kind: String
    /// The file's name.
    public var fileName: String
    /// SHA-256 of the file, by which the same one is recognised.
    public var fileDigest: Data
    /// Who imports.
    public var user: UserID?
    /// When it began, in true time.
    public var startedAt: Instant
    /// When it ended; nil while it runs or after it was cut off.
    public var finishedAt: Instant?
    /// Rows that changed something.
    public var accepted: Int
    /// Rows that said what was known already.
    public var unchanged: Int
    /// Rows refused.
    public var rejected: Int
    /// Rows done.
    public var watermark: Int
}

private enum Query {
    static let columns = "kind, file_name, file_digest, account, started_at, finished_at, accepted, unchanged, rejected, watermark"
    static let insert = "INSERT INTO import_batch (\(columns)) VALUES (?, ?, ?, ?, ?, NULL, 0, 0, 0, 0)"
    static let get = "SELECT id, \(columns) FROM import_batch WHERE id = ?"
    static let byDigest = "SELECT id, \(columns) FROM import_batch WHERE file_digest = ? AND kind = ? ORDER BY id"
    static let recent = "SELECT id, \(columns) FROM import_batch ORDER BY id DESC LIMIT ?"
    static let update = "UPDATE import_batch SET finished_at = ?, accepted = ?, unchanged = ?, rejected = ?, watermark = ? WHERE id = ?"
    static let insertFile = "INSERT INTO sealed_file (token, batch, account, name, sealed, expires_at) VALUES (?, ?, ?, ?, ?, ?)"
    static let file = "SELECT name, sealed, account FROM sealed_file WHERE token = ? AND expires_at > ?"
    static let expire = "DELETE FROM sealed_file WHERE expires_at <= ?"
}

extension Reader {
    /// An import, if there is one of that number.
    public func importBatch(_ id: Int64) throws -> ImportBatch? {
        try database.row(Query.get, [id]).map(batch)
    }

    /// Imports of a file with this digest, the oldest first.
    public func importBatches(of digest: Data, kind: String) throws -> [ImportBatch] {
        try database.rows(Query.byDigest, [digest, kind]).map(batch)
    }

    /// The last imports, the newest first.
    public func recentImports(limit: Int = 50) throws -> [ImportBatch] {
        try database.rows(Query.recent, [limit]).map(batch)
    }

    private func batch(_ row: Row) throws -> ImportBatch {
        ImportBatch(
            id: try row.value(0), kind: try row.value(1), fileName: try row.value(2), fileDigest: try row.value(3),
            user: try row.optional(4).map(UserID.init(rawValue:)), startedAt: try row.instant(5), finishedAt: try row.optionalInstant(6),
            accepted: try row.value(7), unchanged: try row.value(8), rejected: try row.value(9), watermark: try row.value(10))
    }

    /// A sealed file by its token; nil if there is none, it has expired, or it is another user's.
    public func sealedFile(_ token: String) throws -> (name: String, bytes: Data)? {
        guard let row = try database.row(Query.file, [token, trueTime.milliseconds]) else { return nil }
        let owner = try row.optional(2, as: Int64.self).map(UserID.init(rawValue:))
        guard scope.isUnrestricted || owner == scope.user else { return nil }
        let sealed: Data = try row.value(1)
        guard let bytes = try? AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: keys.files, authenticating: Array(token.utf8)) else {
            throw StoreError.corrupt("a sealed file")
        }
        return (try row.value(0), bytes)
    }
}

extension Writer {
    /// Begins an import.
    public func beginImport(kind: String, fileName: String, digest: Data) throws -> ImportBatch {
        try database.run(Query.insert, [kind, fileName, digest, author.scope.user?.rawValue, trueTime.milliseconds])
        let id = connection.lastInsertedRowID
        account.note("import.begun", detail: "\(id) \(kind) \(fileName)")
        guard let batch = try importBatch(id) else { throw StoreError.notFound("import \(id)") }
        return batch
    }

    /// Stores how far an import has come, in the same body as the rows it counts; with `isFinished`, that it has ended.
    public func updateImport(_ batch: ImportBatch, isFinished: Bool = false) throws {
        try database.run(
            Query.update,
            [isFinished ? trueTime.milliseconds : nil, batch.accepted, batch.unchanged, batch.rejected, batch.watermark, batch.id])
        account.note(isFinished ? "import.finished" : "import.advanced")
    }

    /// Keeps a file sealed until it expires, for its author alone: the rejected rows of an import hold identities. Gives its token.
    public func keepSealed(_ bytes: Data, name: String, batch: Int64? = nil, lasting length: Span) throws -> String {
        let token = SecretToken().text
        guard let sealed = try AES.GCM.seal(bytes, using: keys.files, authenticating: Array(token.utf8)).combined else {
            throw StoreError.refused("sealing gave no bytes")
        }
        try database.run(
            Query.insertFile, [token, batch, author.scope.user?.rawValue, name, sealed, (trueTime + length).milliseconds])
        account.note("file.kept")
        return token
    }

    /// Removes the sealed files that have expired.
    public func removeExpiredFiles() throws {
        try database.run(Query.expire, [trueTime.milliseconds])
        account.note("file.expired")
    }
}
