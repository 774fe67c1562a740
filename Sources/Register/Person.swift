import Vocabulary

/// What the rules need to know of a person; who the person is stands apart, sealed, in `Identity`.
public struct Person: Hashable, Sendable, Codable {
    /// Sex as recorded, if known.
    public var sex: Sex?
    /// Day of birth, if known.
    public var birthDate: CivilDate?
    /// Where the person lives, as finely as known.
    public var residence: TerritoryCode
    /// Groups that a policy treats differently.
    public var groups: Set<SpecialGroup>
    /// Occupation in the words of the report card.
    public var occupation: String?
    /// Where the person was last known to be, if elsewhere than at home.
    public var location: TerritoryCode?

    /// A person from its parts.
    public init(
        sex: Sex? = nil, birthDate: CivilDate? = nil, residence: TerritoryCode, groups: Set<SpecialGroup> = [], occupation: String? = nil,
        location: TerritoryCode? = nil
    ) {
        self.sex = sex
        self.birthDate = birthDate
        self.residence = residence
        self.groups = groups
        self.occupation = occupation
        self.location = location
    }
}

/// Sex as recorded, GB/T 2261.1.
public enum Sex: String, CaseIterable, Sendable, Codable {
    case male, female
}

/// Who a person is. Kept sealed by the storage; shown whole only for a stated purpose.
public struct Identity: Hashable, Sendable, Codable {
    /// Full name as written in the document.
    public var name: String
    /// Number of the identity document, normalised.
    public var documentNumber: String?
    /// Telephone numbers, the first being the one to call.
    public var phones: [String]
    /// Street, building, door.
    public var address: String?
    /// Guardian of a child or ward.
    public var guardian: String?
    /// Employer or school.
    public var employer: String?

    /// An identity from its parts.
    public init(
        name: String, documentNumber: String? = nil, phones: [String] = [], address: String? = nil, guardian: String? = nil, employer: String? = nil
    ) {
        self.name = name
        self.documentNumber = documentNumber
        self.phones = phones
        self.address = address
        self.guardian = guardian
        self.employer = employer
    }
}

/// That a person died; `happenedAt` is the moment.
public struct Death: Hashable, Sendable, Codable {
    /// Whether the disease was the cause, if judged.
    public var fromDisease: Bool?

    /// A death.
    public init(fromDisease: Bool? = nil) {
        self.fromDisease = fromDisease
    }
}

/// A free remark about a subject.
public struct Note: Hashable, Sendable, Codable {
    /// The words.
    public var text: String

    /// A remark.
    public init(text: String) {
        self.text = text
    }
}
