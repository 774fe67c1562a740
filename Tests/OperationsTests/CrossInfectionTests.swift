import Obligations
import Operations
import Policy
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("Whoever was held near somebody found infected in an isolation site begins again")
struct CrossInfectionTests {
    private static let start = Instant.shanghai("2022-03-10T08:00")
    private static let name = "第1集中隔离点"
    private static let township = TerritoryCode("430111007") ?? .unstated

    /// A site with contacts in the given rooms, all exposed to a case on the 8th.
    private func site(_ rooms: [String?]) async throws -> (register: TemporaryRegister, site: Reference<StaySite>, people: [PersonID]) {
        let register = try await TemporaryRegister(at: Self.start)
        let (start, name, township) = (Self.start, Self.name, Self.township)
        let (site, people) = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let site = try filing.openSite(StaySite(name: name, mode: .central, territory: township, capacity: 100), at: start)
            let index = try filing.register(Identity(name: "病例", phones: ["13700000000"]), Person(residence: township))
            try filing.reportCase(CaseReport(kind: .confirmed, onset: CivilDate("2022-03-09"), territory: township), of: index, at: start)
            let people = try rooms.enumerated().map { number, room in
                let person = try filing.register(Identity(name: "密接\(number)", phones: ["1370000100\(number)"]), Person(residence: township))
                let met = CivilZone.shanghai.date(of: start) - 2
                try filing.file(.exposure(Exposure(index: index, last: met, setting: .meal, territory: township)), about: person, at: start)
                _ = try filing.begin(Stay(mode: .central, site: name, room: room, territory: township), of: person, at: start)
                return person
            }
            return (site, people)
        }
        return (register, site, people)
    }

    private func lastExposures(_ register: TemporaryRegister, _ people: [PersonID], at moment: Instant) async throws -> [String] {
        try await register.store.read(.systemUnrestricted) { reader in
            try people.map { person in
                Dossier(id: person, records: try reader.records(of: person), asOf: moment).exposures.map { "\($0.value.last)" }.max() ?? "–"
            }
        }
    }

    @Test(
        "the floor, one above and one below; not two floors away, nor rooms whose floor nobody can tell",
        arguments: [
            ("501", "518", true), ("501", "402", true), ("501", "603室", true), ("501", "702", false), ("501", "305", false),
            ("501", "A", false), ("12", "13", false), ("1201", "1310", true),
        ])
    func floors(own: String, other: String, restarts: Bool) async throws {
        let (register, _, people) = try await site([own, other])
        let found = Self.start + .hours(72)
        let (person, other) = (people[0], people[1])
        _ = try await register.at(found).perform(as: .systemUnrestricted("test")) { filing in
            try filing.reportCase(
                CaseReport(kind: .asymptomatic, firstPositiveTaken: found - .hours(6), territory: Self.township), of: person, at: found)
        }
        #expect(try await lastExposures(register, [other], at: found) == [restarts ? "2022-03-13" : "2022-03-08"])
        let view = try await register.at(found).person(other, scope: .systemUnrestricted)
        let until = view?.standing.demand?.until.map { CivilZone.shanghai.date(of: $0) }
        #expect(until == CivilDate(restarts ? "2022-03-27" : "2022-03-22"), "fourteen days from the new exposure")
    }

    @Test("a suspected case exposes nobody; confirmed it does, and who shared the room before is found as well")
    func suspected() async throws {
        let (register, _, people) = try await site(["501", "502"])
        let found = Self.start + .hours(48)
        let report = try await register.at(found).perform(as: .systemUnrestricted("test")) { filing in
            try filing.reportCase(CaseReport(kind: .suspected, onset: CivilDate("2022-03-12"), territory: Self.township), of: people[0], at: found)
        }
        #expect(try await lastExposures(register, [people[1]], at: found) == ["2022-03-08"])
        let later = found + .hours(20)
        _ = try await register.at(later).perform(as: .systemUnrestricted("test")) { try $0.change(report, .classified(.confirmed), at: later) }
        #expect(try await lastExposures(register, [people[1]], at: later) == ["2022-03-13"])
        let verified = try await register.at(later).verifyDerivation()
        #expect(verified.isGood)
    }

    @Test("a positive swab of shared surfaces has the whole site begin again; a negative one nobody")
    func environment() async throws {
        let (register, site, people) = try await site(["501", "902", "305"])
        let moment = Self.start + .hours(60)
        let none = try await register.at(moment).perform(as: .systemUnrestricted("test")) {
            try $0.recordEnvironment(of: site, "电梯按钮", .negative, at: moment).exposed
        }
        #expect(none.isEmpty)
        let all = try await register.at(moment).perform(as: .systemUnrestricted("test")) {
            try $0.recordEnvironment(of: site, "五楼走廊扶手", .positive, at: moment).exposed
        }
        #expect(all == people)
        #expect(try await lastExposures(register, people, at: moment) == Array(repeating: "2022-03-12", count: 3))
        await #expect(throws: StoreError.self) {
            _ = try await register.at(moment).perform(as: .user(9, .isolationSite, in: .yuelu, at: moment)) {
                _ = try $0.recordEnvironment(of: site, "门把手", .negative, at: moment)
            }
        }
    }

    /// Somebody held on the ninth floor because of where they came from.
    private func entrant(of register: TemporaryRegister) async throws -> PersonID {
        let (start, name, township) = (Self.start, Self.name, Self.township)
        return try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let person = try filing.register(Identity(name: "返乡", phones: ["13700009999"]), Person(residence: township))
            _ = try filing.begin(Stay(mode: .central, site: name, room: "905", territory: township), of: person, at: start)
            return person
        }
    }

    @Test("who is held there for another reason begins again too: by whoever was found infected there, else by the nearest contact's case")
    func environmentForOthers() async throws {
        let (register, site, people) = try await site(["501", "902"])
        let (start, township) = (Self.start, Self.township)
        let entrant = try await entrant(of: register)
        let moment = start + .hours(60)
        let first = try await register.at(moment).perform(as: .systemUnrestricted("test")) {
            try $0.recordEnvironment(of: site, "九楼电梯间", .positive, at: moment)
        }
        #expect(first.exposed == (people + [entrant]).sorted { $0.rawValue < $1.rawValue } && first.unexplained.isEmpty)
        #expect(try await lastExposures(register, [entrant], at: moment) == ["2022-03-12"])
        let (index, own) = (try await indexes(register, entrant, at: moment), try await indexes(register, people[1], at: moment))
        #expect(index.count == 1 && index.last == own.last, "whom the contact on the floor is held for")

        // Somebody in the site is found infected: the next swab is theirs.
        let later = moment + .hours(30)
        try await register.at(later).perform(as: .systemUnrestricted("test")) { filing in
            _ = try filing.reportCase(CaseReport(kind: .asymptomatic, firstPositiveTaken: later, territory: township), of: people[0], at: later)
        }
        let second = later + .hours(24)
        _ = try await register.at(second).perform(as: .systemUnrestricted("test")) {
            try $0.recordEnvironment(of: site, "大厅", .positive, at: second)
        }
        #expect(try await indexes(register, entrant, at: second).last == people[0])
        #expect(try await indexes(register, people[1], at: second).last == people[0], "for contacts too: the infection was inside")
        let view = try #require(try await register.at(second).person(entrant, scope: .systemUnrestricted))
        #expect(view.standing.contact != nil, "they are held and tested by the rules of contacts")
        #expect(try await register.at(second).verifyDerivation().isGood)
    }

    @Test("where nobody in the site could be the source, those held are told for a person to judge")
    func unexplained() async throws {
        let (register, site, _) = try await site([])
        let entrant = try await entrant(of: register)
        let moment = Self.start + .hours(60)
        let outcome = try await register.at(moment).perform(as: .systemUnrestricted("test")) {
            try $0.recordEnvironment(of: site, "大厅", .positive, at: moment)
        }
        #expect(outcome.exposed.isEmpty && outcome.unexplained == [entrant])
    }

    private func indexes(_ register: TemporaryRegister, _ person: PersonID, at moment: Instant) async throws -> [PersonID] {
        try await register.store.read(.systemUnrestricted) { reader in
            Dossier(id: person, records: try reader.records(of: person), asOf: moment).exposures
                .sorted { $0.value.last < $1.value.last }.map(\.value.index)
        }
    }
}
