import Obligations
import Register
import Testing
import Vocabulary

@Suite("What a risk area owes, and when it may go")
struct ZoneTests {
    static let county = TerritoryCode("430111") ?? .unstated
    static let village = TerritoryCode("430111007003") ?? .unstated
    static let township = TerritoryCode("430111007") ?? .unstated

    static func zone(
        _ level: ZoneLevel = .high, lifted: String? = nil, earlier: [(ZoneLevel, String)] = [], members: [TerritoryCode] = [village]
    ) -> Zone {
        Zone(
            name: "高桥街道某小区", level: level, territory: county, members: members, lifted: lifted.map(ThingScene.at),
            earlier: earlier.isEmpty ? nil : earlier.map { Zone.Turn(level: $0.0, since: ThingScene.at($0.1)) })
    }

    private static func scene(_ zone: Zone = zone(), at time: String = "02 08:00") -> ThingScene {
        ThingScene(founding: .zone(zone), at: time)
    }

    private static func rows(_ scene: ThingScene, _ task: String, now: String) -> [String] {
        scene.rows(now: now).filter { $0.contains(" \(task) ") }
    }

    private static func courses(_ scene: ThingScene, now: String) -> [ZoneCourse] {
        let policy = scene.policy
        return ThingDossier(subject: scene.subject, records: scene.records, surroundings: scene.surroundings, asOf: ThingScene.at(now))
            .zoneCourses { _ in policy }
    }

    @Test("lifting waits for clean days, the last contact and a full negative round; each one missing keeps it without a due time")
    func conditions() {
        var scene = Self.scene()
        #expect(Self.rows(scene, "lift", now: "17 09:00") == ["430111 lift – open"])
        scene.record(.zoneEvent(ZoneEvent(kind: .contactsMoved)), at: "03 12:00")
        #expect(Self.courses(scene, now: "17 09:00").first?.readyAt == nil)
        // Fourteen whole days after 3 March end with the 17th; a round counts within the two days before.
        #expect(Self.rows(scene, "fullRound", now: "15 09:00") == ["430111 fullRound 18 00:00 upcoming"])
        scene.record(.zoneEvent(ZoneEvent(kind: .roundNegative)), at: "15 20:00")
        #expect(Self.courses(scene, now: "17 09:00").first?.readyAt == nil)
        scene.record(.zoneEvent(ZoneEvent(kind: .roundNegative)), at: "17 10:00")
        #expect(Self.courses(scene, now: "17 11:00").first?.readyAt == ThingScene.at("18 00:00"))
        #expect(Self.rows(scene, "lift", now: "18 09:00") == ["430111 lift 19 00:00 open"])
        #expect(Self.rows(scene, "lift", now: "19 09:00") == ["430111 lift 19 00:00 overdue"])
    }

    @Test("an infection in it begins the count anew; one elsewhere in the county does not")
    func infections() {
        var scene = Self.scene()
        let before = Self.courses(scene, now: "12 09:00").first?.cleanFrom
        #expect(before == ThingScene.at("17 00:00"))
        scene.surround(.caseReport(CaseReport(kind: .confirmed, territory: Self.county)), about: .person(PersonID(rawValue: 4)), at: "09 10:00")
        scene.surround(
            .caseReport(CaseReport(kind: .confirmed, territory: TerritoryCode("430111004001") ?? .unstated)),
            about: .person(PersonID(rawValue: 5)), at: "09 11:00")
        #expect(Self.courses(scene, now: "12 09:00").first?.cleanFrom == before)
        scene.surround(.caseReport(CaseReport(kind: .confirmed, territory: Self.village)), about: .person(PersonID(rawValue: 6)), at: "10 10:00")
        #expect(Self.courses(scene, now: "12 09:00").first?.cleanFrom == ThingScene.at("25 00:00"))
        scene.record(.zoneEvent(ZoneEvent(kind: .roundPositive)), at: "11 10:00")
        #expect(Self.courses(scene, now: "12 09:00").first?.cleanFrom == ThingScene.at("26 00:00"))
    }

