import Obligations
import Register
import Testing
import Vocabulary

@Suite("What a plan of inspection asks for, and areas without a leader")
struct InspectionPlanTests {
    static let province = TerritoryCode("43") ?? .unstated
    static let longhui = TerritoryCode("430524") ?? .unstated
    static let hecheng = TerritoryCode("431202") ?? .unstated

    private static func scene() -> ThingScene {
        let targets = [
            InspectionPlan.Target(territory: longhui, grounds: .risk, rank: 1), InspectionPlan.Target(territory: hecheng, grounds: .chance, rank: 40),
        ]
        return ThingScene(
            founding: .inspectionPlan(
                InspectionPlan(territory: province, theme: "集中隔离点", seed: 7, targets: targets, due: ThingScene.at("10 20:00"))), at: "10 08:00")
    }

    private static func inspection(_ territory: TerritoryCode, plan: Int64?) -> Fact {
        .inspection(
            Inspection(territory: territory, theme: "集中隔离点", inspectors: ["甲"], plan: plan.map { Reference(rawValue: $0) }))
    }

    @Test("each target is met by an inspection under this plan in it, and by no other")
    func targets() {
        var scene = Self.scene()
        let township = TerritoryCode("430524101") ?? .unstated
        scene.surround(Self.inspection(township, plan: 1), about: .territory(township), at: "10 11:00")
        scene.surround(Self.inspection(Self.hecheng, plan: nil), about: .territory(Self.hecheng), at: "10 12:00")
        let rows = scene.rows(now: "10 21:00").filter { $0.contains("planTargets") }
        #expect(rows == ["43 planTargets 10 20:00 metInTime", "43 planTargets 10 20:00 overdue"])
    }

    @Test("the day is summed up, and the next plan follows when the policy wants it")
    func summary() {
        var scene = Self.scene()
        #expect(scene.rows(now: "10 21:00").contains("43 dailySummary 10 20:00 overdue"))
        scene.record(.inspectionSummary(InspectionSummary(text: "…")), at: "10 19:00")
        #expect(scene.rows(now: "10 21:00").contains("43 dailySummary 10 20:00 metInTime"))
        #expect(scene.rows(now: "11 10:00").contains("43 planEvery 12 00:00 open"))
        let next = InspectionPlan(
            territory: Self.province, theme: "学校", seed: 8, targets: [], due: ThingScene.at("11 20:00"), previous: Reference(rawValue: 1))
        scene.surround(.inspectionPlan(next), about: .inspectionPlan(Reference(rawValue: 2)), at: "11 08:00")
        #expect(scene.rows(now: "11 10:00").contains("43 planEvery 12 00:00 metInTime"))
    }

    /// Times of leaders, and the gaps they leave: when each began, and whether it ended.
    struct Watched: Sendable {
        var leaders: [(String, String?)]
        var gaps: [String]
    }

    @Test(
        "an area is without a leader from its first day, or the end of the last one's time, until the next comes",
        arguments: [
            Watched(leaders: [], gaps: ["10 08:00 open"]), Watched(leaders: [("10 08:00", nil)], gaps: []),
            Watched(leaders: [("10 20:00", nil)], gaps: ["10 08:00 ended"]),
            Watched(leaders: [("10 08:00", "12 08:00"), ("12 08:00", nil)], gaps: []),
            Watched(leaders: [("10 08:00", "12 08:00"), ("13 08:00", "14 08:00")], gaps: ["12 08:00 ended", "14 08:00 open"]),
            Watched(leaders: [("10 08:00", nil), ("11 08:00", "12 08:00")], gaps: []),
        ])
    func watch(watched: Watched) {
        var scene = ThingScene(about: .territory(Self.hecheng))
        scene.record(.headquarters(HeadquartersStep(.activated)), at: "10 08:00")
        for (from, until) in watched.leaders {
            scene.record(.areaLeader(AreaLeader(name: "甲", office: "副区长", until: until.map(ThingScene.at))), at: from)
        }
        let dossier = ThingDossier(subject: scene.subject, records: scene.records, surroundings: [], asOf: ThingScene.at("20 00:00"))
        let gaps = AreaWatch(dossier.all(AreaLeader.self), since: ThingScene.at("10 08:00")).gaps
        let found = gaps.map { gap in
            let since = String(gap.since.civilText(in: .shanghai).dropFirst(8).prefix(8)).replacing("T", with: " ")
            return "\(since) \(gap.ended == nil ? "open" : "ended")"
        }
        #expect(found == watched.gaps)
        #expect(scene.rows(now: "19 00:00").count { $0.contains(" assignWithin ") } == watched.gaps.count)
    }
}
