import GRDB
import Vocabulary

/// One step of the schema. Steps are numbered from 1, go forward only and are never edited once released: a change is a new step.
struct Migration: Sendable {
    /// Its number.
    let number: Int
    /// What became true.
    let name: String
    /// Its definitions, in the words of `Dialect`.
    let definitions: [String]
    /// Tables that refuse changes to what has been appended.
    var appendOnly: [String] = []
    /// Tables whose references to persons go.
    var withoutPersons: [String] = []
    /// What definitions alone cannot carry over.
    var fill: (@Sendable (Database) throws -> Void)?

    /// All steps, in order.
    static let all: [Migration] = [
        .foundation, .recognition, .things, .placeVisits, .samples, .stayLedger, .transfers, .mergedRecords,
        .photographs, .sumsOfLists, .ledgers, .delays, .sentinelCounts, .sumsByDay,
    ]

    private static let ledger = "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)"

    /// Takes the database to the newest schema, or to an older one for a test, in one transaction that a second process waits for.
    static func migrate(_ database: Database, to last: Int = .max, dialect: Dialect, now: Instant) throws {
        try database.inTransaction(.immediate) {
            try database.execute(sql: ledger)
            let found = Int(try database.number("SELECT coalesce(max(number), 0) FROM migration") ?? 0)
            let known = all.last?.number ?? 0
            if found > known { throw StoreError.newerSchema(found: found, known: known) }
            for step in all where step.number > found && step.number <= last {
                if !step.withoutPersons.isEmpty {
                    for definition in dialect.withoutPersons(step.withoutPersons) { try database.execute(sql: definition) }
                }
                for definition in step.definitions { try database.execute(sql: dialect.definition(definition)) }
                try step.fill?(database)
                for table in step.appendOnly {
                    for definition in dialect.appendOnly(table) { try database.execute(sql: definition) }
                }
                try database.run(
                    "INSERT INTO migration (number, name, applied_at) VALUES (?, ?, ?)", [step.number, step.name, now.milliseconds])
            }
            return .commit
        }
    }
}
