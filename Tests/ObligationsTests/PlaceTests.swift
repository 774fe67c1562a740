import Obligations
import Register
import Testing
import Vocabulary

@Suite("What a place owes")
struct PlaceTests {
    static let home = TerritoryCode("430111007003") ?? .unstated
    private static let zone = Subject.zone(Reference(rawValue: 1000))
    private static let checked = Fact.placeCheck(PlaceCheck(inOrder: ["mask"]))

    private static func scene(_ placeClass: String = "market", at founded: String = "17 08:00") -> ThingScene {
        ThingScene(founding: .place(Place(name: "红星市场", placeClass: placeClass, territory: home)), at: founded)
    }

    private static func rows(_ scene: ThingScene, _ task: String, now: String) -> [String] {
        scene.rows(now: now).filter { $0.contains(" \(task) ") }.map { String($0.dropFirst(13 + task.count + 1)) }
    }

    @Test("a key place checks itself in every window; a check of another day does not help, a missed one stays missed")
    func selfChecks() {
        var scene = Self.scene()
        scene.record(Self.checked, at: "17 20:00")
        #expect(Self.rows(scene, "selfCheckEvery", now: "19 09:00") == ["18 00:00 metInTime", "19 00:00 missed", "20 00:00 open"])
        scene.record(Self.checked, at: "19 10:00")
        #expect(Self.rows(scene, "selfCheckEvery", now: "19 11:00") == ["18 00:00 metInTime", "19 00:00 missed", "20 00:00 metInTime"])
        #expect(Self.rows(Self.scene("elderly_home"), "selfCheckEvery", now: "19 11:00").isEmpty)
        #expect(Self.rows(Self.scene("no_such_class"), "selfCheckEvery", now: "19 11:00").isEmpty)
    }

    @Test("what is closed need not be checked")
    func closed() {
        var scene = Self.scene()
        scene.record(.placeChange(PlaceChange(isOpen: false)), at: "17 12:00")
        #expect(Self.rows(scene, "selfCheckEvery", now: "19 09:00").isEmpty)
        #expect(scene.history(now: "19 09:00").standing?.state == "closed")
        scene.record(.placeChange(PlaceChange(isOpen: true)), at: "18 12:00")
        #expect(Self.rows(scene, "selfCheckEvery", now: "19 09:00") == ["19 00:00 missed", "20 00:00 open"])
    }

    @Test(
        "a zone closes the classes its level closes, where it covers the place",
        arguments: [
            ("market", ZoneLevel.high, "430111007003", true), ("market", .medium, "430111007003", false), ("mall", .medium, "430111007", true),
            ("market", .high, "430111004", false), ("hotel", .high, "430111007003", false), ("cinema", .low, "430111", false),
        ])
    func closing(placeClass: String, level: ZoneLevel, member: String, isClosed: Bool) {
        var scene = Self.scene(placeClass)
        let zone = Zone(name: "甲", level: level, territory: ZoneTests.county, members: [TerritoryCode(member) ?? .unstated])
        scene.surround(.zone(zone), about: Self.zone, at: "18 08:00")
        #expect(Self.rows(scene, "closeWithin", now: "18 09:00") == (isClosed ? ["18 12:00 open"] : []))
        guard isClosed else { return }
        scene.record(.placeChange(PlaceChange(isOpen: false)), at: "18 11:00")
        #expect(Self.rows(scene, "closeWithin", now: "18 13:00") == ["18 12:00 metInTime"])
    }

    @Test("a zone that went before the place had to be closed leaves nothing; one that was closed already is")
    func closingInTime() {
        var scene = Self.scene()
        let lifted = Zone(name: "甲", level: .high, territory: ZoneTests.county, members: [Self.home], lifted: ThingScene.at("18 10:00"))
        scene.surround(.zone(lifted), about: Self.zone, at: "18 08:00")
        #expect(Self.rows(scene, "closeWithin", now: "18 13:00").isEmpty)
        var closed = Self.scene()
        closed.record(.placeChange(PlaceChange(isOpen: false)), at: "17 12:00")
        closed.surround(
            .zone(Zone(name: "乙", level: .high, territory: ZoneTests.county, members: [Self.home])), about: Self.zone, at: "18 08:00")
        #expect(Self.rows(closed, "closeWithin", now: "18 08:30") == ["18 12:00 metInTime"])
    }

    @Test("a special place in a sealed area begins with its full rounds")
    func sealed() {
        var scene = Self.scene("elderly_home")
        scene.surround(.zone(Zone(name: "甲", level: .high, territory: ZoneTests.county, members: [Self.home])), about: Self.zone, at: "18 08:00")
        scene.record(.placeCheck(PlaceCheck(inOrder: [], tested: 84)), at: "18 20:00")
        #expect(Self.rows(scene, "sealed", now: "19 08:00") == ["21 00:00 metInTime", "21 00:00 open"])
    }

