import Obligations
import Policy
import Register
import Testing
import Vocabulary

private let chen = PersonID(rawValue: 4)

@Suite("Rule 1: the anchor, late entry, release")
struct AnchorTests {
    /// Exposed on the 10th to a case, found and controlled on the 18th, under the 8th edition.
    static func late() -> Scene {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-18 09:00")
        return scene
    }

    @Test("exposed on the 10th, controlled on the 18th: one test at once, an exit test on the 24th, then home to the 31st")
    func lateEntry() {
        let scene = AnchorTests.late()
        expect(
            scene.rows(scene.obligations(zhang, now: "03-18 09:00")),
            [
                "03-18 09:00 → 03-18 11:00 clock tracing.closeClocks.located",
                "03-18 09:00 → 03-18 13:00 clock tracing.closeClocks.notified",
                "03-18 09:00 → 03-18 21:00 clock tracing.closeClocks.transferred",
                "03-18 09:00 → 03-19 09:00 test 1 tracing.close.stages.1.tests.atOnce1",
                "03-24 00:00 → 03-25 00:00 test 1/14 tracing.close.stages.1.tests.14",
                "03-18 09:00 → 03-24 08:00 stage 1 tracing.close.stages.1",
                "03-24 00:00 → 03-25 00:00 clock 1 tracing.close.environmentNegative.1",
                "03-24 08:00 → – release 1 tracing.close.release.1",
                "03-26 00:00 → 03-27 00:00 test 2/2 tracing.close.stages.2.tests.2",
                "03-31 00:00 → 04-01 00:00 test 2/7 tracing.close.stages.2.tests.7",
                "03-24 08:00 → 03-31 08:00 stage 2 tracing.close.stages.2",
                "03-31 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("controlled on the 18th, tested at once and on the 24th: released from central on the 24th, in time")
    func lateEntryLived() {
        var scene = AnchorTests.late()
        scene.hold(zhang, .central, from: "03-18 12:00", until: "03-24 11:00", ending: .transferred)
        scene.hold(zhang, .homeMonitoring, from: "03-24 11:30", until: "03-31 12:00", ending: .released)
        scene.test(zhang, taken: "03-18 14:00")
        scene.test(zhang, taken: "03-24 02:00", swabs: 2)
        scene.room(zhang, taken: "03-24 02:00")
        scene.test(zhang, taken: "03-26 09:00")
        scene.test(zhang, taken: "03-31 06:00")
        for rule in [
            "transferred", "atOnce1", "close.stages.1.tests.14", "close.stages.1", "close.release.1", "stages.2.tests.2", "stages.2.tests.7",
            "close.stages.2", "close.release.2",
        ] { #expect(scene.state(zhang, rule, now: "04-01 00:00") == .metInTime, "\(rule)") }
        #expect(scene.one(zhang, "close.release.1", now: "04-01 00:00")?.fulfilment?.at == scene.at("03-24 11:00"))
        // The last negative came at 10:00, two hours after the stage's days were over.
        #expect(scene.one(zhang, "close.release.2", now: "04-01 00:00")?.opens == scene.at("03-31 10:00"))
    }

    @Test("a test taken on the last day passed stands for it, and nothing is due at once")
    func passedButTested() {
        var scene = AnchorTests.late()
        scene.test(zhang, taken: "03-17 10:00")
        let tests = scene.obligations(zhang, now: "03-18 09:00").filter { $0.kind == .test && $0.id.reason == .closeContact && $0.stage == 1 }
        expect(
            scene.rows(tests),
            [
                "03-17 00:00 → 03-18 00:00 test 1/7 tracing.close.stages.1.tests.7",
                "03-24 00:00 → 03-25 00:00 test 1/14 tracing.close.stages.1.tests.14",
            ])
        #expect(scene.state(zhang, "stages.1.tests.7", now: "03-18 09:00") == .metInTime)
    }

    @Test("found when the strict stage is over: one test at once and home monitoring only; nobody is moved into a centre")
    func veryLate() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-25 09:00")
        scene.hold(zhang, .homeMonitoring, from: "03-25 11:00")
        expect(
            scene.rows(scene.obligations(zhang, now: "03-25 12:00")),
            [
                "03-25 09:00 → 03-25 11:00 clock tracing.closeClocks.located",
                "03-25 09:00 → 03-25 13:00 clock tracing.closeClocks.notified",
                "03-25 09:00 → 03-25 21:00 clock tracing.closeClocks.transferred",
                "03-25 09:00 → 03-26 09:00 test 2 tracing.close.stages.2.tests.atOnce1",
                "03-26 00:00 → 03-27 00:00 test 2/2 tracing.close.stages.2.tests.2",
                "03-31 00:00 → 04-01 00:00 test 2/7 tracing.close.stages.2.tests.7",
                "03-25 09:00 → 03-31 08:00 stage 2 tracing.close.stages.2",
                "03-31 08:00 → – release 2 tracing.close.release.2",
            ])
        #expect(scene.state(zhang, "transferred", now: "03-25 12:00") == .metInTime)
    }

    @Test("found when everything is over: located, told and tested, not held")
    func tooLate() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "04-02 09:00")
        expect(
            scene.rows(scene.obligations(zhang, now: "04-02 09:00")),
            [
                "04-02 09:00 → 04-02 11:00 clock tracing.closeClocks.located",
                "04-02 09:00 → 04-02 13:00 clock tracing.closeClocks.notified",
                "04-02 09:00 → 04-03 09:00 test 2 tracing.close.stages.2.tests.atOnce1",
            ])
    }

    @Test("release waits for the last required negative, and the stage lasts until it is there")
    func lastNegative() {
        var scene = AnchorTests.late()
        scene.hold(zhang, .central, from: "03-18 12:00")
        scene.room(zhang, taken: "03-24 07:00")
        scene.test(zhang, taken: "03-24 09:00", swabs: 2)
        // Before the result nothing is late however long it takes.
        let waiting = scene.one(zhang, "close.release.1", now: "03-24 12:59")
        #expect(waiting?.due == nil)
        #expect(waiting?.state(at: scene.at("03-25 12:00")) == .open)
        #expect(scene.history(zhang, now: "03-24 12:00").standing.demand?.awaitsResult == true)
        expect(
            scene.rows(scene.obligations(zhang, now: "03-24 13:00")) {
                $0.id.rule.hasSuffix("close.release.1") || $0.id.rule.hasSuffix("close.stages.1")
            },
            ["03-18 09:00 → 03-24 13:00 stage 1 tracing.close.stages.1", "03-24 13:00 → 03-24 17:00 release 1 tracing.close.release.1"])
    }

    @Test("two swabs at release are one obligation, met by one specimen of two swabs or by two specimens")
    func doubleSwab() {
        var scene = AnchorTests.late()
        scene.room(zhang, taken: "03-24 07:00")
        scene.test(zhang, taken: "03-24 08:30")
        #expect(scene.state(zhang, "stages.1.tests.14", now: "03-24 13:00") == .open)
        scene.test(zhang, taken: "03-24 09:10")
        #expect(scene.state(zhang, "stages.1.tests.14", now: "03-24 14:00") == .metInTime)
        #expect(scene.one(zhang, "close.release.1", now: "03-24 14:00")?.opens == scene.at("03-24 13:10"))
    }

    @Test("one positive of the two swabs clears nobody, though the test was taken")
    func doubleSwabDisagrees() {
        var scene = AnchorTests.late()
        scene.room(zhang, taken: "03-24 07:00")
        scene.test(zhang, taken: "03-24 08:30")
        scene.test(zhang, taken: "03-24 08:31", .positive)
        #expect(scene.state(zhang, "stages.1.tests.14", now: "03-24 14:00") == .metInTime)
        #expect(scene.one(zhang, "close.release.1", now: "03-24 14:00")?.due == nil)
        // Two clean swabs afterwards do.
        scene.test(zhang, taken: "03-25 08:00", swabs: 2)
        #expect(scene.one(zhang, "close.release.1", now: "03-25 13:00")?.opens == scene.at("03-25 12:00"))
    }
}

@Suite("Rule 2: several index cases")
struct SeveralIndexTests {
    @Test("the last exposure is the latest over the cases, whichever was found first")
    func latest() {
        for firstFound in ["03-11 09:00", "03-13 09:00"] {
            var scene = Scene("cn-8")
            scene.confirm(li, at: "03-10 21:00")
            scene.confirm(wang, at: "03-10 22:00")
            scene.expose(zhang, to: li, last: "03-12", at: firstFound)
            scene.expose(zhang, to: wang, last: "03-08", at: firstFound == "03-11 09:00" ? "03-13 09:00" : "03-11 09:00")
            let stages = scene.obligations(zhang, now: "03-13 09:00").filter { $0.kind == .stage }
            expect(
                scene.rows(stages),
                ["03-11 09:00 → 03-26 08:00 stage 1 tracing.close.stages.1", "03-26 08:00 → 04-02 08:00 stage 2 tracing.close.stages.2"])
        }
    }

