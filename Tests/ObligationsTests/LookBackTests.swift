import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

@Suite("What an order to look back asks of each person")
struct LookBackCallTests {
    private static let order = Reference<LookBackOrder>(rawValue: 900)

    private static func scene(risk: OriginRisk? = .high, called late: Span = .zero) -> (Scene, Int64) {
        var scene = Scene("hunan-2022-03")
        scene.person(zhang, at: "03-01 08:00")
        let call = scene.chronicle.record(
            .lookBackCall(LookBackCall(order: order, sources: [.manifest], territory: Scene.home, arrived: scene.day("03-12"), risk: risk)),
            of: zhang, at: scene.at("03-15 08:00") + late)
        return (scene, call)
    }

    private static func rows(_ scene: Scene, _ now: String, through: String? = nil) -> [String] {
        scene.obligations(zhang, now: now, through: through).filter { $0.id.reason == .lookBackCall }.map {
            "\($0.id.rule.split(separator: ".").dropFirst(2).joined(separator: ".")) \($0.due.map(scene.short) ?? "–") \($0.state(at: scene.at(now)).rawValue)"
        }
    }

    private static func state(_ scene: Scene, _ now: String) -> LookBackState? {
        let dossier = Dossier(id: zhang, records: scene.chronicle.records[zhang] ?? [], asOf: scene.at(now))
        return dossier.lookBacks.first.map { LookBackState(of: $0, in: dossier, policy: Editions.policy("hunan-2022-03"), now: scene.at(now)) }
    }

    @Test("found, tested, controlled within the policy's hours, and reported upwards each day nobody finds them")
    func clocks() {
        let (scene, _) = Self.scene()
        expect(Self.rows(scene, "03-15 09:00"), ["control 03-16 08:00 open", "test 03-16 08:00 pressing", "verify 03-16 08:00 open"])
        expect(
            Self.rows(scene, "03-17 09:00"),
            [
                "control 03-16 08:00 overdue", "test 03-16 08:00 overdue", "verify 03-16 08:00 overdue", "escalate.1 03-17 08:00 missed",
                "escalate.2 03-18 08:00 open",
            ])
        let escalations = scene.obligations(zhang, now: "03-17 09:00").filter { $0.kind == .escalation }
        #expect(escalations.allSatisfy { $0.territory == TerritoryCode("4301") })
    }

    @Test("each daily report upwards is met by saying that day that they are still not found")
    func escalated() {
        var (scene, call) = Self.scene(risk: nil)
        scene.act(zhang, .lost, concerning: call, at: "03-16 12:00")
        #expect(Self.rows(scene, "03-16 13:00").contains("escalate.1 03-17 08:00 metInTime"))
        #expect(Self.rows(scene, "03-17 09:00").contains("escalate.2 03-18 08:00 open"))
        scene.act(zhang, .located, at: "03-17 10:00")
        scene.test(zhang, taken: "03-17 10:30")
        expect(
            Self.rows(scene, "03-20 09:00"),
            ["escalate.1 03-17 08:00 metInTime", "escalate.2 03-18 08:00 overdue", "test 03-16 08:00 metLate", "verify 03-16 08:00 metLate"]
                .map { $0.hasPrefix("escalate.2") ? "escalate.2 03-18 08:00 missed" : $0 })
    }

    @Test("everyone is in exactly one state")
    func states() {
        var (scene, call) = Self.scene()
        #expect(Self.state(scene, "03-15 09:00") == .notFound)
        scene.act(zhang, .located, at: "03-15 12:00")
        #expect(Self.state(scene, "03-15 13:00") == .notFound, "found but not tested")
        scene.test(zhang, taken: "03-15 14:00")
        #expect(Self.state(scene, "03-15 19:00") == .verified)
        var held = scene
        held.hold(zhang, .central, from: "03-15 20:00")
        #expect(Self.state(held, "03-15 21:00") == .controlled)
        var gone = scene
        gone.act(zhang, .controlledElsewhere, concerning: call, at: "03-16 09:00")
        #expect(Self.state(gone, "03-16 10:00") == .left)
        gone.act(zhang, .notArrived, concerning: call, at: "03-16 11:00")
        #expect(Self.state(gone, "03-16 12:00") == .dataError)
    }

