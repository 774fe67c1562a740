import Crypto
import Foundation
import GRDB
import Register
import Vocabulary

/// Writes to the register for an author; also reads, and sees what it has written. Valid only inside the body it is handed to.
///
/// Everything written in one body is kept together or not at all, and gets one entry in the audit.
public final class Writer: Reader {
    /// Who writes.
    public let author: Author
    /// Numbers to give out.
    var counters: Counters
    /// What the audit entry will say.
    var account: AuditAccount
    /// Persons registered in this transaction: nothing about them can be stored already.
    var created: Set<PersonID> = []
    /// Persons whose links were set in this transaction.
    var linked: Set<PersonID> = []
    /// Persons of whom what was derived was set in this transaction.
    var settled: Set<PersonID> = []
    /// Persons about whom a fact was written in this transaction.
    var written: Set<PersonID> = []
    /// Persons whose duties were set in this transaction.
    var dutiful: Set<PersonID> = []
    /// Persons whose listing was set in this transaction.
    var listed: Set<PersonID> = []
    /// Changes of the tallies, summed until the end of the body.
    var tallies: [(territory: TerritoryCode, entry: TallyEntry)] = []
    /// Changes of how many people stand on the lists, summed until the end of the body.
    var rollChanges: [RollKey: Int64] = [:]
    /// Specimens of this transaction, with their results, until the end of the body.
    var specimens: [Int64: SpecimenNote] = [:]
    /// Rows written many at a time.
    var gathered = Gathered()
    /// The tokens of whom is being looked for, made before.
    var knownTokens: [(token: SearchToken, blinded: Data)] = []
    /// Facts are encoded by one encoder, which costs more to make than to use.
    let encoder = Writer.makeEncoder()

    /// The next free numbers. Read once a transaction: nobody else can give out any while it holds the database.
    struct Counters {
        var fact: Int64
        var person: Int64

        /// The numbers after the last ones in use.
        init(_ database: Database) throws {
            fact = (try database.number("SELECT max(id) FROM fact") ?? 0) + 1
            person = (try database.number("SELECT max(id) FROM person") ?? 0) + 1
        }
    }

    override var database: Database {
        get throws {
            if gathered.count > 0 { try writeGathered() }
            return connection
        }
    }

    init(database: Database, keys: KeyRing, trueTime: Instant, author: Author, counters: Counters) {
        self.author = author
        self.counters = counters
        account = AuditAccount(firstFact: counters.fact)
        super.init(database: database, keys: keys, trueTime: trueTime, scope: author.scope)
    }

    /// Writes what was only collected. To be called once, after the body.
    func finish() throws {
        try writeGathered()
        try flushTallies()
        try flushRollCounts()
        try flushSpecimens()
    }

    static func makeEncoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
