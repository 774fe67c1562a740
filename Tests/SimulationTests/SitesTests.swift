import Policy
import TestWorld
import Testing
import Vocabulary

@testable import Simulation

@Suite("What happens in isolation sites and laboratories")
struct SitesTests {
    /// An outbreak run to its end, under the 8th edition carried out in some way.
    private static func outbreak(rules: (inout Policy) -> Void = { _ in }, _ change: (inout Execution) -> Void)
        -> (Scenario, [Chart], [Transmission], Outcome?)
    {
        var scenario = SemanticsTests.scenario("cn-8", seeds: 12)
        rules(&scenario.policy)
        change(&scenario.execution)
        var outbreak = Outbreak(Setup(scenario))
        outbreak.tree = []
        let outcome = outbreak.run(0)
        return (scenario, Array(outbreak.response.charts.all), outbreak.tree ?? [], outcome)
    }

    @Test("somebody infected and held infects those in rooms near by and staff, whom the policy's own tests find; where nobody can, nobody does")
    func contacts() throws {
        let (scenario, charts, tree, run) = SitesTests.outbreak { $0.siteTransmissions = 4 }
        let outcome = try #require(run)
        let byPerson = Dictionary(uniqueKeysWithValues: charts.map { ($0.person, $0) })
        let inSites = tree.filter { $0.layer == .isolationSite }
        #expect(inSites.count > 20 && outcome.daily.total(.isolationSite) == inSites.count)
        var (held, staff, found) = (0, 0, 0)
        for link in inSites {
            let by = try #require(link.by.flatMap { byPerson[$0] }), own = try #require(byPerson[link.infected])
            #expect(by.room >= 0)
            if own.worksInSite {
                staff += 1
                #expect(Measures.PostHolders.workers.holds(own.occupation))
            } else {
                held += 1
                let size = Int32(scenario.execution.roomsPerFloor)
                #expect(own.room >= 0 && abs(own.room / size - by.room / size) <= 1)
            }
            if own.foundAt != Tick.never { found += 1 }
        }
        #expect(held > staff && staff > 0 && found > 0)
        #expect(outcome.nosocomial == outcome.daily.total(.ward))
        let none = SitesTests.outbreak { $0.siteTransmissions = 0 }
        #expect(none.2.allSatisfy { $0.layer != .isolationSite } && none.3?.daily.total(.isolationSite) == 0)
    }

