/// What differs between database engines; everything else is one SQL text for all.
///
/// Statements are written with `?` for parameters, `ON CONFLICT … DO UPDATE` for upserts and row values for keysets, all of which SQLite
/// and PostgreSQL share. Only definitions need the words below.
struct Dialect: Sendable {
    /// Replaced in definitions: `{id}`, `{bytes}`, `{text}`, `{clustered}`.
    let words: [(placeholder: String, word: String)]
    /// Statements that make a table refuse changes to what has been appended.
    let appendOnly: @Sendable (_ table: String) -> [String]
    /// Statements that make columns of tables refer to no person any more. What is written in one transaction with many rows must not be checked row by row.
    let withoutPersons: @Sendable (_ tables: [String]) -> [String]

    /// A definition in this dialect.
    func definition(_ text: String) -> String {
        words.reduce(text) { $0.replacing($1.placeholder, with: $1.word) }
    }

    /// SQLite 3.35 or later. Its default collation compares bytes, as wanted.
    static let sqlite = Dialect(
        words: [
            ("{id}", "INTEGER PRIMARY KEY"), ("{bytes}", "BLOB"), ("{text}", "TEXT"), ("{clustered}", "WITHOUT ROWID"),
        ],
        appendOnly: { table in
            ["UPDATE", "DELETE"].map { verb in
                """
                CREATE TRIGGER \(table)_refuses_\(verb.lowercased()) BEFORE \(verb) ON \(table)
                BEGIN SELECT RAISE(ABORT, '\(table) is append-only'); END
                """
            }
        },
        // The engine has no statement for it; that a reference goes changes nothing of what is stored (sqlite.org/lang_altertable.html, section 7).
        withoutPersons: { tables in
            let names = tables.map { "'\($0)'" }.joined(separator: ", ")
            return [
                "PRAGMA writable_schema = ON",
                """
                UPDATE sqlite_schema SET sql = replace(sql, ' REFERENCES person (id)', '') WHERE type = 'table' AND name IN (\(names))
                """,
                "PRAGMA writable_schema = RESET",
            ]
        })
}
