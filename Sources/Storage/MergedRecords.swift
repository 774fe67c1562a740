import Foundation
import GRDB
import Register
import Vocabulary

/// A record that was declared to be of the same person as another, which stands for both.
///
/// A merge changes no fact. It is a way of reading: of the record that stands for the person, everything known of the others counts as known from the
/// merge on; of the others, everything counts as withdrawn from then on. What is derived follows, in the calendars as known at each moment
/// too, and taking a merge back restores all of it, since nothing was written that would have to be undone.
public struct MergedRecord: Hashable, Sendable {
    /// The record that gave way.
    public let person: PersonID
    /// The one that stands for it.
    public let standsFor: PersonID
    /// The first entry that says so.
    public let fact: FactID
    /// When that became known.
    public let since: Instant
}

private enum Query {
    static let set = """
        INSERT INTO merged (person, stands_for, fact, since) VALUES (?, ?, ?, ?)
        ON CONFLICT (person) DO UPDATE SET stands_for = excluded.stands_for, fact = excluded.fact, since = excluded.since
        """
    static let remove = "DELETE FROM merged WHERE person = ? AND fact = ?"
    static let of = "SELECT person, stands_for, fact, since FROM merged WHERE person = ?"
    static let into = "SELECT person, stands_for, fact, since FROM merged WHERE stands_for = ? ORDER BY person"
    static let any = "SELECT 1 FROM merged LIMIT 1"
}

extension Reader {
    /// The record that stands for a person; the person's own unless it was merged into another.
    ///
    /// Numbers only: ask for the record in scope before showing it.
    public func bearer(of person: PersonID) throws -> PersonID {
        guard try hasMerges() else { return person }
        var bearer = person, seen: Set<PersonID> = [person]
        while let next = try merge(of: bearer)?.standsFor, seen.insert(next).inserted { bearer = next }
        return bearer
    }

    /// The records merged into a person's, directly or through others; empty where there are none.
    public func recordsMerged(into person: PersonID) throws -> [MergedRecord] {
        guard try hasMerges() else { return [] }
        var found: [MergedRecord] = [], next = 0
        var ends = [(person, Instant.distantPast)]
        while next < ends.count {
            let (end, since) = ends[next]
            next += 1
            for row in try connection.rows(Query.into, [end.rawValue]) {
                let one = try MergedRecord(row)
                guard !ends.contains(where: { $0.0 == one.person }) else { continue }
                // What was merged into a record that was merged later is known of the person since the later.
                let known = max(since, one.since)
                ends.append((one.person, known))
                found.append(MergedRecord(person: one.person, standsFor: one.standsFor, fact: one.fact, since: known))
            }
        }
        return found
    }

    /// The merge by which a record gave way to another; nil where it did not.
    public func merge(of person: PersonID) throws -> MergedRecord? {
        guard try hasMerges() else { return nil }
        return try connection.row(Query.of, [person.rawValue]).map(MergedRecord.init)
    }

    /// Whether anybody was merged at all, asked once a transaction: nearly always nobody was.
    func hasMerges() throws -> Bool {
        if let known = knowsMerges { return known }
        let any = try connection.number(Query.any) != nil
        knowsMerges = any
        return any
    }

    /// A person's own entries as they read under the merges that stand.
    func read(_ own: [FactEntry], of person: PersonID) throws -> [FactEntry] {
        if let merge = try merge(of: person) { return MergedRecord.gaveWay(own, since: merge) }
        let merged = try recordsMerged(into: person)
        guard !merged.isEmpty else { return own }
        let everyone = Set([person] + merged.map(\.person))
        var whole = own.filter { !$0.isExposure(to: everyone) }
        // The description of the person is the bearer's own.
        var isDescribed = own.contains { $0.record.fact.kind == .person && !$0.record.isWithdrawn }
        for record in merged {
            let others = try entries(ofRecord: record.person)
            whole += others.filter { !(isDescribed && $0.record.fact.kind == .person) && !$0.isExposure(to: everyone) }
                .map { $0.pointed(to: person, knownFrom: record.since) }
            isDescribed = isDescribed || others.contains { $0.record.fact.kind == .person }
        }
        return whole.sorted { $0.record.id < $1.record.id }
    }

