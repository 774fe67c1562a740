import Foundation
import GRDB
import Obligations
import Register
import Testing
import Vocabulary

@testable import Storage

@Suite("Lists")
struct ListTests {
    private static func duty(
        _ rule: String, in territory: TerritoryCode = .furongVillage, role: Role = .investigator, measure: Measure = .tracing,
        kind: Obligation.Kind = .clock, due hours: Int, ordinal: Int = 0
    ) -> DutyRow {
        DutyRow(
            reason: .closeContact, rule: rule, ordinal: ordinal, territory: territory, measure: measure, role: role, kind: kind,
            opens: .noon - .hours(24), due: .noon + .hours(hours), place: "观沙岭酒店 3楼")
    }

    private static func listing(
        in territory: TerritoryCode, hours: Int, due: Int? = nil, degree: ContactDegree? = .close, kind: CaseKind? = nil, mode: ControlMode? = nil
    ) -> Listing {
        let at = Instant.noon + .hours(hours)
        return Listing(
            sex: .female, birthYear: 1990, residence: territory, territory: territory, registeredAt: at, updatedAt: at,
            nextDue: due.map { .noon + .hours($0) },
            asCase: kind.map { Listing.CaseRole(kind: $0, origin: .local, onset: CivilDate(daysSinceEpoch: 19_000), diagnosedAt: at, label: "7") },
            asContact: degree.map { Listing.ContactRole(degree: $0, lastExposure: CivilDate(daysSinceEpoch: 19_070), identifiedAt: at) },
            control: mode.map { Listing.Control(mode: $0, site: "观沙岭酒店", room: "305", since: at, releaseAt: at + .hours(336)) })
    }

    // MARK: Worklist

