import Obligations
import Testing
import Vocabulary

/// What is due for a case diagnosed on the 14th at 15:00 (symptoms since the 12th, if any), before and after discharge, edition by edition,
/// from `domain.md` §2.1–2.2, §6, §7.3 and §15.1. What waits for a condition (a report before its audit, negatives before the discharge)
/// has no time limit until it is there.
@Suite("The calendar of a case, by edition")
struct CaseTables {
    /// - Parameter discharged: When, after negatives taken on the 25th at 08:00 and the 26th at 09:00, reported four hours later.
    static func calendar(_ edition: String, _ kind: CaseKind, month: String, discharged: String? = nil) -> [String] {
        var scene = Scene(edition)
        let report = scene.confirm(zhang, kind, onset: kind == .asymptomatic ? nil : "\(month)-12", at: "\(month)-14 15:00")
        if let discharged {
            scene.test(zhang, taken: "\(month)-25 08:00")
            scene.test(zhang, taken: "\(month)-26 09:00")
            scene.change(report, of: zhang, .closed(.recovered), at: "\(month)-\(discharged)")
        }
        return scene.rows(scene.obligations(zhang, now: "\(month)-28 23:00")) { $0.id.reason != .specimen }
    }

    /// "2+4+24" and the list of contacts; in Hunan's edition also who works on the case for each of the three lines.
    private static func investigation(_ month: String, _ edition: String = "cn-8") -> [String] {
        let lines = edition == "hunan-2022-03" ? ["health", "police", "communications"] : []
        return [
            "\(month)-14 15:00 → \(month)-14 17:00 clock tracing.caseClocks.investigationStarted",
            "\(month)-14 15:00 → \(month)-14 19:00 clock tracing.caseClocks.coreInformation",
            "\(month)-14 15:00 → \(month)-15 15:00 clock tracing.caseClocks.firstReport",
            "\(month)-14 15:00 → \(month)-15 15:00 clock tracing.caseClocks.contactsListed",
        ] + lines.map { "\(month)-14 15:00 → \(month)-14 17:00 clock tracing.team.named.\($0)" }
    }

    @Test("confirmed, 8th edition, Hunan and 9th: reported and in hospital within 2 h, audited after the report, two tests 24 h apart")
    func confirmed() {
        for edition in ["cn-8", "hunan-2022-03", "cn-9", "cn-20"] {
            expect(
                CaseTables.calendar(edition, .confirmed, month: "03"),
                CaseTables.investigation("03", edition) + [
                    "03-14 15:00 → 03-14 17:00 clock treatment.confirmed.clocks.reported",
                    "03-14 15:00 → – clock treatment.confirmed.clocks.audited",
                    "03-14 15:00 → 03-14 17:00 clock treatment.confirmed.clocks.admitted",
                    "03-14 15:00 → – test treatment.confirmed.discharge.tests.1",
                    "03-15 15:00 → – test treatment.confirmed.discharge.tests.2",
                    "03-14 15:00 → – release treatment.confirmed.discharge",
                ])
        }
    }

    /// What stands when a confirmed case was discharged on the 27th at 10:00, after two negatives, the second reported on the 26th at 13:00.
    private static func discharged(_ edition: String) -> [String] {
        investigation("03", edition) + [
            "03-14 15:00 → 03-14 17:00 clock treatment.confirmed.clocks.reported",
            "03-14 15:00 → – clock treatment.confirmed.clocks.audited",
            "03-14 15:00 → 03-14 17:00 clock treatment.confirmed.clocks.admitted",
            "03-14 15:00 → – test treatment.confirmed.discharge.tests.1",
            "03-26 08:00 → – test treatment.confirmed.discharge.tests.2",
            "03-26 13:00 → 03-27 13:00 release treatment.confirmed.discharge",
        ]
    }

    @Test("discharged under the 8th edition: 14 days at home and 14 of self-monitoring, seen in weeks 2 and 4")
    func dischargedEighth() {
        expect(
            CaseTables.calendar("cn-8", .confirmed, month: "03", discharged: "27 10:00"),
            CaseTables.discharged("cn-8") + [
                "03-27 10:00 → 04-10 08:00 stage 1 treatment.confirmed.followUp.stages.1",
                "04-10 00:00 → 04-11 00:00 test 1/14 treatment.confirmed.followUp.stages.1.tests.14",
                "04-10 08:00 → – release 1 treatment.confirmed.followUp.release.1",
                "04-10 08:00 → 04-24 08:00 stage 2 treatment.confirmed.followUp.stages.2",
                "04-24 00:00 → 04-25 00:00 test 2/14 treatment.confirmed.followUp.stages.2.tests.14",
            ])
    }

