import Foundation
import GRDB
import Register

extension Migration {
    /// Who is asked for, expected and on the way: the facts of transfers again, by the territories of their two ends.
    static let transfers = Migration(
        number: 7, name: "transfers",
        definitions: [
            """
            CREATE TABLE transfer (
                id INTEGER PRIMARY KEY, person BIGINT NOT NULL, sender {text} NOT NULL, sender_site {text}, receiver {text} NOT NULL,
                area {text} NOT NULL, site {text}, mode {text} NOT NULL, requested BIGINT NOT NULL, accepted BIGINT, departed BIGINT,
                arrived BIGINT, withdrawn BIGINT, declined BIGINT)
            """,
            "CREATE INDEX transfer_to ON transfer (receiver, requested)",
            "CREATE INDEX transfer_from ON transfer (sender, requested)",
            "CREATE INDEX transfer_to_site ON transfer (area, site, requested)",
        ])
}
