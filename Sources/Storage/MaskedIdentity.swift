import Register

/// What may be shown of a person without a stated purpose.
public struct MaskedIdentity: Hashable, Sendable, Codable {
    /// 王*明.
    public let name: String
    /// 4301…12: never enough digits to guess the rest beside an age.
    public let documentNumber: String?
    /// 138…34.
    public let phone: String?

    /// From parts already masked.
    init(name: String, documentNumber: String?, phone: String?) {
        self.name = name
        self.documentNumber = documentNumber
        self.phone = phone
    }

    /// The masked form of an identity.
    public init(_ identity: Identity) {
        name = MaskedIdentity.masked(name: identity.name)
        documentNumber = identity.documentNumber.map { MaskedIdentity.masked($0, first: 4, last: 2) }
        phone = identity.phones.first.map { MaskedIdentity.masked($0, first: 3, last: 2) }
    }

    /// What is shown where an identity was destroyed.
    static let forgotten = MaskedIdentity(name: "—", documentNumber: nil, phone: nil)

    /// 王明 → 王*, 王小明 → 王*明, John Smith → J*h.
    static func masked(name: String) -> String {
        let letters = Array(name)
        switch letters.count {
        case 0: return ""
        case 1: return "*"
        case 2: return "\(letters[0])*"
        default: return "\(letters[0])*\(letters[letters.count - 1])"
        }
    }

    /// The first and last digits; nothing but the ellipsis of a number too short to hide anything.
    static func masked(_ number: String, first: Int, last: Int) -> String {
        number.count >= (first + last) * 3 / 2 ? "\(number.prefix(first))…\(number.suffix(last))" : "…"
    }
}