    @Test("in a closed loop one stage follows the other by the pattern; a breach is followed up by the next step")
    func loop() {
        var scene = Self.scene("prison", at: "01 08:00")
        let guardian = Subject.person(PersonID(rawValue: 9))
        func step(_ kind: LoopStep.Kind, _ stage: String?) -> Fact {
            .loopStep(LoopStep(place: Reference(rawValue: 1), kind: kind, stage: stage))
        }
        scene.surround(step(.entered, "preIsolation"), about: guardian, at: "01 09:00")
        #expect(Self.rows(scene, "shift", now: "10 09:00") == ["16 00:00 upcoming"])
        scene.surround(step(.moved, "duty"), about: guardian, at: "15 09:00")
        scene.surround(step(.seenOutside, nil), about: guardian, at: "18 09:00")
        let policy = scene.policy
        func members(_ now: String) -> [LoopMember] {
            ThingDossier(subject: scene.subject, records: scene.records, surroundings: scene.surroundings, asOf: ThingScene.at(now))
                .loop { _ in policy }
        }
        #expect(members("18 10:00").map(\.isInside) == [true])
        #expect(members("18 10:00").first?.until == ThingScene.at("30 00:00"))
        #expect(Self.rows(scene, "breachWithin", now: "18 10:00") == ["18 11:00 open"])
        #expect(Self.rows(scene, "shift", now: "18 10:00").contains("16 00:00 metInTime"))
        scene.surround(step(.left, nil), about: guardian, at: "18 10:30")
        #expect(Self.rows(scene, "breachWithin", now: "18 12:00") == ["18 11:00 metInTime"])
        #expect(members("18 12:00").map(\.isInside) == [false])
    }

    @Test("every task of places, zones and gatherings has words in both languages")
    func words() {
        let kinds = [Subject.Kind.place, .zone, .gathering].compactMap { ThingRegistry.duties(of: $0) }
        for kind in kinds {
            for (task, text) in kind.tasks { #expect(!text.zh.isEmpty && text.zh != text.en && text.en.contains(" "), "\(task)") }
        }
    }
}

@Suite("What a gathering owes")
struct GatheringTests {
    private static let zone = Subject.zone(Reference(rawValue: 1000))

    private static func scene(_ people: Int, sort: String? = nil, crosses: Bool = false) -> ThingScene {
        let gathering = Gathering(
            title: "王家婚宴", territory: PlaceTests.home, attendance: people, isIndoors: true, until: ThingScene.at("25 14:00"), sort: sort,
            begins: ThingScene.at("25 11:00"), crossesTerritories: crosses)
        return ThingScene(founding: .gathering(gathering), at: "20 08:00")
    }

    private static func step(_ kind: GatheringStep.Kind, conditions: [String]? = nil) -> Fact {
        .gatheringStep(GatheringStep(kind: kind, conditions: conditions))
    }

    @Test(
        "a person decides only where the policy leaves it to one, at the level it names",
        arguments: [
            (20, "wedding", false, []), (60, "wedding", false, []), (120, "wedding", false, ["430111 decideWithin 21 08:00 open"]),
            (120, "meeting", true, ["4301 decideWithin 21 08:00 open"]), (12, "familyMeal", false, []),
        ] as [(Int, String, Bool, [String])])
    func deciding(people: Int, sort: String, crosses: Bool, expected: [String]) {
        #expect(Self.scene(people, sort: sort, crosses: crosses).rows(now: "20 09:00") == expected)
    }

    @Test("what was approved on conditions brings a list by its beginning and is looked at on the day")
    func conditions() {
        var scene = Self.scene(120, sort: "wedding")
        scene.record(Self.step(.approved, conditions: ["attendeeList", "mask"]), at: "20 20:00")
        expect(
            scene.rows(now: "20 21:00"),
            [
                "430111 decideWithin 21 08:00 metInTime", "430111007003 conditions 25 11:00 open", "430111007003 check 25 13:00 upcoming",
            ])
        scene.record(Self.step(.attendeeList), at: "24 20:00")
        scene.record(Self.step(.checkedBad), at: "25 11:30")
        #expect(scene.rows(now: "25 12:00").filter { !$0.hasSuffix("metInTime") }.isEmpty)
        #expect(scene.history(now: "25 12:00").standing?.state == "checkedBad")
    }

    @Test("a zone set over an approved gathering calls for another decision, and a refusal ends its conditions")
    func secondThoughts() {
        var scene = Self.scene(60)
        scene.record(Self.step(.approved, conditions: ["attendeeList"]), at: "20 08:00")
        scene.surround(
            .zone(Zone(name: "甲", level: .medium, territory: ZoneTests.county, members: [PlaceTests.home])), about: Self.zone, at: "22 08:00")
        #expect(scene.rows(now: "22 09:00").contains("430111007003 decideWithin 23 08:00 open"))
        scene.record(Self.step(.refused), at: "22 12:00")
        #expect(scene.rows(now: "22 13:00") == ["430111007003 decideWithin 23 08:00 metInTime"])
        #expect(scene.history(now: "22 13:00").standing?.state == "refused")
    }

    @Test("what is called off owes nothing more")
    func calledOff() {
        var scene = Self.scene(120)
        scene.record(Self.step(.calledOff), at: "20 12:00")
        #expect(scene.rows(now: "20 13:00").isEmpty)
        #expect(scene.history(now: "20 13:00").standing?.state == "calledOff")
    }
}
