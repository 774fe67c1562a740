import Obligations
import Testing
import Vocabulary

/// What is due for somebody who left the area at risk on the 17th and arrived on the 19th at 10:00, edition by edition and risk by risk,
/// from `domain.md` §2.1–2.2 and §8.1: counted from the day the area was left, the test of a day already passed is replaced by one at once,
/// unless a test falls on the day of arrival itself.
@Suite("The calendar of an arrival, by edition and risk")
struct ArrivalTables {
    static func calendar(_ edition: String, _ risk: OriginRisk, month: String, left: String = "17") -> [String] {
        var scene = Scene(edition)
        scene.arrive(zhang, risk, left: "\(month)-\(left)", at: "\(month)-19 10:00")
        return scene.rows(scene.obligations(zhang, now: "\(month)-19 10:00"))
    }

    @Test("8th edition: high 14 days central, medium 14 days at home, low a test and self-monitoring, abroad 14 + 7")
    func eighth() {
        expect(
            ArrivalTables.calendar("cn-8", .high, month: "03"),
            [
                "03-19 10:00 → 03-19 22:00 clock arrivals.high.controlWithin",
                "03-19 10:00 → 03-20 10:00 test 1 arrivals.high.control.stages.1.tests.atOnce1",
                "03-21 00:00 → 03-22 00:00 test 1/4 arrivals.high.control.stages.1.tests.4",
                "03-24 00:00 → 03-25 00:00 test 1/7 arrivals.high.control.stages.1.tests.7",
                "03-31 00:00 → 04-01 00:00 test 1/14 arrivals.high.control.stages.1.tests.14",
                "03-19 10:00 → 03-31 08:00 stage 1 arrivals.high.control.stages.1",
                "03-31 08:00 → – release 1 arrivals.high.control.release.1",
            ])
        expect(
            ArrivalTables.calendar("cn-8", .medium, month: "03"),
            [
                "03-19 10:00 → 03-19 22:00 clock arrivals.medium.controlWithin",
                "03-19 10:00 → 03-20 10:00 test 1 arrivals.medium.control.stages.1.tests.atOnce1",
                "03-21 00:00 → 03-22 00:00 test 1/4 arrivals.medium.control.stages.1.tests.4",
                "03-24 00:00 → 03-25 00:00 test 1/7 arrivals.medium.control.stages.1.tests.7",
                "03-31 00:00 → 04-01 00:00 test 1/14 arrivals.medium.control.stages.1.tests.14",
                "03-19 10:00 → 03-31 08:00 stage 1 arrivals.medium.control.stages.1",
                "03-31 08:00 → – release 1 arrivals.medium.control.release.1",
            ])
        expect(
            ArrivalTables.calendar("cn-8", .low, month: "03"),
            [
                "03-19 10:00 → 03-20 10:00 test arrivals.low.landingTest",
                "03-19 10:00 → 03-31 08:00 stage 1 arrivals.low.control.stages.1",
            ])
        expect(
            ArrivalTables.calendar("cn-8", .abroad, month: "03"),
            [
                "03-20 00:00 → 03-21 00:00 test 1/1 arrivals.abroad.control.stages.1.tests.1",
                "03-23 00:00 → 03-24 00:00 test 1/4 arrivals.abroad.control.stages.1.tests.4",
                "03-26 00:00 → 03-27 00:00 test 1/7 arrivals.abroad.control.stages.1.tests.7",
                "04-02 00:00 → 04-03 00:00 test 1/14 arrivals.abroad.control.stages.1.tests.14",
                "03-19 10:00 → 04-02 08:00 stage 1 arrivals.abroad.control.stages.1",
                "04-02 08:00 → – release 1 arrivals.abroad.control.release.1",
                "04-04 00:00 → 04-05 00:00 test 2/2 arrivals.abroad.control.stages.2.tests.2",
                "04-09 00:00 → 04-10 00:00 test 2/7 arrivals.abroad.control.stages.2.tests.7",
                "04-02 08:00 → 04-09 08:00 stage 2 arrivals.abroad.control.stages.2",
                "04-09 08:00 → – release 2 arrivals.abroad.control.release.2",
            ])
        for risk in [OriginRisk.affectedProvince, .unaffected] { expect(ArrivalTables.calendar("cn-8", risk, month: "03"), []) }
    }

