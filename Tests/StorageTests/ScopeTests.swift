import Foundation
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Who may see a person")
struct ScopeTests {
    @Test("a person is seen from the territories they are linked to and from those above, and from nowhere else")
    func territories() async throws {
        let world = try TestStore()
        let person = try await world.person(in: .furongVillage)
        for (territory, sees) in [
            (TerritoryCode.hunan, true), (.changsha, true), (.furong, true), (.furongTownship, true), (.furongVillage, true),
            (.code("430102001001001"), false), (.code("430102001002"), false), (.code("430103"), false), (.xiangtan, false), (.code("44"), false),
        ] {
            let scope = Scope.user(in: [territory])
            #expect(try await world.store.read(scope) { try $0.canSee(person) } == sees, "\(territory)")
        }
        #expect(try await world.store.read(.user(in: [])) { try $0.canSee(person) } == false)
        #expect(try await world.store.read(.user(in: [.xiangtan, .changsha])) { try $0.canSee(person) })
    }

    @Test("a link shows a person until it ends, by the operating clock")
    func expiry() async throws {
        let world = try TestStore()
        let person = try await world.person(in: .furong)
        try await world.store.write(.test) {
            try $0.setLinks(
                [
                    PersonLink(kind: .residence, territory: .furong),
                    PersonLink(kind: .controlSite, territory: .yuhu, until: .noon + .hours(24)),
                ], of: person)
        }
        for (hours, sees) in [(0, true), (23, true), (24, false), (25, false)] {
            let scope = Scope.user(in: [.xiangtan], at: .noon + .hours(hours))
            #expect(try await world.store.read(scope) { try $0.canSee(person) } == sees, "after \(hours) h")
        }
    }

    @Test("no read of a person answers out of scope, and none tells whether the person exists")
    func everyRead() async throws {
        let world = try TestStore()
        let person = try await world.person(in: .furong, document: "430102199003070011", phone: "13812345634")
        let nobody = PersonID(rawValue: 4711)
        let fact = try await world.store.read(.systemUnrestricted) { try $0.records(of: person)[0] }
        let reads: [(String, @Sendable (Reader, PersonID) throws -> Void)] = [
            ("records", { _ = try $0.records(of: $1) }),
            ("entries", { _ = try $0.entries(of: $1) }),
            ("entries about", { _ = try $0.entries(about: .person($1)) }),
            ("identity", { _ = try $0.maskedIdentity(of: $1) }),
            ("links", { _ = try $0.links(of: $1) }),
            ("derived", { _ = try $0.derived(of: $1) }),
            ("listing", { _ = try $0.listing(of: $1) }),
            ("duties", { _ = try $0.duties(of: $1) }),
            ("contacts", { _ = try $0.contacts(exposedTo: $1) }),
            ("entry", { reader, _ in _ = try reader.entry(fact.id) }),
            ("history", { reader, _ in _ = try reader.records(ofEntity: fact.entity) }),
        ]
        for (name, read) in reads {
            for whom in [person, nobody] {
                await #expect(throws: StoreError.outsideScope, "\(name)") {
                    try await world.store.read(.user(in: [.xiangtan])) { try read($0, whom) }
                }
            }
            try await world.store.read(.user(in: [.furong])) { try read($0, person) }
        }
        try await world.store.read(.user(in: [.xiangtan])) { (reader: Reader) throws in
            #expect(try reader.find(by: [.document("430102199003070011")]).isEmpty)
            #expect(try reader.maskedIdentities(of: [person]).isEmpty)
            #expect(try reader.persons(limit: 10).isEmpty)
            #expect(try reader.entries(FactsQuery(kind: .person)).isEmpty)
            #expect(try reader.matchCandidates(document: "430102199003070011") == [person])
        }
    }

    @Test("no write of a person is done out of scope")
    func everyWrite() async throws {
        let world = try TestStore()
        let person = try await world.person(in: .furong)
        let writes: [(String, @Sendable (Writer) throws -> Void)] = [
            ("append", { try $0.append(.note(Note(text: "x")), about: .person(person), happenedAt: .noon, knownAt: .noon) }),
            ("links", { try $0.setLinks([], of: person) }),
            ("derived", { try $0.setDerived(Derived(calendar: Data(), status: Data(), through: .noon, wake: nil), of: person) }),
            (
                "listing",
                { try $0.setListing(Listing(residence: .furong, territory: .furong, registeredAt: .noon, updatedAt: .noon), of: person) }
            ),
            ("duties", { try $0.setDuties([], of: person) }),
            ("reveal", { _ = try $0.reveal(person, purpose: "call") }),
            ("replace", { try $0.replaceIdentity(of: person, with: Identity(name: "李四"), revision: 1) }),
            ("compare", { _ = try $0.identityForMatching(of: person) }),
            ("forget", { try $0.forget(person) }),
        ]
        for (name, write) in writes {
            await #expect(throws: StoreError.outsideScope, "\(name)") { try await world.store.write(.user(1, in: .xiangtan), write) }
        }
        try await world.store.write(.user(1, in: .xiangtan)) { (writer: Writer) throws in
            try writer.beyondScope(.derivation) { try writer.setDuties([], of: person) }
            #expect(throws: StoreError.outsideScope) { try writer.setDuties([], of: person) }
        }
    }
}
