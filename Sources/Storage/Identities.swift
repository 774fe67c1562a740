import Foundation
import GRDB
import Register
import Vocabulary

private enum Query {
    static let insert = Insertion(
        into: "identity (person, wrapped_key, sealed, masked_name, masked_document, masked_phone, revision)", columns: 7, or: .fail)
    static let replace = """
        UPDATE identity SET wrapped_key = ?, sealed = ?, masked_name = ?, masked_document = ?, masked_phone = ?, revision = revision + 1
        WHERE person = ?
        """
    static let sealed = "SELECT wrapped_key, sealed, revision FROM identity WHERE person = ?"
    static let masked = "SELECT masked_name, masked_document, masked_phone, revision FROM identity WHERE person = ?"
    static let forget = """
        UPDATE identity SET wrapped_key = NULL, sealed = NULL, masked_name = ?, masked_document = NULL, masked_phone = NULL WHERE person = ?
        """
    static let markForgotten = "UPDATE person SET forgotten_at = ? WHERE id = ?"
    static let addToken = Insertion(into: "search_token (token, person)", columns: 2, or: .ignore)
    static let removeToken = "DELETE FROM search_token WHERE token = ? AND person = ?"
}

extension Reader {
    /// What may be shown of a person's identity without a stated purpose, and the revision it is.
    public func maskedIdentity(of person: PersonID) throws -> (identity: MaskedIdentity, revision: Int64) {
        try requireVisible(person)
        guard let row = try database.row(Query.masked, [person.rawValue]) else { return (.forgotten, 0) }
        return (
            MaskedIdentity(name: try row.value(0), documentNumber: try row.optional(1), phone: try row.optional(2)), try row.value(3)
        )
    }

    /// The masked identities of those among `persons` whom the scope sees; the others are left out.
    public func maskedIdentities(of persons: some Sequence<PersonID>) throws -> [PersonID: MaskedIdentity] {
        var found: [PersonID: MaskedIdentity] = [:]
        for person in persons where try canSee(person) { found[person] = try maskedIdentity(of: person).identity }
        return found
    }

    /// The masked names of those among `persons` whom the scope sees, for thousands at once.
    ///
    /// - Complexity: one statement for each 500 persons.
    public func maskedNames(of persons: some Collection<PersonID>) throws -> [PersonID: String] {
        let (condition, parameters) = visibility(of: "identity.person")
        var names: [PersonID: String] = [:]
        names.reserveCapacity(persons.count)
        for chunk in persons.map(\.rawValue).sorted().chunks(of: 500) {
            let sql = "SELECT person, masked_name FROM identity WHERE person IN (\(Reader.places(chunk.count))) AND \(condition)"
            try database.forEach(sql, chunk.map { $0 } + parameters) { names[PersonID(rawValue: try $0.value(0))] = try $0.value(1) }
        }
        return names
    }

    /// Persons visible in the scope who bear all of `tokens`, by number. An empty list of tokens finds nobody.
    ///
    /// - Parameter limit: How many at most; a surname alone can have a hundred thousand bearers.
    public func find(by tokens: some Collection<SearchToken>, limit: Int = 200) throws -> [PersonID] {
        let (condition, parameters) = visibility(of: "t0.person")
        return try find(tokens, where: condition, parameters, limit: limit)
    }

    /// Persons **anywhere** with this document number: for an import that must not register somebody twice.
    ///
    /// Looks beyond the scope and therefore gives numbers only: whoever is not in scope stays invisible to every other call.
    public func matchCandidates(document: String) throws -> [PersonID] {
        try find([.document(document)], where: "1 = 1", [], limit: 20)
    }

    /// Persons **anywhere** with this telephone number and name; see `matchCandidates(document:)`.
    public func matchCandidates(phone: String, name: String) throws -> [PersonID] {
        try find([.phone(phone), .name(name)], where: "1 = 1", [], limit: 20)
    }

    /// The first person **anywhere** with this document number: the fast form, for imports.
    public func matchCandidate(document: String) throws -> PersonID? {
        try firstBearer(of: [blinded(.document(document))], Reader.oneByToken)
    }

    /// The first person **anywhere** with this telephone number and name: the fast form, for imports.
    public func matchCandidate(phone: String, name: String) throws -> PersonID? {
        try firstBearer(of: [blinded(.phone(phone)), blinded(.name(name))], Reader.oneByTwoTokens)
    }

    /// The one person whom a query finds by tokens. Most are nobody known: what is gathered is written first only where it may be about them.
    private func firstBearer(of tokens: [Data], _ sql: String) throws -> PersonID? {
        let isGathered = (self as? Writer).map { writer in tokens.allSatisfy { writer.gathered.mayHold($0) } } ?? false
        var found: PersonID?
        try (isGathered ? database : connection).step(sql, bind: { row in for token in tokens { try row.bind(token) } }) {
            found = PersonID(rawValue: $0.number(0))
        }
        return try found.map { try bearer(of: $0) }
    }

