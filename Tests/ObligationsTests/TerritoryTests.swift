import Obligations
import Register
import Testing
import Vocabulary

@Suite("What a headquarters owes: a roster without gaps, a note at every change of shift, a leader at a first local case")
struct TerritoryTests {
    static let county = TerritoryCode("430111") ?? .unstated

    private static func scene(activated: Bool = true) -> ThingScene {
        var scene = ThingScene(about: .territory(county))
        if activated { scene.record(.headquarters(HeadquartersStep(.activated, response: "II")), at: "10 09:00") }
        return scene
    }

    private static func shift(_ from: String, _ until: String, _ holder: String) -> Fact {
        .shift(Shift(territory: county, function: "office", begins: ThingScene.at(from), until: ThingScene.at(until), holder: holder))
    }

    private static func rows(_ scene: ThingScene, _ task: String, now: String) -> [String] {
        scene.rows(now: now, ahead: .hours(24)).compactMap { $0.contains(" \(task) ") ? String($0.dropFirst(8 + task.count)) : nil }
    }

    /// The 11th covered by two people all day.
    private static let whole = [
        ("10 20:00", "11 08:00", "甲"), ("10 20:00", "11 08:00", "乙"), ("11 08:00", "11 20:00", "丙"), ("11 08:00", "11 20:00", "丁"),
        ("11 20:00", "12 08:00", "甲"), ("11 20:00", "12 08:00", "乙"),
    ]

    @Test("a day is unmet until its shifts cover it, in time if the roster was whole before it began, and missed when it is over")
    func roster() {
        var scene = Self.scene()
        #expect(Self.rows(scene, "duty", now: "10 10:00") == ["11 00:00 open"])
        #expect(Self.rows(scene, "duty", now: "11 10:00").first == "11 00:00 overdue")
        #expect(Self.rows(scene, "duty", now: "12 10:00").first == "11 00:00 missed")
        for (from, until, holder) in Self.whole.dropLast() { scene.record(Self.shift(from, until, holder), at: "10 12:00") }
        #expect(Self.rows(scene, "duty", now: "10 13:00") == ["11 00:00 open"], "one person from 20:00 on is too few")
        var late = scene
        let last = Self.whole[5]
        scene.record(Self.shift(last.0, last.1, last.2), at: "10 14:00")
        #expect(Self.rows(scene, "duty", now: "10 15:00") == ["11 00:00 metInTime"])
        late.record(Self.shift(last.0, last.1, last.2), at: "11 14:00")
        #expect(Self.rows(late, "duty", now: "11 15:00").first == "11 00:00 metLate")
    }

    @Test("a withdrawn shift opens the day again")
    func withdrawn() {
        var scene = Self.scene()
        var first: Int64 = 0
        for (from, until, holder) in Self.whole { first = scene.record(Self.shift(from, until, holder), at: "10 12:00") }
        #expect(Self.rows(scene, "duty", now: "10 13:00") == ["11 00:00 metInTime"])
        scene.record(Self.shift("11 20:00", "12 08:00", "乙"), at: "10 12:00", known: "10 14:00", revising: first, isWithdrawn: true)
        #expect(Self.rows(scene, "duty", now: "10 15:00") == ["11 00:00 open"])
    }

    /// Who is on duty from which hour to which, and the gaps that this leaves.
    struct Rostered: Sendable {
        var shifts: [(String, Int, Int)]
        var gaps: [String]
    }

    private static let rosters: [Rostered] = [
        // Two people all day.
        Rostered(shifts: [("甲", 0, 12), ("乙", 0, 12), ("丙", 12, 24), ("丁", 12, 24)], gaps: []),
        // One person too few in the second half.
        Rostered(shifts: [("甲", 0, 12), ("乙", 0, 12), ("丙", 12, 24)], gaps: ["12-24: 1"]),
        // Nobody for an hour in between.
        Rostered(shifts: [("甲", 0, 11), ("乙", 0, 11), ("丙", 12, 24), ("丁", 12, 24)], gaps: ["11-12: 0"]),
        // The same person twice is one person.
        Rostered(shifts: [("甲", 0, 12), ("甲", 0, 12), ("丙", 12, 24), ("丁", 12, 24)], gaps: ["0-12: 1"]),
        // Nobody counts for longer than the longest shift, not in two shifts running either.
        Rostered(shifts: [("甲", 0, 12), ("乙", 0, 12), ("甲", 12, 24), ("乙", 12, 24)], gaps: ["12-24: 0"]),
        Rostered(shifts: [("甲", 0, 24), ("乙", 0, 12), ("丙", 12, 24)], gaps: ["12-24: 1"]),
        Rostered(shifts: [], gaps: ["0-24: 0"]),
    ]

