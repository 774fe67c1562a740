import Obligations
import Register
import Testing
import Vocabulary

@Suite("What grids and their village owe: each household in exactly one grid, a head on duty, doors knocked at, vulnerable people called on")
struct GridTests {
    static let village = TerritoryCode("430111005001") ?? .unstated
    static let first = TerritoryCode("430111005001001") ?? .unstated
    static let second = TerritoryCode("430111005001002") ?? .unstated

    private static func rows(_ scene: ThingScene, _ task: String, now: String, ahead: Span = .zero) -> [String] {
        scene.rows(now: now, ahead: ahead).filter { $0.contains(" \(task) ") }
    }

    /// A village of three buildings, each with two doors.
    private static func villageScene() -> ThingScene {
        var scene = ThingScene(about: .territory(village))
        for (building, door) in [("1栋", "101"), ("1栋", "102"), ("2栋", "101"), ("2栋", "102"), ("3栋", "101"), ("3栋", "102")] {
            scene.record(.household(Household(territory: village, members: [], building: building, door: door)), at: "10 08:00")
        }
        return scene
    }

    private static func grid(_ code: TerritoryCode, _ buildings: [String]) -> Fact {
        .grid(Grid(territory: code, name: "网格", buildings: buildings))
    }

    /// The buildings each grid lists, and the states of the duties for buildings 1, 2, 3 two hours later.
    struct Mapped: Sendable {
        var first: [String]
        var second: [String]
        var states: [String]
    }

    @Test(
        "a building in no grid or in two is a gap; in one it is met",
        arguments: [
            Mapped(first: ["1栋", "2栋"], second: ["3栋"], states: ["metInTime", "metInTime", "metInTime"]),
            Mapped(first: ["1栋"], second: ["3栋"], states: ["metInTime", "open", "metInTime"]),
            Mapped(first: ["1栋", "2栋"], second: ["2栋", "3栋"], states: ["metInTime", "open", "metInTime"]),
            Mapped(first: [], second: [], states: ["open", "open", "open"]),
        ])
    func mapping(mapped: Mapped) {
        var scene = Self.villageScene()
        scene.surround(Self.grid(Self.first, mapped.first), about: .territory(Self.first), at: "10 09:00")
        scene.surround(Self.grid(Self.second, mapped.second), about: .territory(Self.second), at: "10 09:00")
        #expect(
            Self.rows(scene, "gridMap", now: "10 10:00") == mapped.states.map { "\(Self.village.digits) gridMap 11 08:00 \($0)" })
    }

    @Test("a gap that stays is late after the policy's time")
    func gap() {
        #expect(Self.rows(Self.villageScene(), "gridMap", now: "11 09:00").allSatisfy { $0.hasSuffix("overdue") })
    }

    @Test("the map tells households by grid and buildings that are no grid's or several's")
    func map() {
        let scene = Self.villageScene()
        let dossier = ThingDossier(subject: scene.subject, records: scene.records, surroundings: [], asOf: ThingScene.at("11 00:00"))
        let map = GridMap(
            households: dossier.all(Household.self),
            grids: [
                Grid(territory: Self.first, name: "一", buildings: ["1栋", "2栋"]), Grid(territory: Self.second, name: "二", buildings: ["2栋"]),
            ])
        #expect(map.households(of: Self.first).count == 4)
        #expect(map.gaps.map(\.name) == ["2栋", "3栋"])
        #expect(map.gaps.map(\.grids) == [[Self.first, Self.second], []])
    }

    @Test("a grid without a head on duty is unmet for the day, met when the roster covers it, missed when the day is over")
    func head() {
        var scene = ThingScene(about: .territory(Self.first))
        scene.record(Self.grid(Self.first, ["1栋"]), at: "10 09:00")
        #expect(Self.rows(scene, "gridDuty", now: "10 10:00", ahead: .hours(20)) == ["\(Self.first.digits) gridDuty 11 00:00 open"])
        let shift = Shift(
            territory: Self.first, function: "gridHead", begins: ThingScene.at("11 00:00"), until: ThingScene.at("12 00:00"), holder: "龙军")
        var held = scene
        held.record(.shift(shift), at: "10 12:00")
        #expect(Self.rows(held, "gridDuty", now: "10 13:00", ahead: .hours(20)) == ["\(Self.first.digits) gridDuty 11 00:00 metInTime"], "once a day")
        #expect(Self.rows(scene, "gridDuty", now: "12 01:00").first?.hasSuffix("missed") == true)
        #expect(!held.rows(now: "13 10:00").contains { $0.contains("handOver") || $0.contains(" duty ") }, "the policy asks grids for no note")
    }

    @Test("a round of calls is done when every door is settled; nobody at home is not")
    func doors() {
        let doors = (2...4).map { Reference<Household>(rawValue: $0) }
        var scene = ThingScene(
            founding: .doorRound(DoorRound(title: "敲门", grid: Self.first, doors: doors)), at: "10 08:00")
        func visit(_ door: Int, _ outcome: HouseholdVisit.Outcome) -> Fact {
            .householdVisit(HouseholdVisit(household: doors[door], territory: Self.first, outcome: outcome))
        }
        scene.record(visit(0, .met), at: "10 09:00")
        scene.record(visit(1, .notAtHome), at: "10 09:10")
        scene.record(visit(2, .refused), at: "10 09:20")
        #expect(Self.rows(scene, "doorKnock", now: "10 10:00") == ["\(Self.first.digits) doorKnock 12 08:00 open"])
        scene.record(visit(1, .met), at: "10 20:00")
        #expect(Self.rows(scene, "doorKnock", now: "10 21:00") == ["\(Self.first.digits) doorKnock 12 08:00 metInTime"])
        let dossier = ThingDossier(subject: scene.subject, records: scene.records, surroundings: [], asOf: ThingScene.at("11 00:00"))
        let progress = DoorRoundProgress(dossier)
        #expect(HouseholdVisit.Outcome.allCases.map(progress.count) == [2, 0, 1, 0])
        #expect(progress.open.isEmpty && progress.completion != nil)
    }

    @Test("a household that needs looking after is called on once in every window of the policy's days")
    func vulnerable() {
        var scene = ThingScene(about: .territory(Self.village))
        let number = scene.record(
            .household(Household(territory: Self.village, members: [], building: "1栋", door: "101", care: ["elderlyAlone"])), at: "01 08:00")
        scene.record(.household(Household(territory: Self.village, members: [], building: "1栋", door: "102", care: [])), at: "01 08:00")
        let call = HouseholdVisit(household: Reference(rawValue: number), territory: Self.village, outcome: .met)
        scene.record(.householdVisit(call), at: "05 10:00")
        let absent = HouseholdVisit(household: Reference(rawValue: number), territory: Self.village, outcome: .notAtHome)
        scene.record(.householdVisit(absent), at: "10 10:00")
        let found = Self.rows(scene, "vulnerableEvery", now: "17 10:00").map { String($0.suffix(from: $0.firstIndex(of: " ") ?? $0.startIndex)) }
        #expect(
            found == [
                " vulnerableEvery 09 00:00 metInTime", " vulnerableEvery 16 00:00 missed", " vulnerableEvery 23 00:00 open",
            ])
    }
}
