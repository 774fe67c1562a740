extension Migration {
    /// What imports recognise again, and the sessions of the console.
    static let recognition = Migration(number: 2, name: "recognition", definitions: imports + sessions)

    private static let imports = [
        // By which numbers files call people (case numbers, contact numbers of other systems): keyed hashes, as of everything people are found by.
        "CREATE TABLE external_number (token {bytes} PRIMARY KEY, person BIGINT NOT NULL REFERENCES person (id)) {clustered}",
        "CREATE INDEX external_number_by_person ON external_number (person)",
        // What an import has said before about a person: the thing, the content it had, and the entry that first described it here.
        """
        CREATE TABLE import_key (
            person BIGINT NOT NULL REFERENCES person (id), thing {bytes} NOT NULL, content {bytes} NOT NULL, entity BIGINT NOT NULL,
            PRIMARY KEY (person, thing)) {clustered}
        """,
    ]

    private static let sessions = [
        """
        CREATE TABLE console_session (
            digest {text} PRIMARY KEY, account BIGINT NOT NULL REFERENCES account (id), csrf {text} NOT NULL, opened_at BIGINT NOT NULL,
            used_at BIGINT NOT NULL, origin {text} NOT NULL) {clustered}
        """,
        "CREATE INDEX console_session_by_account ON console_session (account)",
    ]
}
