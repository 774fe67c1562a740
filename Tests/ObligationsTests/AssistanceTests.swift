import Obligations
import Policy
import Register
import TestWorld
import Testing
import Vocabulary

@Suite("What a request for assistance asks of whom")
struct AssistanceTests {
    static let yuhua = TerritoryCode("430111") ?? .unstated
    static let yuetang = TerritoryCode("430304") ?? .unstated
    static let changsha = TerritoryCode("4301") ?? .unstated
    static let people = (1...3).map { PersonID(rawValue: $0) }

    static func scene(
        from: TerritoryCode = yuhua, to: TerritoryCode = yuetang, approvers: [TerritoryCode] = [], outside: AssistanceRequest.Outside? = nil
    ) -> ThingScene {
        ThingScene(
            founding: .assistance(AssistanceRequest(from: from, to: to, people: people, text: "…", approvers: approvers, outside: outside)),
            at: "19 08:00")
    }

    static func step(_ kind: AssistanceStep.Kind, by territory: TerritoryCode = yuetang, of people: [PersonID] = []) -> Fact {
        .assistanceStep(AssistanceStep(kind, by: territory, people: people, text: kind.needsText ? "…" : nil))
    }

    private static func state(_ scene: ThingScene, _ now: String) -> String? { scene.history(now: now).standing?.state }

    @Test("the territory asked checks within 2 h and controls within 8 h of its coming there, whether it reads it or not")
    func clocks() {
        let scene = Self.scene()
        expect(scene.rows(now: "19 08:30"), ["430304 check 19 10:00 open", "430304 control 19 16:00 open"])
        expect(scene.rows(now: "19 16:30"), ["430304 check 19 10:00 overdue", "430304 control 19 16:00 overdue"])
    }

    @Test("the first handshake meets the check; the second is whole when the last person who is there is under control")
    func handshakes() {
        var scene = Self.scene()
        scene.record(Self.step(.received), at: "19 09:00")
        #expect(Self.state(scene, "19 09:30") == "received")
        scene.record(Self.step(.controlled, of: Array(Self.people.prefix(2))), at: "19 12:00")
        expect(scene.rows(now: "19 12:30"), ["430304 check 19 10:00 metInTime", "430304 control 19 16:00 open"])
        scene.record(Self.step(.controlled, of: [Self.people[2]]), at: "19 17:00")
        expect(scene.rows(now: "19 18:00"), ["430304 check 19 10:00 metInTime", "430304 control 19 16:00 metLate"])
        #expect(Self.state(scene, "19 18:00") == "controlled")
    }

    @Test("whoever controls has received")
    func controlImpliesReceipt() {
        var scene = Self.scene()
        scene.record(Self.step(.controlled), at: "19 09:30")
        expect(scene.rows(now: "19 11:00"), ["430304 check 19 10:00 metInTime", "430304 control 19 16:00 metInTime"])
    }

    @Test("who is not there is the sender's again within a day; sent once more, both clocks run anew")
    func returned() {
        var scene = Self.scene()
        scene.record(Self.step(.received), at: "19 08:30")
        scene.record(Self.step(.controlled, of: [Self.people[0]]), at: "19 09:00")
        scene.record(Self.step(.returned, of: Array(Self.people.dropFirst())), at: "19 10:00")
        #expect(Self.state(scene, "19 11:00") == "returned")
        expect(
            scene.rows(now: "19 11:00"),
            ["430304 check 19 10:00 metInTime", "430304 control 19 16:00 metInTime", "430111 send 20 10:00 open"])
        scene.record(Self.step(.sentAgain, by: Self.yuhua), at: "19 12:00")
        expect(
            scene.rows(now: "19 12:30"), ["430304 check 19 14:00 open", "430304 control 19 20:00 open", "430111 send 20 10:00 metInTime"])
        #expect(Self.state(scene, "19 12:30") == "sent")
    }

    @Test("a request refused asks no more of the other end than was late by then, and comes back to the sender")
    func refused() {
        var scene = Self.scene()
        scene.record(Self.step(.refused), at: "19 11:00")
        expect(scene.rows(now: "19 20:00"), ["430304 check 19 10:00 overdue", "430111 send 20 11:00 open"])
        scene.record(Self.step(.cancelled, by: Self.yuhua), at: "19 21:00")
        #expect(scene.rows(now: "19 22:00", whose: Self.yuhua) == ["430111 send 20 11:00 metInTime"])
    }