    @Test("a worklist shows, by due time, what lies in its territory and role, and writes only differences")
    func worklist() async throws {
        let world = try TestStore()
        let person = try await world.person("王小明", in: .furong)
        let rows = [
            Self.duty("a", due: -5), Self.duty("b", in: .furong, due: -7), Self.duty("c", in: .yuhu, due: -9),
            Self.duty("d", role: .hospital, due: 3),
            Self.duty("e", measure: .testing, kind: .test, due: 30),
        ]
        try await world.store.write(.test) { try $0.setDuties(rows, of: person) }
        func rules(_ scope: Scope, _ query: WorklistQuery) async throws -> [String] {
            try await world.store.read(scope) { try $0.worklist(query) }.rows.map(\.duty.rule)
        }
        let hunan = Scope.user(in: [.hunan])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan])) == ["c", "b", "a", "d", "e"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.changsha, .furong])) == ["b", "a", "d", "e"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.furongVillage])) == ["a", "d", "e"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.furongTownship, .yuhu])) == ["c", "a", "d", "e"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan], roles: [.hospital])) == ["d"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan], measure: .testing)) == ["e"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan], kind: .test)) == ["e"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan]).late(at: .noon)) == ["c", "b", "a"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan]).due(from: .noon, before: .noon + .hours(12))) == ["d"])
        #expect(try await rules(hunan, WorklistQuery(territories: [.hunan], openAt: .noon - .hours(25))) == [])
        #expect(try await rules(.user(in: [.yuhu]), WorklistQuery(territories: [.yuhu])) == ["c"])
        await #expect(throws: StoreError.territoryOutsideScope(.hunan)) {
            try await world.store.read(.user(in: [.yuhu])) { try $0.worklist(WorklistQuery(territories: [.hunan])) }
        }
        let before = try await world.store.read(hunan) { try $0.worklist(WorklistQuery(territories: [.hunan])) }
        #expect(before.rows[0].identity?.name == "王*明")
        #expect(before.count == .exactly(5))
        #expect(before.next == nil)
        // b is met, a moves: b and a go, a new a comes, the others keep their rows.
        try await world.store.write(.test) { try $0.setDuties([Self.duty("a", due: -1)] + rows[2...], of: person) }
        let after = try await world.store.read(hunan) { try $0.worklist(WorklistQuery(territories: [.hunan])) }
        #expect(after.rows.map(\.duty.rule) == ["c", "a", "d", "e"])
        func numbers(_ page: [WorklistRow]) -> [Int64] { page.filter { ["c", "d", "e"].contains($0.duty.rule) }.map(\.id) }
        #expect(numbers(after.rows) == numbers(before.rows))
        #expect(try await world.store.read(hunan) { try $0.duties(of: person) }.count == 4)
    }

    @Test("what a transaction writes many rows at a time is there for whoever asks in it, and may be set again")
    func gathered() async throws {
        let world = try TestStore()
        let found = try await world.store.write(.test) { (writer: Writer) throws -> [String] in
            var told: [String] = []
            func tell(_ what: String, _ holds: Bool) { if holds { told.append(what) } }
            func gather(_ number: Int) throws -> PersonID {
                let person = try writer.newTestPerson("王小\(number)", document: "41010119900101\(1000 + number)", phone: "1380000000\(number)")
                try writer.setDerived(Derived(calendar: Data([UInt8(number)]), status: Data(), through: .noon, wake: nil), of: person)
                try writer.setListing(Self.listing(in: .furong, hours: -number, mode: .central), of: person)
                try writer.setDuties([Self.duty("a", due: number), Self.duty("b", due: -number)], of: person)
                return person
            }
            let (one, other) = (try gather(1), try gather(2))
            tell("none written yet", writer.gathered.listings.count == 2)
            tell("document", try writer.matchCandidate(document: "410101199001011001") == one)
            tell("nobody", try writer.matchCandidate(document: "410101199001011009") == nil)
            let third = try gather(3)
            tell("telephone", try writer.matchCandidate(phone: "13800000003", name: "王小3") == third)
            _ = try gather(4)
            tell("name", try writer.find(by: [.name("王小4")]).count == 1)
            _ = try gather(5)
            tell("worklist", try writer.worklist(WorklistQuery(territories: [.hunan])).rows.count == 10)
            let sixth = try gather(6)
            tell("derived", try writer.derived(of: sixth)?.calendar == Data([6]))
            let seventh = try gather(7)
            tell("list", try writer.lineList(LineListQuery(territory: .hunan, kind: .contacts)).rows.count == 7)
            tell("identity", try writer.maskedIdentity(of: seventh).identity.name == MaskedIdentity(Identity(name: "王小7")).name)
            try writer.setDerived(Derived(calendar: Data([9]), status: Data(), through: .noon, wake: nil), of: other)
            try writer.setListing(Self.listing(in: .yuhu, hours: 0), of: other)
            try writer.setDuties([Self.duty("c", due: 0)], of: other)
            try writer.setLinks([PersonLink(kind: .residence, territory: .yuhu)], of: other)
            tell("again", try writer.derived(of: other)?.calendar == Data([9]))
            tell("elsewhere", try writer.links(of: other).map(\.territory) == [.yuhu] && writer.duties(of: other).map(\.rule) == ["c"])
            return told
        }
        let expected = [
            "none written yet", "document", "nobody", "telephone", "name", "worklist", "derived", "list", "identity", "again", "elsewhere",
        ]
        #expect(found == expected)
        try await world.store.read(.user(in: [.yuhu])) { (reader: Reader) throws in
            #expect(try reader.lineList(LineListQuery(territory: .yuhu, kind: .person)).rows.count == 1)
            #expect(try reader.rollCounts(in: .yuhu).count(.contacts) == 1)
        }
    }

    @Test("a grid's worklist is its own, though only villages have a column")
    func grid() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let (grid, neighbour) = (TerritoryCode.code("430102001001001"), TerritoryCode.code("430102001001002"))
        try await world.store.write(.test) {
            try $0.setDuties([Self.duty("own", in: grid, due: 1), Self.duty("next door", in: neighbour, due: 1)], of: person)
        }
        let page = try await world.store.read(.user(in: [grid])) { try $0.worklist(WorklistQuery(territories: [grid])) }
        #expect(page.rows.map(\.duty.rule) == ["own"])
        #expect(page.count == .exactly(1))
    }

    @Test("pages of a worklist follow each other without gap or repetition, over equal due times and several roles")
    func worklistPaging() async throws {
        let world = try TestStore()
        let person = try await world.person()
        let roles: [Role] = [.investigator, .hospital, .communityWorker]
        let rows = (0..<100).map { Self.duty("r", role: roles[$0 % 3], due: $0 / 10, ordinal: $0) }
        try await world.store.write(.test) { try $0.setDuties(rows.shuffled(), of: person) }
        var query = WorklistQuery(territories: [.furong], limit: 7, countCap: 50)
        var seen: [DutyRow] = []
        repeat {
            let asked = query
            let page = try await world.store.read(.user(in: [.furong])) { try $0.worklist(asked) }
            #expect(page.count == .moreThan(50))
            seen += page.rows.map(\.duty)
            query.after = try page.next.map { try #require(PageCursor("\($0)")) }
        } while query.after != nil
        #expect(seen.map(\.due) == rows.map(\.due).sorted())
        #expect(Set(seen) == Set(rows))
    }

    @Test("every worklist walks an index in due order, whatever its territory and filters")
    func worklistPlans() async throws {
        let world = try TestStore()
        let cursor = PageCursor(value: 0, id: 0)
        for territory in [TerritoryCode.hunan, .changsha, .furong, .furongTownship, .furongVillage, .code("430102001001001")] {
            for after in [nil, cursor] {
                let query = WorklistQuery(
                    territories: [territory], measure: .testing, kind: .test, dueFrom: .noon, openAt: .noon, after: after)
                let index = "duty_in_\(min(territory.level, .village).column)"
                let (page, count, jumps) = try await world.store.read(.systemUnrestricted) { reader in
                    let segment = Reader.Segment(query, territory: territory, role: .laboratory, measure: .testing)
                    let level = min(territory.level, .village)
                    let jumps = try [
                        reader.plan((WorklistQuery.nextMeasure(level), [1, "", 0])), reader.plan((WorklistQuery.nextRole(level), [1, ""])),
                    ]
                    return try (reader.plan(segment.page), reader.plan(segment.count), jumps)
                }
                do {
                    for jump in jumps { #expect(jump.contains("INDEX \(index)") && !jump.contains("TEMP B-TREE"), "\(jump)") }
                    #expect(page.contains("SEARCH duty USING INDEX \(index)"), "\(page)")
                    #expect(count.contains("INDEX \(index)"), "\(count)")
                    #expect(!page.contains("TEMP B-TREE") && !page.contains("SCAN duty"), "\(page)")
                }
            }
        }
    }

    // MARK: Line lists

    @Test("a line list shows who belongs to it, in its order, within its territory")
    func lineList() async throws {
        let world = try TestStore()
        let listings = [
            Self.listing(in: .furong, hours: 1, due: 5, mode: .central), Self.listing(in: .furongVillage, hours: 2, due: -3, mode: .homeIsolation),
            Self.listing(in: .furong, hours: 3, degree: .secondary), Self.listing(in: .yuhu, hours: 4, due: 1, kind: .confirmed, mode: .hospital),
            Self.listing(in: .furong, hours: 5, degree: nil, kind: .asymptomatic, mode: .central),
        ]
        let people = try await world.store.write(.test) { writer in
            try listings.map { listing in
                let person = try writer.newTestPerson(in: listing.territory)
                try writer.setListing(listing, of: person)
                return person
            }
        }
        func list(_ query: LineListQuery, _ scope: Scope = .user(in: [.hunan])) async throws -> [Int] {
            let page = try await world.store.read(scope) { try $0.lineList(query) }
            #expect(page.count == .exactly(page.rows.count))
            return try page.rows.map { row in
                let number = try #require(people.firstIndex(of: row.id))
                #expect(row.listing == listings[number])
                return number
            }
        }
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts)) == [3, 1, 0])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts, order: .oldest)) == [0, 1, 3])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts, order: .nextDue)) == [1, 3, 0])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts, dueBefore: .noon)) == [1])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts, dueFrom: .noon, dueBefore: .noon + .hours(3))) == [3])
        #expect(try await list(LineListQuery(territory: .changsha, kind: .contacts)) == [1, 0])
        #expect(try await list(LineListQuery(territory: .furongVillage, kind: .contacts)) == [1])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .secondaryContacts)) == [2])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .cases)) == [4, 3])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .cases, tag: CaseKind.confirmed.rawValue)) == [3])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .controlled)) == [4, 3, 1, 0])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .controlled, tag: ControlMode.central.rawValue)) == [4, 0])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts, control: .central)) == [0])
        #expect(try await list(LineListQuery(territory: .furong, kind: .person), .user(in: [.furong])) == [4, 2, 1, 0])
        await #expect(throws: StoreError.territoryOutsideScope(.changsha)) {
            _ = try await list(LineListQuery(territory: .changsha, kind: .person), .user(in: [.furong]))
        }
        // Whoever's last link has ended is no longer listed, though the listing still stands.
        try await world.store.write(.test) {
            try $0.setLinks([PersonLink(kind: .residence, territory: .furong, until: .noon)], of: people[0])
        }
        #expect(try await list(LineListQuery(territory: .hunan, kind: .contacts)) == [3, 1])
        // A changed listing moves between lists.
        try await world.store.write(.test) {
            var listing = listings[2]
            listing.asContact?.degree = .close
            try $0.setListing(listing, of: people[2])
        }
        let moved = try await world.store.read(.user(in: [.hunan])) { try $0.lineList(LineListQuery(territory: .hunan, kind: .contacts)) }
        #expect(moved.rows.map(\.id) == [people[3], people[2], people[1]])
        #expect(try await list(LineListQuery(territory: .hunan, kind: .secondaryContacts)) == [])
    }

    @Test("pages of a line list follow each other without gap or repetition", arguments: LineListQuery.Order.allCases)
    func lineListPaging(order: LineListQuery.Order) async throws {
        let world = try TestStore()
        try await world.store.write(.test) { writer in
            for number in 0..<60 {
                let person = try writer.newTestPerson()
                try writer.setListing(Self.listing(in: .furong, hours: number / 9, due: number / 7), of: person)
            }
        }
        var query = LineListQuery(territory: .furong, kind: .contacts, order: order, limit: 11)
        var seen: [LineListRow] = []
        repeat {
            let asked = query
            let page = try await world.store.read(.user(in: [.furong])) { try $0.lineList(asked) }
            seen += page.rows
            query.after = page.next
        } while query.after != nil
        #expect(seen.count == 60)
        #expect(Set(seen.map(\.id)).count == 60)
        let times = seen.map { order == .nextDue ? $0.listing.nextDue ?? .distantPast : $0.listing.asContact?.identifiedAt ?? .distantPast }
        #expect(times == (order == .newest ? times.sorted(by: >) : times.sorted()))
    }

    @Test("every line list walks an index in its order, whatever its territory and filters")
    func lineListPlans() async throws {
        let world = try TestStore()
        for territory in [TerritoryCode.hunan, .changsha, .furong, .furongTownship, .furongVillage] {
            for order in LineListQuery.Order.allCases {
                for after in [nil, PageCursor(value: 0, id: 0)] {
                    for dueBefore in [nil, Instant.noon] {
                        let query = LineListQuery(
                            territory: territory, kind: .contacts, tag: "close", control: .central, dueBefore: dueBefore, order: order, after: after)
                        let (page, count) = try await world.store.read(.user(in: [.hunan])) { reader in
                            let statements = LineListStatements(query, visibility: reader.visibility(of: "roll.person"))
                            return (try reader.plan(statements.page), try reader.plan(statements.count))
                        }
                        let isByDue = order == .nextDue || dueBefore != nil
                        let index = "INDEX roll_\(isByDue ? "due_" : "")in_\(min(territory.level, .township).column)"
                        #expect(page.contains(index) && !page.contains("TEMP B-TREE") && !page.contains("SCAN roll"), "\(page)")
                        #expect(page.contains("SEARCH link USING PRIMARY KEY (person=?"), "\(page)")
                        #expect(count.contains(index), "\(count)")
                    }
                }
            }
        }
    }

    // MARK: What is derived

    @Test("what was derived comes back, and wakes when its time has come")
    func derived() async throws {
        let world = try TestStore()
        let (one, other) = (try await world.person(), try await world.person())
        let derived = Derived(calendar: Data([1, 2]), status: Data([3]), through: .noon + .hours(72), wake: .noon + .hours(5))
        try await world.store.write(.test) {
            try $0.setDerived(derived, of: one)
            try $0.setDerived(Derived(calendar: Data(), status: Data(), through: .noon, wake: nil), of: other)
        }
        try await world.store.read(.user(in: [.furong])) { (reader: Reader) throws in
            #expect(try reader.derived(of: one) == derived)
            #expect(try reader.wakeable(before: .noon + .hours(5)) == [one])
            #expect(try reader.wakeable(before: .noon + .hours(4)) == [])
            #expect(try reader.plan((Reader.wakeableQuery, [0, 1])).contains("derived_by_wake"))
        }
    }

    @Test("tallies sum up to every territory above, as known now and as known then; late is a prefix of due hours")
    func tallies() async throws {
        let world = try TestStore()
        func change(_ territory: TerritoryCode, _ state: TallyState, due: Int, known: Int, _ count: Int) -> TallyChange {
            TallyChange(territory: territory, measure: .tracing, state: state, due: .noon + .hours(due), known: .noon + .hours(known), count: count)
        }
        let first = [change(.furongVillage, .unmet, due: 0, known: -10, 3), change(.furong, .unmet, due: 8, known: -10, 2)]
        let second = [change(.yuhu, .unmet, due: 0, known: -9, 5), change(.changsha, .unmet, due: 0, known: -9, 1)]
        // At hour −1 two of three are met in time: they leave the one state and join the other.
        let third = [change(.furongVillage, .unmet, due: 0, known: -1, -2), change(.furongVillage, .metInTime, due: 0, known: -1, 2)]
        for changes in [first, second, third] { try await world.store.write(.test) { $0.addTally(changes) } }
        func sums(_ territory: TerritoryCode, due: Int, known: Int? = nil) async throws -> [String] {
            try await world.store.read(.user(in: [.hunan])) {
                try $0.tallies(in: territory, dueBefore: .noon + .hours(due), knownBefore: known.map { .noon + .hours($0) })
            }.map { "\($0.territory) \($0.state) \($0.count)" }.sorted()
        }
        #expect(try await sums(.hunan, due: 100) == ["4301 metInTime 2", "4301 unmet 4", "4303 unmet 5"])
        #expect(try await sums(.hunan, due: 8) == ["4301 metInTime 2", "4301 unmet 2", "4303 unmet 5"])
        #expect(try await sums(.hunan, due: 0) == [])
        #expect(try await sums(.hunan, due: 100, known: -1) == ["4301 unmet 6", "4303 unmet 5"])
        #expect(try await sums(.hunan, due: 100, known: -9) == ["4301 unmet 5"])
        #expect(try await sums(.changsha, due: 100) == ["4301 unmet 1", "430102 metInTime 2", "430102 unmet 3"])
        #expect(try await sums(.furong, due: 100) == ["430102 unmet 2", "430102001 metInTime 2", "430102001 unmet 1"])
        #expect(try await sums(.furong, due: 100, known: 0) == ["430102 metInTime 2", "430102 unmet 3"])
        #expect(try await sums(.furongTownship, due: 100) == ["430102001 metInTime 2", "430102001 unmet 1"])
        try await world.store.read(.systemUnrestricted) { (reader: Reader) throws in
            for isPast in [false, true] {
                for rows in [TallyQuery.Rows.territories, .measure] {
                    let query = TallyQuery(rows, isPast: isPast)
                    #expect(try reader.plan((query.wholeDays, isPast ? [1, 1, 2, 3, 4] : [1, 1, 2, 3])).contains("PRIMARY KEY"))
                    #expect(try reader.plan((query.brokenDays, isPast ? [1, 1, 2, 3, 4, 3, 4] : [1, 1, 2, 3])).contains("PRIMARY KEY"))
                }
            }
        }
    }

    @Test("the hours lost are those between the due time and the meeting, the closing or the moment asked for")
    func hoursLost() async throws {
        let world = try TestStore()
        @Sendable func change(_ state: TallyState, at hour: Int, _ count: Int) -> TallyChange {
            TallyChange(
                territory: .furongVillage, measure: .tracing, state: state, due: .noon + .hours(hour), known: .noon + .hours(hour), count: count)
        }
        try await world.store.write(.test) { writer in
            // Two stand unmet from hour 0 on; one was met three hours late; one closed as missed after two.
            writer.addTally([change(.unmet, at: 0, 2), change(.metLate, at: 0, 1), change(.delayed, at: 0, 1), change(.delayed, at: 3, -1)])
            writer.addTally([change(.unmet, at: 1, 1), change(.unmet, at: 3, -1), change(.missed, at: 3, 1)])
        }
        func lost(until hour: Int) async throws -> Int {
            try await world.store.read(.user(in: [.hunan])) { reader in
                let below = try reader.tallies(in: .hunan, dueBefore: .noon + .hours(hour)).reduce(0) { $0 + $1.hoursLate }
                let wholly = try reader.tallies(of: .tracing, wholly: .hunan, dueBefore: .noon + .hours(hour))
                #expect(wholly.reduce(0) { $0 + $1.hoursLate } == below)
                return below
            }
        }
        #expect(try await lost(until: 0) == 0)
        #expect(try await lost(until: 2) == 2 * 2 + 2 + 1)
        #expect(try await lost(until: 10) == 2 * 10 + 3 + 2)
    }
}

extension Reader {
    /// How the engine would run a statement.
    func plan(_ statement: (sql: String, parameters: [Parameter])) throws -> String {
        try database.rows("EXPLAIN QUERY PLAN " + statement.sql, statement.parameters).map { try $0.value(3, as: String.self) }.joined(
            separator: "; ")
    }
}
