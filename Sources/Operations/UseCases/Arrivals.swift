import Register
import Storage
import Vocabulary

/// People who enter.
extension Filing {
    /// Registers an arrival.
    @discardableResult
    public func registerArrival(of person: PersonID, _ arrival: Arrival, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<Arrival> {
        Reference(rawValue: try file(.arrival(arrival), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Records the checks made on someone who arrived, and the test on arrival if a specimen was taken then.
    public func check(_ arrival: Reference<Arrival>, _ checks: Set<ArrivalCheck>, specimen: Specimen? = nil, at moment: Instant) throws {
        let former = try current(arrival.rawValue)
        guard let person = former.subject.person, case .arrival = former.fact else { throw OperationError.notFound }
        guard moment >= former.happenedAt else { throw OperationError.wrongOrder(earlier: former.happenedAt, later: moment) }
        try record(Act(deed: .checked, concerning: arrival.rawValue, means: .onSite, checks: checks), for: person, at: moment)
        if let specimen { try take(specimen, from: person, at: moment) }
    }
}

/// High-risk posts.
extension Filing {
    /// Assigns a post from a day on.
    @discardableResult
    public func assign(_ post: PostHolding, to person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> Reference<PostHolding> {
        Reference(rawValue: try file(.post(post), about: person, at: moment, knownAt: knownAt).entity)
    }

    /// Ends the holding of a post with a last day.
    public func end(_ post: Reference<PostHolding>, on last: CivilDate) throws {
        let former = try current(post.rawValue)
        guard case .post(var value) = former.fact else { throw OperationError.notFound }
        value.until = last
        try revise(former, to: .post(value), expected: former.id)
    }
}

/// Remarks.
extension Filing {
    /// Adds a remark about a person.
    public func note(_ text: String, about person: PersonID) throws {
        try file(.note(Note(text: text)), about: person, at: now)
    }
}
