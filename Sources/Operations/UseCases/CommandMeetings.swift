import Register
import Storage
import Vocabulary

/// Meetings of a headquarters (measure 8).
extension Filing {
    /// Records a meeting with the venues that were called and those that attended.
    ///
    /// - Throws: `OperationError.notAddressed` for a venue outside the territory that called it, or one that attended without being called.
    @discardableResult
    public func record(_ meeting: CommandMeeting, of territory: TerritoryCode, at moment: Instant, knownAt: Instant? = nil) throws -> FactRecord {
        for venue in meeting.venues where venue == territory || !territory.contains(venue) { throw OperationError.notAddressed(venue) }
        if let stranger = meeting.attended.first(where: { !meeting.venues.contains($0) }) { throw OperationError.notAddressed(stranger) }
        return try file(.meeting(meeting), about: .territory(territory), at: moment, knownAt: knownAt)
    }

    /// Refuses an order from a meeting of somebody else, or one before the meeting began.
    func requireMeeting(_ reference: Reference<CommandMeeting>, of issuer: TerritoryCode, before moment: Instant) throws {
        let record = try current(reference.rawValue)
        guard case .meeting = record.fact, case .territory(issuer) = record.subject else { throw OperationError.notFound }
        guard moment >= record.happenedAt else { throw OperationError.wrongOrder(earlier: record.happenedAt, later: moment) }
    }
}
