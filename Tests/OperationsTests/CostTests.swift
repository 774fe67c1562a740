import Obligations
import Operations
import Policy
import Register
import Storage
import Testing
import Vocabulary

@Suite("What control costs, and what warns of the targets")
struct CostTests {
    let now = Instant.shanghai("2022-03-19T10:00")

    @Test("days held, days closed and specimens are counted within the span and the territory, and priced by the policy")
    func cost() async throws {
        let register = try await TemporaryRegister(at: now)
        let now = now
        try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            let people = try (0..<3).map { try filing.register(Identity(name: "王\($0)"), Person(residence: .yuhua)) }
            // Four of five days lie within the last four; a stay that ended before them counts for nothing, one elsewhere for that place.
            try filing.begin(Stay(mode: .central, territory: .yuhua), of: people[0], at: now - .hours(120))
            try filing.begin(Stay(mode: .homeIsolation, territory: .yuhua), of: people[1], at: now - .hours(36))
            try filing.begin(Stay(mode: .hospital, territory: .yuetang), of: people[2], at: now - .hours(48))
            for _ in 0..<2 { _ = try filing.take(Specimen(), from: people[0], at: now - .hours(20)) }
            let place = try filing.found(.place(Place(name: "市场", placeClass: "market", territory: .yuhua)), at: now - .hours(200))
            let reference = Reference<Place>(rawValue: place.number)
            try filing.changePlace(reference, isOpen: false, at: now - .hours(72))
            try filing.changePlace(reference, isOpen: true, at: now - .hours(24))
            try filing.reportCase(
                CaseReport(kind: .confirmed, onset: nil, territory: .yuhua), of: people[0], at: now - .hours(19))
        }
        let cost = try await register.at(now).cost(of: .yuhua, over: 4, scope: .systemUnrestricted)
        #expect(cost.quantity(.centralDays) == 4)
        #expect(cost.quantity(.homeIsolationDays) == 1.5)
        #expect(cost.quantity(.wardDays) == 0)
        #expect(cost.quantity(.placeClosedDays) == 2)
        #expect(cost.quantity(.tests) == 2)
        #expect(cost.infections == 1 && cost.perInfection(.centralDays) == 4)
        #expect(cost.residents == nil && cost.perThousand(.tests) == nil)
        #expect(cost.money(.centralDays) == 1200 && cost.money(.placeClosedDays) == 4000 && cost.currency == "CNY")
        let hunan = try await register.at(now).cost(of: .hunan, over: 4, scope: .systemUnrestricted)
        #expect(hunan.quantity(.wardDays) == 2)
        let wave = CostOfControl(from: now, until: now, residents: 2000, infections: 0, quantities: [.tests: 30], costs: nil)
        #expect(wave.perThousand(.tests) == 15 && wave.perInfection(.tests) == nil && wave.money(.tests) == nil)
    }

    @Test("an infection found elsewhere breaks no spill-over where its source lies and above, for as long as a breach counts")
    func spillOver() async throws {
        let register = try await TemporaryRegister(at: now)
        let now = now
        try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            let left = CivilZone.shanghai.date(of: now) - 4
            _ = try filing.file(.infectionElsewhere(InfectionElsewhere(foundIn: "南昌", leftOn: left)), about: .territory(.yuhua), at: now)
        }
        func breaches(_ territory: TerritoryCode, _ moment: Instant) async throws -> Int {
            try await register.at(moment).situation(of: territory, scope: .systemUnrestricted).targets.first { $0.target == .noSpillOver }?.breaches
                ?? -1
        }
        #expect(try await breaches(.yuhua, now) == 1)
        #expect(try await breaches(.hunan, now) == 1)
        #expect(try await breaches(.yuetang, now) == 0)
        #expect(try await breaches(.yuhua, now + .hours(24 * 15)) == 0)
    }

    @Test("infections found outside control, and without a known source, warn at the policy's limits")
    func indicators() async throws {
        let register = try await TemporaryRegister(at: now)
        let now = now
        try await register.at(now).perform(as: .systemUnrestricted("test")) { filing in
            for number in 0..<4 {
                let person = try filing.register(Identity(name: "王\(number)"), Person(residence: .yuhua))
                var report = CaseReport(kind: .confirmed, onset: nil, territory: .yuhua)
                (report.foundUnderControl, report.origin) = (number < 3, number == 3 ? .unknown : .local)
                try filing.reportCase(report, of: person, at: now - .hours(number + 1))
            }
        }
        let situation = try await register.at(now).situation(of: .yuhua, scope: .systemUnrestricted)
        let rules = try register.policies.edition(at: now, in: .yuhua).targets
        let found = situation.indicators(rules, zone: .shanghai)
        #expect(found.map { [$0.count, $0.of] } == [[3, 4], [1, 4]])
        #expect(found.map(\.warns) == [true, true])
        #expect(found.map(\.target) == [.zeroOutside, .noSpillOver])
    }
}
