extension Migration {
    /// The tables of the register, of what is derived from it, of its users and of its audit.
    static let foundation = Migration(
        number: 1, name: "foundation",
        definitions: settings + persons + facts + derived + lists + users + reference + work + audit,
        appendOnly: ["fact", "audit_link", "audit_person"])

    private static let settings = [
        // Small facts about this database: its chain, its key check, the scenario's clock.
        "CREATE TABLE setting (name {text} PRIMARY KEY, value {bytes} NOT NULL) {clustered}"
    ]

    private static let persons = [
        """
        CREATE TABLE person (
            id {id}, created_at BIGINT NOT NULL, forgotten_at BIGINT)
        """,
        // The data key is sealed by the master key, the identity by the data key. Without wrapped_key there is no way to the identity.
        """
        CREATE TABLE identity (
            person INTEGER PRIMARY KEY REFERENCES person (id), wrapped_key {bytes}, sealed {bytes},
            masked_name {text} NOT NULL, masked_document {text}, masked_phone {text}, revision BIGINT NOT NULL)
        """,
        // Blind tokens: keyed hashes, by which a person is found without the identity being readable.
        "CREATE TABLE search_token (token {bytes} NOT NULL, person BIGINT NOT NULL, PRIMARY KEY (token, person)) {clustered}",
        // Why the people of a territory may see a person, and until when.
        """
        CREATE TABLE person_territory (
            person BIGINT NOT NULL REFERENCES person (id), territory {text} NOT NULL, kind {text} NOT NULL, until BIGINT,
            PRIMARY KEY (person, territory, kind)) {clustered}
        """,
    ]

    private static let facts = [
        """
        CREATE TABLE fact (
            id {id}, entity BIGINT NOT NULL, subject_kind {text} NOT NULL, subject BIGINT NOT NULL, kind {text} NOT NULL,
            happened_at BIGINT NOT NULL, known_at BIGINT NOT NULL, audited_at BIGINT NOT NULL,
            recorder BIGINT, source {text} NOT NULL, reason {text}, withdrawn SMALLINT NOT NULL, supersedes BIGINT,
            payload {bytes} NOT NULL, index_person BIGINT)
        """,
        "CREATE INDEX fact_by_subject ON fact (subject, subject_kind)",
        "CREATE INDEX fact_by_kind ON fact (kind, known_at)",
        "CREATE INDEX fact_revisions ON fact (entity) WHERE supersedes IS NOT NULL",
        // Two revisions of one entry are two editors at once: the second is refused whatever the program does.
        "CREATE UNIQUE INDEX fact_supersedes_once ON fact (supersedes) WHERE supersedes IS NOT NULL",
        "CREATE INDEX fact_by_index_person ON fact (index_person, subject) WHERE index_person IS NOT NULL",
    ]

    private static let derived = [
        """
        CREATE TABLE derived (
            person INTEGER PRIMARY KEY REFERENCES person (id), calendar {bytes} NOT NULL, status {bytes} NOT NULL,
            through BIGINT NOT NULL, wake BIGINT)
        """,
        "CREATE INDEX derived_by_wake ON derived (wake, person) WHERE wake IS NOT NULL",
        """
        CREATE TABLE duty (
            id {id}, person BIGINT NOT NULL REFERENCES person (id), reason {text} NOT NULL, rule {text} NOT NULL, ordinal INTEGER NOT NULL,
            territory {text} NOT NULL, t2 BIGINT, t4 BIGINT, t6 BIGINT, t9 BIGINT, t12 BIGINT,
            measure SMALLINT NOT NULL, role {text} NOT NULL, kind {text} NOT NULL, stage INTEGER, day INTEGER,
            opens BIGINT NOT NULL, due BIGINT NOT NULL, closes BIGINT, place {text})
        """,
        "CREATE INDEX duty_by_person ON duty (person)",
        "CREATE INDEX duty_in_t2 ON duty (t2, role, measure, due, id, kind)",
        "CREATE INDEX duty_in_t4 ON duty (t4, role, measure, due, id, kind) WHERE t4 IS NOT NULL",
        "CREATE INDEX duty_in_t6 ON duty (t6, role, measure, due, id, kind) WHERE t6 IS NOT NULL",
        "CREATE INDEX duty_in_t9 ON duty (t9, role, measure, due, id, kind) WHERE t9 IS NOT NULL",
        "CREATE INDEX duty_in_t12 ON duty (t12, role, measure, due, id, kind) WHERE t12 IS NOT NULL",
        // As known now, and as it came to be known hour by hour; both already summed for every territory above the duty's.
        """
        CREATE TABLE tally (
            level SMALLINT NOT NULL, territory BIGINT NOT NULL, measure SMALLINT NOT NULL, state {text} NOT NULL, due_hour INTEGER NOT NULL,
            count BIGINT NOT NULL, PRIMARY KEY (level, territory, measure, state, due_hour)) {clustered}
        """,
        """
        CREATE TABLE tally_history (
            level SMALLINT NOT NULL, territory BIGINT NOT NULL, measure SMALLINT NOT NULL, state {text} NOT NULL, due_hour INTEGER NOT NULL,
            known_hour INTEGER NOT NULL, count BIGINT NOT NULL,
            PRIMARY KEY (level, territory, measure, state, due_hour, known_hour)) {clustered}
        """,
    ]

