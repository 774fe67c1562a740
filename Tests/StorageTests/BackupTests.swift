import Foundation
import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Backup and restore")
struct BackupTests {
    private func note(_ text: String, _ person: PersonID) -> @Sendable (Writer) throws -> FactRecord {
        { try $0.append(.note(Note(text: text)), about: .person(person), happenedAt: .noon, knownAt: .noon) }
    }

    @Test("a backup taken while others write restores to what stood then, and the loss since is recorded")
    func restore() async throws {
        let world = try TestStore()
        let person = try await world.person()
        try await world.store.write(.test, note("before", person))
        let path = world.folder + "/backup.db"
        async let writing: Void = {
            for number in 0..<50 { try await world.store.write(.test, note("\(number)", person)) }
        }()
        let taken = try await world.store.backup(to: path)
        try await writing
        #expect(taken.bytes > 0)
        #expect(try await world.store.health().lastBackup == taken)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        await #expect(throws: StoreError.taken(path)) { try await world.store.backup(to: path) }

        await world.store.close()
        let keys = try KeyRing.open(for: world.location)
        let report = try await Store.restore(from: path, to: world.location, keys: keys)
        #expect(report.isIntact)
        let store = try world.anotherHandle()
        let count = try await store.read(.systemUnrestricted) { try $0.records(of: person).count }
        #expect((2..<52).contains(count))
        #expect(try await store.verifyAudit().isIntact)
        let acts = try await store.read(.systemUnrestricted) { try $0.auditEntries().flatMap(\.acts.counts.keys) }
        #expect(acts.contains("backup.restored"))
        #expect(acts.contains("audit.tail-loss-accepted"))
        // What stood before the restore is kept aside.
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.folder).contains { $0.contains("before-restore") })
        try await store.write(.test, note("after", person))
        #expect(try await store.verifyAudit().isIntact)
    }

    @Test("a backup restores in a new place, but only with its own key")
    func elsewhere() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let path = world.folder + "/backup.db"
        _ = try await world.store.backup(to: path)
        let contents = try #require(FileManager.default.contents(atPath: path))
        let key = try String(contentsOfFile: KeyRing.defaultPath(for: world.location), encoding: .utf8).split(separator: "\n")[1]
        #expect(contents.range(of: Data(key.utf8)) == nil)
        #expect(contents.range(of: try #require(Data(base64Encoded: String(key)))) == nil)

        let target = StoreLocation(path: world.folder + "/new/register.db")
        try FileManager.default.createDirectory(atPath: target.folder, withIntermediateDirectories: true)
        let foreign = try KeyRing.open(at: world.folder + "/foreign/master.key")
        await #expect(throws: StoreError.wrongKey(path: foreign.path)) { try await Store.restore(from: path, to: target, keys: foreign) }
        #expect(!FileManager.default.fileExists(atPath: target.path))
        let keys = try KeyRing.open(at: KeyRing.defaultPath(for: world.location), create: false)
        _ = try await Store.restore(from: path, to: target, keys: keys)
        let store = try Store.open(at: target, keys: keys)
        #expect(try await store.write(.test) { try $0.reveal(person, purpose: "x") }.name == "王小明")
    }

    @Test("a backup that was altered or damaged is not restored, and nothing is touched")
    func unsound() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let path = world.folder + "/backup.db"
        _ = try await world.store.backup(to: path)
        let altered = try DatabaseQueue(path: path)
        try await altered.write { try $0.execute(sql: "DROP TRIGGER fact_refuses_update; UPDATE fact SET source = 'elsewhere'") }
        try altered.close()
        let truncated = world.folder + "/truncated.db"
        try #require(FileManager.default.contents(atPath: path)).prefix(20_000).write(to: URL(fileURLWithPath: truncated))
        await world.store.close()
        let keys = try KeyRing.open(for: world.location)
        for backup in [path, truncated] {
            do {
                _ = try await Store.restore(from: backup, to: world.location, keys: keys)
                Issue.record("\(backup) was restored")
            } catch let error as StoreError {
                guard case .backupUnsound = error else { throw error }
            }
        }
        await #expect(throws: StoreError.notFound("file /nowhere")) {
            try await Store.restore(from: "/nowhere", to: world.location, keys: keys)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.folder).filter { $0.contains("restor") } == [])
        let store = try world.anotherHandle()
        #expect(try await store.read(.systemUnrestricted) { try $0.records(of: person).count } == 1)
    }

    @Test("an unfinished backup has not the name of one")
    func unfinished() async throws {
        let world = try TestStore()
        _ = try await world.person()
        await #expect(throws: StoreError.self) { try await world.store.backup(to: world.folder + "/no/such/folder/backup.db") }
    }
}
