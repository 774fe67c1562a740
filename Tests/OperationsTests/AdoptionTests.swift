import Exchange
import Foundation
import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("A policy that is adopted governs at once, whichever process adopted it")
struct AdoptionTests {
    /// A register as two processes have it open, each with its own keys, editions and clock.
    private struct Shared {
        let location: StoreLocation
        let folder: URL

        init() {
            folder = FileManager.default.temporaryDirectory.appending(path: "shoutu-\(UUID().uuidString)")
            location = StoreLocation(path: folder.appending(path: "register.sqlite").path)
        }

        func open(at moment: Instant) async throws -> Operations {
            let operations = try await Deployment.open(at: location).operations
            return Operations(store: operations.store, clock: .standing(at: moment), policies: operations.policies)
        }
    }

    @Test("what one process adopts, the other derives by from its next write on")
    func takenUp() async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let shared = Shared()
        defer { try? FileManager.default.removeItem(at: shared.folder) }
        let author = Author.systemUnrestricted("test")
        let server = try await shared.open(at: start)
        let other = try await shared.open(at: start)
        try await server.adopt("hunan-2022-03", from: TemporaryRegister.editions, in: .hunan, effectiveAt: start - .hours(24), as: author)
        _ = try await other.perform(as: author) { try $0.register(Identity(name: "赵四"), Person(residence: .yuhua)) }
        #expect(try other.policies.edition(at: start, in: .yuhua).id == "hunan-2022-03")

        try await other.adopt("cn-9", from: TemporaryRegister.editions, in: .hunan, effectiveAt: start - .hours(1), as: author)
        #expect(try server.policies.edition(at: start, in: .yuhua).id == "hunan-2022-03")
        let contact = try await server.perform(as: author) { filing in
            let index = try filing.register(Identity(name: "王一"), Person(residence: .yuelu))
            let contact = try filing.register(Identity(name: "李二"), Person(residence: .yuhua))
            _ = try filing.reportCase(CaseReport(kind: .confirmed, territory: .yuelu), of: index, at: start)
            try filing.identifyContact(
                contact, Exposure(index: index, last: CivilZone.shanghai.date(of: start) - 1, setting: .household, territory: .yuhua), at: start)
            return contact
        }
        #expect(try server.policies.edition(at: start, in: .yuhua).id == "cn-9")
        let editions = try await server.store.read(author.scope) { Set(try $0.obligations(of: .person(contact)).map(\.edition)) }
        #expect(editions == ["cn-9"])
        await server.store.close()
        await other.store.close()
    }

    @Test("sent twice under one key it is adopted once; whoever does not hold the territory adopts nothing")
    func onceAndInScope() async throws {
        let start = Instant.shanghai("2022-03-15T08:00")
        let register = try await TemporaryRegister(at: start)
        let commander = Author.user(1, .commander, in: .yuhua, at: start)
        for _ in 0..<2 {
            try await register.at(start).adopt(
                "cn-9", from: TemporaryRegister.editions, in: .yuhua, effectiveAt: start, as: commander, once: IdempotencyKey("adopt:1"))
        }
        await #expect(throws: StoreError.territoryOutsideScope(.yuelu)) {
            try await register.at(start).adopt("cn-9", from: TemporaryRegister.editions, in: .yuelu, effectiveAt: start, as: commander)
        }
        let adoptions = try await register.store.read(.systemUnrestricted) { try $0.policyAdoptions() }
        #expect(adoptions.map(\.edition) == ["hunan-2022-03", "cn-9"])
        #expect(adoptions.last?.adoptedBy == UserID(rawValue: 1))
    }
}
