import Foundation
import Operations
import Policy
import Simulation
import Synchronization
import Testing
import Vocabulary

@testable import Server

/// Who is served next, what is broken off, and what the page makes of an address.
struct WhatIfTests {
    @Test("whoever was served longest ago comes next, whatever others ask for")
    func fairness() {
        var queue = FairQueue<String, Int>()
        var done: [Int: Int] = [:]
        func serve(_ queue: inout FairQueue<String, Int>) -> Int? {
            let piece = queue.next { done[$0, default: 0] }
            if let piece { done[piece, default: 0] += 1 }
            return piece
        }
        queue.ask("first", for: [1, 2], until: 100)
        #expect((0..<4).map { _ in serve(&queue) } == [1, 2, 1, 2])
        queue.ask("second", for: [3], until: 100)
        // Asking again and again wins nothing.
        let order = (0..<6).map { _ in
            queue.ask("first", for: [1, 2], until: 100)
            return serve(&queue)
        }
        #expect(order.count { $0 == 3 } == 3)
        queue.withdraw("first")
        #expect(serve(&queue) == 3 && !queue.wants(1))
        queue.lapse(at: 101)
        #expect(serve(&queue) == nil)
    }

    @Test("replicates are run beside, for two people at once, once for both, and no more than asked for")
    func running() async throws {
        let runs = SimulationRuns(threads: 2)
        let document = try PreviewWhatIf.document()
        let (mine, theirs) = (try PreviewWhatIf.question(document), try PreviewWhatIf.question(document, infected: 5))
        for _ in 0..<600 {
            let first = runs.ask([mine], replicates: 3, for: 1)[0].outcomes.count
            let second = runs.ask([theirs, mine], replicates: 3, for: 2)
            #expect(runs.working <= 2)
            if first == 3, second.allSatisfy({ $0.outcomes.count == 3 }) { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        let found = runs.look([mine, theirs])
        #expect(found.map { $0.outcomes.map(\.replicate) } == [[0, 1, 2], [0, 1, 2]])
        // What the threads found is what the simulator finds.
        let simulator = Simulator(mine.scenario)
        var bench = simulator.bench()
        #expect(simulator.run(1, on: &bench) == found[0].outcomes[1])
    }

    @Test("what nobody wants any more ends within a replicate, and its finished replicates stay")
    func cancelling() async throws {
        let runs = SimulationRuns(threads: 1)
        let question = try PreviewWhatIf.question(PreviewWhatIf.document(), infected: 20, days: 60)
        _ = runs.ask([question], replicates: 100_000, for: 1)
        for _ in 0..<600 where runs.look([question])[0].outcomes.isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        runs.withdraw(1)
        for _ in 0..<600 where runs.working > 0 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(runs.working == 0)
        let count = runs.look([question])[0].outcomes.count
        #expect(count > 0 && count < 100_000)
        try await Task.sleep(for: .milliseconds(100))
        #expect(runs.look([question])[0].outcomes.count == count)
    }

    @Test("a page that was being made or left when somebody stopped begins nothing again; one asked for afterwards does")
    func stopping() throws {
        let clock = Atomic<Int64>(0)
        let document = try PreviewWhatIf.document()
        let (question, search) = (
            try PreviewWhatIf.question(document, infected: 20, days: 60), try PreviewWhatIf.search(document, replicates: 100_000)
        )
        let runs = SimulationRuns(threads: 1) { clock.load(ordering: .relaxed) }
        let searches = CheapestSearches { clock.load(ordering: .relaxed) }
        let began = runs.moment
        clock.store(5, ordering: .relaxed)
        runs.withdraw(1)
        searches.withdraw(1)
        for began in [began, runs.moment + SimulationRuns.pause] {
            _ = runs.ask([question], replicates: 100, for: 1, since: began)
            _ = searches.ask(search, for: 1, since: began)
        }
        #expect(runs.working == 0 && !searches.isSearching)
        // Others are not concerned.
        _ = runs.ask([question], replicates: 100, for: 2, since: began)
        #expect(runs.working == 1)
        runs.withdraw(2)
        clock.store(6 + SimulationRuns.pause, ordering: .relaxed)
        _ = searches.ask(search, for: 1, since: searches.moment)
        #expect(searches.isSearching)
        searches.withdraw(1)
    }

    @Test("what goes on from the register begins with its cases, as it is carried out, and is another question")
    func present() throws {
        let document = try PreviewWhatIf.document()
        let today = PreviewWorld.date(19)
        let nothing = CarriedOut([], cases: [], at: PreviewWorld.now, zone: .shanghai)
        func question(_ known: [Scenario.KnownCase], infected: Int = 3) -> SimulationRuns.Question {
            let residents = [Demography(code: PreviewWorld.code("430111"), name: LocalizedText(zh: "区", en: "District"), population: 3000)]
            return .init(
                policy: document, pathogen: .omicronBA2, residents: residents, infected: infected, days: 20,
                beginning: PresentOutbreak(asOf: PreviewWorld.now, known: known, carriedOut: nothing, start: today))
        }
        let here = Scenario.KnownCase(territory: PreviewWorld.code("430111"), onset: today - 3, report: today - 1)
        let elsewhere = Scenario.KnownCase(territory: PreviewWorld.code("430302"), onset: today - 3, report: today - 1)
        let scenario = question([here, elsewhere]).scenario
        #expect(scenario.seeds.isEmpty && scenario.start == today && scenario.execution == Execution())
        #expect(scenario.known.map(\.territory) == [here.territory, nil])
        #expect(question([here]) != question([here, elsewhere]) && question([here]) == question([here], infected: 9))
        #expect(question([here]) != (try PreviewWhatIf.question(document)))

        var query = WhatIfQuery(Query("present=1"))
        #expect(query.isPresent && query.items.map(\.0) == ["present"])
        var content = try PreviewWhatIf.content(query)
        content.beginning = PresentOutbreak(asOf: PreviewWorld.now, known: [here], carriedOut: nothing, start: today)
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(.english), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.commander))
        let page = WhatIfPage(content, reading)
        #expect(page.lead.contains("from the 1 local case of") && page.measured.count == 4)
        #expect(page.measured.allSatisfy { $0.hasSuffix("too few, this is assumed") })
        query.isPresent = false
        content = try PreviewWhatIf.content(query)
        #expect(WhatIfPage(content, reading).measured.isEmpty)
    }

