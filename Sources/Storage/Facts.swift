import Foundation
import GRDB
import Register
import Vocabulary

/// An entry of the register with where it came from.
public struct FactEntry: Hashable, Sendable {
    /// The entry.
    public let record: FactRecord
    /// True machine time of the writing, the third of the three times.
    public let auditedAt: Instant
    /// Who recorded it; nil for the system.
    public let recorder: UserID?
    /// From where: a page, the API, a file.
    public let source: String
    /// Why it was corrected or withdrawn, in the recorder's words.
    public let reason: String?
    /// The entry it revises.
    public let supersedes: FactID?

    /// An entry from its parts.
    public init(record: FactRecord, auditedAt: Instant, recorder: UserID?, source: String, reason: String?, supersedes: FactID?) {
        self.record = record
        self.auditedAt = auditedAt
        self.recorder = recorder
        self.source = source
        self.reason = reason
        self.supersedes = supersedes
    }
}

/// Entries by kind and time of knowledge, page by page.
public struct FactsQuery: Hashable, Sendable {
    /// Which kind.
    public var kind: FactKind
    /// Known at this moment or later.
    public var from: Instant
    /// Known before this moment.
    public var before: Instant
    /// The last entry of the page before; nil for the first page.
    public var after: FactRecord?
    /// How many at most.
    public var limit: Int

    /// A query from its parts.
    public init(kind: FactKind, from: Instant = .distantPast, before: Instant = .distantFuture, after: FactRecord? = nil, limit: Int = 10_000) {
        self.kind = kind
        self.from = from
        self.before = before
        self.after = after
        self.limit = limit
    }
}