    @Test("what is noted of the minute of the call was done after it, of the minute before it was not")
    func sameMinute() {
        for (noted, state) in [("03-15 08:00", LookBackState.dataError), ("03-15 07:59", .notFound)] {
            var (scene, call) = Self.scene(called: Span(milliseconds: 20_000))
            scene.act(zhang, .notArrived, concerning: call, at: noted)
            #expect(Self.state(scene, "03-15 09:00") == state, "\(noted)")
        }
        var (scene, _) = Self.scene(called: Span(milliseconds: 20_000))
        scene.test(zhang, taken: "03-15 08:00")
        #expect(Self.state(scene, "03-16 09:00") == .verified)
    }

    @Test("who is confirmed elsewhere owes nothing more")
    func departed() {
        var (scene, call) = Self.scene()
        scene.act(zhang, .controlledElsewhere, concerning: call, at: "03-15 12:00")
        #expect(Self.rows(scene, "03-18 09:00").isEmpty)
    }
}

@Suite("No blanks in a look-back")
struct LookBackOrderTests {
    private static let changsha = TerritoryCode("4301") ?? .unstated

    private static func scene(due: String? = nil) -> ThingScene {
        ThingScene(
            founding: .lookBack(
                LookBackOrder(
                    title: "吉林来湘", issuer: TerritoryCode("43") ?? .unstated, territories: [changsha], from: day("08"), until: day("15"),
                    due: due.map(ThingScene.at), sources: [.manifest, .hotel])), at: "15 08:00")
    }

    private static func day(_ day: String) -> CivilDate { CivilDate("2022-03-\(day)") ?? CivilDate(daysSinceEpoch: 0) }

    private static func report(_ source: ArrivalSource, _ records: Int, noIdentity: Int = 0, noPlace: Int = 0) -> Fact {
        .lookBackReport(
            LookBackReport(
                territory: changsha, source: source, records: records, withoutIdentity: noIdentity, withoutLocation: noPlace))
    }

    @Test("a silent source and a record that says too little are each somebody's, until they are filled")
    func blanks() {
        var scene = Self.scene()
        expect(scene.rows(now: "15 09:00"), ["4301 report 16 08:00 open", "4301 report 16 08:00 open"])
        #expect(scene.history(now: "15 09:00").standing?.state == "silent")
        scene.record(Self.report(.manifest, 200, noIdentity: 3), at: "15 10:00")
        scene.record(Self.report(.hotel, 40), at: "15 11:00")
        expect(
            scene.rows(now: "15 12:00"),
            ["4301 report 16 08:00 metInTime", "4301 report 16 08:00 metInTime", "4301 identify 16 10:00 open"])
        #expect(scene.history(now: "15 12:00").standing?.state == "blank")
        scene.record(Self.report(.manifest, 200), at: "15 18:00")
        #expect(scene.rows(now: "15 19:00").contains("4301 identify 16 10:00 metInTime"))
        #expect(scene.history(now: "15 19:00").standing?.state == "complete")
    }

    @Test("every grid that knocks at doors answers for itself, and hours no list covers are a blank of their own")
    func gridsAndHours() {
        let (left, right) = (TerritoryCode("430111001") ?? .unstated, TerritoryCode("430111002") ?? .unstated)
        let asked = LookBackReport.Hours(from: ThingScene.at("14 00:00"), until: ThingScene.at("15 08:00"))
        var scene = ThingScene(
            founding: .lookBack(
                LookBackOrder(
                    title: "吉林来湘", issuer: TerritoryCode("43") ?? .unstated, territories: [Self.changsha], from: Self.day("14"),
                    until: Self.day("15"), sources: [.doorKnock, .hotel], units: [left, right], hours: asked)), at: "15 08:00")
        expect(
            scene.rows(now: "15 09:00"),
            ["430111001 report 16 08:00 open", "430111002 report 16 08:00 open", "4301 report 16 08:00 open"])
        scene.record(.lookBackReport(LookBackReport(territory: left, source: .doorKnock, records: 3)), at: "15 10:00")
        func hotels(_ from: String, _ until: String, at moment: String) {
            let hours = LookBackReport.Hours(from: ThingScene.at(from), until: ThingScene.at(until))
            scene.record(.lookBackReport(LookBackReport(territory: Self.changsha, source: .hotel, records: 9, hours: hours)), at: moment)
        }
        hotels("14 00:00", "14 12:00", at: "15 11:00")
        expect(
            scene.rows(now: "15 12:00"),
            [
                "430111001 report 16 08:00 metInTime", "430111002 report 16 08:00 open", "4301 hours 16 11:00 open",
                "4301 report 16 08:00 metInTime",
            ])
        let founding = scene.history(now: "15 12:00").standing
        #expect(founding?.state == "silent", "a grid has not reported")
        hotels("14 12:00", "15 09:00", at: "15 13:00")
        #expect(scene.rows(now: "15 14:00").contains("4301 hours 16 11:00 metInTime"))
    }