    @Test("what was done for the first exposure is not undone by a second one")
    func doneStaysDone() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.confirm(wang, at: "03-13 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.act(zhang, .located, at: "03-11 10:00")
        scene.act(zhang, .notified, at: "03-11 10:05")
        scene.hold(zhang, .central, from: "03-11 20:00")
        scene.expose(zhang, to: wang, last: "03-11", at: "03-14 09:00")
        for rule in ["located", "notified", "transferred"] { #expect(scene.state(zhang, rule, now: "03-14 10:00") == .metInTime, "\(rule)") }
    }

    @Test("the nearest degree wins: a close contact's duties take the place of a secondary contact's")
    func nearest() {
        var scene = Scene("cn-8")
        scene.confirm(wang, at: "03-08 09:00")
        scene.expose(li, to: wang, last: "03-08", at: "03-10 09:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.confirm(chen, at: "03-12 09:00")
        scene.expose(zhang, to: chen, last: "03-09", at: "03-12 10:00")
        let obligations = scene.obligations(zhang, now: "03-12 10:00")
        expect(
            scene.rows(obligations) { $0.id.reason == .secondaryContact },
            [
                // What had fallen due before stands; the rest is withdrawn.
                "03-11 09:00 → 03-11 13:00 clock tracing.secondaryClocks.located",
                "03-11 09:00 → 03-11 15:00 clock tracing.secondaryClocks.notified",
                "03-11 09:00 → 03-11 21:00 clock tracing.secondaryClocks.transferred",
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.secondary.stages.1.tests.1",
            ])
        expect(
            scene.rows(obligations) { $0.kind == .stage },
            ["03-12 10:00 → 03-23 08:00 stage 1 tracing.close.stages.1", "03-23 08:00 → 03-30 08:00 stage 2 tracing.close.stages.2"])
        #expect(scene.history(zhang, now: "03-12 10:00").standing.contact?.degree == .close)
    }

    @Test("a close contact of long ago does not hide that somebody is a secondary contact now")
    func longAgo() {
        var scene = Scene("cn-8")
        scene.confirm(chen, at: "01-08 09:00")
        scene.expose(zhang, to: chen, last: "01-08", at: "01-08 10:00")
        scene.confirm(wang, at: "03-08 09:00")
        scene.expose(li, to: wang, last: "03-08", at: "03-10 09:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        let history = scene.history(zhang, now: "03-11 09:00")
        #expect(history.calendar.current.contains { $0.id.reason == .secondaryContact })
        #expect(history.standing.contact?.degree == .secondary)
    }

    @Test("an exposure after the strict stage asks for a transfer of its own")
    func again() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-01 09:00")
        scene.expose(zhang, to: li, last: "03-01", at: "03-01 10:00")
        scene.hold(zhang, .central, from: "03-01 12:00", until: "03-15 12:00", ending: .transferred)
        scene.hold(zhang, .homeMonitoring, from: "03-15 12:30")
        scene.confirm(wang, at: "03-19 09:00")
        scene.expose(zhang, to: wang, last: "03-18", at: "03-19 10:00")
        let transfers = scene.obligations(zhang, now: "03-19 11:00").filter { $0.id.rule.hasSuffix("transferred") }
        #expect(transfers.map { $0.state(at: scene.at("03-19 11:00")) } == [.metInTime, .open])
        #expect(transfers.map(\.id.ordinal) == [0, 1])
        #expect(scene.history(zhang, now: "03-19 11:00").standing.demand?.until == scene.at("04-01 08:00"))
    }
}

@Suite("Rule 3: a contact who turns positive")
struct PromotionTests {
    /// Zhang is a contact of Li, who is a contact of the case Wang.
    static func chain(_ edition: String = "cn-8", isHigherRisk: Bool = true) -> Scene {
        var scene = Scene(edition)
        scene.confirm(wang, at: "03-08 09:00")
        scene.expose(li, to: wang, last: "03-08", isHigherRisk: isHigherRisk, at: "03-10 09:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        return scene
    }

    @Test("promotes the own contacts: their duties as secondary contacts that were not yet due are withdrawn, those of a close contact begin")
    func promotes() {
        var scene = PromotionTests.chain()
        #expect(!scene.obligations(zhang, now: "03-13 09:00").contains { $0.id.reason == .closeContact })
        scene.confirm(li, .asymptomatic, at: "03-13 10:00")
        let obligations = scene.obligations(zhang, now: "03-13 10:00")
        expect(
            scene.rows(obligations) { $0.id.reason == .secondaryContact && $0.kind != .clock },
            ["03-11 09:00 → 03-12 09:00 test 1/1 tracing.secondary.stages.1.tests.1"])
        expect(
            scene.rows(obligations) { $0.id.reason == .closeContact },
            [
                "03-13 10:00 → 03-13 12:00 clock tracing.closeClocks.located",
                "03-13 10:00 → 03-13 14:00 clock tracing.closeClocks.notified",
                "03-13 10:00 → 03-13 22:00 clock tracing.closeClocks.transferred",
                "03-13 10:00 → 03-14 10:00 test 1 tracing.close.stages.1.tests.atOnce1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.close.stages.1.tests.4",
                "03-17 00:00 → 03-18 00:00 test 1/7 tracing.close.stages.1.tests.7",
                "03-24 00:00 → 03-25 00:00 test 1/14 tracing.close.stages.1.tests.14",
                "03-13 10:00 → 03-24 08:00 stage 1 tracing.close.stages.1",
                "03-24 00:00 → 03-25 00:00 clock 1 tracing.close.environmentNegative.1",
                "03-24 08:00 → – release 1 tracing.close.release.1",
                "03-26 00:00 → 03-27 00:00 test 2/2 tracing.close.stages.2.tests.2",
                "03-31 00:00 → 04-01 00:00 test 2/7 tracing.close.stages.2.tests.7",
                "03-24 08:00 → 03-31 08:00 stage 2 tracing.close.stages.2",
                "03-31 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("reopens secondary contacts already released")
    func reopens() {
        var scene = PromotionTests.chain()
        for day in ["10", "12"] { scene.test(li, taken: "03-\(day) 10:00") }
        scene.hold(zhang, .central, from: "03-11 12:00", until: "03-17 11:00", ending: .released)
        for day in ["11 14:00", "14 08:00", "17 02:00"] { scene.test(zhang, taken: "03-\(day)") }
        #expect(scene.state(zhang, "secondary.release.1", now: "03-17 12:00") == .metInTime)
        #expect(scene.history(zhang, now: "03-17 12:00").standing.demand == nil)

        scene.confirm(li, at: "03-20 15:00")
        let history = scene.history(zhang, now: "03-20 15:00")
        #expect(history.standing.contact?.degree == .close)
        #expect(history.standing.demand?.mode == .central)
        expect(
            scene.rows(history.calendar.current) {
                $0.id.reason == .closeContact && $0.stage == 1 && $0.state(at: scene.at("03-20 15:00")) != .metInTime
            },
            [
                "03-24 00:00 → 03-25 00:00 test 1/14 tracing.close.stages.1.tests.14",
                "03-20 15:00 → 03-24 08:00 stage 1 tracing.close.stages.1",
                "03-24 00:00 → 03-25 00:00 clock 1 tracing.close.environmentNegative.1",
                "03-24 08:00 → – release 1 tracing.close.release.1",
            ])
        // The stay that ended before is no transfer for this.
        #expect(scene.state(zhang, "closeClocks.transferred", now: "03-20 16:00") == .open)
        #expect(scene.state(zhang, "secondary.release.1", now: "03-20 16:00") == .metInTime)
    }

    @Test("the promoting result withdrawn, everything is as before")
    func takenBack() {
        var scene = PromotionTests.chain()
        let before = scene.obligations(zhang, now: "03-13 09:00")
        let report = scene.confirm(li, at: "03-13 10:00")
        scene.chronicle.withdraw(report, known: scene.at("03-13 12:00"))
        #expect(scene.obligations(zhang, now: "03-13 11:00") != before)
        #expect(scene.obligations(zhang, now: "03-13 12:00") == before)
    }

    @Test("the 9th edition holds only the contacts of close contacts at higher risk")
    func higherRisk() {
        #expect(PromotionTests.chain("cn-9").obligations(zhang, now: "03-11 09:00").isEmpty == false)
        #expect(PromotionTests.chain("cn-9", isHigherRisk: false).obligations(zhang, now: "03-11 09:00").isEmpty)
    }

    @Test("the gate: a secondary contact is released when the close contact's first two tests are negative as well")
    func gate() {
        var scene = PromotionTests.chain()
        scene.hold(zhang, .central, from: "03-11 12:00")
        for day in ["11 14:00", "14 08:00", "17 02:00"] { scene.test(zhang, taken: "03-\(day)") }
        scene.test(li, taken: "03-11 10:00")
        #expect(scene.one(zhang, "secondary.release.1", now: "03-17 12:00")?.due == nil)
        // The second comes late: the release is due from its result on, not from the seventh day.
        scene.test(li, taken: "03-18 10:00")
        expect(
            scene.rows(scene.obligations(zhang, now: "03-18 14:00")) { $0.kind == .release },
            ["03-18 14:00 → 03-18 18:00 release 1 tracing.secondary.release.1"])
    }

    @Test("the gate stays shut when one of the first two tests was not negative")
    func gateShut() {
        var scene = PromotionTests.chain()
        for day in ["11 14:00", "14 08:00", "17 02:00"] { scene.test(zhang, taken: "03-\(day)") }
        scene.test(li, taken: "03-11 10:00", .indeterminate)
        for day in ["12", "13", "14"] { scene.test(li, taken: "03-\(day) 10:00") }
        #expect(scene.one(zhang, "secondary.release.1", now: "03-17 12:00")?.due == nil)
    }
}

@Suite("Rule 4: an index case that is ruled out")
struct DemotionTests {
    /// Zhang, held in a centre since the 11th for the suspected case Li.
    static func held() -> (scene: Scene, report: Int64) {
        var scene = Scene("cn-8")
        let report = scene.confirm(li, .suspected, onset: "03-09", at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.hold(zhang, .central, from: "03-11 12:00")
        return (scene, report)
    }

    @Test("releases its contacts within the policy's hours; what was not yet due is withdrawn")
    func released() {
        var (scene, report) = DemotionTests.held()
        #expect(scene.obligations(zhang, now: "03-17 09:00").contains { $0.id.rule == "tracing.close.stages.1.tests.14" })
        scene.change(report, of: li, .excluded, at: "03-17 10:00")
        expect(
            scene.rows(scene.obligations(zhang, now: "03-17 10:00")) { $0.kind != .clock },
            [
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.close.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.close.stages.1.tests.4",
                "03-17 10:00 → 03-17 14:00 release 1 tracing.close.release.1",
            ])
        scene.chronicle.correct(
            scene.chronicle.entries.last { if case .stay = $0.fact { true } else { false } }?.entity ?? 0,
            to: .stay(Stay(mode: .central, territory: Scene.site, until: scene.at("03-17 12:00"), ending: .released)),
            known: scene.at("03-17 12:00"))
        #expect(scene.state(zhang, "close.release.1", now: "03-17 12:00") == .metInTime)
        #expect(scene.history(zhang, now: "03-17 12:00").standing.demand == nil)
    }

    @Test("does not release who has another index: the other's last exposure counts then")
    func another() {
        var (scene, report) = DemotionTests.held()
        scene.confirm(wang, at: "03-11 21:00")
        scene.expose(zhang, to: wang, last: "03-09", at: "03-12 09:00")
        scene.change(report, of: li, .excluded, at: "03-17 10:00")
        let obligations = scene.obligations(zhang, now: "03-17 10:00")
        expect(
            scene.rows(obligations) { $0.kind == .stage || $0.kind == .release },
            [
                "03-11 09:00 → 03-23 08:00 stage 1 tracing.close.stages.1",
                "03-23 08:00 → – release 1 tracing.close.release.1",
                "03-23 08:00 → 03-30 08:00 stage 2 tracing.close.stages.2",
                "03-30 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("releases the contacts of its contacts too")
    func cascade() {
        var (scene, report) = DemotionTests.held()
        scene.expose(wang, to: zhang, last: "03-11", at: "03-12 09:00")
        scene.hold(wang, .central, from: "03-12 12:00")
        scene.change(report, of: li, .excluded, at: "03-15 10:00")
        expect(
            scene.rows(scene.obligations(wang, now: "03-15 10:00")) { $0.kind != .clock },
            [
                "03-12 09:00 → 03-13 09:00 test 1/1 tracing.secondary.stages.1.tests.1",
                "03-15 10:00 → 03-15 14:00 release 1 tracing.secondary.release.1",
            ])
    }

    @Test("who is not held has nothing to be released from")
    func notHeld() {
        var scene = Scene("cn-8")
        let report = scene.confirm(li, .suspected, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.change(report, of: li, .excluded, at: "03-12 10:00")
        #expect(scene.obligations(zhang, now: "03-12 10:00").allSatisfy { $0.kind == .clock || $0.kind == .test })
        #expect(scene.history(zhang, now: "03-12 10:00").standing.contact == nil)
    }

    @Test("the person ruled out leaves the hospital, unless held for another reason")
    func patient() {
        var (scene, report) = DemotionTests.held()
        scene.hold(li, .hospital, from: "03-10 22:00")
        scene.change(report, of: li, .excluded, at: "03-17 10:00")
        expect(
            scene.rows(scene.obligations(li, now: "03-17 10:00")) { $0.kind == .release },
            [
                "03-10 21:00 → 03-17 10:00 release treatment.suspected.exclusion",
                "03-17 10:00 → 03-18 10:00 release 1 treatment.suspected.discharge.excluded",
            ])
    }
}

@Suite("Rule 9: several reasons at once")
struct SeveralReasonsTests {
    /// A contact to be held centrally to the 24th and at home to the 31st, who also came from a high-risk area: centrally to the 28th.
    static func both() -> Scene {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.arrive(zhang, .high, left: "03-14", at: "03-15 10:00")
        return scene
    }

    @Test("the strictest mode applies, and its release comes with the last reason that demands it")
    func strictest() {
        let scene = SeveralReasonsTests.both()
        let history = scene.history(zhang, now: "03-20 09:00")
        expect(
            scene.rows(history.calendar.current) { $0.kind == .release },
            ["03-28 08:00 → – release 1 arrivals.high.control.release.1", "03-31 08:00 → – release 2 tracing.close.release.2"])
        #expect(history.standing.demand?.mode == .central)
        #expect(history.standing.demand?.until == scene.at("03-28 08:00"))
        #expect(history.standing.demand?.reason == .arrival)
    }

    @Test("a milder reason does not hold in a stricter place")
    func milder() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.arrive(zhang, .medium, left: "03-24", at: "03-24 18:00")
        expect(
            scene.rows(scene.obligations(zhang, now: "03-24 18:00")) { $0.kind == .release },
            ["03-24 08:00 → – release 1 tracing.close.release.1", "04-07 08:00 → – release 1 arrivals.medium.control.release.1"])
    }

    @Test("one specimen answers the test of every reason that asks for one that day")
    func shared() {
        var scene = SeveralReasonsTests.both()
        scene.test(zhang, taken: "03-21 09:00")
        #expect(scene.state(zhang, "arrivals.high.control.stages.1.tests.7", now: "03-21 14:00") == .metInTime)
        scene.test(zhang, taken: "03-24 09:00", swabs: 2)
        #expect(scene.state(zhang, "tracing.close.stages.1.tests.14", now: "03-24 14:00") == .metInTime)
    }

    @Test("the release falls due when the last of the reasons is clear")
    func lastClear() {
        var scene = SeveralReasonsTests.both()
        scene.hold(zhang, .central, from: "03-11 12:00")
        scene.test(zhang, taken: "03-24 02:00", swabs: 2)
        scene.room(zhang, taken: "03-24 02:00")
        #expect(!scene.obligations(zhang, now: "03-24 12:00").contains { $0.id.rule == "tracing.close.release.1" })
        scene.test(zhang, taken: "03-28 02:00")
        expect(
            scene.rows(scene.obligations(zhang, now: "03-28 06:00")) { $0.id.rule.hasSuffix("release.1") },
            ["03-28 08:00 → 03-28 12:00 release 1 arrivals.high.control.release.1"])
    }

    @Test("a suspected case stays in hospital though its time as a contact is over")
    func suspected() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.hold(zhang, .central, from: "03-11 12:00", until: "03-22 12:00", ending: .transferred)
        scene.confirm(zhang, .suspected, onset: "03-22", at: "03-22 11:00")
        scene.hold(zhang, .hospital, from: "03-22 12:30")
        scene.test(zhang, taken: "03-24 02:00", swabs: 2)
        let history = scene.history(zhang, now: "03-24 12:00")
        #expect(!history.calendar.current.contains { $0.kind == .release && $0.id.reason == .closeContact && $0.stage == 1 })
        #expect(history.standing.demand?.mode == .hospital)
        #expect(history.standing.demand?.until == nil)
    }
}
