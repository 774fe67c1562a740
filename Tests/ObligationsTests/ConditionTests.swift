import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

/// Room and articles before release (`domain.md` §2.3 rule 5; 8th edition and twenty measures).
@Suite("Release waits for a clean room where the edition says so")
struct EnvironmentTests {
    @Test(
        "the release opens when the negative of the room is there, whatever the person's own tests say",
        arguments: [
            ([("03-24 02:00", TestOutcome.negative)], "03-24 08:00"), ([("03-24 09:00", .negative)], "03-24 13:00"),
            ([("03-24 02:00", .positive), ("03-25 02:00", .negative)], "03-25 06:00"),
            ([("03-24 02:00", .negative), ("03-24 03:00", .positive), ("03-25 09:00", .negative)], "03-25 13:00"),
            ([("03-23 20:00", .negative)], nil), ([("03-24 02:00", .indeterminate)], nil), ([], nil),
        ] as [([(String, TestOutcome)], String?)])
    func releases(samples: [(String, TestOutcome)], opens: String?) {
        var scene = AnchorTests.late()
        scene.hold(zhang, .central, from: "03-18 12:00")
        scene.test(zhang, taken: "03-24 02:00", swabs: 2)
        for (taken, outcome) in samples { scene.room(zhang, taken: taken, outcome) }
        let release = scene.one(zhang, "close.release.1", now: "03-26 00:00")
        #expect(release?.due == opens.map { scene.at($0) + .hours(4) })
        if let opens { #expect(release?.opens == scene.at(opens)) }
    }

    @Test("the sample is due on the last day, is no test of the person, and asks nobody held at home")
    func duty() {
        var scene = AnchorTests.late()
        scene.room(zhang, taken: "03-24 02:00")
        #expect(scene.state(zhang, "environmentNegative.1", now: "03-24 12:00") == .metInTime)
        #expect(scene.state(zhang, "close.stages.1.tests.14", now: "03-24 12:00") == .open)
        var late = AnchorTests.late()
        late.room(zhang, taken: "03-25 02:00")
        #expect(late.state(zhang, "environmentNegative.1", now: "03-25 12:00") == .metLate)
        var child = AnchorTests.late()
        child.person(zhang, groups: [.child], at: "03-18 09:00")
        #expect(!child.obligations(zhang, now: "03-18 09:00").contains { $0.isEnvironmentSample })
        var ninth = Scene("cn-9")
        ninth.confirm(li, at: "07-10 21:00")
        ninth.expose(zhang, to: li, last: "07-10", at: "07-11 09:00")
        #expect(!ninth.obligations(zhang, now: "07-11 09:00").contains { $0.isEnvironmentSample })
    }
}

@Suite("A suspected case is ruled out by its tests")
struct ExclusionTests {
    /// Suspected on the 14th at 15:00 with symptoms since the 12th, under the 8th edition.
    static func suspected() -> (Scene, Int64) {
        var scene = Scene("cn-8")
        let report = scene.confirm(zhang, .suspected, onset: "03-12", at: "03-14 15:00")
        scene.hold(zhang, .hospital, from: "03-14 16:00")
        return (scene, report)
    }

    static func antibodies(_ scene: inout Scene, taken: String, _ outcome: TestOutcome = .negative) {
        let specimen = scene.chronicle.record(.specimen(Specimen(method: .serology, kind: .blood)), of: zhang, at: scene.at(taken))
        scene.chronicle.record(
            .result(TestResult(specimen: Reference(rawValue: specimen), outcome: outcome)), of: zhang, at: scene.at(taken) + .hours(4))
    }

    @Test("two negatives a day apart and no antibodies on day 7 open the decision, to be made within a day")
    func decided() {
        var (scene, report) = ExclusionTests.suspected()
        scene.test(zhang, taken: "03-14 20:00")
        scene.test(zhang, taken: "03-15 19:59")
        #expect(scene.state(zhang, "exclusion.tests.1", now: "03-16 00:00") == .metInTime)
        #expect(scene.state(zhang, "exclusion.tests.2", now: "03-16 00:00") == .open)
        scene.test(zhang, taken: "03-15 20:00")
        ExclusionTests.antibodies(&scene, taken: "03-19 08:00")
        #expect(scene.state(zhang, "exclusion.tests.2", now: "03-19 12:00") == .metInTime)
        let decision = scene.one(zhang, "suspected.exclusion", now: "03-19 12:00")
        #expect(decision?.opens == scene.at("03-19 12:00") && decision?.due == scene.at("03-20 12:00"))
        scene.change(report, of: zhang, .excluded, at: "03-19 18:00")
        for rule in ["suspected.exclusion", "exclusion.tests.1", "exclusion.tests.2", "exclusion.antibodyAfter"] {
            #expect(scene.state(zhang, rule, now: "03-20 00:00") == .metInTime, "\(rule)")
        }
    }

