import Foundation
import Obligations
import Operations
import Register
import Scenarios
import Storage
import Testing
import Vocabulary

@Suite("A village with its grids, doors and doses")
struct CommunityTests {
    let start = Instant.shanghai("2022-03-15T08:00")
    static let village = TerritoryCode("430111007005") ?? .unstated
    static let grids = (1...2).compactMap { TerritoryCode("43011100700500\($0)") }

    /// Two buildings of three doors, one of them with somebody to be looked after; one grid for the first.
    private func settle(_ register: TemporaryRegister) async throws -> [Reference<Household>] {
        let start = start
        return try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            let households = ["1栋", "2栋"].flatMap { building in
                (1...3).map { door in
                    Household(
                        territory: Self.village, members: [], building: building, door: "10\(door)",
                        care: building == "2栋" && door == 1 ? ["over80"] : nil)
                }
            }
            let records = try filing.registerHouseholds(households, at: start)
            try filing.layGrid(Grid(territory: Self.grids[0], name: "一", buildings: ["1栋"]), at: start)
            return records.map { Reference(rawValue: $0.entity) }
        }
    }

    private func rules(_ register: TemporaryRegister, _ territory: TerritoryCode) async throws -> [String] {
        try await register.store.read(.systemUnrestricted) { try $0.worklist(WorklistQuery(territories: [territory])).rows.map(\.duty.rule).sorted() }
    }

    @Test("a building in no grid is somebody's duty until a grid lists it, and again when two do")
    func map() async throws {
        let register = try await TemporaryRegister(at: start)
        _ = try await settle(register)
        #expect(try await rules(register, Self.village).filter { $0 == "community.gridMap" }.count == 1)
        let view = try await register.at(start).community(of: .yuhua, scope: .systemUnrestricted)
        #expect(view.households == 6 && view.grids.map(\.households) == [3] && view.gaps.map(\.building.name) == ["2栋"])
        #expect(view.vulnerable.count == 1 && view.vulnerable[0].grid == nil)
        let later = start + .hours(1)
        _ = try await register.at(later).perform(as: .systemUnrestricted("test")) {
            try $0.layGrid(Grid(territory: Self.grids[1], name: "二", buildings: ["2栋"]), at: later)
        }
        #expect(try await !rules(register, Self.village).contains("community.gridMap"))
        #expect(try await register.at(later).community(of: .yuhua, scope: .systemUnrestricted).gaps.isEmpty)
        let again = start + .hours(2)
        _ = try await register.at(again).perform(as: .systemUnrestricted("test")) {
            try $0.layGrid(Grid(territory: Self.grids[0], name: "一", buildings: ["1栋", "2栋"]), at: again)
        }
        #expect(try await rules(register, Self.village).filter { $0 == "community.gridMap" }.count == 1)
        // What was known an hour ago stays told.
        #expect(try await register.at(again).community(of: .yuhua, scope: .systemUnrestricted, asOf: later).gaps.isEmpty)
        #expect(try await register.at(again).verifyDerivation().isGood)
    }

    @Test("a round is worked door by door; the same call sent twice counts once, and whoever holds another territory calls at none")
    func doors() async throws {
        let register = try await TemporaryRegister(at: start)
        let doors = try await settle(register)
        let (start, later) = (start, start + .hours(2))
        let round = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            try filing.orderDoorRound("敲门", in: Self.grids[0], at: start)
        }
        let worker = Author.user(5, .communityWorker, in: TerritoryCode("430111007") ?? .unstated, at: later)
        for (door, outcome) in zip(doors.prefix(3), [HouseholdVisit.Outcome.met, .notAtHome, .refused]) {
            for _ in 0..<2 {
                _ = try await register.at(later).perform(as: worker, idempotency: IdempotencyKey("\(door.rawValue)", request: Data([1]))) { filing in
                    try filing.callAtDoor(door, of: round, outcome, at: later).id
                }
            }
        }
        let view = try await register.at(later).community(of: TerritoryCode("430111007") ?? .unstated, scope: worker.scope)
        let progress = try #require(view.rounds.first?.progress)
        #expect(HouseholdVisit.Outcome.allCases.map(progress.count) == [1, 1, 1, 0])
        #expect(progress.open == [doors[1]])
        #expect(try await register.store.read(.systemUnrestricted) { try $0.entries(about: .doorRound(round)).count } == 4)
        await #expect(throws: OperationError.notFound) {
            try await register.at(later).perform(as: worker) { _ = try $0.callAtDoor(doors[4], of: round, .met, at: later) }
        }
        let stranger = Author.user(6, .communityWorker, in: .yuetang, at: later)
        await #expect(throws: StoreError.outsideScope) {
            try await register.at(later).perform(as: stranger) { _ = try $0.callAtDoor(doors[1], of: round, .met, at: later) }
        }
        #expect(try await register.at(later).community(of: .yuetang, scope: stranger.scope).rounds.isEmpty)
        try await register.at(later).perform(as: worker) { _ = try $0.callAtDoor(doors[1], of: round, .met, at: later) }
        #expect(try await !rules(register, Self.grids[0]).contains("community.doorKnock"))
    }

    @Test("a grid without households, a code that is no grid's and a deadline in the past are refused")
    func refusals() async throws {
        let register = try await TemporaryRegister(at: start)
        _ = try await settle(register)
        let start = start
        await #expect(throws: OperationError.nothingToAnswer) {
            try await register.at(start).perform(as: .systemUnrestricted("test")) { _ = try $0.orderDoorRound("…", in: Self.grids[1], at: start) }
        }
        await #expect(throws: OperationError.notAddressed(Self.village)) {
            try await register.at(start).perform(as: .systemUnrestricted("test")) {
                _ = try $0.layGrid(Grid(territory: Self.village, name: "…", buildings: []), at: start)
            }
        }
        await #expect(throws: OperationError.wrongOrder(earlier: start, later: start - .hours(1))) {
            try await register.at(start).perform(as: .systemUnrestricted("test")) {
                _ = try $0.orderDoorRound("…", in: Self.grids[0], due: start - .hours(1), at: start)
            }
        }
    }

    @Test("coverage by age band has the resident register for its denominator; a holder without the booster the class asks for is named")
    func coverage() async throws {
        let register = try await TemporaryRegister(at: start)
        let start = start
        // Year of birth, doses, class of post.
        let people: [(Int, Int, String?)] = [(1990, 3, "fever_clinic"), (1985, 2, "fever_clinic"), (1960, 1, nil), (1935, 0, nil), (2014, 2, nil)]
        let numbers = try await register.at(start).perform(as: .systemUnrestricted("test")) { filing in
            try people.enumerated().map { position, one in
                let born = CivilDate("\(one.0)-03-01")
                let person = try filing.register(Identity(name: "王\(position)"), Person(birthDate: born, residence: .yuhua))
                for dose in 0..<one.1 {
                    try filing.file(
                        .vaccination(Vaccination(product: "inactivated", dose: dose + 1)), about: person, at: start - .hours(24 * (200 - 30 * dose)))
                }
                if let post = one.2 {
                    let from = CivilZone.shanghai.date(of: start) - 10
                    try filing.assign(PostHolding(postClass: post, territory: .yuhua, from: from), to: person, at: start - .hours(240))
                }
                return person
            }
        }
        let view = try await register.at(start).vaccination(of: .yuhua, scope: .systemUnrestricted)
        #expect(view.bands.map(\.from) == [3, 12, 18, 60, 80])
        #expect(view.bands.map(\.residents) == [1, 0, 2, 1, 1])
        #expect(view.bands.map(\.begun) == [1, 0, 2, 1, 0])
        #expect(view.bands.map(\.full) == [1, 0, 2, 0, 0])
        #expect(view.bands.map(\.boosted) == [0, 0, 1, 0, 0])
        #expect(view.lacking == [numbers[1]])
        #expect(view.posts["fever_clinic"].map { [$0.holders, $0.lacking] } == [2, 1])
        #expect(try await register.at(start).vaccination(of: .yuetang, scope: .systemUnrestricted).bands.allSatisfy { $0.residents == 0 })
        #expect(try await register.at(start).verifyDerivation().isGood)
    }

    @Test("whatever is recorded of grids, doors, areas and plans, what is stored is what follows, and doors add up", arguments: [UInt64(1), 2, 3])
    func generatedHistories(seed: UInt64) async throws {
        let register = try await TemporaryRegister(at: start)
        let doors = try await settle(register)
        var random = Seeded(seed)
        var now = start
        for round in 0..<50 {
            now = now + .hours(random.next(below: 12))
            let step = Step(seed: random.stream("step", UInt64(round)), doors: doors, now: now)
            _ = try? await register.at(now).perform(as: .systemUnrestricted("test")) { try step.carryOut($0) }
        }
        let view = try await register.at(now).community(of: .yuhua, scope: .systemUnrestricted)
        for entry in view.rounds {
            let settled = HouseholdVisit.Outcome.allCases.filter(\.isSettled).reduce(0) { $0 + entry.progress.count($1) }
            #expect(settled + entry.progress.open.count == entry.progress.doors.count)
            #expect((entry.progress.completion == nil) == !entry.progress.open.isEmpty)
        }
        let inGrids = view.grids.reduce(0) { $0 + $1.households }
        let several = view.gaps.reduce(0) { $0 + $1.building.households.count * max(0, $1.building.grids.count) }
        let whole = view.households - view.gaps.reduce(0) { $0 + $1.building.households.count }
        #expect(inGrids == whole + several)
        try await Upkeep(register.at(now + .hours(48))).run()
        #expect(try await register.at(now + .hours(48)).verifyDerivation().isGood)
    }

    /// One random operation.
    private struct Step: Sendable {
        let seed: Seeded
        let doors: [Reference<Household>]
        let now: Instant

        func carryOut(_ filing: Filing) throws {
            var random = seed
            let grid = CommunityTests.grids[random.next(below: 2)]
            let at = now - .hours(random.next(below: 6))
            let buildings = ["1栋", "2栋", "3栋"].filter { _ in random.chance(0.5) }
            let door = doors[random.next(below: doors.count)]
            let outcome = HouseholdVisit.Outcome.allCases[random.next(below: 4)]
            switch random.next(below: 9) {
            case 0, 1: try filing.layGrid(Grid(territory: grid, name: "网格", buildings: buildings), at: at)
            case 2: try filing.registerHouseholds([Household(territory: CommunityTests.village, members: [], building: "3栋", door: "1")], at: at)
            case 3: try filing.orderDoorRound("敲门", in: grid, at: at)
            case 4, 5, 6:
                for row in try filing.writer.things(ThingListQuery(kind: .doorRound, territory: .yuhua, limit: 20)).rows {
                    _ = try? filing.callAtDoor(door, of: Reference(rawValue: row.subject.number), outcome, at: now)
                }
            case 7:
                let until = random.chance(0.5) ? now + .hours(random.next(below: 40) + 1) : nil
                try filing.assignArea(.yuhua, to: AreaLeader(name: "甲", office: "副区长", until: until), at: at)
            default: try filing.drawInspectionPlan(for: TerritoryCode("4301") ?? .unstated, theme: "…", seed: Int64(random.next(below: 100)), at: now)
            }
        }
    }
}
