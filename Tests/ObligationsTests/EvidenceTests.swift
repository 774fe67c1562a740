import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

@Suite("Clocks and windows, to the instant")
struct StateTests {
    @Test("a clock is open, pressing in its last quarter, in time at the very limit, overdue after it, and can be met late")
    func clock() {
        var scene = Scene("hunan-2022-03")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        let states: [(String, Obligation.State)] = [
            ("03-11 08:59", .upcoming), ("03-11 09:00", .open), ("03-11 10:29", .open), ("03-11 10:30", .pressing), ("03-11 11:00", .pressing),
            ("03-11 11:01", .overdue), ("03-30 00:00", .overdue),
        ]
        for (moment, state) in states { #expect(scene.state(zhang, "located", now: moment, known: "03-11 09:00") == state, "\(moment)") }
        let limit = scene.one(zhang, "located", now: "03-11 09:00")?.due ?? .distantPast
        #expect(scene.one(zhang, "located", now: "03-11 09:00")?.state(at: limit + Span(milliseconds: 1)) == .overdue)
        var late = scene
        scene.act(zhang, .located, at: "03-11 11:00")
        #expect(scene.state(zhang, "located", now: "03-11 11:00") == .metInTime)
        late.act(zhang, .located, at: "03-11 11:01")
        #expect(late.state(zhang, "located", now: "03-11 11:01") == .metLate)
    }

    @Test("a test taken on the day after is late; one taken when the next is due leaves the earlier missed")
    func testWindow() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-15 00:00") == .pressing)
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-15 00:01") == .overdue)
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-17 00:00") == .missed)
        var late = scene
        late.test(zhang, taken: "03-16 23:59")
        #expect(late.state(zhang, "stages.1.tests.4", now: "03-20 00:00") == .metLate)
        #expect(late.state(zhang, "stages.1.tests.7", now: "03-18 00:01") == .overdue)
        scene.test(zhang, taken: "03-17 00:00")
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-20 00:00") == .missed)
        #expect(scene.state(zhang, "stages.1.tests.7", now: "03-20 00:00") == .metInTime)
    }

