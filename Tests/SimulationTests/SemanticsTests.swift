import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

@testable import Simulation

/// One policy has one implementation: what the simulator does to its people is what operations would owe them.
@Suite("The policy means the same in simulation and operation")
struct SemanticsTests {
    static func scenario(_ edition: String, _ disease: Pathogen = .ancestral, residents: Int = 300_000, seeds: Int = 6) -> Scenario {
        Scenario(
            population: Population([Demography(code: .unstated, name: LocalizedText(zh: "", en: ""), population: residents)]), pathogen: disease,
            policy: Editions.policy(edition), days: 40, seeds: [.init(count: seeds)], stopAbove: 800, seed: 3)
    }

    static func outbreak(_ edition: String, residents: Int = 300_000) -> Outbreak {
        Outbreak(Setup(scenario(edition, residents: residents)))
    }

    @Test("contacts drawn from a simulation: derive finds the same test days due", arguments: ["cn-8", "cn-9", "cn-20", "hunan-2022-03"])
    func contacts(edition: String) throws {
        var outbreak = SemanticsTests.outbreak(edition)
        _ = outbreak.run(0)
        let policy = outbreak.setup.scenario.policy
        let start = outbreak.setup.scenario.start
        let held = outbreak.response.charts.all.filter { $0.reason == .close || $0.reason == .secondary }
        #expect(held.count > 20)
        var compared = 0
        for chart in held.prefix(400) {
            let degree: ContactDegree = chart.reason == .close ? .close : .secondary
            let schedule = try #require(outbreak.setup.measures.schedule(degree))
            let simulated = schedule.plan(Int(chart.entryDay - chart.anchor)).tests.map { start + Days(Int(chart.anchor) + $0.day) }
            let last = start + Days(Int(chart.anchor))
            let identified = policy.zone.instant(start + Days(Int(chart.entryDay))) + .hours(9)
            var dossier = Dossier(id: PersonID(rawValue: 1), asOf: identified)
            let index = PersonID(rawValue: 2)
            dossier.exposures = [
                Recorded(
                    id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: identified, knownAt: identified,
                    value: Exposure(index: index, first: last, last: last))
            ]
            dossier.indices[index] =
                degree == .close
                ? IndexPerson(infections: [.init(of: Reference(rawValue: 9), fact: FactID(rawValue: 9), establishedAt: policy.zone.instant(last))])
                : IndexPerson(contacts: [.init(since: policy.zone.instant(last), exposedFrom: last)])
            let due = derive(policy: policy, dossier: dossier, through: identified + .hours(24 * 40))
                .filter { $0.kind == .test }.map { policy.zone.date(of: $0.opens) }.sorted()
            #expect(due == simulated, "exposed \(last), identified \(start + Days(Int(chart.entryDay)))")
            compared += 1
        }
        #expect(compared > 20)
    }

    @Test("a secondary contact's release waits for the first tests of the close contact between, by the rule that obligations ask")
    func gate() throws {
        func outbreak(_ linked: Int?) -> Outbreak {
            var scenario = SemanticsTests.scenario("cn-8")
            if let linked { scenario.policy.tracing.secondaryGate?.linkedNegatives = linked } else { scenario.policy.tracing.secondaryGate = nil }
            var outbreak = Outbreak(Setup(scenario))
            _ = outbreak.run(0)
            return outbreak
        }
        let run = outbreak(4)
        let measures = run.setup.measures
        let rule = try #require(run.setup.scenario.policy.tracing.secondaryGate)
        let charts = Array(run.response.charts.all)
        let close = Dictionary(grouping: charts.filter { $0.reason == .close }) { chart in
            let (member, base) = run.population.member(chart.person, in: 0)
            return run.population.household(member, base: base, in: 0).first
        }
        var waited = 0
        // Of those without class or team only the household can have been the way.
        for chart in charts where chart.reason == .secondary && chart.occupation == .none && chart.foundAt == Tick.never {
            let (member, base) = run.population.member(chart.person, in: 0)
            let household = run.population.household(member, base: base, in: 0)
            guard let between = close[household.first], between.count == 1, between[0].infectedAt == Tick.never else { continue }
            let contact = between[0]
            guard contact.room >= 0, contact.anchor == contact.entryDay || contact.heldFrom < chart.heldFrom + 96 else { continue }
            let plan = try #require(measures.plan(.close, Int(contact.entryDay - contact.anchor)))
            let tests = plan.tests.map { run.controlTest($0, of: contact) }.filter { run.isTakenUnderControl(contact.person, at: $0) }
            let own = try #require(measures.plan(.secondary, Int(chart.entryDay - chart.anchor)))
            let over = Tick.at(day: Int(chart.anchor) + own.end, hour: own.releaseHour)
            let opens = rule.opens(after: tests.map { (reported: $0 + measures.singleResult, isNegative: true) }) ?? .min
            #expect(chart.heldUntil == max(over, opens))
            if opens > over { waited += 1 }
        }
        #expect(waited > 3)
        // The edition's own two tests are back before the seven days are over; without a gate nobody waits.
        let (many, few, none) = (run.centralDays, outbreak(2).centralDays, outbreak(nil).centralDays)
        #expect(many > few && few >= none)
    }