    @Test("discharged under the treatment plan of March 2022: 7 days at home with tests on days 3 and 7")
    func dischargedNinth() {
        for edition in ["hunan-2022-03", "cn-9", "cn-20"] {
            expect(
                CaseTables.calendar(edition, .confirmed, month: "03", discharged: "27 10:00"),
                CaseTables.discharged(edition) + [
                    "03-27 10:00 → 04-03 08:00 stage 1 treatment.confirmed.followUp.stages.1",
                    "03-30 00:00 → 03-31 00:00 test 1/3 treatment.confirmed.followUp.stages.1.tests.3",
                    "04-03 00:00 → 04-04 00:00 test 1/7 treatment.confirmed.followUp.stages.1.tests.7",
                    "04-03 08:00 → – release 1 treatment.confirmed.followUp.release.1",
                ])
        }
    }

    @Test("asymptomatic, 8th edition and Hunan: isolated within 2 h, 14 days central and two negatives")
    func asymptomaticEighth() {
        for edition in ["cn-8", "hunan-2022-03"] {
            expect(
                CaseTables.calendar(edition, .asymptomatic, month: "03"),
                CaseTables.investigation("03", edition) + [
                    "03-14 15:00 → 03-14 17:00 clock treatment.asymptomatic.clocks.reported",
                    "03-14 15:00 → – clock treatment.asymptomatic.clocks.audited",
                    "03-14 15:00 → 03-14 17:00 clock treatment.asymptomatic.clocks.isolated",
                    "03-14 15:00 → 03-28 08:00 stage 1 treatment.asymptomatic.isolation",
                    "03-14 15:00 → – test treatment.asymptomatic.discharge.tests.1",
                    "03-15 15:00 → – test treatment.asymptomatic.discharge.tests.2",
                    "03-28 08:00 → – release treatment.asymptomatic.discharge",
                ])
        }
    }

    @Test("asymptomatic with two early negatives: discharge waits for the fourteenth day, then 14 days at home and 14 of self-monitoring")
    func asymptomaticDischarged() {
        expect(
            CaseTables.calendar("cn-8", .asymptomatic, month: "03", discharged: "28 12:00"),
            CaseTables.investigation("03") + [
                "03-14 15:00 → 03-14 17:00 clock treatment.asymptomatic.clocks.reported",
                "03-14 15:00 → – clock treatment.asymptomatic.clocks.audited",
                "03-14 15:00 → 03-14 17:00 clock treatment.asymptomatic.clocks.isolated",
                "03-14 15:00 → 03-28 08:00 stage 1 treatment.asymptomatic.isolation",
                "03-14 15:00 → – test treatment.asymptomatic.discharge.tests.1",
                "03-26 08:00 → – test treatment.asymptomatic.discharge.tests.2",
                "03-28 08:00 → 03-29 08:00 release treatment.asymptomatic.discharge",
                "03-28 12:00 → 04-11 08:00 stage 1 treatment.asymptomatic.followUp.stages.1",
                "04-11 00:00 → 04-12 00:00 test 1/14 treatment.asymptomatic.followUp.stages.1.tests.14",
                "04-11 08:00 → – release 1 treatment.asymptomatic.followUp.release.1",
                "04-11 08:00 → 04-25 08:00 stage 2 treatment.asymptomatic.followUp.stages.2",
                "04-25 00:00 → 04-26 00:00 test 2/14 treatment.asymptomatic.followUp.stages.2.tests.14",
            ])
    }

    @Test("asymptomatic, 9th edition and twenty measures: the two tests decide")
    func asymptomaticNinth() {
        for edition in ["cn-9", "cn-20"] {
            expect(
                CaseTables.calendar(edition, .asymptomatic, month: "07"),
                CaseTables.investigation("07") + [
                    "07-14 15:00 → 07-14 17:00 clock treatment.asymptomatic.clocks.reported",
                    "07-14 15:00 → – clock treatment.asymptomatic.clocks.audited",
                    "07-14 15:00 → 07-14 17:00 clock treatment.asymptomatic.clocks.isolated",
                    "07-14 15:00 → – test treatment.asymptomatic.discharge.tests.1",
                    "07-15 15:00 → – test treatment.asymptomatic.discharge.tests.2",
                    "07-14 15:00 → – release treatment.asymptomatic.discharge",
                ])
        }
    }

