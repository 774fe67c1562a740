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

    /// Ends a stay: in a frozen ward only by what the rules of the ward let through. Who is said to be transferred goes where a transfer that was
    /// accepted leads; without one, nobody answers for where they went, and they count as let go.
    public func end(_ stay: Reference<Stay>, at moment: Instant, _ ending: Stay.Ending, knownAt: Instant? = nil) throws {
        if ending == .released || ending == .transferred, let person = try current(stay.rawValue).subject.person {
            let dossier = try dossier(of: person)
            if let running = dossier.stays.first(where: { $0.id == stay }) {
                try requireLeave(running, of: dossier, to: ending == .transferred ? dossier.promisedStay : nil, at: moment)
            }
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

extension Dossier {
    /// The stay to which an accepted transfer that is under way leads; nil where none is.
    fileprivate var promisedStay: Stay? {
        transferCourses.last { $0.isOpen && $0.moment(of: .accepted) != nil }.map { course in
            let transfer = course.transfer.value
            return Stay(mode: transfer.mode, site: transfer.site, territory: transfer.to)
        }
    }
}