    @Test("a positive starts the count anew; antibodies before day 7 or positive show nothing")
    func notYet() {
        var (scene, _) = ExclusionTests.suspected()
        scene.test(zhang, taken: "03-14 20:00")
        scene.test(zhang, taken: "03-15 08:00", .positive)
        scene.test(zhang, taken: "03-16 08:00")
        ExclusionTests.antibodies(&scene, taken: "03-18 23:00")
        ExclusionTests.antibodies(&scene, taken: "03-19 08:00", .positive)
        #expect(scene.one(zhang, "exclusion.tests.1", now: "03-20 00:00")?.fulfilment?.at == scene.at("03-16 08:00"))
        #expect(scene.state(zhang, "exclusion.tests.2", now: "03-20 00:00") == .open)
        #expect(scene.state(zhang, "exclusion.antibodyAfter", now: "03-20 00:00") == .open)
        #expect(scene.one(zhang, "suspected.exclusion", now: "03-20 00:00")?.due == nil)
    }

    @Test("ruled out without its tests: the decision stands, the tests are missed; confirmed instead: they are withdrawn")
    func withoutTests() {
        var (scene, report) = ExclusionTests.suspected()
        var confirmed = scene
        scene.test(zhang, taken: "03-14 20:00")
        scene.change(report, of: zhang, .excluded, at: "03-15 10:00")
        // What is taken afterwards no longer rules anybody out.
        scene.test(zhang, taken: "03-15 21:00")
        #expect(scene.state(zhang, "exclusion.tests.1", now: "03-16 12:00") == .metInTime)
        #expect(scene.state(zhang, "exclusion.tests.2", now: "03-16 12:00") == .missed)
        #expect(scene.state(zhang, "exclusion.antibodyAfter", now: "03-16 12:00") == .missed)
        confirmed.change(report, of: zhang, .classified(.confirmed), at: "03-15 10:00")
        #expect(!confirmed.obligations(zhang, now: "03-16 00:00").contains { $0.id.rule.contains("exclusion") })
    }
}

@Suite("Results by the occasion of the test")
struct OccasionTests {
    @Test(
        "fever clinic 6 h, hospital and yellow code 12 h, wishing to 24 h; pooled tubes of no occasion 24 h",
        arguments: [
            (TestOccasion.feverClinic, false, false, "resultWithin.feverClinic", "03-14 16:00"),
            (.yellowCode, false, false, "resultWithin.yellowCode", "03-14 22:00"), (.voluntary, true, false, "resultWithin.voluntary", "03-15 10:00"),
            (nil, false, true, "resultWithin.inpatient", "03-14 22:00"), (.feverClinic, false, true, "resultWithin.feverClinic", "03-14 16:00"),
            (nil, true, false, "resultWithinPooled", "03-15 10:00"), (nil, false, false, "resultWithinSingle", "03-14 16:00"),
        ] as [(TestOccasion?, Bool, Bool, String, String)])
    func limit(occasion: TestOccasion?, isPooled: Bool, isInHospital: Bool, rule: String, due: String) {
        var scene = Scene("cn-8")
        if isInHospital { scene.hold(zhang, .hospital, from: "03-13 08:00") }
        scene.chronicle.record(
            .specimen(Specimen(pool: isPooled ? Reference(rawValue: 900) : nil, occasion: occasion)), of: zhang, at: scene.at("03-14 10:00"))
        let duty = scene.one(zhang, rule, now: "03-14 10:00")
        #expect(duty?.due == scene.at(due) && duty?.role == .laboratory)
    }
}

@Suite("Measles: the susceptible only, from day 5")
struct ImmunityTests {
    static func held(born: String? = nil, doses: [(String, String)], recovered: String? = nil) -> Bool {
        var scene = Scene("measles")
        scene.confirm(li, at: "05-10 21:00")
        if let born {
            scene.chronicle.record(
                .person(Person(birthDate: CivilDate(born), residence: Scene.home)), of: zhang, at: scene.at("05-11 09:00"))
        }
        for (product, day) in doses { scene.vaccinate(zhang, product, on: day) }
        if let recovered {
            let report = scene.confirm(zhang, onset: "01-01", at: "01-01 12:00")
            scene.change(report, of: zhang, .closed(.recovered), at: recovered)
        }
        scene.expose(zhang, to: li, last: "05-10", at: "05-11 09:00")
        let obligations = scene.obligations(zhang, now: "05-11 09:00")
        #expect(obligations.contains { $0.id.rule.hasSuffix("located") })
        return obligations.contains { $0.kind == .stage && $0.id.reason == .closeContact }
    }