    @Test("lowering meets the duty of the level before; raising withdraws it")
    func turns() {
        var lowered = Self.scene(Self.zone(.medium, earlier: [(.high, "02 08:00")]), at: "18 10:00")
        lowered.record(.zoneEvent(ZoneEvent(kind: .contactsMoved)), at: "03 12:00")
        lowered.record(.zoneEvent(ZoneEvent(kind: .roundNegative)), at: "17 10:00")
        #expect(Self.rows(lowered, "lift", now: "18 12:00").first == "430111 lift 19 00:00 metInTime")
        #expect(Self.rows(lowered, "lift", now: "18 12:00").count == 2)
        let raised = Self.scene(Self.zone(.high, earlier: [(.low, "02 08:00")]), at: "05 10:00")
        #expect(Self.rows(raised, "lift", now: "05 12:00").count == 1)
    }

    @Test("a standing zone is looked at every few days, a missed look closes as missed")
    func reviews() {
        var scene = Self.scene()
        scene.record(.zoneEvent(ZoneEvent(kind: .reviewed)), at: "04 10:00")
        #expect(
            Self.rows(scene, "reviewEvery", now: "08 09:00") == [
                "430111 reviewEvery 05 00:00 metInTime", "430111 reviewEvery 08 00:00 missed", "430111 reviewEvery 11 00:00 open",
            ])
        let lifted = Self.scene(Self.zone(lifted: "04 12:00"))
        #expect(Self.rows(lifted, "reviewEvery", now: "08 09:00").isEmpty)
    }

    @Test("a zone that goes too far is warned of: too wide, a level the scheme does not have, standing on, lifted too soon")
    func warnings() {
        func warnings(_ scene: ThingScene, now: String) -> [ZoneWarning] {
            let policy = scene.policy
            let moment = ThingScene.at(now)
            return ThingDossier(subject: scene.subject, records: scene.records, surroundings: scene.surroundings, asOf: moment)
                .zoneWarnings(governedBy: { _ in policy }, at: moment)
        }
        #expect(warnings(Self.scene(), now: "03 08:00").isEmpty)
        #expect(warnings(Self.scene(Self.zone(members: [Self.township])), now: "03 08:00") == [.wide(Self.township)])
        #expect(warnings(Self.scene(Self.zone(.low, members: [Self.county])), now: "03 08:00").isEmpty)
        #expect(warnings(Self.scene(Self.zone(lifted: "10 08:00")), now: "11 08:00") == [.early(.high, at: ThingScene.at("10 08:00"))])
        var standing = Self.scene()
        standing.record(.zoneEvent(ZoneEvent(kind: .contactsMoved)), at: "03 12:00")
        standing.record(.zoneEvent(ZoneEvent(kind: .roundNegative)), at: "17 10:00")
        #expect(warnings(standing, now: "18 20:00").isEmpty)
        #expect(warnings(standing, now: "19 08:00") == [.prolonged(since: ThingScene.at("18 00:00"))])
    }

    @Test("the strictest level over a place holds, in its time only")
    func levels() {
        let zones = [
            Recorded(
                id: Reference<Zone>(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: ThingScene.at("10 08:00"),
                knownAt: ThingScene.at("10 08:00"),
                value: Self.zone(.medium, lifted: "20 08:00", earlier: [(.high, "05 08:00")])),
            Recorded(
                id: Reference<Zone>(rawValue: 2), fact: FactID(rawValue: 2), happenedAt: ThingScene.at("06 08:00"),
                knownAt: ThingScene.at("06 08:00"),
                value: Self.zone(.low, members: [Self.county])),
        ]
        let expected: [(String, TerritoryCode, ZoneLevel?)] = [
            ("04 08:00", Self.village, nil), ("05 08:00", Self.village, .high), ("10 08:00", Self.village, .medium), ("20 08:00", Self.village, .low),
            ("07 08:00", Self.township, .low), ("05 08:00", Self.township, nil),
        ]
        for (moment, territory, level) in expected {
            #expect(zones.level(in: territory, at: ThingScene.at(moment)) == level, "\(moment) \(territory)")
        }
    }
}
