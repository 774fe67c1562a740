import Register
import Storage
import Vocabulary

/// Where people are held.
extension Filing {
    /// Begins a stay; one that is running ends at the same moment as a transfer.
    @discardableResult
    public func begin(_ stay: Stay, of person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Stay> {
        if let running = try dossier(of: person).runningStay(at: moment) { try end(running.id, at: moment, .transferred, knownAt: knownAt) }
        return Reference(rawValue: try file(.stay(stay), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Ends a stay.
    public func end(_ stay: Reference<Stay>, at moment: Instant, _ ending: Stay.Ending, knownAt: Instant? = nil) throws {
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
