import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("How many people stand on the lists")
struct RollCountTests {
    private static let territories: [TerritoryCode] = [.changsha, .furong, .furongTownship, .furongVillage, .yuhu]
    private static let modes: [ControlMode?] = [nil, .central, .homeIsolation, .hospital]

    private static func listing(_ dice: inout Dice) -> Listing {
        let territory = territories[dice.roll(territories.count)]
        let mode = modes[dice.roll(modes.count)]
        let degrees: [ContactDegree?] = [nil, .close, .secondary, .general]
        return Listing(
            residence: territory, territory: territory, registeredAt: .noon, updatedAt: .noon,
            asCase: dice.roll(4) == 0 ? Listing.CaseRole(kind: .confirmed, origin: .local, diagnosedAt: .noon, isExcluded: dice.roll(3) == 0) : nil,
            asContact: degrees[dice.roll(degrees.count)].map {
                Listing.ContactRole(degree: $0, lastExposure: CivilDate(daysSinceEpoch: 19_070), identifiedAt: .noon)
            },
            control: mode.map { Listing.Control(mode: $0, since: .noon) })
    }

    @Test("the sums that are kept are what counting everybody gives, whatever was set, changed or taken off", arguments: [1, 2, 3] as [UInt64])
    func kept(seed: UInt64) async throws {
        let world = try TestStore()
        var dice = Dice(state: seed)
        var people: [PersonID] = []
        for _ in 0..<12 {
            let plan = (0..<20).map { _ in (who: dice.roll(60), listing: Self.listing(&dice), isLeaving: dice.roll(7) == 0) }
            let known = people
            people = try await world.store.write(.test) { writer in
                var people = known
                for step in plan {
                    if step.who >= people.count { people.append(try writer.newTestPerson(in: step.listing.territory)) }
                    let person = people[min(step.who, people.count - 1)]
                    if step.isLeaving { try writer.removeListing(of: person) } else { try writer.setListing(step.listing, of: person) }
                }
                return people
            }
        }
        let (kept, counted) = try await world.store.write(.test) { writer -> ([String], [String]) in
            let all = "SELECT * FROM roll_count WHERE count <> 0 ORDER BY level, territory, kind, tag, control"
            let kept = try writer.database.rows(all).map(\.description)
            // What the migration does for a register that was there before.
            try writer.database.run("DELETE FROM roll_count")
            for definition in Migration.rollSums.dropFirst() { try writer.database.run(definition) }
            return (kept, try writer.database.rows(all).map(\.description))
        }
        #expect(kept == counted)
        #expect(kept.count > 50)
    }

    @Test("the children of a territory and what lies above them add up to everybody on the list")
    func sums() async throws {
        let world = try TestStore()
        try await world.store.write(.test) { writer in
            for (number, territory) in Self.territories.enumerated() {
                var listing = Listing(residence: territory, territory: territory, registeredAt: .noon, updatedAt: .noon)
                if number > 0 { listing.control = Listing.Control(mode: .central, since: .noon) }
                try writer.setListing(listing, of: try writer.newTestPerson(in: territory))
            }
        }
        let (changsha, hunan, map) = try await world.store.read(.user(in: [.hunan])) {
            (try $0.rollCounts(in: .changsha), try $0.rollCounts(in: .hunan), try $0.rollCounts(in: .hunan, at: .county))
        }
        #expect(changsha.count(.person) == 4)
        #expect(changsha.count(.person, in: .furong) == 3)
        #expect(changsha.sums.filter { $0.child == nil }.map(\.count) == [1])
        #expect(changsha.count(.controlled, tag: ControlMode.central.rawValue) == 3)
        #expect(hunan.count(.person, in: .changsha) == 4)
        #expect(hunan.count(.person) == 5)
        #expect(map.count(.person, in: .yuhu) == 1 && map.count(.person) == 5)
        await #expect(throws: StoreError.territoryOutsideScope(.hunan)) {
            _ = try await world.store.read(.user(in: [.yuhu])) { try $0.rollCounts(in: .hunan) }
        }
    }
}

/// Numbers that look like chance and are the same each time.
private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(sides))
    }
}
