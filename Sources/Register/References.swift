import Vocabulary

/// One entry of the register: a fact or a revision of one. Given out by the storage in the order of writing.
public struct FactID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// The running number.
    public let rawValue: Int64

    /// The fact with this running number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Earlier entries come first.
    public static func < (left: FactID, right: FactID) -> Bool { left.rawValue < right.rawValue }
}

/// A person in the register.
public struct PersonID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// The running number.
    public let rawValue: Int64

    /// The person with this running number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// In the order of registration.
    public static func < (left: PersonID, right: PersonID) -> Bool { left.rawValue < right.rawValue }
}

/// Points to a thing that a chain of facts describes (a case, a stay, a specimen) and stays the same through its revisions.
///
/// Its number is that of the fact which first described the thing.
public struct Reference<Value>: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// The number of the first fact about the thing.
    public let rawValue: Int64

    /// The thing first described by the fact with this number.
    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// In the order of recording.
    public static func < (left: Reference, right: Reference) -> Bool { left.rawValue < right.rawValue }
}
