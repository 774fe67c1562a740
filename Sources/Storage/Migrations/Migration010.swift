import GRDB

extension Migration {
    /// What pages ask of a province of a million people: how many stand on which list, summed for every territory above them (counted one by
    /// one they take twenty seconds), and how old the residents are.
    static let sumsOfLists = Migration(
        number: 10, name: "sums of lists",
        definitions: rollSums + [
            "CREATE INDEX listing_by_age ON listing (residence, birth_year)",
            "CREATE INDEX listing_of_posts ON listing (residence) WHERE post_class IS NOT NULL",
        ])

    /// The table of sums, and the statements that fill it from the lists.
    static let rollSums =
        [
            """
            CREATE TABLE roll_count (
                level SMALLINT NOT NULL, territory BIGINT NOT NULL, kind {text} NOT NULL, tag {text} NOT NULL, control {text} NOT NULL,
                count BIGINT NOT NULL, PRIMARY KEY (level, territory, kind, tag, control)) {clustered}
            """
        ]
        + [(0, "t2"), (1, "t4"), (2, "t6"), (3, "t9")].map { level, column in
            """
            INSERT INTO roll_count SELECT \(level), \(column), kind, coalesce(tag, ''), coalesce(control, ''), count(*) FROM roll
                WHERE \(column) IS NOT NULL GROUP BY \(column), kind, coalesce(tag, ''), coalesce(control, '')
            """
        }
}
