import Operations
import Register
import Storage
import Testing
import Vocabulary

@Suite("Rosters of high-risk posts are held against how many there should be")
struct RosterTests {
    private static let start = Instant.shanghai("2022-03-15T08:00")

    /// A register with as many holders of one class of post in each county as said.
    private func register(_ holders: [TerritoryCode: Int]) async throws -> TemporaryRegister {
        let start = RosterTests.start
        let register = try await TemporaryRegister(at: start)
        try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let today = CivilZone.shanghai.date(of: start)
            for (county, count) in holders.sorted(by: { $0.key < $1.key }) {
                for number in 0..<count {
                    let holder = try filing.register(Identity(name: "王\(number)"), Person(residence: county))
                    try filing.file(.post(PostHolding(postClass: "market", territory: county, from: today)), about: holder, at: start)
                }
            }
        }
        return register
    }

    private func reckon(_ people: Int, in territory: TerritoryCode, after minutes: Int = 1, _ register: TemporaryRegister) async throws {
        let moment = RosterTests.start + .minutes(minutes)
        _ = try await register.at(moment).perform(as: .systemUnrestricted("test")) { filing in
            try filing.file(
                .rosterEstimate(RosterEstimate(postClass: "market", territory: territory, people: people)), about: .territory(territory), at: moment)
        }
    }

    private func roster(of territory: TerritoryCode, _ register: TemporaryRegister) async throws -> Roster? {
        try await register.store.read(.systemUnrestricted) { try $0.rosters(in: territory, at: RosterTests.start + .hours(1)) }.first
    }

    /// On the roster, reckoned, and of the reckoned on the roster.
    private func figures(of territory: TerritoryCode, _ register: TemporaryRegister) async throws -> [Int?] {
        let roster = try #require(try await roster(of: territory, register))
        return [roster.holders, roster.estimated, roster.listed]
    }

    @Test("too many in one county make up for nobody missing in another, and a county nobody reckoned is not judged")
    func completeness() async throws {
        let register = try await register([.yuhua: 5, .yuelu: 1, .yuetang: 9])
        #expect(try await figures(of: .hunan, register) == [15, nil, nil])
        try await reckon(4, in: .yuhua, register)
        try await reckon(3, in: .yuelu, register)
        #expect(try await figures(of: .hunan, register) == [15, 7, 5])
        #expect(try await figures(of: .yuelu, register) == [1, 3, 1])
        #expect(try await figures(of: .yuetang, register) == [9, nil, nil])
    }

    @Test("the newest estimate counts, and a territory's own before those of its parts")
    func ownEstimate() async throws {
        let register = try await register([.yuhua: 5, .yuelu: 1])
        try await reckon(4, in: .yuhua, register)
        try await reckon(10, in: .yuhua, after: 2, register)
        #expect(try await roster(of: .hunan, register)?.estimated == 10)
        let changsha = try #require(TerritoryCode("4301"))
        try await reckon(8, in: changsha, register)
        let roster = try await roster(of: .hunan, register)
        #expect(roster?.estimated == 8 && roster?.listed == 6)
    }
}