    @Test("new ten: mild cases at home, tests on days 6 and 7, no follow-up")
    func newTen() {
        expect(
            CaseTables.calendar("cn-10n", .confirmed, month: "12"),
            CaseTables.investigation("12") + [
                "12-14 15:00 → 12-14 17:00 clock treatment.confirmed.clocks.reported",
                "12-14 15:00 → – clock treatment.confirmed.clocks.audited",
                "12-14 15:00 → 12-14 17:00 clock treatment.confirmed.clocks.isolated",
                "12-18 00:00 → – test treatment.confirmed.discharge.tests.1",
                "12-19 00:00 → – test treatment.confirmed.discharge.tests.2",
                "12-18 00:00 → – release treatment.confirmed.discharge",
            ])
        expect(
            CaseTables.calendar("cn-10n", .confirmed, month: "12", discharged: "26 14:00"),
            CaseTables.investigation("12") + [
                "12-14 15:00 → 12-14 17:00 clock treatment.confirmed.clocks.reported",
                "12-14 15:00 → – clock treatment.confirmed.clocks.audited",
                "12-14 15:00 → 12-14 17:00 clock treatment.confirmed.clocks.isolated",
                "12-18 00:00 → – test treatment.confirmed.discharge.tests.1",
                "12-26 08:00 → – test treatment.confirmed.discharge.tests.2",
                "12-26 13:00 → 12-27 13:00 release treatment.confirmed.discharge",
            ])
    }

    @Test("suspected, 8th edition: reported, audited, isolated; no contacts are sought yet")
    func suspected() {
        expect(
            CaseTables.calendar("cn-8", .suspected, month: "03"),
            [
                "03-14 15:00 → 03-14 17:00 clock treatment.suspected.clocks.reported",
                "03-14 15:00 → – clock treatment.suspected.clocks.audited",
                "03-14 15:00 → 03-14 17:00 clock treatment.suspected.clocks.isolated",
                "03-14 15:00 → – test treatment.suspected.exclusion.tests.1",
                "03-15 15:00 → – test treatment.suspected.exclusion.tests.2",
                "03-19 00:00 → – test treatment.suspected.exclusion.antibodyAfter",
                "03-14 15:00 → – release treatment.suspected.exclusion",
            ])
    }

    @Test("MERS and Ebola: 24 h for everything, two negatives 24 and 48 h apart; nothing without measures")
    func international() {
        func common(_ gap: String) -> [String] {
            [
                "06-14 15:00 → 06-15 15:00 clock tracing.caseClocks.investigationStarted",
                "06-14 15:00 → 06-15 15:00 clock tracing.caseClocks.contactsListed",
                "06-14 15:00 → 06-15 15:00 clock treatment.confirmed.clocks.reported",
                "06-14 15:00 → 06-15 15:00 clock treatment.confirmed.clocks.admitted",
                "06-14 15:00 → – test treatment.confirmed.discharge.tests.1",
                "\(gap) → – test treatment.confirmed.discharge.tests.2",
                "06-14 15:00 → – release treatment.confirmed.discharge",
            ]
        }
        expect(
            CaseTables.calendar("who-mers", .confirmed, month: "06"),
            common("06-15 15:00") + ["06-14 15:00 → – clock treatment.confirmed.clocks.audited"])
        expect(CaseTables.calendar("who-ebola", .confirmed, month: "06"), common("06-16 15:00"))
        for kind in CaseKind.allCases { expect(CaseTables.calendar("none", kind, month: "06"), []) }
    }

    @Test("measles: at home to the fourth day after the rash, no test")
    func measles() {
        expect(
            CaseTables.calendar("measles", .confirmed, month: "06"),
            [
                "06-14 15:00 → 06-15 15:00 clock tracing.caseClocks.investigationStarted",
                "06-14 15:00 → 06-15 15:00 clock tracing.caseClocks.contactsListed",
                "06-14 15:00 → 06-15 15:00 clock treatment.confirmed.clocks.reported",
                "06-14 15:00 → 06-15 15:00 clock treatment.confirmed.clocks.isolated",
                "06-14 15:00 → 06-16 08:00 stage 1 treatment.confirmed.isolation",
                "06-16 08:00 → 06-17 08:00 release treatment.confirmed.discharge",
            ])
    }

    @Test("the audit's clock starts with the report")
    func audit() {
        var scene = Scene("hunan-2022-03")
        let report = scene.confirm(zhang, onset: "03-12", at: "03-14 15:00")
        scene.act(zhang, .reported, concerning: report, at: "03-14 16:20")
        expect(
            scene.rows(scene.obligations(zhang, now: "03-14 17:00")) { $0.id.rule.hasSuffix("audited") },
            ["03-14 16:20 → 03-14 18:20 clock treatment.confirmed.clocks.audited"])
    }
}
