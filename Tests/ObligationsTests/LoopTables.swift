import Obligations
import Register
import Testing
import Vocabulary

@Suite("Tests of those who work in a closed loop, by stage")
struct LoopTables {
    private static let place = Reference<Place>(rawValue: 800)

    private static func scene(_ steps: [(stage: String?, at: String)], of placeClass: String? = "isolation_site") -> Scene {
        var scene = Scene("cn-8")
        scene.person(zhang, at: "03-01 08:00")
        for (index, step) in steps.enumerated() {
            let kind: LoopStep.Kind = step.stage == nil ? .left : index == 0 ? .entered : .moved
            scene.chronicle.record(
                .loopStep(LoopStep(place: place, kind: kind, stage: step.stage, placeClass: placeClass, territory: Scene.home)), of: zhang,
                at: scene.at(step.at))
        }
        return scene
    }

    private static func rows(_ scene: Scene, _ now: String) -> [String] {
        scene.obligations(zhang, now: now).filter { $0.id.reason == .loop && $0.opens <= scene.at(now) }
            .map { "\($0.id.rule.dropFirst("places.special.".count)) \($0.due.map(scene.short) ?? "–") \($0.state(at: scene.at(now)).rawValue)" }
    }

    @Test("on duty every day, in isolation on its days, at home on its day; each stage ends with the next")
    func stages() {
        var scene = Self.scene([("duty", "03-10 09:00"), ("centralIsolation", "03-12 18:00"), ("homeIsolation", "03-19 18:00"), (nil, "03-26 18:00")])
        scene.test(zhang, taken: "03-11 10:00")
        scene.test(zhang, taken: "03-12 10:00")
        scene.test(zhang, taken: "03-13 10:00")
        expect(
            Self.rows(scene, "03-12 15:00"),
            [
                "isolation_site.shift.stages.1.frequency 03-12 00:00 metInTime", "isolation_site.shift.stages.1.frequency 03-13 00:00 metInTime",
            ])
        expect(
            Self.rows(scene, "03-17 12:00"),
            [
                "isolation_site.shift.stages.1.frequency 03-12 00:00 metInTime", "isolation_site.shift.stages.1.frequency 03-13 00:00 metInTime",
                "isolation_site.shift.stages.2.tests.1 03-14 00:00 metInTime", "isolation_site.shift.stages.2.tests.4 03-17 00:00 overdue",
            ])
        // Who left on the seventh day should have been tested before.
        #expect(Self.rows(scene, "03-28 12:00").contains("isolation_site.shift.stages.3.tests.7 03-26 18:00 overdue"))
        #expect(Self.rows(scene, "03-28 12:00").allSatisfy { !$0.contains("stages.1.frequency 03-14") })
    }

    @Test("before duty on the days of the isolation; where the duty says nothing, as often as its class of place is tested; a rest asks for nothing")
    func others() {
        let prison = Self.scene([("preIsolation", "03-01 09:00")], of: "prison")
        #expect(
            Self.rows(prison, "03-16 12:00").map { $0.split(separator: " ")[0].suffix(8) } == [".tests.1", "tests.14", ".tests.7"])
        let resting = Self.scene([("rest", "03-01 09:00")], of: "prison")
        #expect(Self.rows(resting, "03-16 12:00").isEmpty)
    }

    @Test("whoever is expected owes the tests before entry, so far apart, each in time for those that follow; expected for another moment, then")
    func expected() {
        func scene(_ entries: [String], tests: [String]) -> Scene {
            var scene = Scene("cn-8")
            scene.person(zhang, at: "03-01 08:00")
            for enters in entries {
                let step = LoopStep(
                    place: Self.place, kind: .expected, placeClass: "elderly_home", territory: Scene.home, enters: scene.at(enters))
                scene.chronicle.record(.loopStep(step), of: zhang, at: scene.at("03-08 09:00"))
            }
            for taken in tests { scene.test(zhang, taken: taken) }
            return scene
        }
        // Two within 48 h, 24 h apart (`entry` of cn-8).
        #expect(
            Self.rows(scene(["03-10 18:00"], tests: ["03-09 10:00", "03-10 12:00"]), "03-10 17:00") == [
                "elderly_home.entry.tests.1 03-09 18:00 metInTime", "elderly_home.entry.tests.2 03-10 18:00 metInTime",
            ])
        // Too early for the window, and too near to the first.
        #expect(
            Self.rows(scene(["03-10 18:00"], tests: ["03-08 10:00", "03-09 10:00", "03-09 20:00"]), "03-10 19:00") == [
                "elderly_home.entry.tests.1 03-09 18:00 metInTime", "elderly_home.entry.tests.2 03-10 18:00 overdue",
            ])
        // The earlier moment was given up before anything fell due.
        #expect(
            Self.rows(scene(["03-10 18:00", "03-20 18:00"], tests: []), "03-19 19:00") == [
                "elderly_home.entry.tests.1 03-19 18:00 overdue", "elderly_home.entry.tests.2 03-20 18:00 open",
            ])
        // Coming in takes nothing back.
        var entered = scene(["03-10 18:00"], tests: ["03-09 10:00", "03-10 12:00"])
        let step = LoopStep(place: Self.place, kind: .entered, placeClass: "elderly_home", territory: Scene.home)
        entered.chronicle.record(.loopStep(step), of: zhang, at: entered.at("03-10 17:30"))
        #expect(Self.rows(entered, "03-12 17:00").filter { $0.hasSuffix("metInTime") }.count == 2)
    }

    @Test("steps that do not tell the class of the place, and those of a class without a pattern, make no duty; a case makes an end of them")
    func none() {
        #expect(Self.rows(Self.scene([("duty", "03-10 09:00")], of: nil), "03-12 12:00").isEmpty)
        #expect(Self.rows(Self.scene([("duty", "03-10 09:00")], of: "market"), "03-12 12:00").isEmpty)
        var infected = Self.scene([("duty", "03-10 09:00")])
        infected.confirm(zhang, at: "03-12 06:00")
        #expect(Self.rows(infected, "03-15 12:00").map { $0.split(separator: " ")[1] } == ["03-12"])
    }
}
