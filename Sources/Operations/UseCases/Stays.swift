import Register
import Storage
import Vocabulary

/// Where people are held.
extension Filing {
    /// Begins a stay; one that is running ends at the same moment as a transfer.
    @discardableResult
    public func begin(_ stay: Stay, of person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Stay> {
        let dossier = try dossier(of: person)
        if let running = dossier.runningStay(at: moment) {
            try requireLeave(running, of: dossier, to: stay, at: moment)
            try close(running.id, at: moment, .transferred, knownAt: knownAt)
        }
        return Reference(rawValue: try file(.stay(stay), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Ends a stay: in a frozen ward only by what the rules of the ward let through.
    public func end(_ stay: Reference<Stay>, at moment: Instant, _ ending: Stay.Ending, knownAt: Instant? = nil) throws {
        if ending == .released, let person = try current(stay.rawValue).subject.person {
            let dossier = try dossier(of: person)
            if let running = dossier.stays.first(where: { $0.id == stay }) { try requireLeave(running, of: dossier, to: nil, at: moment) }
        }
        try close(stay, at: moment, ending, knownAt: knownAt)
    }

    private func close(_ stay: Reference<Stay>, at moment: Instant, _ ending: Stay.Ending, knownAt: Instant?) throws {
        let former = try current(stay.rawValue)
        guard case .stay(var value) = former.fact else { throw OperationError.notFound }
        guard moment >= former.happenedAt else { throw OperationError.wrongOrder(earlier: former.happenedAt, later: moment) }
        guard moment <= now else { throw OperationError.notYetHappened(moment) }
        value.until = moment
        value.ending = ending
        try revise(former, to: .stay(value), expected: former.id, knownAt: knownAt)
    }

    /// Releases a person: the running stay ends and the notice is recorded.
    public func release(_ person: PersonID, at moment: Instant) throws {
        if let running = try dossier(of: person).runningStay(at: moment) { try end(running.id, at: moment, .released) }
        try record(Act(deed: .released), for: person, at: moment)
    }
}
