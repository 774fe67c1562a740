import Obligations
import Register

/// Names an obligation about a person in forms and addresses: its identity as one short text.
public struct ObligationKey: Hashable, Sendable, LosslessStringConvertible {
    /// Whom it is about.
    public let person: PersonID
    /// Why, by which rule, and which of several.
    public let reason: ObligationID.Reason
    /// The rule's place in the policy.
    public let rule: String
    /// Which of several under the same rule.
    public let ordinal: Int

    /// The key of an obligation about `person`.
    public init(person: PersonID, reason: ObligationID.Reason, rule: String, ordinal: Int) {
        self.person = person
        self.reason = reason
        self.rule = rule
        self.ordinal = ordinal
    }

    /// The key of an obligation; nil if it is about no person.
    public init?(_ id: ObligationID) {
        guard let person = id.subject.person else { return nil }
        self.init(person: person, reason: id.reason, rule: id.rule, ordinal: id.ordinal)
    }

    /// The identity it stands for.
    public var id: ObligationID { ObligationID(subject: .person(person), reason: reason, rule: rule, ordinal: ordinal) }

    /// `4711-closeContact-0-tracing.closeClocks.located`.
    public var description: String { "\(person.rawValue)-\(reason.rawValue)-\(ordinal)-\(rule)" }

    /// Reads what `description` gave.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let person = Int64(parts[0]), let reason = ObligationID.Reason(rawValue: parts[1]), let ordinal = Int(parts[2]),
            !parts[3].isEmpty
        else { return nil }
        self.init(person: PersonID(rawValue: person), reason: reason, rule: parts[3], ordinal: ordinal)
    }
}
