import Register
import Vocabulary

/// Who an invented person is: a plausible name with a document and a telephone that no real person can have.
///
/// - The document number has the checksum and date of a real one, but its division begins with 99, a province that does not exist and that GB/T 2260
///   has no room for beyond the special administrative regions; ``Register/ResidentID/hasAssignedDivision`` is false for it.
/// - The mobile number begins with 104. Every range given to subscribers lies in 13–19 (MIIT, March 2023); 10 begins carriers' service numbers
///   (10000, 10086, 106…), of which none is known with 104; ``Register/MobileNumber/isAllotted`` is false for it. 11 and 12 were not taken, since
///   whoever dials them reaches 110, 119 or 120.
///
/// Both are accepted by imports like any other number.
public struct InventedIdentity: Hashable, Sendable {
    /// The name.
    public let name: InventedName
    /// Sex, as the document says.
    public let sex: Sex
    /// Day of birth, as the document says.
    public let birthDate: CivilDate
    /// The number of an identity card.
    public let document: ResidentID
    /// A mobile number.
    public let phone: MobileNumber

    /// The first two digits of every invented document.
    public static let provinceDigits = "99"
    /// The first three digits of every invented telephone.
    public static let phonePrefix = "104"

    /// As the register keeps it.
    public func identity(address: String? = nil, guardian: String? = nil, employer: String? = nil) -> Identity {
        Identity(
            name: name.chinese, documentNumber: document.number, phones: [phone.digits], address: address, guardian: guardian, employer: employer)
    }
}

/// Gives out invented identities, none twice.
///
///     var people = InventedIdentities(seed: 2022)
///     let mother = try people.next(sex: .female, birthDate: date, home: furong)
public struct InventedIdentities: Sendable {
    private var dice: Seeded
    private var given: Set<ResidentID> = []
    private var phones: Int

    /// The identities of a seed: same seed, same people in the same order.
    ///
    /// - Parameter phones: Where in the row of numbers theirs begin, for people beside those of another seed.
    public init(seed: UInt64, phones: Int = 0) {
        dice = Seeded(seed).stream("identity")
        self.phones = phones
    }

    /// The next person.
    ///
    /// - Parameters:
    ///   - home: Where the person was first registered: 43 becomes 99 in the document's division, the county stays.
    ///   - family: The family name to bear; nil draws one.
    /// - Throws: `IdentifierError` if more people of one sex, day and county were asked for than the sequence has numbers (500), or for a day
    ///   that no document can carry.
    public mutating func next(sex: Sex, birthDate: CivilDate, home: TerritoryCode, family: String? = nil) throws(IdentifierError) -> InventedIdentity
    {
        let name = InventedNames.name(sex: sex, birthYear: birthDate.components.year, family: family, using: &dice)
        let document = try unusedDocument(sex: sex, birthDate: birthDate, home: home)
        return InventedIdentity(name: name, sex: sex, birthDate: birthDate, document: document, phone: try unusedPhone())
    }

    private mutating func unusedDocument(sex: Sex, birthDate: CivilDate, home: TerritoryCode) throws(IdentifierError) -> ResidentID {
        let county = home.digits.dropFirst(2).prefix(4)
        let division = InventedIdentity.provinceDigits + county + String(repeating: "0", count: 4 - county.count)
        let start = dice.next(below: 500)
        for step in 0..<500 {
            let half = (start + step) % 500
            // Even for women, odd for men.
            guard let id = ResidentID(division: division, birthDate: birthDate, sequence: half * 2 + (sex == .male ? 1 : 0)) else { break }
            if given.insert(id).inserted { return try ResidentID(id.number) }
        }
        throw .form(accepted: LocalizedText(zh: "同日同县同性别至多500人", en: "at most 500 people of one sex, day of birth and county"))
    }

    /// A number that looks drawn but cannot repeat: the multiplier has no common factor with 10⁸, so the map is one to one.
    private mutating func unusedPhone() throws(IdentifierError) -> MobileNumber {
        let scattered = (phones * 38_196_601 + 71_828_183) % 100_000_000
        phones += 1
        return try MobileNumber(InventedIdentity.phonePrefix + String(100_000_000 + scattered).dropFirst())
    }
}