    @Test("between levels it is passed on along the line, each in time, before any clock of the one asked runs")
    func approval() {
        let xiangtan = TerritoryCode("4303") ?? .unstated
        let line = AssistanceRequest.line(from: Self.yuhua, to: xiangtan)
        #expect(line == [Self.changsha])
        var scene = Self.scene(to: xiangtan, approvers: line)
        expect(scene.rows(now: "19 08:30"), ["4301 approve 19 09:00 open"])
        #expect(scene.history(now: "19 08:30").standing?.concerned.map(\.territory) == [Self.changsha])
        scene.record(Self.step(.approved, by: Self.changsha), at: "19 08:40")
        expect(
            scene.rows(now: "19 09:30"), ["4301 approve 19 09:00 metInTime", "4303 check 19 10:40 open", "4303 control 19 16:40 open"])
        #expect(scene.history(now: "19 09:30").standing?.concerned.map(\.territory) == [Self.changsha, xiangtan])
    }

    @Test(
        "the line between two territories",
        arguments: [
            ("430111", "430304", ""), ("430111", "4301", ""), ("43", "430111", ""), ("430111", "36", "4301 43"), ("4303", "430111", "4301"),
            ("36", "430111", "43 4301"), ("430111007", "4303", "430111 4301"), ("430111", "430121", ""),
        ])
    func line(from: String, to: String, line: String) throws {
        let found = AssistanceRequest.line(from: try #require(TerritoryCode(from)), to: try #require(TerritoryCode(to)))
        #expect(found.map(\.digits).joined(separator: " ") == line)
    }

    @Test("an authority outside the register owes nothing here; what it answers still closes the ticket")
    func outside() {
        let jiangxi = TerritoryCode("36") ?? .unstated
        var scene = Self.scene(to: jiangxi, outside: .init(.receiver, authority: "江西省疾控中心"))
        #expect(scene.rows(now: "19 09:00").isEmpty)
        #expect(scene.history(now: "19 09:00").standing?.concerned.isEmpty == true)
        scene.record(Self.step(.controlled, by: Self.yuhua), at: "19 15:00")
        #expect(Self.state(scene, "19 16:00") == "controlled")
        let asked = Self.scene(from: jiangxi, to: Self.yuhua, outside: .init(.sender, authority: "江西"))
        #expect(asked.history(now: "19 09:00").standing?.territory == Self.yuhua)
    }

    @Test("a label tells both ends, how many, and the authority outside", arguments: ["", "江西省疾控中心:应急办"])
    func label(authority: String) {
        let request = AssistanceRequest(
            from: Self.yuhua, to: Self.yuetang, people: Self.people, text: "",
            outside: authority.isEmpty ? nil : .init(.receiver, authority: authority))
        let label = AssistanceLabel(AssistanceLabel(request).description)
        #expect(label == AssistanceLabel(request) && label?.count == 3)
    }

    /// Turns in any order that people might record them: what each person is stays one thing, nobody is lost, and a ticket is done exactly
    /// when nobody is sought.
    @Test("of generated histories: everybody in it is sought, controlled or returned, and it stands as they do", arguments: UInt64(0)..<40)
    func histories(seed: UInt64) {
        var dice = Dice(seed: seed)
        var scene = Self.scene()
        for turn in 0..<dice.number(1...9) {
            let kinds: [AssistanceStep.Kind] = [.received, .controlled, .controlled, .returned, .sentAgain, .remarked, .refused]
            let some = Self.people.filter { _ in dice.number(0...1) == 0 }
            scene.record(Self.step(kinds[dice.number(0...kinds.count - 1)], of: some), at: "19 \(turn + 9 < 10 ? "0" : "")\(turn + 9):00")
            let now = "19 \(turn + 9 < 10 ? "0" : "")\(turn + 9):30"
            let dossier = ThingDossier(subject: scene.subject, records: scene.records, surroundings: [], asOf: ThingScene.at(now))
            guard let course = dossier.assistance else { return #expect(Bool(false)) }
            let returned = course.people.values.filter { if case .returned = $0 { true } else { false } }.count
            #expect(course.sought.count + course.controlledCount + returned == Self.people.count)
            let isDone = course.refused == nil && course.sought.isEmpty
            #expect(isDone == [.controlled, .returned].contains(course.status))
            let control = scene.rows(now: now).filter { $0.contains(" control ") }
            if course.status == .controlled { #expect(control.allSatisfy { $0.contains("met") } && control.count == 1) }
            if course.status == .sent || course.status == .received { #expect(control.count == 1 && !control[0].contains("met")) }
        }
    }
}
