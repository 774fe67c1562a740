import Obligations
import Testing
import Vocabulary

/// What is due for a contact who was last exposed on the 10th and found on the 11th at 09:00, edition by edition, from `domain.md` §2.1–2.3
/// and §15.1: day *n* is the last exposure plus *n* days; the edition's clocks run from 09:00; stages end at 08:00 of their last day; a
/// release has no time limit before its negatives are there.
@Suite("The calendar of a contact, by edition")
struct ContactTables {
    /// A contact of a case confirmed on the day before, or of a contact of one.
    static func calendar(_ edition: String, month: String, secondary: Bool = false) -> [String] {
        var scene = Scene(edition)
        if secondary {
            scene.confirm(wang, at: "\(month)-08 09:00")
            scene.expose(li, to: wang, last: "\(month)-08", at: "\(month)-10 09:00")
        } else {
            scene.confirm(li, at: "\(month)-10 21:00")
        }
        scene.expose(zhang, to: li, last: "\(month)-10", at: "\(month)-11 09:00")
        return scene.rows(scene.obligations(zhang, now: "\(month)-11 09:00"))
    }

    @Test("8th edition: 14 days central with tests on days 1, 4, 7 and 14, then 7 days at home with tests on days 2 and 7; transfer in 12 h")
    func eighth() {
        expect(
            ContactTables.calendar("cn-8", month: "03"),
            [
                "03-11 09:00 → 03-11 11:00 clock tracing.closeClocks.located",
                "03-11 09:00 → 03-11 13:00 clock tracing.closeClocks.notified",
                "03-11 09:00 → 03-11 21:00 clock tracing.closeClocks.transferred",
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.close.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.close.stages.1.tests.4",
                "03-17 00:00 → 03-18 00:00 test 1/7 tracing.close.stages.1.tests.7",
                "03-24 00:00 → 03-25 00:00 test 1/14 tracing.close.stages.1.tests.14",
                "03-11 09:00 → 03-24 08:00 stage 1 tracing.close.stages.1",
                "03-24 00:00 → 03-25 00:00 clock 1 tracing.close.environmentNegative.1",
                "03-24 08:00 → – release 1 tracing.close.release.1",
                "03-26 00:00 → 03-27 00:00 test 2/2 tracing.close.stages.2.tests.2",
                "03-31 00:00 → 04-01 00:00 test 2/7 tracing.close.stages.2.tests.7",
                "03-24 08:00 → 03-31 08:00 stage 2 tracing.close.stages.2",
                "03-31 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("8th edition, contact of a contact: 7 days central with tests on days 1, 4 and 7; transfer in 12 h")
    func eighthSecondary() {
        expect(
            ContactTables.calendar("cn-8", month: "03", secondary: true),
            [
                "03-11 09:00 → 03-11 13:00 clock tracing.secondaryClocks.located",
                "03-11 09:00 → 03-11 15:00 clock tracing.secondaryClocks.notified",
                "03-11 09:00 → 03-11 21:00 clock tracing.secondaryClocks.transferred",
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.secondary.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.secondary.stages.1.tests.4",
                "03-17 00:00 → 03-18 00:00 test 1/7 tracing.secondary.stages.1.tests.7",
                "03-11 09:00 → 03-17 08:00 stage 1 tracing.secondary.stages.1",
                "03-17 08:00 → – release 1 tracing.secondary.release.1",
            ])
    }

    @Test("Hunan, March 2022: as the 8th edition, transfer in 8 h")
    func hunan() {
        expect(
            ContactTables.calendar("hunan-2022-03", month: "03"),
            [
                "03-11 09:00 → 03-11 11:00 clock tracing.closeClocks.located",
                "03-11 09:00 → 03-11 13:00 clock tracing.closeClocks.notified",
                "03-11 09:00 → 03-11 17:00 clock tracing.closeClocks.transferred",
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.close.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.close.stages.1.tests.4",
                "03-17 00:00 → 03-18 00:00 test 1/7 tracing.close.stages.1.tests.7",
                "03-24 00:00 → 03-25 00:00 test 1/14 tracing.close.stages.1.tests.14",
                "03-11 09:00 → 03-24 08:00 stage 1 tracing.close.stages.1",
                "03-24 00:00 → 03-25 00:00 clock 1 tracing.close.environmentNegative.1",
                "03-24 08:00 → – release 1 tracing.close.release.1",
                "03-26 00:00 → 03-27 00:00 test 2/2 tracing.close.stages.2.tests.2",
                "03-31 00:00 → 04-01 00:00 test 2/7 tracing.close.stages.2.tests.7",
                "03-24 08:00 → 03-31 08:00 stage 2 tracing.close.stages.2",
                "03-31 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("Hunan, March 2022, contact of a contact: 7 days central, transfer in 12 h")
    func hunanSecondary() {
        expect(
            ContactTables.calendar("hunan-2022-03", month: "03", secondary: true),
            [
                "03-11 09:00 → 03-11 13:00 clock tracing.secondaryClocks.located",
                "03-11 09:00 → 03-11 15:00 clock tracing.secondaryClocks.notified",
                "03-11 09:00 → 03-11 21:00 clock tracing.secondaryClocks.transferred",
                "03-11 09:00 → 03-12 09:00 test 1/1 tracing.secondary.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 tracing.secondary.stages.1.tests.4",
                "03-17 00:00 → 03-18 00:00 test 1/7 tracing.secondary.stages.1.tests.7",
                "03-11 09:00 → 03-17 08:00 stage 1 tracing.secondary.stages.1",
                "03-17 08:00 → – release 1 tracing.secondary.release.1",
            ])
    }

    @Test("9th edition: 7 days central with tests on days 1, 2, 3, 5 and 7, then 3 days at home with a test on day 3; transfer in 8 h")
    func ninth() {
        expect(
            ContactTables.calendar("cn-9", month: "07"),
            [
                "07-11 09:00 → 07-11 11:00 clock tracing.closeClocks.located",
                "07-11 09:00 → 07-11 13:00 clock tracing.closeClocks.notified",
                "07-11 09:00 → 07-11 17:00 clock tracing.closeClocks.transferred",
                "07-11 09:00 → 07-12 09:00 test 1/1 tracing.close.stages.1.tests.1",
                "07-12 00:00 → 07-13 00:00 test 1/2 tracing.close.stages.1.tests.2",
                "07-13 00:00 → 07-14 00:00 test 1/3 tracing.close.stages.1.tests.3",
                "07-15 00:00 → 07-16 00:00 test 1/5 tracing.close.stages.1.tests.5",
                "07-17 00:00 → 07-18 00:00 test 1/7 tracing.close.stages.1.tests.7",
                "07-11 09:00 → 07-17 08:00 stage 1 tracing.close.stages.1",
                "07-17 08:00 → – release 1 tracing.close.release.1",
                "07-20 00:00 → 07-21 00:00 test 2/3 tracing.close.stages.2.tests.3",
                "07-17 08:00 → 07-20 08:00 stage 2 tracing.close.stages.2",
                "07-20 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("9th edition, contact of a contact: 7 days at home with tests on days 1, 4 and 7; in 12 h")
    func ninthSecondary() {
        expect(
            ContactTables.calendar("cn-9", month: "07", secondary: true),
            [
                "07-11 09:00 → 07-11 13:00 clock tracing.secondaryClocks.located",
                "07-11 09:00 → 07-11 15:00 clock tracing.secondaryClocks.notified",
                "07-11 09:00 → 07-11 21:00 clock tracing.secondaryClocks.transferred",
                "07-11 09:00 → 07-12 09:00 test 1/1 tracing.secondary.stages.1.tests.1",
                "07-14 00:00 → 07-15 00:00 test 1/4 tracing.secondary.stages.1.tests.4",
                "07-17 00:00 → 07-18 00:00 test 1/7 tracing.secondary.stages.1.tests.7",
                "07-11 09:00 → 07-17 08:00 stage 1 tracing.secondary.stages.1",
                "07-17 08:00 → – release 1 tracing.secondary.release.1",
            ])
    }

    @Test("twenty measures: 5 days central with tests on days 1, 2, 3 and 5, then 3 days isolated at home with tests on days 1 and 3")
    func twenty() {
        expect(
            ContactTables.calendar("cn-20", month: "12"),
            [
                "12-11 09:00 → 12-11 11:00 clock tracing.closeClocks.located",
                "12-11 09:00 → 12-11 13:00 clock tracing.closeClocks.notified",
                "12-11 09:00 → 12-11 17:00 clock tracing.closeClocks.transferred",
                "12-11 09:00 → 12-12 09:00 test 1/1 tracing.close.stages.1.tests.1",
                "12-12 00:00 → 12-13 00:00 test 1/2 tracing.close.stages.1.tests.2",
                "12-13 00:00 → 12-14 00:00 test 1/3 tracing.close.stages.1.tests.3",
                "12-15 00:00 → 12-16 00:00 test 1/5 tracing.close.stages.1.tests.5",
                "12-11 09:00 → 12-15 08:00 stage 1 tracing.close.stages.1",
                "12-15 00:00 → 12-16 00:00 clock 1 tracing.close.environmentNegative.1",
                "12-15 08:00 → – release 1 tracing.close.release.1",
                "12-16 00:00 → 12-17 00:00 test 2/1 tracing.close.stages.2.tests.1",
                "12-18 00:00 → 12-19 00:00 test 2/3 tracing.close.stages.2.tests.3",
                "12-15 08:00 → 12-18 08:00 stage 2 tracing.close.stages.2",
                "12-18 08:00 → – release 2 tracing.close.release.2",
            ])
    }

    @Test("new ten: 5 days at home, released by a negative on day 5")
    func newTen() {
        expect(
            ContactTables.calendar("cn-10n", month: "12"),
            [
                "12-11 09:00 → 12-11 11:00 clock tracing.closeClocks.located",
                "12-11 09:00 → 12-11 13:00 clock tracing.closeClocks.notified",
                "12-11 09:00 → 12-11 17:00 clock tracing.closeClocks.transferred",
                "12-15 00:00 → 12-16 00:00 test 1/5 tracing.close.stages.1.tests.5",
                "12-11 09:00 → 12-15 08:00 stage 1 tracing.close.stages.1",
                "12-15 08:00 → – release 1 tracing.close.release.1",
            ])
    }

    @Test("contacts of contacts are not determined by the twenty measures, the new ten, MERS, measles, nor without measures")
    func noSecondary() {
        for edition in ["cn-20", "cn-10n", "who-mers", "measles", "none"] {
            expect(ContactTables.calendar(edition, month: "12", secondary: true), [])
        }
        expect(ContactTables.calendar("none", month: "12"), [])
    }

    @Test("MERS: 14 days at home, called every day, no test")
    func mers() {
        expect(
            ContactTables.calendar("who-mers", month: "06"),
            [
                "06-11 09:00 → 06-12 09:00 clock tracing.closeClocks.located",
                "06-11 09:00 → 06-12 09:00 clock tracing.closeClocks.notified",
                "06-11 09:00 → 06-12 09:00 clock tracing.closeClocks.transferred",
                "06-11 09:00 → 06-24 08:00 stage 1 tracing.close.stages.1",
                "06-24 08:00 → 06-24 12:00 release 1 tracing.close.release.1",
                "06-11 09:00 → 06-12 00:00 followUp 1/1 tracing.close.stages.1.followUps.1",
                "06-12 00:00 → 06-13 00:00 followUp 1/2 tracing.close.stages.1.followUps.2",
                "06-13 00:00 → 06-14 00:00 followUp 1/3 tracing.close.stages.1.followUps.3",
                "06-14 00:00 → 06-15 00:00 followUp 1/4 tracing.close.stages.1.followUps.4",
                "06-15 00:00 → 06-16 00:00 followUp 1/5 tracing.close.stages.1.followUps.5",
                "06-16 00:00 → 06-17 00:00 followUp 1/6 tracing.close.stages.1.followUps.6",
                "06-17 00:00 → 06-18 00:00 followUp 1/7 tracing.close.stages.1.followUps.7",
                "06-18 00:00 → 06-19 00:00 followUp 1/8 tracing.close.stages.1.followUps.8",
                "06-19 00:00 → 06-20 00:00 followUp 1/9 tracing.close.stages.1.followUps.9",
                "06-20 00:00 → 06-21 00:00 followUp 1/10 tracing.close.stages.1.followUps.10",
                "06-21 00:00 → 06-22 00:00 followUp 1/11 tracing.close.stages.1.followUps.11",
                "06-22 00:00 → 06-23 00:00 followUp 1/12 tracing.close.stages.1.followUps.12",
                "06-23 00:00 → 06-24 00:00 followUp 1/13 tracing.close.stages.1.followUps.13",
                "06-24 00:00 → 06-25 00:00 followUp 1/14 tracing.close.stages.1.followUps.14",
            ])
    }

    /// Visits on days 1 to 21, the first from 09:00 on.
    private static let daily = [
        "05-11 09:00 → 05-12 00:00 followUp 1/1 tracing.close.stages.1.followUps.1",
        "05-12 00:00 → 05-13 00:00 followUp 1/2 tracing.close.stages.1.followUps.2",
        "05-13 00:00 → 05-14 00:00 followUp 1/3 tracing.close.stages.1.followUps.3",
        "05-14 00:00 → 05-15 00:00 followUp 1/4 tracing.close.stages.1.followUps.4",
        "05-15 00:00 → 05-16 00:00 followUp 1/5 tracing.close.stages.1.followUps.5",
        "05-16 00:00 → 05-17 00:00 followUp 1/6 tracing.close.stages.1.followUps.6",
        "05-17 00:00 → 05-18 00:00 followUp 1/7 tracing.close.stages.1.followUps.7",
        "05-18 00:00 → 05-19 00:00 followUp 1/8 tracing.close.stages.1.followUps.8",
        "05-19 00:00 → 05-20 00:00 followUp 1/9 tracing.close.stages.1.followUps.9",
        "05-20 00:00 → 05-21 00:00 followUp 1/10 tracing.close.stages.1.followUps.10",
        "05-21 00:00 → 05-22 00:00 followUp 1/11 tracing.close.stages.1.followUps.11",
        "05-22 00:00 → 05-23 00:00 followUp 1/12 tracing.close.stages.1.followUps.12",
        "05-23 00:00 → 05-24 00:00 followUp 1/13 tracing.close.stages.1.followUps.13",
        "05-24 00:00 → 05-25 00:00 followUp 1/14 tracing.close.stages.1.followUps.14",
        "05-25 00:00 → 05-26 00:00 followUp 1/15 tracing.close.stages.1.followUps.15",
        "05-26 00:00 → 05-27 00:00 followUp 1/16 tracing.close.stages.1.followUps.16",
        "05-27 00:00 → 05-28 00:00 followUp 1/17 tracing.close.stages.1.followUps.17",
        "05-28 00:00 → 05-29 00:00 followUp 1/18 tracing.close.stages.1.followUps.18",
        "05-29 00:00 → 05-30 00:00 followUp 1/19 tracing.close.stages.1.followUps.19",
        "05-30 00:00 → 05-31 00:00 followUp 1/20 tracing.close.stages.1.followUps.20",
        "05-31 00:00 → 06-01 00:00 followUp 1/21 tracing.close.stages.1.followUps.21",
    ]

    @Test("Ebola: seen every day for 21 days, vaccinated in the ring; nobody is held")
    func ebola() {
        expect(
            ContactTables.calendar("who-ebola", month: "05"),
            ContactTables.daily + [
                "05-11 09:00 → 05-12 09:00 clock tracing.closeClocks.located",
                "05-11 09:00 → 05-12 09:00 clock tracing.closeClocks.notified",
                "05-11 09:00 → 05-13 09:00 clock tracing.closeClocks.prophylaxis",
                "05-11 09:00 → 05-31 08:00 stage 1 tracing.close.stages.1",
            ])
        expect(
            ContactTables.calendar("who-ebola", month: "05", secondary: true),
            [
                "05-11 09:00 → 05-13 09:00 clock tracing.secondaryClocks.located",
                "05-11 09:00 → 05-14 09:00 clock tracing.secondaryClocks.prophylaxis",
            ])
    }

    @Test("measles: prophylaxis in 72 h, called every day and at home from day 5 to day 21 after the last exposure")
    func measles() {
        expect(
            ContactTables.calendar("measles", month: "05"),
            ContactTables.daily + [
                "05-11 09:00 → 05-12 09:00 clock tracing.closeClocks.located",
                "05-11 09:00 → 05-12 09:00 clock tracing.closeClocks.notified",
                "05-11 09:00 → 05-14 09:00 clock tracing.closeClocks.prophylaxis",
                "05-15 00:00 → 05-31 08:00 stage 1 tracing.close.stages.1",
                "05-31 08:00 → 05-31 12:00 release 1 tracing.close.release.1",
            ])
    }

    @Test("people exposed at a place: nothing in the 8th edition but as general contacts 14 days, tests on days 1 and 3 from the 9th on")
    func atAPlace() {
        func calendar(_ edition: String, _ nearness: ContactDegree) -> [String] {
            var scene = Scene(edition)
            scene.confirm(li, at: "07-10 21:00")
            scene.expose(zhang, to: li, last: "07-10", nearness: nearness, at: "07-11 09:00")
            return scene.rows(scene.obligations(zhang, now: "07-11 09:00"))
        }
        expect(calendar("cn-8", .exposedAtPlace), [])
        expect(calendar("cn-8", .general), ["07-11 09:00 → 07-24 08:00 stage 1 tracing.general.stages.1"])
        for edition in ["cn-9", "cn-20"] {
            expect(
                calendar(edition, .exposedAtPlace),
                [
                    "07-11 09:00 → 07-12 09:00 test 1/1 tracing.exposedAtPlace.stages.1.tests.1",
                    "07-13 00:00 → 07-14 00:00 test 1/3 tracing.exposedAtPlace.stages.1.tests.3",
                    "07-11 09:00 → 07-13 08:00 stage 1 tracing.exposedAtPlace.stages.1",
                ])
        }
        expect(calendar("cn-10n", .exposedAtPlace), [])
        expect(calendar("cn-10n", .general), [])
    }
}