    private static let lists = [
        """
        CREATE TABLE listing (
            person INTEGER PRIMARY KEY REFERENCES person (id), sex {text}, birth_year INTEGER, residence {text} NOT NULL, territory {text} NOT NULL,
            registered_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, next_due BIGINT,
            case_kind {text}, case_origin {text}, onset INTEGER, diagnosed_at BIGINT, found_under_control SMALLINT, severity {text}, outcome {text},
            excluded SMALLINT, case_label {text},
            degree {text}, last_exposure INTEGER, identified_at BIGINT, index_person BIGINT,
            arrival_risk {text}, arrived_at BIGINT, arrival_origin {text},
            post_class {text}, post_unit {text}, post_since BIGINT,
            control {text}, site {text}, room {text}, controlled_since BIGINT, release_at BIGINT)
        """,
        // In which lists a person stands. `tag` is the list's own class: kind of case, degree, risk, class of post, mode of control.
        """
        CREATE TABLE roll (
            person BIGINT NOT NULL REFERENCES person (id), kind {text} NOT NULL, territory {text} NOT NULL,
            t2 BIGINT, t4 BIGINT, t6 BIGINT, t9 BIGINT, at BIGINT NOT NULL, next_due BIGINT, tag {text}, control {text},
            PRIMARY KEY (person, kind)) {clustered}
        """,
        "CREATE INDEX roll_in_t2 ON roll (t2, kind, at, person, tag, control)",
        "CREATE INDEX roll_in_t4 ON roll (t4, kind, at, person, tag, control) WHERE t4 IS NOT NULL",
        "CREATE INDEX roll_in_t6 ON roll (t6, kind, at, person, tag, control) WHERE t6 IS NOT NULL",
        "CREATE INDEX roll_in_t9 ON roll (t9, kind, at, person, tag, control, territory) WHERE t9 IS NOT NULL",
        "CREATE INDEX roll_due_in_t2 ON roll (t2, kind, next_due, person, tag, control) WHERE next_due IS NOT NULL",
        "CREATE INDEX roll_due_in_t4 ON roll (t4, kind, next_due, person, tag, control) WHERE t4 IS NOT NULL AND next_due IS NOT NULL",
        "CREATE INDEX roll_due_in_t6 ON roll (t6, kind, next_due, person, tag, control) WHERE t6 IS NOT NULL AND next_due IS NOT NULL",
        "CREATE INDEX roll_due_in_t9 ON roll (t9, kind, next_due, person, tag, control, territory) WHERE t9 IS NOT NULL AND next_due IS NOT NULL",
    ]

