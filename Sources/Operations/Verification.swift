import Foundation
import Obligations
import Register
import Storage
import Vocabulary

import struct Obligations.Calendar

/// What a verification of the stored obligations found.
public struct DerivationReport: Hashable, Sendable, Codable {
    /// Persons derived anew.
    public var persons = 0
    /// Obligations compared.
    public var obligations = 0
    /// Things derived anew.
    public var things = 0
    /// Persons whose stored form differs from a full derivation.
    public var differing: [PersonID] = []
    /// Things whose stored form differs from a full derivation.
    public var differingThings: [Subject] = []
    /// Entries of which a ledger tells anything else than the facts.
    public var differingEntries: [Int64] = []
    /// Persons and things that a durable job has still to derive: the invariant holds below its watermark.
    public var pending = 0

    /// Whether everything stored equals a full derivation.
    public var isGood: Bool { differing.isEmpty && differingThings.isEmpty && differingEntries.isEmpty }
}

extension Operations {
    /// Derives everyone anew from the facts and compares with what is stored: the invariant of the register.
    ///
    /// Persons are compared in parallel, several readers at a time.
    public func verifyDerivation(parallel: Int = 2, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }) async throws
        -> DerivationReport
    {
        let (everyone, pending) = try await store.read(.systemUnrestricted) { reader in
            let waiting = try (reader.jobs(.running) + reader.jobs(.waiting)).filter { $0.kind == Upkeep.rederivation }
            let pending = try waiting.flatMap { try Upkeep.subjects(of: $0).dropFirst(Int($0.watermark)) }
            return (try reader.persons(limit: .max), Set(pending))
        }
        var report = try await verifyThings(except: pending)
        report.pending = pending.count
        report.differingEntries = try await store.read(.systemUnrestricted) { try $0.entriesOutOfLedger() }
        let chunks = stride(from: 0, to: everyone.count, by: 200).map { Array(everyone[$0..<min($0 + 200, everyone.count)]) }
        let now = clock.now
        try await withThrowingTaskGroup(of: DerivationReport.self) { group in
            var rest = chunks.makeIterator()
            func next() {
                guard let chunk = rest.next() else { return }
                group.addTask { try await verify(chunk, except: pending, now: now) }
            }
            for _ in 0..<max(1, parallel) { next() }
            while let part = try await group.next() {
                report.persons += part.persons
                report.obligations += part.obligations
                report.differing += part.differing
                progress(report.persons, everyone.count)
                next()
            }
        }
        report.differing.sort()
        return report
    }

    private func verifyThings(except pending: Set<Subject>) async throws -> DerivationReport {
        let (policies, now) = (policies, clock.now)
        return try await store.read(.systemUnrestricted) { reader in
            var report = DerivationReport()
            for subject in try reader.everyThing() where !pending.contains(subject) {
                report.things += 1
                let stored = try reader.thing(subject)
                let (records, surroundings) = try reader.knowledge(of: subject)
                let full = policies.derive(subject, records: records, surroundings: surroundings, now: now, through: stored?.through)
                report.obligations += full.calendar.entries.count
                let calendar = stored.flatMap { Calendar(packed: $0.calendar, subject: subject) }
                let near = Set(try reader.duties(of: subject))
                let isEqual =
                    switch (stored, full.standing) {
                    case (nil, nil): near.isEmpty
                    case (let stored?, let standing?):
                        calendar == full.calendar && stored.standing.isSame(as: standing)
                            && near.isSubset(of: Set(full.calendar.current.compactMap { DutyRow($0) }))
                    default: false
                    }
                if !isEqual { report.differingThings.append(subject) }
            }
            return report
        }
    }

    private func verify(_ persons: [PersonID], except pending: Set<Subject>, now: Instant) async throws -> DerivationReport {
        let policies = policies
        return try await store.read(.systemUnrestricted) { reader in
            var report = DerivationReport()
            var counties = CountiesWithCases()
            var zones = ZonesOfResidents()
            for person in persons {
                report.persons += 1
                guard !pending.contains(.person(person)) else { continue }
                let records = try reader.records(of: person)
                let stored = try reader.derived(of: person)
                var indices: [PersonID: IndexHistory] = [:]
                for case .exposure(let exposure) in records.lazy.map(\.fact) where indices[exposure.index] == nil {
                    indices[exposure.index] = try reader.throughMerges(exposure.index) {
                        try reader.fullIndexHistory(of: $0, policies: policies, now: now)
                    }
                }
                let cases = try counties.cases(for: records, policies, reader)
                let full = policies.derive(
                    person, records: records, indices: indices, localCases: cases, zones: try zones.zones(for: records, policies, reader), now: now,
                    through: stored?.through)
                report.obligations += full.calendar.entries.count
                let isEqual = stored.map {
                    Calendar(packed: $0.calendar, subject: .person(person)) == full.calendar && IndexHistory(stored: $0.status) == full.index
                }
                if isEqual != true { report.differing.append(person) }
            }
            return report
        }
    }
}

extension Reader {
    /// How a person stood as an index through time, from the facts alone. The people *they* were exposed to matter only by their infections,
    /// which follow from their own facts.
    fileprivate func fullIndexHistory(of person: PersonID, policies: PolicyShelf, now: Instant) throws -> IndexHistory {
        let records = try records(of: person)
        var indices: [PersonID: IndexHistory] = [:]
        for case .exposure(let exposure) in records.lazy.map(\.fact) where indices[exposure.index] == nil {
            indices[exposure.index] = try throughMerges(exposure.index) {
                policies.derive($0, records: try self.records(of: $0), indices: [:], now: now).index
            }
        }
        return policies.derive(person, records: records, indices: indices, now: now).index
    }
}
