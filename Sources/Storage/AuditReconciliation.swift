import Crypto
import Foundation
import GRDB
import Vocabulary

extension Store {
    /// Compares the database with the note kept outside it, when it is opened.
    ///
    /// The note is written after the commit, so a crash may leave it behind the database; the database is never behind the note.
    func reconcile(acceptingTailLoss: Bool) throws {
        // The note first: a process that commits in between only moves the database further.
        let noted = note.read()
        let (head, code) = try pool.read { database in
            (
                try AuditChain.head(of: chain, key: keys.audit, in: database),
                try noted.flatMap { try AuditChain.code(of: chain, sequence: $0.sequence, key: keys.audit, in: database) }
            )
        }
        guard let noted else {
            // A fresh database has nothing to note. Otherwise the note was lost, or taken away to hide a cut: the chain itself tells.
            if head.sequence > 0 { try record("audit.note-missing", detail: "found at \(head.sequence)") }
            return
        }
        if noted.sequence > head.sequence {
            guard acceptingTailLoss else { throw StoreError.auditTailMissing(database: head.sequence, head: noted.sequence) }
            try record("audit.tail-loss-accepted", detail: "database at \(head.sequence), noted \(noted.sequence)")
        } else if code != noted.code {
            guard acceptingTailLoss else { throw StoreError.auditForked(sequence: noted.sequence) }
            try record("audit.fork-accepted", detail: "at \(noted.sequence)")
        }
    }

    /// Appends an entry of the storage's own to the audit, and notes the new head whatever was noted before.
    func record(_ act: String, detail: String) throws {
        let head = try pool.writeWithoutTransaction { database in
            try database.beginTransaction(.immediate)
            do {
                let writer = Writer(
                    database: database, keys: keys, trueTime: wallClock(), author: .systemUnrestricted("storage"),
                    counters: try Writer.Counters(database))
                writer.account.note(act, detail: detail)
                let head = try AuditChain.append(writer, after: AuditChain.head(of: chain, key: keys.audit, in: database))
                try database.commit()
                return head
            } catch {
                if database.isInsideTransaction { try? database.rollback() }
                throw error
            }
        }
        try note.write(head, force: true)
    }
}

extension AuditChain {
    /// The code of one entry, of the origin for 0; nil if there is no such entry.
    static func code(of chain: String, sequence: Int64, key: SymmetricKey, in database: Database) throws -> Data? {
        if sequence == 0 { return origin(of: chain, key: key) }
        return try database.row("SELECT mac FROM audit_link WHERE chain = ? AND sequence = ?", [chain, sequence]).map { try $0.value(0) }
    }
}