    private static let users = [
        """
        CREATE TABLE account (
            id {id}, name {text} NOT NULL UNIQUE, display {text} NOT NULL, password_hash {text}, language {text},
            disabled SMALLINT NOT NULL, failed_attempts INTEGER NOT NULL, failed_at BIGINT, created_at BIGINT NOT NULL)
        """,
        """
        CREATE TABLE account_grant (
            account BIGINT NOT NULL REFERENCES account (id), role {text} NOT NULL, territory {text} NOT NULL,
            PRIMARY KEY (account, role, territory)) {clustered}
        """,
        """
        CREATE TABLE session (
            token_hash {bytes} PRIMARY KEY, account BIGINT NOT NULL REFERENCES account (id), created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
            revoked_at BIGINT) {clustered}
        """,
        "CREATE INDEX session_by_account ON session (account, created_at)",
        """
        CREATE TABLE sign_in_link (
            token_hash {bytes} PRIMARY KEY, account BIGINT NOT NULL REFERENCES account (id), expires_at BIGINT NOT NULL, used_at BIGINT) {clustered}
        """,
        """
        CREATE TABLE idempotency (
            account BIGINT NOT NULL, name {text} NOT NULL, request {bytes} NOT NULL, response {bytes} NOT NULL, at BIGINT NOT NULL,
            PRIMARY KEY (account, name)) {clustered}
        """,
        "CREATE INDEX idempotency_by_time ON idempotency (at)",
    ]

    private static let reference = [
        """
        CREATE TABLE territory (
            code {text} PRIMARY KEY, name_zh {text} NOT NULL, name_en {text} NOT NULL, population BIGINT, latitude DOUBLE PRECISION,
            longitude DOUBLE PRECISION) {clustered}
        """,
        "CREATE TABLE boundary (name {text} PRIMARY KEY, geojson {bytes} NOT NULL, updated_at BIGINT NOT NULL) {clustered}",
        """
        CREATE TABLE policy_adoption (
            id {id}, edition {text} NOT NULL, territory {text} NOT NULL, effective_at BIGINT NOT NULL, adopted_at BIGINT NOT NULL, account BIGINT,
            yaml {bytes} NOT NULL, parents {bytes} NOT NULL)
        """,
    ]

    private static let work = [
        """
        CREATE TABLE saved_mapping (
            name {text} NOT NULL, kind {text} NOT NULL, json {bytes} NOT NULL, updated_at BIGINT NOT NULL, PRIMARY KEY (kind, name)) {clustered}
        """,
        """
        CREATE TABLE import_batch (
            id {id}, kind {text} NOT NULL, file_name {text} NOT NULL, file_digest {bytes} NOT NULL, account BIGINT, started_at BIGINT NOT NULL,
            finished_at BIGINT, accepted BIGINT NOT NULL, unchanged BIGINT NOT NULL, rejected BIGINT NOT NULL, watermark BIGINT NOT NULL)
        """,
        "CREATE INDEX import_batch_by_digest ON import_batch (file_digest)",
        // The rejected rows of an import, sealed; they expire.
        """
        CREATE TABLE sealed_file (
            token {text} PRIMARY KEY, batch BIGINT, account BIGINT, name {text} NOT NULL, sealed {bytes} NOT NULL, expires_at BIGINT NOT NULL) {clustered}
        """,
        "CREATE INDEX sealed_file_by_expiry ON sealed_file (expires_at)",
        """
        CREATE TABLE job (
            id {id}, kind {text} NOT NULL, payload {bytes} NOT NULL, watermark BIGINT NOT NULL, total BIGINT NOT NULL, state {text} NOT NULL,
            message {text}, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL)
        """,
        "CREATE INDEX job_by_state ON job (state, id)",
        "CREATE TABLE backup_taken (id {id}, at BIGINT NOT NULL, path {text} NOT NULL, bytes BIGINT NOT NULL)",
    ]

    private static let audit = [
        // Several servers need not queue behind one chain: each has its own. An embedded database has one.
        """
        CREATE TABLE audit_link (
            chain {text} NOT NULL, sequence BIGINT NOT NULL, at BIGINT NOT NULL, actor BIGINT, source {text} NOT NULL, purpose {text},
            acts {text} NOT NULL, first_fact BIGINT NOT NULL, last_fact BIGINT NOT NULL, digest {bytes} NOT NULL, mac {bytes} NOT NULL,
            PRIMARY KEY (chain, sequence)) {clustered}
        """,
        "CREATE INDEX audit_link_by_actor ON audit_link (actor, at)",
        // Who was shown whose identity: the audit page asks this, the chain vouches for it.
        """
        CREATE TABLE audit_person (
            chain {text} NOT NULL, sequence BIGINT NOT NULL, ordinal INTEGER NOT NULL, person BIGINT NOT NULL, act {text} NOT NULL,
            PRIMARY KEY (chain, sequence, ordinal)) {clustered}
        """,
        "CREATE INDEX audit_person_by_person ON audit_person (person, chain, sequence)",
    ]
}
