import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

/// The 8th edition until the 20th of March, then the 9th: once for new triggers only, once for everything open.
@Suite("A change of edition")
struct EditionChangeTests {
    static func scene(_ application: Policy.Application, from day: String = "03-20") -> Scene {
        var scene = Scene("cn-8")
        let (old, new) = (Editions.policy("cn-8"), Editions.policy("cn-9"))
        let change = scene.at(day + " 00:00")
        scene.edition = { trigger in trigger >= change || application == .open ? new : old }
        return scene
    }

    @Test("for new triggers: who was found before stays under the old edition, who is found after comes under the new one")
    func newTriggers() {
        var scene = EditionChangeTests.scene(.newTriggers)
        scene.confirm(li, at: "03-18 21:00")
        scene.expose(zhang, to: li, last: "03-18", at: "03-19 23:59")
        scene.expose(wang, to: li, last: "03-18", at: "03-20 00:00")
        let old = scene.obligations(zhang, now: "03-20 00:00")
        let new = scene.obligations(wang, now: "03-20 00:00")
        #expect(Set(old.map(\.edition)) == ["cn-8"] && Set(new.map(\.edition)) == ["cn-9"])
        expect(
            scene.rows(old) { $0.kind == .stage },
            ["03-19 23:59 → 04-01 08:00 stage 1 tracing.close.stages.1", "04-01 08:00 → 04-08 08:00 stage 2 tracing.close.stages.2"])
        expect(
            scene.rows(new) { $0.kind == .stage },
            ["03-20 00:00 → 03-25 08:00 stage 1 tracing.close.stages.1", "03-25 08:00 → 03-28 08:00 stage 2 tracing.close.stages.2"])
    }

    @Test("for everything open: the calendar is laid anew; what keeps its rule keeps its identity")
    func open() {
        var before = Scene("cn-8")
        before.confirm(li, at: "03-18 21:00")
        before.expose(zhang, to: li, last: "03-18", at: "03-19 09:00")
        var after = before
        after.edition = EditionChangeTests.scene(.open).edition
        let old = before.obligations(zhang, now: "03-20 00:00")
        let new = after.obligations(zhang, now: "03-20 00:00")
        let kept = Set(old.map(\.id)).intersection(new.map(\.id)).map(\.rule)
        for rule in ["closeClocks.located", "closeClocks.transferred", "close.stages.1", "close.stages.1.tests.1", "close.release.2"] {
            #expect(kept.contains("tracing.\(rule)"))
        }
        expect(
            after.rows(new) { $0.kind == .stage },
            ["03-19 09:00 → 03-25 08:00 stage 1 tracing.close.stages.1", "03-25 08:00 → 03-28 08:00 stage 2 tracing.close.stages.2"])
    }

    @Test("a secondary contact found under an edition that determines them stays one when the next does not")
    func secondary() {
        var scene = Scene("cn-8")
        let (old, new) = (Editions.policy("cn-9"), Editions.policy("cn-20"))
        let change = scene.at("03-20 00:00")
        scene.edition = { $0 >= change ? new : old }
        scene.confirm(wang, at: "03-17 09:00")
        scene.expose(li, to: wang, last: "03-17", at: "03-18 09:00")
        scene.expose(zhang, to: li, last: "03-18", at: "03-19 09:00")
        let before = scene.obligations(zhang, now: "03-19 09:00")
        scene.act(zhang, .followedUp, at: "03-21 09:00")
        #expect(before.contains { $0.id.reason == .secondaryContact })
        #expect(scene.obligations(zhang, now: "03-21 09:00") == before)
    }

    @Test("windows of a post that lie behind the change stay as they were; the new frequency begins with the next window")
    func windows() {
        var scene = EditionChangeTests.scene(.newTriggers, from: "03-25")
        scene.post(zhang, "designated_hospital_other", from: "03-21")
        let before = Set(scene.obligations(zhang, now: "03-24 12:00", through: "03-24 12:00").map(\.id))
        let after = scene.obligations(zhang, now: "03-24 12:00", through: "03-26 12:00")
        #expect(before.isSubset(of: Set(after.map(\.id))))
        let rule = "testing.posts.designated_hospital_other.frequency"
        expect(
            scene.rows(after),
            [
                "03-21 00:00 → 03-23 00:00 test \(rule)", "03-23 00:00 → 03-25 00:00 test \(rule)", "03-25 00:00 → 03-26 00:00 test \(rule)",
                "03-26 00:00 → 03-27 00:00 test \(rule)",
            ])
    }