    private static let oneByToken = "SELECT person FROM search_token WHERE token = ? ORDER BY person LIMIT 1"
    private static let oneByTwoTokens = """
        SELECT t0.person FROM search_token AS t0
        WHERE t0.token = ? AND EXISTS (SELECT 1 FROM search_token AS t1 WHERE t1.token = ? AND t1.person = t0.person) ORDER BY t0.person LIMIT 1
        """

    private func find(
        _ tokens: some Collection<SearchToken>, where condition: String, _ parameters: [Parameter], limit: Int
    ) throws -> [PersonID] {
        let hashes = tokens.sorted { $0.frequency < $1.frequency }.map { blinded($0) }
        guard !hashes.isEmpty else { return [] }
        let others = hashes.indices.dropFirst().map {
            "AND EXISTS (SELECT 1 FROM search_token AS t\($0) WHERE t\($0).token = ? AND t\($0).person = t0.person)"
        }
        let sql = """
            SELECT t0.person FROM search_token AS t0
            WHERE t0.token = ? \(others.joined(separator: " ")) AND \(condition) ORDER BY t0.person LIMIT ?
            """
        return try bearers(database.rows(sql, hashes + parameters + [limit]).map { PersonID(rawValue: try $0.value(0)) })
    }

    /// The identities of those among `persons` whom the scope sees, for the program's own comparing; never for showing to anyone. Those destroyed are
    /// left out.
    public func identitiesForComparing(of persons: some Sequence<PersonID>) throws -> [PersonID: Identity] {
        var found: [PersonID: Identity] = [:]
        for person in persons where try canSee(person) {
            guard let row = try database.row(Query.sealed, [person.rawValue]), let key = try row.optional(0, as: Data.self),
                let sealed = try row.optional(1, as: Data.self)
            else { continue }
            found[person] = try SealedIdentity(wrappedKey: key, sealed: sealed).open(of: person, keys: keys).identity
        }
        return found
    }

    /// How many persons, anywhere, bear a token; counted no further than `limit`.
    public func bearerCount(of token: SearchToken, limit: Int = 1000) throws -> Int {
        Int(try database.number("SELECT count(*) FROM (SELECT person FROM search_token WHERE token = ? LIMIT ?)", [blinded(token), limit]) ?? 0)
    }

    /// Persons visible in the scope who bear any of `tokens`, for numbers that may be mistyped: of each token a few.
    public func find(byAnyOf tokens: [SearchToken], limit: Int = 50) throws -> [PersonID] {
        let (condition, parameters) = visibility(of: "t0.person")
        var found: [PersonID] = []
        var rest = tokens[...]
        while !rest.isEmpty, found.count < limit {
            let chunk = rest.prefix(64)
            rest = rest.dropFirst(64)
            let sql = """
                SELECT t0.person FROM search_token AS t0
                WHERE t0.token IN (\(Array(repeating: "?", count: chunk.count).joined(separator: ", "))) AND \(condition) LIMIT ?
                """
            found += try database.rows(sql, chunk.map { $0.blinded(keys) } + parameters + [limit]).map { PersonID(rawValue: try $0.value(0)) }
        }
        return try bearers(found)
    }

    /// The keyed hash of a token, kept for the transaction: a file has few surnames, and who is looked for is then registered.
    fileprivate func blinded(_ token: SearchToken) -> Data {
        if let known = (self as? Writer)?.knownTokens.first(where: { $0.token == token }) { return known.blinded }
        if let known = blindedTokens[token] { return known }
        let blinded = token.blinded(keys)
        blindedTokens[token] = blinded
        return blinded
    }

    /// The identity as sealed; nil of a person who has none.
    fileprivate func sealedIdentity(of person: PersonID) throws -> (content: SealedIdentity.Content, revision: Int64)? {
        guard let row = try database.row(Query.sealed, [person.rawValue]) else { return nil }
        guard let key = try row.optional(0, as: Data.self), let sealed = try row.optional(1, as: Data.self) else {
            throw StoreError.forgotten(person)
        }
        return (try SealedIdentity(wrappedKey: key, sealed: sealed).open(of: person, keys: keys), try row.value(2))
    }
}

extension Writer {
    /// Registers a person and seals the identity.
    public func newPerson(_ identity: Identity, birthDate: CivilDate? = nil, pinyin: Pinyin = .standard) throws -> PersonID {
        try newPerson(
            BlindIdentity(
                identity: identity, birthDate: birthDate,
                tokens: SearchToken.all(of: identity, birthDate: birthDate, pinyin: pinyin).map { ($0, blinded($0)) }))
    }

    /// Registers a person whose tokens were made before, and seals the identity.
    public func newPerson(_ blind: BlindIdentity) throws -> PersonID {
        let person = try registerPerson()
        let tokens = blind.tokens.map(\.blinded)
        let keys = keys
        let sealed = Ahead {
            Result { try SealedIdentity(SealedIdentity.Content(identity: blind.identity, tokens: tokens), of: person, keys: keys) }
        }
        gathered.add(sealed, masked: blind.masked, of: person)
        for token in tokens { gathered.add(token, of: person) }
        return person
    }

