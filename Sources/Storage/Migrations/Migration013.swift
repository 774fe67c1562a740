extension Migration {
    /// What fever clinics, pharmacies, schools and employers count, day by day. A later count of a day stands beside the earlier one, so that what
    /// was known at any moment can be told.
    static let sentinelCounts = Migration(
        number: 13, name: "counts of sentinels",
        definitions: [
            """
            CREATE TABLE sentinel_count (
                territory {text} NOT NULL, source {text} NOT NULL, day INTEGER NOT NULL, known_at BIGINT NOT NULL, count BIGINT NOT NULL,
                account BIGINT, PRIMARY KEY (territory, source, day, known_at)) {clustered}
            """
        ])
}
