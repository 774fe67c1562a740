import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

@Suite("Of a person isolated at home, and of doses that have become due")
struct HomeControlTests {
    private static func home(until: String? = nil) -> Scene {
        var scene = Scene("hunan-2022-03")
        scene.person(zhang, at: "03-10 08:00")
        scene.hold(zhang, .homeIsolation, from: "03-10 09:00", until: until, known: until ?? "03-10 09:00")
        return scene
    }

    private static func states(_ scene: Scene, _ rule: String, now: String) -> [String] {
        scene.obligations(zhang, now: now).filter { $0.id.rule == "community." + rule }.sorted { $0.opens < $1.opens }
            .map { scene.short($0.opens) + " " + $0.state(at: scene.at(now)).rawValue }
    }

    @Test("the team looks in twice a day from the first half day after the stay began; a half day nobody was seen is missed")
    func checks() {
        var scene = Self.home()
        for time in ["03-10 15:00", "03-11 08:00", "03-12 07:30"] { scene.act(zhang, .followedUp, at: time) }
        expect(
            Self.states(scene, "checksPerDay", now: "03-12 10:00"),
            ["03-10 12:00 metInTime", "03-11 00:00 metInTime", "03-11 12:00 missed", "03-12 00:00 metInTime"])
    }

    @Test("with the end of the stay nothing more is due")
    func ended() {
        let scene = Self.home(until: "03-11 10:00")
        expect(Self.states(scene, "checksPerDay", now: "03-13 10:00"), ["03-10 12:00 missed"])
        expect(Self.states(scene, "deliverEvery", now: "03-13 10:00"), [])
    }

    @Test("the door is sealed within the policy's hours, and what is needed is brought once in every two days")
    func sealAndDelivery() {
        var scene = Self.home()
        #expect(scene.state(zhang, "community.doorSeal", now: "03-10 11:00") == .open)
        #expect(scene.state(zhang, "community.doorSeal", now: "03-10 14:00") == .overdue)
        scene.act(zhang, .doorSealed, at: "03-10 12:30")
        #expect(scene.state(zhang, "community.doorSeal", now: "03-10 14:00") == .metInTime)
        scene.act(zhang, .delivered, at: "03-12 18:00")
        expect(Self.states(scene, "deliverEvery", now: "03-13 10:00"), ["03-11 00:00 metInTime", "03-13 00:00 open"])
    }

    @Test("a team is named within the policy's hours, whole only with somebody to each part that the policy asks for")
    func team() {
        var scene = Self.home()
        func name(_ parts: [String], at time: String) {
            let team = HomeTeam(territory: Scene.home, members: parts.map { Grid.Member(part: $0, name: "某某") })
            scene.chronicle.record(.homeTeam(team), of: zhang, at: scene.at(time))
        }
        let whole = ["townshipLeader", "villageCadre", "groupLeader", "relative", "health"]
        name(whole, at: "03-10 08:30")
        #expect(scene.state(zhang, "community.teamWithin", now: "03-10 09:30") == .open, "named before there was anybody to answer for")
        name(["villageCadre", "health"], at: "03-10 10:00")
        #expect(scene.state(zhang, "community.teamWithin", now: "03-10 13:30") == .overdue)
        name(whole + ["police"], at: "03-10 14:00")
        #expect(scene.state(zhang, "community.teamWithin", now: "03-10 15:00") == .metLate)
    }

    @Test("an edition whose schedule asks for follow-ups of its own asks for no checks beside them")
    func noDouble() {
        var scene = Scene("measles")
        scene.person(zhang, at: "03-10 08:00")
        scene.hold(zhang, .homeIsolation, from: "03-10 09:00")
        #expect(scene.obligations(zhang, now: "03-12 10:00").allSatisfy { $0.id.reason != .homeControl })
    }

    /// Doses given, and the duties at the end of June as day of opening and state.
    struct Doses: Sendable {
        var given: [(product: String, day: String)]
        var duties: [String]
    }

    @Test(
        "the next dose is due when the policy's interval is over, the booster half a year after the course",
        arguments: [
            Doses(given: [("inactivated", "03-01")], duties: ["03-22 overdue"]),
            Doses(given: [("inactivated", "03-01"), ("inactivated", "03-25")], duties: ["03-22 metInTime", "09-21 upcoming"]),
            Doses(given: [("inactivated", "03-01"), ("inactivated", "05-25")], duties: ["03-22 metLate", "11-21 upcoming"]),
            Doses(given: [("ad5", "01-02")], duties: ["07-01 open"]),
            Doses(
                given: [("inactivated", "01-01"), ("inactivated", "01-05"), ("subunit", "06-20")],
                duties: ["01-05 metInTime", "06-20 metInTime"]),
            Doses(given: [("another", "01-02")], duties: []),
        ])
    func doses(doses: Doses) {
        var scene = Scene("hunan-2022-03")
        scene.person(zhang, at: "01-01 08:00")
        for (product, day) in doses.given { scene.vaccinate(zhang, product, on: day) }
        let found = scene.obligations(zhang, now: "07-01 10:00").filter { $0.id.rule == "community.vaccinate" }
            .map { "\(scene.short($0.opens).prefix(5)) \($0.state(at: scene.at("07-01 10:00")).rawValue)" }
        expect(found, doses.duties)
    }

