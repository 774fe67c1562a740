import GRDB
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Ledgers tell in columns what the facts say")
struct LedgerTests {
    /// Facts of every sort that a ledger keeps, with a correction and a withdrawal of each.
    private static func world() async throws -> TestStore {
        let world = try TestStore()
        let day = CivilDate(daysSinceEpoch: 19_069)
        try await world.store.write(.test) { writer in
            let people = try (0..<4).map { _ in try writer.newTestPerson(in: .furongTownship) }
            func append(_ fact: Fact, _ person: PersonID, after hours: Int, revising: FactRecord? = nil, isWithdrawn: Bool = false) throws
                -> FactRecord
            {
                try writer.append(
                    fact, about: .person(person), happenedAt: .noon + .hours(hours), knownAt: .noon + .hours(hours + 1), revising: revising?.id,
                    isWithdrawn: isWithdrawn, reason: revising == nil ? nil : "test")
            }
            var exposures: [FactRecord] = [], stays: [FactRecord] = [], specimens: [FactRecord] = [], results: [FactRecord] = []
            for person in people[1...] {
                exposures.append(try append(.exposure(Exposure(index: people[0], last: day, setting: .household)), person, after: 0))
                stays.append(try append(.stay(Stay(mode: .central, site: "甲酒店", room: "201", territory: .furong)), person, after: 2))
                specimens.append(try append(.specimen(Specimen()), person, after: 3))
                let reference = Reference<Specimen>(rawValue: specimens[specimens.count - 1].entity)
                results.append(try append(.result(TestResult(specimen: reference, outcome: .negative)), person, after: 9))
            }
            _ = try append(.exposure(Exposure(index: people[2], nearness: .general, last: day + 1)), people[1], after: 0, revising: exposures[0])
            _ = try append(exposures[1].fact, people[2], after: 0, revising: exposures[1], isWithdrawn: true)
            _ = try append(.stay(Stay(mode: .homeIsolation, territory: .yuhu, until: .noon + .hours(40))), people[1], after: 4, revising: stays[0])
            _ = try append(stays[1].fact, people[2], after: 2, revising: stays[1], isWithdrawn: true)
            _ = try append(results[0].fact, people[1], after: 1, revising: results[0])
            _ = try append(results[1].fact, people[2], after: 9, revising: results[1], isWithdrawn: true)
            _ = try append(specimens[2].fact, people[3], after: 3, revising: specimens[2], isWithdrawn: true)
        }
        return world
    }

    private static let tables = ["exposure", "stay", "specimen"]

    @Test("a correction moves a line, a withdrawal takes it away")
    func lines() async throws {
        let world = try await Self.world()
        let told = try await world.store.read(.systemUnrestricted) { reader in
            try [
                "SELECT person || ' ' || index_person || ' ' || nearness FROM exposure ORDER BY id",
                "SELECT person || ' ' || territory || ' ' || coalesce(area, '–') || ' ' || coalesce(room, '–') FROM stay ORDER BY id",
                "SELECT person || ' ' || coalesce((reported_at - taken_at) / 3600000, '–') FROM specimen ORDER BY id",
            ].map { sql in try reader.database.rows(sql).map { try $0.value(0, as: String.self) } }
        }
        #expect(told == [["2 3 general", "4 1 close"], ["2 430302 – –", "4 430102 4301 201"], ["2 -2", "3 –"]])
        #expect(try await world.store.read(.systemUnrestricted) { try $0.entriesOutOfLedger() } == [])
    }

    @Test("a register from before is filled with what its facts say, and a line that says otherwise is found")
    func filled() async throws {
        let world = try await Self.world()
        let (before, after, missing) = try await world.store.write(.test) { writer -> ([String], [String], [Int64]) in
            func all() throws -> [String] {
                try Self.tables.flatMap { try writer.database.rows("SELECT * FROM \($0) ORDER BY id").map(\.description) }
            }
            let before = try all()
            for table in Self.tables { try writer.database.run("DELETE FROM \(table)") }
            let missing = try writer.entriesOutOfLedger()
            try Migration.ledgers.fill?(writer.database)
            return (before, try all(), missing)
        }
        #expect(before == after && before.count == 6)
        #expect(missing.count == 6)
        let changed = try await world.store.write(.test) { writer in
            try writer.database.run("UPDATE stay SET territory = '43' WHERE person = 4")
            return try writer.entriesOutOfLedger()
        }
        #expect(changed.count == 1)
    }

    @Test("whoever lacks something is found by the gap's own index, and nobody else is looked at", arguments: Gap.allCases)
    func indices(gap: Gap) async throws {
        let world = try TestStore()
        let plan = try await world.store.read(.systemUnrestricted) { reader in
            let table = gap.index.table.prefix { $0 != " " }
            return try reader.database.rows("EXPLAIN QUERY PLAN SELECT count(*) FROM \(table) WHERE \(gap.condition)").map(\.description)
        }
        #expect(plan.contains { $0.contains("COVERING INDEX \(gap.index.name)") }, "\(plan)")
    }

    @Test("a condition on where the duty lies means the same people, inside or outside counted", arguments: [1, 2, 3] as [UInt64])
    func duty(seed: UInt64) async throws {
        let world = try TestStore()
        let territories: [TerritoryCode] = [.furongTownship, .furong, .yuhu, .furongVillage, .code("360102")]
        let counts = try await world.store.write(.test) { writer -> [[Int]] in
            var state = seed
            for _ in 0..<40 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let territory = territories[Int((state >> 33) % UInt64(territories.count))]
                let person = try writer.newTestPerson(in: territory)
                try writer.setListing(Listing(residence: territory, territory: territory, registeredAt: .noon, updatedAt: .noon), of: person)
            }
            try writer.finish()
            return try [TerritoryCode.hunan, .code("36"), .changsha, .furong, .furongTownship, .furongVillage, .yuhu].map { territory in
                let duty = try writer.duty(of: "person.id", liesIn: territory)
                let counted = try writer.database.number("SELECT count(*) FROM person WHERE \(duty.sql)", duty.parameters) ?? -1
                let listed = try writer.database.number(
                    "SELECT count(*) FROM listing WHERE territory >= ? AND territory < ?", [territory.digits, territory.upperBound])
                return [Int(counted), Int(listed ?? -2)]
            }
        }
        for count in counts { #expect(count[0] == count[1]) }
        #expect(counts[0][0] > 20)
    }
}
