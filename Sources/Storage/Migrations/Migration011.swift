import Foundation
import GRDB
import Register

extension Migration {
    /// Who met whom, who was held where and when, and which specimen has its result: the facts of these again, in columns, because pages count a
    /// quarter of a million of them at once; and where what a register lacks is found.
    static let ledgers = Migration(
        number: 11, name: "ledgers of exposures, stays and specimens", definitions: exposures + stays + specimens + duties + flaws,
        fill: { database in
            let decoder = JSONDecoder()
            var tests = TestHistory()
            let sql = "SELECT \(FactRow.columns) FROM fact WHERE kind IN ('exposure', 'stay', 'specimen', 'result') ORDER BY id"
            let rows = try Row.fetchCursor(database, sql: sql)
            while let row = try rows.next() {
                let record = try FactRow(row).entry(decoder).record
                try database.noteExposure(record)
                try database.noteStay(record)
                tests.add(record)
            }
            try database.insertSpecimens(tests.specimens)
        })

    private static let exposures = [
        """
        CREATE TABLE exposure (
            id INTEGER PRIMARY KEY, index_person BIGINT NOT NULL, person BIGINT NOT NULL, at BIGINT NOT NULL, known_at BIGINT NOT NULL,
            last INTEGER NOT NULL, nearness {text} NOT NULL, setting {text} NOT NULL, is_described SMALLINT NOT NULL)
        """,
        "CREATE INDEX exposure_to ON exposure (index_person, at, id, person, last, nearness, setting)",
        "CREATE INDEX exposure_by_time ON exposure (known_at, last, setting, is_described, person)",
    ]

    // In place of the ledger of stays in sites. `area` and `site` are of those alone that are served in a hospital or a site.
    private static let stays = [
        "DROP TABLE site_stay",
        """
        CREATE TABLE stay (
            id INTEGER PRIMARY KEY, person BIGINT NOT NULL, territory {text} NOT NULL, mode {text} NOT NULL, since BIGINT NOT NULL, until BIGINT,
            known_at BIGINT NOT NULL, area {text}, site {text}, room {text})
        """,
        "CREATE INDEX stay_by_site ON stay (area, site, since) WHERE area IS NOT NULL",
        "CREATE INDEX stay_in_territory ON stay (territory, mode, since, until)",
        "CREATE INDEX stay_running ON stay (known_at, mode, person, until) WHERE until IS NULL",
    ]

    private static let specimens = [
        "CREATE TABLE specimen (id INTEGER PRIMARY KEY, person BIGINT NOT NULL, taken_at BIGINT NOT NULL, known_at BIGINT NOT NULL, reported_at BIGINT)",
        "CREATE INDEX specimen_by_time ON specimen (taken_at, person)",
        "CREATE INDEX specimen_to_look_at ON specimen (known_at, person, taken_at, reported_at) WHERE reported_at IS NULL OR reported_at < taken_at",
    ]

    // With what is asked of the duties of thousands of persons, so that the rows need not be looked at.
    private static let duties = [
        "DROP INDEX duty_by_subject",
        "CREATE INDEX duty_by_subject ON duty (subject, subject_kind, kind, due, opens, rule)",
        "CREATE INDEX duty_of_posts ON duty (due, subject) WHERE subject_kind = 'person' AND reason = 'post'",
    ]

    private static let flaws =
        Gap.allCases.map { gap in "CREATE INDEX \(gap.index.name) ON \(gap.index.table) WHERE \(gap.condition)" } + [
            """
            CREATE INDEX listing_of_contacts ON listing (territory, degree, case_kind, excluded, outcome, control, residence, site)
                WHERE degree IS NOT NULL OR case_kind IS NOT NULL
            """,
            "CREATE INDEX person_located ON person_territory (person, territory) WHERE kind = 'location'",
            """
            CREATE INDEX fact_entered_late ON fact (kind, known_at, subject, source)
                WHERE known_at - happened_at > 86400000 AND subject_kind = 'person' AND supersedes IS NULL AND withdrawn = 0
            """,
        ]
}
