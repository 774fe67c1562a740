/// A column of the records to be linked: its name, and what it holds, which decides how two values of it are compared.
public struct LinkageField: Hashable, Sendable, Codable {
    /// The name under which explanations mention it.
    public let name: String
    /// What it holds.
    public let kind: Kind

    /// A field from its parts.
    public init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// What fields hold.
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// The number of an identity card, passport or permit.
        case document
        /// A telephone number.
        case phone
        /// An address of electronic mail.
        case email
        /// A day of birth.
        case birthDate
        /// A whole personal name, in Chinese characters or Latin letters.
        case fullName
        /// A given name.
        case givenName
        /// A family name.
        case familyName
        /// Sex, in any usual word or code.
        case sex
        /// The code of a territory; its prefix is its ancestry.
        case territory
        /// A postal address in one text.
        case address
        /// A part of an address or another word that members of a household share: street, suburb, city.
        case place
        /// Any other word that belongs to the person alone: an occupation.
        case text
    }
}

extension LinkageField.Kind {
    /// Whether people of one household usually agree on it. Such agreement is no sign that two records are of one person.
    var isOfHousehold: Bool {
        switch self {
        case .phone, .familyName, .territory, .address, .place: true
        case .document, .email, .birthDate, .fullName, .givenName, .sex, .text: false
        }
    }

    /// Whether a value is meant to belong to one person, so that all pairs that agree on it are compared.
    var isIdentifier: Bool { self == .document || self == .phone || self == .email }

    /// Whether values are kept as numbered texts whose frequency weighs in.
    var isText: Bool {
        switch self {
        case .email, .fullName, .givenName, .familyName, .address, .place, .text: true
        case .document, .phone, .birthDate, .sex, .territory: false
        }
    }

    /// How many 32-bit words of a row a value takes.
    var words: Int {
        switch self {
        case .document, .phone, .territory: 4
        default: 1
        }
    }
}

/// Where the fields of a list of records stand in a row of words.
struct RowLayout: Sendable, Hashable {
    let fields: [LinkageField]
    /// The first word of each field.
    let offsets: [Int]
    /// Words of the values; the hashes of the blocking keys follow them.
    let words: Int

    /// At most sixteen fields, since the agreement of a pair on all of them is one 64-bit word.
    static let mostFields = 16

    init(_ fields: [LinkageField]) {
        self.fields = fields
        var offsets: [Int] = [], next = 0
        for field in fields {
            offsets.append(next)
            next += field.kind.words
        }
        self.offsets = offsets
        words = next
    }

    /// The fields of a kind.
    func all(_ kind: LinkageField.Kind) -> [Int] { fields.indices.filter { fields[$0].kind == kind } }
}