    @Test("immune by two doses of the vaccine, 28 days apart, after the first birthday, 14 days before; or by recovery; otherwise held")
    func doses() {
        let mmr = "mmr"
        #expect(ImmunityTests.held(doses: []))
        #expect(ImmunityTests.held(doses: [(mmr, "01-10")]))
        #expect(!ImmunityTests.held(doses: [(mmr, "01-10"), (mmr, "02-07")]))
        #expect(ImmunityTests.held(doses: [(mmr, "01-10"), (mmr, "02-06")]))
        #expect(!ImmunityTests.held(doses: [(mmr, "01-10"), (mmr, "02-06"), (mmr, "02-08")]))
        #expect(ImmunityTests.held(doses: [(mmr, "01-10"), (mmr, "04-27")]))
        #expect(!ImmunityTests.held(doses: [(mmr, "01-10"), (mmr, "04-26")]))
        #expect(ImmunityTests.held(doses: [("influenza", "01-10"), ("influenza", "02-20")]))
        #expect(!ImmunityTests.held(born: "2021-01-10", doses: [(mmr, "01-10"), (mmr, "02-07")]))
        #expect(ImmunityTests.held(born: "2021-01-11", doses: [(mmr, "01-10"), (mmr, "02-07")]))
        #expect(!ImmunityTests.held(doses: [], recovered: "02-01 12:00"))
    }

    @Test("held from day 5 after the first exposure to day 21 after the last, followed up from the beginning")
    func dayFive() {
        var scene = Scene("measles")
        scene.confirm(li, at: "05-10 21:00")
        scene.chronicle.record(
            .exposure(Exposure(index: li, nearness: .close, first: scene.day("05-04"), last: scene.day("05-10"))), of: zhang,
            at: scene.at("05-11 09:00"))
        #expect(scene.one(zhang, "close.stages.1", now: "05-11 09:00")?.opens == scene.at("05-11 09:00"))
        #expect(scene.one(zhang, "followUps.1", now: "05-11 09:00")?.due == scene.at("05-12 00:00"))
        var near = Scene("measles")
        near.confirm(li, at: "05-10 21:00")
        near.expose(zhang, to: li, last: "05-10", at: "05-11 09:00")
        #expect(near.one(zhang, "close.stages.1", now: "05-11 09:00")?.opens == near.at("05-15 00:00"))
        #expect(near.one(zhang, "close.stages.1", now: "05-11 09:00")?.due == near.at("05-31 08:00"))
        #expect(near.history(zhang, now: "05-12 09:00").standing.demand == nil)
        #expect(near.history(zhang, now: "05-15 09:00").standing.demand?.mode == .homeIsolation)
    }
}

@Suite("Posts while the county has local cases")
struct PostsWithCasesTests {
    /// Delivery riders: weekly, every day while the county has local cases, counted for three days.
    static func scene(_ cases: [(county: String, day: String, known: String, until: String?)]) -> Scene {
        var scene = Scene("hunan-2022-03")
        var policy = Editions.policy("hunan-2022-03")
        policy.testing.posts["express"]?.frequency = .perWeek(1, minGap: 1)
        policy.testing.posts["express"]?.frequencyWithCases = .everyDays(1)
        policy.testing.localCasesCountFor = 3
        scene.edition = { [policy] _ in policy }
        scene.localCases = LocalCases(
            cases.compactMap { found in
                TerritoryCode(found.county).map {
                    .init(
                        county: $0, diagnosedAt: scene.at(found.day), knownFrom: scene.at(found.known), knownUntil: found.until.map(scene.at))
                }
            })
        scene.post(zhang, "express", from: "03-14", until: "04-03")
        return scene
    }

    static let rule = "testing.posts.express.frequency"

    @Test("from the day after the diagnosis every day, for the days of the policy; the weekly windows it cuts give way")
    func tightens() {
        let scene = PostsWithCasesTests.scene([("430102", "03-22 15:00", "03-22 16:00", nil)])
        let rule = PostsWithCasesTests.rule
        expect(
            scene.rows(scene.obligations(zhang, now: "03-31 00:00")) { $0.id.reason == .post },
            [
                "03-14 00:00 → 03-21 00:00 test \(rule)", "03-23 00:00 → 03-24 00:00 test \(rule)WithCases",
                "03-24 00:00 → 03-25 00:00 test \(rule)WithCases", "03-25 00:00 → 03-26 00:00 test \(rule)WithCases",
                "03-26 00:00 → 03-28 00:00 test \(rule)", "03-28 00:00 → 04-04 00:00 test \(rule)",
            ])
    }

    @Test("another county's case changes nothing; one ruled out gives the weekly window back, and what was known before stays on record")
    func elsewhereAndExcluded() {
        let weekly = ["03-14 00:00 → 03-21 00:00", "03-21 00:00 → 03-28 00:00", "03-28 00:00 → 04-04 00:00"]
            .map { "\($0) test \(PostsWithCasesTests.rule)" }
        let elsewhere = PostsWithCasesTests.scene([("430103", "03-22 15:00", "03-22 16:00", nil)])
        expect(elsewhere.rows(elsewhere.obligations(zhang, now: "03-31 00:00")) { $0.id.reason == .post }, weekly)
        let excluded = PostsWithCasesTests.scene([("430102", "03-22 15:00", "03-22 16:00", "03-23 10:00")])
        expect(excluded.rows(excluded.obligations(zhang, now: "03-31 00:00")) { $0.id.reason == .post }, weekly)
        let calendar = excluded.history(zhang, now: "03-31 00:00").calendar
        #expect(calendar.obligations(asKnownAt: excluded.at("03-23 09:00")).contains { $0.id.rule.hasSuffix("WithCases") })
    }
}
