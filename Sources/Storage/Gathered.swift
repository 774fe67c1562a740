import Register
import Vocabulary

/// What a transaction writes later than it is said, many rows together: an import of thousands of people pays for every statement.
///
/// Nobody sees the difference: whatever reads of these tables in the same transaction has them written first, and the body's end does.
struct Gathered {
    /// Rows of the worklists.
    var duties: [(subject: Subject, row: DutyRow)] = []
    /// Identities of newly registered persons, sealed by another core meanwhile.
    var identities: [(person: PersonID, masked: MaskedIdentity, sealed: Ahead<Result<SealedIdentity, any Error>>)] = []
    /// How many of these have been handed to the other core.
    var handedOver = 0

    /// So many rows of a kind are written together.
    static let most = 256
    /// So many identities are handed over together.
    static let step = 16
}

extension Reader {
    /// Has written what was gathered in this transaction and is about to be read.
    func writeGathered() throws {
        guard let writer = self as? Writer else { return }
        if !writer.gathered.duties.isEmpty { try writer.writeDuties() }
        if !writer.gathered.identities.isEmpty { try writer.writeIdentities() }
    }
}
