/// A validated identifier that people write as one text: reading and writing that text is also how it is coded.
public protocol Identifier: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Reads the text, in any of the usual spellings.
    init(_ text: String) throws(IdentifierError)

    /// The identifier in its one normal spelling, which reads back to an equal value.
    var description: String { get }
}

extension Identifier {
    /// Reads the text, validated.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(IdentifierError) {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.text.en)
        }
    }

    /// Writes the text in its normal spelling.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
