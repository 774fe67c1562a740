extension Migration {
    /// Who was in which place, by the codes at the doors. These rows are no facts: they are kept for the policy's days and then deleted.
    static let placeVisits = Migration(
        number: 4, name: "visits of places",
        definitions: [
            "CREATE TABLE place_visit (id {id}, place BIGINT NOT NULL, person BIGINT NOT NULL, entered BIGINT NOT NULL, left_at BIGINT)",
            "CREATE INDEX place_visit_by_place ON place_visit (place, entered)",
            "CREATE INDEX place_visit_by_person ON place_visit (person, entered)",
            "CREATE TABLE place_count (place INTEGER PRIMARY KEY, inside BIGINT NOT NULL, counted_at BIGINT NOT NULL)",
        ])
}
