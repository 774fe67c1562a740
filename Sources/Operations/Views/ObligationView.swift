import Foundation
import Obligations
import Policy
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// An obligation with what explains it: the facts that triggered and met it, and how the policy would have the person held.
public struct ObligationView: Hashable, Sendable {
    /// The obligation.
    public var obligation: Obligation
    /// The entry that triggered it, if it is about a visible person.
    public var trigger: FactRecord?
    /// The entry that met it.
    public var evidence: FactRecord?
    /// The mode of its stage, or of the stay that is asked for.
    public var mode: ControlMode?

    /// An obligation with what explains it.
    public init(obligation: Obligation, trigger: FactRecord? = nil, evidence: FactRecord? = nil, mode: ControlMode? = nil) {
        self.obligation = obligation
        self.trigger = trigger
        self.evidence = evidence
        self.mode = mode
    }
}

extension Reader {
    /// The obligations stored of a person as known now; empty if nothing was derived yet.
    public func obligations(of person: PersonID) throws -> [Obligation] { try obligations(of: .person(person)) }

    /// The obligations stored of a subject as known now; empty if nothing was derived yet.
    public func obligations(of subject: Subject) throws -> [Obligation] {
        let packed = if let person = subject.person { try derived(of: person)?.calendar } else { try thing(subject)?.calendar }
        return packed.flatMap { Calendar(packed: $0, subject: subject) }?.current ?? []
    }

    /// Explains an obligation by its facts. Facts about people out of scope (the case a contact met) are left out.
    public func explain(_ obligation: Obligation, policies: PolicyShelf) throws -> ObligationView {
        ObligationView(
            obligation: obligation, trigger: try obligation.trigger.flatMap(visibleEntry),
            evidence: try obligation.fulfilment.flatMap { try visibleEntry($0.evidence) }, mode: policies.mode(askedBy: obligation))
    }

    func visibleEntry(_ id: FactID) throws -> FactRecord? {
        do {
            return try entry(id).record
        } catch StoreError.outsideScope {
            return nil
        }
    }
}

extension PolicyShelf {
    /// How the policy would have someone held by whom an obligation is to be met: the mode of its stage, or that of the first stage for a
    /// clock that asks for the beginning of control.
    public func mode(askedBy obligation: Obligation) -> ControlMode? {
        guard obligation.kind != .test, obligation.kind != .followUp else { return nil }
        let book = book
        guard
            let policy = book.adoptions.last(where: { $0.policy.id == obligation.edition })?.policy
                ?? (book.fallback.id == obligation.edition ? book.fallback : nil)
        else { return nil }
        let rule = obligation.id.rule.split(separator: ".").map(String.init)
        if obligation.kind == .clock {
            switch rule.last {
            case "admitted": return .hospital
            case "transferred", "controlWithin": break
            default: return nil
            }
        }
        let schedule: ControlSchedule? =
            switch obligation.id.reason {
            case .closeContact: policy.tracing.close
            case .secondaryContact: policy.tracing.secondary
            case .exposedAtPlace: policy.tracing.exposedAtPlace
            case .generalContact: policy.tracing.general
            case .arrival: rule.dropFirst().first.flatMap(OriginRisk.init).flatMap { policy.arrivals.byRisk[$0]?.control }
            case .post: rule.dropFirst(2).first.flatMap { policy.testing.posts[$0]?.exit }
            default: nil
            }
        let index = (obligation.stage ?? 1) - 1
        return schedule.flatMap { $0.stages.indices.contains(index) ? $0.stages[index].mode : nil }
    }
}