    @Test("how far somebody is vaccinated is told by the course of the first product")
    func status() {
        let rules = Editions.policy("hunan-2022-03").community
        let found = [("inactivated", 1), ("inactivated", 2), ("inactivated", 3), ("ad5", 1), ("ad5", 2), ("subunit", 2), ("unknown", 2)]
            .map { rules.status(afterDose: $0.1, ofCourse: $0.0) }
        #expect(found == [.none, .primary, .booster, .primary, .booster, .none, .none])
    }
}

@Suite("Whoever is found unwell while held or followed is examined within the policy's hours")
struct UnwellTests {
    private static func scene(_ edition: String = "hunan-2022-03", unwell times: [String]) -> Scene {
        var scene = Scene(edition)
        scene.person(zhang, at: "03-10 08:00")
        scene.hold(zhang, .homeIsolation, from: "03-10 09:00", until: nil, known: "03-10 09:00")
        for time in times {
            scene.chronicle.record(.act(Act(deed: .followedUp, means: .visit, finding: .unwell)), of: zhang, at: scene.at(time))
        }
        return scene
    }

    private static func duties(_ scene: Scene, now: String) -> [String] {
        scene.obligations(zhang, now: now).filter { $0.id.rule == "tracing.unwell" }.sorted { $0.opens < $1.opens }
            .map { "\(scene.short($0.opens)) \($0.due.map(scene.short) ?? "–") \($0.state(at: scene.at(now)).rawValue)" }
    }

    @Test("a test with a result answers, whatever it says; a specimen without one does not")
    func tested() {
        var scene = Self.scene(unwell: ["03-11 08:00"])
        expect(Self.duties(scene, now: "03-11 10:00"), ["03-11 08:00 03-12 08:00 open"])
        scene.chronicle.record(.specimen(Specimen()), of: zhang, at: scene.at("03-11 12:00"))
        expect(Self.duties(scene, now: "03-12 10:00"), ["03-11 08:00 03-12 08:00 overdue"])
        scene.test(zhang, taken: "03-12 11:00")
        expect(Self.duties(scene, now: "03-12 16:00"), ["03-11 08:00 03-12 08:00 metLate"])
    }

    @Test("being brought to a hospital answers as well")
    func admitted() {
        var scene = Self.scene("who-ebola", unwell: ["03-11 08:00"])
        scene.hold(zhang, .hospital, from: "03-11 20:00", until: nil, known: "03-11 20:00")
        expect(Self.duties(scene, now: "03-12 16:00"), ["03-11 08:00 03-12 08:00 metInTime"])
    }

    @Test("found unwell again before the examination, one answers for both; after it, another is asked for")
    func again() {
        var scene = Self.scene(unwell: ["03-11 08:00", "03-11 18:00", "03-13 08:00"])
        scene.test(zhang, taken: "03-12 07:00")
        expect(Self.duties(scene, now: "03-13 10:00"), ["03-11 08:00 03-12 08:00 metInTime", "03-13 08:00 03-14 08:00 open"])
    }

    @Test("well, or not seen, asks for nothing; nor does an edition without the clock")
    func unasked() {
        var scene = Self.scene(unwell: [])
        scene.act(zhang, .followedUp, at: "03-11 08:00")
        scene.chronicle.record(.act(Act(deed: .followedUp, means: .visit, finding: .notSeen)), of: zhang, at: scene.at("03-11 20:00"))
        expect(Self.duties(scene, now: "03-12 10:00"), [])
        expect(Self.duties(Self.scene("none", unwell: ["03-11 08:00"]), now: "03-12 10:00"), [])
    }
}

@Suite("Whoever reports of themselves is answered within the policy's hours")
struct SelfReportTests {
    @Test("reaching the person answers; a call that found nobody does not; each report has its own clock")
    func answered() {
        var scene = Scene("hunan-2022-03")
        scene.person(zhang, at: "03-10 08:00")
        let report = SelfReport(about: .symptoms, territory: Scene.home, onset: scene.day("03-09"))
        scene.chronicle.record(.selfReport(report), of: zhang, at: scene.at("03-10 09:00"))
        #expect(scene.state(zhang, "community.reports", now: "03-10 12:00") == .open)
        scene.chronicle.record(
            .act(Act(deed: .followedUp, means: .telephone, finding: .notSeen)), of: zhang, at: scene.at("03-10 13:00"))
        #expect(scene.state(zhang, "community.reports", now: "03-11 10:00") == .overdue)
        scene.act(zhang, .followedUp, at: "03-11 10:30")
        #expect(scene.state(zhang, "community.reports", now: "03-11 11:00") == .metLate)
        scene.chronicle.record(.selfReport(SelfReport(about: .help, territory: Scene.home)), of: zhang, at: scene.at("03-12 09:00"))
        let states = scene.obligations(zhang, now: "03-12 12:00").filter { $0.id.reason == .selfReport }.map { $0.state(at: scene.at("03-12 12:00")) }
        expect(states.map(\.rawValue), ["metLate", "open"])
    }

    @Test("an edition without the clock asks for nothing")
    func unasked() {
        var scene = Scene("who-mers")
        scene.person(zhang, at: "03-10 08:00")
        scene.chronicle.record(.selfReport(SelfReport(about: .help, territory: Scene.home)), of: zhang, at: scene.at("03-10 09:00"))
        #expect(!scene.obligations(zhang, now: "03-12 12:00").contains { $0.id.reason == .selfReport })
    }
}