    @Test("an edition for everything open does not reach back to windows of a post that lie behind it")
    func windowsOfThePast() {
        var scene = EditionChangeTests.scene(.open, from: "03-25")
        let (old, new) = (Editions.policy("cn-8"), Editions.policy("cn-9"))
        let change = scene.at("03-25 00:00")
        scene.inForce = { $0 >= change ? new : old }
        scene.post(zhang, "designated_hospital_other", from: "03-21")
        let rule = "testing.posts.designated_hospital_other.frequency"
        expect(
            scene.rows(scene.obligations(zhang, now: "03-25 12:00", through: "03-26 12:00")),
            [
                "03-21 00:00 → 03-23 00:00 test \(rule)", "03-23 00:00 → 03-25 00:00 test \(rule)", "03-25 00:00 → 03-26 00:00 test \(rule)",
                "03-26 00:00 → 03-27 00:00 test \(rule)",
            ])
    }
}

@Suite("Every obligation explains itself")
struct ExplanationTests {
    @Test("in both languages, without a rule's key as its name", arguments: Editions.all)
    func explained(edition: String) {
        for obligation in everything(edition) {
            let explanation = Explanation(of: obligation, zone: Editions.policy(edition).zone)
            for text in [explanation.what.zh, explanation.what.en, explanation.why.zh, explanation.why.en] { #expect(!text.isEmpty) }
            let keys = obligation.id.rule.split(separator: ".").map(String.init).filter { $0.contains { $0.isUppercase } || $0.contains("_") }
            for key in keys + ["clocks", "closeClocks"] {
                #expect(!explanation.what.en.contains(key) && !explanation.what.zh.contains(key), "\(obligation.id.rule): \(explanation.what.en)")
            }
            #expect(explanation.what.zh.unicodeScalars.contains { $0.value > 0x2E80 }, "\(obligation.id.rule): \(explanation.what.zh)")
            #expect(explanation.why.zh.contains(obligation.edition) && explanation.why.en.contains(obligation.id.rule))
            #expect(!explanation.why.en.contains("by .") && !explanation.why.zh.contains("，前"), "\(explanation.why.en)")
        }
    }

    /// Obligations under every rule that an edition has for persons.
    private func everything(_ edition: String) -> [Obligation] {
        var obligations: [Obligation] = []
        func scene(_ build: (inout Scene) -> Void) {
            var scene = Scene(edition)
            build(&scene)
            obligations += scene.obligations(zhang, now: "06-30 00:00")
        }
        for nearness in [ContactDegree.close, .exposedAtPlace, .general] {
            for found in ["06-11 09:00", "06-16 09:00"] {
                scene { scene in
                    scene.confirm(li, at: "06-10 21:00")
                    scene.expose(zhang, to: li, last: "06-10", nearness: nearness, at: found)
                }
            }
        }
        scene { scene in
            scene.confirm(wang, at: "06-08 09:00")
            scene.expose(li, to: wang, last: "06-08", at: "06-10 09:00")
            scene.expose(zhang, to: li, last: "06-10", at: "06-11 09:00")
        }
        scene { scene in
            let report = scene.confirm(li, .suspected, at: "06-10 21:00")
            scene.expose(zhang, to: li, last: "06-10", at: "06-11 09:00")
            scene.hold(zhang, .central, from: "06-11 10:00")
            scene.change(report, of: li, .excluded, at: "06-13 09:00")
        }
        for kind in CaseKind.allCases {
            scene { scene in
                let report = scene.confirm(zhang, kind, onset: "06-12", at: "06-14 15:00")
                scene.act(zhang, .reported, at: "06-14 16:00")
                scene.test(zhang, taken: "06-15 15:00")
                scene.change(report, of: zhang, .closed(.recovered), at: "06-28 10:00")
            }
        }
        for risk in OriginRisk.allCases {
            scene { $0.arrive(zhang, risk, left: "06-17", at: "06-19 10:00") }
        }
        for postClass in Editions.policy(edition).testing.posts.keys {
            scene { $0.post(zhang, postClass, from: "06-01", until: "06-20") }
        }
        return obligations
    }
}
