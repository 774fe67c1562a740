import Obligations
import Register
import Testing
import Vocabulary

@Suite("What a headquarters plans for, and whom its response level brings to the spot")
struct PeriodTests {
    private static let county = TerritoryCode("430111") ?? .unstated

    private static func scene() -> ThingScene {
        var scene = ThingScene(about: .territory(county))
        scene.record(.headquarters(HeadquartersStep(.activated, response: "III")), at: "10 09:00")
        return scene
    }

    private static func rows(_ scene: ThingScene, _ task: String, now: String) -> [String] {
        scene.rows(now: now).compactMap { $0.contains(" \(task) ") ? String($0.dropFirst(8 + task.count)) : nil }
    }

    private static func plan(_ from: String, _ until: String) -> Fact {
        .period(OperationalPeriod(begins: ThingScene.at(from), until: ThingScene.at(until), objectives: ["完成密接转运"]))
    }

    @Test("the first plan within a period of activation, every other before the one before it ends; the last unmet one stays due")
    func plans() {
        var scene = Self.scene()
        #expect(Self.rows(scene, "period", now: "10 10:00") == ["11 09:00 open"])
        #expect(Self.rows(scene, "period", now: "13 10:00") == ["11 09:00 overdue"], "one, not one for every day nobody planned")
        scene.record(Self.plan("10 20:00", "11 20:00"), at: "10 18:00")
        #expect(Self.rows(scene, "period", now: "10 19:00") == ["11 09:00 metInTime"])
        #expect(Self.rows(scene, "period", now: "11 10:00") == ["11 09:00 metInTime", "11 20:00 open"])
        scene.record(Self.plan("10 20:00", "11 19:00"), at: "11 11:00")
        #expect(Self.rows(scene, "period", now: "11 12:00").filter { $0.hasSuffix("open") } == ["11 20:00 open"], "a plan made over is no next one")
        scene.record(Self.plan("11 20:00", "12 20:00"), at: "11 21:00")
        #expect(Self.rows(scene, "period", now: "11 22:00").contains("11 20:00 metLate"))
    }

    /// The turns of a headquarters, and what they ask of a leader on the 12th.
    struct Turned: Sendable {
        var turns: [(HeadquartersStep, String)]
        var asked: [String]
    }

    @Test(
        "a leader within the policy's hours of the response being raised to the level it names, once for every such rise",
        arguments: [
            Turned(turns: [], asked: []),
            Turned(turns: [(HeadquartersStep(.activated, response: "II"), "11 08:00")], asked: ["12 08:00 open"]),
            Turned(
                turns: [
                    (HeadquartersStep(.activated, response: "II"), "11 08:00"), (HeadquartersStep(.activated, response: "I"), "11 09:00"),
                ], asked: ["12 08:00 open"]),
            Turned(
                turns: [(HeadquartersStep(.activated, response: "II"), "11 08:00"), (HeadquartersStep(.leaderPresent, leader: "甲"), "11 10:00")],
                asked: ["12 08:00 metInTime"]),
            Turned(
                turns: [(HeadquartersStep(.leaderPresent, leader: "甲"), "10 12:00"), (HeadquartersStep(.activated, response: "I"), "11 08:00")],
                asked: ["12 08:00 metInTime"]),
            Turned(
                turns: [
                    (HeadquartersStep(.activated, response: "II"), "10 10:00"), (HeadquartersStep(.activated, response: "III"), "10 12:00"),
                    (HeadquartersStep(.activated, response: "II"), "11 08:00"),
                ], asked: ["11 10:00 overdue", "12 08:00 open"]),
        ])
    func level(_ turned: Turned) {
        var scene = Self.scene()
        for (step, time) in turned.turns { scene.record(.headquarters(step), at: time) }
        #expect(Self.rows(scene, "leaderAtLevel", now: "11 11:00") == turned.asked)
    }
}
