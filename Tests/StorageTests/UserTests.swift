import Foundation
import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Users, sessions and what else is kept")
struct UserTests {
    @Test("a user holds roles in territories; names are unique; changes are in the audit")
    func users() async throws {
        let world = try TestStore()
        let grants = [Grant(role: .investigator, territory: .furong), Grant(role: .viewer, territory: .changsha)]
        let id = try await world.store.write(.test) {
            try $0.createUser(NewUser(name: "li.na", display: "李娜", passwordHash: "scrypt$…", grants: grants))
        }
        await #expect(throws: StoreError.taken("li.na")) {
            try await world.store.write(.test) { try $0.createUser(NewUser(name: "li.na", display: "", grants: [])) }
        }
        var user = try #require(try await world.store.read(.systemUnrestricted) { try $0.user(named: "li.na") })
        #expect(user.id == id)
        #expect(user.grants == grants)
        try await world.store.write(.test) {
            try $0.recordAttempt(of: id, succeeded: false)
            try $0.recordAttempt(of: id, succeeded: false)
        }
        #expect(try await world.store.read(.systemUnrestricted) { try $0.user(id) }?.failedAttempts == 2)
        try await world.store.write(.test) { try $0.recordAttempt(of: id, succeeded: true) }
        user.isDisabled = true
        user.grants = [grants[0]]
        let changed = user
        try await world.store.write(.test) { try $0.updateUser(changed) }
        #expect(try await world.store.read(.systemUnrestricted) { try $0.users() } == [changed])
        let last = try await world.store.read(.systemUnrestricted) { try $0.auditEntries()[0] }
        #expect(last.acts.details.contains("user.changed: li.na: grants investigator@430102, disabled"))
    }

    @Test("a session ends by time, by revocation and with its user; its token is not in the database")
    func sessions() async throws {
        let world = try TestStore()
        let (user, other) = try await world.store.write(.test) {
            (
                try $0.createUser(NewUser(name: "a", display: "A", grants: [])), try $0.createUser(NewUser(name: "b", display: "B", grants: []))
            )
        }
        let (token, revoked, expired, others) = try await world.store.write(.test) {
            (
                try $0.beginSession(of: user, lasting: .hours(8)), try $0.beginSession(of: user, lasting: .hours(8)),
                try $0.beginSession(of: user, lasting: .zero), try $0.beginSession(of: other, lasting: .hours(8))
            )
        }
        try await world.store.write(.test) { try $0.revokeSession(revoked) }
        func holder(_ token: SecretToken) async throws -> UserID? {
            try await world.store.read(.systemUnrestricted) { try $0.session(token)?.user.id }
        }
        #expect(try await holder(token) == user)
        #expect(try await holder(revoked) == nil)
        #expect(try await holder(expired) == nil)
        #expect(try await holder(SecretToken("guess")) == nil)
        for file in Store.files(of: world.location.path).compactMap({ FileManager.default.contents(atPath: $0) }) {
            #expect(file.range(of: Data(token.text.utf8)) == nil)
        }
        try await world.store.write(.test) { writer in
            var disabled = try #require(try writer.user(user))
            disabled.isDisabled = true
            try writer.updateUser(disabled)
            disabled.isDisabled = false
            try writer.updateUser(disabled)
        }
        #expect(try await holder(token) == nil)
        #expect(try await holder(others) == other)
    }

    @Test("a sign-in link works once, within its time")
    func links() async throws {
        let world = try TestStore()
        let user = try await world.store.write(.test) { try $0.createUser(NewUser(name: "a", display: "A", grants: [])) }
        let (link, late) = try await world.store.write(.test) {
            (try $0.makeSignInLink(for: user, lasting: .hours(1)), try $0.makeSignInLink(for: user, lasting: .zero))
        }
        #expect(try await world.store.write(.test) { try $0.redeemSignInLink(link)?.id } == user)
        #expect(try await world.store.write(.test) { try $0.redeemSignInLink(link) } == nil)
        #expect(try await world.store.write(.test) { try $0.redeemSignInLink(late) } == nil)
    }

    @Test("territories, boundaries, editions, settings and mappings come back")
    func reference() async throws {
        let world = try TestStore()
        let entries = [
            TerritoryEntry(code: .hunan, chinese: "湖南省", english: "Hunan", population: 66_444_864),
            TerritoryEntry(code: .changsha, chinese: "长沙市", english: "Changsha", latitude: 28.2, longitude: 112.9),
            TerritoryEntry(code: .furong, chinese: "芙蓉区", english: "Furong"), TerritoryEntry(code: .xiangtan, chinese: "湘潭市", english: "Xiangtan"),
        ]
        var adoption = PolicyAdoption(
            edition: "hunan-2022-03", territory: .hunan, effectiveAt: .noon, adoptedAt: .noon, yaml: "edition: x", parents: ["eighth": "edition: y"])
        let clock = ScenarioClock(scenario: .noon, trueTime: .noon + .hours(1))
        adoption.id = try await world.store.write(.test) { [adoption] writer in
            try writer.setTerritories(entries.reversed())
            try writer.setTerritories(entries)
            try writer.setBoundary("counties", geoJSON: Data("{}".utf8))
            try writer.setScenarioClock(clock)
            try writer.saveMapping("county form", kind: "contacts", json: Data("[]".utf8))
            #expect(throws: StoreError.self) { try writer.setSetting("storage.chain", to: Data()) }
            return try writer.adopt(adoption)
        }
        let expected = adoption
        try await world.store.read(.systemUnrestricted) { (reader: Reader) throws in
            #expect(try reader.territories() == entries)
            #expect(try reader.territories(within: .changsha).map(\.code) == [.changsha, .furong])
            #expect(try reader.boundary("counties") == Data("{}".utf8))
            #expect(try reader.boundary("villages") == nil)
            #expect(try reader.policyAdoptions() == [expected])
            #expect(try reader.scenarioClock() == clock)
            #expect(try reader.mapping("county form", kind: "contacts") == Data("[]".utf8))
            #expect(try reader.mappingNames(kind: "contacts") == ["county form"])
        }
    }

    @Test("an import knows how far it came; its error file is sealed, its author's alone, and expires")
    func imports() async throws {
        let world = try TestStore()
        let author = Author.user(1, in: .furong)
        let secret = Data("王小明,43010219900307001X".utf8)
        let (batch, token, gone) = try await world.store.write(author) {
            var batch = try $0.beginImport(kind: "contacts", fileName: "a.csv", digest: Data([7]))
            (batch.accepted, batch.rejected, batch.watermark) = (90, 10, 100)
            try $0.updateImport(batch)
            return (
                batch, try $0.keepSealed(secret, name: "errors.csv", batch: batch.id, lasting: .hours(24)),
                try $0.keepSealed(secret, name: "errors.csv", lasting: .zero)
            )
        }
        try await world.store.read(author.scope) { (reader: Reader) throws in
            #expect(try reader.importBatches(of: Data([7]), kind: "contacts") == [batch])
            #expect(try reader.sealedFile(token)?.bytes == secret)
            #expect(try reader.sealedFile(gone) == nil)
        }
        #expect(try await world.store.read(.user(2, in: [.furong])) { try $0.sealedFile(token)?.name } == nil)
        for file in Store.files(of: world.location.path).compactMap({ FileManager.default.contents(atPath: $0) }) {
            #expect(file.range(of: secret.prefix(9)) == nil)
        }
        try await world.store.write(author) { try $0.updateImport(batch, isFinished: true) }
        #expect(try await world.store.read(author.scope) { try $0.importBatch(batch.id)?.finishedAt } != nil)
    }

    @Test("a job survives a restart with its watermark")
    func jobs() async throws {
        let world = try TestStore()
        let id = try await world.store.write(.test) { try $0.addJob(kind: "derive", payload: Data([1]), total: 500_000) }
        try await world.store.write(.test) { writer in
            var job = try #require(try writer.job(id))
            (job.watermark, job.state) = (20_000, .running)
            try writer.updateJob(job)
        }
        await world.store.close()
        let store = try world.anotherHandle()
        let jobs = try await store.read(.systemUnrestricted) { try $0.jobs(.running) }
        #expect(jobs.map(\.watermark) == [20_000])
        #expect(jobs.map(\.total) == [500_000])
    }

    @Test(
        "addresses of databases",
        arguments: [
            ("sqlite:/var/lib/shoutu/register.db", "/var/lib/shoutu/register.db"), ("sqlite:///tmp/x.db", "/tmp/x.db"), ("x.db", "x.db"),
        ])
    func locations(text: String, path: String) throws {
        #expect(try StoreLocation(text).path == path)
    }

    @Test("an address that cannot be served is refused, without its password being repeated")
    func foreignLocations() {
        #expect(throws: StoreError.unsupportedLocation("postgres://…@db/shoutu")) { try StoreLocation("postgres://me:secret@db/shoutu") }
        #expect(throws: StoreError.unsupportedLocation("mysql://db")) { try StoreLocation("mysql://db") }
        #expect(throws: StoreError.unsupportedLocation("sqlite:")) { try StoreLocation("sqlite:") }
    }

    @Test("a database of a later program is refused, and a file that is none")
    func foreignFiles() async throws {
        let world = try TestStore()
        await world.store.close()
        let database = try DatabaseQueue(path: world.location.path)
        try await database.write { try $0.execute(sql: "INSERT INTO migration VALUES (99, 'later', 0)") }
        try database.close()
        #expect(throws: StoreError.newerSchema(found: 99, known: Migration.all.last?.number ?? 0)) { try world.anotherHandle() }
        let text = StoreLocation(path: world.folder + "/notes.txt")
        try Data(String(repeating: "not a database ", count: 100).utf8).write(to: URL(fileURLWithPath: text.path))
        #expect {
            try Store.open(at: text, keys: KeyRing.open(at: world.folder + "/other/master.key"))
        } throws: { error in
            if case .cannotOpen = error as? StoreError { true } else { false }
        }
    }
}
