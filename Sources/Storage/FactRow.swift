import Foundation
import GRDB
import Register
import Vocabulary

/// A fact as it lies in the table: what the audit's digest covers.
struct FactRow: Hashable {
    var id: Int64
    var entity: Int64
    var subjectKind: String
    var subject: Int64
    var kind: String
    var happenedAt: Int64
    var knownAt: Int64
    var auditedAt: Int64
    var recorder: Int64?
    var source: String
    var reason: String?
    var withdrawn: Bool
    var supersedes: Int64?
    var payload: Data

    /// The columns, in the order in which `init(_:)` reads them.
    static let columns = """
        id, entity, subject_kind, subject, kind, happened_at, known_at, audited_at, recorder, source, reason, withdrawn, supersedes, payload
        """

    /// Binds the values of `columns`.
    func bind(to values: inout RowBinder) throws {
        try values.bind(id)
        try values.bind(entity)
        try values.bind(subjectKind)
        try values.bind(subject)
        try values.bind(kind)
        try values.bind(happenedAt)
        try values.bind(knownAt)
        try values.bind(auditedAt)
        try values.bind(recorder)
        try values.bind(source)
        try values.bind(reason)
        try values.bind(Int64(withdrawn ? 1 : 0))
        try values.bind(supersedes)
        try values.bind(payload)
    }

    /// From a row that selects `columns`.
    init(_ row: Row) throws {
        id = try row.value(0)
        entity = try row.value(1)
        subjectKind = try row.value(2)
        subject = try row.value(3)
        kind = try row.value(4)
        happenedAt = try row.value(5)
        knownAt = try row.value(6)
        auditedAt = try row.value(7)
        recorder = try row.optional(8)
        source = try row.value(9)
        reason = try row.optional(10)
        withdrawn = try row.value(11, as: Int64.self) != 0
        supersedes = try row.optional(12)
        payload = try row.value(13)
    }

    init(
        id: Int64, entity: Int64, subject: Subject, kind: FactKind, happenedAt: Instant, knownAt: Instant, auditedAt: Instant, recorder: UserID?,
        source: String, reason: String?, withdrawn: Bool, supersedes: FactID?, payload: Data
    ) {
        self.id = id
        self.entity = entity
        (subjectKind, self.subject) = subject.stored
        self.kind = kind.rawValue
        self.happenedAt = happenedAt.milliseconds
        self.knownAt = knownAt.milliseconds
        self.auditedAt = auditedAt.milliseconds
        self.recorder = recorder?.rawValue
        self.source = source
        self.reason = reason
        self.withdrawn = withdrawn
        self.supersedes = supersedes?.rawValue
        self.payload = payload
    }

    /// The bytes the digest is made of.
    var canonical: [UInt8] {
        var bytes = CanonicalBytes(reserving: 256 + payload.count)
        bytes.append(id)
        bytes.append(entity)
        bytes.append(subjectKind)
        bytes.append(subject)
        bytes.append(kind)
        bytes.append(happenedAt)
        bytes.append(knownAt)
        bytes.append(auditedAt)
        bytes.append(recorder)
        bytes.append(source)
        bytes.append(reason)
        bytes.append(Int64(withdrawn ? 1 : 0))
        bytes.append(supersedes)
        bytes.append(payload)
        return bytes.bytes
    }

    /// The entry as a value.
    func entry(_ decoder: JSONDecoder) throws -> FactEntry {
        guard let subject = Subject(kind: subjectKind, number: subject) else { throw StoreError.corrupt("the subject of fact \(id)") }
        let fact: Fact
        do {
            fact = try decoder.decode(Fact.self, from: payload)
        } catch {
            throw StoreError.corrupt("the content of fact \(id)")
        }
        return FactEntry(
            record: FactRecord(
                id: FactID(rawValue: id), entity: entity, subject: subject, happenedAt: Instant(milliseconds: happenedAt),
                knownAt: Instant(milliseconds: knownAt), isWithdrawn: withdrawn, fact: fact),
            auditedAt: Instant(milliseconds: auditedAt), recorder: recorder.map(UserID.init(rawValue:)), source: source, reason: reason,
            supersedes: supersedes.map(FactID.init(rawValue:)))
    }
}
