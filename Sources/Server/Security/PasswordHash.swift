import Crypto
import Foundation
import _CryptoExtras

/// A password as it is kept: scrypt (RFC 7914) with its parameters and salt, `scrypt$17$8$1$salt$hash`.
///
/// N = 2^17, r = 8, p = 1: 128 MB and about half a second, what OWASP's password storage cheat sheet asks for. Call from threads of its own
/// (`BoundedThreads`), never from the cooperative pool.
public struct PasswordHash: Sendable, Hashable {
    /// Cost of a hash: N as a power of two, r and p.
    struct Cost: Sendable, Hashable {
        var logN: Int
        var r: Int
        var p: Int

        static let standard = Cost(logN: 17, r: 8, p: 1)
        /// Cheap enough for tests; never for a password.
        static let trifling = Cost(logN: 4, r: 1, p: 1)
    }

    private let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a fresh salt.
    public init(of password: String) throws {
        try self.init(of: password, cost: .standard)
    }

    init(of password: String, cost: Cost) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<2).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        self.cost = cost
        self.salt = salt
        hash = try PasswordHash.derive(password, salt, cost)
    }

    /// Reads the kept text; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let r = Int(parts[2]), let p = Int(parts[3]),
            (1...20).contains(logN), (1...32).contains(r), (1...4).contains(p),
            let salt = Data(base64Encoded: parts[4]), let hash = Data(base64Encoded: parts[5]), hash.count == 32
        else { return nil }
        cost = Cost(logN: logN, r: r, p: p)
        self.salt = Array(salt)
        self.hash = Array(hash)
    }

    /// The text to keep.
    public var text: String {
        "scrypt$\(cost.logN)$\(cost.r)$\(cost.p)$\(Data(salt).base64EncodedString())$\(Data(hash).base64EncodedString())"
    }

    /// Whether this is the hash of `password`; takes as long wherever they differ.
    public func matches(_ password: String) throws -> Bool {
        let other = try PasswordHash.derive(password, salt, cost)
        return zip(hash, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
        // Unicode allows the same characters in several spellings; keyboards differ in which they send.
        let normal = password.precomposedStringWithCompatibilityMapping
        let key = try KDF.Scrypt.deriveKey(
            from: Data(normal.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost.logN, blockSize: cost.r, parallelism: cost.p)
        return key.withUnsafeBytes { Array($0) }
    }
}