    @Test("Hunan, March 2022: checked at once, a test in 24 h; high and medium 14 days central, tests on days 1, 2, 3, 7, 10 and 14")
    func hunan() {
        for risk in ["high", "medium"] {
            expect(
                ArrivalTables.calendar("hunan-2022-03", risk == "high" ? .high : .medium, month: "03"),
                [
                    "03-19 10:00 → 03-19 10:00 clock arrivals.\(risk).registration",
                    "03-19 10:00 → 03-19 12:00 clock arrivals.\(risk).checks",
                    "03-19 10:00 → 03-19 10:00 clock arrivals.\(risk).certificate",
                    "03-19 10:00 → 03-20 10:00 test arrivals.\(risk).landingTest",
                    "03-19 10:00 → 03-19 18:00 clock arrivals.\(risk).controlWithin",
                    "03-19 10:00 → 03-20 10:00 test 1/2 arrivals.\(risk).control.stages.1.tests.2",
                    "03-20 00:00 → 03-21 00:00 test 1/3 arrivals.\(risk).control.stages.1.tests.3",
                    "03-24 00:00 → 03-25 00:00 test 1/7 arrivals.\(risk).control.stages.1.tests.7",
                    "03-27 00:00 → 03-28 00:00 test 1/10 arrivals.\(risk).control.stages.1.tests.10",
                    "03-31 00:00 → 04-01 00:00 test 1/14 arrivals.\(risk).control.stages.1.tests.14",
                    "03-19 10:00 → 03-31 08:00 stage 1 arrivals.\(risk).control.stages.1",
                    "03-31 08:00 → – release 1 arrivals.\(risk).control.release.1",
                ])
        }
    }

    @Test("Hunan, March 2022: from affected provinces a test in 24 h and 14 days of self-monitoring from arrival, else papers only")
    func hunanLow() {
        for risk in ["low", "affectedProvince"] {
            expect(
                ArrivalTables.calendar("hunan-2022-03", risk == "low" ? .low : .affectedProvince, month: "03"),
                [
                    "03-19 10:00 → 03-19 10:00 clock arrivals.\(risk).registration",
                    "03-19 10:00 → 03-19 12:00 clock arrivals.\(risk).checks",
                    "03-19 10:00 → 03-19 10:00 clock arrivals.\(risk).certificate",
                    "03-19 10:00 → 03-20 10:00 test arrivals.\(risk).landingTest",
                    "03-19 10:00 → 04-02 08:00 stage 1 arrivals.\(risk).control.stages.1",
                ])
        }
        expect(
            ArrivalTables.calendar("hunan-2022-03", .unaffected, month: "03"),
            [
                "03-19 10:00 → 03-19 10:00 clock arrivals.unaffected.registration",
                "03-19 10:00 → 03-19 12:00 clock arrivals.unaffected.checks",
                "03-19 10:00 → 03-19 10:00 clock arrivals.unaffected.certificate",
            ])
    }

    @Test("Hunan, March 2022: from abroad 14 + 7 days central and 7 at home; the second central stage leaves the first without a release")
    func hunanAbroad() {
        expect(
            ArrivalTables.calendar("hunan-2022-03", .abroad, month: "03"),
            [
                "03-19 10:00 → 03-19 10:00 clock arrivals.abroad.registration",
                "03-19 10:00 → 03-19 12:00 clock arrivals.abroad.checks",
                "03-19 10:00 → 03-19 18:00 clock arrivals.abroad.controlWithin",
                "03-20 00:00 → 03-21 00:00 test 1/1 arrivals.abroad.control.stages.1.tests.1",
                "03-23 00:00 → 03-24 00:00 test 1/4 arrivals.abroad.control.stages.1.tests.4",
                "03-26 00:00 → 03-27 00:00 test 1/7 arrivals.abroad.control.stages.1.tests.7",
                "04-02 00:00 → 04-03 00:00 test 1/14 arrivals.abroad.control.stages.1.tests.14",
                "03-19 10:00 → 04-02 08:00 stage 1 arrivals.abroad.control.stages.1",
                "04-04 00:00 → 04-05 00:00 test 2/2 arrivals.abroad.control.stages.2.tests.2",
                "04-09 00:00 → 04-10 00:00 test 2/7 arrivals.abroad.control.stages.2.tests.7",
                "04-08 08:00 → 04-09 08:00 clock arrivals.homeCheck",
                "04-02 08:00 → 04-09 08:00 stage 2 arrivals.abroad.control.stages.2",
                "04-09 08:00 → – release 2 arrivals.abroad.control.release.2",
                "04-16 00:00 → 04-17 00:00 test 3/7 arrivals.abroad.control.stages.3.tests.7",
                "04-09 08:00 → 04-16 08:00 stage 3 arrivals.abroad.control.stages.3",
                "04-16 08:00 → – release 3 arrivals.abroad.control.release.3",
            ])
    }

