import Foundation
import GRDB
import Register

extension Migration {
    /// Who was in which room of which site: the facts of stays and sites again, by site, so that a room can be asked for before it is given.
    static let stayLedger = Migration(
        number: 6, name: "ledger of stays",
        definitions: [
            """
            CREATE TABLE stay_site (
                id INTEGER PRIMARY KEY, area {text} NOT NULL, name {text} NOT NULL, territory {text} NOT NULL, mode {text} NOT NULL,
                capacity BIGINT, closed BIGINT)
            """,
            "CREATE INDEX stay_site_by_name ON stay_site (area, name)",
            """
            CREATE TABLE site_stay (
                id INTEGER PRIMARY KEY, person BIGINT NOT NULL, area {text} NOT NULL, site {text} NOT NULL, room {text}, territory {text} NOT NULL,
                mode {text} NOT NULL, since BIGINT NOT NULL, until BIGINT)
            """,
            "CREATE INDEX site_stay_by_site ON site_stay (area, site, since)",
        ],
        fill: { database in
            let decoder = JSONDecoder()
            // Stays are noted by the step that gave them a ledger of their own.
            let sql = "SELECT \(FactRow.columns) FROM fact WHERE kind = ? ORDER BY id"
            let rows = try Row.fetchCursor(database, sql: sql, arguments: [FactKind.site.rawValue])
            while let row = try rows.next() { try database.noteSite(FactRow(row).entry(decoder).record) }
        })
}
