import Crypto
import Foundation

/// The master key of a deployment and what is derived from it. It never enters the database or a backup of it.
///
/// > Warning: Whoever loses the key file loses every identity in the register, and the audit can no longer be verified. Keep a copy apart
/// > from the backups of the database.
public struct KeyRing: Sendable {
    /// Where the key was read from.
    public let path: String
    /// Seals the data key of each person.
    let wrapping: SymmetricKey
    /// Makes the blind tokens by which people are found: begun with its key, and copied for each, since beginning costs a third of it.
    private let tokens: HMAC<SHA256>
    /// Chains the audit.
    let audit: SymmetricKey
    /// Seals files kept for a while, such as the rejected rows of an import.
    let files: SymmetricKey
    /// Seals who is in a tube.
    let swabs: SymmetricKey
    /// Sign and recognise entry codes.
    public let entry: EntryKeys

    /// The key file that belongs to a database unless another is named: beside it, in a folder of its own.
    public static func defaultPath(for location: StoreLocation) -> String { location.path + ".keys/master.key" }

    /// Reads the key file at `path`; creates it, mode 0600 in a folder of mode 0700, if there is none and `create` allows it.
    ///
    /// Two processes that create at once end up with the same key.
    public static func open(at path: String, create: Bool = true) throws(StoreError) -> KeyRing {
        if !FileManager.default.fileExists(atPath: path) {
            guard create else { throw .keyFileMissing(path: path) }
            try createFile(at: path)
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .keyFileUnreadable(path: path, reason: "it cannot be read")
        }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 2, lines[0] == title, let secret = Data(base64Encoded: String(lines[1])), secret.count == 32 else {
            throw .keyFileUnreadable(path: path, reason: "it is not a key file or is damaged")
        }
        return KeyRing(path: path, secret: SymmetricKey(data: secret))
    }

    /// The key file of a database, at its default path: created only where the database itself does not exist yet, so that a lost key is
    /// told as such and not replaced by one that opens nothing.
    public static func open(for location: StoreLocation) throws(StoreError) -> KeyRing {
        try open(at: defaultPath(for: location), create: !FileManager.default.fileExists(atPath: location.path))
    }

    private static let title = "shoutu master key 1"

    private init(path: String, secret: SymmetricKey) {
        self.path = path
        func derive(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Data("shoutu 1 \(use)".utf8), outputByteCount: 32)
        }
        wrapping = derive("wrapping")
        tokens = HMAC<SHA256>(key: derive("tokens"))
        audit = derive("audit")
        files = derive("files")
        swabs = derive("swabs")
        entry = EntryKeys(derive: derive)
    }

    /// The keyed hash of `bytes` by which people are found, of its first `count` bytes.
    func token(of bytes: [UInt8], count: Int) -> Data {
        var code = tokens
        code.update(data: bytes)
        return code.finalize().withUnsafeBytes { Data($0.prefix(count)) }
    }

    /// Writes a new key beside `path` and gives it that name only if the name is still free.
    private static func createFile(at path: String) throws(StoreError) {
        let folder = (path as NSString).deletingLastPathComponent
        let draft = path + ".\(UInt64.random(in: .min ... .max))"
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        do {
            try FileManager.default.createDirectory(
                atPath: folder.isEmpty ? "." : folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .keyFileUnreadable(path: path, reason: "its folder cannot be created")
        }
        do {
            let file = try SyncedFile(creatingAt: draft)
            try file.replace(with: Array("\(title)\n\(secret.base64EncodedString())\n".utf8))
            defer { unlink(draft) }
            if link(draft, path) != 0, errno != EEXIST { throw SyncedFile.Failure(number: errno) }
            SyncedFile.syncFolder(of: path)
        } catch {
            throw .keyFileUnreadable(path: path, reason: "it cannot be created: \(error)")
        }
    }

    /// What proves, inside a database, that this key is its own.
    var check: Data { Data(HMAC<SHA256>.authenticationCode(for: Array("shoutu key check".utf8), using: audit)) }
}
