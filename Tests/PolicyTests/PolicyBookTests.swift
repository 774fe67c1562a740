import Testing
import Vocabulary

@testable import Policy

@Suite("The book of adopted editions")
struct PolicyBookTests {
    static let province = TerritoryCode("43")
    static let changsha = TerritoryCode("430102")
    static let yueyang = TerritoryCode("430602")

    static func at(_ day: String, hour: Int = 12) -> Instant {
        CivilDate(day).map { CivilZone.shanghai.instant($0, hour: hour) } ?? .distantPast
    }

    static func edition(
        _ id: String, from: String, until: String? = nil, application: Policy.Application = .newTriggers, territory: TerritoryCode? = nil
    ) throws -> Policy {
        var policy = try Shipped.policy("none")
        policy.id = id
        policy.from = try #require(CivilDate(from))
        policy.until = until.flatMap { CivilDate($0) }
        policy.application = application
        policy.territory = territory
        return policy
    }

    /// A: all of the province from 1 March, new triggers. B: the province from 10 March, everything open. C: a county from 12 March, new
    /// triggers, known only on the 14th. D: the province 20 to 25 March, new triggers.
    static func book() throws -> PolicyBook {
        var book = PolicyBook(root: try #require(province), fallback: try Shipped.policy("none"))
        book.adopt(try edition("A", from: "2022-03-01"), knownAt: at("2022-02-28"))
        book.adopt(try edition("B", from: "2022-03-10", application: .open), knownAt: at("2022-03-09"))
        book.adopt(try edition("C", from: "2022-03-12", territory: changsha), knownAt: at("2022-03-14"))
        book.adopt(try edition("D", from: "2022-03-20", until: "2022-03-25"), knownAt: at("2022-03-19"))
        return book
    }

    @Test(
        "says which governs a trigger, where, as known when",
        arguments: [
            ("2022-02-27", "430602", "2022-03-05", nil),  // before everything
            ("2022-03-05", "430602", "2022-03-05", "A"),
            ("2022-03-05", "430602", "2022-03-09", "A"),  // B is known but not in force
            ("2022-03-05", "430602", "2022-03-10", "B"),  // B takes over what is open
            ("2022-03-10", "430602", "2022-03-10", "B"),
            ("2022-03-13", "430102", "2022-03-13", "B"),  // the county's edition is not known yet
            ("2022-03-13", "430102", "2022-03-14", "C"),  // the county's own wins, for what was triggered under it
            ("2022-03-11", "430102", "2022-03-14", "B"),
            ("2022-03-13", "430602", "2022-03-14", "B"),  // another county
            ("2022-03-13", "43", "2022-03-14", "B"),  // the province itself
            ("2022-03-21", "430602", "2022-03-30", "D"),  // triggered while D was in force
            ("2022-03-19", "430602", "2022-03-21", "B"),
            ("2022-03-26", "430602", "2022-03-26", "B"),  // D has ended
            ("2022-03-21", "430102", "2022-03-21", "C"),
            ("2022-03-05", "110101", "2022-03-12", nil),  // elsewhere
        ] as [(String, String, String, String?)])
    func governs(trigger: String, territory: String, known: String, expected: String?) throws {
        let book = try PolicyBookTests.book()
        let code = try #require(TerritoryCode(territory))
        let edition = book.edition(forTriggerAt: PolicyBookTests.at(trigger), in: code, knownAt: PolicyBookTests.at(known))
        #expect(edition?.id == expected)
    }

    @Test("an edition begins at midnight and ends with its last day")
    func edges() throws {
        let book = try PolicyBookTests.book()
        func governing(_ day: String, _ hour: Int) -> String? {
            book.edition(forTriggerAt: PolicyBookTests.at(day, hour: hour), in: nil, knownAt: PolicyBookTests.at("2022-04-01"))?.id
        }
        #expect(governing("2022-03-19", 23) == "B")
        #expect(governing("2022-03-20", 0) == "D")
        #expect(governing("2022-03-25", 23) == "D")
        #expect(governing("2022-03-26", 0) == "B")
    }

    @Test("what recurs is governed by what was in force then: an edition for everything open does not reach back")
    func inForce() throws {
        let book = try PolicyBookTests.book()
        let known = PolicyBookTests.at("2022-03-30")
        let editions = ["2022-02-27", "2022-03-05", "2022-03-15", "2022-03-22", "2022-03-28"].map {
            book.edition(inForceAt: PolicyBookTests.at($0), in: PolicyBookTests.yueyang, knownAt: known)?.id
        }
        #expect(editions == [nil, "A", "B", "D", "B"])
    }

    @Test("names the moments at which what is open can come under another edition")
    func starts() throws {
        let book = try PolicyBookTests.book()
        #expect(book.starts(in: PolicyBookTests.yueyang) == [PolicyBookTests.at("2022-03-10", hour: 0)])
        #expect(book.starts(in: PolicyBookTests.changsha) == [PolicyBookTests.at("2022-03-10", hour: 0), PolicyBookTests.at("2022-03-14")])
    }

    @Test("a withdrawn edition governs as it was known, and no longer afterwards")
    func withdrawn() throws {
        var book = try PolicyBookTests.book()
        book.withdraw("C", at: PolicyBookTests.at("2022-03-16"))
        let trigger = PolicyBookTests.at("2022-03-13")
        #expect(book.edition(forTriggerAt: trigger, in: PolicyBookTests.changsha, knownAt: PolicyBookTests.at("2022-03-15"))?.id == "C")
        #expect(book.edition(forTriggerAt: trigger, in: PolicyBookTests.changsha, knownAt: PolicyBookTests.at("2022-03-16"))?.id == "B")
    }
}
