import Register
import Storage
import Vocabulary

/// What people report of themselves (measure 9).
extension Filing {
    /// Takes a report of somebody about themselves; who is not known yet is registered where they say they are.
    @discardableResult
    public func takeSelfReport(_ report: SelfReport, by identity: Identity) throws -> (person: PersonID, reference: Reference<SelfReport>) {
        try aboutAnyone {
            let person = try person(identity, Person(residence: report.territory)).id
            // To the minute, as those who answer write their moments: an answer within the minute is one.
            let sent = Instant(milliseconds: now.milliseconds / 60_000 * 60_000)
            return (person, Reference(rawValue: try file(.selfReport(report), about: person, at: sent).entity))
        }
    }
}
