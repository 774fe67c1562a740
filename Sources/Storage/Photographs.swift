import Crypto
import Foundation
import GRDB
import Register
import Vocabulary

/// What is told of a photograph that is kept, without the picture.
public struct KeptPhotograph: Hashable, Sendable, Identifiable {
    /// Its number.
    public let id: Int64
    /// `image/jpeg` or `image/png`.
    public var mediaType: String
    /// Points across, as stored.
    public var width: Int
    /// Points down, as stored.
    public var height: Int
    /// Who added it.
    public var account: UserID?
    /// When it was added, by the register's clock.
    public var knownAt: Instant
}

private enum Query {
    static let columns = "id, media_type, width, height, account, known_at"
    static let all = """
        SELECT \(columns) FROM photograph WHERE subject_kind = ? AND subject = ? AND removed_at IS NULL AND known_at <= ? ORDER BY id
        """
    static let same = "SELECT id FROM photograph WHERE subject_kind = ? AND subject = ? AND digest = ?"
    static let insert = """
        INSERT INTO photograph (subject_kind, subject, digest, media_type, width, height, sealed, account, known_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let picture = """
        SELECT media_type, digest, sealed FROM photograph WHERE id = ? AND subject_kind = ? AND subject = ? AND removed_at IS NULL
        """
    static let remove = """
        UPDATE photograph SET sealed = NULL, removed_at = ? WHERE id = ? AND subject_kind = ? AND subject = ? AND removed_at IS NULL
        """
    static let restore = "UPDATE photograph SET sealed = ?, removed_at = NULL, account = ?, known_at = ? WHERE id = ? AND removed_at IS NOT NULL"
}

extension Reader {
    /// The photographs of a thing that were known at a moment, in the order in which they came; none of a thing outside the scope.
    public func photographs(of subject: Subject, asOf moment: Instant) throws -> [KeptPhotograph] {
        guard try canSee(subject) else { return [] }
        let (kind, number) = subject.stored
        return try database.rows(Query.all, [kind, number, moment.milliseconds]).map { row in
            KeptPhotograph(
                id: try row.value(0), mediaType: try row.value(1), width: try row.value(2), height: try row.value(3),
                account: try row.optional(4).map(UserID.init(rawValue:)), knownAt: try row.instant(5))
        }
    }
}

extension Writer {
    /// Keeps a photograph of a thing, sealed. The same one again changes nothing, and one that was removed comes back.
    ///
    /// - Parameter bytes: The file as it is to be kept: nothing is taken out of it here.
    /// - Throws: `StoreError.notFound` for a thing outside the scope.
    /// - Returns: Its number.
    @discardableResult
    public func keepPhotograph(
        _ bytes: [UInt8], mediaType: String, width: Int, height: Int, of subject: Subject, at moment: Instant
    ) throws -> Int64 {
        guard try canSee(subject) else { throw StoreError.notFound("\(subject)") }
        let (kind, number) = subject.stored
        let digest = Data(SHA256.hash(data: bytes))
        guard let sealed = try AES.GCM.seal(bytes, using: keys.files, authenticating: Writer.name(of: subject, digest)).combined else {
            throw StoreError.refused("sealing gave no bytes")
        }
        let owner = author.scope.user?.rawValue
        if let same = try database.number(Query.same, [kind, number, digest]) {
            try database.run(Query.restore, [sealed, owner, moment.milliseconds, same])
            account.note("photograph.kept", detail: "\(same) of \(subject), known already")
            return same
        }
        try database.run(Query.insert, [kind, number, digest, mediaType, width, height, sealed, owner, moment.milliseconds])
        let id = connection.lastInsertedRowID
        account.note("photograph.kept", detail: "\(id) of \(subject)")
        return id
    }

    /// Shows a photograph. A write, since the showing itself is recorded.
    ///
    /// - Throws: `StoreError.corrupt` if its bytes were altered or put in another's place.
    /// - Returns: Nil if there is none of that number, or its thing is outside the scope.
    public func showPhotograph(_ id: Int64, of subject: Subject) throws -> (mediaType: String, bytes: Data)? {
        let (kind, number) = subject.stored
        guard try canSee(subject), let row = try database.row(Query.picture, [id, kind, number]), let sealed = try row.optional(2, as: Data.self)
        else { return nil }
        let digest: Data = try row.value(1)
        guard
            let bytes = try? AES.GCM.open(
                AES.GCM.SealedBox(combined: sealed), using: keys.files, authenticating: Writer.name(of: subject, digest))
        else { throw StoreError.corrupt("photograph \(id)") }
        account.note("photograph.shown", detail: "\(id) of \(subject)")
        return (try row.value(0), bytes)
    }

    /// Removes a photograph: the picture is destroyed, that there was one is kept. Backups hold it until they are deleted.
    ///
    /// - Throws: `StoreError.notFound` if there is none, or its thing is outside the scope.
    public func removePhotograph(_ id: Int64, of subject: Subject, reason: String, at moment: Instant) throws {
        let (kind, number) = subject.stored
        guard try canSee(subject), try database.row(Query.picture, [id, kind, number]) != nil else {
            throw StoreError.notFound("photograph \(id)")
        }
        try database.run(Query.remove, [moment.milliseconds, id, kind, number])
        account.note("photograph.removed", detail: "\(id) of \(subject): \(reason)")
    }

    /// What a seal names, so that no picture can be put in another's place.
    private static func name(of subject: Subject, _ digest: Data) -> [UInt8] { Array("photograph of \(subject) ".utf8) + digest }
}
