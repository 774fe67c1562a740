import Policy
import Vocabulary

/// How long two people must have been in one place for one of them to be a contact of the other.
public struct CoPresenceRule: Hashable, Sendable {
    /// Least time together.
    public var minimum: Span
    /// The time within which meetings add up to that minimum, as WHO and ECDC count (15 minutes in 24 hours); nil: each meeting by itself.
    public var cumulativeIn: Span?
    /// How long after an infectious person has left others can still be exposed where they were (measles: two hours).
    public var lingering: Span

    /// A rule from its parts.
    public init(minimum: Span, cumulativeIn: Span? = nil, lingering: Span = .zero) {
        self.minimum = minimum
        self.cumulativeIn = cumulativeIn
        self.lingering = lingering
    }

    /// What a policy says of meeting in one place.
    public init(_ definitions: ContactDefinitions) {
        self.init(minimum: definitions.minOverlap, lingering: definitions.lingering)
    }

    /// What a policy says of meeting in a setting: the setting's own minimum and how it adds up, else the least overlap that is looked at.
    /// Nil if the policy makes nobody a contact there.
    public init?(_ definitions: ContactDefinitions, in setting: ContactSetting) {
        guard let rule = definitions.settings[setting] else { return nil }
        self.init(minimum: rule.minimum ?? definitions.minOverlap, cumulativeIn: rule.cumulativeIn?.span, lingering: definitions.lingering)
    }
}

/// Somebody whose contacts are sought, with the ticks between which they can have passed the infection on.
public struct Source: Hashable, Sendable {
    /// The person's number in the table.
    public var person: UInt32
    /// The first tick; what was before does not count.
    public var from: Int32
    /// The last tick; what comes after does not count.
    public var until: Int32

    /// A source from its parts.
    public init(person: UInt32, from: Int32, until: Int32) {
        self.person = person
        self.from = from
        self.until = until
    }
}

/// That a person was together with a source for at least the rule's minimum.
public struct Meeting: Hashable, Sendable {
    /// The source's number.
    public let source: UInt32
    /// The other person's number.
    public let contact: UInt32
    /// The place of the first episode that counts.
    public let place: UInt32
    /// When that episode began.
    public let start: Int32
    /// When the minimum was reached: from here on the contact counts as exposed.
    public let exposed: Int32
    /// How many episodes there were.
    public let episodes: Int32
    /// Their length in ticks, added up.
    public let ticks: Int64
}
