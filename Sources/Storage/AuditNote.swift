import Crypto
import Foundation

/// The head of the audit chain, noted in a file outside the database: a database whose end was cut off, or whose chain was computed anew,
/// no longer agrees with it.
///
/// Two places are written in turn, so that a torn write leaves the one before. Each carries a code under the audit key.
final class AuditNote: Sendable {
    /// Where it is kept: beside the key, never beside the database.
    let path: String
    private let chain: String
    private let key: SymmetricKey
    private let file: SyncedFile
    /// Whether each writing waits for the disk.
    private let isSynced: Bool
    private static let size = 256

    /// Opens the note of `chain`.
    init(chain: String, keys: KeyRing, isSynced: Bool = true) throws(StoreError) {
        self.isSynced = isSynced
        let folder = (keys.path as NSString).deletingLastPathComponent
        path = (folder.isEmpty ? "." : folder) + "/\(chain).audit-head"
        self.chain = chain
        key = keys.audit
        do {
            file = try SyncedFile(at: path)
        } catch {
            throw .cannotOpen(path: path, reason: "\(error)")
        }
        SyncedFile.syncFolder(of: path)
    }

    /// The newest head noted; nil if none is legible.
    func read() -> AuditChain.Head? {
        [0, 1].compactMap { head(in: file.read(AuditNote.size, at: $0 * AuditNote.size)) }.max { $0.sequence < $1.sequence }
    }

    /// Notes `head` and waits for the disk, where every write is to be durable. An older head than the one noted (another process was faster) changes nothing.
    ///
    /// - Parameter force: Notes it even so: after a restore the database legitimately ends earlier.
    func write(_ head: AuditChain.Head, force: Bool = false) throws(SyncedFile.Failure) {
        try file.locked { () throws(SyncedFile.Failure) in
            if force {
                try file.write([UInt8](repeating: 0, count: 2 * AuditNote.size), at: 0)
            } else if let noted = read(), noted.sequence >= head.sequence {
                return
            }
            try file.write(bytes(of: head), at: Int(head.sequence % 2) * AuditNote.size)
            if isSynced { try file.sync() }
        }
    }

    /// Waits until what was noted is on the disk.
    func sync() throws(SyncedFile.Failure) { try file.sync() }

    private func bytes(of head: AuditChain.Head) -> [UInt8] {
        let line = "\(head.chain) \(head.sequence) \(head.code.base64EncodedString())"
        let text = "\(line) \(Data(code(of: line)).base64EncodedString())\n"
        return Array(text.utf8) + [UInt8](repeating: 0, count: max(0, AuditNote.size - text.utf8.count))
    }

    private func head(in bytes: [UInt8]) -> AuditChain.Head? {
        let text = String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        let parts = text.split(separator: " ")
        guard parts.count == 4, parts[0] == chain, let sequence = Int64(parts[1]), let noted = Data(base64Encoded: String(parts[2])),
            let stated = Data(base64Encoded: String(parts[3])), Data(code(of: parts[..<3].joined(separator: " "))) == stated
        else { return nil }
        return AuditChain.Head(chain: chain, sequence: sequence, code: noted)
    }

    private func code(of line: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array("shoutu audit head 1 \(line)".utf8), using: key)
    }
}
