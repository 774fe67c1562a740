import Foundation
import Register
import Vocabulary

/// An identity with the blind tokens under which it will be found: made before the transaction that registers the person, by any thread.
public struct BlindIdentity: Sendable {
    /// The identity.
    public let identity: Identity
    /// The day of birth by which it is found too.
    public let birthDate: CivilDate?
    /// What it is found by, each with its keyed hash.
    let tokens: [(token: SearchToken, blinded: Data)]
    /// What may be shown of it.
    let masked: MaskedIdentity

    init(identity: Identity, birthDate: CivilDate?, tokens: [(token: SearchToken, blinded: Data)]) {
        self.identity = identity
        self.birthDate = birthDate
        self.tokens = tokens
        masked = MaskedIdentity(identity)
    }
}

extension Store {
    /// Makes the tokens of an identity.
    public func blind(_ identity: Identity, birthDate: CivilDate?) -> BlindIdentity {
        BlindIdentity(
            identity: identity, birthDate: birthDate, tokens: SearchToken.all(of: identity, birthDate: birthDate).map { ($0, $0.blinded(keys)) })
    }
}
