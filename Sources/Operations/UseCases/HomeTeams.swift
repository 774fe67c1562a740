import Register
import Storage
import Vocabulary

/// Who answers for a person held at home (measure 9; `domain.md` §10.4).
extension Filing {
    /// Names the team; another one takes its place.
    ///
    /// - Throws: `OperationError.notHeldAtHome` where nobody is to be answered for; `nothingToAnswer` for a team of nobody.
    @discardableResult
    public func name(_ team: HomeTeam, for person: PersonID, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        guard try dossier(of: person).runningStay(at: moment)?.value.mode == .homeIsolation else { throw OperationError.notHeldAtHome }
        guard !team.members.isEmpty else { throw OperationError.nothingToAnswer }
        return try file(.homeTeam(team), about: person, at: moment, knownAt: knownAt)
    }
}

extension Dossier {
    /// The team that answers for the person where they are held at home now: the last named since the stay that runs began.
    public func homeTeam(at moment: Instant) -> HomeTeam? {
        guard let stay = runningStay(at: moment), stay.value.mode == .homeIsolation else { return nil }
        return homeTeams.last { $0.happenedAt >= stay.happenedAt && $0.happenedAt <= moment }?.value
    }
}