    @Test("9th edition: high 7 days central, medium 7 days at home, low two tests in three days, abroad 7 + 3")
    func ninth() {
        expect(
            ArrivalTables.calendar("cn-9", .high, month: "07"),
            [
                "07-19 10:00 → 07-19 10:00 clock arrivals.high.registration",
                "07-19 10:00 → 07-19 10:00 clock arrivals.high.certificate",
                "07-19 10:00 → 07-19 18:00 clock arrivals.high.controlWithin",
                "07-19 10:00 → 07-20 10:00 test 1/2 arrivals.high.control.stages.1.tests.2",
                "07-20 00:00 → 07-21 00:00 test 1/3 arrivals.high.control.stages.1.tests.3",
                "07-22 00:00 → 07-23 00:00 test 1/5 arrivals.high.control.stages.1.tests.5",
                "07-24 00:00 → 07-25 00:00 test 1/7 arrivals.high.control.stages.1.tests.7",
                "07-19 10:00 → 07-24 08:00 stage 1 arrivals.high.control.stages.1",
                "07-24 08:00 → – release 1 arrivals.high.control.release.1",
            ])
        expect(
            ArrivalTables.calendar("cn-9", .medium, month: "07"),
            [
                "07-19 10:00 → 07-19 10:00 clock arrivals.medium.registration",
                "07-19 10:00 → 07-19 10:00 clock arrivals.medium.certificate",
                "07-19 10:00 → 07-19 22:00 clock arrivals.medium.controlWithin",
                "07-19 10:00 → 07-20 10:00 test 1 arrivals.medium.control.stages.1.tests.atOnce1",
                "07-21 00:00 → 07-22 00:00 test 1/4 arrivals.medium.control.stages.1.tests.4",
                "07-24 00:00 → 07-25 00:00 test 1/7 arrivals.medium.control.stages.1.tests.7",
                "07-19 10:00 → 07-24 08:00 stage 1 arrivals.medium.control.stages.1",
                "07-24 08:00 → – release 1 arrivals.medium.control.release.1",
            ])
        expect(
            ArrivalTables.calendar("cn-9", .abroad, month: "07"),
            [
                "07-20 00:00 → 07-21 00:00 test 1/1 arrivals.abroad.control.stages.1.tests.1",
                "07-21 00:00 → 07-22 00:00 test 1/2 arrivals.abroad.control.stages.1.tests.2",
                "07-22 00:00 → 07-23 00:00 test 1/3 arrivals.abroad.control.stages.1.tests.3",
                "07-24 00:00 → 07-25 00:00 test 1/5 arrivals.abroad.control.stages.1.tests.5",
                "07-26 00:00 → 07-27 00:00 test 1/7 arrivals.abroad.control.stages.1.tests.7",
                "07-19 10:00 → 07-26 08:00 stage 1 arrivals.abroad.control.stages.1",
                "07-26 08:00 → – release 1 arrivals.abroad.control.release.1",
                "07-29 00:00 → 07-30 00:00 test 2/3 arrivals.abroad.control.stages.2.tests.3",
                "07-26 08:00 → 07-29 08:00 stage 2 arrivals.abroad.control.stages.2",
                "07-29 08:00 → – release 2 arrivals.abroad.control.release.2",
            ])
    }

    @Test("low risk from the 9th edition on: a landing test and two tests in three days, the first by the end of day 2, 24 h apart")
    func threeDaysTwoTests() {
        for edition in ["cn-9", "cn-20"] {
            expect(
                ArrivalTables.calendar(edition, .low, month: "11"),
                [
                    "11-19 10:00 → 11-19 10:00 clock arrivals.low.registration",
                    "11-19 10:00 → 11-19 10:00 clock arrivals.low.certificate",
                    "11-19 10:00 → 11-20 10:00 test arrivals.low.landingTest",
                    "11-19 10:00 → 11-21 00:00 test arrivals.low.spanTests.1",
                    "11-20 10:00 → 11-22 00:00 test arrivals.low.spanTests.2",
                ])
        }
    }

