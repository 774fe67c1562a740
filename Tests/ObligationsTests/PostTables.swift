import Obligations
import Testing
import Vocabulary

/// The test windows of posts of each frequency (`domain.md` §5.1), over March 2022, whose 21st is a Monday.
@Suite("The test windows of a post, by frequency")
struct PostTables {
    static func calendar(_ edition: String, _ postClass: String, from: String, until: String?, through: String = "04-10 00:00") -> [String] {
        var scene = Scene(edition)
        scene.post(zhang, postClass, from: from, until: until)
        return scene.rows(scene.obligations(zhang, now: "03-31 00:00", through: through))
    }

    @Test("daily: one window for each civil day, the last day included")
    func daily() {
        expect(
            PostTables.calendar("hunan-2022-03", "fever_clinic", from: "03-21", until: "03-23"),
            [
                "03-21 00:00 → 03-22 00:00 test testing.posts.fever_clinic.frequency",
                "03-22 00:00 → 03-23 00:00 test testing.posts.fever_clinic.frequency",
                "03-23 00:00 → 03-24 00:00 test testing.posts.fever_clinic.frequency",
            ])
    }

    @Test("every other day: windows of two days from the first day; one cut short by the end asks for nothing")
    func everyOtherDay() {
        expect(
            PostTables.calendar("cn-8", "designated_hospital_other", from: "03-21", until: "03-25"),
            [
                "03-21 00:00 → 03-23 00:00 test testing.posts.designated_hospital_other.frequency",
                "03-23 00:00 → 03-25 00:00 test testing.posts.designated_hospital_other.frequency",
            ])
    }

    @Test("twice a week, two days apart: the first leaves room for the second")
    func twiceAWeek() {
        expect(
            PostTables.calendar("hunan-2022-03", "express", from: "03-21", until: "04-03"),
            [
                "03-21 00:00 → 03-26 00:00 test testing.posts.express.frequency",
                "03-23 00:00 → 03-28 00:00 test testing.posts.express.frequency",
                "03-28 00:00 → 04-02 00:00 test testing.posts.express.frequency",
                "03-30 00:00 → 04-04 00:00 test testing.posts.express.frequency",
            ])
    }

    @Test("a week entered late asks for what its rest has room for; one left early for nothing more")
    func partWeeks() {
        expect(
            PostTables.calendar("hunan-2022-03", "express", from: "03-24", until: "03-29"),
            [
                "03-24 00:00 → 03-26 00:00 test testing.posts.express.frequency",
                "03-26 00:00 → 03-28 00:00 test testing.posts.express.frequency",
            ])
        expect(
            PostTables.calendar("hunan-2022-03", "express", from: "03-25", until: "03-27"),
            ["03-25 00:00 → 03-28 00:00 test testing.posts.express.frequency"])
    }

    @Test("weekly: one window for each ISO week")
    func weekly() {
        expect(
            PostTables.calendar("cn-8", "other_hospital_staff", from: "03-23", until: "04-03"),
            [
                "03-23 00:00 → 03-28 00:00 test testing.posts.other_hospital_staff.frequency",
                "03-28 00:00 → 04-04 00:00 test testing.posts.other_hospital_staff.frequency",
            ])
    }

    @Test("windows of a post still held reach to the horizon")
    func horizon() {
        expect(
            PostTables.calendar("hunan-2022-03", "fever_clinic", from: "03-30", until: nil, through: "04-01 00:00"),
            [
                "03-30 00:00 → 03-31 00:00 test testing.posts.fever_clinic.frequency",
                "03-31 00:00 → 04-01 00:00 test testing.posts.fever_clinic.frequency",
                "04-01 00:00 → 04-02 00:00 test testing.posts.fever_clinic.frequency",
            ])
    }

