import Foundation
import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Writes")
struct WriteTests {
    @Test("acknowledged means on the disk: the writer runs with synchronous = FULL in WAL mode")
    func durability() async throws {
        let world = try TestStore()
        let pragmas = try await world.store.pool.writeWithoutTransaction { database in
            [try database.number("PRAGMA synchronous"), try database.number("PRAGMA foreign_keys")]
        }
        #expect(pragmas == [2, 1])
        #expect(try await world.store.pool.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    }

    @Test("a register may be made without waiting for the disk at every write; then it is there, and its audit with it")
    func durableAtTheEnd() async throws {
        let folder = try TestStore.newFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let location = StoreLocation(path: folder + "/made.db")
        let store = try Store.open(at: location, keys: .open(at: KeyRing.defaultPath(for: location)), durability: .atTheEnd)
        for _ in 0..<20 { try await store.write(.test) { _ = try $0.newTestPerson() } }
        try await store.sync()
        await store.close()
        let again = try Store.open(at: location, keys: .open(at: KeyRing.defaultPath(for: location), create: false))
        #expect(try await again.read(.systemUnrestricted) { try $0.personCount() } == 20)
        #expect(try await again.verifyAudit().isIntact)
        #expect(try await again.pool.writeWithoutTransaction { try $0.number("PRAGMA synchronous") } == 2)
        await again.close()
    }

    @Test("a stale edit is refused with both versions, and nothing is lost")
    func stale() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let first = try await world.store.write(.test) {
            try $0.append(.note(Note(text: "first")), about: .person(person), happenedAt: .noon, knownAt: .noon)
        }
        let theirs = try await world.store.write(.user(2, in: .furong)) {
            try $0.append(.note(Note(text: "theirs")), about: .person(person), happenedAt: .noon, knownAt: .noon, revising: first.id, reason: "typo")
        }
        #expect(theirs.entity == first.id.rawValue)
        do {
            try await world.store.write(.user(3, in: .furong)) {
                try $0.append(.note(Note(text: "mine")), about: .person(person), happenedAt: .noon, knownAt: .noon, revising: first.id)
            }
            Issue.record("the stale edit was accepted")
        } catch StoreError.stale(let yours, let other) {
            #expect(yours == .note(Note(text: "mine")))
            #expect(other.record == theirs)
            #expect(other.recorder == UserID(rawValue: 2))
            #expect(other.reason == "typo")
        }
        let history = try await world.store.read(.user(in: [.furong])) { try $0.records(ofEntity: first.entity) }
        #expect(history.map(\.record) == [first, theirs])
        #expect(history.map(\.supersedes) == [nil, first.id])
    }