    /// Persons found, each once, by the records that stand for them, in the order of their finding.
    func bearers(_ persons: [PersonID]) throws -> [PersonID] {
        guard try hasMerges() else { return persons }
        var seen: Set<PersonID> = []
        return try persons.map { try bearer(of: $0) }.filter { seen.insert($0).inserted }
    }
}

extension MergedRecord {
    fileprivate init(_ row: Row) throws {
        self.init(
            person: PersonID(rawValue: try row.value(0)), standsFor: PersonID(rawValue: try row.value(1)), fact: FactID(rawValue: try row.value(2)),
            since: try row.instant(3))
    }

    /// The entries of a record that gave way: as they were until then, and withdrawn.
    fileprivate static func gaveWay(_ own: [FactEntry], since merge: MergedRecord) -> [FactEntry] {
        let before = own.filter { $0.record.knownAt < merge.since }
        let last = Dictionary(before.map { ($0.record.entity, $0) }) { $0.record.id < $1.record.id ? $1 : $0 }
        let withdrawals = last.values.filter { !$0.record.isWithdrawn }.map { entry in
            let record = entry.record
            return FactEntry(
                record: FactRecord(
                    id: max(merge.fact, record.id), entity: record.entity, subject: record.subject, happenedAt: record.happenedAt,
                    knownAt: merge.since,
                    isWithdrawn: true, fact: record.fact),
                auditedAt: entry.auditedAt, recorder: entry.recorder, source: entry.source, reason: entry.reason, supersedes: record.id)
        }
        return before + withdrawals.sorted { $0.record.entity < $1.record.entity }
    }
}

extension FactEntry {
    /// The entry as one about the record that stands for its subject.
    func pointed(to person: PersonID, knownFrom since: Instant) -> FactEntry {
        FactEntry(
            record: FactRecord(
                id: record.id, entity: record.entity, subject: .person(person), happenedAt: record.happenedAt, knownAt: max(record.knownAt, since),
                isWithdrawn: record.isWithdrawn, fact: record.fact),
            auditedAt: auditedAt, recorder: recorder, source: source, reason: reason, supersedes: supersedes)
    }

    /// The entry as one that says somebody was exposed to the record that stands for the person it names.
    func exposing(to person: PersonID) -> FactEntry {
        guard case .exposure(var exposure) = record.fact else { return self }
        exposure.index = person
        return FactEntry(
            record: FactRecord(
                id: record.id, entity: record.entity, subject: record.subject, happenedAt: record.happenedAt, knownAt: record.knownAt,
                isWithdrawn: record.isWithdrawn, fact: .exposure(exposure)),
            auditedAt: auditedAt, recorder: recorder, source: source, reason: reason, supersedes: supersedes)
    }

    /// Whether it says that somebody was exposed to one of these: of one person with them, to themselves.
    fileprivate func isExposure(to persons: Set<PersonID>) -> Bool {
        if case .exposure(let exposure) = record.fact { persons.contains(exposure.index) } else { false }
    }
}

extension Writer {
    /// Notes a merge, or that one was taken back; other facts are passed over.
    func noteMerge(_ record: FactRecord) throws {
        guard case .sameness(let decision) = record.fact, decision.isSame, let person = record.subject.person else { return }
        if record.isWithdrawn {
            try connection.run(Query.remove, [person.rawValue, record.entity])
        } else {
            try connection.run(Query.set, [person.rawValue, decision.other.rawValue, record.entity, record.knownAt.milliseconds])
        }
        knowsMerges = nil
        account.note(record.isWithdrawn ? "person.separated" : "person.merged", person: person)
    }
}

extension Reader {
    private static let description = """
        SELECT \(FactRow.columns) FROM fact WHERE subject = ? AND subject_kind = 'person' AND kind = 'person' ORDER BY id DESC LIMIT 1
        """

    /// The description of a visible person last recorded; nil if there is none or it was withdrawn.
    public func latestDescription(of person: PersonID) throws -> Person? {
        try requireVisible(person)
        guard let row = try connection.row(Reader.description, [person.rawValue]) else { return nil }
        let record = try FactRow(row).entry(JSONDecoder()).record
        guard case .person(let value) = record.fact, !record.isWithdrawn else { return nil }
        return value
    }

    /// The greatest number given to a person: nearly how many are registered, without counting them.
    public func greatestPersonNumber() throws -> Int { Int(try connection.number("SELECT max(id) FROM person") ?? 0) }
}
