import Foundation
import GRDB
import Obligations
import Register
import Testing
import Vocabulary

@testable import Storage

/// Things beside persons: their lists, their scope, their rows on the worklists, and the step of the schema that brought them.
struct ThingTests {
    private static func row(
        _ number: Int64, in territory: TerritoryCode = .hunan, state: String = "sent", to addressees: [TerritoryCode] = [.furong], at: Instant = .noon
    ) -> ThingRow {
        ThingRow(
            subject: .directive(Reference(rawValue: number)),
            standing: ThingStanding(
                label: "指令\(number)", territory: territory, thingClass: "own", state: state, at: at + .minutes(Int(number)),
                concerned: addressees.map { ThingStanding.Concern(.addressee, $0, state: state) }),
            nextDue: .noon + .hours(1), calendar: Data([1]), through: .noon, wake: .noon + .hours(Int(number)))
    }

    private func world(_ count: Int64 = 60) async throws -> TestStore {
        let world = try TestStore()
        try await world.store.write(.test) { writer in
            for number in 1...count {
                let row = Self.row(
                    number, state: number.isMultiple(of: 3) ? "reported" : "sent", to: number.isMultiple(of: 2) ? [.furong, .yuhu] : [.yuhu])
                try writer.setThing(row, of: row.subject)
            }
        }
        return world
    }

    @Test("a list gives every thing once, page by page, newest first")
    func pages() async throws {
        let world = try await world()
        var query = ThingListQuery(kind: .directive, territory: .hunan, limit: 17)
        var found: [Subject] = []
        repeat {
            let page = try await world.store.read(.systemUnrestricted) { [query] in try $0.things(query) }
            found += page.rows.map(\.subject)
            #expect(page.count == .exactly(60))
            query.after = page.next
        } while query.after != nil
        #expect(found.map(\.number) == (1...60).reversed().map { $0 })
    }

    @Test("a list is narrowed by part, territory, state and class")
    func filters() async throws {
        let world = try await world()
        func count(_ query: ThingListQuery) async throws -> Int {
            try await world.store.read(.systemUnrestricted) { try $0.things(query).rows.count }
        }
        #expect(try await count(ThingListQuery(kind: .directive, territory: .furong, part: .addressee, limit: 100)) == 30)
        #expect(try await count(ThingListQuery(kind: .directive, territory: .changsha, part: .addressee, limit: 100)) == 30)
        #expect(try await count(ThingListQuery(kind: .directive, territory: .changsha, part: .addressee, isOwn: true, limit: 100)) == 0)
        #expect(try await count(ThingListQuery(kind: .directive, territory: .hunan, states: ["reported"], limit: 100)) == 20)
        #expect(try await count(ThingListQuery(kind: .directive, territory: .hunan, thingClass: "passedOn", limit: 100)) == 0)
        #expect(try await count(ThingListQuery(kind: .finding, territory: .hunan, limit: 100)) == 0)
    }

    @Test("every list walks its index", arguments: [TerritoryCode.hunan, .changsha, .furong, .furongTownship, .furongVillage])
    func indexIsUsed(territory: TerritoryCode) async throws {
        let world = try await world(3)
        let query = ThingListQuery(kind: .place, territory: territory, states: ["open"], thingClass: "market")
        try await world.store.read(.systemUnrestricted) { reader in
            let plan = try reader.plan(query.statements.page)
            #expect(plan.contains("thing_in_t\(territory.level.length)") && !plan.contains("TEMP B-TREE"), "\(plan)")
            #expect(try reader.plan(query.statements.count).contains("thing_in_t\(territory.level.length)"))
            #expect(try reader.plan((Reader.wakeableThings, [0, 1])).contains("thing_by_wake"))
        }
    }