    /// Writes identities.
    func write(_ identities: [(person: PersonID, masked: MaskedIdentity, sealed: Ahead<Result<SealedIdentity, any Error>>)]) throws {
        let sealed = try identities.map { try $0.sealed.value.get() }
        try connection.put(Query.insert, Array(zip(identities, sealed))) { entry, row in
            try row.bind(entry.0.person.rawValue)
            try row.bind(entry.1.wrappedKey)
            try row.bind(entry.1.sealed)
            try row.bind(entry.0.masked.name)
            try row.bind(entry.0.masked.documentNumber)
            try row.bind(entry.0.masked.phone)
            try row.bind(1)
        }
    }

    /// Writes tokens.
    func write(_ tokens: [(order: UInt64, token: Data, person: PersonID)]) throws {
        try connection.put(Query.addToken, tokens) { entry, row in
            try row.bind(entry.token)
            try row.bind(entry.person.rawValue)
        }
    }

    /// Takes over tokens made before, so that looking for the person does not make them again.
    public func know(_ blind: BlindIdentity) { knownTokens = blind.tokens }

    /// Seals another identity in place of the present one, under a new data key.
    ///
    /// - Parameter revision: The revision the author saw; if it is no longer the present one, nothing is overwritten.
    public func replaceIdentity(
        of person: PersonID, with identity: Identity, birthDate: CivilDate? = nil, revision: Int64, pinyin: Pinyin = .standard
    ) throws {
        try requireVisible(person)
        guard let present = try sealedIdentity(of: person) else { throw StoreError.notFound("identity of person \(person.rawValue)") }
        guard present.revision == revision else {
            throw StoreError.staleIdentity(yours: identity, theirs: MaskedIdentity(present.content.identity))
        }
        let tokens = SearchToken.all(of: identity, birthDate: birthDate, pinyin: pinyin).map { blinded($0) }
        let sealed = try SealedIdentity(SealedIdentity.Content(identity: identity, tokens: tokens), of: person, keys: keys)
        let masked = MaskedIdentity(identity)
        try database.run(
            Query.replace, [sealed.wrappedKey, sealed.sealed, masked.name, masked.documentNumber, masked.phone, person.rawValue])
        for token in present.content.tokens where !tokens.contains(token) { try database.run(Query.removeToken, [token, person.rawValue]) }
        try add(tokens.filter { !present.content.tokens.contains($0) }, for: person)
        account.note("identity.replaced", person: person)
    }

    /// Shows the full identity of a person. A write, since the showing itself is recorded: who, whom, when, for what.
    ///
    /// - Throws: `StoreError.purposeMissing` if neither `purpose` nor the author states one.
    public func reveal(_ person: PersonID, purpose: String? = nil) throws -> Identity {
        let words = (purpose ?? author.purpose ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !words.isEmpty else { throw StoreError.purposeMissing }
        try requireVisible(person)
        guard let present = try sealedIdentity(of: person) else { throw StoreError.notFound("identity of person \(person.rawValue)") }
        account.note("identity.revealed", person: person)
        account.purpose = words
        return present.content.identity
    }

    /// The identity, for the program's own comparing (an import that meets a row again); never for showing to anyone. Counted in the audit.
    ///
    /// A person found by `matchCandidates` may be out of scope: compare inside `beyondScope(.matching)`.
    public func identityForMatching(of person: PersonID) throws -> (identity: Identity, revision: Int64)? {
        try requireVisible(person)
        guard let present = try sealedIdentity(of: person) else { return nil }
        account.note("identity.compared")
        return (present.content.identity, present.revision)
    }

    /// Destroys the identity of a person: the data key and the tokens by which the person was found. The facts stay, nameless.
    ///
    /// > Warning: This cannot be undone. Backups taken earlier still hold the sealed identity with its wrapped key until they are deleted.
    public func forget(_ person: PersonID) throws {
        try requireVisible(person)
        guard let present = try sealedIdentity(of: person) else { throw StoreError.notFound("identity of person \(person.rawValue)") }
        for token in present.content.tokens { try database.run(Query.removeToken, [token, person.rawValue]) }
        try database.run(Query.forget, [MaskedIdentity.forgotten.name, person.rawValue])
        try database.run(Query.markForgotten, [trueTime.milliseconds, person.rawValue])
        try removeExternalNumbers(of: person)
        try forgetSwabs(of: person)
        account.note("identity.forgotten", person: person)
    }
}

extension Writer {
    fileprivate func add(_ tokens: [Data], for person: PersonID) throws {
        try database.put(Query.addToken, tokens) { token, row in
            try row.bind(token)
            try row.bind(person.rawValue)
        }
    }
}

extension SearchToken {
    /// How many people share one such token, roughly: the search begins with the rarest.
    fileprivate var frequency: Int {
        switch self {
        case .document: 0
        case .phone: 1
        case .name: 2
        case .phoneLastFour: 3
        case .birthDate: 4
        case .syllable: 5
        case .surname: 6
        }
    }
}
