import Crypto
import Foundation
import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("The audit")
struct AuditTests {
    /// A store with a few entries of several kinds.
    private func world() async throws -> TestStore {
        let world = try TestStore()
        let person = try await world.person()
        for number in 1...8 {
            try await world.store.write(.user(1, in: .furong, purpose: "call \(number)")) {
                try $0.append(.note(Note(text: "visit \(number)")), about: .person(person), happenedAt: .noon, knownAt: .noon)
                if number == 4 { _ = try $0.reveal(person) }
            }
        }
        try await world.store.write(.test) {
            try $0.adopt(PolicyAdoption(edition: "ninth", territory: .hunan, effectiveAt: .noon, adoptedAt: .noon, yaml: "edition: ninth"))
        }
        return world
    }

    /// Alters the database as someone with the file and a tool, but without the key, can.
    private func tamper(_ world: TestStore, _ statements: String...) throws {
        let database = try DatabaseQueue(path: world.location.path)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            for table in ["fact", "audit_link", "audit_person"] {
                for verb in ["update", "delete"] { try database.execute(sql: "DROP TRIGGER \(table)_refuses_\(verb)") }
            }
            for statement in statements { try database.execute(sql: statement) }
        }
        try database.close()
    }

    @Test("an untouched audit is intact, and every fact is vouched for")
    func intact() async throws {
        let world = try await world()
        let report = try await world.store.verifyAudit()
        #expect(report.problems == [])
        #expect(report.entries == 10)
        #expect(report.facts == 9)
        #expect(try await world.store.health().auditNote == .agrees(noted: 10))
    }

    @Test(
        "whatever is altered, removed or reordered is found",
        arguments: [
            ("UPDATE fact SET payload = replace(payload, '5', '6') WHERE id = 6", AuditProblem.contentAltered(entry: 6, facts: 6..<7)),
            ("UPDATE fact SET known_at = known_at - 1 WHERE id = 3", .contentAltered(entry: 3, facts: 3..<4)),
            ("UPDATE fact SET known_at = 'yesterday' WHERE id = 3", .contentAltered(entry: 3, facts: 3..<4)),
            ("UPDATE fact SET recorder = 2 WHERE id = 3", .contentAltered(entry: 3, facts: 3..<4)),
            ("DELETE FROM fact WHERE id = 2", .contentAltered(entry: 2, facts: 2..<3)),
            (
                "INSERT INTO fact SELECT 100, 100, subject_kind, subject, kind, happened_at, known_at, audited_at, recorder, source, reason, "
                    + "withdrawn, supersedes, payload, index_person FROM fact WHERE id = 2", .factsWithoutEntry(count: 1)
            ),
            ("UPDATE audit_link SET actor = 2 WHERE sequence = 4", .entryAltered(4)),
            ("UPDATE audit_link SET acts = '{}' WHERE sequence = 4", .entryAltered(4)),
            ("UPDATE audit_link SET at = at + 1 WHERE sequence = 1", .entryAltered(1)),
            ("UPDATE audit_link SET purpose = 'other' WHERE sequence = 5", .entryAltered(5)),
            ("UPDATE audit_link SET digest = x'00' WHERE sequence = 5", .entryAltered(5)),
            ("UPDATE audit_link SET first_fact = 'none' WHERE sequence = 5", .entryAltered(5)),
            ("DELETE FROM audit_link WHERE sequence = 5", .entriesMissing(5...5)),
            ("DELETE FROM audit_link WHERE sequence BETWEEN 2 AND 4", .entriesMissing(2...4)),
            ("DELETE FROM audit_person", .contentAltered(entry: 5, facts: 5..<6)),
            ("UPDATE policy_adoption SET yaml = 'edition: eighth'", .adoptionAltered(entry: 10, detail: "")),
            (
                "UPDATE audit_link SET sequence = CASE sequence WHEN 3 THEN -4 WHEN 4 THEN -3 END WHERE sequence IN (3, 4); "
                    + "UPDATE audit_link SET sequence = -sequence WHERE sequence < 0", .entryAltered(3)
            ),
        ])
    func tampering(statement: String, problem: AuditProblem) async throws {
        let world = try await world()
        try tamper(world, statement)
        let problems = try await world.store.verifyAudit().problems
        if case .adoptionAltered(let entry, _) = problem {
            #expect(problems.contains { if case .adoptionAltered(entry, _) = $0 { true } else { false } })
        } else {
            #expect(problems.contains(problem), "\(problems)")
        }
    }

    @Test("a tail cut off with its facts is found when the store is opened, and accepting the loss is itself recorded")
    func tail() async throws {
        let world = try await world()
        await world.store.close()
        try tamper(world, "DELETE FROM fact WHERE id > 7", "DELETE FROM audit_link WHERE sequence > 7", "DELETE FROM policy_adoption")
        #expect(throws: StoreError.auditTailMissing(database: 7, head: 10)) { try world.anotherHandle() }
        let store = try world.anotherHandle(acceptingTailLoss: true)
        #expect(try await store.verifyAudit().isIntact)
        let last = try await store.read(.systemUnrestricted) { try $0.auditEntries()[0] }
        #expect(last.acts.details == ["audit.tail-loss-accepted: database at 7, noted 10"])
        await store.close()
        let again = try world.anotherHandle()
        #expect(try await again.verifyAudit().isIntact)
    }

    @Test("a cut while the store is open is found by verifying")
    func cutWhileOpen() async throws {
        let world = try await world()
        try tamper(world, "DELETE FROM fact WHERE id > 7", "DELETE FROM audit_link WHERE sequence > 7", "DELETE FROM policy_adoption")
        #expect(try await world.store.verifyAudit().problems == [.tailCut(database: 7, noted: 10)])
        #expect(try await world.store.health().auditNote == .tailCut(noted: 10))
    }

    @Test("a chain computed anew without the key is found")
    func recomputed() async throws {
        let world = try await world()
        let database = try DatabaseQueue(path: world.location.path)
        try tamper(world)
        // The forger knows the format and everything in the database, and signs with a key of their own.
        let chain = world.store.chain
        let key = SymmetricKey(size: .bits256)
        try await database.write { database in
            try database.execute(sql: "UPDATE audit_link SET actor = 99 WHERE sequence = 4")
            var previous = AuditChain.origin(of: chain, key: key)
            let rows = try Row.fetchAll(
                database, sql: "SELECT sequence, at, actor, source, purpose, acts, first_fact, last_fact, digest FROM audit_link ORDER BY sequence")
            for row in rows {
                let link = AuditChain.Link(
                    chain: chain, sequence: row[0], at: Instant(milliseconds: row[1]), actor: row[2], source: row[3], purpose: row[4], acts: row[5],
                    firstFact: row[6], lastFact: row[7], digest: row[8])
                previous = link.code(after: previous, key: key)
                try database.execute(sql: "UPDATE audit_link SET mac = ? WHERE sequence = ?", arguments: [previous, link.sequence])
            }
        }
        try database.close()
        let problems = try await world.store.verifyAudit().problems
        #expect(problems.contains(.entryAltered(1)))
        #expect(problems.contains(.forked(10)))
        await world.store.close()
        #expect(throws: StoreError.auditForked(sequence: 10)) { try world.anotherHandle() }
    }

    @Test("a missing note is told, and the chain records it when the store is next opened")
    func note() async throws {
        let world = try await world()
        try FileManager.default.removeItem(atPath: world.store.note.path)
        await world.store.close()
        let store = try world.anotherHandle()
        #expect(try await store.verifyAudit().isIntact)
        #expect(try await store.read(.systemUnrestricted) { try $0.auditEntries()[0].acts.counts } == ["audit.note-missing": 1])
    }

    @Test("a torn or older note leaves the newer one standing")
    func tornNote() async throws {
        let world = try await world()
        let note = world.store.note
        let newest = try #require(note.read())
        #expect(newest.sequence == 10)
        try note.write(AuditChain.Head(chain: newest.chain, sequence: 8, code: Data()))
        #expect(note.read() == newest)
        try SyncedFile(at: note.path).write([0, 0, 0], at: 20)
        #expect(note.read()?.sequence == 9)
    }

    @Test("two handles writing in turn keep one chain")
    func twoHandles() async throws {
        let world = try await world()
        let other = try world.anotherHandle()
        let person = try await world.person()
        await withTaskGroup(of: Void.self) { group in
            for store in [world.store, other] {
                for number in 0..<40 {
                    group.addTask {
                        _ = try? await store.write(.test) {
                            try $0.append(.note(Note(text: "\(number)")), about: .person(person), happenedAt: .noon, knownAt: .noon)
                        }
                    }
                }
            }
        }
        let report = try await other.verifyAudit()
        #expect(report.isIntact)
        #expect(report.entries == 10 + 1 + 80)
        #expect(try await world.store.read(.systemUnrestricted) { try $0.records(of: person).count } == 81)
    }

    @Test("the schema itself refuses to change what was appended")
    func appendOnly() async throws {
        let world = try await world()
        for statement in ["UPDATE fact SET known_at = 0", "DELETE FROM fact", "UPDATE audit_link SET actor = 1", "DELETE FROM audit_person"] {
            await #expect(throws: StoreError.self, "\(statement)") {
                try await world.store.write(.test) { try $0.database.execute(sql: statement) }
            }
        }
    }

    @Test("entries are read by actor and by person shown")
    func entries() async throws {
        let world = try await world()
        try await world.store.read(.user(in: [.furong])) { (reader: Reader) throws in
            let shown = try reader.auditEntries(AuditQuery(person: PersonID(rawValue: 1)))
            #expect(shown.map(\.purpose) == ["call 4"])
            #expect(shown.map(\.actor) == [UserID(rawValue: 1)])
            #expect(try reader.auditEntries(AuditQuery(actor: UserID(rawValue: 1))).count == 8)
            #expect(try reader.auditEntries(AuditQuery(before: 4, limit: 2)).map(\.id) == [3, 2])
        }
    }
}
