import GRDB
import Register

extension Migration {
    /// Which records of people were declared to be of one person with another: the facts that say so again, by their two ends.
    static let mergedRecords = Migration(
        number: 8, name: "merged records",
        definitions: [
            "CREATE TABLE merged (person BIGINT PRIMARY KEY, stands_for BIGINT NOT NULL, fact BIGINT NOT NULL, since BIGINT NOT NULL)",
            "CREATE INDEX merged_into ON merged (stands_for)",
        ])
}
