import Foundation
import GRDB
import Register

extension Migration {
    /// Every other subject beside persons: what is derived of things, whom they concern, which facts bear on them, and their duties in the
    /// one table of worklists.
    static let things = Migration(number: 3, name: "things", definitions: bearing + thing + duties, fill: fillBearing)

    private static let bearing = [
        // Facts that bear on subjects other than their own; written once with the fact.
        """
        CREATE TABLE bearing (
            subject BIGINT NOT NULL, subject_kind {text} NOT NULL, fact BIGINT NOT NULL REFERENCES fact (id),
            PRIMARY KEY (subject, subject_kind, fact)) {clustered}
        """
    ]

    private static let thing = [
        """
        CREATE TABLE thing (
            id {id}, kind {text} NOT NULL, subject BIGINT NOT NULL, territory {text} NOT NULL, label {text} NOT NULL, class {text},
            state {text} NOT NULL, at BIGINT NOT NULL, next_due BIGINT, updated_at BIGINT NOT NULL,
            calendar {bytes} NOT NULL, through BIGINT NOT NULL, wake BIGINT)
        """,
        "CREATE UNIQUE INDEX thing_by_subject ON thing (kind, subject)",
        "CREATE INDEX thing_by_wake ON thing (wake, id) WHERE wake IS NOT NULL",
        // Whom a thing concerns, in what part: these territories and those above see it, and it stands in their lists.
        """
        CREATE TABLE thing_territory (
            thing BIGINT NOT NULL REFERENCES thing (id), part {text} NOT NULL, territory {text} NOT NULL,
            t2 BIGINT, t4 BIGINT, t6 BIGINT, t9 BIGINT, t12 BIGINT,
            kind {text} NOT NULL, state {text} NOT NULL, class {text}, at BIGINT NOT NULL,
            PRIMARY KEY (thing, part, territory)) {clustered}
        """,
        "CREATE INDEX thing_in_t2 ON thing_territory (t2, kind, part, at, thing, state, class, territory)",
        "CREATE INDEX thing_in_t4 ON thing_territory (t4, kind, part, at, thing, state, class, territory) WHERE t4 IS NOT NULL",
        "CREATE INDEX thing_in_t6 ON thing_territory (t6, kind, part, at, thing, state, class, territory) WHERE t6 IS NOT NULL",
        "CREATE INDEX thing_in_t9 ON thing_territory (t9, kind, part, at, thing, state, class, territory) WHERE t9 IS NOT NULL",
        "CREATE INDEX thing_in_t12 ON thing_territory (t12, kind, part, at, thing, state, class, territory) WHERE t12 IS NOT NULL",
    ]

    // The table of near duties was a person's; it becomes any subject's. Its rows are derived, and are carried over as they are.
    private static let duties =
        [
            """
            CREATE TABLE near_duty (
                id {id}, subject_kind {text} NOT NULL, subject BIGINT NOT NULL, reason {text} NOT NULL, rule {text} NOT NULL,
                ordinal BIGINT NOT NULL, territory {text} NOT NULL, t2 BIGINT, t4 BIGINT, t6 BIGINT, t9 BIGINT, t12 BIGINT,
                measure SMALLINT NOT NULL, role {text} NOT NULL, kind {text} NOT NULL, stage INTEGER, day INTEGER,
                opens BIGINT NOT NULL, due BIGINT NOT NULL, closes BIGINT, place {text})
            """,
            """
            INSERT INTO near_duty (
                id, subject_kind, subject, reason, rule, ordinal, territory, t2, t4, t6, t9, t12, measure, role, kind, stage, day, opens, due,
                closes, place)
            SELECT id, 'person', person, reason, rule, ordinal, territory, t2, t4, t6, t9, t12, measure, role, kind, stage, day, opens, due,
                closes, place FROM duty ORDER BY id
            """,
            "DROP TABLE duty",
            "ALTER TABLE near_duty RENAME TO duty",
            "CREATE INDEX duty_by_subject ON duty (subject, subject_kind)",
        ]
        + [2, 4, 6, 9, 12].map { digits in
            "CREATE INDEX duty_in_t\(digits) ON duty (t\(digits), role, measure, due, id, kind)"
                + (digits == 2 ? "" : " WHERE t\(digits) IS NOT NULL")
        }

    /// What earlier facts bear on: before there were things only reports of cases bore on anything, on their territories.
    private static func fillBearing(_ database: Database) throws {
        let decoder = JSONDecoder()
        var last: Int64 = 0
        while true {
            let rows = try database.rows(
                "SELECT \(FactRow.columns) FROM fact WHERE kind = ? AND id > ? ORDER BY id LIMIT 1000", [FactKind.caseReport.rawValue, last])
            for row in rows {
                let fact = try FactRow(row)
                last = fact.id
                if let value = try? decoder.decode(Fact.self, from: fact.payload) { try database.noteBearing(of: value, fact.id) }
            }
            if rows.count < 1000 { return }
        }
    }
}

extension Database {
    /// Notes on which subjects other than its own a fact bears.
    func noteBearing(of fact: Fact, _ id: Int64) throws {
        let subjects = fact.bearsOn
        guard !subjects.isEmpty else { return }
        for subject in Set(subjects) {
            try run(
                "INSERT INTO bearing (subject, subject_kind, fact) VALUES (?, ?, ?)", [subject.number, subject.kind.rawValue, id])
        }
    }
}