    @Test("an exit test is never missed: it stays overdue until taken")
    func exitTest() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        #expect(scene.state(zhang, "stages.1.tests.14", now: "04-10 00:00") == .overdue)
    }

    @Test("of missed windows of a post only the newest stands open")
    func missedWindows() {
        var scene = Scene("hunan-2022-03")
        scene.post(zhang, "fever_clinic", from: "03-21")
        scene.test(zhang, taken: "03-22 09:00")
        let states = scene.obligations(zhang, now: "03-24 10:00").filter { $0.id.reason == .post }.map { $0.state(at: scene.at("03-24 10:00")) }
        #expect(states == [.missed, .metInTime, .missed, .open])
    }

    @Test("twice a week two days apart: the second counts from two days after the first")
    func gap() {
        func states(_ taken: [String]) -> [Obligation.State] {
            var scene = Scene("hunan-2022-03")
            scene.post(zhang, "express", from: "03-21", until: "03-27")
            for moment in taken { scene.test(zhang, taken: moment) }
            return scene.obligations(zhang, now: "03-28 08:00").filter { $0.id.reason == .post }.map { $0.state(at: scene.at("03-28 08:00")) }
        }
        #expect(states([]) == [.missed, .missed])
        #expect(states(["03-21 10:00", "03-22 10:00"]) == [.metInTime, .missed])
        #expect(states(["03-21 23:00", "03-23 01:00"]) == [.metInTime, .metInTime])
        #expect(states(["03-22 10:00", "03-23 10:00", "03-24 10:00"]) == [.metInTime, .metInTime])
        // The first on Sunday is late and leaves no room for a second.
        #expect(states(["03-27 10:00"]) == [.metLate, .missed])
    }

    @Test("two tests in three days: at least 24 hours apart")
    func span() {
        func states(_ taken: [String], now: String = "07-23 00:00") -> [Obligation.State] {
            var scene = Scene("cn-9")
            scene.arrive(zhang, .low, at: "07-19 10:00")
            for moment in taken { scene.test(zhang, taken: moment) }
            return scene.obligations(zhang, now: now).filter { $0.id.rule.contains("spanTests") }.map { $0.state(at: scene.at(now)) }
        }
        #expect(states(["07-19 11:00", "07-20 10:59"]) == [.metInTime, .overdue])
        #expect(states(["07-19 11:00", "07-20 11:00"]) == [.metInTime, .metInTime])
        #expect(states(["07-20 23:00", "07-21 23:30"]) == [.metInTime, .metInTime])
        #expect(states(["07-21 12:00", "07-22 13:00"]) == [.metLate, .metLate])
        #expect(states([], now: "07-21 00:01") == [.overdue, .open])
    }

    @Test("an arrival shows a certificate of the last 48 hours and its registration, or falls short at once; checks may be made in turn")
    func papers() {
        var scene = Scene("hunan-2022-03")
        let good = scene.arrive(zhang, .unaffected, certificate: "03-17 10:00", isRegistered: true, at: "03-19 10:00")
        scene.arrive(li, .unaffected, certificate: "03-17 09:59", at: "03-19 10:00")
        scene.act(zhang, .checked, concerning: good, checks: [.temperature, .mask], at: "03-19 10:20")
        scene.act(zhang, .checked, concerning: good, checks: [.healthCode, .itinerary, .testCertificate], at: "03-19 10:40")
        for rule in ["registration", "certificate", "checks"] { #expect(scene.state(zhang, rule, now: "03-19 11:00") == .metInTime) }
        for rule in ["registration", "certificate"] {
            #expect(scene.state(li, rule, now: "03-19 11:00") == .overdue)
            #expect(scene.state(li, rule, now: "03-19 12:00") == .missed)
        }
    }
}

@Suite("Stays as evidence")
struct StayTests {
    /// A contact under the 8th edition, to be held centrally to the 24th at 08:00, with negatives on every day asked for.
    static func contact() -> Scene {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        for day in ["11 14:00", "14 08:00", "17 08:00"] { scene.test(zhang, taken: "03-\(day)") }
        scene.test(zhang, taken: "03-24 02:00", swabs: 2)
        scene.room(zhang, taken: "03-24 02:00")
        return scene
    }

    @Test("a stay that is meant to last counts as kept only when its time has come")
    func lasting() {
        var scene = StayTests.contact()
        scene.hold(zhang, .central, from: "03-11 12:00")
        #expect(scene.state(zhang, "close.stages.1", now: "03-20 00:00") == .open)
        #expect(scene.state(zhang, "close.stages.1", now: "03-24 07:59") == .pressing)
        #expect(scene.state(zhang, "close.stages.1", now: "03-24 08:00") == .metInTime)
        #expect(scene.state(zhang, "close.release.1", now: "03-24 12:01") == .overdue)
    }

    @Test("moved from site to site in time is no breach, a longer gap is")
    func gaps() {
        for (again, state) in [("03-15 20:00", Obligation.State.metInTime), ("03-15 20:01", .missed)] {
            var scene = StayTests.contact()
            scene.hold(zhang, .central, from: "03-11 12:00", until: "03-15 08:00", ending: .transferred)
            scene.hold(zhang, .central, from: again, until: "03-24 09:00", ending: .released)
            #expect(scene.state(zhang, "close.stages.1", now: "03-25 00:00") == state, "\(again)")
        }
    }

    @Test("absconding is a breach however soon the person is back")
    func absconding() {
        var scene = StayTests.contact()
        scene.hold(zhang, .central, from: "03-11 12:00", until: "03-15 08:00", ending: .absconded)
        scene.hold(zhang, .central, from: "03-15 09:00", until: "03-24 09:00", ending: .released)
        #expect(scene.state(zhang, "close.stages.1", now: "03-25 00:00") == .missed)
        // Back in the centre, the person is released in the ordinary way.
        #expect(scene.state(zhang, "close.release.1", now: "03-25 00:00") == .metInTime)
    }