    @Test("leaving a closed loop: 14 + 7 under the 8th edition, 7 under the 9th, 5 under the twenty measures, nothing under the new ten")
    func leaving() {
        let lastDay = ["03-21 00:00 → 03-22 00:00 test testing.posts.entrant_transport.frequency"]
        let exit = "testing.posts.entrant_transport.exit"
        expect(
            PostTables.calendar("hunan-2022-03", "entrant_transport", from: "03-21", until: "03-21"),
            lastDay + [
                "03-22 00:00 → 03-23 00:00 test 1/1 \(exit).stages.1.tests.1",
                "03-25 00:00 → 03-26 00:00 test 1/4 \(exit).stages.1.tests.4",
                "03-28 00:00 → 03-29 00:00 test 1/7 \(exit).stages.1.tests.7",
                "04-04 00:00 → 04-05 00:00 test 1/14 \(exit).stages.1.tests.14",
                "03-22 00:00 → 04-04 08:00 stage 1 \(exit).stages.1",
                "04-04 08:00 → – release 1 \(exit).release.1",
                "04-06 00:00 → 04-07 00:00 test 2/2 \(exit).stages.2.tests.2",
                "04-11 00:00 → 04-12 00:00 test 2/7 \(exit).stages.2.tests.7",
                "04-04 08:00 → 04-11 08:00 stage 2 \(exit).stages.2",
                "04-11 08:00 → – release 2 \(exit).release.2",
            ])
        expect(
            PostTables.calendar("cn-9", "entrant_transport", from: "03-21", until: "03-21"),
            lastDay + [
                "03-22 00:00 → 03-23 00:00 test 1/1 \(exit).stages.1.tests.1",
                "03-25 00:00 → 03-26 00:00 test 1/4 \(exit).stages.1.tests.4",
                "03-28 00:00 → 03-29 00:00 test 1/7 \(exit).stages.1.tests.7",
                "03-22 00:00 → 03-28 08:00 stage 1 \(exit).stages.1",
                "03-28 08:00 → – release 1 \(exit).release.1",
            ])
        expect(
            PostTables.calendar("cn-20", "entrant_transport", from: "03-21", until: "03-21"),
            lastDay + [
                "03-22 00:00 → 03-23 00:00 test 1/1 \(exit).stages.1.tests.1",
                "03-24 00:00 → 03-25 00:00 test 1/3 \(exit).stages.1.tests.3",
                "03-26 00:00 → 03-27 00:00 test 1/5 \(exit).stages.1.tests.5",
                "03-22 00:00 → 03-26 08:00 stage 1 \(exit).stages.1",
                "03-26 08:00 → – release 1 \(exit).release.1",
            ])
        expect(PostTables.calendar("cn-10n", "entrant_transport", from: "03-21", until: "03-21"), lastDay)
    }

    @Test("no measures, MERS, Ebola and measles know no posts")
    func none() {
        for edition in ["none", "who-mers", "who-ebola", "measles"] {
            expect(PostTables.calendar(edition, "express", from: "03-21", until: "03-27"), [])
        }
    }

    @Test(
        "one class of each frequency in each edition that has it",
        arguments: [
            ("cn-8", "designated_isolation_ward", 7), ("cn-8", "port_frontline", 3), ("cn-8", "other_hospital_key_departments", 2),
            ("hunan-2022-03", "imported_cold_chain", 7), ("hunan-2022-03", "port_frontline", 7), ("hunan-2022-03", "port_other", 3),
            ("hunan-2022-03", "designated_hospital_other", 3), ("hunan-2022-03", "elderly_home", 2), ("hunan-2022-03", "community_worker", 2),
            ("cn-9", "designated_hospital_other", 7), ("cn-9", "fever_clinic", 7), ("cn-9", "port_other", 2), ("cn-9", "express", 2),
            ("cn-20", "hotel", 2), ("cn-20", "isolation_site", 7), ("cn-10n", "isolation_site", 7), ("cn-10n", "express", 0),
        ])
    func inAWeek(edition: String, postClass: String, tests: Int) {
        let rows = PostTables.calendar(edition, postClass, from: "03-21", until: "03-27").filter { $0.hasSuffix("frequency") }
        #expect(rows.count == tests)
    }
}
