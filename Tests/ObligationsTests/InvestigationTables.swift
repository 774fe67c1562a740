import Obligations
import Policy
import Register
import Testing
import Vocabulary

private let hua = PersonID(rawValue: 7)
private let ming = PersonID(rawValue: 8)

@Suite("The lines of an investigation, and who is elsewhere")
struct InvestigationTables {
    private static let yuhua = TerritoryCode("430111") ?? .unstated
    private static let hecheng = TerritoryCode("431202") ?? .unstated

    @Test("each line that the edition names is due two hours after the diagnosis, and met by the naming")
    func lines() {
        var scene = Scene("hunan-2022-03")
        scene.confirm(hua, onset: "03-12", at: "03-14 15:00")
        scene.chronicle.record(
            .teamAssignment(TeamAssignment(line: .health, who: "雨花区流调队")), of: hua, at: scene.at("03-14 15:40"))
        scene.chronicle.record(
            .teamAssignment(TeamAssignment(line: .police, who: "雨花公安分局")), of: hua, at: scene.at("03-14 18:00"))
        let states = ["health", "police", "communications"].map { scene.state(hua, "team.named." + $0, now: "03-14 20:00") }
        #expect(states == [.metInTime, .metLate, .overdue])
        var other = Scene("cn-9")
        other.confirm(hua, onset: "03-12", at: "03-14 15:00")
        #expect(!other.obligations(hua, now: "03-14 20:00").contains { $0.id.rule.contains(".team.") })
    }

    private func contact(duty: TerritoryCode?) -> Scene {
        var scene = Scene("hunan-2022-03")
        scene.confirm(ming, onset: "03-12", at: "03-14 15:00")
        scene.chronicle.record(.person(Person(residence: Self.yuhua)), of: hua, at: scene.at("03-14 16:00"))
        scene.chronicle.record(
            .exposure(Exposure(index: ming, last: scene.day("03-13"), setting: .meal, territory: duty)), of: hua, at: scene.at("03-14 16:00"))
        return scene
    }

    private func send(_ scene: Scene, now: String) -> String? {
        scene.obligations(hua, now: now).first { $0.id.rule == "tracing.assistance.send" }.map { duty in
            "\(duty.territory.digits) \(scene.zone.text(of: duty.opens).prefix(16)) \(duty.state(at: scene.at(now)))"
        }
    }

    @Test("whoever is at home is asked for nowhere")
    func atHome() {
        #expect(send(contact(duty: nil), now: "03-15 09:00") == nil)
        #expect(send(contact(duty: Self.yuhua), now: "03-15 09:00") == nil)
    }

    @Test("from the finding elsewhere the county has a day to ask; asking is the evidence")
    func elsewhere() {
        var scene = contact(duty: Self.yuhua)
        scene.chronicle.record(.act(Act(deed: .located, territory: Self.hecheng)), of: hua, at: scene.at("03-14 20:00"))
        #expect(send(scene, now: "03-15 09:00") == "430111 2022-03-14T20:00 open")
        #expect(send(scene, now: "03-15 21:00") == "430111 2022-03-14T20:00 overdue")
        scene.chronicle.record(.act(Act(deed: .assistanceSent, territory: Self.yuhua)), of: hua, at: scene.at("03-15 21:30"))
        #expect(send(scene, now: "03-15 22:00") == "430111 2022-03-14T20:00 metLate")
    }

    @Test("who lives elsewhere is asked for from the beginning; a stay anywhere meets it too")
    func livesElsewhere() {
        var scene = contact(duty: Self.hecheng)
        #expect(send(scene, now: "03-15 09:00") == "431202 2022-03-14T16:00 open")
        scene.hold(hua, .central, from: "03-15 10:00")
        #expect(send(scene, now: "03-15 12:00") == "431202 2022-03-14T16:00 metInTime")
    }
}
