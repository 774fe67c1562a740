import Obligations
import Register
import TestWorld
import Testing
import Vocabulary

@Suite("What a finding asks for")
struct FindingTests {
    private static let county = TerritoryCode("430111") ?? .unstated
    private static let city = TerritoryCode("4301") ?? .unstated

    private static func scene(_ severity: Finding.Gravity = .grave, due: String? = nil) -> ThingScene {
        ThingScene(
            founding: .finding(
                Finding(
                    inspection: Reference(rawValue: 900), territory: county, inspector: city, severity: severity, text: "未扫码",
                    due: due.map(ThingScene.at))), at: "20 08:00")
    }

    private static func step(_ step: FindingStep.Step) -> Fact { .findingStep(FindingStep(step: step)) }

    @Test(
        "its gravity decides the time to put it right",
        arguments: [(Finding.Gravity.grave, "20 14:00"), (.serious, "21 08:00"), (.minor, "23 08:00")])
    func clocks(severity: Finding.Gravity, due: String) {
        #expect(Self.scene(severity).rows(now: "20 08:30", whose: Self.county) == ["430111 rectify \(due) open"])
    }

    @Test("a stated deadline goes before the policy's")
    func stated() {
        #expect(Self.scene(due: "20 20:00").rows(now: "20 09:00", whose: Self.county) == ["430111 rectify 20 20:00 open"])
    }

    @Test("what was put right in time is looked at again, and nothing is escalated")
    func rectified() {
        var scene = Self.scene()
        scene.record(Self.step(.rectified), at: "20 12:00")
        expect(scene.rows(now: "20 15:00"), ["430111 rectify 20 14:00 metInTime", "4301 recheck 21 12:00 open"])
        scene.record(Self.step(.confirmed), at: "20 18:00")
        expect(scene.rows(now: "20 19:00"), ["430111 rectify 20 14:00 metInTime", "4301 recheck 21 12:00 metInTime"])
        #expect(scene.history(now: "20 19:00").standing?.state == "closed")
    }

    @Test("while it stays undone the steps of escalation open one after the other, and each is met by its own act")
    func escalation() {
        var scene = Self.scene()
        scene.record(Self.step(.notice), at: "20 16:00")
        expect(
            scene.rows(now: "21 15:00"),
            [
                "430111 rectify 20 14:00 overdue", "4301 notice 21 02:00 metInTime", "4301 interview 22 14:00 open",
                "4301 accountability 26 14:00 upcoming",
            ])
        // Put right late: what had opened stays, what had not falls away.
        scene.record(Self.step(.rectified), at: "21 16:00")
        expect(
            scene.rows(now: "21 17:00"),
            [
                "430111 rectify 20 14:00 metLate", "4301 recheck 22 16:00 open", "4301 notice 21 02:00 metInTime", "4301 interview 22 14:00 open",
            ])
    }

    @Test("a second look that rejects opens it anew, for the policy's time from then on")
    func rejected() {
        var scene = Self.scene(.serious)
        scene.record(Self.step(.rectified), at: "20 20:00")
        scene.record(Self.step(.rejected), at: "21 20:00")
        #expect(scene.rows(now: "21 21:00", whose: Self.county) == ["430111 rectify 22 20:00 open"])
        #expect(scene.history(now: "21 21:00").standing?.state == "rejected")
        scene.record(Self.step(.rectified), at: "22 08:00")
        #expect(scene.rows(now: "22 09:00", whose: Self.county) == ["430111 rectify 22 20:00 metInTime"])
        #expect(
            scene.rows(now: "22 09:00", whose: Self.city).filter { $0.contains("recheck") }
                == ["4301 recheck 22 20:00 metInTime", "4301 recheck 24 08:00 open"])
    }

    @Test("an edition that asks nothing of findings leaves them without obligations, but known")
    func silentEdition() {
        let scene = Self.scene()
        let history = ThingHistory(
            of: scene.subject, records: scene.records, surroundings: [], governedBy: { _ in { _ in Editions.policy("cn-9") } },
            now: ThingScene.at("21 08:00"), through: ThingScene.at("21 08:00"))
        #expect(history.calendar.entries.isEmpty)
        #expect(history.standing?.label == "未扫码")
    }
}

@Suite("The subjects of facts and obligations")
struct SubjectTests {
    @Test("every kind of thing has its duties, once", arguments: Subject.Kind.allCases)
    func registry(kind: Subject.Kind) {
        #expect(ThingRegistry.all.count { $0.kind == kind } == (kind == .person ? 0 : 1))
        #expect(kind == .person || ObligationID.Reason(rawValue: kind.rawValue)?.thing == kind)
    }

    @Test("a subject's text leads back to it", arguments: Subject.Kind.allCases)
    func text(kind: Subject.Kind) throws {
        let subject = try #require(Subject(kind: kind, number: 43))
        #expect(Subject(subject.description) == subject)
        #expect((subject.kind, subject.number) == (kind, 43))
    }

    @Test("what founds a thing is seated somewhere, and its kind is not a person's or a territory's")
    func founding() {
        let facts: [Fact] = [
            .place(Place(name: "甲", placeClass: "market", territory: .unstated)), .directive(DirectiveTests.order()),
            .site(StaySite(name: "乙", mode: .central, territory: .unstated)),
        ]
        for fact in facts { #expect(fact.founds != nil && fact.seat != nil) }
        #expect(Fact.note(Note(text: "…")).founds == nil)
    }
}
