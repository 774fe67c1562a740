import Obligations
import Operations
import Register
import Storage
import TestWorld
import Testing
import Vocabulary

@Suite("Setting a zone obliges those who live in it, lifting it lets them go, and what is stored follows from the facts throughout")
struct ZonesOfResidentsTests {
    private static let start = Instant.shanghai("2022-03-10T08:00")
    private static let township = TerritoryCode("430111007") ?? .unstated
    private static let village = TerritoryCode("430111007005") ?? .unstated

    private func perform<T: Sendable>(
        _ register: TemporaryRegister, hours: Int, _ body: @escaping @Sendable (Filing, Instant) throws -> T
    ) async throws -> T {
        let moment = Self.start + .hours(hours)
        return try await register.at(moment).perform(as: .systemUnrestricted("test")) { try body($0, moment) }
    }

    private func duties(_ register: TemporaryRegister, _ person: PersonID, hours: Int) async throws -> [Obligation] {
        let view = try await register.at(Self.start + .hours(hours)).person(person, scope: .systemUnrestricted)
        return view?.obligations.map(\.obligation).filter { $0.id.reason == .zoneResident } ?? []
    }

    private func stored(_ register: TemporaryRegister, _ person: PersonID) async throws -> Int {
        try await register.store.read(.systemUnrestricted) { reader in
            try reader.obligations(of: .person(person)).filter { $0.id.reason == .zoneResident }.count
        }
    }

    @Test("residents of the members are obliged and no others; who registers or moves in later is, who moves out is not")
    func obliged() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let (inside, outside) = try await perform(register, hours: 0) { filing, _ in
            let inside = try filing.register(Identity(name: "居民", phones: ["13500000301"]), Person(residence: Self.village))
            let outside = try filing.register(Identity(name: "外人", phones: ["13500000302"]), Person(residence: .yuhua))
            return (inside, outside)
        }
        let zone = try await perform(register, hours: 1) { filing, moment in
            try filing.setZone(Zone(name: "封控区", level: .high, territory: .yuhua, members: [Self.township]), at: moment)
        }
        #expect(try await duties(register, inside, hours: 1).filter { $0.kind == .test }.map(\.day) == [1, 4, 7, 10, 14])
        #expect(try await stored(register, inside) == 7)
        #expect(try await stored(register, outside) == 0)
        let late = try await perform(register, hours: 2) { filing, _ in
            try filing.register(Identity(name: "后来", phones: ["13500000303"]), Person(residence: Self.village))
        }
        #expect(try await stored(register, late) > 0)
        try await perform(register, hours: 3) { filing, _ in
            for (person, home) in [(inside, TerritoryCode.yuhua), (outside, Self.village)] {
                guard let fact = try filing.records(of: person).first(where: { $0.fact.kind == .person }) else { continue }
                _ = try filing.revise(fact, to: .person(Person(residence: home)), expected: fact.id, reason: "搬家")
            }
        }
        #expect(try await stored(register, inside) == 0)
        #expect(try await stored(register, outside) > 0)
        #expect(try await register.at(Self.start + .hours(3)).verifyDerivation().isGood)
        _ = try await perform(register, hours: 4) { try $0.turnZone(zone, to: nil, grounds: "解除", at: $1) }
        for person in [inside, outside, late] { #expect(try await stored(register, person) == 0) }
        #expect(try await register.at(Self.start + .hours(4)).verifyDerivation().isGood)
    }

    @Test("where many live there a durable job derives them, and the preview says how many are known and held")
    func many() async throws {
        let register = try await TemporaryRegister(at: Self.start)
        let people = try await perform(register, hours: 0) { filing, moment in
            try (0..<510).map { number in
                let person = try filing.register(Identity(name: "居民\(number)", phones: ["1350000\(1000 + number)"]), Person(residence: Self.village))
                if number < 3 { _ = try filing.begin(Stay(mode: .homeIsolation, territory: Self.village), of: person, at: moment) }
                return person
            }
        }
        let impact = try await register.at(Self.start).zoneImpact(.high, over: [Self.township], scope: .systemUnrestricted)
        #expect((impact.known, impact.held) == (510, 3) && impact.stages.map(\.days) == [14, 7])
        _ = try await perform(register, hours: 1) { filing, moment in
            try filing.setZone(Zone(name: "封控区", level: .high, territory: .yuhua, members: [Self.township]), at: moment)
        }
        let pending = try await register.store.read(.systemUnrestricted) { try Upkeep.pending($0) }
        #expect(pending == 510)
        #expect(try await stored(register, people[7]) == 0)
        let waiting = try await register.at(Self.start + .hours(1)).verifyDerivation()
        #expect(waiting.isGood && waiting.pending == 510, "the invariant holds below the watermark")
        try await Upkeep(register.at(Self.start + .hours(1))).run()
        #expect(try await stored(register, people[7]) == 7)
        let done = try await register.at(Self.start + .hours(1)).verifyDerivation()
        #expect(done.isGood && done.pending == 0)
    }
}
