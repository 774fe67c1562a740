import Crypto
import Foundation
import Register
import Vocabulary

/// The keys of entry codes: a signature that anybody can verify without a network, and a short tag by which this deployment knows its own
/// codes at a hundredth of that cost. Also the tags of the private links by which travellers come back to their registration.
///
/// The text of a code is `ST1.` and base 64 (RFC 4648 §5, without padding) of the 23 bytes of `EntryCode`, 8 bytes of tag (HMAC-SHA-256) and
/// 64 of signature (ECDSA on P-256 with SHA-256, r and s, FIPS 186-5), both over those 23.
public struct EntryKeys: Sendable {
    private let tags: HMAC<SHA256>
    private let links: HMAC<SHA256>
    private let signing: P256.Signing.PrivateKey?

    /// How the text of a code begins.
    public static let prefix = "ST1."
    private static let tagLength = 8
    private static let linkTagLength = 15
    private static let signatureLength = 64

    /// From keys derived of the master key. A scalar beyond the curve's order, one in four thousand million, is passed over.
    init(derive: (String) -> SymmetricKey) {
        tags = HMAC<SHA256>(key: derive("entry tags"))
        links = HMAC<SHA256>(key: derive("entry links"))
        var signing: P256.Signing.PrivateKey?
        for number in 0..<8 where signing == nil {
            signing = derive("entry signing \(number)").withUnsafeBytes { try? P256.Signing.PrivateKey(rawRepresentation: $0) }
        }
        self.signing = signing
    }

    /// The key that verifies signatures: an uncompressed point, 65 bytes (SEC 1 §2.3.3), as browsers import it.
    public var publicKey: Data { signing?.publicKey.x963Representation ?? Data() }

    /// A code as text, to be shown as a picture.
    public func text(of code: EntryCode) throws -> String {
        guard let signing else { throw StoreError.refused("no signing key could be derived") }
        let bytes = code.bytes
        let signature = try signing.signature(for: Data(bytes)).rawRepresentation
        return EntryKeys.prefix + URLBase64.encode(bytes + tag(of: bytes) + signature)
    }

    /// Reads the text of a code of this deployment: its form and its tag, not yet its time.
    public func code(_ text: String) throws(EntryCodeRefusal) -> EntryCode {
        let (code, bytes, rest) = try EntryKeys.parts(of: text)
        var difference: UInt8 = 0
        for (left, right) in zip(tag(of: bytes), rest) { difference |= left ^ right }
        guard difference == 0 else { throw .notOurs }
        return code
    }

    /// Reads the text of a code with nothing but the public key, as a checkpoint without a network does.
    public static func code(_ text: String, signedBy publicKey: Data) throws(EntryCodeRefusal) -> EntryCode {
        let (code, bytes, rest) = try parts(of: text)
        guard let key = try? P256.Signing.PublicKey(x963Representation: publicKey),
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: rest.dropFirst(tagLength)),
            key.isValidSignature(signature, for: Data(bytes))
        else { throw .notOurs }
        return code
    }

    private static func parts(of text: String) throws(EntryCodeRefusal) -> (code: EntryCode, bytes: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        let text = text.utf8
        guard text.count <= 400, text.starts(with: prefix.utf8) else { throw .notACode }
        guard let all = URLBase64.decode(text.dropFirst(prefix.utf8.count)) else { throw .malformed("base 64") }
        guard all.count == EntryCode.length + tagLength + signatureLength else { throw .malformed("\(all.count) bytes") }
        let bytes = all[..<EntryCode.length]
        do throws(EntryCode.Malformed) {
            return (try EntryCode(bytes: bytes), bytes, all[EntryCode.length...])
        } catch {
            throw .malformed("\(error)")
        }
    }

    private func tag(of bytes: some Sequence<UInt8>) -> [UInt8] {
        var code = tags
        code.update(data: Array(bytes))
        return Array(code.finalize().prefix(EntryKeys.tagLength))
    }

    /// The opaque name of a private link to a registration.
    public func link(to registration: Reference<Registration>) -> String {
        let number = withUnsafeBytes(of: registration.rawValue.bigEndian) { Array($0) }
        return URLBase64.encode(number + linkTag(of: number))
    }

    /// The registration behind a private link; nil for anything that is none.
    public func registration(of link: String) -> Reference<Registration>? {
        guard link.utf8.count < 80, let bytes = URLBase64.decode(link.utf8), bytes.count == 8 + EntryKeys.linkTagLength else { return nil }
        var difference: UInt8 = 0
        for (left, right) in zip(linkTag(of: Array(bytes.prefix(8))), bytes.dropFirst(8)) { difference |= left ^ right }
        guard difference == 0 else { return nil }
        return Reference(rawValue: bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) })
    }

    private func linkTag(of number: [UInt8]) -> [UInt8] {
        var code = links
        code.update(data: number)
        return Array(code.finalize().prefix(EntryKeys.linkTagLength))
    }
}