    @Test("whoever is held near somebody found infected in an isolation site begins again, on the floors that the policy names")
    func floors() throws {
        func outbreak(_ floors: Int?) -> Outbreak {
            var scenario = SemanticsTests.scenario("cn-8", seeds: 12)
            scenario.policy.tracing.sites?.restartFloors = floors
            scenario.policy.tracing.sites?.restartSiteOnEnvironment = false
            scenario.execution.siteTransmissions = 0
            var outbreak = Outbreak(Setup(scenario))
            _ = outbreak.run(0)
            return outbreak
        }
        let run = outbreak(1)
        let size = Int32(run.setup.scenario.execution.roomsPerFloor)
        let charts = Array(run.response.charts.all)
        let found = charts.filter { $0.room >= 0 && $0.foundAt != Tick.never && $0.heldFrom <= $0.positiveAt && $0.reason == .close }
        var restarted = 0
        for index in found {
            let fellows = charts.filter { $0.room >= 0 && $0.heldFrom == index.foundAt && $0.reason == .close && $0.person != index.person }
            for fellow in fellows {
                #expect(abs(fellow.room / size - index.room / size) <= 1 && Int(fellow.anchor) == Tick.day(index.foundAt))
            }
            restarted += fellows.count
        }
        #expect(restarted > 10)
        let without = outbreak(nil)
        #expect(Array(without.response.charts.all).allSatisfy { $0.room < 0 })
    }

    @Test("without measures nobody is found, traced or charged for")
    func none() throws {
        var outbreak = SemanticsTests.outbreak("none", residents: 100_000)
        let run = outbreak.run(0)
        let outcome = try #require(run)
        #expect(outcome.infections > 500)
        for count in [Count.foundInClinic, .foundAsContact, .closeContacts, .tests, .centralIn, .zonedIn] { #expect(outcome.daily.total(count) == 0) }
        #expect(outcome.cost == 0)
    }

    @Test("before the day from which a policy is in force nothing is done, and life goes as it would under any other day")
    func later() throws {
        func outcome(from day: Int) throws -> Outcome {
            var scenario = SemanticsTests.scenario("cn-8", residents: 100_000)
            scenario.stopAbove = nil
            scenario.measuresFrom = day
            var outbreak = Outbreak(Setup(scenario))
            let run = outbreak.run(0)
            return try #require(run)
        }
        let (early, late, never) = (try outcome(from: 0), try outcome(from: 20), try outcome(from: 40))
        let (infections, without) = (late.daily.infections(), never.daily.infections())
        #expect(Array(infections.prefix(20)) == Array(without.prefix(20)))
        #expect(early.infections < late.infections && late.infections < never.infections)
        for count in [Count.foundInClinic, .closeContacts, .tests, .centralIn] {
            #expect(late.daily.total(count) > 0 && never.daily.total(count) == 0)
        }
        #expect(never.cost == 0 && late.cost > 0)
    }

    @Test("everyone infected by a case in the time looked back on can be named: they are among those the keys give again")
    func partners() {
        var outbreak = SemanticsTests.outbreak("cn-8")
        outbreak.setUpPerfectTracing()
        outbreak.tree = []
        _ = outbreak.run(1)
        let tree = outbreak.tree ?? []
        let end = tree.last?.tick ?? 0
        var checked = 0
        for link in tree {
            guard let by = link.by, let index = outbreak.response.charts.index(of: by), let own = outbreak.response.charts.index(of: link.infected)
            else { continue }
            let source = outbreak.response.charts[index]
            guard source.foundAt != Tick.never, source.foundAt + outbreak.setup.measures.listDelay < end else { continue }
            let from = min(source.onset, source.positiveAt) - Int32(2 * Tick.perDay)
            guard link.tick > from, link.tick < source.isolatedFrom, link.layer != .ward else { continue }
            let chart = outbreak.response.charts[own]
            #expect(chart.reason == .close || chart.foundAt != Tick.never || chart.heldUntil > 0, "infected in \(link.layer.key)")
            checked += 1
        }
        #expect(checked > 0)
    }
}

extension Outbreak {
    /// Days spent in isolation sites.
    var centralDays: Double { response.used[UnitCosts.Item.centralDay.number] }

    /// Every contact is found.
    mutating func setUpPerfectTracing() {
        var scenario = setup.scenario
        for setting in ContactSetting.allCases { scenario.execution.elicited[setting] = 1.1 }
        self = Outbreak(Setup(scenario))
    }
}
