import Register

/// A person's whole identity, shown once, for a stated purpose that is already in the audit.
struct IdentityPage: Sendable {
    struct Line: Sendable {
        let label: String
        let value: String
    }

    let person: PersonLink
    let purpose: String
    let lines: [Line]

    init(_ identity: Identity, of person: PersonTag, purpose: String, _ reading: Reading) {
        let words = reading.words
        self.person = PersonLink(person, reading)
        self.purpose = words("identity.shownFor", ["purpose": purpose])
        lines = [
            ("field.name", identity.name), ("field.document", identity.documentNumber),
            ("field.phone", identity.phones.isEmpty ? nil : identity.phones.joined(separator: " · ")), ("field.address", identity.address),
            ("field.guardian", identity.guardian), ("field.employer", identity.employer),
        ].compactMap { key, value in value.map { Line(label: words(key), value: $0) } }
    }
}