    @Test("twenty measures: high 7 days isolated at home, tests on days 1, 3, 5 and 7; medium abolished; abroad 5 + 3")
    func twenty() {
        expect(
            ArrivalTables.calendar("cn-20", .high, month: "11"),
            [
                "11-19 10:00 → 11-19 10:00 clock arrivals.high.registration",
                "11-19 10:00 → 11-19 10:00 clock arrivals.high.certificate",
                "11-19 10:00 → 11-19 18:00 clock arrivals.high.controlWithin",
                "11-19 10:00 → 11-20 10:00 test 1 arrivals.high.control.stages.1.tests.atOnce1",
                "11-20 00:00 → 11-21 00:00 test 1/3 arrivals.high.control.stages.1.tests.3",
                "11-22 00:00 → 11-23 00:00 test 1/5 arrivals.high.control.stages.1.tests.5",
                "11-24 00:00 → 11-25 00:00 test 1/7 arrivals.high.control.stages.1.tests.7",
                "11-19 10:00 → 11-24 08:00 stage 1 arrivals.high.control.stages.1",
                "11-24 08:00 → – release 1 arrivals.high.control.release.1",
            ])
        expect(ArrivalTables.calendar("cn-20", .medium, month: "11"), [])
        expect(
            ArrivalTables.calendar("cn-20", .abroad, month: "11"),
            [
                "11-20 00:00 → 11-21 00:00 test 1/1 arrivals.abroad.control.stages.1.tests.1",
                "11-21 00:00 → 11-22 00:00 test 1/2 arrivals.abroad.control.stages.1.tests.2",
                "11-22 00:00 → 11-23 00:00 test 1/3 arrivals.abroad.control.stages.1.tests.3",
                "11-24 00:00 → 11-25 00:00 test 1/5 arrivals.abroad.control.stages.1.tests.5",
                "11-19 10:00 → 11-24 08:00 stage 1 arrivals.abroad.control.stages.1",
                "11-24 08:00 → – release 1 arrivals.abroad.control.release.1",
                "11-25 00:00 → 11-26 00:00 test 2/1 arrivals.abroad.control.stages.2.tests.1",
                "11-27 00:00 → 11-28 00:00 test 2/3 arrivals.abroad.control.stages.2.tests.3",
                "11-24 08:00 → 11-27 08:00 stage 2 arrivals.abroad.control.stages.2",
                "11-27 08:00 → – release 2 arrivals.abroad.control.release.2",
            ])
    }

    @Test("twenty measures: more than seven days after leaving a high-risk area one test only; on the seventh its own test")
    func elapsed() {
        expect(
            ArrivalTables.calendar("cn-20", .high, month: "11", left: "11"),
            [
                "11-19 10:00 → 11-19 10:00 clock arrivals.high.registration",
                "11-19 10:00 → 11-19 10:00 clock arrivals.high.certificate",
                "11-19 10:00 → 11-20 10:00 test 1 arrivals.high.control.stages.1.tests.atOnce1",
            ])
        // Held until that test is negative: the stage's days are over, its exit test is not.
        expect(
            ArrivalTables.calendar("cn-20", .high, month: "11", left: "12"),
            [
                "11-19 10:00 → 11-19 10:00 clock arrivals.high.registration",
                "11-19 10:00 → 11-19 10:00 clock arrivals.high.certificate",
                "11-19 10:00 → 11-19 18:00 clock arrivals.high.controlWithin",
                "11-19 10:00 → 11-20 10:00 test 1/7 arrivals.high.control.stages.1.tests.7",
                "11-19 10:00 → – release 1 arrivals.high.control.release.1",
            ])
    }

    @Test("new ten: nothing for anyone from within the country; no measures, MERS, Ebola and measles: nothing for anyone")
    func nothing() {
        for risk in [OriginRisk.high, .medium, .low, .affectedProvince, .unaffected] {
            expect(ArrivalTables.calendar("cn-10n", risk, month: "12"), [])
        }
        for edition in ["none", "who-mers", "who-ebola", "measles"] {
            for risk in OriginRisk.allCases { expect(ArrivalTables.calendar(edition, risk, month: "12"), []) }
        }
    }
}