    @Test("released too early: the stage is missed, and there is no release left to make")
    func early() {
        var scene = StayTests.contact()
        scene.hold(zhang, .central, from: "03-11 12:00", until: "03-23 18:00", ending: .released)
        #expect(scene.state(zhang, "close.stages.1", now: "03-25 00:00") == .missed)
        #expect(!scene.obligations(zhang, now: "03-25 00:00").contains { $0.id.rule.hasSuffix("close.release.1") })
    }

    @Test("released before the last negative was reported: too early as well")
    func beforeTheResult() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.test(zhang, taken: "03-24 08:00", swabs: 2)
        scene.room(zhang, taken: "03-24 02:00")
        scene.hold(zhang, .central, from: "03-11 12:00", until: "03-24 11:00", ending: .released)
        #expect(scene.state(zhang, "close.stages.1", now: "03-25 00:00") == .missed)
    }

    @Test("released late")
    func late() {
        var scene = StayTests.contact()
        scene.hold(zhang, .central, from: "03-11 12:00", until: "03-24 12:30", ending: .released)
        #expect(scene.state(zhang, "close.stages.1", now: "03-25 00:00") == .metInTime)
        #expect(scene.state(zhang, "close.release.1", now: "03-25 00:00") == .metLate)
    }

    @Test("home monitoring must follow the release: a stay begun days later did not keep it")
    func following() {
        for (from, state) in [("03-24 13:00", Obligation.State.metInTime), ("03-27 09:00", .missed)] {
            var scene = StayTests.contact()
            scene.hold(zhang, .central, from: "03-11 12:00", until: "03-24 09:00", ending: .transferred)
            scene.hold(zhang, .homeMonitoring, from: from, until: "04-02 09:00", ending: .released)
            scene.test(zhang, taken: "03-31 00:30")
            #expect(scene.state(zhang, "close.stages.2", now: "04-02 10:00") == state, "\(from)")
        }
    }

    @Test("a stricter place than asked for keeps the stage")
    func stricter() {
        var scene = StayTests.contact()
        scene.hold(zhang, .hospital, from: "03-11 12:00", until: "03-24 09:00", ending: .transferred)
        #expect(scene.state(zhang, "closeClocks.transferred", now: "03-25 00:00") == .metInTime)
        #expect(scene.state(zhang, "close.stages.1", now: "03-25 00:00") == .metInTime)
    }

    @Test("groups that the policy lets stay at home are held at home, others are not")
    func specialGroups() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.person(zhang, groups: [.child], at: "03-11 09:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.hold(zhang, .homeIsolation, from: "03-11 12:00")
        #expect(scene.state(zhang, "closeClocks.transferred", now: "03-11 12:00") == .metInTime)
        #expect(scene.one(zhang, "close.stages.1", now: "03-11 12:00")?.role == .communityWorker)
        #expect(scene.history(zhang, now: "03-12 12:00").standing.demand?.mode == .homeIsolation)

        var policy = Editions.policy("cn-8")
        policy.tracing.homeInstead = [.pregnantOrNursing]
        scene.edition = { [policy] _ in policy }
        #expect(scene.state(zhang, "closeClocks.transferred", now: "03-11 12:00") == .open)
        #expect(scene.one(zhang, "close.stages.1", now: "03-11 12:00")?.role == .isolationSite)
    }

    @Test("a post asks for no test while its holder is held, and for the day of the return again")
    func suspendedPost() {
        var scene = Scene("hunan-2022-03")
        scene.post(zhang, "fever_clinic", from: "03-21", until: "03-25")
        scene.hold(zhang, .central, from: "03-22 09:00", until: "03-24 08:00", ending: .released)
        expect(
            scene.rows(scene.obligations(zhang, now: "03-26 00:00")),
            [
                "03-21 00:00 → 03-22 00:00 test testing.posts.fever_clinic.frequency",
                "03-24 00:00 → 03-25 00:00 test testing.posts.fever_clinic.frequency",
                "03-25 00:00 → 03-26 00:00 test testing.posts.fever_clinic.frequency",
            ])
    }
}

