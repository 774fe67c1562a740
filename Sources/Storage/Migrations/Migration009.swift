import GRDB

extension Migration {
    /// How many people stand on the lists, summed for every territory above them: counted one by one, a million take twenty seconds.
    static let rollCounts = Migration(
        number: 9, name: "roll counts",
        definitions: [
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
            })
}
