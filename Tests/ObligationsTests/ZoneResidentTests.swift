import Obligations
import Policy
import Register
import Testing
import Vocabulary

@Suite("Who lives in a risk area is held and tested by its level until it is lifted")
struct ZoneResidentTests {
    private let person = PersonID(rawValue: 1)

    /// The entries of a zone over the scene's home township: declared, and revised.
    private func zone(_ scene: Scene, _ turns: (level: ZoneLevel, since: String, known: String)..., lifted: (at: String, known: String)? = nil)
        -> ResidentZones
    {
        var zone = Zone(name: "封控区", level: turns[0].level, territory: TerritoryCode("430102") ?? .unstated, members: [Scene.home])
        var records: [FactRecord] = []
        func add(_ zone: Zone, since: String, known: String) {
            records.append(
                FactRecord(
                    id: FactID(rawValue: 90_000 + Int64(records.count)), entity: 90_000, subject: .zone(Reference(rawValue: 90_000)),
                    happenedAt: scene.at(since), knownAt: scene.at(known), fact: .zone(zone)))
        }
        for (index, turn) in turns.enumerated() {
            if index > 0 {
                zone.earlier = (zone.earlier ?? []) + [Zone.Turn(level: zone.level, since: scene.at(turns[index - 1].since))]
                zone.level = turn.level
            }
            add(zone, since: turn.since, known: turn.known)
        }
        if let lifted, let last = turns.last {
            zone.lifted = scene.at(lifted.at)
            add(zone, since: last.since, known: lifted.known)
        }
        return ResidentZones(records)
    }

    private func ofZone(_ obligation: Obligation) -> Bool { obligation.id.reason == .zoneResident }

    @Test("sealed: fourteen days at home with five tests, then seven of monitoring, all counted from the day of the declaration")
    func sealed() {
        var scene = Scene("cn-8")
        scene.person(person, at: "03-01 08:00")
        scene.zones = zone(scene, (.high, "03-10 18:00", "03-10 18:00"))
        let rows = scene.rows(scene.obligations(person, now: "03-11 09:00"), where: ofZone)
        #expect(rows.filter { $0.contains(" test ") }.count == 5)
        #expect(rows.contains("03-11 00:00 → 03-12 00:00 test 1/1 zones.levels.high.control.stages.1.tests.1"))
        #expect(rows.contains("03-24 00:00 → 03-25 00:00 test 1/14 zones.levels.high.control.stages.1.tests.14"))
        #expect(rows.filter { $0.contains(" stage ") }.count == 2)
        #expect(!rows.contains { $0.contains("release") }, "the zone is lifted as one")
        let stage = scene.obligations(person, now: "03-11 09:00").first { ofZone($0) && $0.kind == .stage }
        #expect(stage?.fulfilment?.evidence == FactID(rawValue: 90_000), "the area holds them")
    }

    @Test("controlled and precautionary areas hold nobody at home", arguments: [ZoneLevel.medium, .low])
    func others(level: ZoneLevel) {
        var scene = Scene("cn-8")
        scene.person(person, at: "03-01 08:00")
        scene.zones = zone(scene, (level, "03-10 18:00", "03-10 18:00"))
        #expect(!scene.obligations(person, now: "03-20 09:00").contains(where: ofZone))
    }

    @Test("lifting withdraws what had not fallen due, and what was known before stays what was known")
    func lifting() {
        var scene = Scene("cn-8")
        scene.person(person, at: "03-01 08:00")
        scene.zones = zone(scene, (.high, "03-10 18:00", "03-10 18:00"), lifted: ("03-15 12:00", "03-15 12:00"))
        let history = scene.history(person, now: "03-20 09:00")
        let left = scene.rows(history.calendar.current, where: ofZone)
        #expect(
            left == [
                "03-11 00:00 → 03-12 00:00 test 1/1 zones.levels.high.control.stages.1.tests.1",
                "03-14 00:00 → 03-15 00:00 test 1/4 zones.levels.high.control.stages.1.tests.4",
            ])
        #expect(history.calendar.obligations(asKnownAt: scene.at("03-14 09:00")).filter { ofZone($0) && $0.kind == .test }.count == 5)
        #expect(history.calendar.obligations(asKnownAt: scene.at("03-09 09:00")).filter(ofZone).isEmpty)
    }

    @Test("a level that goes down ends what the stricter one asked for")
    func lowered() {
        var scene = Scene("cn-8")
        scene.person(person, at: "03-01 08:00")
        scene.zones = zone(scene, (.high, "03-10 18:00", "03-10 18:00"), (.medium, "03-13 12:00", "03-13 12:00"))
        let tests = scene.obligations(person, now: "03-20 09:00").filter { ofZone($0) && $0.kind == .test }
        #expect(tests.map(\.day) == [1])
    }

    @Test("whoever becomes known there later begins then, with a test at once for the days gone by")
    func latecomer() {
        var scene = Scene("cn-8")
        scene.person(person, at: "03-15 10:00")
        scene.zones = zone(scene, (.high, "03-10 18:00", "03-10 18:00"))
        let tests = scene.obligations(person, now: "03-15 12:00").filter { ofZone($0) && $0.kind == .test }
        #expect(tests.allSatisfy { ($0.due ?? .distantPast) > scene.at("03-15 10:00") })
        #expect(tests.compactMap(\.day).sorted() == [7, 10, 14])
    }

    @Test("an infection ends it; who lives elsewhere owes nothing")
    func ends() {
        var scene = Scene("cn-8")
        scene.person(person, at: "03-01 08:00")
        scene.zones = zone(scene, (.high, "03-10 18:00", "03-10 18:00"))
        scene.confirm(person, at: "03-12 10:00")
        let days = scene.obligations(person, now: "03-20 09:00").filter { ofZone($0) && $0.kind == .test }.map(\.day)
        #expect(days == [1])
        let stranger = PersonID(rawValue: 2)
        scene.chronicle.record(.person(Person(residence: Scene.site)), of: stranger, at: scene.at("03-01 08:00"))
        #expect(!scene.obligations(stranger, now: "03-20 09:00").contains(where: ofZone))
    }
}
