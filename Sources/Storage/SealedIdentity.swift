import Crypto
import Foundation
import Register
import Vocabulary

/// An identity as it lies in the database: the person's data key sealed by the master key, the identity sealed by the data key.
///
/// Both seals name the person, so that one person's cannot be put in another's place. Destroying the data key is deletion: no backup of
/// the master key brings the identity back.
struct SealedIdentity: Sendable {
    /// The data key, sealed.
    let wrappedKey: Data
    /// The identity with its search tokens, sealed.
    let sealed: Data

    /// An identity and the tokens under which it is found, so that exactly these are removed when it changes.
    struct Content: Hashable, Sendable {
        var identity: Identity
        var tokens: [Data]
    }

    /// From what lies in the database.
    init(wrappedKey: Data, sealed: Data) {
        self.wrappedKey = wrappedKey
        self.sealed = sealed
    }

    /// Seals an identity with a new data key.
    init(_ content: Content, of person: PersonID, keys: KeyRing) throws {
        let dataKey = SymmetricKey(size: .bits256)
        let name = SealedIdentity.name(of: person)
        let secret = dataKey.withUnsafeBytes { Array($0) }
        wrappedKey = try SealedIdentity.seal(secret, name: name, key: keys.wrapping)
        sealed = try SealedIdentity.seal(SealedIdentity.bytes(of: content), name: name, key: dataKey)
    }

    /// The identity.
    ///
    /// - Throws: `StoreError.corrupt` if the bytes were altered or belong to another person.
    func open(of person: PersonID, keys: KeyRing) throws -> Content {
        let name = SealedIdentity.name(of: person)
        guard
            let secret = try? AES.GCM.open(AES.GCM.SealedBox(combined: wrappedKey), using: keys.wrapping, authenticating: name),
            let bytes = try? AES.GCM.open(AES.GCM.SealedBox(combined: sealed), using: SymmetricKey(data: secret), authenticating: name),
            let content = SealedIdentity.content(of: bytes)
        else { throw StoreError.corrupt("the sealed identity of person \(person.rawValue)") }
        return content
    }

    private static func name(of person: PersonID) -> [UInt8] {
        var bytes = CanonicalBytes(reserving: 8)
        bytes.append(person.rawValue)
        return bytes.bytes
    }

    private static func seal(_ bytes: [UInt8], name: [UInt8], key: SymmetricKey) throws -> Data {
        guard let combined = try AES.GCM.seal(bytes, using: key, authenticating: name).combined else {
            throw StoreError.refused("sealing gave no bytes")
        }
        return combined
    }

    private static func bytes(of content: Content) -> [UInt8] {
        var bytes = CanonicalBytes()
        let identity = content.identity
        bytes.append(1)
        bytes.append(identity.name)
        bytes.append(Int64(identity.phones.count))
        identity.phones.forEach { bytes.append($0) }
        for part in [identity.documentNumber, identity.address, identity.guardian, identity.employer] { bytes.append(part) }
        bytes.append(Int64(content.tokens.count))
        content.tokens.forEach { bytes.append($0) }
        return bytes.bytes
    }

    private static func content(of bytes: Data) -> Content? {
        var reader = CanonicalReader(bytes)
        guard reader.number() == 1, let name = reader.text(), let phoneCount = reader.number() else { return nil }
        var identity = Identity(name: name)
        for _ in 0..<phoneCount {
            guard let phone = reader.text() else { return nil }
            identity.phones.append(phone)
        }
        guard let document = reader.optionalText(), let address = reader.optionalText(), let guardian = reader.optionalText(),
            let employer = reader.optionalText(), let tokenCount = reader.number()
        else { return nil }
        (identity.documentNumber, identity.address, identity.guardian, identity.employer) = (document, address, guardian, employer)
        var tokens: [Data] = []
        for _ in 0..<tokenCount {
            guard let token = reader.data() else { return nil }
            tokens.append(Data(token))
        }
        return reader.isAtEnd ? Content(identity: identity, tokens: tokens) : nil
    }
}
