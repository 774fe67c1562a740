import Crypto
import Foundation

/// Random tokens and their digests. A token is shown once to its holder; only the digest is kept.
enum Secret {
    /// 256 random bits, in URL-safe base 64.
    static func token() -> String {
        var generator = SystemRandomNumberGenerator()
        return encode((0..<4).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } })
    }

    /// What is kept of a token.
    static func digest(_ token: String) -> String { encode(Array(SHA256.hash(data: Data(token.utf8)))) }

    /// Whether two texts are the same, taking as long wherever they differ.
    static func matches(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(SHA256.hash(data: Data(left.utf8))), Array(SHA256.hash(data: Data(right.utf8))))
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