    @Test("the territories a thing concerns and those above see it, and nobody else")
    func scope() async throws {
        let world = try await world(2)
        let (both, other) = (Subject.directive(Reference(rawValue: 2)), Subject.directive(Reference(rawValue: 1)))
        func sees(_ territory: TerritoryCode, _ subject: Subject) async throws -> Bool {
            try await world.store.read(.user(in: [territory])) { try $0.canSee(subject) }
        }
        #expect(try await sees(.furong, both))
        #expect(try await sees(.changsha, both))
        #expect(try await sees(.hunan, other))
        #expect(try await !sees(.furong, other))
        #expect(try await !sees(.furongTownship, both))
        await #expect(throws: StoreError.outsideScope) {
            try await world.store.read(.user(in: [.furong])) { _ = try $0.thing(other) }
        }
        await #expect(throws: StoreError.territoryOutsideScope(.hunan)) {
            try await world.store.read(.user(in: [.furong])) { _ = try $0.things(ThingListQuery(kind: .directive, territory: .hunan)) }
        }
    }

    @Test("duties of things and of persons stand in one worklist, by due time")
    func worklist() async throws {
        let world = try await world(1)
        let person = try await world.person()
        @Sendable func duty(_ rule: String, due hours: Int) -> DutyRow {
            DutyRow(
                reason: .directive, rule: rule, territory: .furong, measure: .command, role: .commander, kind: .clock, opens: .noon,
                due: .noon + .hours(hours))
        }
        try await world.store.write(.test) { writer in
            try writer.setDuties([duty("b", due: 2)], of: .person(person))
            try writer.setDuties([duty("a", due: 1), duty("c", due: 3)], of: .directive(Reference(rawValue: 1)))
        }
        let rows = try await world.store.read(.user(in: [.furong])) { try $0.worklist(WorklistQuery(territories: [.furong])).rows }
        #expect(rows.map(\.duty.rule) == ["a", "b", "c"])
        #expect(rows.map(\.label) == ["指令1", nil, "指令1"])
        #expect(rows.map { $0.identity?.name } == [nil, "王*明", nil])
    }

    @Test("a fact that founds a thing is the territory's that answers for it, and bears its number")
    func founding() async throws {
        let world = try TestStore()
        let place = Fact.place(Place(name: "甲", placeClass: "market", territory: .furong))
        let subject = try await world.store.write(.user(1, in: .changsha)) { writer in
            let subject = try #require(writer.nextThing(.place))
            try writer.append(place, about: subject, happenedAt: .noon, knownAt: .noon)
            return subject
        }
        #expect(try await world.store.read(.systemUnrestricted) { try $0.entries(about: subject) }.map(\.record.entity) == [subject.number])
        await #expect(throws: StoreError.territoryOutsideScope(.furong)) {
            try await world.store.write(.user(1, in: .yuhu)) { writer in
                let subject = try #require(writer.nextThing(.place))
                try writer.append(place, about: subject, happenedAt: .noon, knownAt: .noon)
            }
        }
    }

    @Test("facts that bear on a subject are found from it, revised ones with what they no longer bear on")
    func bearing() async throws {
        let world = try TestStore()
        let parent = Reference<Directive>(rawValue: 900)
        let child = try await world.store.write(.test) { writer in
            let subject = try #require(writer.nextThing(.directive))
            return try writer.append(
                .directive(Directive(title: "乙", text: "…", issuer: .changsha, addressees: [.furong], parent: parent)), about: subject,
                happenedAt: .noon, knownAt: .noon)
        }
        let found = try await world.store.read(.systemUnrestricted) { try $0.entries(bearingOn: [.directive(parent), .territory(.hunan)]) }
        #expect(found.map(\.record.id) == [child.id])
    }

    @Test("a database of the second step migrates: its duties stand, its cases bear on their counties")
    func migration() throws {
        let path = TestStore.newFolder
        let folder = try path()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let queue = try DatabaseQueue(path: folder + "/old.db")
        try queue.writeWithoutTransaction { database in
            try Migration.migrate(database, to: 2, dialect: .sqlite, now: .noon)
            try database.execute(sql: "INSERT INTO person (id, created_at) VALUES (1, 0)")
            try database.execute(
                sql: """
                    INSERT INTO duty (person, reason, rule, ordinal, territory, t2, t4, t6, measure, role, kind, opens, due)
                    VALUES (1, 'infection', 'tracing.x', 0, '430102', 43, 4301, 430102, 2, 'investigator', 'clock', 0, 5)
                    """)
            let payload = try JSONEncoder().encode(Fact.caseReport(CaseReport(kind: .confirmed, territory: .furongTownship)))
            try database.execute(
                sql: """
                    INSERT INTO fact (id, entity, subject_kind, subject, kind, happened_at, known_at, audited_at, source, withdrawn, payload)
                    VALUES (1, 1, 'person', 1, 'caseReport', 0, 0, 0, 'test', 0, ?)
                    """, arguments: [payload])
            try Migration.migrate(database, dialect: .sqlite, now: .noon)
            let duty = try #require(try Row.fetchOne(database, sql: "SELECT subject_kind, subject, rule FROM duty"))
            #expect((duty[0] as String?, duty[1] as Int64?, duty[2] as String?) == ("person", 1, "tracing.x"))
            let bearing = try #require(try Row.fetchOne(database, sql: "SELECT subject_kind, subject, fact FROM bearing"))
            #expect((bearing[0] as String?, bearing[1] as Int64?, bearing[2] as Int64?) == ("territory", 430_102, 1))
        }
    }
}
