import Obligations
import Register
import Testing
import Vocabulary

@Suite("What follows for the members of a positive or grey tube")
struct RecallTables {
    private static func scene() -> Scene {
        var scene = Scene("hunan-2022-03")
        scene.person(zhang, at: "03-10 08:00")
        scene.chronicle.record(
            .recall(Recall(pool: Reference(rawValue: 900), territory: Scene.home)), of: zhang, at: scene.at("03-11 10:00"))
        return scene
    }

    private static func rows(_ scene: Scene, _ now: String) -> [String] {
        scene.obligations(zhang, now: now).filter { $0.id.reason == .recall }
            .map { "\($0.id.rule.dropFirst("testing.pools.".count)) \($0.due.map(scene.short) ?? "–") \($0.state(at: scene.at(now)).rawValue)" }
    }

    @Test("they are held and sampled singly within the policy's hours, and are no case")
    func heldAndRetested() {
        let scene = Self.scene()
        expect(Self.rows(scene, "03-11 10:30"), ["holdOnPositive 03-11 16:00 open", "retestWithin 03-11 16:00 open"])
        #expect(scene.obligations(zhang, now: "03-11 10:30").allSatisfy { $0.id.reason != .infection })
    }

    @Test("the recall answers for the laboratory: a positive tube leaves no member's result outstanding")
    func answered() {
        var scene = Self.scene()
        scene.chronicle.record(.specimen(Specimen(pool: Reference(rawValue: 900), sharedBy: 10)), of: zhang, at: scene.at("03-11 02:00"))
        #expect(scene.state(zhang, "resultWithinPooled", now: "03-12 12:00") == .metInTime)
    }

    @Test("a swab that shares a tube is no single retest")
    func pooledDoesNotCount() {
        var scene = Self.scene()
        let pooled = scene.chronicle.record(.specimen(Specimen(sharedBy: 10)), of: zhang, at: scene.at("03-11 11:00"))
        scene.chronicle.record(
            .result(TestResult(specimen: Reference(rawValue: pooled), outcome: .negative)), of: zhang, at: scene.at("03-11 15:00"))
        expect(Self.rows(scene, "03-11 17:00"), ["holdOnPositive 03-11 16:00 overdue", "retestWithin 03-11 16:00 overdue"])
    }

    @Test("a stay and a single test meet it; a negative one opens the release of whoever is held for the tube alone")
    func released() {
        var scene = Self.scene()
        scene.hold(zhang, .homeIsolation, from: "03-11 10:20")
        scene.test(zhang, taken: "03-11 12:00")
        expect(
            Self.rows(scene, "03-11 16:30"),
            ["holdOnPositive 03-11 16:00 metInTime", "releaseWithin 03-11 18:00 open", "retestWithin 03-11 16:00 metInTime"])
        scene.act(zhang, .released, at: "03-11 17:00")
        #expect(Self.rows(scene, "03-11 19:00").contains("releaseWithin 03-11 18:00 metInTime"))
    }

    @Test("a contact who is held anyway is not let go by a negative single test")
    func heldForAnotherReason() {
        var scene = Self.scene()
        scene.confirm(li, at: "03-11 09:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:30")
        scene.hold(zhang, .central, from: "03-11 10:20")
        scene.test(zhang, taken: "03-11 12:00")
        expect(Self.rows(scene, "03-11 16:30"), ["holdOnPositive 03-11 16:00 metInTime", "retestWithin 03-11 16:00 metInTime"])
    }

    @Test("who is clear before being held needs no holding any more")
    func clearedFirst() {
        var scene = Self.scene()
        scene.test(zhang, taken: "03-11 10:30")
        expect(Self.rows(scene, "03-11 17:00"), ["holdOnPositive 03-11 16:00 metInTime", "retestWithin 03-11 16:00 metInTime"])
    }

    @Test("whom the retest finds infected owes what a case owes, and the tube asks for nothing more")
    func infected() {
        var scene = Self.scene()
        scene.hold(zhang, .homeIsolation, from: "03-11 10:20")
        scene.test(zhang, taken: "03-11 11:00", .positive)
        scene.confirm(zhang, at: "03-11 15:10")
        expect(Self.rows(scene, "03-11 19:00"), ["holdOnPositive 03-11 16:00 metInTime", "retestWithin 03-11 16:00 metInTime"])
        #expect(scene.obligations(zhang, now: "03-11 19:00").contains { $0.id.reason == .infection })
    }
}

@Suite("What rounds of screening owe")
struct RoundTests {
    static let county = TerritoryCode("430102") ?? .unstated
    static let township = TerritoryCode("430102001") ?? .unstated

    static func round(closed: String? = nil, infections: Int = 0, area: [TerritoryCode] = [township]) -> Fact {
        .screeningRound(
            ScreeningRound(
                name: "第1轮", territory: county, area: area, population: 50_000,
                closing: closed.map {
                    .init(at: ThingScene.at($0), sampled: 50_000, tubes: 5000, positiveTubes: infections, infections: infections)
                }))
    }

    @Test("a round must be over within the policy's hours; its closing shows it")
    func timeLimit() {
        var scene = ThingScene(founding: Self.round(), at: "20 08:00")
        expect(scene.rows(now: "20 09:00"), ["430102 timeLimit 21 08:00 open"])
        #expect(scene.history(now: "20 09:00").standing?.state == "running")
        scene.record(Self.round(closed: "20 22:00"), at: "20 08:00", known: "20 22:00", revising: 1)
        expect(scene.rows(now: "21 09:00"), ["430102 timeLimit 21 08:00 metInTime"])
        #expect(scene.history(now: "21 09:00").standing?.state == "clean")
    }

    private static func zone() -> ThingScene {
        ThingScene(founding: .zone(Zone(name: "封控区", level: .high, territory: county, members: [township])), at: "20 08:00")
    }

    private static func rounds(_ scene: ThingScene, _ now: String) -> [String] {
        scene.rows(now: now).filter { $0.contains("firstRound") || $0.contains("stopping") }
    }

    @Test("a risk area owes its first round within the policy's hours, met by a round that screens all of it")
    func firstRound() {
        var scene = Self.zone()
        expect(Self.rounds(scene, "20 09:00"), ["430102 firstRoundWithin 21 08:00 open"])
        let other = TerritoryCode("430102002") ?? .unstated
        scene.surround(Self.round(area: [other]), about: .round(Reference(rawValue: 50)), at: "20 12:00")
        expect(Self.rounds(scene, "20 13:00"), ["430102 firstRoundWithin 21 08:00 open"])
        scene.surround(Self.round(area: [Self.county]), about: .round(Reference(rawValue: 51)), at: "20 14:00")
        expect(Self.rounds(scene, "20 15:00"), ["430102 firstRoundWithin 21 08:00 metInTime", "430102 stopping 22 00:00 upcoming"])
    }

    @Test("rounds follow daily until three in a row are clean")
    func untilClean() {
        var scene = Self.zone()
        for (number, day) in ["20", "21", "22"].enumerated() {
            scene.surround(
                Self.round(closed: "\(day) 20:00"), about: .round(Reference(rawValue: Int64(50 + number))), at: "\(day) 14:00")
        }
        expect(
            Self.rounds(scene, "22 21:00"),
            ["430102 firstRoundWithin 21 08:00 metInTime", "430102 stopping 22 00:00 metInTime", "430102 stopping 23 00:00 metInTime"])
    }
}
