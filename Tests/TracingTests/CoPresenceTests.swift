import Testing
import Vocabulary

@testable import Tracing

@Suite("Who was in one place with whom")
struct CoPresenceTests {
    /// Visits `person place in out`, one a line, and the meetings found for one source.
    private func meetings(
        _ visits: String, of person: String, from: Int32 = .min, until: Int32 = .max, _ rule: CoPresenceRule = CoPresenceRule(minimum: .minutes(15))
    ) throws -> [String] {
        let table = VisitTable(Written.visits(visits))
        let number = try #require(table.number(ofPerson: person))
        return CoPresence(table, rule).meetings(of: [Source(person: number, from: from, until: until)])
            .map { "\(table.person($0.contact)) \(table.place($0.place)) \($0.start) \($0.exposed) \($0.episodes) \($0.ticks)" }.sorted()
    }

    @Test("an overlap of the minimum makes a contact, a minute less does not")
    func minimum() throws {
        #expect(try meetings("a P 0 60 / b P 45 90 / c P 46 90", of: "a") == ["b P 45 60 1 15"])
    }

    @Test("stays that only touch are no overlap, unless any overlap at all will do")
    func touching() throws {
        #expect(try meetings("a P 0 60 / b P 60 90", of: "a") == [])
        #expect(try meetings("a P 0 60 / b P 60 90 / c P 61 90", of: "a", CoPresenceRule(minimum: .zero)) == ["b P 60 60 1 0"])
    }

    @Test("a stay over midnight is one stay")
    func midnight() throws {
        #expect(try meetings("a P 1400 1500 / b P 1430 1450 / c P 1441 1500", of: "a") == ["b P 1430 1445 1 20", "c P 1441 1456 1 59"])
    }

    @Test("doubled and overlapping records of one person count as often as they stand")
    func doubled() throws {
        #expect(try meetings("a P 0 60 / b P 0 60 / b P 0 60 / b P 30 90", of: "a") == ["b P 0 15 3 150"])
        #expect(try meetings("a P 0 60 / a P 0 60 / b P 10 30", of: "a") == ["b P 10 25 2 40"])
    }

    @Test("a person is no contact of their own, however often they were there at once")
    func oneself() throws {
        #expect(try meetings("a P 0 60 / a P 10 50", of: "a") == [])
    }

    @Test("what lies outside the window does not count, and an overlap is cut by it")
    func window() throws {
        #expect(try meetings("a P 0 100 / b P 0 20 / c P 0 40 / d P 70 100", of: "a", from: 20, until: 84) == ["c P 20 35 1 20"])
    }

    @Test("who lingers where an infectious person has left can still be exposed")
    func lingering() throws {
        let rule = CoPresenceRule(minimum: .minutes(1), lingering: .hours(2))
        #expect(try meetings("a P 0 10 / b P 100 140 / c P 131 140", of: "a", rule) == ["b P 100 101 1 30"])
    }

    @Test("times add up within the hours of the rule, and time covered twice counts once")
    func cumulative() throws {
        let rule = CoPresenceRule(minimum: .minutes(15), cumulativeIn: .hours(24))
        #expect(try meetings("a P 0 3000 / b P 0 8 / b P 100 108", of: "a", rule) == ["b P 0 107 2 16"])
        #expect(try meetings("a P 0 3000 / b P 0 8 / b P 1445 1453", of: "a", rule) == [], "the first eight minutes had left the day")
        #expect(try meetings("a P 0 3000 / b P 0 8 / b P 0 8 / b P 4 12", of: "a", rule) == [])
        #expect(try meetings("a P 0 3000 / b P 0 8 / b Q 0 20 / b P 1440 1460", of: "a", rule) == ["b P 1440 1455 2 28"])
    }

    @Test("a case without a visit has no contact")
    func noVisit() {
        let table = VisitTable(Written.visits("a P 0 60 / b P 0 60"))
        #expect(table.number(ofPerson: "z") == nil)
        #expect(CoPresence(table, CoPresenceRule(minimum: .zero)).meetings(of: [Source(person: 99, from: 0, until: 99)]) == [])
    }

    @Test("a contact passes exposure on from its earliest exposure until it is isolated; a case does not pass it on as a contact")
    func exposed() throws {
        let table = VisitTable(Written.visits("a P 0 60 / b P 0 60 / c P 30 60 / x P 30 60"))
        let numbers = try ["a", "b", "c", "x"].map { try #require(table.number(ofPerson: $0)) }
        let cases = [Source(person: numbers[0], from: 0, until: 100), Source(person: numbers[3], from: 0, until: 100)]
        let search = CoPresence(table, CoPresenceRule(minimum: .minutes(15)))
        let close = search.meetings(of: cases)
        #expect(
            search.exposed(close, cases: cases) == [
                Source(person: numbers[1], from: 15, until: .max), Source(person: numbers[2], from: 45, until: .max),
            ])
        #expect(
            search.exposed(close, cases: cases, isolatedAt: [numbers[1]: 50, numbers[2]: 40]) == [
                Source(person: numbers[1], from: 15, until: 50)
            ])
    }
}

@Suite("The search agrees with going through every pair")
struct CoPresenceOracleTests {
    @Test("on invented visits of every kind", arguments: 0..<60)
    func pairs(seed: UInt64) {
        let world = InventedVisits(seed: seed)
        let table = VisitTable(world.visits)
        let cases = world.cases.compactMap { item in
            table.number(ofPerson: item.person).map { Source(person: $0, from: item.from, until: item.until) }
        }
        let search = CoPresence(table, CoPresenceRule(minimum: .minutes(world.minimum), lingering: .minutes(world.lingering)))
        let close = search.meetings(of: cases)
        let expected = world.meetings(of: world.cases)
        #expect(InventedVisits.named(close, table) == expected)
        let exposed = world.exposed(expected)
        #expect(InventedVisits.named(search.meetings(of: search.exposed(close, cases: cases)), table) == world.meetings(of: exposed))
    }

    @Test("when times add up", arguments: 0..<60)
    func cumulative(seed: UInt64) {
        let world = InventedVisits(seed: seed)
        let table = VisitTable(world.visits)
        let window = 40 + Int(seed) * 3
        let minimum = max(1, world.minimum)
        let search = CoPresence(table, CoPresenceRule(minimum: .minutes(minimum), cumulativeIn: .minutes(window)))
        let cases = world.cases.compactMap { item in
            table.number(ofPerson: item.person).map { Source(person: $0, from: item.from, until: item.until) }
        }
        var found: [String: Int32] = [:]
        for meeting in search.meetings(of: cases) { found[table.person(meeting.source) + ">" + table.person(meeting.contact)] = meeting.exposed }
        #expect(found == world.reached(minimum: minimum, window: window))
    }

    @Test("and one stay of ten days among ten thousand short ones is still found")
    func longStay() throws {
        var visits: [(person: String, place: String, start: Int32, end: Int32)] = [("guest", "hotel", 0, 14_400)]
        for index in 0..<10_000 {
            let start = Int32(index % 14_000)
            visits.append(("p\(index)", "hotel", start, start + 20))
        }
        let table = VisitTable(visits)
        let person = try #require(table.number(ofPerson: "p5000"))
        let found = CoPresence(table, CoPresenceRule(minimum: .minutes(15))).meetings(of: [Source(person: person, from: 0, until: .max)])
        #expect(found.contains { table.person($0.contact) == "guest" })
        #expect(found.count == 11, "the guest, and those who came up to five minutes before or after")
    }
}