/// Why an entry code is refused.
public enum EntryCodeRefusal: Error, Hashable, Sendable {
    /// It is something else than an entry code.
    case notACode
    /// It begins like one, and what follows cannot be read.
    case malformed(String)
    /// It was not issued by this deployment, or was changed.
    case notOurs
    /// It was valid until then.
    case expired(Instant)
    /// It is from the future: a clock is wrong.
    case early(Instant)
    /// Somebody already entered with this registration.
    case used(at: Instant, checkpoint: String?)
    /// The registration was withdrawn.
    case withdrawn

    /// What it is, in a word, for programs.
    public var word: String {
        switch self {
        case .notACode: "notACode"
        case .malformed: "malformed"
        case .notOurs: "notOurs"
        case .expired: "expired"
        case .early: "early"
        case .used: "used"
        case .withdrawn: "withdrawn"
        }
    }

    /// What is wrong and what to do, in both languages.
    public func message(zone: CivilZone) -> LocalizedText {
        switch self {
        case .notACode: LocalizedText(zh: "这不是入境码。请扫描旅客报备页面上的二维码。", en: "This is no entry code. Scan the code on the traveller's registration page.")
        case .malformed(let what):
            LocalizedText(zh: "入境码不完整或读取有误（\(what)），请重新扫描。", en: "The entry code is cut short or misread (\(what)). Scan it again.")
        case .notOurs:
            LocalizedText(zh: "入境码不是本系统签发的，或已被改动。请按未报备处理。", en: "The code was not issued here, or was altered. Treat the person as not registered.")
        case .expired(let moment):
            LocalizedText(
                zh: "入境码已于\(moment.civilText(in: zone).prefix(16))失效，请旅客重新打开报备页面。",
                en: "The code was valid until \(moment.civilText(in: zone).prefix(16)). Ask the traveller to open the registration page again.")
        case .early(let moment):
            LocalizedText(
                zh: "入境码的签发时间\(moment.civilText(in: zone).prefix(16))在未来，请核对设备时间。",
                en: "The code says it was issued at \(moment.civilText(in: zone).prefix(16)), which is yet to come. Check the clocks.")
        case .used(let moment, let checkpoint):
            LocalizedText(
                zh: "该报备已于\(moment.civilText(in: zone).prefix(16))在\(checkpoint ?? "查验点")使用，不能重复使用。请核对身份证件。",
                en:
                    "This registration was used at \(moment.civilText(in: zone).prefix(16)) at \(checkpoint ?? "a checkpoint"); it opens no second entry. Look at the identity document."
            )
        case .withdrawn: LocalizedText(zh: "该报备已撤销。请按未报备处理。", en: "The registration was withdrawn. Treat the person as not registered.")
        }
    }
}

extension EntryCode {
    /// Refuses a code outside its time; clocks may differ by five minutes.
    public func check(at now: Instant) throws(EntryCodeRefusal) {
        guard now <= expires else { throw .expired(expires) }
        guard issued <= now + .minutes(5) else { throw .early(issued) }
    }
}

/// Base 64 with the alphabet for addresses and without padding (RFC 4648 §5).
enum URLBase64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        var (held, bits): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            (held, bits) = (held << 8 | UInt32(byte), bits + 8)
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(held >> bits & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(held << (6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (held, bits): (UInt32, UInt32) = (0, 0)
        for letter in text {
            let value = values[Int(letter)]
            guard value < 64 else { return nil }
            (held, bits) = (held << 6 | UInt32(value), bits + 6)
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: held >> bits))
            }
        }
        return bits < 6 && held & ((1 << bits) - 1) == 0 ? bytes : nil
    }
}
