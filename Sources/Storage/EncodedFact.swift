import Foundation
import Register

/// A fact with the bytes in which it is stored: made before the transaction that files it, by any thread.
public struct EncodedFact: Sendable {
    /// The fact.
    public let fact: Fact
    /// Its stored form.
    let payload: Data
}

/// Encodes facts; made once for many, since making it costs more than using it.
public struct FactEncoding {
    private let encoder = Writer.makeEncoder()

    /// An encoding.
    public init() {}

    /// A fact with its stored form.
    public func encoded(_ fact: Fact) throws -> EncodedFact {
        EncodedFact(fact: fact, payload: try encoder.encode(fact))
    }
}
