import GRDB

extension Migration {
    /// The sums of the scorecard in rows of a day instead of an hour: a scorecard of every county goes through a twentieth of the rows.
    ///
    /// And what is written of thousands of newly registered persons with one statement refers to them no more: nobody is ever removed from the table of
    /// persons, and the reference makes the engine keep a copy of every page that such a statement changes.
    static let sumsByDay = Migration(
        number: 14, name: "sums by day; rows of many persons at once",
        definitions: [
            """
            CREATE TABLE tally_day (
                level SMALLINT NOT NULL, territory BIGINT NOT NULL, measure SMALLINT NOT NULL, state {text} NOT NULL, due_day INTEGER NOT NULL,
                count BIGINT NOT NULL, weight BIGINT NOT NULL, hours {bytes} NOT NULL,
                PRIMARY KEY (level, territory, measure, state, due_day)) {clustered}
            """,
            """
            CREATE TABLE tally_history_day (
                level SMALLINT NOT NULL, territory BIGINT NOT NULL, measure SMALLINT NOT NULL, state {text} NOT NULL, due_day INTEGER NOT NULL,
                known_day INTEGER NOT NULL, count BIGINT NOT NULL, weight BIGINT NOT NULL, hours {bytes} NOT NULL,
                PRIMARY KEY (level, territory, measure, state, due_day, known_day)) {clustered}
            """,
        ],
        withoutPersons: ["identity", "person_territory", "derived", "listing", "roll"],
        fill: { database in
            try database.takeOverHourlyTallies()
            for table in ["tally", "tally_history"] { try database.execute(sql: "DROP TABLE \(table)") }
        })
}