@Suite("Late, corrected and withdrawn facts")
struct LateFactTests {
    @Test("a stay recorded days later counts from when it happened; what was known before stays on record")
    func lateStay() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.hold(zhang, .central, from: "03-11 15:00", known: "03-13 10:00")
        #expect(scene.state(zhang, "transferred", now: "03-13 09:59") == .overdue)
        #expect(scene.state(zhang, "transferred", now: "03-13 10:00") == .metInTime)
        let calendar = scene.history(zhang, now: "03-20 00:00").calendar
        let asKnown = calendar.obligations(asKnownAt: scene.at("03-12 00:00")).first { $0.id.rule.hasSuffix("transferred") }
        #expect(asKnown?.state(at: scene.at("03-12 00:00")) == .overdue)
    }

    @Test("a withdrawn result leaves its test unmet again; a second one for the same specimen meets it as of the taking")
    func withdrawnResult() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        let result = scene.test(zhang, taken: "03-14 09:00")
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-14 13:00") == .metInTime)
        scene.chronicle.withdraw(result, known: scene.at("03-15 09:00"))
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-15 09:00") == .overdue)
        #expect(scene.state(zhang, "testing.resultWithinSingle", now: "03-15 09:00") == .overdue)
        let specimen = Reference<Specimen>(rawValue: result - 1)
        scene.chronicle.record(.result(TestResult(specimen: specimen, outcome: .negative)), of: zhang, at: scene.at("03-15 11:00"))
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-15 11:00") == .metInTime)
        #expect(scene.state(zhang, "testing.resultWithinSingle", now: "03-15 11:00") == .metLate)
    }

    @Test("an invalid reading shows nothing")
    func invalid() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        scene.test(zhang, taken: "03-14 09:00", .invalid)
        #expect(scene.state(zhang, "stages.1.tests.4", now: "03-14 14:00") == .open)
    }

    @Test("a corrected last exposure moves the calendar; identities stay")
    func correctedExposure() {
        var scene = Scene("cn-8")
        scene.confirm(li, at: "03-10 21:00")
        let exposure = scene.expose(zhang, to: li, last: "03-10", at: "03-11 09:00")
        let before = Set(scene.obligations(zhang, now: "03-12 09:00").map(\.id))
        scene.chronicle.correct(exposure, to: .exposure(Exposure(index: li, last: scene.day("03-11"))), known: scene.at("03-12 10:00"))
        let after = scene.obligations(zhang, now: "03-12 10:00")
        #expect(Set(after.map(\.id)) == before)
        expect(scene.rows(after) { $0.id.rule.hasSuffix("tests.14") }, ["03-25 00:00 → 03-26 00:00 test 1/14 tracing.close.stages.1.tests.14"])
    }

    @Test("an earlier arrival or post recorded late leaves the identities of the others as they are")
    func stableIdentities() {
        var scene = Scene("hunan-2022-03")
        scene.arrive(zhang, .low, at: "03-19 10:00")
        scene.post(zhang, "fever_clinic", from: "03-21")
        let before = Set(scene.obligations(zhang, now: "03-22 09:00").map(\.id))
        scene.chronicle.record(
            .arrival(Arrival(origin: "上海", risk: .low, destination: Scene.home)), of: zhang, at: scene.at("03-12 10:00"),
            known: scene.at("03-22 10:00"))
        scene.post(zhang, "fever_clinic", from: "03-01", until: "03-10", known: "03-22 10:00")
        let after = Set(scene.obligations(zhang, now: "03-22 10:00").map(\.id))
        #expect(before.isSubset(of: after) && after.count > before.count)
    }

    @Test("death withdraws what was not yet due and asks for no release")
    func death() {
        var scene = StayTests.contact()
        scene.hold(zhang, .central, from: "03-11 12:00")
        scene.chronicle.record(.death(Death()), of: zhang, at: scene.at("03-15 12:00"))
        let obligations = scene.obligations(zhang, now: "03-15 12:00").filter { $0.id.reason == .closeContact }
        #expect(obligations.allSatisfy { ($0.due ?? .distantFuture) <= scene.at("03-15 12:00") || $0.fulfilment != nil })
        #expect(!obligations.contains { $0.kind == .release || $0.kind == .stage })
    }

    @Test("a contact who becomes a case keeps what had fallen due and owes what a case owes")
    func conversion() {
        var scene = StayTests.contact()
        scene.hold(zhang, .central, from: "03-11 12:00")
        scene.confirm(zhang, onset: "03-15", at: "03-15 12:00")
        let obligations = scene.obligations(zhang, now: "03-15 12:00")
        expect(
            scene.rows(obligations) { $0.id.reason == .closeContact && $0.kind != .clock },
            [
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.close.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.close.stages.1.tests.4",
            ])
        #expect(obligations.contains { $0.id.rule == "treatment.confirmed.clocks.admitted" })
        #expect(scene.history(zhang, now: "03-15 12:00").standing.demand?.mode == .hospital)
    }

    @Test("an asymptomatic infection that becomes a confirmed case: the class's duties change, the case is one")
    func reclassified() {
        var scene = Scene("cn-8")
        let report = scene.confirm(zhang, .asymptomatic, at: "03-14 15:00")
        scene.change(report, of: zhang, .classified(.confirmed), at: "03-16 10:00")
        let obligations = scene.obligations(zhang, now: "03-16 10:00")
        #expect(obligations.filter { $0.id.rule.hasPrefix("tracing.caseClocks") }.count == 4)
        expect(
            scene.rows(obligations) { $0.id.rule.hasPrefix("treatment.") && $0.kind == .clock },
            [
                "03-14 15:00 → 03-14 17:00 clock treatment.asymptomatic.clocks.reported",
                "03-14 15:00 → 03-14 17:00 clock treatment.asymptomatic.clocks.isolated",
                "03-16 10:00 → 03-16 12:00 clock treatment.confirmed.clocks.reported",
                "03-16 10:00 → – clock treatment.confirmed.clocks.audited",
                "03-16 10:00 → 03-16 12:00 clock treatment.confirmed.clocks.admitted",
            ])
    }

    @Test("discharge: a positive in between starts the count of negatives anew; Ct 35 counts as negative where the plan says so")
    func negatives() {
        var scene = Scene("hunan-2022-03")
        scene.confirm(zhang, at: "03-14 15:00")
        scene.test(zhang, taken: "03-20 08:00")
        scene.test(zhang, taken: "03-21 08:00", .positive, ct: 34.9)
        scene.test(zhang, taken: "03-22 08:00", .positive, ct: 35)
        scene.test(zhang, taken: "03-23 07:59")
        #expect(scene.one(zhang, "confirmed.discharge", now: "03-23 12:00")?.due == nil)
        scene.test(zhang, taken: "03-23 08:00")
        #expect(scene.one(zhang, "confirmed.discharge", now: "03-23 12:00")?.due == scene.at("03-24 12:00"))
    }

    @Test("discharged without the negatives: the tests are missed, not forgotten")
    func dischargedWithout() {
        var scene = Scene("hunan-2022-03")
        let report = scene.confirm(zhang, at: "03-14 15:00")
        scene.test(zhang, taken: "03-20 08:00")
        scene.change(report, of: zhang, .closed(.recovered), at: "03-21 10:00")
        #expect(scene.state(zhang, "discharge.tests.1", now: "03-22 00:00") == .metInTime)
        #expect(scene.state(zhang, "discharge.tests.2", now: "03-22 00:00") == .missed)
    }
}
