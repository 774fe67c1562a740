import Obligations
import Register

/// Names an obligation in forms and addresses: its identity as one short text.
public struct ObligationKey: Hashable, Sendable, LosslessStringConvertible {
    /// The identity it stands for.
    public let id: ObligationID

    /// The key of an obligation.
    public init(_ id: ObligationID) {
        self.id = id
    }

    /// The key of an obligation about `person`.
    public init(person: PersonID, reason: ObligationID.Reason, rule: String, ordinal: Int) {
        id = ObligationID(subject: .person(person), reason: reason, rule: rule, ordinal: ordinal)
    }

    /// Whom it is about, if about a person.
    public var person: PersonID? { id.subject.person }

    /// `4711-closeContact-0-tracing.closeClocks.located` of a person, `directive.88-directive-43-command.directives.read` of a thing.
    public var description: String {
        let subject = id.subject.person.map { "\($0.rawValue)" } ?? id.subject.description
        return "\(subject)-\(id.reason.rawValue)-\(id.ordinal)-\(id.rule)"
    }

    /// Reads what `description` gave.
    public init?(_ description: String) {
        let parts = description.split(separator: "-", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let reason = ObligationID.Reason(rawValue: parts[1]), let ordinal = Int(parts[2]), !parts[3].isEmpty,
            let subject = Int64(parts[0]).map({ .person(PersonID(rawValue: $0)) }) ?? Subject(parts[0])
        else { return nil }
        id = ObligationID(subject: subject, reason: reason, rule: parts[3], ordinal: ordinal)
    }
}
