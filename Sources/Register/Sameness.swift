import Vocabulary

/// What somebody decided about two records of people: that both are of one person, or of two. Filed about the record that gives way.
///
/// Two records declared to be of one person stay what they are, each with its facts: what follows from a person's facts is derived from those of
/// all their records, and withdrawing this fact leaves each as if it had never been filed.
public struct Sameness: Hashable, Sendable, Codable {
    /// The other record; of one person it is the one that stands for both.
    public var other: PersonID
    /// Whether they are of one person.
    public var isSame: Bool

    /// A decision from its parts.
    public init(other: PersonID, isSame: Bool) {
        self.other = other
        self.isSame = isSame
    }
}
