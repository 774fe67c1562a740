import GRDB
import Register

extension Migration {
    /// Photographs of things, sealed, beside the facts: what they show is no fact, but lies with the finding that it documents.
    static let photographs = Migration(
        number: 9, name: "photographs",
        definitions: [
            """
            CREATE TABLE photograph (
                id {id}, subject_kind {text} NOT NULL, subject BIGINT NOT NULL, digest {bytes} NOT NULL, media_type {text} NOT NULL,
                width BIGINT NOT NULL, height BIGINT NOT NULL, sealed {bytes}, account BIGINT, known_at BIGINT NOT NULL, removed_at BIGINT)
            """,
            "CREATE UNIQUE INDEX photograph_of_subject ON photograph (subject_kind, subject, digest)",
        ])
}
