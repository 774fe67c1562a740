extension Migration {
    /// Samples of mass screening: compact, a line a tube and a line a swab, since a round has a million of them (docs/decisions/0006).
    static let samples = Migration(
        number: 5, name: "samples",
        definitions: [
            // A tube's way: filled, sent, received, plated, resolved. `pool` is the thing it became because it was positive or grey.
            """
            CREATE TABLE tube (
                id {id}, round BIGINT NOT NULL, code {text} NOT NULL, capacity SMALLINT NOT NULL, territory {text} NOT NULL, site {text},
                filled_at BIGINT NOT NULL, swabs SMALLINT NOT NULL, batch {text}, sent_at BIGINT, laboratory {text}, received_at BIGINT,
                plate {text}, outcome {text}, reported_at BIGINT, known_at BIGINT, pool BIGINT)
            """,
            "CREATE UNIQUE INDEX tube_by_code ON tube (code)",
            "CREATE INDEX tube_in_round ON tube (round, outcome, id)",
            "CREATE INDEX tube_waiting ON tube (territory, filled_at) WHERE outcome IS NULL",
            "CREATE INDEX tube_by_batch ON tube (batch) WHERE batch IS NOT NULL",
            // Who is in a tube: found by a keyed hash, told by what is sealed under it, linked to the register where the person is known.
            """
            CREATE TABLE swab (
                id {id}, tube BIGINT NOT NULL, round BIGINT NOT NULL, token {bytes} NOT NULL, sealed {bytes}, person BIGINT,
                taken_at BIGINT NOT NULL)
            """,
            // Somebody is sampled once in a round, however often the same binding is sent.
            "CREATE UNIQUE INDEX swab_once ON swab (round, token)",
            "CREATE INDEX swab_in_tube ON swab (tube)",
            "CREATE INDEX swab_by_person ON swab (person, round) WHERE person IS NOT NULL",
            // Who should have been sampled: residents by where they live.
            "CREATE INDEX listing_by_residence ON listing (residence, person)",
        ])
}