    @Test("a revision is of the same subject and kind")
    func revisions() async throws {
        let world = try TestStore()
        let (one, other) = (try await world.person(), try await world.person())
        let note = try await world.store.write(.test) {
            try $0.append(.note(Note(text: "x")), about: .person(one), happenedAt: .noon, knownAt: .noon)
        }
        await #expect(throws: StoreError.notARevision(of: note.id)) {
            try await world.store.write(.test) {
                try $0.append(.note(Note(text: "y")), about: .person(other), happenedAt: .noon, knownAt: .noon, revising: note.id)
            }
        }
        await #expect(throws: StoreError.notARevision(of: note.id)) {
            try await world.store.write(.test) {
                try $0.append(.death(Death()), about: .person(one), happenedAt: .noon, knownAt: .noon, revising: note.id)
            }
        }
    }

    @Test("every kind of fact comes back as it was written, to the millisecond")
    func roundTrip() async throws {
        let world = try TestStore()
        let index = try await world.person()
        let person = try await world.person()
        let when = Instant(milliseconds: 1_647_662_400_123)
        let facts: [Fact] = [
            .caseReport(CaseReport(kind: .confirmed, onset: CivilDate(daysSinceEpoch: 19_000), territory: .furong, label: "0319-1")),
            .exposure(Exposure(index: index, last: CivilDate(daysSinceEpoch: 19_060), setting: .meal)),
            .stay(Stay(mode: .central, site: "观沙岭酒店", territory: .furong)),
            .act(Act(deed: .notified, means: .telephone)),
            .vaccination(Vaccination(product: "Vero", dose: 2)),
            .death(Death(fromDisease: false)),
        ]
        let records = try await world.store.write(.test) { writer in
            try facts.map { try writer.append($0, about: .person(person), happenedAt: when, knownAt: when) }
        }
        try await world.store.read(.systemUnrestricted) { (reader: Reader) throws in
            #expect(try Array(reader.records(of: person).dropFirst()) == records)
            #expect(try reader.contacts(exposedTo: index) == [person])
            #expect(try reader.entries(FactsQuery(kind: .caseReport)).map(\.record) == [records[0]])
            #expect(try reader.entries(FactsQuery(kind: .caseReport, before: when)).isEmpty)
            #expect(try reader.entries(FactsQuery(kind: .caseReport, after: records[0])).isEmpty)
        }
        let territorial = try await world.store.write(.test) {
            try $0.append(.note(Note(text: "t")), about: .territory(.furongVillage), happenedAt: when, knownAt: when)
        }
        #expect(try await world.store.read(.user(in: [.furong])) { try $0.entries(about: .territory(.furongVillage)) }.map(\.record) == [territorial])
        await #expect(throws: StoreError.territoryOutsideScope(.furongVillage)) {
            try await world.store.read(.user(in: [.xiangtan])) { try $0.entries(about: .territory(.furongVillage)) }
        }
    }

    @Test("writes grouped in one commit fail alone and succeed together, each with its audit entry")
    func grouping() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let results = await withTaskGroup(of: Result<Int, any Error>.self, returning: [Result<Int, any Error>].self) { group in
            for number in 0..<100 {
                group.addTask {
                    do {
                        return .success(
                            try await world.store.write(.test) { writer in
                                try writer.append(.note(Note(text: "\(number)")), about: .person(person), happenedAt: .noon, knownAt: .noon)
                                if number % 10 == 3 { throw StoreError.notFound("\(number)") }
                                return number
                            })
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { if case .success = $0 { true } else { false } } == 90)
        let records = try await world.store.read(.systemUnrestricted) { try $0.records(of: person) }
        #expect(records.count == 91)
        #expect(Set(records.map(\.id)).count == 91)
        let report = try await world.store.verifyAudit()
        #expect(report.isIntact)
        #expect(report.entries == 91)
    }

    @Test("a body that throws leaves nothing behind, not even the numbers it was given")
    func rollback() async throws {
        let world = try TestStore()
        await #expect(throws: CancellationError.self) {
            try await world.store.write(.test) { writer in
                _ = try writer.newTestPerson()
                writer.addTally([TallyChange(territory: .furong, measure: .tracing, state: .unmet, due: .noon, known: .noon, count: 1)])
                throw CancellationError()
            }
        }
        #expect(try await world.store.read(.systemUnrestricted) { try $0.personCount() } == 0)
        let person = try await world.person()
        #expect(person == PersonID(rawValue: 1))
        #expect(try await world.store.verifyAudit().isIntact)
    }

    @Test("a full disk is told as such, acknowledges nothing that is not kept, and goes on when there is room again")
    func fullDisk() async throws {
        let world = try TestStore()
        let person = try await world.person()
        try world.store.limitPages(to: 120)
        let kept = await withTaskGroup(of: Bool.self, returning: Int.self) { group in
            for _ in 0..<60 {
                group.addTask {
                    do {
                        try await world.store.write(.test) {
                            try $0.append(
                                .note(Note(text: String(repeating: "x", count: 8000))), about: .person(person), happenedAt: .noon, knownAt: .noon)
                        }
                        return true
                    } catch {
                        #expect(error as? StoreError == .storageFull)
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(kept < 60)
        #expect(try await world.store.read(.systemUnrestricted) { try $0.records(of: person).count } == kept + 1)
        try world.store.limitPages(to: 1_000_000)
        try await world.store.write(.test) {
            try $0.append(.note(Note(text: "again")), about: .person(person), happenedAt: .noon, knownAt: .noon)
        }
        #expect(try await world.store.verifyAudit().isIntact)
        #expect(try await world.store.integrityCheck() == [])
    }

    @Test("a write sent twice under one key is done once and answers the same")
    func idempotency() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let key = IdempotencyKey("a7", request: Data("note x".utf8))
        @Sendable func send(_ author: Author, _ key: IdempotencyKey) async throws -> Int64 {
            try await world.store.write(author, once: key) {
                try $0.append(.note(Note(text: "x")), about: .person(person), happenedAt: .noon, knownAt: .noon).id.rawValue
            }
        }
        let author = Author.user(1, in: .furong)
        let answers = try await withThrowingTaskGroup(of: Int64.self, returning: Set<Int64>.self) { group in
            for _ in 0..<10 { group.addTask { try await send(author, key) } }
            return try await group.reduce(into: []) { $0.insert($1) }
        }
        #expect(answers.count == 1)
        #expect(try await send(author, key) == answers.first)
        #expect(try await send(.user(2, in: .furong), key) != answers.first)
        await #expect(throws: StoreError.idempotencyConflict(key: "a7")) {
            try await send(author, IdempotencyKey("a7", request: Data("note y".utf8)))
        }
        #expect(try await world.store.read(.systemUnrestricted) { try $0.records(of: person).count } == 3)
    }

    @Test("a closed store refuses, and what was queued before is kept")
    func closing() async throws {
        let world = try TestStore()
        let person = try await world.person()
        await world.store.close()
        await #expect(throws: StoreError.closed) { try await world.store.write(.test) { try $0.setLinks([], of: person) } }
        await #expect(throws: StoreError.closed) { try await world.store.read(.systemUnrestricted) { try $0.personCount() } }
        let store = try world.anotherHandle()
        #expect(try await store.read(.systemUnrestricted) { try $0.personCount() } == 1)
    }
}
