import Vocabulary

/// The number of whatever document a person showed.
public enum DocumentNumber: Hashable, Sendable, Codable {
    /// A citizen identity card, or the residence permit for people from Hong Kong, Macao and Taiwan, which is numbered alike.
    case resident(ResidentID)
    /// A passport or travel permit.
    case travel(TravelDocument)
    /// Something else (a seaman's book, a birth certificate), as recorded.
    case other(kind: String, number: String)

    /// Reads a number whose kind nobody named.
    ///
    /// What looks like an identity number (15 or 18 characters) must be one; anything else must have the form of a travel document.
    ///
    /// - Parameters:
    ///   - text: The number as written.
    ///   - day: The day by which the bearer must have been born; see ``ResidentID/init(_:asOf:)``.
    public init(_ text: String, asOf day: CivilDate? = nil) throws(IdentifierError) {
        let text = IdentifierText(text)
        guard text.count < 13 else {
            self = .resident(try ResidentID(text, asOf: day))
            return
        }
        self = .travel(try TravelDocument(text, kind: nil))
    }

    /// The number alone, normalised: equal documents have equal numbers however they were written.
    public var number: String {
        switch self {
        case .resident(let id): id.number
        case .travel(let document): document.number
        case .other(_, let number): number
        }
    }

    /// What lists show.
    public var masked: String {
        switch self {
        case .resident(let id): id.masked
        case .travel(let document): document.masked
        case .other(_, let number): number.count > 5 ? number.prefix(1) + "…" + number.suffix(2) : "…"
        }
    }
}