    @Test(
        "of an order to a province each county owes the lists that counties keep; what the province hands in for all ends their silence, not its own blanks"
    )
    func keptByCounties() {
        let (left, right) = (TerritoryCode("430111") ?? .unstated, TerritoryCode("430211") ?? .unstated)
        let province = TerritoryCode("43") ?? .unstated
        func scene() -> ThingScene {
            ThingScene(
                founding: .lookBack(
                    LookBackOrder(
                        title: "吉林来湘", issuer: province, territories: [province], from: Self.day("14"), until: Self.day("15"),
                        sources: [.tollList, .pushedList], kept: .init(sources: [.tollList], counties: [left, right]))), at: "15 08:00")
        }
        func report(_ territory: TerritoryCode, _ noIdentity: Int = 0) -> Fact {
            .lookBackReport(LookBackReport(territory: territory, source: .tollList, records: 9, withoutIdentity: noIdentity))
        }
        func states(_ scene: ThingScene, _ moment: String) -> [String] {
            (scene.history(now: moment).standing?.concerned ?? []).map { "\($0.territory) \($0.state)" }
        }
        var counties = scene()
        expect(counties.rows(now: "15 09:00"), ["43 report 16 08:00 open", "430111 report 16 08:00 open", "430211 report 16 08:00 open"])
        counties.record(report(left, 2), at: "15 10:00")
        expect(
            counties.rows(now: "15 11:00"),
            [
                "43 report 16 08:00 open", "430111 identify 16 10:00 open", "430111 report 16 08:00 metInTime", "430211 report 16 08:00 open",
            ])
        #expect(states(counties, "15 11:00") == ["43 silent", "430111 blank", "430211 silent"])
        // Past its time each county's blanks go up for themselves.
        counties.record(report(left), at: "15 12:00")
        #expect(states(counties, "15 13:00") == ["43 silent", "430111 complete", "430211 silent"])
        let escalated = counties.history(now: "16 09:00").calendar.current.filter { $0.kind == .escalation && $0.opens <= ThingScene.at("16 09:00") }
        #expect(escalated.map(\.id.ordinal).sorted() == [43, 430211])

        var whole = scene()
        whole.record(report(province, 1), at: "15 10:00")
        expect(
            whole.rows(now: "15 11:00"),
            [
                "43 identify 16 10:00 open", "43 report 16 08:00 open", "430111 report 16 08:00 metInTime", "430211 report 16 08:00 metInTime",
            ])
        #expect(states(whole, "15 11:00") == ["43 silent", "430111 complete", "430211 complete"])
    }

    @Test("what stays blank past its time goes upwards day after day, until it is filled")
    func escalation() {
        var scene = Self.scene()
        func escalations(_ moment: String) -> [String] { scene.rows(now: moment).filter { $0.contains(#/^\d+ \d+ \d\d /#) } }
        expect(escalations("16 07:00"), [])
        scene.record(Self.report(.hotel, 40), at: "15 11:00")
        expect(escalations("16 09:00"), ["4301 1 17 08:00 open"])
        // A report that the hotels' list is what it was does not hide that the manifests are silent; the round is answered.
        scene.record(Self.report(.hotel, 41), at: "16 12:00")
        expect(escalations("17 09:00"), ["4301 1 17 08:00 metInTime", "4301 2 18 08:00 open"])
        scene.record(Self.report(.manifest, 200), at: "17 10:00")
        expect(escalations("19 09:00"), ["4301 1 17 08:00 metInTime", "4301 2 18 08:00 metInTime"])
    }
}