    @Test("gaps by what each roster leaves open", arguments: rosters)
    func gaps(_ rostered: Rostered) {
        let start = ThingScene.at("11 00:00")
        let recorded = rostered.shifts.enumerated().map { number, shift in
            Recorded(
                id: Reference<Shift>(rawValue: Int64(number)), fact: FactID(rawValue: Int64(number)), happenedAt: start, knownAt: start,
                value: Shift(
                    territory: Self.county, function: "office", begins: start + .hours(shift.1), until: start + .hours(shift.2), holder: shift.0))
        }
        let gaps = DutyRoster(recorded, longest: .hours(12)).gaps(from: start, until: start + .hours(24), people: 2)
        func hour(_ moment: Instant) -> Int { Int((moment - start).milliseconds / 3_600_000) }
        #expect(gaps.map { "\(hour($0.from))-\(hour($0.until)): \($0.people)" } == rostered.gaps)
    }

    @Test("the change of shift owes one note, whoever of those going off duty leaves it")
    func handOver() {
        var scene = Self.scene()
        scene.record(Self.shift("11 08:00", "11 20:00", "甲"), at: "10 12:00")
        let second = scene.record(Self.shift("11 08:00", "11 20:00", "乙"), at: "10 12:00")
        #expect(Self.rows(scene, "handOver", now: "11 10:00") == ["11 20:00 open"])
        #expect(Self.rows(scene, "handOver", now: "11 21:00") == ["11 20:00 overdue"])
        scene.record(.handOver(HandOver(shift: Reference(rawValue: second), note: "无新增")), at: "11 19:50")
        #expect(Self.rows(scene, "handOver", now: "11 21:00") == ["11 20:00 metInTime"])
    }

    @Test("the first local case obliges a leader, later ones and those from abroad do not; after standing down the next does again")
    func leader() {
        func report(_ origin: CaseOrigin = .local) -> Fact { .caseReport(CaseReport(kind: .confirmed, origin: origin, territory: Self.county)) }
        var scene = Self.scene(activated: false)
        #expect(scene.history(now: "12 09:00").standing == nil)
        scene.surround(report(.importedFromAbroad), about: .person(PersonID(rawValue: 3)), at: "11 08:00")
        #expect(scene.history(now: "12 09:00").standing == nil)
        scene.surround(report(), about: .person(PersonID(rawValue: 4)), at: "12 08:00")
        scene.surround(report(), about: .person(PersonID(rawValue: 5)), at: "12 10:00")
        #expect(Self.rows(scene, "leaderPresence", now: "12 11:00") == ["13 08:00 open"])
        scene.record(.headquarters(HeadquartersStep(.activated)), at: "12 12:00")
        scene.record(.headquarters(HeadquartersStep(.leaderPresent, leader: "区长")), at: "12 13:00")
        #expect(Self.rows(scene, "leaderPresence", now: "12 14:00") == ["13 08:00 metInTime"])
        scene.record(.headquarters(HeadquartersStep(.leaderLeft)), at: "13 13:00")
        scene.record(.headquarters(HeadquartersStep(.stoodDown)), at: "14 13:00")
        scene.surround(report(), about: .person(PersonID(rawValue: 6)), at: "15 10:00")
        #expect(Self.rows(scene, "leaderPresence", now: "15 11:00") == ["13 08:00 metInTime", "16 10:00 open"])
    }

    @Test("a headquarters tells its state, level and leader")
    func standing() {
        var scene = Self.scene()
        #expect(scene.history(now: "10 10:00").standing?.state == "active")
        #expect(scene.history(now: "10 10:00").standing?.thingClass == "II")
        scene.record(.headquarters(HeadquartersStep(.stoodDown)), at: "12 09:00")
        #expect(scene.history(now: "12 10:00").standing?.state == "stoodDown")
    }
}
