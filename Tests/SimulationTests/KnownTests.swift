import Policy
import TestWorld
import Testing
import Vocabulary

@testable import Simulation

@Suite("Beginning from a line list, and how rules are carried out")
struct KnownTests {
    static let start = CivilDate("2022-03-15") ?? CivilDate(daysSinceEpoch: 0)

    static func scenario(_ policy: String, ascertainment: Double, cases: Int = 300) -> Scenario {
        var scenario = Scenario(
            population: Population([Demography(code: .unstated, name: LocalizedText(zh: "", en: ""), population: 2_000_000)]), pathogen: .ancestral,
            policy: Editions.policy(policy), start: start, days: 3, seeds: [], seed: 4)
        scenario.known = (0..<cases).map { .init(onset: start - Days(5 + $0 % 6), report: start - Days(3 + $0 % 2)) }
        scenario.ascertainment = ascertainment
        return scenario
    }

    @Test("every case of the list was infected before its onset, and its onset is the list's")
    func cases() {
        let scenario = KnownTests.scenario("none", ascertainment: 1)
        let tree = Simulator(scenario).tree(0)
        let seeds = tree.filter { $0.layer == .seed }
        #expect(seeds.count == 300)
        #expect(seeds.allSatisfy { $0.tick < 0 && ($0.onset ?? 0) >= $0.tick })
        let days = seeds.compactMap { $0.onset.map(Tick.day) }
        #expect(days.count > 280, "those with an onset have symptoms")
        for day in 5...10 { #expect(abs(days.count { $0 == -day } - 50) <= 10) }
    }

    @Test("infections with which it began stand on no day of it, and all are counted")
    func beginning() throws {
        let simulator = Simulator(KnownTests.scenario("none", ascertainment: 0.5))
        var bench = simulator.bench()
        let run = simulator.run(0, on: &bench)
        let outcome = try #require(run), begun = try #require(outcome.beginning)
        let tree = simulator.tree(0)
        #expect(begun.infections == tree.count { $0.tick < 0 } && begun.infections > 600)
        #expect(begun.inTerritories.map(Int.init) == [begun.infections])
        let daily = outcome.values(of: .infections)
        #expect(daily == outcome.values(of: .infections, territory: 0))
        #expect(daily == (0..<3).map { day in Double(tree.count { $0.tick >= 0 && Tick.day($0.tick) == day }) })
        #expect(Int(daily.reduce(0, +)) + begun.infections == outcome.infections)
    }

    @Test("what was over before the first day costs nothing, however long ago it was", arguments: ["hunan-2022-03", "cn-8"])
    func longAgo(edition: String) throws {
        var scenario = KnownTests.scenario(edition, ascertainment: 1, cases: 40)
        scenario.known = (0..<40).map { .init(onset: KnownTests.start - Days(120 + $0), report: KnownTests.start - Days(118 + $0)) }
        let simulator = Simulator(scenario)
        var bench = simulator.bench()
        let run = simulator.run(0, on: &bench)
        let outcome = try #require(run), costs = outcome.values(of: .cost)
        #expect(costs.allSatisfy { $0 >= 0 } && abs(costs.reduce(0, +) - outcome.cost) <= 1e-4 * outcome.cost + 1)
        var without = scenario
        without.known = []
        let alone = Simulator(without)
        var empty = alone.bench()
        let quiet = alone.run(0, on: &empty)
        #expect(outcome.cost == quiet?.cost, "all of them were discharged, and followed up, months ago")
    }

    @Test("with a share of a ever reported, (1 − a)/a companions go with each case")
    func companions() {
        let seeds = Simulator(KnownTests.scenario("none", ascertainment: 0.25, cases: 600)).tree(0).filter { $0.layer == .seed }
        // 600 + 1800 ± 4 standard deviations of the geometric sum.
        let deviation = (600.0 * 0.75 / 0.0625).squareRoot(), distance = abs(Double(seeds.count) - 2400)
        #expect(distance < 4 * deviation)
    }

    @Test("whoever was infected before the first day and is not on the list would not have been reported by then")
    func undetected() {
        let scenario = KnownTests.scenario("none", ascertainment: 1)
        let outbreak = Outbreak(Setup(scenario))
        let tree = Simulator(scenario).tree(0)
        let early = tree.filter { $0.layer != .seed && $0.tick < 0 }
        #expect(early.count > 50)
        let infectors = Set(tree.map(\.infected))
        for link in early {
            #expect(link.by.map(infectors.contains) == true)
            let keys = Keyring(seed: 4, replicate: 0)
            var delays = keys.stream(link.infected, .care, 1)
            let delay = outbreak.setup.care.value(Float(delays.exponential()))
            let course = outbreak.course(link.infected, in: 0, day: 0).1
            let reported = link.tick + Tick.span(days: course.incubation + delay) + outbreak.setup.measures.singleResult
            #expect(reported >= 0)
        }
    }

    @Test("listed cases are found and isolated when it begins, and infect nobody from then on under a policy that isolates")
    func isolated() {
        var outbreak = Outbreak(Setup(KnownTests.scenario("cn-8", ascertainment: 1)))
        outbreak.tree = []
        _ = outbreak.run(0)
        let found = outbreak.response.charts.all.filter { $0.foundAt < 0 }
        #expect(found.count == 300)
        #expect(found.allSatisfy { $0.isolatedFrom < Int32(Tick.perDay) && $0.isolatedUntil > 0 })
        let listed = Set(found.map(\.person))
        let late = (outbreak.tree ?? []).filter { link in
            link.tick > Int32(Tick.perDay) && link.layer != .ward && link.by.map(listed.contains) == true
        }
        #expect(late.isEmpty)
    }

    @Test("contacts of a case reported days ago are under control since then, not from the first day on")
    func tracedBefore() {
        var outbreak = Outbreak(Setup(KnownTests.scenario("cn-8", ascertainment: 1)))
        _ = outbreak.run(0)
        let contacts = outbreak.response.charts.all.filter { $0.reason == .close && $0.entryDay < 0 }
        #expect(contacts.count > 300)
        #expect(contacts.count { $0.heldFrom < 0 } * 10 > contacts.count * 9)
        // Reported three or four days before the first, listed and transferred within a day of that.
        #expect(contacts.allSatisfy { $0.entryDay >= -4 })
        // What was spent before the first day costs nothing.
        #expect(outbreak.response.used[UnitCosts.Item.tracedContact.number] < Double(contacts.count))
    }

    @Test("whoever a round before the first day would have found is on the list, and goes undetected no longer")
    func rounds() {
        func begun(coverage: Double) -> (companions: Int, others: Int) {
            var scenario = KnownTests.scenario("cn-8", ascertainment: 0.3)
            // Some thousand people in a territory of their own: all of it is a zone, as soon as a case is reported.
            scenario.population = Population([Demography(code: .unstated, name: LocalizedText(zh: "", en: ""), population: 20_000)])
            scenario.execution.testCoverage.round = coverage
            scenario.days = 1
            let early = Simulator(scenario).tree(0).filter { $0.tick < 0 }
            return (early.count { $0.layer == .seed } - 300, early.count { $0.layer != .seed })
        }
        let (none, all) = (begun(coverage: 0), begun(coverage: 1))
        #expect(none.companions > 500 && all.companions * 2 < none.companions)
        #expect(all.others < none.others)
    }

    @Test("nobody goes undetected with cases found under control, unless the share ever reported is said")
    func foundUnderControl() {
        var scenario = KnownTests.scenario("cn-8", ascertainment: 1, cases: 80)
        scenario.ascertainment = nil
        scenario.days = 1
        func seeds() -> Int { Simulator(scenario).tree(0).count { $0.layer == .seed } }
        for index in scenario.known.indices { scenario.known[index].isFoundUnderControl = true }
        #expect(seeds() == 80)
        for index in 0..<40 { scenario.known[index].isFoundUnderControl = false }
        // 40 × (1 − a)/a with a = 0.7 × 0.6, give or take four standard deviations.
        let companions = seeds() - 80
        #expect((15...95).contains(companions))
        scenario.ascertainment = 0.3
        #expect(seeds() > 200)
    }

    @Test("a list that does not grow begins with no explosion, however fast the disease would spread")
    func strength() throws {
        func begun(_ reproduction: Double) throws -> (unknown: Double, strength: Double) {
            var scenario = KnownTests.scenario("none", ascertainment: 1)
            scenario.pathogen = .omicronBA2
            scenario.pathogen.reproduction = reproduction
            // Two cases a day for three weeks, four days from onset to report.
            scenario.known = (0..<42).map { .init(onset: KnownTests.start - Days(5 + $0 / 2), report: KnownTests.start - Days(1 + $0 / 2)) }
            let simulator = Simulator(scenario)
            var bench = simulator.bench()
            let all = try (0..<20).map { try #require(try simulator.outcome($0, &bench).beginning) }
            #expect(all.allSatisfy { $0.known == 42 && $0.infections >= 42 })
            return (all.reduce(0) { $0 + Double($1.infections - 42) } / 20, all.reduce(0) { $0 + $1.strength } / 20)
        }
        let (slow, fast) = (try begun(1), try begun(8))
        // About as many as fall due in the days from infection to report, two a day, whichever it is.
        #expect(slow.strength > 0.6 && fast.strength < 0.3, "\(slow), \(fast)")
        #expect(slow.unknown > 5 && fast.unknown > 5 && fast.unknown < 4 * slow.unknown)
    }

    @Test("a campaign protects the share it reaches, after its delay, and its doses are counted")
    func campaign() throws {
        var scenario = KnownTests.scenario("cn-8", ascertainment: 1, cases: 1)
        scenario.days = 60
        scenario.execution.campaigns = [.init(isBooster: true, ages: 60...120, days: 0...9, reaches: 0.8)]
        let immunity = Immunity(scenario)
        let days = [(70, 13, 0), (70, 18, 0.4), (70, 23, 0.8), (59, 59, 0)]
        for (age, day, share) in days { #expect(abs(Double(immunity.shares(age, day: day).booster) - share) < 0.001) }
        let old = scenario.population.residentsByAge[60...].reduce(0, +)
        let given = immunity.doses(through: 59)
        #expect(abs(given - old * 0.8) < 1)
        let simulator = Simulator(scenario)
        var bench = simulator.bench()
        let outcome = try simulator.outcome(0, &bench)
        let counted = outcome.quantities[.vaccineDose] ?? 0
        #expect(abs(counted - old * 0.8) < 1)
    }

    @Test("a file of execution is read, in YAML and in JSON; what is not named keeps its default")
    func reading() throws {
        let yaml = """
            careSeeking: 90 %
            lateness: 1.5
            onsetToCare: {shape: lognormal, mean: 3, deviation: 2}
            elicited: {household: 100 %, venue: 0.2}
            tracedPerDay: 300
            tubesPerDay: 2000
            siteTransmissions: 0.1
            siteStaffShare: 40 %
            roomsPerSite: 120
            contactsPerDay: {social: 4}
            adherence: {homeIsolation: 50 %}
            testCoverage: {round: 80 %}
            campaigns:
              - {dose: booster, from: day 1, until: day 30, ages: 60-120, reaches: 80 %, delay: 7 d}
            """
        let execution = try Execution(PolicySource(file: "execution.yaml", text: yaml))
        #expect(execution.careSeeking == 0.9 && execution.lateness == 1.5 && execution.stayHome == Execution().stayHome)
        #expect(execution.onsetToCare == .init(.lognormal, mean: 3, deviation: 2))
        #expect(execution.elicited[.household] == 1 && execution.elicited[.venue] == 0.2 && execution.elicited[.classroom] == 0.97)
        #expect(execution.tracedPerDay == 300 && Execution().tracedPerDay == nil)
        #expect(
            execution.tubesPerDay == 2000 && execution.siteTransmissions == 0.1 && execution.siteStaffShare == 0.4 && execution.roomsPerSite == 120)
        #expect(execution.contactsPerDay[.social] == 4 && execution.contactsPerDay[.venue] == 3)
        #expect(execution.adherence[.homeIsolation] == 0.5 && execution.testCoverage.round == 0.8)
        #expect(execution.campaigns == [.init(isBooster: true, ages: 60...120, days: 0...29, reaches: 0.8, delay: 7)])
        let json = try Execution(PolicySource(file: "execution.json", text: "{\"careSeeking\": 0.9, \"lateness\": 1.5}"))
        #expect(json.careSeeking == 0.9 && json.lateness == 1.5)
    }

    @Test(
        "what is wrong in a file of execution is told with its place",
        arguments: [
            ("careSeekng: 1", "1:1", "careSeekng"), ("careSeeking: 3", "1:14", "share"), ("lateness: -1", "1:11", "outside"),
            ("campaigns:\n  - {dose: third, from: 1, until: 2, reaches: 1}", "2:5", "primary or booster"),
            ("campaigns:\n  - {dose: booster, from: 9, until: 2, reaches: 1}", "2:27", "after"), ("onsetToCare: 3", "1:14", "keys"),
        ])
    func wrong(text: String, place: String, word: String) throws {
        let error = #expect(throws: SimulationInputError.self) { try Execution(PolicySource(file: "e.yaml", text: text)) }
        let said = try #require(error).description
        #expect(said.hasPrefix("e.yaml:\(place): error:") && said.contains(word), "\(said)")
    }
}