private enum Query {
    static let insert = """
        INSERT INTO fact (\(FactRow.columns), index_person) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let bySubject = "SELECT \(FactRow.columns) FROM fact WHERE subject = ? AND subject_kind = ? ORDER BY id"
    static func ofKinds(_ count: Int) -> String {
        let places = Array(repeating: "?", count: count).joined(separator: ", ")
        return "SELECT \(FactRow.columns) FROM fact WHERE subject = ? AND subject_kind = ? AND kind IN (\(places)) ORDER BY id"
    }
    static let byID = "SELECT \(FactRow.columns) FROM fact WHERE id = ?"
    // First entries have their entity's number themselves; only revisions stand in the index.
    static let ofEntity = """
        SELECT \(FactRow.columns) FROM fact WHERE id = ?
        UNION ALL SELECT \(FactRow.columns) FROM fact WHERE entity = ? AND supersedes IS NOT NULL ORDER BY id
        """
    static func bearing(_ count: Int) -> String {
        """
        SELECT \(FactRow.columns) FROM fact WHERE id IN (
            SELECT fact FROM bearing WHERE \(Array(repeating: "(subject = ? AND subject_kind = ?)", count: count).joined(separator: " OR ")))
        ORDER BY id
        """
    }
    static let lastRevision = "SELECT max(id) FROM fact WHERE entity = ? AND supersedes IS NOT NULL"
    static let exposed = "SELECT DISTINCT subject FROM fact WHERE index_person = ? ORDER BY subject"
    static func exposures(_ visibility: String) -> String {
        "SELECT \(FactRow.columns) FROM fact WHERE index_person = ? AND \(visibility) ORDER BY id LIMIT ?"
    }
    static func byKind(_ visibility: String) -> String {
        """
        SELECT \(FactRow.columns) FROM fact
        WHERE kind = ? AND (known_at, id) > (?, ?) AND known_at < ? AND \(visibility)
        ORDER BY known_at, id LIMIT ?
        """
    }
}

extension Reader {
    /// All entries about a person, by number, withdrawn and revised ones included: what a `Dossier` is built from.
    public func records(of person: PersonID) throws -> [FactRecord] {
        try entries(of: person).map(\.record)
    }

    /// The entries of some kinds about a person, by number, withdrawn and revised ones included: for accounts of thousands that ask no more.
    public func records(of person: PersonID, only kinds: [FactKind]) throws -> [FactRecord] {
        guard try !hasMerges() else { return try records(of: person).filter { kinds.contains($0.fact.kind) } }
        try requireVisible(person)
        let sql = Query.ofKinds(kinds.count)
        return try entries(sql, [person.rawValue, "person"] + kinds.map(\.rawValue)).map(\.record)
    }

    /// All entries about a person with where they came from, by number; those of records merged into this one as well.
    public func entries(of person: PersonID) throws -> [FactEntry] {
        try requireVisible(person)
        if let writer = self as? Writer, writer.created.contains(person), !writer.written.contains(person) { return [] }
        let own = try entries(ofRecord: person)
        return try hasMerges() ? read(own, of: person) : own
    }

    /// The entries filed about a record, by number, whatever it was merged with.
    func entries(ofRecord person: PersonID) throws -> [FactEntry] {
        try entries(Query.bySubject, [person.rawValue, "person"])
    }

    /// All entries about a subject, by number.
    public func entries(about subject: Subject) throws -> [FactEntry] {
        try requireVisible(subject)
        let (kind, number) = subject.stored
        return try entries(Query.bySubject, [number, kind])
    }

    /// Entries about other subjects that bear on one of the given ones, withdrawn and revised ones included, by number.
    ///
    /// > Warning: From all territories, and about persons too: for derivation. Show only what the reader may see by itself.
    public func entries(bearingOn subjects: [Subject]) throws -> [FactEntry] {
        var found: [FactEntry] = []
        var rest = subjects[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(8)
            found += try entries(Query.bearing(chunk.count), chunk.flatMap { [$0.number, $0.kind.rawValue] as [Parameter] })
            rest = rest.dropFirst(chunk.count)
        }
        var seen: Set<FactID> = []
        return found.filter { seen.insert($0.record.id).inserted }.sorted { $0.record.id < $1.record.id }
    }

    /// One entry.
    public func entry(_ id: FactID) throws -> FactEntry {
        guard let entry = try entries(Query.byID, [id.rawValue]).first else { throw StoreError.outsideScope }
        try requireVisible(entry.record.subject)
        return entry
    }

    /// The history of one thing: its first entry and all revisions, by number.
    public func records(ofEntity entity: Int64) throws -> [FactEntry] {
        let history = try entries(Query.ofEntity, [entity, entity])
        guard let first = history.first else { throw StoreError.outsideScope }
        try requireVisible(first.record.subject)
        return history
    }

    /// Everyone with an entry, even a withdrawn one, that says they were exposed to `person`: whose obligations must be derived anew when
    /// something about `person` changes.
    ///
    /// Numbers only, from all territories: the contacts of one's case may be another county's. Ask for each in scope before showing any.
    public func contacts(exposedTo person: PersonID) throws -> [PersonID] {
        try requireVisible(person)
        let records = try [person] + recordsMerged(into: person).map(\.person)
        let found = try records.flatMap { try connection.rows(Query.exposed, [$0.rawValue]).map { PersonID(rawValue: try $0.value(0)) } }
        return records.count > 1 ? Set(found).sorted() : found
    }

    /// Entries, withdrawn and revised ones included, that say a visible person was exposed to `person`, by number.
    public func exposures(to person: PersonID, limit: Int = 2000) throws -> [FactEntry] {
        try requireVisible(person)
        let (condition, parameters) = visibility(of: "fact.subject")
        let own = try entries(Query.exposures(condition), [person.rawValue] + parameters + [limit], in: database)
        guard try hasMerges() else { return own }
        var found = own
        for record in try recordsMerged(into: person) {
            found += try entries(Query.exposures(condition), [record.person.rawValue] + parameters + [limit], in: database)
                .map { $0.exposing(to: person) }
        }
        return try found.compactMap { entry in
            guard let subject = entry.record.subject.person else { return nil }
            let bearer = try bearer(of: subject)
            return bearer == person ? nil : bearer == subject ? entry : entry.pointed(to: bearer, knownFrom: .distantPast)
        }.sorted { $0.record.id < $1.record.id }
    }

    /// Entries of a kind about visible subjects, by time of knowledge: for counts and curves.
    public func entries(_ query: FactsQuery) throws -> [FactEntry] {
        let (condition, parameters) = visibility(ofKind: "fact.subject_kind", number: "fact.subject")
        let keyset: [Parameter] =
            query.after.map { [$0.knownAt.milliseconds, $0.id.rawValue] } ?? [query.from.milliseconds, 0]
        return try entries(
            Query.byKind(condition), [query.kind.rawValue] + keyset + [query.before.milliseconds] + parameters + [query.limit],
            in: scope.isUnrestricted ? connection : database)
    }

    /// The entries of a query about facts alone; one that asks for what the scope sees needs the whole `database`.
    private func entries(_ sql: String, _ parameters: [Parameter], in database: Database? = nil) throws -> [FactEntry] {
        let decoder = JSONDecoder()
        return try (database ?? connection).rows(sql, parameters).map { try FactRow($0).entry(decoder) }
    }
}

extension Writer {
    /// Appends a fact.
    ///
    /// - Parameters:
    ///   - expected: For a correction or withdrawal, the entry the author saw in force. If it has been revised since, nothing is written.
    ///   - isWithdrawn: Whether the thing is withdrawn: from `knownAt` on it counts as never recorded. `fact` is what is withdrawn.
    ///   - reason: Why, for a correction or withdrawal.
    ///   - encoded: The fact with its stored form, where that was made before.
    /// - Throws: `StoreError.stale` with both versions; `.outsideScope` if the author may not see the subject.
    /// - Complexity: one statement; three for a revision.
    @discardableResult
    public func append(
        _ fact: Fact, about subject: Subject, happenedAt: Instant, knownAt: Instant, revising expected: FactID? = nil, isWithdrawn: Bool = false,
        reason: String? = nil, encoded: EncodedFact? = nil
    ) throws -> FactRecord {
        let id = counters.fact
        if subject.kind != .person, subject.kind != .territory, subject.number == id {
            // The founding of a thing: there is nothing to be seen yet, and it belongs to the territory that answers for it.
            guard let seat = fact.seat, fact.founds == subject.kind else { throw StoreError.notARevision(of: FactID(rawValue: id)) }
            guard scope.covers(seat) else { throw StoreError.territoryOutsideScope(seat) }
            visibleThings.insert(subject)
        }
        try requireVisible(subject)
        let subject = try expected.map { try recordRevised(by: $0, about: subject) } ?? subject
        let entity = try expected.map { try self.entity(revisedBy: fact, about: subject, expecting: $0) } ?? id
        let row = FactRow(
            id: id, entity: entity, subject: subject, kind: fact.kind, happenedAt: happenedAt, knownAt: knownAt, auditedAt: trueTime,
            recorder: author.scope.user, source: author.source, reason: reason, withdrawn: isWithdrawn, supersedes: expected,
            payload: try encoded.flatMap { $0.fact == fact ? $0.payload : nil } ?? encoder.encode(fact))
        try connection.put(Query.insert) { values in
            try row.bind(to: &values)
            try values.bind(fact.indexPerson?.rawValue)
        }
        counters.fact += 1
        account.note(row)
        try connection.noteBearing(of: fact, id)
        if let person = subject.person { written.insert(person) }
        let record = FactRecord(
            id: FactID(rawValue: id), entity: entity, subject: subject, happenedAt: happenedAt, knownAt: knownAt, isWithdrawn: isWithdrawn, fact: fact
        )
        try connection.noteExposure(record)
        try connection.noteSite(record)
        try connection.noteStay(record)
        try connection.noteTransfer(record)
        try noteTest(record)
        try noteMerge(record)
        return record
    }

    /// The subject of a thing that the next fact appended will found.
    public func nextThing(_ kind: Subject.Kind) -> Subject? { Subject(kind: kind, number: counters.fact) }

    /// The record that an entry is about: of a person whose records were merged, the one that it was filed about.
    private func recordRevised(by expected: FactID, about subject: Subject) throws -> Subject {
        guard try hasMerges(), let person = subject.person else { return subject }
        let filed = try entry(expected).record.subject
        guard let other = filed.person, try bearer(of: other) == bearer(of: person) else { return subject }
        return filed
    }

    /// The thing that `expected` is the newest entry about.
    private func entity(revisedBy fact: Fact, about subject: Subject, expecting expected: FactID) throws -> Int64 {
        let seen = try entry(expected)
        guard seen.record.subject == subject, seen.record.fact.kind == fact.kind else { throw StoreError.notARevision(of: expected) }
        let newest = try connection.number(Query.lastRevision, [seen.record.entity]) ?? seen.record.entity
        guard newest == expected.rawValue else {
            throw StoreError.stale(yours: fact, theirs: try entry(FactID(rawValue: newest)))
        }
        return seen.record.entity
    }
}