    @Test("another curve can be drawn besides, costs bear their currency, and what is drawn anyway is no other curve")
    func curves() throws {
        let reading = Reading(
            language: try #require(WordsTests.catalogue).words(.english), zone: .shanghai, now: PreviewWorld.now,
            lens: Lens(territory: PreviewWorld.hunan, asOf: nil), home: PreviewWorld.hunan, permissions: Permissions.of(.commander))
        let query = WhatIfQuery(Query("curve=cost"))
        #expect(query.items.map(\.0) == ["curve"] && WhatIfQuery(Query("curve=ward")).curve == nil && WhatIfQuery(Query("curve=")).curve == nil)
        let page = WhatIfPage(try PreviewWhatIf.content(query), reading)
        #expect(page.charts.map(\.title).suffix(2) == ["In hospitals and isolation sites", "Cost a day (CNY)"] && page.charts.count == 4)
        #expect(page.charts.allSatisfy { $0.days.count == 20 } && page.outcomes.contains { $0.label == "Cost (CNY)" })
        #expect(WhatIfPage(try PreviewWhatIf.content(WhatIfQuery()), reading).charts.count == 3)
    }

    @Test("the address is the page's state, and a moved lever becomes an edition that can be read")
    func address() throws {
        let document = try PreviewWhatIf.document()
        let query = WhatIfQuery(Query("tracing.lookback.symptomatic=0&infected=5000&days=7&replicates=50"))
        #expect(query.infected == 1000 && query.days == 60 && query.replicates == 50)
        #expect(WhatIfQuery(Query(Address.make("", query.items).replacing("?", with: ""))) == query)
        let lever = try #require(Lever.all(of: document).first)
        #expect(!MovedLever(lever, typed: nil).isChanged)
        #expect(MovedLever(lever, typed: "\(lever.most + 1)").value == nil)
        #expect(MovedLever(lever, typed: "x").value == nil)
        var moved = WhatIfQuery()
        moved.settings[lever.key] = MovedLever.plain(lever.current == lever.most ? lever.least : lever.most)
        let edited = try #require(try WhatIfPage.edited(document, PreviewWhatIf.levers(moved, document), .standard()))
        #expect(PolicyDiff(from: document, to: edited).changes.contains { $0.key == lever.key })
    }

    @Test("a search runs beside, one after another, ends with a cheapest candidate, and is broken off for whoever leaves")
    func searching() async throws {
        let searches = CheapestSearches()
        let document = try PreviewWhatIf.document()
        let (mine, endless) = (try PreviewWhatIf.search(document), try PreviewWhatIf.search(document, replicates: 100_000, days: 30))
        // Somebody else's long search comes first, until they leave.
        _ = searches.ask(endless, for: 2)
        _ = searches.ask(mine, for: 1)
        searches.withdraw(2)
        var progress = searches.ask(mine, for: 1)
        for _ in 0..<1200 where !progress.isDone {
            try await Task.sleep(for: .milliseconds(50))
            progress = searches.ask(mine, for: 1)
        }
        let race = try #require(progress.race)
        #expect(progress.isDone && race.runners.count > 1)
        var direct = try #require(try PreviewWhatIf.search(document).race())
        direct.run(threads: 1)
        #expect(race.best?.overlay == direct.best?.overlay && race.replicates == direct.replicates)
        #expect(searches.ask(endless, for: 2).race == nil)
        searches.withdraw(2)
    }

    @Test("a search moves the chosen measures' lines between their ends, the posts' intervals as one")
    func goal() throws {
        let document = try PreviewWhatIf.document()
        let levers = Lever.all(of: document)
        let query = CheapestQuery(Query("move=testing&chance=95&days=30&infected=7&tracing.degrees=0"))
        #expect(query.measures == ["testing"] && query.whatIf.settings.isEmpty)
        let goal = query.goal(levers)
        #expect(goal.constraints == [.contained(day: 30, probability: 0.95)] && goal.minimise == .cost)
        #expect(goal.levers.count { $0.key.contains(".posts.") } == 1)
        for line in goal.levers {
            #expect(line.key.hasPrefix("testing."))
            let moved = Lever.matching(line.key, in: document)
            #expect(!moved.isEmpty && line.values == line.values.sorted() && line.values.count > 1)
        }
        #expect(CheapestQuery(Query("chance=12")).chance == 90 && CheapestQuery(Query(nil)).measures == CheapestQuery.usual)
        let again = CheapestQuery(Query(Address.make("", query.items).replacing("?", with: "")))
        #expect(again.measures == query.measures && again.chance == 95 && again.whatIf == query.whatIf)
    }
}