    @Test(
        "whoever keeps to a closed loop infects nobody outside and is infected by nobody there, and is found under control where the policy says so")
    func loops() throws {
        var scenario = SemanticsTests.scenario("cn-8", seeds: 400)
        scenario.stopAbove = 3_000
        var rules = try #require(scenario.policy.testing.posts.values.first)
        rules.closedLoop = true
        for key in ["market", "express", "public_transport", "other_hospital_staff", "isolation_site"] { scenario.policy.testing.posts[key] = rules }
        scenario.policy.targets.controlled.insert(.closedLoop)
        func run(_ kept: Double) throws -> (inLoop: Set<UInt32>, tree: [Transmission], outside: Int) {
            scenario.execution.closedLoop = kept
            scenario.execution.siteTransmissions = 4
            var outbreak = Outbreak(Setup(scenario))
            outbreak.tree = []
            let outcome = outbreak.run(0)
            let tree = outbreak.tree ?? []
            var inLoop: Set<UInt32> = []
            for link in tree {
                let member = outbreak.population.member(link.infected, in: 0).0
                if outbreak.isInLoop(link.infected, member.occupation, outbreak.response.charts.index(of: link.infected)) {
                    inLoop.insert(link.infected)
                }
            }
            return (inLoop, tree, try #require(outcome).daily.total(.foundOutside))
        }
        let (all, none) = (try run(1), try run(0))
        #expect(all.inLoop.count > 3 && none.inLoop.isEmpty)
        for link in all.tree where link.layer != .seed && link.layer != .ward {
            // Staff of sites are infected there.
            #expect(!all.inLoop.contains(link.infected) || link.layer == .isolationSite)
            #expect(link.by.map(all.inLoop.contains) != true)
        }
        #expect(all.outside < none.outside)
    }

    @Test("a positive swab of shared surfaces has everybody in the site begin again, where the policy says so, and nobody in another one")
    func surfaces() throws {
        func begunAgain(_ restarts: Bool) throws -> (from: Int32, rooms: [Int32]) {
            var scenario = SemanticsTests.scenario("cn-8", seeds: 12)
            scenario.policy.tracing.sites?.restartSiteOnEnvironment = restarts
            scenario.execution.surfacePositive = 1
            scenario.execution.roomsPerSite = 100
            var outbreak = Outbreak(Setup(scenario))
            _ = outbreak.run(0)
            let charts = Array(outbreak.response.charts.all)
            // Somebody in the middle of the fullest site, found the day after coming.
            func fellows(of chart: Chart) -> Int {
                let tick = chart.heldFrom + 96
                return charts.count { $0.room / 100 == chart.room / 100 && $0.heldFrom <= tick && tick < $0.heldUntil && $0.foundAt == Tick.never }
            }
            let held = charts.filter { $0.room >= 0 && (40..<60).contains($0.room % 100) && $0.reason == .close }
            var found = try #require(held.max { fellows(of: $0) < fellows(of: $1) })
            found.positiveAt = found.heldFrom + 95
            outbreak.now = Int(found.heldFrom) + 96
            outbreak.restartFellows(of: found)
            let rooms = zip(charts, outbreak.response.charts.all).compactMap { before, after in before.episode == after.episode ? nil : after.room }
            return (found.room, rooms)
        }
        let (whole, floors) = (try begunAgain(true), try begunAgain(false))
        #expect(whole.rooms.count > floors.rooms.count && floors.rooms.count > 10)
        #expect(whole.rooms.allSatisfy { $0 / 100 == whole.from / 100 } && whole.rooms.contains { abs($0 / 20 - whole.from / 20) > 1 })
        #expect(floors.rooms.allSatisfy { abs($0 / 20 - floors.from / 20) <= 1 })
    }

    @Test("beyond what laboratories run in a day results are late, and whoever is found later infects more; with room for all nothing changes")
    func laboratories() throws {
        func run(_ tubes: Double?) throws -> (late: Double, outcome: Outcome) {
            let (_, charts, _, run) = SitesTests.outbreak { $0.tubesPerDay = tubes }
            let found = charts.filter { $0.foundAt != Tick.never }
            let outcome = try #require(run)
            return (found.reduce(0) { $0 + Double($1.foundAt - $1.positiveAt) } / Double(max(1, found.count)), outcome)
        }
        let (all, plenty, few) = (try run(nil), try run(1_000_000), try run(60))
        #expect(plenty.outcome == all.outcome)
        #expect(few.late > all.late + 24 && few.outcome.infections > all.outcome.infections)
    }

    @Test("what days and territories cost is together what everything cost, and closed places likewise")
    func expenses() {
        for edition in ["cn-8", "hunan-2022-03", "none"] {
            for outcome in ReplicationTests.outcomes(ReplicationTests.scenario(edition), threads: 1, count: 2) {
                let costs = outcome.values(of: .cost)
                #expect(abs(costs.reduce(0, +) - outcome.cost) < 1e-4 * outcome.cost + 1, "\(edition)")
                let parts = (0..<3).map { outcome.values(of: .cost, territory: $0).reduce(0, +) }
                #expect(abs(parts.reduce(0, +) - outcome.cost) < 1e-4 * outcome.cost + 1)
                let closed = outcome.quantities[.placeClosedDay] ?? 0
                #expect(abs(outcome.values(of: .closedPlaces).reduce(0, +) - closed) < 1e-3 * closed + 1)
                #expect((edition == "none") == (outcome.cost == 0))
                #expect((edition == "none") == (closed == 0))
            }
        }
    }

    @Test("in an early phase more is passed on: its place in the period follows from share and factor")
    func earlyPhase() {
        let phase = Pathogen.EarlyPhase(share: 0.3, factor: 2)
        // 0.6 of 1.3 parts in the first three tenths, which is 46 %.
        #expect(abs(phase.place(of: 0.6 / 1.3) - 0.3) < 1e-6 && phase.place(of: 0) == 0 && abs(phase.place(of: 1) - 1) < 1e-6)
        #expect(abs(phase.place(of: 0.3 / 1.3) - 0.15) < 1e-6 && abs(Pathogen.EarlyPhase.none.place(of: 0.4) - 0.4) < 1e-7)
        let mean = (0..<10_000).reduce(0.0) { $0 + Double(phase.place(of: (Float($1) + 0.5) / 10_000)) } / 10_000
        #expect(abs(mean - 0.4192) < 0.001)
    }
}
