import Testing
import Vocabulary

@testable import Policy

@Suite("Overlays")
struct OverlayTests {
    static let county = """
        id: test
        title: {zh: 县, en: County}
        extends: cn-9
        territory: 430102

        """

    @Test("change the lines they name and leave the others, each with the file it stands in")
    func lineByLine() throws {
        let document = try Written.read(OverlayTests.county + "tracing:\n  closeClocks:\n    transferred: {within: 6 h}\n")
        #expect(document.editions == ["cn-8", "cn-9", "test"])
        #expect(document.policy.tracing.closeClocks[.transferred] == Clock(within: 6, role: .isolationSite))
        #expect(document.policy.tracing.closeClocks[.located] == Clock(within: 2, role: .investigator))
        #expect(document.line("tracing.closeClocks.transferred")?.position.map { "\($0)" } == "test.yaml:7:27")
        #expect(document.line("tracing.closeClocks.located")?.position?.file == "policies/cn-8.yaml")
        #expect(document.line("tracing.close.stages.1.days")?.position?.file == "policies/cn-9.yaml")
    }

    @Test("remove a line with none, ~ or null", arguments: ["none", "~", "null", ""])
    func remove(word: String) throws {
        let document = try Written.read(OverlayTests.county + "arrivals:\n  high: \(word)\ntesting:\n  posts:\n    express: \(word)\n")
        #expect(document.policy.arrivals.byRisk[.high] == nil)
        #expect(document.policy.arrivals.byRisk[.medium] != nil)
        #expect(document.policy.testing.posts["express"] == nil)
    }

    @Test("change one stage by its number and replace a list by a list")
    func lists() throws {
        let one = try Written.read(OverlayTests.county + "tracing:\n  close:\n    stages:\n      2: {days: 2, tests: [2]}\n").policy
        #expect(ShippedEditions.short(one.tracing.close) == ["central 7 [1, 2, 3, 5, 7]", "homeMonitoring 2 [2]"])
        let gone = try Written.read(OverlayTests.county + "tracing:\n  close:\n    stages:\n      2: none\n").policy
        #expect(ShippedEditions.short(gone.tracing.close) == ["central 7 [1, 2, 3, 5, 7]"])
        let whole = try Written.read(OverlayTests.county + "tracing:\n  close:\n    stages: [{mode: homeIsolation, days: 5, tests: [1, 5]}]\n").policy
        #expect(ShippedEditions.short(whole.tracing.close) == ["homeIsolation 5 [1, 5]"])
    }

    @Test("replace a frequency and a seat rule whole, since each says one thing")
    func wholes() throws {
        let policy = try Written.read(
            OverlayTests.county
                + "testing:\n  posts:\n    express: {frequency: {everyDays: 3}}\ntracing:\n  contacts:\n    vehicles:\n      aircraft: {close: {seats: 2}}\n"
        ).policy
        #expect(policy.testing.posts["express"]?.frequency == .everyDays(3))
        #expect(policy.testing.posts["express"]?.label.en == "Delivery and takeaway")
        #expect(policy.tracing.contacts.vehicles[.aircraft]?.close == .seats(2))
    }

    @Test("have an identity and an end of their own, and take the rest over")
    func identity() throws {
        let policy = try Written.read(OverlayTests.county).policy
        #expect(policy.id == "test" && policy.title.en == "County" && policy.extends == "cn-9")
        #expect(policy.from == CivilDate("2022-06-28"))
        #expect(policy.until == nil)
        #expect(Written.problems("extends: cn-9\n").map(\.key) == ["id", "title"])
    }

    @Test("a value in a lower file is reported there")
    func lowerFile() {
        let problems = Written.problems("id: test\ntitle: T\nextends: base\n", over: ["base": Written.head + "tracing: {degrees: 9}"])
        #expect(problems.map { "\($0.position)" } == ["base.yaml:5:20"])
    }
}

@Suite("Overreach")
struct OverreachTests {
    /// Lines of a county over the 9th edition, with the prohibitions they break and the place of the first.
    @Test(
        "a county that piles on is warned at the line",
        arguments: [
            ("tracing: {close: {stages: {1: {days: 10, tests: [10]}}}}", [Prohibition.prolongingControl], "5:38"),
            ("tracing: {lookback: {symptomatic: 4}}", [.wideningRisk], "5:35"),
            ("tracing: {secondaryOnlyOfHigherRisk: no}", [.wideningRisk], "5:38"),
            ("tracing:\n  contacts:\n    settings: {venue: close}", [.wideningRisk], "7:23"),
            (
                "arrivals:\n  unaffected: {control: {stages: [{mode: homeIsolation, days: 3, tests: [3]}]}}", [.holdingLowRisk, .prolongingControl],
                "6:42"
            ),
            ("zones: {levels: {high: {lift: {cleanDays: 10}}}}", [.prolongingZones], "5:43"),
            ("limits: {urgentCare: no}", [.refusingCare], "5:22"),
            ("limits: {studentsReturn: no}", [.isolatingStudents], "5:26"),
            ("limits: {checkpoints: anywhere}", [.checkpoints], "5:23"),
            ("limits: {travelLimitedFrom: [high, medium, low]}", [.travelLimits], "5:29"),
            ("limits: {lowRiskOpen: no}", [.closingPlaces], "5:23"),
            ("places: {key: {market: {closedIn: [high, low]}}}", [.closingPlaces], "5:35"),
            ("tracing: {close: {stages: {1: {days: 5, tests: [5]}}}}", [], ""),
            ("access: {daysAfterLastLink: 3}", [], ""),
        ] as [(String, [Prohibition], String)])
    func warned(lines: String, expected: [Prohibition], place: String) throws {
        let warnings = try Written.read(OverlayTests.county + lines).warnings
        let broken = warnings.compactMap { problem -> Prohibition? in
            if case .overreach(let prohibition, _) = problem.kind { prohibition } else { nil }
        }
        #expect(broken == expected, "\(warnings)")
        if let first = warnings.first { #expect("\(first.position.line):\(first.position.column)" == place) }
    }

    @Test("national editions set the rules and are not bound by them; March 2022 knew no nine prohibitions")
    func unbound() throws {
        #expect(try Shipped.read("hunan-2022-03").warnings.isEmpty)
        let asked = try Shipped.read("hunan-2022-03").overreach(beyond: try Shipped.read("cn-8"), prohibitions: Set(Prohibition.allCases))
        #expect(asked.contains { $0.key == "tracing.lookback.symptomatic" })
    }
}
